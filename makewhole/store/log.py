"""The log's rows: statements, the tree's complete nodes, and signed heads."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

RECORDED = "makewhole_statement"
"""The channel that tells of a recorded statement."""
_SEQUENCER = 0x6D78


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A recorded statement; `leaf_index` is None until the sequencer gave it its leaf."""

    id: int
    brand: str
    kind: str
    subject: str
    raw: bytes
    checksum: bytes
    leaf: bytes
    recorded_at: dt.datetime
    leaf_index: int | None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A signed head."""

    size: int
    root: bytes
    signed: str
    at: dt.datetime


_ROW = "id, brand, kind, subject, bytes, checksum, leaf, recorded_at, leaf_index"


def last_about(conn: sa.Connection, subject: str) -> tuple[int, bytes | None]:
    """How many statements there are about a subject, and the checksum of the last one."""
    last = conn.execute(
        sa.text("SELECT seq, checksum FROM statement WHERE subject = :s ORDER BY seq DESC LIMIT 1"),
        {"s": subject},
    ).one_or_none()
    return (0, None) if last is None else (int(last.seq), bytes(last.checksum))


def record(
    conn: sa.Connection,
    brand: str,
    kind: str,
    subject: str,
    seq: int,
    raw: bytes,
    checksum: bytes,
    leaf: bytes,
    now: dt.datetime,
) -> int | None:
    """Record a statement, not yet sealed, as the `seq`th about its subject; its id, or None when another
    became that one meanwhile (who is still at it is waited for)."""
    made = conn.execute(
        sa.text(
            "INSERT INTO statement (brand, kind, subject, seq, bytes, checksum, leaf, recorded_at)"
            " VALUES (:b, :k, :s, :q, :r, :c, :l, :n)"
            " ON CONFLICT (subject, seq) DO NOTHING RETURNING id"
        ),
        {"b": brand, "k": kind, "s": subject, "q": seq, "r": raw, "c": checksum, "l": leaf, "n": now},
    ).scalar()
    return None if made is None else int(made)


def keep_opening(conn: sa.Connection, statement: int, person: int, sealed: bytes) -> None:
    """Keep a statement's openings, sealed under the person's key."""
    conn.execute(
        sa.text("INSERT INTO person_opening (statement, person, sealed) VALUES (:s, :p, :x)"),
        {"s": statement, "p": person, "x": sealed},
    )


def opening(conn: sa.Connection, statement: int) -> tuple[int, bytes] | None:
    """The person and the sealed openings of a statement."""
    row = conn.execute(
        sa.text("SELECT person, sealed FROM person_opening WHERE statement = :s"), {"s": statement}
    ).one_or_none()
    return None if row is None else (int(row[0]), bytes(row[1]))


def one(conn: sa.Connection, statement: int) -> StatementRow | None:
    """A statement by id."""
    row = conn.execute(sa.text(f"SELECT {_ROW} FROM statement WHERE id = :i"), {"i": statement}).one_or_none()
    return None if row is None else _statement(row)


def about(conn: sa.Connection, subject: str) -> list[StatementRow]:
    """All statements about a subject, oldest first."""
    rows = conn.execute(
        sa.text(f"SELECT {_ROW} FROM statement WHERE subject = :s ORDER BY id"), {"s": subject}
    )
    return [_statement(row) for row in rows]


def be_sequencer(conn: sa.Connection) -> bool:
    """Try to be the one sequencer for this transaction."""
    return bool(conn.execute(sa.text("SELECT pg_try_advisory_xact_lock(:k)"), {"k": _SEQUENCER}).scalar())


def unsealed(conn: sa.Connection, most: int) -> list[StatementRow]:
    """Statements without a leaf, oldest first."""
    rows = conn.execute(
        sa.text(f"SELECT {_ROW} FROM statement WHERE leaf_index IS NULL ORDER BY id LIMIT :m"), {"m": most}
    )
    return [_statement(row) for row in rows]


def seal(
    conn: sa.Connection, leaves: list[tuple[int, int]], nodes: list[tuple[int, int, bytes]], head: HeadRow
) -> None:
    """Give statements (id, leaf index) their leaves, keep the nodes (level, index, hash) and the head."""
    conn.execute(
        sa.text(
            "UPDATE statement SET leaf_index = made.i"
            " FROM unnest(CAST(:s AS bigint[]), CAST(:i AS bigint[])) AS made (s, i) WHERE id = made.s"
        ),
        {"s": [one for one, _ in leaves], "i": [index for _, index in leaves]},
    )
    conn.execute(
        sa.text(
            "INSERT INTO tree_node (level, idx, hash)"
            " SELECT * FROM unnest(CAST(:l AS smallint[]), CAST(:i AS bigint[]), CAST(:h AS bytea[]))"
        ),
        {"l": [one[0] for one in nodes], "i": [one[1] for one in nodes], "h": [one[2] for one in nodes]},
    )
    conn.execute(
        sa.text("INSERT INTO head (size, root, signed, at) VALUES (:z, :r, :t, :n)"),
        {"z": head.size, "r": head.root, "t": head.signed, "n": head.at},
    )


def head(conn: sa.Connection) -> HeadRow | None:
    """The latest head."""
    row = conn.execute(
        sa.text("SELECT size, root, signed, at FROM head ORDER BY size DESC LIMIT 1")
    ).one_or_none()
    return None if row is None else HeadRow(int(row[0]), bytes(row[1]), str(row[2]), row[3])


def node(conn: sa.Connection, level: int, index: int) -> bytes:
    """A complete node's hash; `KeyError` when the tree has none there."""
    found = conn.execute(
        sa.text("SELECT hash FROM tree_node WHERE level = :l AND idx = :i"), {"l": level, "i": index}
    ).scalar()
    if found is None:
        raise KeyError((level, index))
    return bytes(found)


def nodes(conn: sa.Connection, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The complete nodes at these places (level, index), as far as the tree has them."""
    rows = conn.execute(
        sa.text(
            "SELECT level, idx, hash FROM tree_node WHERE (level, idx) IN"
            " (SELECT * FROM unnest(CAST(:l AS smallint[]), CAST(:i AS bigint[])))"
        ),
        {"l": [level for level, _ in places], "i": [index for _, index in places]},
    )
    return {(int(row.level), int(row.idx)): bytes(row.hash) for row in rows}


def _statement(row: sa.Row[Any]) -> StatementRow:
    return StatementRow(
        row.id,
        row.brand,
        row.kind,
        row.subject,
        bytes(row.bytes),
        bytes(row.checksum),
        bytes(row.leaf),
        row.recorded_at,
        row.leaf_index,
    )
