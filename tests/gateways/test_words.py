"""Carriers' own words in ten languages: negations, what has not happened yet, and any text at all."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.tracking import words
from makewhole.gateways.tracking.codes import Coded
from makewhole.parcel.journey import STATUSES
from makewhole.parcel.reasons import REASONS

SAID: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
ROWS = [(language, said, meaning) for language, rows in SAID.items() for said, meaning in rows.items()]
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def coded(meaning: str) -> Coded | None:
    status, _, reason = meaning.partition(": ")
    return Coded(status, reason or None) if status else None


@pytest.mark.parametrize(("language", "said", "meaning"), ROWS)
def test_a_carriers_sentence_means_one_thing_in_our_words(language: str, said: str, meaning: str) -> None:
    assert words.of(said) == coded(meaning)


def test_every_language_we_have_phrases_of_has_at_least_fifteen_sentences() -> None:
    assert set(SAID) == set(words.languages())
    assert {language: len(rows) for language, rows in SAID.items() if len(rows) < 15} == {}


def test_every_phrase_says_a_status_and_a_reason_there_is() -> None:
    said = {
        meaning
        for language in words.languages()
        for tier in ("phrases", "parts")
        for meaning in words._phrases(language).get(tier, {})
    }
    for status, _, reason in (meaning.partition(": ") for meaning in said - {"nothing"}):
        assert status in STATUSES
        assert not reason or reason in REASONS


def test_no_phrase_means_two_things_in_one_language() -> None:
    for language in words.languages():
        seen: dict[str, str] = {}
        for tier in ("phrases", "parts"):
            for meaning, phrases in words._phrases(language).get(tier, {}).items():
                twice = [each for each in phrases if seen.setdefault(each, meaning) != meaning]
                assert twice == [], f"{language}: {twice} is {meaning} and {seen[twice[0]]}"


@pytest.mark.parametrize(
    ("done", "undone", "coming"),
    [
        ("delivered", "not delivered", "will be delivered"),
        ("已签收", "未签收", "等待签收，预计明天送达"),
        ("entregado", "no ha sido entregado", "será entregado"),
        ("entregue", "não foi entregue", "será entregue"),
        ("livré", "n'a pas été livré", "sera livré"),
        ("zugestellt", "nicht zugestellt", "wird voraussichtlich zugestellt"),
        ("consegnato", "non è stato consegnato", "sarà consegnato"),
        ("配達完了", "配達されませんでした", "配達予定"),
        ("배달완료", "배달되지 않았습니다", "배달 예정"),
        ("bezorgd", "niet bezorgd", "wordt morgen bezorgd"),
    ],
)
def test_what_was_not_done_and_what_is_to_come_is_not_done(done: str, undone: str, coming: str) -> None:
    assert words.of(done) == Coded("delivered")
    assert words.of(undone) == Coded("delivery_failed")
    found = words.of(coming)
    assert found is None or found.status not in ("delivered", "delivery_failed")


def test_a_negation_reaches_no_further_than_its_clause() -> None:
    assert words.of("No damage. Delivered") == Coded("delivered")
    assert words.of("Not damaged, delivered") == Coded("delivered")
    assert words.of("Nobody was there to sign, not delivered") == Coded("delivery_failed", "consignee_absent")


def test_two_things_that_contradict_each_other_say_nothing() -> None:
    assert words.of("Delivered. The order was cancelled by the sender.") is None


def test_traditional_signs_read_as_simplified_ones() -> None:
    assert words.of("快件已簽收") == words.of("快件已签收") == Coded("delivered")
    assert words.of("海關扣留") == words.of("海关扣留") == Coded("customs", "customs_delay")


@given(st.sampled_from(ROWS), st.sampled_from([str.upper, str.title, lambda said: said.translate(WIDE)]))
def test_case_and_width_change_nothing(row, change) -> None:
    _, said, meaning = row
    assert words.of(change(said)) == coded(meaning)


@given(st.sampled_from(ROWS), st.sampled_from(["  ", "\t", "\u3000", "\u00a0"]))
def test_other_spaces_change_nothing(row, space) -> None:
    _, said, meaning = row
    assert words.of(space + said.replace(" ", space) + space) == coded(meaning)


@given(st.text(max_size=200))
def test_any_text_is_read_or_says_nothing(text: str) -> None:
    found = words.of(text)
    assert found is None or (found.status in STATUSES and (found.reason is None or found.reason in REASONS))


@given(st.lists(st.sampled_from([said for _, said, _ in ROWS]), max_size=6).map(" ".join))
def test_a_heap_of_sentences_never_fails(text: str) -> None:
    found = words.of(text)
    assert found is None or found.status in STATUSES


def test_a_long_text_is_read_as_far_as_its_bound() -> None:
    assert words.of("delivered " * 100_000) == Coded("delivered")
    assert words.of("x" * 5_000 + " delivered") is None
