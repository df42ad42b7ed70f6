"""The season of parcels: repeatable, with right numbers, in the aggregator's words, with its slow-down."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from makewhole.gateways import tracking
from makewhole.parcel.journey import STATUSES
from makewhole.parcel.waybill import judge
from makewhole.simulators import season
from makewhole.simulators.carrier_parcels import Muddle, shown
from makewhole.simulators.season import Sent
from makewhole.store.wire import as_json

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_one_seed_is_one_season_of_several_carriers() -> None:
    sent = season.season(3, NOW)
    assert sent == season.season(3, NOW) != season.season(4, NOW)
    assert len({one.record["operator"] for one in sent}) >= 5
    assert len({one.record["waybill"] for one in sent}) == len(sent)


def test_every_number_is_one_its_carrier_gives() -> None:
    for one in season.season(3, NOW):
        verdicts = {(found.operator, found.verdict) for found in judge(one.record["waybill"])}
        operator = one.record["operator"]
        assert verdicts & {(operator, "valid"), (operator, "plausible"), (operator, "candidate")}, one.record


def test_what_the_carriers_tell_is_read_without_a_rest() -> None:
    seen = [one.parcel for one in season.season(3, NOW) if one.parcel.seen(NOW)][:200]
    body = as_json({"code": 0, "data": {"accepted": [shown(one, NOW, Muddle()) for one in seen]}})
    answers = tracking.read("17track", body)
    assert [len(one.scans) for one in answers] == [len(one.seen(NOW)) for one in seen]
    assert not any(one.unread for one in answers)
    statuses = Counter(scan.status for one in answers for scan in one.scans)
    assert "unknown" not in statuses
    assert statuses.keys() <= STATUSES.keys()


def took(sent: list[Sent], lane: str, since: datetime, until: datetime) -> list[float]:
    """Days from release by customs to the next scan, of those released in a span."""
    days = []
    for one in sent:
        if f"{one.parcel.origin}-{one.parcel.destination}" != lane:
            continue
        marks = one.parcel.marks
        for mark, after in pairwise(marks):
            if "Released" in mark.sub_status and since <= mark.at < until:
                days.append((after.at - mark.at) / timedelta(days=1))
    return days


def test_the_slow_down_is_there_and_only_on_its_lane() -> None:
    sent = season.season(3, NOW)
    lately, before = (NOW - timedelta(days=6), NOW), (NOW - timedelta(days=60), NOW - timedelta(days=20))
    assert median(took(sent, "CN-DE", *lately)) > 3 * median(took(sent, "CN-DE", *before))
    assert median(took(sent, "CN-US", *lately)) < 2 * median(took(sent, "CN-US", *before))


def test_a_hurried_parcel_has_its_next_scan_now_and_keeps_its_past() -> None:
    coming = next(one for one in season.season(3, NOW) if one.next_scan(NOW) and one.parcel.seen(NOW))
    hurried = coming.hurried(NOW)
    assert hurried.parcel.seen(NOW)[1:] == coming.parcel.seen(NOW)
    assert hurried.parcel.seen(NOW)[0].at == NOW
    assert len(hurried.parcel.marks) == len(coming.parcel.marks)
