"""What a post is: our own labelled posts in thirteen languages, and texts that try to break the reader."""

import csv
import json
import os
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care.causes import CAUSES
from makewhole.care.judgement import Brand, Judgement, Standing, consider
from makewhole.care.lexicon import LANGUAGES, of
from makewhole.care.post import Post, from_x, mentioned
from makewhole.care.triage import triage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
POSTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("posts.toml").read_text("utf-8"))["post"]


def judged(row: dict[str, Any]) -> Judgement:
    """The judgement on one labelled post, for the account it mentions."""
    post = Post("p", row["text"], mentions=mentioned(row["text"]))
    return consider(post, Brand("Acme", ("acme",)), None, Standing(), NOW)


@pytest.mark.parametrize("row", POSTS, ids=[row["text"][:60] for row in POSTS])
def test_a_labelled_post_is_read_as_its_writer_meant_it(row: dict[str, Any]) -> None:
    found = judged(row)
    assert found.triage.language == row["language"]
    assert found.route == row["route"]
    if "cause" in row:
        assert found.triage.causes[0] == row["cause"]
    assert set(row.get("also", ())) <= set(found.triage.causes)
    if "logistics" in row:
        assert found.triage.logistics is row["logistics"]
    if "urgency" in row:
        assert found.triage.urgency == row["urgency"]


def test_the_labelled_posts_cover_every_language_and_nearly_every_cause() -> None:
    assert {row["language"] for row in POSTS} == set(LANGUAGES)
    assert set(CAUSES) == {row.get("cause") for row in POSTS} - {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lexicon_is_read_and_names_only_known_ideas(language: str) -> None:
    of(language)
    folder = Path(__file__).resolve().parents[2] / "makewhole" / "care" / "lexicon"
    known = tomllib.loads((folder / "en.toml").read_text("utf-8"))["ideas"].keys()
    ideas = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))["ideas"].keys()
    assert ideas <= known


def test_a_negation_turns_praise_and_receipt_around() -> None:
    assert triage(Post("1", "great delivery, thank you"), NOW).sentiment == "positive"
    assert triage(Post("1", "not a great delivery at all, parcel not received"), NOW).sentiment == "negative"


def test_reach_and_urgency_raise_priority() -> None:
    small = triage(Post("1", "my parcel is late again", followers=3), NOW)
    large = triage(Post("1", "my parcel is late again", followers=2_000_000), NOW)
    urgent = triage(Post("1", "my insulin parcel is late again", followers=3), NOW)
    assert small.priority < large.priority
    assert small.priority < urgent.priority <= 100


def test_a_post_without_a_date_has_no_age_and_a_future_date_does_no_harm() -> None:
    text = "where is my parcel"
    undated = triage(Post("1", text), NOW)
    future = triage(Post("1", text, created_at=NOW + timedelta(days=900)), NOW)
    old = triage(Post("1", text, created_at=NOW - timedelta(days=900)), NOW)
    assert undated.priority == future.priority > old.priority


@pytest.mark.parametrize(
    "text",
    [
        "where is my par\u200bcel, it never arr\u0000ived",
        "WHERE IS MY PARCEL!!! 😡😡😡 never arrived",
        "my parcel never arrived " + "so angry " * 2_700,
        "ｗｈｅｒｅ ｉｓ ｍｙ ｐａｒｃｅｌ never arrived",
        "my parcel never arrived \ud83d",
        "\u202emy parcel\u202c never arrived",
    ],
)
def test_strange_characters_do_not_hide_a_complaint(text: str) -> None:
    found = triage(Post("1", text), NOW)
    assert found.logistics
    assert "not_received" in found.causes


@given(st.text(max_size=300))
def test_any_text_gets_a_whole_judgement(text: str) -> None:
    found = triage(Post("1", text), NOW)
    assert found.causes
    assert set(found.causes) <= set(CAUSES)
    assert found.sentiment in ("negative", "neutral", "positive")
    assert 0 <= found.urgency <= 3
    assert 0 <= found.priority <= 100
    assert 0.0 <= found.confidence <= 1.0
    assert found.confidence == round(found.confidence, 3)
    assert found.because


def test_the_same_post_is_judged_the_same_every_time() -> None:
    post = Post("1", "@acme parcel lost, refund please")
    assert triage(post, NOW) == triage(post, NOW)


def posts_of(name: str) -> list[Post]:
    """Posts of the evaluation data."""
    lines = (Path(os.environ["EVAL_DATA"]) / "posts" / name).read_text("utf-8").splitlines()
    return [post for line in lines if isinstance(post := from_x(json.loads(line)), Post)]


@pytest.mark.skipif("EVAL_DATA" not in os.environ, reason="EVAL_DATA is not set")
def test_logistics_is_told_from_the_rest_on_real_posts() -> None:
    right = sum(triage(post, NOW).logistics for post in posts_of("dev.jsonl"))
    wrong = sum(triage(post, NOW).logistics for post in posts_of("dev_other_topics.jsonl"))
    precision, recall = right / (right + wrong), right / len(posts_of("dev.jsonl"))
    assert 2 * precision * recall / (precision + recall) >= 0.93


@pytest.mark.skipif("EVAL_DATA" not in os.environ, reason="EVAL_DATA is not set")
def test_reviews_in_chinese_and_portuguese_lean_the_way_their_stars_do() -> None:
    folder = Path(os.environ["EVAL_DATA"]) / "posts"
    chinese = list(csv.DictReader((folder / "zh_reviews.csv").open(encoding="utf-8")))[::4]
    moods = [(row["label"], triage(Post("1", row["review"]), NOW).sentiment) for row in chinese]
    swapped = sum((label, mood) in (("1", "negative"), ("0", "positive")) for label, mood in moods)
    assert swapped / len(moods) < 0.15
