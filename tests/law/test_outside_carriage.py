"""The worked cases kept outside the project for road, rail, sea, and the national law of Germany and the US.

Their keys are their own; `_facts` says how each is read here. The data is found by EVAL_DATA.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from makewhole.gateways.rates import EcbRates
from makewhole.law.assess import assess
from makewhole.law.carriage import Bill
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import CAUSES as OURS
from makewhole.law.facts import (
    WHOLE_SHARE,
    Carriage,
    CarrierTerms,
    Cause,
    Facts,
    Kind,
    Loss,
    Package,
    Sum,
    Treaty,
)
from makewhole.money import SDR, Money, parse
from tests.law.test_outside_cases import DATA, _wanted

COVERED = ("CMR", "RAIL", "SEA", "DE", "US")
KINDS: dict[str, Kind] = {"partial_loss": "shortage", "cod": "cod_not_collected", "non_delivery": "loss"}
CAUSES: dict[str, Cause] = {
    "error_in_navigation": "navigation_error",
    "nautical_fault": "navigation_error",
    "act_of_god": "act_of_god",
}
TREATIES: dict[str, Treaty] = {
    "hv": "hague_visby",
    "cogsa": "us_cogsa",
    "hamburg": "hamburg",
    "hague": "hague_1924",
    "CIM": "cim",
    "SMGS": "smgs",
}
START = date(2026, 5, 4)
"""Where a case counts days and names none."""


def _cases() -> list[Any]:
    if not DATA.is_file():
        return []
    cases = json.loads(DATA.read_text())["cases"]
    return [pytest.param(one, id=one["id"]) for one in cases if one["id"].split("-")[0] in COVERED]


def _day(plain: dict[str, Any], *names: str) -> date | None:
    return next((date.fromisoformat(plain[name]) for name in names if plain.get(name)), None)


def _sum(plain: dict[str, Any], *stems: str) -> Sum | None:
    """The first of these that the case gives, in whatever unit its key ends on."""
    for stem in stems:
        for key, text in plain.items():
            if text is None or not key.startswith(f"{stem}_") or len(key) != len(stem) + 4:
                continue
            unit = key[-3:].upper()
            amount = SDR.of(text) if unit == "SDR" else parse(text, unit)
            assert isinstance(amount, SDR | Money)
            return amount
    return None


def _grams(kilograms: str) -> int:
    return int(Fraction(kilograms) * 1000)


def _packages(plain: dict[str, Any]) -> tuple[Package, ...]:
    count = int(plain.get("packages") or plain.get("lost_packages") or plain.get("packages_lost") or 1)
    each = plain.get("weight_each_kg")
    if each:
        return tuple(Package(_grams(each), concerned=True) for _ in range(count))
    whole = plain.get("weight_kg") or plain.get("total_kg") or plain.get("package_kg")
    return (Package(_grams(whole)),) if whole else ()


def _treaty(plain: dict[str, Any]) -> Treaty | None:
    named = [TREATIES[key] for key in TREATIES if plain.get(key) is True]
    return named[0] if named else TREATIES.get(plain.get("regime_note", ""))


def _carriage(plain: dict[str, Any]) -> Carriage:
    treaty = _treaty(plain)
    sea = plain.get("mode") == "sea"
    law = plain.get("law", "")
    home = {"HGB": "DE", "Carmack": "US"}.get(law)
    us = "US" if law == "Carmack" else None
    bill = Bill(
        clause=treaty,
        container="enumerated_in_bl" in plain or plain.get("container"),
        packages_enumerated=plain.get("enumerated_in_bl"),
        value_declared=_sum(plain, "declared_value"),
        fair_opportunity=plain.get("fair_opportunity"),
        misstated_by_shipper=plain.get("misstated", False),
    )
    return Carriage(
        mode=plain.get("mode") or ("road" if us else None),
        origin=plain.get("origin") or us,
        destination=plain.get("destination") or us,
        governing_law=home,
        treaties_common=(treaty,) if treaty and not sea else (),
        stayed_on_vehicle=plain.get("ro_ro"),
        postal=plain.get("postal_item", False),
        accepted_on=_day(plain, "accepted", "taken_over", "take_over"),
        due_on=_day(plain, "agreed_delivery", "due"),
        delivered_on=_day(plain, "delivered", "placed_at_disposal"),
        delivery_period_days=plain.get("delivery_period_days"),
        overrun_days=plain.get("overrun_days"),
        packages=_packages(plain),
        package_count=plain.get("packages") or plain.get("packages_lost") or plain.get("lost_packages"),
        charges=_sum(plain, "freight", "freight_total"),
        charges_concerned=_sum(plain, "carrier_freight", "freight_delayed"),
        duties=_sum(plain, "duties", "duty"),
        cod=_sum(plain, "cod"),
        declared_value=None if sea else _sum(plain, "declared_value"),
        declared_interest=_sum(plain, "special_interest", "declared_interest"),
        declared_in_note=plain.get("in_consignment_note", plain.get("declared_in_note", True)),
        supplement_paid=plain.get("surcharge_paid", plain.get("supplement_paid")),
        successive_carriers=plain.get("successive_carriers", False),
        refused_by_consignee=plain.get("refused_by_consignee", False),
        sender_is_consumer=plain.get("consumer_sender"),
        released_value=_sum(plain, "released_value"),
        bill=bill if sea else None,
        terms=CarrierTerms(
            limit_per_kg=SDR.of(plain["term_sdr_kg"]) if "term_sdr_kg" in plain else None,
            displayed=plain.get("notice_given"),
            claim_within_days=plain.get("contract_window_days"),
        ),
    )


def _cause(plain: dict[str, Any]) -> Cause | None:
    """The cause in our words; one that is a word of ours already stands."""
    told: Any = plain.get("cause", "")
    return CAUSES.get(told) or (told if told in OURS else None)


def _share(plain: dict[str, Any]) -> int:
    own = plain.get("claimant_share") or plain.get("sender_share") or plain.get("sender_packing_share")
    carrier = plain.get("carrier_share")
    part = Fraction(own) if own else (1 - Fraction(carrier) if carrier else Fraction(0))
    return int(part * WHOLE_SHARE)


def _loss(plain: dict[str, Any]) -> Loss:
    packed: Cause | None = "defective_packing" if plain.get("defective_packing") else None
    after = plain.get("claim_made_after_days")
    return Loss(
        kind=KINDS.get(plain["claim"], plain["claim"]),
        value=_sum(plain, "value_short", "proven_loss", "actual_loss", "value"),
        value_whole=_sum(plain, "value_total"),
        consequential=_sum(plain, "consequential"),
        short_grams=_grams(plain["short_kg"]) if "short_kg" in plain else None,
        cause=_cause(plain) or packed,
        claimant_share=_share(plain),
        presumption_rebutted=plain.get("rebutted"),
        apparent=plain.get("apparent_damage"),
        reserved_at_delivery=plain.get("recorded_before_acceptance"),
        report_omitted_by_carrier=plain.get("report_omitted_by_carrier"),
        wilful=plain.get("wilful_misconduct"),
        notice_sent_on=_day(plain, "reservation_sent", "notice_sent"),
        notice_received_on=_day(plain, "notice_received"),
        claimed_on=_day(plain, "written_claim") or (START + timedelta(days=after) if after else None),
        claim_rejected_on=_day(plain, "claim_rejected", "rejected"),
        suit_filed_on=_day(plain, "suit_filed"),
        found_again_on=_day(plain, "found_again", "goods_found"),
        compensation_paid=_sum(plain, "compensation_paid", "compensation_received"),
        charges_included=_sum(plain, "charges_included"),
        paid_on=_day(plain, "paid"),
        settled=_sum(plain, "principal"),
    )


def _facts(plain: dict[str, Any], expect: dict[str, Any]) -> Facts:
    carriage = _carriage(plain)
    if "claim_made_after_days" in plain:
        carriage = replace(carriage, accepted_on=START, due_on=START)
    payable = expect.get("payable") or {}
    currency = payable.get("currency")
    return Facts(
        claim="consignee_v_carrier" if expect.get("payee") == "consignee" else "sender_v_carrier",
        carriage=carriage,
        loss=_loss(plain),
        payout_currency=currency if currency not in (None, "SDR") else None,
    )


def _now(plain: dict[str, Any], facts: Facts) -> datetime:
    """The day of the case: of what was done last, as the case tells it."""
    names = ("today", "paid", "reservation_sent", "notice_sent", "notice_received", "delivered")
    on = _day(plain, *names) or facts.loss.claimed_on or date(2026, 6, 1)
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def _told(got: Assessment, wanted: dict[str, Any], expect: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "regime": got.regime,
        "limit_sdr": got.limit.text() if got.limit else None,
        "notice_deadline": str(got.notice_by),
        "suit_deadline": got.suit_period,
        "admissible": got.admissible,
        "carrier_liable": got.liable,
        "claimable_from": str(got.claimable_from),
        "payee": expect["payee"] in got.payees,
    }
    if expect["payable"] is not None:
        amount = got.payable_sdr if expect["payable"]["currency"] == "SDR" else got.payable
        told["payable"] = amount.text() if amount is not None else None
    return {name: value for name, value in told.items() if name in wanted}


def _period(written: str) -> str:
    """A time limit in the case's own words as the bare period."""
    return written.split(" from ")[0].removeprefix(">=")


@pytest.mark.parametrize("case", _cases())
def test_a_worked_case_from_outside_comes_to_the_same_answer(case: dict[str, Any]) -> None:
    """Regime, limit, deadlines, admissible, liable, payable and payee, where the case names them."""
    plain, expect = case["facts"], case["expect"]
    wanted = _wanted(expect)
    if "suit_deadline" in wanted:
        wanted["suit_deadline"] = _period(wanted["suit_deadline"])
    if not str(wanted.get("notice_deadline", "2"))[0].isdigit():
        del wanted["notice_deadline"]
    facts = _facts(plain, expect)
    got = assess(facts, EcbRates(), _now(plain, facts))
    assert _told(got, wanted, expect) == wanted
    if expect["payable"] is None:
        assert (got.payable, got.payable_sdr) == (None, None)


def test_the_cases_from_outside_are_there_or_said_to_be_absent() -> None:
    """Without the data folder nothing is claimed to have been checked."""
    if not DATA.is_file():
        pytest.skip("EVAL_DATA is not set: the outside cases were not run")
    assert len(_cases()) > 20
