"""Whom to warn of a disruption: the parcels caught in it, with who waits for each and by which way.

A way is one its reader opened: a message on X where they wrote us one, mail where they gave us an address.
What was written to whom is kept as letters; no address is read here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parcel caught in a disruption. `way` is x, email, or None with `why_not`: nobody (we know no
    customer), unreached (no way of theirs is open) or stopped (they asked us to stop). `warned` is the state
    of the letter that was written to them."""

    parcel: int
    waybill: str
    order_ref: str | None
    lane: str
    operator: str | None
    status: str
    last_at: dt.datetime | None
    promised_by: dt.datetime | None
    eta_likely: dt.date | None
    caught_at: dt.datetime
    thread: int | None
    channel: str | None
    language: str | None
    person: int | None
    way: str | None
    why_not: str | None
    warned: str | None


def name_of(disruption: int, parcel: int) -> str:
    """The name of the letter that warns of a disruption, by which it is written once."""
    return f"disruption-{disruption}:warn:{parcel}"


_WAITING = """
WITH caught AS (
    SELECT c.parcel, c.caught_at, p.waybill, p.order_ref, p.person AS buyer, p.promised_by, p.brand
    FROM disruption_parcel c JOIN parcel p ON p.id = c.parcel
    WHERE c.disruption = :d AND c.freed_at IS NULL AND p.brand = :b AND (:only = '{}' OR p.id = ANY(:only))
), who AS (
    SELECT c.*, t.id AS thread, t.channel, coalesce(t.person, c.buyer) AS person,
        coalesce(t.language, own.language) AS language
    FROM caught c
    LEFT JOIN LATERAL (SELECT id, channel, person, language FROM thread
        WHERE parcel = c.parcel AND brand = c.brand ORDER BY last_at DESC, id DESC LIMIT 1) AS t ON true
    LEFT JOIN person own ON own.id = coalesce(t.person, c.buyer)
), reach AS (
    SELECT w.*, EXISTS (SELECT 1 FROM person_optout o WHERE o.person = w.person) AS stopped,
        EXISTS (SELECT 1 FROM thread x WHERE x.person = w.person AND x.channel = 'x' AND x.dm_open) AS open_x,
        :mail AND EXISTS (SELECT 1 FROM person_contact m WHERE m.person = w.person AND m.kind = 'email'
            AND m.dead_at IS NULL) AS open_mail
    FROM who w
)
SELECT r.parcel, r.waybill, r.order_ref, j.lane, j.operator, j.status, j.last_at, r.promised_by, j.eta_likely,
    r.caught_at, r.thread, r.channel, r.language, r.person,
    CASE WHEN r.stopped THEN NULL WHEN r.open_mail AND r.channel IS DISTINCT FROM 'x' THEN 'email'
        WHEN r.open_x THEN 'x' WHEN r.open_mail THEN 'email' END AS way,
    CASE WHEN r.person IS NULL THEN 'nobody' WHEN r.stopped THEN 'stopped'
        WHEN NOT (r.open_x OR r.open_mail) THEN 'unreached' END AS why_not,
    l.state
FROM reach r JOIN journey j ON j.parcel = r.parcel
LEFT JOIN person_letter l ON l.brand = :b AND l.name = 'disruption-' || :d || ':warn:' || r.parcel
ORDER BY r.thread IS NULL, r.promised_by NULLS LAST, r.parcel LIMIT :n
"""


def waiting(
    conn: sa.Connection,
    brand: str,
    disruption: int,
    *,
    mail: bool,
    only: Sequence[int] = (),
    most: int = 200,
) -> list[Waiting]:
    """The parcels caught in a disruption now (of `only`, where some are named), those asked about first, then
    by the promised day. `mail` says whether the brand writes mail."""
    given = {"b": brand, "d": disruption, "mail": mail, "only": list(only), "n": most}
    text = sa.text(_WAITING).bindparams(
        sa.bindparam("d", type_=sa.BigInteger), sa.bindparam("only", type_=sa.ARRAY(sa.BigInteger))
    )
    return [Waiting(*row) for row in conn.execute(text, given)]
