"""A brand's own words on what customs of a country ask for, and how they came to be.

A word is never changed: a newer row counts instead, and one without a word gives the packaged one back its
place. Which word counts for a parcel is decided in `parcel.customs`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.money import Money
from makewhole.parcel.customs import Charge, CustomsWord, Matter
from makewhole.store.wire import as_json


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a word's history; `word` is None where the brand took its own back, `by` a staff's name."""

    word: CustomsWord | None
    by: str
    at: dt.datetime


def put(conn: sa.Connection, brand: str, word: CustomsWord, staff: int, now: dt.datetime) -> None:
    """Write a brand's own word; it counts from now on."""
    _add(conn, brand, (word.country, word.matter), as_json(_plain(word)), staff, now)


def take_back(
    conn: sa.Connection, brand: str, country: str, matter: Matter, staff: int, now: dt.datetime
) -> None:
    """The brand's own word counts no more; the packaged one does."""
    _add(conn, brand, (country, matter), None, staff, now)


def rows(conn: sa.Connection, brand: str) -> tuple[CustomsWord, ...]:
    """The brand's own words that count now."""
    found = conn.execute(
        sa.text(
            "SELECT country, matter, word FROM (SELECT DISTINCT ON (country, matter) country, matter, word"
            " FROM customs_word WHERE brand = :b ORDER BY country, matter, id DESC) AS newest"
            " WHERE word IS NOT NULL ORDER BY country, matter"
        ),
        {"b": brand},
    )
    return tuple(_word(row[0], row[1], row[2]) for row in found)


def history(conn: sa.Connection, brand: str, country: str, matter: Matter, most: int = 20) -> list[Written]:
    """How the brand's word on a matter came to be, the newest first."""
    found = conn.execute(
        sa.text(
            "SELECT w.word, s.name, w.written_at FROM customs_word w JOIN staff s ON s.id = w.written_by"
            " WHERE w.brand = :b AND w.country = :c AND w.matter = :m ORDER BY w.id DESC LIMIT :n"
        ),
        {"b": brand, "c": country, "m": matter, "n": most},
    )
    return [
        Written(None if row[0] is None else _word(country, matter, row[0]), row[1], row[2]) for row in found
    ]


def _add(
    conn: sa.Connection, brand: str, about: tuple[str, Matter], word: str | None, staff: int, now: dt.datetime
) -> None:
    conn.execute(
        sa.text(
            "INSERT INTO customs_word (brand, country, matter, word, written_by, written_at)"
            " VALUES (:brand, :country, :matter, CAST(:word AS jsonb), :by, :at)"
        ),
        {"brand": brand, "country": about[0], "matter": about[1], "word": word, "by": staff, "at": now},
    )


def _plain(word: CustomsWord) -> dict[str, Any]:
    """A word as JSON; what its row or the moment tells is left out."""
    told = asdict(word) | {"checked_on": word.checked_on.isoformat()}
    told["charges"] = [_plain_charge(charge) for charge in word.charges]
    return {
        name: value for name, value in told.items() if name not in ("country", "matter", "own", "measured")
    }


def _plain_charge(charge: Charge) -> dict[str, Any]:
    told = asdict(charge) | {"sum": [charge.sum.minor, charge.sum.currency]}
    return told | {"since": charge.since.isoformat(), "until": charge.until.isoformat()}


def _word(country: str, matter: Matter, told: Mapping[str, Any]) -> CustomsWord:
    days = told["days"]
    return CustomsWord(
        country,
        matter,
        tuple(told["papers"]),
        told["names"],
        tuple(told["givers"]),
        tuple(_charge(each) for each in told["charges"]),
        told["pay_to"],
        None if days is None else (days[0], days[1]),
        told["storage_days"],
        tuple(told["choices"]),
        told["flag"],
        told["source"],
        dt.date.fromisoformat(told["checked_on"]),
        own=True,
        notes=told["notes"],
    )


def _charge(told: Mapping[str, Any]) -> Charge:
    since, until = dt.date.fromisoformat(told["since"]), dt.date.fromisoformat(told["until"])
    whole = dict(told) | {"sum": Money(*told["sum"]), "since": since, "until": until}
    return Charge(**whole)
