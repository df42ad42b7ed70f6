"""What must be true after any storm, read from the tables and from the outside parties' own records.

Each check returns what is wrong, in words; an empty list is what is wanted. None of them uses the code it
checks, except for the formats of the log, which have tests of their own.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from makewhole.proof import checkpoint, leaf, merkle, statement
from tests.stories.storm.cast import MARK

Rows = list[Any]


@dataclass(slots=True)
class Aftermath:
    """All that is looked at: our tables, what X and the payment provider hold, our logs, our public keys."""

    conn: psycopg.Connection[Any]
    x: dict[str, Any]
    payment: dict[str, Any]
    brand_handle: str
    logs: Path
    statement_key: bytes
    log_key: bytes
    died_by_themselves: list[str] = field(default_factory=list)
    shipped: list[str] = field(default_factory=list)
    """Waybills the shop was thanked for."""

    def rows(self, query: str) -> Rows:
        """A query's rows."""
        return list(self.conn.execute(query.encode()).fetchall())


Check = Callable[[Aftermath], list[str]]


def books(seen: Aftermath) -> list[str]:
    """Every entry balances, and the books as a whole do."""
    odd = seen.rows("SELECT entry, currency, sum(minor) FROM posting GROUP BY 1, 2 HAVING sum(minor) <> 0")
    bare = seen.rows("SELECT id FROM entry WHERE id NOT IN (SELECT entry FROM posting)")
    return [f"entry {e} is out by {s} {c}" for e, c, s in odd] + [
        f"entry {e} has no postings" for (e,) in bare
    ]


COUNTED: dict[str, tuple[str, str]] = {
    "posts read and answer statements": (
        "SELECT count(*) FROM person_post WHERE read_at IS NOT NULL",
        "SELECT count(*) FROM statement WHERE kind = 'answer'",
    ),
    "letters with an end and their statements": (
        "SELECT count(*) FROM person_letter"
        " WHERE state IN ('sent', 'undeliverable', 'unsettled', 'dismissed')",
        "SELECT count(DISTINCT convert_from(bytes, 'UTF8')::jsonb -> 'letter') FROM statement"
        " WHERE kind = 'letter' AND convert_from(bytes, 'UTF8')::jsonb ->> 'outcome' <> 'released'",
    ),
    "claims' versions and their steps": (
        "SELECT coalesce(sum(version), 0) + count(*) FROM claim",
        "SELECT count(*) FROM claim_step",
    ),
}


def decisions(seen: Aftermath) -> list[str]:
    """Every step of a claim, every post read and every letter's end has a statement, and that has a leaf."""
    wrong = [
        f"step {number} of claim {claim} ({verb}) has no sealed statement"
        for claim, number, verb in seen.rows(
            "SELECT claim, number, verb FROM claim_step LEFT JOIN statement ON statement.id = statement"
            " WHERE leaf_index IS NULL"
        )
    ]
    for name, (ours, stated) in COUNTED.items():
        [(here,)], [(there,)] = seen.rows(ours), seen.rows(stated)
        if here != there:
            wrong.append(f"{name}: {here} and {there}")
    return wrong


def tree(seen: Aftermath) -> list[str]:
    """The leaves are one history, every head signed has its root, and the chains about subjects are whole."""
    wrong: list[str] = []
    rows = seen.rows(
        "SELECT id, subject, bytes, leaf, leaf_index FROM statement ORDER BY leaf_index NULLS LAST"
    )
    heads: dict[int, str] = dict(seen.rows("SELECT size, signed FROM head"))
    frontier, covered = merkle.Frontier(), 0
    for place, (number, _, raw, raw_leaf, index) in enumerate(rows):
        signed = leaf.read(bytes(raw_leaf))
        if index != place:
            wrong.append(f"statement {number} has leaf index {index} and stands at {place}")
        ours = signed is not None and leaf.verify(signed, seen.statement_key)
        if not ours or signed is None or signed.checksum != statement.checksum(bytes(raw)):
            wrong.append(f"the leaf of statement {number} is not ours over its bytes")
        frontier, _ = merkle.append(frontier, [merkle.leaf_hash(bytes(raw_leaf))])
        text = heads.pop(frontier.size, None)
        if text is not None:
            covered = frontier.size
            if not _honest(text, frontier, seen.log_key):
                wrong.append(f"the head of size {frontier.size} is not the one its leaves give")
    if covered != len(rows):
        wrong.append(f"the last head covers {covered} of {len(rows)} statements")
    if heads:
        wrong.append(f"heads larger than the log: {sorted(heads)}")
    return wrong + _chains(rows)


def _honest(text: str, frontier: merkle.Frontier, log_key: bytes) -> bool:
    head = checkpoint.read(text)
    if not isinstance(head, checkpoint.Checkpoint):
        return False
    return (head.size, head.root) == (frontier.size, frontier.root()) and checkpoint.verify(head, log_key)


def _chains(rows: Rows) -> list[str]:
    wrong, last = [], dict[str, tuple[int, str]]()
    for number, subject, raw, _, _ in sorted(rows):
        read = statement.parse(bytes(raw))
        if not isinstance(read, statement.Read):
            wrong.append(f"statement {number} can't be read: {read.says}")
            continue
        seq, before = last.get(subject, (0, None))
        if (read.fields.get("seq"), read.fields.get("prev")) != (seq + 1, before):
            wrong.append(f"statement {number} does not follow the one before it about {subject}")
        last[subject] = (seq + 1, statement.checksum(bytes(raw)).hex())
    return wrong


def sent_once(seen: Aftermath) -> list[str]:
    """What X says we sent and what we say we sent are the same, one for one."""
    ours = seen.rows("SELECT remote_id, id, state, body FROM person_letter WHERE channel = 'x'")
    theirs = {one["id"]: one for one in seen.x["posts"] + seen.x["messages"] if one["by_app"]}
    claimed = Counter(remote for remote, _, _, _ in ours if remote is not None)
    unknown = {body for _, _, state, body in ours if state == "unsettled"}
    parts = seen.rows("SELECT remote_id, body FROM publication_part WHERE tries > 0")
    claimed.update(remote for remote, _ in parts if remote is not None)
    unknown |= {body for remote, body in parts if remote is None}
    wrong = [f"{count} letters claim the message {remote}" for remote, count in claimed.items() if count > 1]
    for remote, number, state, _ in ours:
        if state == "sent" and remote not in theirs:
            wrong.append(f"letter {number} is sent and X has no {remote}")
    for remote, one in theirs.items():
        if remote not in claimed and one["text"] not in unknown:
            wrong.append(f"X has {remote} from us and no letter says so")
    replies = Counter(one["in_reply_to"] for one in theirs.values() if one.get("in_reply_to"))
    wanted = Counter(
        target
        for (target,) in seen.rows(
            "SELECT in_reply_to FROM person_letter"
            " WHERE kind = 'public_reply' AND state IN ('sent', 'unsettled')"
        )
    )
    for target, count in replies.items():
        if count > max(1, wanted[target]):
            wrong.append(f"{count} replies to post {target}")
    return wrong


def paid_once(seen: Aftermath) -> list[str]:
    """The provider's payouts and ours are the same, one for one, and nobody got more than they asked for."""
    ours = {
        key: (minor, currency, state)
        for key, minor, currency, state in seen.rows("SELECT key, minor, currency, state FROM payout")
    }
    theirs = {
        one["key"]: (one["amount_minor"], one["currency"], one["state"]) for one in seen.payment["payouts"]
    }
    given: Counter[str] = Counter()
    for one in seen.payment["payouts"]:
        if one["state"] in ("pending", "settled"):
            given[one["reference"]] += one["amount_minor"]
    asked: dict[str, int] = dict(seen.rows("SELECT ref, asked_minor FROM claim"))
    wrong = [
        f"claim {reference} got {paid} of {asked.get(reference)} asked"
        for reference, paid in given.items()
        if paid > asked.get(reference, 0)
    ]
    for key, there in theirs.items():
        if there != ours.get(key):
            wrong.append(f"payout {key} is {there} there and {ours.get(key)} here")
    for key, here in ours.items():
        if key not in theirs and here[2] != "failed":
            wrong.append(f"payout {key} is {here} here and unknown there")
    return wrong


def booked(seen: Aftermath) -> list[str]:
    """What the books say left the provider's account is what it paid, to the cent."""
    paid: Counter[str] = Counter()
    for one in seen.payment["payouts"]:
        if one["state"] == "settled":
            paid[one["currency"]] += one["amount_minor"]
    left = Counter(
        {
            currency: -total
            for currency, total in seen.rows(
                "SELECT currency, sum(minor)::bigint FROM posting"
                " WHERE account = 'asset:cash_at_payment_provider' GROUP BY 1"
            )
        }
    )
    return [] if +left == +paid else [f"the books paid {dict(left)}, the provider {dict(paid)}"]


def posts(seen: Aftermath) -> list[str]:
    """Every post and message to us was kept once and read."""
    kept: dict[str, Any] = dict(seen.rows("SELECT remote_id, read_at FROM person_post"))
    name = f"@{seen.brand_handle}".lower()
    ours = [p["id"] for p in seen.x["posts"] if not p["by_app"] and name in p["text"].lower()]
    ours += [m["id"] for m in seen.x["messages"] if not m["by_app"]]
    wrong = [f"{one} never came in" for one in ours if one not in kept]
    wrong += [f"post {remote} was never read" for remote, read in kept.items() if read is None]
    lanes = seen.rows("SELECT id FROM thread WHERE lane = 'new'")
    return wrong + [f"thread {thread} has no outcome" for (thread,) in lanes]


def letters(seen: Aftermath) -> list[str]:
    """Every letter was sent, is held for a person, or is known to be undeliverable."""
    return [
        f"letter {n} is still {state}"
        for n, state in seen.rows(
            "SELECT id, state FROM person_letter WHERE state NOT IN"
            " ('sent', 'held', 'undeliverable', 'unsettled', 'dismissed')"
        )
    ]


def publications(seen: Aftermath) -> list[str]:
    """Every approved publication is out, whole and in order, or a person knows why not; no part is twice."""
    wrong = [
        f"publication {n} is still {state}"
        for n, state in seen.rows(
            "SELECT id, state FROM publication WHERE state IN ('approved', 'publishing')"
        )
    ]
    alone = Counter(one["text"] for one in seen.x["posts"] if one["by_app"])
    there = {one["id"]: one for one in seen.x["posts"]}
    before: dict[int, str] = {}
    for number, remote, body, state in seen.rows(
        "SELECT p.id, t.remote_id, t.body, p.state FROM publication p JOIN publication_part t"
        " ON t.publication = p.id WHERE t.tries > 0 ORDER BY p.id, t.place"
    ):
        if alone[body] > 1:
            wrong.append(f"X has {alone[body]} of {body!r}")
        if remote is None and state == "published":
            wrong.append(f"publication {number} is published without {body!r}")
        if remote is not None and there[remote]["in_reply_to"] != before.get(number):
            wrong.append(f"publication {number} is out of order at {remote}")
        before[number] = remote
    return wrong


def claims(seen: Aftermath) -> list[str]:
    """No claim waits for a machine, and every accepted one is paid, failed for a reason, or with a person."""
    wrong = [
        f"claim {n} is still {state}"
        for n, state in seen.rows(
            "SELECT id, state FROM claim WHERE state IN ('lodged', 'deciding', 'accepted', 'paying')"
        )
    ]
    return wrong + [
        f"payout {n} is still {state}"
        for n, state in seen.rows("SELECT id, state FROM payout WHERE state IN ('ordered', 'sent')")
    ]


def journeys(seen: Aftermath) -> list[str]:
    """What a shop told is a watched parcel; scans are kept once, whole, and each journey is theirs."""
    known = {waybill for (waybill,) in seen.rows("SELECT waybill FROM parcel")}
    wrong = [f"{waybill} was taken in and is no parcel" for waybill in seen.shipped if waybill not in known]
    for says, query in UNTRUE.items():
        wrong += [f"parcel {number}: {says}" for (number,) in seen.rows(query)]
    return wrong


UNTRUE: dict[str, str] = {
    "shipped, and watched by nobody": (
        "SELECT p.id FROM parcel p LEFT JOIN parcel_watch w ON w.parcel = p.id WHERE p.order_ref LIKE 'S%'"
        " AND w.registered_at IS NULL AND w.refused IS NULL"
    ),
    "a scan is kept twice": (
        "SELECT parcel FROM scan GROUP BY parcel, at, status, words, place HAVING count(*) > 1"
    ),
    "a scan without the answer it came in": (
        "SELECT s.parcel FROM scan s LEFT JOIN person_answer a ON a.id = s.answer WHERE a.id IS NULL"
    ),
    "its journey is not where its last scan is": (
        "SELECT s.parcel FROM (SELECT parcel, max(at) AS at FROM scan WHERE doubt IS NULL GROUP BY parcel) s"
        " LEFT JOIN journey j ON j.parcel = s.parcel WHERE j.last_at IS DISTINCT FROM s.at"
        # What was delivered or returned is not undone by a later scan of the way there.
        " AND (j.parcel IS NULL OR j.ended_at IS NULL)"
    ),
    "a look was due long ago": (
        "SELECT w.parcel FROM parcel_watch w WHERE w.look_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
        " dbos.workflow_status d WHERE d.workflow_uuid LIKE 'follow-' || w.parcel || ':%' AND d.status IN"
        " ('DELAYED', 'ENQUEUED', 'PENDING'))"
    ),
}
"""What must be true of no parcel, each with the question that finds them."""


def errands(seen: Aftermath) -> list[str]:
    """No errand ended in an error, and none that is due is left."""
    return [
        f"errand {name} {status}: {count}"
        for name, status, count in seen.rows(
            "SELECT name, status, count(*) FROM dbos.workflow_status"
            " WHERE status NOT IN ('SUCCESS', 'DELAYED', 'CANCELLED') GROUP BY 1, 2"
        )
    ]


WAYBILL = re.compile(rb"\b[A-Z]{2}\d{9}[A-Z]{2}\b")


def personal(seen: Aftermath) -> list[str]:
    """Nothing of a person's in the engine's tables, the log's bytes, or what the processes wrote."""
    wrong = []
    for where, text in _outside(seen):
        for found in {*re.findall(rb"\S{0,20}" + MARK.encode() + rb"\S{0,20}", text), *WAYBILL.findall(text)}:
            wrong.append(f"{where} holds {found[:60]!r}")
    return wrong


def _outside(seen: Aftermath) -> Iterator[tuple[str, bytes]]:
    tables = seen.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'dbos'")
    for (table,) in tables:
        for (row,) in seen.rows(f'SELECT t::text FROM dbos."{table}" t'):
            yield f"dbos.{table}", _legible(row)
    for (raw,) in seen.rows("SELECT bytes FROM statement"):
        yield "a statement", bytes(raw)
    for (row,) in seen.rows("SELECT t::text FROM claim_step t UNION ALL SELECT t::text FROM entry t"):
        yield "claim_step or entry", row.encode()
    for path in seen.logs.glob("**/*.log"):
        yield path.name, path.read_bytes()


def _legible(row: str) -> bytes:
    """The row, and whatever of it is base64 (the engine keeps arguments and results so), opened."""
    text = row.encode()
    for part in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", text):
        try:
            text += b" " + base64.b64decode(part)
        except binascii.Error:
            continue
    return text


def alive(seen: Aftermath) -> list[str]:
    """No process of ours ended but by a kill."""
    return seen.died_by_themselves


CHECKS: dict[str, Check] = {
    "the books balance": books,
    "what the books say was paid is what the provider paid": booked,
    "every decision has its statement, every statement its leaf": decisions,
    "the log is one history under signed heads": tree,
    "nothing was sent twice": sent_once,
    "nothing was paid twice": paid_once,
    "every post and message has an outcome": posts,
    "every letter has an end": letters,
    "every approved publication is out once and in order": publications,
    "every claim is decided, every accepted one paid or with a person": claims,
    "what was told of a parcel is kept once, and each is watched": journeys,
    "no errand failed or was lost": errands,
    "nothing personal outside its tables": personal,
    "no process ended by itself": alive,
}
