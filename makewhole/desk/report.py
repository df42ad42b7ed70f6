"""A report of the last days, from the brand's own rows, ready to be planned as a post. It counts and
composes; whether and when it is published is `publish`'s, and a person's."""

from datetime import timedelta
from typing import Final

from makewhole.because import Refused
from makewhole.care import report as words
from makewhole.care.report import Figures
from makewhole.desk.house import House
from makewhole.store import brands, figures
from makewhole.words import reachable

PERIODS: Final = {"day": 1, "week": 7}


def report(house: House, brand: str, period: str, language: str) -> str | Refused:
    """The report of the last day or week, in a language; `Refused` where too few people stand behind it."""
    until = house.clock.now()
    since = until - timedelta(days=PERIODS[period])
    with house.database.reading() as conn:
        name, counted = brands.get(conn, brand).name, figures.between(conn, brand, since, until)
    half = counted.half_within
    return words.compose(
        name,
        Figures(
            since.date(),
            until.date(),
            counted.answered,
            counted.in_time,
            counted.decided,
            counted.deciders,
            None if half is None else max(1, -(-int(half.total_seconds()) // 3600)),
            counted.paid,
            counted.payees,
        ),
        reachable(language),
    )
