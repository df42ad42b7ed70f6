"""Publications: what the brand says by itself, each part of it a post, from draft to what X tells of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a publication. `metrics` is what X counts of it, for the brand's own eyes."""

    place: int
    body: str
    tries: int = 0
    remote_id: str | None = None
    metrics: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication's row with its parts, in order."""

    id: int
    brand: str
    account: str | None
    kind: str
    state: str
    publish_at: dt.datetime
    options: tuple[str, ...]
    minutes: int | None
    paid: bool
    permission: str
    made_by: int | None
    made_at: dt.datetime
    approved_by: int | None
    digest: str | None
    because: Sequence[Mapping[str, Any]]
    way_forward: str | None
    published_at: dt.datetime | None
    poll: Sequence[Mapping[str, Any]] | None
    read_at: dt.datetime | None
    parts: tuple[Part, ...] = ()

    @property
    def next_part(self) -> Part | None:
        """The first part that has not left yet."""
        return next((part for part in self.parts if part.remote_id is None), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wants to publish."""

    kind: str
    parts: tuple[str, ...]
    publish_at: dt.datetime
    account: str | None = None
    options: tuple[str, ...] = ()
    minutes: int | None = None
    paid: bool = False
    permission: str = ""


_ROW = (
    "id, brand, account, kind, state, publish_at, options, minutes, paid, permission, made_by, made_at,"
    " approved_by, digest, because, way_forward, published_at, poll, read_at"
)
_PART = "place, body, tries, remote_id, metrics"


def write(conn: sa.Connection, brand: str, draft: Draft, staff: int | None, now: dt.datetime) -> int:
    """Keep a draft; returns its id."""
    number = int(
        conn.execute(
            sa.text(
                "INSERT INTO publication (brand, account, kind, publish_at, options, minutes, paid,"
                " permission, made_by, made_at) VALUES (:b, :a, :k, :p, :o, :m, :d, :w, :s, :n) RETURNING id"
            ),
            _values(draft) | {"b": brand, "s": staff, "n": now},
        ).scalar_one()
    )
    _write_parts(conn, number, brand, draft.parts)
    return number


def rewrite(
    conn: sa.Connection, publication: Publication, draft: Draft, staff: int | None, now: dt.datetime
) -> None:
    """Put another draft in a draft's place; whoever wrote it last made it."""
    conn.execute(
        sa.text(
            "UPDATE publication SET account = :a, kind = :k, publish_at = :p, options = :o, minutes = :m,"
            " paid = :d, permission = :w, made_by = :s, made_at = :n WHERE id = :i"
        ),
        _values(draft) | {"i": publication.id, "s": staff, "n": now},
    )
    conn.execute(sa.text("DELETE FROM publication_part WHERE publication = :i"), {"i": publication.id})
    _write_parts(conn, publication.id, publication.brand, draft.parts)


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "a": draft.account,
        "k": draft.kind,
        "p": draft.publish_at,
        "o": [storable(option) for option in draft.options],
        "m": draft.minutes,
        "d": draft.paid,
        "w": storable(draft.permission),
    }


def _write_parts(conn: sa.Connection, number: int, brand: str, parts: Sequence[str]) -> None:
    conn.execute(
        sa.text("INSERT INTO publication_part (publication, place, brand, body) VALUES (:i, :p, :b, :t)"),
        [
            {"i": number, "p": place, "b": brand, "t": storable(text)}
            for place, text in enumerate(parts, start=1)
        ],
    )


def get(conn: sa.Connection, number: int, *, lock: bool = False) -> Publication | None:
    """A publication with its parts."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM publication WHERE id = :i{' FOR UPDATE' if lock else ''}"), {"i": number}
    ).one_or_none()
    return None if row is None else _whole(conn, [row])[0]


def of_brand(conn: sa.Connection, brand: str, most: int = 100) -> list[Publication]:
    """A brand's publications, the latest first."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM publication WHERE brand = :b ORDER BY publish_at DESC, id DESC LIMIT :m"
        ),
        {"b": brand, "m": most},
    ).all()
    return _whole(conn, rows)


def _whole(conn: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[Publication]:
    parts: dict[int, list[Part]] = {row.id: [] for row in rows}
    for number, *part in conn.execute(
        sa.text(
            f"SELECT publication, {_PART} FROM publication_part WHERE publication = ANY(:i)"
            " ORDER BY publication, place"
        ),
        {"i": list(parts)},
    ):
        parts[number].append(Part(*part))
    return [
        Publication(**{**row._mapping, "options": tuple(row.options)}, parts=tuple(parts[row.id]))
        for row in rows
    ]


def approve(conn: sa.Connection, number: int, staff: int, digest: str, now: dt.datetime) -> None:
    """A person said yes to what they were shown."""
    conn.execute(
        sa.text(
            "UPDATE publication SET state = 'approved', approved_by = :s, approved_at = :n, digest = :d,"
            " way_forward = NULL WHERE id = :i"
        ),
        {"i": number, "s": staff, "d": digest, "n": now},
    )


def becomes(
    conn: sa.Connection,
    number: int,
    state: str,
    because: Sequence[Mapping[str, Any]] = (),
    *,
    way_forward: str | None = None,
    published_at: dt.datetime | None = None,
) -> None:
    """Its new state, with the grounds that are added to what is known of it."""
    conn.execute(
        sa.text(
            "UPDATE publication SET state = :s, because = because || CAST(:b AS jsonb), way_forward = :w,"
            " published_at = coalesce(:p, published_at) WHERE id = :i"
        ),
        {"i": number, "s": state, "b": as_json(list(because)), "w": way_forward, "p": published_at},
    )


def count_try(conn: sa.Connection, number: int, place: int) -> None:
    """One more try of a part begins."""
    conn.execute(
        sa.text(
            "UPDATE publication_part SET tries = tries + 1, tried_at = clock_timestamp(),"
            " first_tried_at = coalesce(first_tried_at, clock_timestamp())"
            " WHERE publication = :i AND place = :p"
        ),
        {"i": number, "p": place},
    )


def tried(conn: sa.Connection, number: int, place: int) -> tuple[dt.datetime, int] | None:
    """When the first try of a part began, and how many of the world's seconds ago the last one did."""
    row = conn.execute(
        sa.text(
            "SELECT first_tried_at, CAST(extract(epoch FROM clock_timestamp() - tried_at) AS integer)"
            " FROM publication_part WHERE publication = :i AND place = :p AND tried_at IS NOT NULL"
        ),
        {"i": number, "p": place},
    ).one_or_none()
    return None if row is None else (row[0], int(row[1]))


def left(conn: sa.Connection, number: int, place: int, remote_id: str, now: dt.datetime) -> None:
    """A part is on X, under this id."""
    conn.execute(
        sa.text(
            "UPDATE publication_part SET remote_id = :r, published_at = :n"
            " WHERE publication = :i AND place = :p"
        ),
        {"i": number, "p": place, "r": remote_id, "n": now},
    )


def taken(conn: sa.Connection, remote_ids: Sequence[str]) -> frozenset[str]:
    """Which of these posts on X are known as a part of a publication, or as an answer of ours."""
    rows = conn.execute(
        sa.text(
            "SELECT remote_id FROM publication_part WHERE remote_id = ANY(:r)"
            " UNION SELECT remote_id FROM person_letter WHERE remote_id = ANY(:r)"
        ),
        {"r": list(remote_ids)},
    )
    return frozenset(rows.scalars())


def said_since(conn: sa.Connection, text: str, since: dt.datetime, but: int) -> bool:
    """Whether any account of ours said these words in public since then, save in publication `but`."""
    return bool(
        conn.execute(
            sa.text(
                "SELECT EXISTS (SELECT 1 FROM publication_part WHERE md5(body) = md5(:t) AND body = :t"
                " AND remote_id IS NOT NULL AND published_at >= :s AND publication <> :i)"
                " OR EXISTS (SELECT 1 FROM person_letter WHERE kind = 'public_reply' AND md5(body) = md5(:t)"
                " AND body = :t AND state IN ('sent', 'unsettled') AND settled_at >= :s)"
            ),
            {"t": text, "s": since, "i": but},
        ).scalar()
    )


def keep_reading(
    conn: sa.Connection,
    number: int,
    metrics: Mapping[str, Mapping[str, int]],
    poll: Sequence[Mapping[str, Any]] | None,
    now: dt.datetime,
) -> None:
    """What X counts of each part (by its id on X), and how its poll stands."""
    for remote_id, counted in metrics.items():
        conn.execute(
            sa.text(
                "UPDATE publication_part SET metrics = CAST(:m AS jsonb)"
                " WHERE publication = :i AND remote_id = :r"
            ),
            {"i": number, "r": remote_id, "m": as_json(dict(counted))},
        )
    conn.execute(
        sa.text(
            "UPDATE publication SET poll = coalesce(CAST(:p AS jsonb), poll), read_at = :n WHERE id = :i"
        ),
        {"i": number, "n": now, "p": None if poll is None else as_json([dict(one) for one in poll])},
    )


def others_at_work(conn: sa.Connection, brand: str, staff: int) -> bool:
    """Whether somebody else of the brand may log in, and so may look at it with their own eyes."""
    return bool(
        conn.execute(
            sa.text(
                "SELECT EXISTS (SELECT 1 FROM staff WHERE brand = :b AND id <> :s AND disabled_at IS NULL)"
            ),
            {"b": brand, "s": staff},
        ).scalar()
    )
