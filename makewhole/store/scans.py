"""Scans and the answers they came in: every answer whole and once, every scan once and tied to its answer.

Answers name consignees. `forget` takes what is personal out of them for good: rows, hashes and times stay, so
that what was told again is known and a history has no hole. What scans mean is decided in `parcel.journey`.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import storable

MOST_BYTES = 8_000_000
"""Of a longer answer only the beginning is kept, with its hash, its length and the trouble."""
_HEAD_BYTES = 65_536
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan's row. `at` is None where its time could not be read; `doubt` says what is wrong with it, and
    `withdrawn` that who told it has taken it back.

    `answer` is the row of the answer that first told it, `event` which of that answer's events it is.
    """

    at: dt.datetime | None
    status: str
    place: str | None = None
    country: str | None = None
    words: str | None = None
    source: str | None = None
    offset_known: bool = True
    reason: str | None = None
    holder: str | None = None
    condition: str | None = None
    doubt: str | None = None
    answer: int | None = None
    event: int | None = None
    received_at: dt.datetime | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A kept answer; `body` is None once somebody of its parcel was forgotten."""

    id: int
    parcel: int | None
    waybill: str | None
    source: str
    reader: str
    length: int
    body: bytes | None
    trouble: str | None
    received_at: dt.datetime
    told_at: dt.datetime
    times: int


def keep_answer(
    conn: sa.Connection,
    brand: str,
    about: int | str | None,
    told: Mapping[str, Any],
    now: dt.datetime,
    *,
    blank: bool = False,
) -> tuple[int, bool]:
    """Keep an answer once; one told again is counted. Returns its id and whether it is new.

    `about` is a parcel's id, or the number no parcel of ours has. `told` holds source, reader, body and
    trouble. A `blank` one is kept without its body.
    """
    body: bytes = told["body"]
    kept = body if len(body) <= MOST_BYTES else body[:_HEAD_BYTES]
    parcel = about if isinstance(about, int) else None
    where = (
        "(parcel, sha256) WHERE parcel IS NOT NULL"
        if parcel is not None
        else "(brand, (coalesce(waybill, '')), sha256) WHERE parcel IS NULL"
    )
    row = conn.execute(
        sa.text(
            "INSERT INTO person_answer (brand, parcel, waybill, source, reader, sha256, bytes, body, packed,"
            " trouble, received_at, told_at) VALUES (:brand, :parcel, :waybill, :source, :reader, :sha256,"
            f" :bytes, :body, true, :trouble, :now, :now) ON CONFLICT {where}"
            " DO UPDATE SET told_at = greatest(person_answer.told_at, excluded.told_at),"
            " times = person_answer.times + 1 RETURNING id, xmax = 0"
        ),
        {
            "brand": brand,
            "parcel": parcel,
            "waybill": storable(about[:200]) if isinstance(about, str) else None,
            "source": told["source"],
            "reader": told["reader"],
            "sha256": hashlib.sha256(body).digest(),
            "bytes": len(body),
            "body": None if blank else zlib.compress(kept),
            "trouble": told["trouble"],
            "now": now,
        },
    ).one()
    return int(row[0]), bool(row[1])


_COLUMNS = {
    "at": "timestamptz", "status": "text", "place": "text", "country": "text", "words": "text",
    "source": "text", "offset_known": "boolean", "reason": "text", "holder": "text", "condition": "text",
    "doubt": "text", "event": "integer", "withdrawn": "boolean", "digest": "bytea",
}  # fmt: skip
_READ = ("status", "reason", "holder", "condition", "doubt", "withdrawn")
_INSERT = sa.text(
    f"INSERT INTO scan (brand, parcel, answer, received_at, {', '.join(_COLUMNS)})"
    f" SELECT :brand, :parcel, :answer, :now, {', '.join(f'n.{name}' for name in _COLUMNS)} FROM unnest("
    + ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
    + f") AS n ({', '.join(_COLUMNS)}) ON CONFLICT (parcel, digest) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _READ)
    + f" WHERE ({', '.join(f'scan.{name}' for name in _READ)}) IS DISTINCT FROM"
    f" ({', '.join(f'excluded.{name}' for name in _READ)}) AND (excluded.withdrawn OR NOT scan.withdrawn)"
    " RETURNING xmax = 0"
)


def keep_scans(
    conn: sa.Connection,
    brand: str,
    parcel: int,
    answer: int | None,
    scans: Sequence[tuple[ScanRow, bytes]],
    now: dt.datetime,
    *,
    blank: bool = False,
) -> tuple[int, int]:
    """Keep scans, each with the digest it is known by; (how many are new, how many are read anew).

    A scan kept already is not kept twice, but what we read in it may have become better since; one that was
    taken back stays taken back, whoever tells it again. A `blank` one is kept without its words.
    """
    once: dict[bytes, ScanRow] = {}
    for scan, digest in scans:
        if digest not in once or scan.withdrawn:
            once[digest] = scan
    if not once:
        return 0, 0
    values: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for digest, scan in once.items():
        for name in _COLUMNS:
            values[name].append(digest if name == "digest" else _value(scan, name, blank))
    told = conn.execute(
        _INSERT, values | {"brand": brand, "parcel": parcel, "answer": answer, "now": now}
    ).scalars()
    made = list(told)
    return sum(made), len(made) - sum(made)


def _value(scan: ScanRow, name: str, blank: bool) -> Any:
    value = getattr(scan, name)
    if name == "words" and blank:
        return None
    return storable(value[:_MOST_WORDS]) if isinstance(value, str) else value


def digest(*parts: str | bytes | None) -> bytes:
    """What a scan is known by: sixteen bytes of a hash of what the carrier said."""
    made = hashlib.sha256()
    for part in parts:
        told = part.encode("utf-8", "replace") if isinstance(part, str) else part
        made.update(b"\0" if told is None else b"\1%d:%s" % (len(told), told))
    return made.digest()[:16]


_ROW = ", ".join(field.name for field in fields(ScanRow))


def of_parcel(conn: sa.Connection, parcel: int) -> list[ScanRow]:
    """A parcel's scans, oldest first; those without a time last."""
    asked = sa.text(f"SELECT {_ROW} FROM scan WHERE parcel = :p ORDER BY at NULLS LAST, id")
    return [ScanRow(*row) for row in conn.execute(asked, {"p": parcel})]


_ANSWER = "id, parcel, waybill, source, reader, bytes, body, trouble, received_at, told_at, times, packed"


def answers(conn: sa.Connection, parcel: int, most: int = 50) -> list[AnswerRow]:
    """What was answered about a parcel, the newest first, unpacked."""
    asked = sa.text(
        f"SELECT {_ANSWER} FROM person_answer WHERE parcel = :p ORDER BY told_at DESC, id DESC LIMIT :n"
    )
    return [_answer(row) for row in conn.execute(asked, {"p": parcel, "n": most})]


def strays(conn: sa.Connection, brand: str, waybills: Sequence[str] | None = None) -> list[AnswerRow]:
    """Answers about numbers no parcel of the brand has: those of these numbers, else of any.

    The newest fifty of them.
    """
    asked = sa.text(
        f"SELECT {_ANSWER} FROM person_answer WHERE brand = :b AND parcel IS NULL"
        " AND (CAST(:w AS text[]) IS NULL OR coalesce(waybill, '') = ANY(:w)) ORDER BY told_at DESC, id DESC"
        " LIMIT 50"
    )
    given = None if waybills is None else list(waybills)
    return [_answer(row) for row in conn.execute(asked, {"b": brand, "w": given})]


def alone_with(conn: sa.Connection, brand: str, number: str) -> None:
    """Wait until nobody else is at a number no parcel has yet, and keep it until the transaction ends."""
    asked = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:w, 0))")
    conn.execute(asked, {"w": f"waybill {brand} {number}"})


def drop_answer(conn: sa.Connection, answer: int) -> None:
    """Delete a stray answer: it is kept under its parcel now."""
    conn.execute(sa.text("DELETE FROM person_answer WHERE id = :i AND parcel IS NULL"), {"i": answer})


def _answer(row: sa.Row[Any]) -> AnswerRow:
    values = list(row)
    packed = values.pop()
    if values[6] is not None:
        values[6] = unpacked(values[6], packed=packed)
    return AnswerRow(*values)


def unpacked(body: bytes, *, packed: bool) -> bytes:
    """An answer's bytes as they came."""
    return zlib.decompress(body) if packed else bytes(body)


def forget(conn: sa.Connection, parcels: Sequence[int], now: dt.datetime) -> int:
    """Take out of these parcels' answers and scans whatever may name somebody, now and from now on.

    Returns how many answers were emptied. The hashes stay: what is told again is known and not kept again.
    """
    told = {"p": list(parcels), "n": now}
    conn.execute(sa.text("UPDATE parcel SET forgotten_at = :n WHERE id = ANY(:p)"), told)
    conn.execute(sa.text("UPDATE scan SET words = NULL WHERE parcel = ANY(:p) AND words IS NOT NULL"), told)
    return conn.execute(
        sa.text("UPDATE person_answer SET body = NULL WHERE parcel = ANY(:p) AND body IS NOT NULL"), told
    ).rowcount
