"""Counts of a brand's own work over some days: how many people were answered, claims decided and paid."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts between two moments. `half_within` is the time within which half of the claims were decided."""

    answered: int
    in_time: int
    decided: int
    deciders: int
    half_within: dt.timedelta | None
    paid: int
    payees: int


_ANSWERED = (
    "SELECT count(DISTINCT person), count(DISTINCT person) FILTER (WHERE first <= created_at + within) FROM"
    " (SELECT t.person, t.created_at, make_interval(mins => b.answer_within_minutes) AS within,"
    " min(l.settled_at) AS first FROM thread t JOIN brand b ON b.id = t.brand"
    " JOIN person_letter l ON l.thread = t.id AND l.state = 'sent' WHERE t.brand = :b"
    " GROUP BY t.id, b.id) answers WHERE first >= :s AND first < :e"
)
_DECIDED = (
    "SELECT count(*), count(DISTINCT person),"
    " percentile_disc(0.5) WITHIN GROUP (ORDER BY decided_at - lodged_at) FROM claim"
    " WHERE brand = :b AND decided_at >= :s AND decided_at < :e"
)
_PAID = (
    "SELECT count(*), count(DISTINCT person) FROM claim WHERE brand = :b AND state = 'paid'"
    " AND closed_at >= :s AND closed_at < :e"
)


def between(conn: sa.Connection, brand: str, since: dt.datetime, until: dt.datetime) -> Counted:
    """What was done from `since` to before `until`."""
    values = {"b": brand, "s": since, "e": until}
    answered, in_time = conn.execute(sa.text(_ANSWERED), values).one()
    decided, deciders, half = conn.execute(sa.text(_DECIDED), values).one()
    paid, payees = conn.execute(sa.text(_PAID), values).one()
    return Counted(answered, in_time, decided, deciders, half, paid, payees)
