"""Real answers from outside the project (EVAL_DATA): read as expected, and where an expectation errs, why."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from makewhole.gateways import tracking
from makewhole.main.tracking_page import standing

DATA = Path(os.environ.get("EVAL_DATA", "/nonexistent")) / "tracking" / "carrier_responses.json"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="EVAL_DATA is not set")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
OURS = {"delivery_delayed": "in_transit", "return_to_sender": "returned"}
WRONG_STATUS = {
    ("asendia_us", "TrackingResponse"): ("delivered", "its newest event is s10, 'Delivered'"),
    ("canadapost", "TrackingResponseXml"): ("out_for_delivery", "the last move is 'Item out for delivery'"),
    ("dpd", "TrackingResponse"): ("delivery_failed", "back at the depot 'after an unsuccessful attempt'"),
    ("shipengine", "TrackingResponse"): ("delivered", "status DE, 'Delivered', with the date of it"),
    ("shipengine", "ErrorResponse"): (None, "an error, and nothing of a parcel"),
    ("hay_post", "TrackingResponse"): ("unknown", "state 1, which nothing in the answer explains"),
    ("boxknight", "TrackingResponse"): ("pending", "GEOCODED: its address was looked up, nobody has it yet"),
}
"""Where the expected status is a fallback of the connector's, and what the answer itself says."""
NOT_IN_THE_ANSWER = {
    ("bpost", "ErrorResponse"): "500 is the status of HTTP",
    ("allied_express", "ErrorResponse"): "400 is set by the connector",
    ("allied_express_local", "ErrorResponse"): "400 is set by the connector",
    ("easyship", "TrackingResponse"): "'warning' is the connector's word",
    ("seko", "ErrorResponse"): "'Error' is the connector's word; the answer's key is CountryCode",
    ("asendia_us", "TrackingResponse"): "responseStatusCode 200 with no message is no error",
}
"""Expected codes that stand nowhere in the answer."""


def cases() -> list[dict[str, Any]]:
    return json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []


def name(case: dict[str, Any]) -> tuple[str, str]:
    return case["carrier"], case["case"]


def expected(case: dict[str, Any], part: int) -> list[dict[str, Any]]:
    both = case["expected"]
    return both[part] if isinstance(both, list) and len(both) == 2 else []


ALL = cases()


@pytest.mark.parametrize("case", [c for c in ALL if expected(c, 0)], ids=name)
def test_the_status_is_as_expected_or_the_expectation_is_wrong(case: dict[str, Any]) -> None:
    answers = tracking.read(case["carrier"], case["raw"])
    for parcel in expected(case, 0):
        wanted = parcel.get("status") or next((e.get("status") for e in parcel.get("events", [])), None)
        mine = next((one for one in answers if one.number == parcel["tracking_number"]), answers[0])
        says = standing(mine, NOW).status
        if name(case) in WRONG_STATUS:
            assert says == WRONG_STATUS[name(case)][0]
        elif wanted is not None:
            assert says == OURS.get(wanted, wanted)


@pytest.mark.parametrize("case", [c for c in ALL if expected(c, 0)], ids=name)
def test_every_event_is_read(case: dict[str, Any]) -> None:
    answers = tracking.read(case["carrier"], case["raw"])
    events = sum(len(parcel.get("events", [])) for parcel in expected(case, 0))
    read = sum(len(one.scans) + len(one.unread) for one in answers)
    assert read >= events
    assert not any(one.guessed for one in answers)


@pytest.mark.parametrize("case", [c for c in ALL if expected(c, 1)], ids=name)
def test_an_error_is_read_as_expected(case: dict[str, Any]) -> None:
    said = [told for one in tracking.read(case["carrier"], case["raw"]) for told in one.told]
    for wanted in expected(case, 1):
        words = " ".join(str(wanted.get("message") or "").split())
        if words:
            assert words in [told.says for told in said]
        if name(case) not in NOT_IN_THE_ANSWER and wanted.get("code"):
            assert (str(wanted["code"]), words) in [(told.code, told.says) for told in said]


@pytest.mark.parametrize("case", ALL, ids=name)
def test_without_its_table_an_answer_is_read_too(case: dict[str, Any]) -> None:
    mine, guessed = (tracking.read(carrier, case["raw"]) for carrier in (case["carrier"], "nobody"))
    if name(case) not in {("allied_express", "TrackingResponse"), ("boxknight", "TrackingResponse")}:
        assert any(one.scans for one in guessed) or not any(one.scans for one in mine)
    told = {each.says for one in mine for each in one.told}
    assert told <= {each.says for one in guessed for each in one.told}


@pytest.mark.parametrize("path", sorted(DATA.parent.glob("*/*.json")), ids=lambda path: path.name)
def test_aggregators_answers_never_crash(path: Path) -> None:
    for carrier in (path.parent.name, "nobody"):
        assert tracking.read(carrier, path.read_bytes())
