"""Carriers' codes: the tables themselves, how a code is looked up, and 1,697 published codes beside them."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole import tables
from makewhole.gateways.tracking import codes
from makewhole.gateways.tracking.codes import Coded
from makewhole.parcel.journey import STATUSES
from makewhole.parcel.reasons import REASONS

PUBLISHED = Path(os.environ.get("EVAL_DATA", "/nowhere"), "tracking")
STATUS = {"delivery_delayed": "on_hold", "return_to_sender": "returned"}
REASON = {
    "carrier_damaged_parcel": "carrier_damage",
    "carrier_parcel_lost": "carrier_loss",
    "carrier_sorting_error": "carrier_missort",
    "carrier_not_enough_time": "carrier_capacity",
    "carrier_capacity_exceeded": "carrier_capacity",
    "carrier_vehicle_issue": "carrier_vehicle",
    "carrier_mechanical_delay": "carrier_vehicle",
    "consignee_business_closed": "consignee_closed",
    "consignee_not_available": "consignee_absent",
    "consignee_not_home": "consignee_absent",
    "consignee_incorrect_address": "consignee_address",
    "consignee_access_restricted": "consignee_access",
    "customs_documentation": "customs_documents",
    "customs_duties_unpaid": "customs_duties",
    "weather_delay": "weather",
    "natural_disaster": "disaster",
    "force_majeure": "disaster",
    "labor_dispute": "strike",
    "delivery_exception_hold": "hold",
    "delivery_exception_undeliverable": "undeliverable",
}
"""The published names of reasons that have one of ours; any other is its own name."""


def rows(carrier: str) -> dict[str, list[str]]:
    """Each meaning in a carrier's table, with its codes."""
    table = tables.read("makewhole.gateways.tracking", f"codes/{carrier}.toml")
    found: dict[str, list[str]] = table.get("codes", {})
    return found


@pytest.mark.parametrize("carrier", codes.carriers())
def test_every_table_has_a_source_a_day_and_meanings_there_are(carrier: str) -> None:
    table = tables.read("makewhole.gateways.tracking", f"codes/{carrier}.toml")
    assert table["source"]
    assert table["checked"].year >= 2026
    for meaning in rows(carrier):
        status, _, reason = meaning.partition(": ")
        assert status in STATUSES
        assert not reason or reason in REASONS
    every = Counter(code for many in rows(carrier).values() for code in many)
    assert [code for code, times in every.items() if times > 1] == []
    assert set(table.get("doubtful", [])) <= set(every)
    assert table.get("same_as", "common") in codes.carriers()


@given(st.sampled_from([each for each in codes.carriers() if rows(each)]), st.data())
def test_a_code_is_found_whatever_its_case_and_its_signs(carrier: str, data) -> None:
    meaning = data.draw(st.sampled_from(sorted(rows(carrier))))
    code = data.draw(st.sampled_from(rows(carrier)[meaning]))
    status, _, reason = meaning.partition(": ")
    assert codes.of(carrier, code) == Coded(status, reason or None)
    assert codes.of(carrier, f" {code} ") is not None


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_carrier_and_any_code_is_answered(carrier: str, code: str) -> None:
    found = codes.of(carrier, code)
    assert found is None or found.status in STATUSES


def test_a_plain_word_means_the_same_at_a_carrier_we_have_no_table_of() -> None:
    for code in ("OUT_FOR_DELIVERY", "out for delivery", "OutForDelivery"):
        assert codes.of("nobody", code) == Coded("out_for_delivery")
    assert codes.of("nobody", "EMI") is None
    assert codes.of("nobody", "") is None


def published() -> Iterator[tuple[str, str, str, str]]:
    """Carrier, kind, published meaning and code of each published row."""
    path = PUBLISHED / "carrier_status_codes.csv"
    if not path.exists():
        pytest.skip("EVAL_DATA has no published carrier codes")
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["carrier"], row["enum"], row["normalized_status"], row["carrier_code"]


def finer(kind: str, meaning: str, ours: Coded) -> str | None:
    """Why ours may differ from a published row and not be wrong; None where nothing explains it."""
    if kind == "TrackingIncidentReason":
        if meaning not in REASON and meaning not in REASONS:
            return "the row's reason is none of ours"
        if ours.reason is None:
            return "we read no cause into a code that tells none"
        return None
    if ours.status in ("customs", "returned", "damaged", "lost", "cancelled"):
        return "a status of its own with us"
    if meaning in ("in_transit", "pending", "on_hold") and ours.status in (
        "pending", "picked_up", "out_for_delivery", "delivery_failed",
    ):  # fmt: skip
        return "we tell the step apart"
    if meaning == "delivery_delayed" and ours.status == "delivery_failed":
        return "a failed delivery is more than a delay"
    return None


def test_published_codes_read_as_published_or_we_can_say_why_not() -> None:
    seen: dict[str, Counter[str]] = {}
    every = list(published())
    told: dict[tuple[str, str], set[str]] = {}
    for carrier, kind, meaning, code in every:
        told.setdefault((carrier, code), set()).add(f"{kind}:{meaning}")
    for carrier, kind, meaning, code in every:
        ours = codes.of(carrier, code)
        if ours is None:
            seen.setdefault(carrier, Counter())["unknown"] += 1
            continue
        same = STATUS.get(meaning, meaning) == ours.status
        if kind == "TrackingIncidentReason":
            same = REASON.get(meaning, meaning) in (ours.reason, ours.status)
        of_kind = [each for each in told[carrier, code] if each.startswith(kind)]
        why = "right" if same else finer(kind, meaning, ours)
        why = why or ("the list says two things of it" if len(of_kind) > 1 else "other")
        seen.setdefault(carrier, Counter())[why] += 1
    for carrier, counts in sorted(seen.items()):
        print(carrier, dict(counts))
    whole = sum(seen.values(), Counter[str]())
    print(dict(whole))
    assert whole["unknown"] == 0
    assert whole["right"] >= 1350
    assert whole["other"] <= 120


def test_the_events_of_the_posts_are_all_known() -> None:
    path = PUBLISHED / "upu_emsevt_events.csv"
    if not path.exists():
        pytest.skip("EVAL_DATA has no events of the posts")
    with path.open(encoding="utf-8", newline="") as lines:
        events = list(csv.DictReader(lines))
    doubtful = set(tables.read("makewhole.gateways.tracking", "codes/upu.toml")["doubtful"])
    for event in events:
        assert codes.of("upu", event["code"]) is not None
        assert (event["code"] in doubtful) == (event["sourced"] == "0")
