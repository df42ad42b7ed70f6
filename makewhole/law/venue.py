"""Where a claim for carriage may be brought, and whether an arbitration clause holds.

Decides for MC99 (art. 33, 34, 46, 49) and CMR (art. 31, 33) which countries' courts are open, as far as the
places are known, and what an agreed court or arbitration comes to. It changes no sum and no time limit: what
stands in the way is said and goes to a person. Rows are those of the instrument.

>>> by_road(Carriage(origin="PL", destination="DE"), rows.table("cmr"), date(2026, 6, 1)).courts
('PL', 'DE')
"""

from datetime import date
from functools import lru_cache

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import parties, rows
from makewhole.law.carriage import Carriage, Venue


class Where(Struct, frozen=True):
    """The countries whose courts are open (ISO 3166-1 alpha-2), why, and what a person must look at."""

    courts: tuple[str, ...]
    because: Because
    doubts: tuple[str, ...] = ()


_NOWHERE = Venue()


def by_air(carriage: Carriage, table: rows.Table, on: date) -> Where:
    """MC99: the carrier's domicile, principal place and contracting office, and the destination.

    Only courts of states bound on day `on` count; of an actual carrier its domicile and principal place too.
    """
    venue = carriage.venue or _NOWHERE
    own = (*venue.carrier_seats, venue.contract_office, carriage.destination)
    added = venue.actual_carrier_seats if carriage.actual_carrier else ()
    courts = _bound("mc99", (*own, *added), on)
    says = f"the carrier's seat, the office that made the contract, or the destination: {_list(courts)}"
    because = [table.rule("courts").ground(says)]
    if added:
        says = f"and the seat of the carrier that performed it: {_list(_bound('mc99', added, on))}"
        because.append(table.rule("courts_actual").ground(says))
    if venue.court_agreed is not None:
        says = f"agreed beforehand on {venue.court_agreed}: an agreement that changes where to sue is void"
        because.append(table.rule("courts_agreed").ground(says))
    doubts = _outside(carriage, courts)
    if venue.arbitration_seat is not None:
        ground, doubt = _air_arbitration(venue, courts, table)
        because.append(ground)
        doubts = (*doubts, *doubt)
    return Where(courts, tuple(because), doubts)


def _air_arbitration(
    venue: Venue, courts: tuple[str, ...], table: rows.Table
) -> tuple[Ground, tuple[str, ...]]:
    row, seat = table.rule("arbitration"), venue.arbitration_seat
    if venue.arbitration_in_writing is False:
        return row.ground(
            "the arbitration clause is not in writing: it does not bind, and courts are open"
        ), ()
    unsure = (
        ()
        if venue.arbitration_in_writing
        else ("is the arbitration clause in writing? else it does not bind",)
    )
    law = (
        "" if venue.arbitration_by_convention is not False else "; another law than the convention's is void"
    )
    if seat in courts:
        return row.ground(f"cargo may go to arbitration, in {seat}{law}"), unsure
    says = f"cargo may go to arbitration, but {seat} binds nobody: the claimant picks {_list(courts)}{law}"
    return row.ground(says), unsure


def by_road(carriage: Carriage, table: rows.Table, on: date) -> Where:
    """CMR: a court agreed on in a state bound, the carrier's seat or contracting branch, either place."""
    if carriage.venue is None and carriage.forum is None:
        return _ends(carriage.origin, carriage.destination, table)
    venue = carriage.venue or _NOWHERE
    agreed = _bound("cmr", (venue.court_agreed,), on)
    own = (*agreed, *venue.carrier_seats, venue.contract_office, carriage.origin, carriage.destination)
    courts = tuple(dict.fromkeys(one for one in own if one is not None))
    because = [table.rule("courts").ground(_road(courts))]
    doubts = _outside(carriage, courts)
    if venue.court_agreed is not None and not agreed:
        doubts = (
            *doubts,
            f"{venue.court_agreed} was agreed on and is not bound: its courts are not open by that",
        )
    if venue.arbitration_seat is not None:
        row, clause = table.rule("arbitration"), venue.arbitration_by_convention
        if clause is False:
            says = "the clause does not have the tribunal apply the convention: void, and courts are open"
            because.append(row.ground(says))
        else:
            because.append(row.ground(f"the arbitration clause holds, in {venue.arbitration_seat}"))
            if clause is None:
                doubts = (
                    *doubts,
                    "does the arbitration clause say that the tribunal applies CMR? else it is void",
                )
    return Where(courts, tuple(because), doubts)


@lru_cache(maxsize=4096)
def _ends(origin: str | None, destination: str | None, table: rows.Table) -> Where:
    """The two places alone, where nothing else is known: the same for most carriages."""
    courts = tuple(dict.fromkeys(one for one in (origin, destination) if one is not None))
    return Where(courts, (table.rule("courts").ground(_road(courts)),))


def _road(courts: tuple[str, ...]) -> str:
    return f"courts agreed on, of the carrier's seat, or of either place: {_list(courts)}"


def _bound(treaty: str, places: tuple[str | None, ...], on: date) -> tuple[str, ...]:
    """Each place once, without states known not to be bound."""
    named = dict.fromkeys(one for one in places if one is not None)
    return tuple(one for one in named if parties.bound(treaty, one, on) is not False)


def _outside(carriage: Carriage, courts: tuple[str, ...]) -> tuple[str, ...]:
    if carriage.forum is None or carriage.forum in courts:
        return ()
    return (f"the courts of {carriage.forum} are not known to be open for this claim",)


def _list(courts: tuple[str, ...]) -> str:
    return " or ".join(courts) or "not known yet"
