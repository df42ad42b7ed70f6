"""Why something was decided, as its customer reads it: in their own language, accusing nobody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from makewhole import tables
from makewhole.because import Ground, Refused
from makewhole.claims import claim as life
from makewhole.claims import evidence, settlement
from makewhole.claims.facts import PROBLEMS, Problem
from makewhole.claims.grade import DEFAULT
from makewhole.claims.terms import Terms, demo, read
from makewhole.desk import lodge
from makewhole.money import NoRates
from makewhole.web import reasons
from makewhole.web.speech import CUSTOMERS, Speech
from makewhole.words import LANGUAGES
from tests.claims.claimed import NOW, claim, euros, parcel

PHOTOS = frozenset({"photo_goods", "photo_outside", "photo_inside", "photo_label", "not_received_statement"})
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"terminated": True},
    {"appealed": True, "contract_on": None},
    {"evidence": PHOTOS, "severity": "total", "part_value": euros(9)},
    {"evidence": PHOTOS, "severity": "part", "part_value": euros(9), "carrier_chosen_by_buyer": True},
    {"other_claims_for_parcel": 1, "buyer_country": "GB"},
    {"photo_hashes": frozenset({"a"}), "photo_hashes_seen_before": frozenset({"a"}), "buyer_country": "US"},
    {"lodged_at": NOW + timedelta(days=100), "agreed_delivery_by": date(2026, 9, 20)},
)
PARCELS: tuple[dict[str, Any], ...] = ({}, {"promised_by": None}, {"value": None})
SOURCES = Path(lodge.__file__).parent


def written(pattern: str, *errands: str) -> list[str]:
    """What the named errands write where the pattern says: their rules, as their source has them."""
    found = [re.findall(pattern, (SOURCES / f"{one}.py").read_text(encoding="utf-8")) for one in errands]
    return sorted({rule for each in found for rule in each})


DESK = tuple(
    Ground(rule, "in the desk's own words", "docs/claims.md")
    for rule in (
        *written(r'Ground\(\s*"([a-z_.]+)"', "lodge", "decide", "appeal", "pay", "rule"),
        "pay.settled",
        "pay.failed",
        "pay.returned",
    )
)
NOES = (
    *written(r'Refused\(\s*"([a-z_.]+)"', "lodge", "appeal", "pay"),
    *(f"lodge.{name}" for name in written(r'\bfault\(\s*"([a-z_]+)"', "lodge")),
)


def speech(language: str) -> Speech:
    """A reader of that language."""
    return Speech(language, datetime(2026, 10, 30, 12, tzinfo=UTC))


@cache
def grounds() -> tuple[Ground, ...]:
    """Every ground that a buyer's claim leads to, over many claims, and those of the desk."""
    found: dict[tuple[str, str], Ground] = {}
    strict = replace(DEFAULT, simple_up_to={"EUR": 1})
    every = product(PROBLEMS, ("in_transit", "delivered"), (2, 40), (5, 90), CHANGES, PARCELS)
    for problem, last, days, asked, changes, about in every:
        facts = claim(parcel(**about), last, days, problem=problem, asked=euros(asked), **changes)
        for settings in (DEFAULT, strict):
            for ground in settlement.decide(facts, demo(), NoRates(), NOW, settings).because:
                found.setdefault((ground.rule, re.sub(r"\d", "0", ground.says)), ground)
    return (*found.values(), *DESK)


def told(language: str, *because: Ground, terms: Terms | None = None) -> tuple[reasons.Reason, ...]:
    """The grounds as a reader of that language finds them."""
    return reasons.reasons(because, speech(language), terms or demo())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_a_customer_can_meet_is_said_in_their_language(language: str) -> None:
    assert len(grounds()) > 50
    foreign = [
        f"{ground.rule}: {said.words}"
        for ground in grounds()
        for said in told(language, ground)
        if said.language is not None or (language != "en" and said.words == ground.says)
    ]
    assert foreign == []


def messages() -> Iterator[str]:
    """Every message the table names."""
    for rows in tables.read("makewhole.web", "reasons.toml").values():
        yield from (row["message"] for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_table_is_in_the_catalogue_itself(language: str) -> None:
    assert [one for one in messages() if not CUSTOMERS.has(language, one)] == []


def test_no_reason_is_written_that_nobody_could_be_given() -> None:
    """A pattern that no ground meets has lost its rule; the few that this matrix can't reach are named."""
    met = {fits.id for one in grounds() if (fits := reasons.message("ground", one)) is not None}
    rows = tables.read("makewhole.web", "reasons.toml")["ground"]
    left = {row["message"] for row in rows if not row.get("family")} - met
    assert left == {
        "reason-carrier",
        "reason-convert",
        "reason-no-notice",
        "reason-own-carrier",
        "reason-rate",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_accuses_nobody_and_names_no_suspicion(language: str) -> None:
    doubts = [ground for ground in grounds() if ground.rule.startswith("suspicion.")]
    assert len(doubts) == 3
    said = told(language, *doubts)
    assert [one.words for one in said] == [speech(language).t("reason-second-look")]
    assert "suspicion" not in said[0].cite


def test_sums_and_days_are_written_as_the_language_writes_them() -> None:
    best = Ground(
        "settlement.better",
        "the better of the two for the claimant is 1234.50 EUR",
        "",
        {"law": None, "terms": "1234.50 EUR"},
    )
    german, arabic = told("de", best)[0], told("ar", best)[0]
    assert "1.234,50\N{NO-BREAK SPACE}€" in german.words
    assert german.facts == (("Nach unserer Zusage", "1.234,50\N{NO-BREAK SPACE}€"),)
    assert "1234.50 EUR" not in arabic.words
    due = Ground(
        "CRD art. 18(1)",
        "no day was agreed: delivery until 2026-10-08",
        "",
        {"row": "crd-delivery-days"},
        "U",
    )
    said = told("de", due)[0]
    assert "08.10.2026" in said.words
    assert (said.cite, said.unsettled) == ("CRD art. 18(1)", True)


def test_a_rule_of_the_law_of_carriage_says_what_it_is_about_and_keeps_its_own_words_beneath() -> None:
    limit = Ground("MC99 art. 22(3)", "at most 26 SDR a kilogram", "ICAO", {"row": "mc99-limit-2024"}, "V")
    said = told("fr", limit)[0]
    assert said.words == "La loi fixe le maximum que doit le transporteur."
    assert (said.more, said.more_language, said.cite) == (limit.says, "en", "MC99 art. 22(3)")


def test_a_reason_nobody_translated_is_shown_as_written_and_marked_as_english() -> None:
    said = told("ja", Ground("CMR art. 99", "something new", "", {"row": "cmr-new"}))[0]
    assert (said.words, said.language, said.cite) == ("something new", "en", "CMR art. 99")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstrations_own_rules_are_said_in_every_language(language: str) -> None:
    for rule in demo().document["rules"]:
        found = demo().says(rule["id"], language)
        assert found is not None
        assert found[1] == language, rule["id"]


def test_a_sellers_rule_is_said_in_the_words_of_the_document_it_was_decided_by() -> None:
    document = {**demo().document, "rules": [dict(rule) for rule in demo().document["rules"]]}
    document.pop("prose_sha256")
    document["rules"][0]["says"] = {"en": "Lost is paid back.", "pt": "Perdido é pago."}
    document["rules"][1]["says"] = "Still ist verloren."
    terms = read(document, {"en": "We pay."})
    assert isinstance(terms, Terms)
    rule, known = (
        f"terms {terms.name} of {terms.version}, rule ",
        {"terms_hash": terms.hash, "sum": "4.00 EUR"},
    )
    lost = Ground(f"{rule}lost", "Lost is paid back.", "", known)
    assert told("pt", lost, terms=terms)[0].words == "Perdido é pago."
    foreign = told("ko", lost, terms=terms)[0]
    assert (foreign.words, foreign.language) == ("Lost is paid back.", "en")
    assert (
        told("ko", Ground(f"{rule}silent", "Still ist verloren.", "", known), terms=terms)[0].language == ""
    )
    later = told("pt", lost, terms=demo())[0]
    assert (later.words, later.language) == ("Lost is paid back.", ""), (
        "another document's words would be a guess"
    )


def test_what_a_person_wrote_stands_beneath_in_their_own_words() -> None:
    ruled = Ground("person.ruled", "a person of the seller ruled", "docs/claims.md")
    said = reasons.reasons((ruled,), speech("zh"), demo(), "The box was dry.")[0]
    assert said.words == "有人审看了您的索赔。"
    assert (said.more, said.more_language) == ("The box was dry.", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_asked_for_says_why_in_the_readers_language(language: str) -> None:
    asked = [
        one
        for problem, severity in product(PROBLEMS, (None, "part"))
        for one in evidence.needed(
            claim(parcel(value=None), "delivered", problem=cast(Problem, problem), severity=severity)
        )
    ]
    plain = [{"kind": one.kind, "why": one.why} for one in asked]
    said = reasons.needs(plain, speech(language))
    assert len(said) == len(asked) > 10
    if language != "en":
        assert {one.why for one in said} & {one.why for one in asked} == set()


REFUSED = (
    life.move("paid", "accept"),
    evidence.accept("text/plain", 10, 0),
    evidence.accept(evidence.PNG, 0, 0),
    evidence.accept(evidence.PNG, 10, evidence.MOST_FILES),
    *(Refused(rule, "your claim MW-ABCDEFGH is in English", "", "do this") for rule in NOES),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_no_a_customer_can_meet_is_said_in_their_language(language: str) -> None:
    assert len(NOES) > 12
    for no in REFUSED:
        assert isinstance(no, Refused)
        said = reasons.refused(no, speech(language))
        assert no.says not in said, no.rule


def test_a_no_that_nobody_translated_is_still_said() -> None:
    assert (
        reasons.refused(Refused("new.rule", "not so", "", "do it thus"), speech("en"))
        == "We can’t do that: not so. do it thus"
    )


def test_the_kinds_of_the_table_are_those_the_module_reads() -> None:
    assert set(tables.read("makewhole.web", "reasons.toml")) == set(get_args(reasons.Kind))
