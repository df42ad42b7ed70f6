"""What there is to tell a customer about a parcel, gathered from our own rows for `care.whereabouts`.

Beside where it is: the disruption it is caught in, what the brand or the packaged table says of customs, and
what was usual on its lane of late. Read on the caller's connection; nobody outside is asked.
"""

from datetime import datetime

import sqlalchemy as sa

from makewhole.care.whereabouts import ParcelView, customs_country, customs_wait
from makewhole.desk.known import Sight, look
from makewhole.parcel import customs, patience
from makewhole.parcel.customs import CustomsWord, Unknown
from makewhole.parcel.learned import Model
from makewhole.store import customs as own_words
from makewhole.store import disruptions, parcels, usual


def of(conn: sa.Connection, brand: str, seen: Sight, now: datetime) -> ParcelView:
    """A parcel in sight as its customer may be told of it."""
    caught = disruptions.of_parcel(conn, seen.parcel)
    return ParcelView(
        seen.whereabouts,
        seen.outlook,
        seen.consignment,
        _customs(conn, brand, seen, now),
        None if caught is None else caught.began_on,
        patience.usual(usual.silences(conn, brand, seen.consignment.lane, now)),
    )


def by_id(
    conn: sa.Connection, brand: str, parcel: int, now: datetime, model: Model | None = None
) -> ParcelView:
    """The same of a parcel by its id."""
    return of(conn, brand, look(conn, parcels.get(conn, parcel), now, model), now)


def _customs(conn: sa.Connection, brand: str, seen: Sight, now: datetime) -> CustomsWord | Unknown | None:
    matter = customs_wait(seen.whereabouts)
    if matter is None:
        return None
    whose = customs_country(seen.whereabouts, seen.consignment)
    found = customs.word(whose, matter, (*customs.PACKAGED, *own_words.rows(conn, brand)), now.date())
    if isinstance(found, Unknown):
        return found
    return customs.measured(found, usual.in_customs(conn, brand, seen.consignment.lane, now))
