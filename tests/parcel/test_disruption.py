"""Disruptions: named once and rightly, since when, why, and until when; steady days raise nothing."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from makewhole.bench import _lanes
from makewhole.bench._lanes import FIRST, Planted
from makewhole.parcel import disruption, holidays
from makewhole.parcel.counts import REASON, Cell, Counts, Measure, Place
from makewhole.parcel.found import Found
from makewhole.parcel.weighed import SPAN_DAYS

LAST = date(2026, 9, 30)
LANES = ("CN-DE", "CN-FR", "DE-FR", "DE-AT", "FR-ES", "US-GB")
CARRIERS = ("gls", "dhl")
DAY = timedelta(days=1)


def places() -> list[Place]:
    """Each lane with two carriers: at the carrier's hub, and with customs where it crosses them."""
    found = []
    for lane in LANES:
        for carrier in CARRIERS:
            found.append(Place(lane, carrier, f"{carrier} hub, {lane[3:]}", ""))
            if lane in ("CN-DE", "CN-FR", "US-GB"):
                found.append(Place(lane, carrier, "", lane[3:]))
    return found


def steady(
    seed: int,
    days: int = 110,
    size: int = 40,
    slow: dict[tuple[str, str], float] | None = None,
    since: int = 0,
) -> list[Cell]:
    """Cells of days up to `LAST`; what is `slow` moves and arrives less since so many days before it."""
    source, cells = np.random.default_rng(seed), []
    shares: dict[Measure, float] = {"moves": 0.5, "arrives": 0.2, "held": 0.01, "complaints": 0.004}
    for back in range(days):
        for place in places():
            left = 1.0
            for about, factor in (slow or {}).items():
                if back < since and about in place.subjects():
                    left *= factor
            for measure, share in shares.items():
                rate = share * left if measure in ("moves", "arrives") else share / left**0.5
                seen = int(source.binomial(size, min(1.0, rate)))
                cells.append(Cell(LAST - back * DAY, place, measure, 1, size, seen))
    return cells


def judged(cells: list[Cell], on: date = LAST, known: tuple[Found, ...] = ()) -> tuple[Found, ...]:
    return disruption.watch(Counts.of(cell for cell in cells if cell.on <= on), on, known)


def test_steady_days_raise_no_more_than_is_promised() -> None:
    raised = 0
    for seed in range(3):
        cells = steady(seed)
        known: tuple[Found, ...] = ()
        for back in range(9, -1, -1):
            found = judged(cells, LAST - back * DAY, known)
            raised += len({one.about for one in found} - {one.about for one in known})
            known = found
    assert raised <= 2  # 30 days, at two a month at the most


@pytest.mark.parametrize(
    "about", [("lane", "CN-DE"), ("carrier", "gls"), ("hub", "dhl hub, FR"), ("customs", "GB")]
)
@pytest.mark.parametrize("seed", range(3))
def test_what_stops_is_named_within_three_days_and_nothing_else_is(about: tuple[str, str], seed: int) -> None:
    cells = steady(seed, slow={about: 0.05}, since=3)
    found = judged(cells)
    assert [one.about for one in found] == [about]
    assert abs((found[0].began_on - (LAST - 2 * DAY)).days) <= 1
    assert found[0].now < found[0].usual / 3


def test_a_slow_carrier_is_one_disruption_and_not_one_of_each_of_its_lanes() -> None:
    found = judged(steady(1, slow={("carrier", "gls"): 0.6}, since=8))
    assert [one.about for one in found] == [("carrier", "gls")]


def test_two_at_once_are_named_apart() -> None:
    found = judged(steady(2, slow={("carrier", "gls"): 0.4, ("customs", "GB"): 0.1}, since=6))
    assert {one.about for one in found} >= {("carrier", "gls")}
    assert {one.about for one in found} <= {("carrier", "gls"), ("customs", "GB"), ("lane", "US-GB")}
    assert len(found) == 2


def test_the_order_of_the_cells_changes_nothing() -> None:
    cells = steady(3, slow={("lane", "CN-DE"): 0.3}, since=5)
    first = judged(cells)
    shuffled = list(cells)
    random.Random(1).shuffle(shuffled)
    assert judged(shuffled) == first != ()


def test_a_cell_may_come_in_parts() -> None:
    cells = steady(3, slow={("lane", "CN-DE"): 0.3}, since=5)
    parts = [
        Cell(cell.on, cell.place, cell.measure, cell.stratum, cell.at_risk - part, cell.seen - seen)
        if rest
        else Cell(cell.on, cell.place, cell.measure, cell.stratum, part, seen)
        for cell in cells
        for part, seen in ((cell.at_risk // 2, cell.seen // 3),)
        for rest in (True, False)
    ]
    assert [one.about for one in judged(parts)] == [one.about for one in judged(cells)]


def test_a_lane_of_few_parcels_does_not_cry_wolf() -> None:
    raised = 0
    for seed in range(5):
        found = judged(steady(seed, size=1))
        raised += len(found)
    assert raised <= 1


def test_complaints_alone_raise_it_before_a_parcel_is_slow() -> None:
    cells = steady(4)
    here = [cell for cell in cells if cell.place.lane == "DE-FR" and cell.measure == "complaints"]
    loud = [
        Cell(cell.on, cell.place, "complaints", 1, cell.at_risk, cell.seen + 2)
        if LAST - cell.on < 4 * DAY
        else cell
        for cell in here
    ]
    quiet = [cell for cell in cells if cell not in here]
    [found] = judged([*quiet, *loud])
    assert (found.about, found.measure) == (("lane", "DE-FR"), "complaints")


def test_scans_and_complaints_together_are_found_sooner_than_scans_alone() -> None:
    def days_until(louder: int) -> int:
        for since in range(1, 15):
            cells = steady(5, slow={("lane", "DE-FR"): 0.85}, since=since)
            told = [
                Cell(cell.on, cell.place, cell.measure, 1, cell.at_risk, cell.seen + louder)
                if cell.measure == "complaints"
                and cell.place.lane == "DE-FR"
                and (LAST - cell.on).days < since
                else cell
                for cell in cells
            ]
            if any(one.about == ("lane", "DE-FR") for one in judged(told)):
                return since
        return 15

    assert days_until(1) < days_until(0)


def test_it_is_retired_when_it_is_over_and_not_found_again() -> None:
    cells = steady(6, days=130, slow={("lane", "CN-DE"): 0.2}, since=12)
    well = steady(7, days=130)
    over_on = LAST - 6 * DAY
    mixed = [cell for cell in cells if cell.on < over_on] + [cell for cell in well if cell.on >= over_on]
    known: tuple[Found, ...] = ()
    ended: list[Found] = []
    for back in range(12, -1, -1):
        found = judged(mixed, LAST - back * DAY, (*ended, *known))
        ended += [one for one in found if one.over_on is not None]
        known = tuple(one for one in found if one.over_on is None)
    assert known == ()
    [one] = ended
    assert (one.about, one.ended) == (("lane", "CN-DE"), "over")
    assert abs((one.over_on or LAST) - over_on) <= DAY


def test_one_that_lasts_stands_and_keeps_its_first_day() -> None:
    cells = steady(8, slow={("lane", "CN-DE"): 0.3}, since=10)
    known: tuple[Found, ...] = ()
    for back in range(7, -1, -1):
        known = judged(cells, LAST - back * DAY, known)
        assert [one.about for one in known] == [("lane", "CN-DE")]
        assert known[0].over_on is None
    assert abs((known[0].began_on - (LAST - 9 * DAY)).days) <= 1


def test_one_that_lasts_for_months_is_how_things_are_now() -> None:
    cells = steady(9, days=160, slow={("lane", "CN-DE"): 0.3}, since=75)
    old = Found("lane", "CN-DE", "moves", LAST - 74 * DAY, 0.5, 0.15, "unknown", ())
    [one] = judged(cells, known=(old,))
    assert one.ended == "settled"
    assert judged(cells, known=(one,)) == ()


def test_where_nothing_is_left_it_ends_quietly() -> None:
    cells = [cell for cell in steady(10) if cell.place.lane != "CN-DE" or (LAST - cell.on).days > 15]
    old = Found("lane", "CN-DE", "moves", LAST - 20 * DAY, 0.5, 0.1, "unknown", ())
    [one] = judged(cells, known=(old,))
    assert (one.about, one.ended) == (("lane", "CN-DE"), "quiet")


def test_a_cause_that_scans_say_is_given_with_how_often() -> None:
    cells = steady(11, slow={("customs", "GB"): 0.2}, since=5)
    said = [
        Cell(LAST - back * DAY, Place("US-GB", "dhl", "", "GB"), f"{REASON}customs_inspection", 0, 0, 6)
        for back in range(5)
    ]
    [found] = judged([*cells, *said])
    assert found.cause == "customs_inspection"
    assert found.because[-1].facts["scans"] == 30


def test_reasons_that_all_grow_alike_are_no_cause() -> None:
    cells = steady(11, slow={("customs", "GB"): 0.2}, since=5)
    said = [
        Cell(LAST - back * DAY, Place("US-GB", "dhl", "", "GB"), REASON + reason, 0, 0, 6 if back < 5 else 2)
        for back in range(60)
        for reason in ("customs_inspection", "weather", "carrier_missort", "hold")
    ]
    [found] = judged([*cells, *said])
    assert found.cause == "unknown"


@pytest.mark.parametrize(("who", "cause"), [(("dhl",), "unknown"), (("dhl", "gls"), "carrier_capacity")])
def test_a_reason_that_is_a_carriers_everywhere_is_not_the_cause_of_one_lane(
    who: tuple[str, ...], cause: str
) -> None:
    cells = steady(11, slow={("lane", "US-GB"): 0.2}, since=5)
    said = [
        Cell(LAST - back * DAY, place, f"{REASON}carrier_capacity", 0, 0, 6)
        for back in range(5)
        for place in places()
        if place.operator in who and (place.lane == "US-GB" or place.operator == "dhl")
    ]
    [found] = judged([*cells, *said])
    assert (found.subject, found.cause) == ("US-GB", cause)


def test_more_parcels_as_it_began_are_a_cause_but_those_it_heaped_up_are_not() -> None:
    def told(grown: int) -> str:
        cells = [
            Cell(cell.on, cell.place, cell.measure, 1, cell.at_risk * 2, cell.seen * 2)
            if cell.place.lane == "DE-FR" and (LAST - cell.on).days < grown
            else cell
            for cell in steady(12, slow={("lane", "DE-FR"): 0.2}, since=6)
        ]
        [found] = judged(cells)
        return found.cause

    assert told(grown=10) == "volume"
    assert told(grown=3) == "unknown"


def test_a_holiday_raises_nothing() -> None:
    on = date(2026, 12, 28)
    shift = on - LAST
    cells = [
        Cell(
            cell.on + shift,
            cell.place,
            cell.measure,
            1,
            cell.at_risk,
            cell.seen // 4
            if cell.measure in ("moves", "arrives")
            and any(holidays.name(land, cell.on + shift) for land in cell.place.countries())
            else cell.seen,
        )
        for cell in steady(13, days=120)
    ]
    for back in range(4):
        assert judged(cells, on - back * DAY) == ()


def test_a_weekday_on_which_nothing_moves_is_usual() -> None:
    cells = [
        Cell(cell.on, cell.place, cell.measure, 1, cell.at_risk, 0 if cell.on.weekday() == 6 else cell.seen)
        for cell in steady(14)
    ]
    sunday = LAST - (LAST.weekday() + 1) * DAY
    assert judged(cells, sunday) == judged(cells, sunday + DAY) == ()


def test_with_less_than_four_weeks_nothing_is_judged_and_nothing_is_counted_from_nothing() -> None:
    cells = steady(15, slow={("lane", "CN-DE"): 0.05}, since=4)
    assert judged([cell for cell in cells if (LAST - cell.on).days < 20]) == ()
    assert disruption.watch(Counts.of([]), LAST) == ()


def test_every_disruption_gives_its_grounds() -> None:
    for about in (("lane", "CN-DE"), ("carrier", "gls")):
        [found] = judged(steady(16, slow={about: 0.1}, since=4))
        rules = [ground.rule for ground in found.because]
        assert rules[0] == f"disruption.{found.measure}"
        assert rules[-2:] == ["disruption.elsewhere", "disruption.cause"]
        assert all(ground.says and ground.source for ground in found.because)


def test_on_simulated_lanes_a_stop_of_a_carrier_is_found_within_three_days() -> None:
    planted = [Planted("carrier", "north", "stop", 100, 120, 0, "strike")]
    counts = _lanes.simulate(3, 104, planted).counts
    named = []
    for day in range(100, 104):
        on = FIRST + day * DAY
        upto = (counts.day <= on.toordinal()) & (counts.day > on.toordinal() - SPAN_DAYS)
        kept = Counts(
            counts.places,
            counts.place[upto],
            counts.day[upto],
            counts.measure[upto],
            counts.stratum[upto],
            counts.at_risk[upto],
            counts.seen[upto],
        )
        named.append({one.about for one in disruption.watch(kept, on)})
    assert ("carrier", "north") in named[2]
