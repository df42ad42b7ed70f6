"""Whether a letter may leave now: what is known of its reader at this moment, put to `care.manners`.

Asked before every try, because much may happen while a letter waits: its reader asks us to stop, the post it
answers is deleted, the brand's label is withdrawn, the day's money is spent. `admit` asks, takes the try's
slot and counts the try, all in the caller's transaction. Nothing is sent here.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from makewhole.because import Ground
from makewhole.care import pace as hours
from makewhole.care import post as posts
from makewhole.care.manners import RULES, Act, Manners, Standing, may
from makewhole.care.post import Post
from makewhole.desk import pace
from makewhole.desk.house import House
from makewhole.gateways.x import price
from makewhole.store import brands, letters, manners, people, talk, x_accounts
from makewhole.store.brands import BrandRow
from makewhole.store.letters import Letter

LATELY: Final = timedelta(days=1)
"""How long the same words from two accounts count as the same again."""
FINAL: Final = frozenset({"R1", "R2", "R4", "R7", "R10", "R27", "own"})
"""What no person mends by sending it all the same: it is not sent by us. Other refusals wait for a person."""


ON_ITS_WAY_SECONDS: Final = int(pace.ON_ITS_WAY.total_seconds())
_NO_THREAD = 40
"""The priority of a letter that belongs to no thread: between a question and a lost parcel."""

Outcome = Mapping[str, str | int | None]
"""What became of a try, as plain values: `state`, and what belongs to it."""


def admit(house: House, conn: sa.Connection, letter_id: int, tries: int) -> Outcome | None:
    """Let one more try of a letter leave, after `tries`: None, its slot taken and the try counted. Otherwise
    what became of it: `gone`, `later`, `quiet`, `waits`, `held` or `undeliverable`."""
    letter = letters.get(conn, letter_id, lock=True)
    if letter is None or letter.state != "owed":
        return {"state": "gone"}
    if letter.tries != tries:
        return still_on_its_way(house)
    said = verdict(house, conn, letter)
    if not said.allowed:
        ground = said.because[0]
        told: dict[str, str | int | None] = {
            "rule": said.rule, "says": ground.says, "source": said.source, "way": said.way_forward,
            "micro": said.micro,
        }  # fmt: skip
        if said.until is not None:
            wait = said.until - pace.now_of(house, conn)
            return {"state": "quiet", "retry_after": int(wait.total_seconds()) + 1, **told}
        final = said.rule in FINAL or letter.approved
        return {"state": "undeliverable" if final else "held", **told}
    if not pace.take(house, conn, letter, priority(conn, letter)):
        return {"state": "waits"}
    letters.count_try(conn, letter_id)
    return None


def still_on_its_way(house: House) -> Outcome:
    """A try is so young that its request may not have arrived yet: look again later."""
    wait = ON_ITS_WAY_SECONDS * house.clock.scale
    return {"state": "later", "says": "a try may still be on its way", "retry_after": wait}


def priority(conn: sa.Connection, letter: Letter) -> int:
    """How pressing a letter is: as its thread."""
    if letter.thread is None:
        return _NO_THREAD
    found = conn.execute(sa.text("SELECT priority FROM thread WHERE id = :t"), {"t": letter.thread}).scalar()
    return int(found or 0)


def verdict(house: House, conn: sa.Connection, letter: Letter) -> Manners:
    """The channel's verdict on a letter, as things stand now."""
    opted_out = people.opted_out(conn, letter.person)
    if letter.channel != "x":
        # X's rules end where X ends; that somebody asked us to stop does not.
        return _no("R4") if opted_out and not letter.approved else _ELSEWHERE
    row = brands.get(conn, letter.brand)
    known = replace(of_brand(house, conn, row), opted_out=opted_out)
    if letter.kind != "public_reply":
        known = replace(known, dm_open=manners.wrote_to_us(conn, letter.person))
        # Whom it answers is known by their row; only the account matters on X, and the channel knows it.
        return may(_act(conn, letter, row, Post("", "")), known)
    kept = talk.answered(conn, letter.brand, "x", letter.in_reply_to or "")
    post = None if kept is None else posts.from_x(kept.raw)
    if kept is None or not isinstance(post, Post):
        return _no("R10")
    known = replace(
        known,
        own_post_ids=letters.of_ours(conn, letter.brand, post.quoted_ids),
        already_answered_interaction=letters.answers(conn, kept.id, kept.remote_id, but=letter.id),
        recent_texts=_said(house, conn, letter),
    )
    return may(_act(conn, letter, row, post), known)


def of_brand(house: House, conn: sa.Connection, row: BrandRow) -> Standing:
    """What holds for every act of a brand now: its label, what it chose, its hours, its money."""
    own = manners.of_brand(conn, row.id)
    now = pace.now_of(house, conn)
    return Standing(
        automation_attested=row.automation_attested_at is not None,
        ai_approved=bool(own.ai_approval),
        links_allowed=own.links_allowed,
        quiet_until=hours.quiet_until(own.quiet_from, own.quiet_until, ZoneInfo(own.zone), now),
        budget=pace.budget(house, conn, row.id),
    )


def cost(letter: Letter) -> int:
    """What sending a letter costs, in millionths of a dollar."""
    if letter.channel != "x":
        return 0
    if letter.kind == "public_reply":
        return price.of("publish", text=letter.body, reply=True)
    return price.of("message")


def voice(conn: sa.Connection, brand: str, account: str | None) -> tuple[str, frozenset[str]]:
    """The handle of the account that speaks, empty where it is not known, and the ids of all of a brand's."""
    ours = x_accounts.in_force(conn, brand)
    return next((one.handle for one in ours if one.id == account), ""), frozenset(one.id for one in ours)


def _act(conn: sa.Connection, letter: Letter, row: BrandRow, post: Post) -> Act:
    replying, accounts = voice(conn, row.id, letter.account)
    return Act(
        "public_reply" if letter.kind == "public_reply" else "private_message",
        post,
        tuple(row.handles),
        letter.body,
        automated=not letter.approved,
        written_by_model=letter.by_model,
        account_ids=accounts,
        micro=cost(letter),
        replying=replying,
    )


def _said(house: House, conn: sa.Connection, letter: Letter) -> frozenset[str]:
    since = house.clock.now() - LATELY
    return frozenset((letter.body,)) if letters.said_before(conn, letter, since) else frozenset()


def _no(rule: str) -> Manners:
    row = RULES[rule]
    ground = Ground(rule, row["says"], row["source"], {"way_forward": row["way_forward"]})
    return Manners(False, rule, row["source"], (ground,), row["way_forward"])


_ELSEWHERE: Final = Manners(
    True, "mail", "makewhole", (Ground("mail", "X's rules end where X ends", "makewhole"),)
)
