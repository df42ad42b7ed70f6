"""Learning from a past: what it takes, what it finds, what is kept of it, and what is refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from makewhole.because import Refused
from makewhole.learn import keep
from makewhole.learn.card_words import page
from makewhole.learn.choose import FOREST
from makewhole.learn.outlook import Learned, card, learn
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import Scan
from makewhole.parcel.outlook import Outlook, eta
from tests.learn.past import past

pytest.importorskip("lightgbm", reason="the extra `learn` is not installed")
TRIPS = past(1800)
UNTIL: datetime = TRIPS[-1].started_at


@pytest.fixture(scope="module")
def learned() -> Learned:
    made = learn(TRIPS, UNTIL)
    assert isinstance(made, Learned), made
    return made


def _seen(learned: Learned | None, grams: int, days: int = 3, status: str = "in_transit") -> Outlook:
    accepted = UNTIL - timedelta(days=days)
    due = accepted + timedelta(days=24)
    parcel = Consignment(
        "1", "post", origin="CN", destination="BR", accepted_at=accepted, promised_by=due, weight_grams=grams
    )
    scans = [Scan(accepted + timedelta(days=1), "picked_up"), Scan(UNTIL - timedelta(hours=9), status)]
    view = eta(parcel, scans, UNTIL, model=None if learned is None else learned.model)
    assert view is not None
    return view


def test_what_decides_the_days_is_found_and_said(learned: Learned) -> None:
    light, heavy = _seen(learned, 300), _seen(learned, 9000)
    assert heavy.likely - light.likely >= timedelta(days=5)
    assert heavy.risk_late is not None
    assert light.risk_late is not None
    assert heavy.risk_late > 400 > 200 > light.risk_late
    assert light.because[0].rule == "outlook.learned"
    assert learned.model.version in light.because[0].source
    assert light.earliest <= light.likely <= light.latest


def test_the_held_out_slice_judges_and_the_card_tells(learned: Learned) -> None:
    told = page(card(learned))
    for moment, choice in learned.choices.items():
        assert choice.used == FOREST
        ours = choice.judged[FOREST]
        assert ours.auc > 0.75
        assert ours.missed < min(learned.prior_missed[moment], choice.judged["lane table"].missed)
        assert 0.7 < ours.inside < 0.9
        assert f"| learned | {ours.missed:.4f} | {ours.auc:.3f} |" in told
    assert "1799 trips" in told, "the last began as the past ended"
    assert "Not meant for deciding a claim" in told


def test_what_the_last_scan_says_goes_before_what_was_learned(learned: Learned) -> None:
    assert _seen(learned, 300, status="out_for_delivery") == _seen(None, 300, status="out_for_delivery")


def test_the_longer_nothing_is_heard_the_likelier_it_is_lost(learned: Learned) -> None:
    accepted = UNTIL - timedelta(days=20)
    parcel = Consignment("1", "post", origin="CN", destination="BR", accepted_at=accepted)
    scans = [Scan(accepted + timedelta(days=1), "picked_up")]
    views = [eta(parcel, scans, UNTIL + timedelta(days=n), model=learned.model) for n in (0, 10, 30)]
    risks = [view.risk_lost for view in views if view is not None and view.risk_lost is not None]
    assert len(risks) == 3
    assert risks == sorted(risks)
    assert risks[0] < risks[2]


def test_a_model_older_than_it_keeps_is_not_used_and_the_packaged_table_speaks(learned: Learned) -> None:
    parcel = Consignment("1", "post", origin="CN", destination="BR", accepted_at=UNTIL)
    for days, rule in ((30, "outlook.learned"), (31, "outlook.prior")):
        now = UNTIL + timedelta(days=days)
        scans = [Scan(now - timedelta(days=2), "in_transit")]
        view = eta(parcel, scans, now, model=learned.model)
        assert view is not None
        assert view.because[0].rule == rule


def test_the_same_past_teaches_the_same_twice(learned: Learned, tmp_path: Path) -> None:
    again = learn(TRIPS, UNTIL)
    assert isinstance(again, Learned)
    assert _seen(again, 4000) == _seen(learned, 4000)
    assert card(again) == card(learned)


def test_nothing_after_the_end_is_learned_from(learned: Learned) -> None:
    """Trips that began later, and arrivals after the end, are as if they were not in the file."""
    later = [replace(trip, started_at=UNTIL + timedelta(days=1)) for trip in past(50)]
    unknown = [
        trip if trip.delivered_at is None or trip.delivered_at < UNTIL else replace(trip, delivered_at=None)
        for trip in TRIPS
    ]
    again = learn([*unknown, *later], UNTIL)
    assert isinstance(again, Learned)
    assert _seen(again, 4000) == _seen(learned, 4000)


def test_too_little_is_refused_with_the_numbers() -> None:
    told = learn(past(120), UNTIL)
    assert isinstance(told, Refused)
    assert "120 trips" in told.says
    assert "400 trips" in told.way_forward
    assert isinstance(learn([], UNTIL), Refused)


def test_where_there_is_nothing_to_find_the_simpler_stays() -> None:
    """Days by chance alone, the same on every lane: whatever is used misses no more than the plain table."""
    dice = np.random.default_rng(5)
    trips = [
        replace(
            trip,
            weight_grams=float(dice.uniform(1, 9000)),
            delivered_at=(trip.handed_over_at or trip.started_at)
            + timedelta(days=float(np.exp(dice.normal(2.0, 0.5)))),
        )
        for trip in past(900)
    ]
    told = learn(trips, trips[-1].started_at)
    if isinstance(told, Learned):
        for choice in told.choices.values():
            assert choice.judged[choice.used].missed == min(one.missed for one in choice.judged.values())


def test_a_kept_model_says_the_same_and_the_one_before_stays(learned: Learned, tmp_path: Path) -> None:
    folder = keep.under(tmp_path)
    assert keep.load(folder) is None
    keep.save(folder, replace(learned.model, version="1"), card(learned), "one")
    keep.save(folder, replace(learned.model, version="2"), card(learned), "two")
    place = keep.save(folder, learned.model, card(learned), page(card(learned)))
    assert sorted(each.name for each in folder.iterdir() if each.is_dir()) == sorted(["2", place.name])
    assert (folder / "previous").read_text().strip() == "2"
    found = keep.load(folder)
    assert not isinstance(found, Refused)
    assert found is not None
    assert _seen(replace(learned, model=found), 4000) == _seen(learned, 4000)


@pytest.mark.parametrize("harm", ["cut", "nothing", "other"])
def test_files_that_are_no_model_are_refused_and_never_raise(
    learned: Learned, tmp_path: Path, harm: str
) -> None:
    place = keep.save(tmp_path, learned.model, card(learned), "")
    arrays = place / "model.npz"
    if harm == "cut":
        arrays.write_bytes(arrays.read_bytes()[:2000])
    elif harm == "nothing":
        arrays.unlink()
    else:
        np.savez(arrays, facts=np.frombuffer(b'{"version": "x", "columns": []}', dtype=np.uint8))
    told = keep.load(tmp_path)
    assert isinstance(told, Refused)
    assert "prior" in told.way_forward
