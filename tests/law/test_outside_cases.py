"""The worked cases kept outside the project, as far as this version covers their instruments.

Their keys are their own; `_facts` says how each is read here. The data is found by EVAL_DATA.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest

from makewhole.gateways.rates import EcbRates
from makewhole.law import consumer
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import (
    WHOLE_SHARE,
    Carriage,
    CarrierTerms,
    Cause,
    Facts,
    Handed,
    Kind,
    Loss,
    Package,
    Sale,
    Service,
    Sum,
    Treaty,
)
from makewhole.money import SDR, Money, parse

DATA = Path(os.environ.get("EVAL_DATA", "/nonexistent")) / "law" / "cases.json"
COVERED = ("MC", "UPU", "CNP", "CNE", "MM", "EU", "UK", "CN", "WIN")
BY_AIR = ("FedEx", "DHL", "DHL Express", "UPS")
BUYERS = {"consumer EU": "DE", "consumer UK": "GB", "consumer CN": "CN"}
TREATIES: dict[str, Treaty] = {
    "both_mc99_parties": "mc99",
    "both_mp4_parties": "mp4",
    "both_hague55_parties": "hague_1955",
    "both_warsaw_parties": "warsaw_1929",
}
STARTS = {"1992": date(2026, 3, 2), "2025": date(2026, 6, 1)}
"""A day on which the version of the law that a case names was in force."""
CAUSES: dict[str, Cause] = {
    "lightning_storm": "storm",
    "customs_seizure": "public_authority",
    "authority_destroyed": "public_authority",
}


def _cases() -> list[Any]:
    if not DATA.is_file():
        return []
    cases = json.loads(DATA.read_text())["cases"]
    return [pytest.param(one, id=one["id"]) for one in cases if one["id"].split("-")[0] in COVERED]


def _day(plain: dict[str, Any], *names: str) -> date | None:
    return next((date.fromisoformat(plain[name]) for name in names if plain.get(name)), None)


def _sdr(plain: dict[str, Any], *names: str) -> SDR | None:
    return next((SDR.of(plain[name]) for name in names if plain.get(name)), None)


def _grams(kilograms: str) -> int:
    return int(Fraction(kilograms) * 1000)


def _packages(plain: dict[str, Any]) -> tuple[Package, ...]:
    if "packages_kg" in plain:
        lost = set(plain["lost"])
        return tuple(Package(_grams(kg), concerned=kg in lost) for kg in plain["packages_kg"])
    weight = plain.get("weight_kg") or plain.get("actual_kg")
    return (Package(_grams(weight)),) if weight else ()


def _sum(plain: dict[str, Any], *stems: str) -> Sum | None:
    """The first of these that the case gives, in whatever unit its key ends on."""
    for stem in stems:
        for key, text in plain.items():
            if text is None or not key.startswith(f"{stem}_") or len(key) != len(stem) + 4:
                continue
            amount = SDR.of(text) if key.endswith("_sdr") else parse(text, key[-3:].upper())
            assert isinstance(amount, SDR | Money)
            return amount
    return None


def _treaties(plain: dict[str, Any], common: bool) -> tuple[Treaty, ...]:
    """Confirmed by the case itself, where it names no places our lists could tell it by."""
    if common and "origin" in plain:
        return ()
    return tuple(treaty for key, treaty in TREATIES.items() if plain.get(key) is common)


def _money(plain: dict[str, Any], name: str, currency: str) -> Money | None:
    if name not in plain:
        return None
    money = parse(plain[name], currency)
    assert isinstance(money, Money)
    return money


def _carriage(plain: dict[str, Any]) -> Carriage:
    service = "small_packet" if plain.get("service") == "small_packet_unregistered" else plain.get("service")
    return Carriage(
        mode=plain.get("mode"),
        legs=tuple(plain.get("legs", ())),
        loss_leg=plain.get("loss_leg") if plain.get("loss_leg") != "unknown" else None,
        origin=plain.get("origin"),
        destination=plain.get("destination"),
        agreed_stop_abroad=plain.get("agreed_stop_abroad", False),
        postal=plain.get("postal_item"),
        service=cast(Service | None, service),
        operator=plain.get("operator"),
        treaties_common=_treaties(plain, True),
        treaties_not_common=_treaties(plain, False),
        accepted_on=_day(plain, "accepted", "posted"),
        due_on=_day(plain, "due_arrival"),
        delivered_on=_day(plain, "received", "placed_at_disposal"),
        packages=_packages(plain),
        declared_interest=_sdr(plain, "declared_interest_sdr"),
        supplement_paid=plain.get("supplement_paid"),
        insured=_sdr(plain, "insured_sdr"),
        charges=_sdr(plain, "postage_ex_insurance_sdr", "postage_sdr"),
        substituted_mode=plain.get("substituted_mode"),
        substitution_agreed=plain.get("sender_consent"),
        refused_by_consignee=plain.get("refused_by_consignee", False),
        terms=CarrierTerms(
            limit=_money(plain, "contract_limit_usd", "USD"),
            claim_within_days=plain.get("contract_window_days"),
        ),
    )


def _loss(plain: dict[str, Any]) -> Loss:
    packed_badly: Cause | None = "defective_packing" if "sender_packing_share" in plain else None
    value = _money(plain, "proven_loss_usd", "USD") or _sdr(
        plain, "proven_loss_sdr", "actual_damage_sdr", "value_at_acceptance_sdr", "contents_sdr"
    )
    return Loss(
        kind=plain["claim"],
        happened_on=_day(plain, "event_date"),
        value=value,
        consequential=_sdr(plain, "lost_profit_sdr"),
        cause=CAUSES.get(plain.get("cause", ""), packed_badly),
        claimant_share=int(Fraction(plain.get("sender_packing_share", "0")) * WHOLE_SHARE),
        others_affected=plain.get("value_of_others_affected"),
        in_scope_of_employment=plain.get("in_scope_of_employment"),
        conduct_of="servant" if "in_scope_of_employment" in plain else None,
        prohibited_goods=plain.get("prohibited", False),
        undeclared_goods=plain.get("undeclared", False),
        wilful=plain.get("wilful_misconduct"),
        carrier_fraud=plain.get("carrier_fraud", False),
        carrier_proved_care=plain.get("all_measures_taken", plain.get("all_reasonable_measures", False)),
        reserved_at_delivery=plain.get("reserved_at_delivery"),
        notice_sent_on=_day(plain, "notice_dispatched"),
        suit_filed_on=_day(plain, "suit_filed"),
        claimed_on=_day(plain, "claim_date", "inquiry"),
        offered_in_writing=_sdr(plain, "offer_sdr"),
        court_costs=_sdr(plain, "costs_sdr", "costs_and_interest_sdr"),
    )


def _sale(plain: dict[str, Any]) -> Facts:
    handed: dict[str, Handed] = {
        "neighbour_not_indicated": "someone_else",
        "buyer": "buyer",
        "consumer": "buyer",
        "named_neighbour": "named_third_party",
    }
    to = handed.get(plain.get("delivered_to", ""))
    if to is None and plain.get("claim") == "non_delivery":
        to = "nobody"
    price = _sum(plain, "price")
    assert not isinstance(price, SDR)
    return Facts(
        claim="buyer_v_seller",
        sale=Sale(
            buyer_country=BUYERS[plain["buyer"]],
            buyer_is_consumer=True,
            price=price,
            contract_on=_day(plain, "contract_date"),
            agreed_delivery_by=_day(plain, "agreed_delivery"),
            time_essential=plain.get("time_essential"),
            further_period_until=_day(plain, "further_period_until", "extra_period_until"),
            terminated=plain.get("contract_terminated"),
            seller_fraud=plain.get("seller_fraud", plain.get("fraud")),
            carrier_chosen_by_buyer=plain.get("carrier_chosen_by") == "consumer",
            carrier_offered_by_seller=plain.get("offered_by_trader"),
            handed_to_carrier=plain.get("handed_over"),
            handed_to=to,
        ),
    )


def _platform(plain: dict[str, Any]) -> Facts:
    price = _sum(plain, "price")
    assert not isinstance(price, SDR)
    kinds: dict[str, Kind] = {"damage": "damage", "damaged": "damage", "loss": "loss", "non_delivery": "loss"}
    return Facts(
        claim="buyer_v_platform",
        loss=Loss(kind=kinds.get(plain.get("claim", ""))),
        sale=Sale(
            platform=plain["platform"],
            price=price,
            latest_estimate=_day(plain, "max_edd"),
            completed_on=_day(plain, "order_completed"),
            contract_on=_day(plain, "purchased", "purchase_date", "ordered"),
            received_on=_day(plain, "delivered", "received"),
            claimed_on=_day(plain, "claim_date"),
        ),
    )


def _carrier(plain: dict[str, Any]) -> Facts:
    """A claim on a carrier's own terms: beside the air convention, or alone."""
    by_air = plain["carrier"] in BY_AIR
    operator, _, product = (
        plain["carrier"].partition(" ") if "USPS" in plain["carrier"] else (plain["carrier"], "", "")
    )
    region = {"world": "US", "europe": "DE"}.get(plain.get("region", ""), "DE")
    carriage = Carriage(
        mode="air" if by_air else None,
        postal=False if by_air else None,
        origin="CN",
        destination=region,
        operator=operator,
        product=plain.get("service") or plain.get("product") or product or None,
        scanned_in=plain.get("scanned", plain.get("scanned_in")),
        accepted_on=_day(plain, "accepted", "mailed", "posted", "handed_over"),
        due_on=_day(plain, "due"),
        delivered_on=_day(plain, "delivered"),
        packages=_packages(plain),
    )
    loss = Loss(
        kind={"non_delivery": "loss"}.get(plain["claim"], plain["claim"]),
        value=_sum(plain, "proven_loss", "value", "declared"),
        notice_sent_on=_day(plain, "notice"),
        claimed_on=_day(plain, "claim_date", "today"),
    )
    return Facts(claim="sender_v_carrier", basis="law" if by_air else "terms", carriage=carriage, loss=loss)


def _china(plain: dict[str, Any]) -> Facts:
    """Inside China: the post, or a courier."""
    post = "Postal" in plain["law"]
    whole, actual = _sum(plain, "total_value"), _sum(plain, "actual_loss", "proven_loss")
    part = whole is not None and actual is not None and whole != actual
    unregistered: Service | None = None if post else "express"
    carriage = Carriage(
        mode="post" if post else None,
        postal=post,
        origin="CN",
        destination="CN",
        universal_service=plain.get("universal_service") if post else None,
        receipted=plain.get("receipted"),
        service="registered" if plain.get("registered_letter") else unregistered,
        accepted_on=_day(plain, "posted"),
        charges=_sum(plain, "postage", "freight"),
        insured=_sum(plain, "insured"),
        terms=CarrierTerms(
            limit_times_charges=plain.get("contract_cap_multiple"),
            displayed=plain.get("cap_displayed", plain.get("cap_highlighted")),
        ),
    )
    loss = Loss(
        kind=plain.get("claim") or ("shortage" if part else "loss"),
        value=actual,
        value_whole=whole,
        cause=CAUSES.get(plain.get("cause", ""), plain.get("cause")),
        conduct="gross_negligence" if plain.get("gross_negligence") else None,
        claimed_on=_day(plain, "inquiry", "claim_date"),
    )
    return Facts(claim="sender_v_carrier", carriage=carriage, loss=loss)


def _legs(plain: dict[str, Any]) -> Facts:
    """Several legs under one contract."""
    known = plain.get("loss_leg")
    count = plain.get("packages")
    carriage = Carriage(
        postal=False,
        legs=tuple(plain["legs"]),
        loss_leg=None if known == "unknown" else known,
        governing_law="DE" if plain["law"] == "HGB" else "CN",
        origin=plain.get("origin"),
        destination=plain.get("destination"),
        package_count=int(count) if count else None,
        packages=_packages(plain),
        charges=_sum(plain, "freight"),
        delivered_on=_day(plain, "delivered"),
    )
    loss = Loss(
        kind=plain["claim"],
        value=_sum(plain, "value", "proven_loss", "market_value", "market_price", "actual_loss"),
        happened_on=_day(plain, "event_date")
        or next((on for key, on in STARTS.items() if key in plain["law"]), None),
    )
    return Facts(claim="sender_v_carrier", carriage=carriage, loss=loss)


def _facts(plain: dict[str, Any], expect: dict[str, Any]) -> Facts:
    payable = expect.get("payable") or {}
    currency = payable.get("currency") if payable.get("currency") != "SDR" else None
    if "buyer" in plain:
        return _sale(plain)
    if "platform" in plain:
        return replace(_platform(plain), payout_currency=currency)
    if "carrier" in plain:
        return _carrier(plain)
    if "law" in plain:
        return _legs(plain) if "legs" in plain else _china(plain)
    return Facts(
        claim="consignee_v_carrier" if expect.get("payee") == "consignee" else "sender_v_carrier",
        carriage=_carriage(plain),
        loss=_loss(plain),
        payout_currency=currency,
        settled_on=_day(plain, "settle_date"),
    )


def _now(plain: dict[str, Any]) -> datetime:
    """The day of the case: of what was done last, as the case tells it."""
    names = ("today", "suit_filed", "settle_date", "claim_date", "inquiry", "notice_dispatched", "notice")
    on = _day(plain, *names, "event_date", "received", "posted", "due_arrival", "contract_date") or date(
        2026, 6, 1
    )
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


@pytest.mark.parametrize("case", _cases())
def test_a_worked_case_from_outside_comes_to_the_same_answer(case: dict[str, Any]) -> None:
    """Regime, limit, deadlines, admissible, liable, payable and payee, where the case names them."""
    plain, expect = case["facts"], case["expect"]
    facts = _facts(plain, expect)
    got = assess(facts, EcbRates(), _now(plain))
    assert _told(got, expect, facts) == _wanted(expect)


def _told(got: Assessment, expect: dict[str, Any], facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = {"regime": got.regime}
    if expect["limit_sdr"] is not None:
        told["limit_sdr"] = got.limit.text() if got.limit else None
    if expect["notice_deadline"]:
        dated = len(expect["notice_deadline"]) == 10
        told["notice_deadline"] = str(got.notice_by) if dated else f"{got.notice_period} from posting"
    if expect["suit_deadline"]:
        dated = len(expect["suit_deadline"]) == 10
        told["suit_deadline"] = str(got.suit_by) if dated else got.suit_period
    for name, value in (("admissible", got.admissible), ("carrier_liable", got.liable)):
        if expect[name] is not None:
            told[name] = value
    if expect["payable"] is not None:
        in_sdr = expect["payable"]["currency"] == "SDR"
        amount = got.payable_sdr if in_sdr else got.payable
        told["payable"] = amount.text() if amount is not None else None
    if expect["payee"] in ("sender", "consignee", "addressee", "buyer"):
        told["payee"] = {"addressee": "consignee"}.get(expect["payee"], expect["payee"]) in got.payees
    days = {"claimable_from": got.claimable_from, "opens": got.claimable_from}
    for name, on in (*days.items(), ("contract_deadline", got.contract_window)):
        if expect.get(name) is not None:
            told[name] = str(on)
    if expect.get("limit_gold_francs") is not None:
        told["limit_gold_francs"] = got.limit_gold_francs
    if expect.get("review"):
        told["review"] = got.needs_person
    if "delivery_deadline" in expect:
        told["delivery_deadline"] = str(consumer.deliver_by(facts.sale).by)
    return told


def _wanted(expect: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {"regime": expect["regime"]}
    if expect["limit_sdr"] is not None:
        wanted["limit_sdr"] = f"{expect['limit_sdr']} SDR"
    if expect["notice_deadline"]:
        wanted["notice_deadline"] = expect["notice_deadline"]
    if expect["suit_deadline"]:
        wanted["suit_deadline"] = expect["suit_deadline"].removesuffix(" from due arrival")
    for name in ("admissible", "carrier_liable"):
        if expect[name] is not None:
            wanted[name] = expect[name]
    if expect["payable"] is not None:
        wanted["payable"] = f"{expect['payable']['amount']} {expect['payable']['currency']}"
    if expect["payee"] in ("sender", "consignee", "addressee", "buyer"):
        wanted["payee"] = True
    for name in (
        "claimable_from",
        "opens",
        "contract_deadline",
        "review",
        "delivery_deadline",
        "limit_gold_francs",
    ):
        if expect.get(name) is not None:
            wanted[name] = expect[name]
    return wanted


def test_the_cases_from_outside_are_there_or_said_to_be_absent() -> None:
    """Without the data folder nothing is claimed to have been checked."""
    if not DATA.is_file():
        pytest.skip("EVAL_DATA is not set: the outside cases were not run")
    assert len(_cases()) > 40
