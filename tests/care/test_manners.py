"""Each rule of the channel, with a test that tries to break it."""

from dataclasses import replace
from typing import Any

import pytest

from makewhole.care.manners import RULES, Act, Kind, Standing, may, opt_in, opt_out, summoned
from makewhole.care.post import Post

SUMMONED = Post("1", "@acme where is my parcel", author_id="9", author_handle="bob", mentions=("Acme",))
COLD = Post("1", "acme lost my parcel", author_id="9", author_handle="bob")


def act(post: Post = SUMMONED, kind: Kind = "public_reply", text: str = "", **more: Any) -> Act:
    """An automatic act of @acme."""
    return Act(kind, post, ("acme",), text, account_ids=frozenset({"77"}), **more)


def test_a_customer_who_mentions_us_may_be_answered_once() -> None:
    assert may(act(), Standing()).allowed
    assert may(act(), Standing(already_answered_interaction=True)).rule == "R3"


def test_somebody_who_merely_complains_is_not_answered_by_a_machine() -> None:
    verdict = may(act(COLD), Standing())
    assert (verdict.allowed, verdict.rule) == (False, "R1")
    assert "hand" in verdict.way_forward


def test_quoting_our_post_summons_us_and_quoting_another_does_not() -> None:
    quote = Post("1", "look at this", quoted_ids=("500",))
    assert summoned(quote, ("acme",), frozenset({"500"}))
    assert not summoned(quote, ("acme",), frozenset({"501"}))


def test_the_handle_counts_whatever_its_case_and_never_as_part_of_another() -> None:
    assert summoned(SUMMONED, ("@ACME",))
    assert not summoned(Post("1", "@acme_fans hi", mentions=("acme_fans",)), ("acme",))


def test_nobody_who_opted_out_is_written_to() -> None:
    assert may(act(), Standing(opted_out=True)).rule == "R4"
    assert may(act(Post("1", "@acme stop", mentions=("acme",))), Standing()).rule == "R4"


def test_a_direct_message_needs_the_customer_to_have_written_first() -> None:
    assert may(act(kind="private_message"), Standing()).rule == "R7"
    assert may(act(kind="private_message"), Standing(dm_open=True)).allowed
    inbound = Post("1", "hello", channel="dm")
    assert may(act(inbound, "private_message"), Standing()).allowed


def test_no_automation_without_the_label_attested() -> None:
    assert may(act(), Standing(automation_attested=False)).rule == "R6"
    assert may(act(automated=False), Standing(automation_attested=False)).allowed


def test_text_of_a_model_needs_a_person_or_recorded_approval() -> None:
    assert may(act(written_by_model=True), Standing()).rule == "R5"
    assert may(act(written_by_model=True), Standing(ai_approved=True)).allowed
    assert may(act(written_by_model=True, automated=False), Standing()).allowed


def test_a_link_is_a_priced_choice_and_the_same_words_again_are_refused() -> None:
    assert may(act(text="see https://x.com/a"), Standing()).rule == "link"
    assert may(act(text="see https://x.com/a"), Standing(links_allowed=True)).allowed
    assert may(act(text="Sorry!"), Standing(recent_texts=frozenset({"Sorry!"}))).rule == "R26"


@pytest.mark.parametrize(
    "post",
    [
        Post("1", "@acme hello", author_handle="Acme", mentions=("acme",)),
        Post("1", "@acme hello", author_id="77", mentions=("acme",)),
        Post("1", "RT @acme: hello", mentions=("acme",), repost=True),
    ],
)
def test_our_own_posts_and_reposts_are_never_answered(post: Post) -> None:
    assert may(act(post), Standing()).rule == "own"


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "@acme stop!", "Unsubscribe", "please stop messaging me", "Don't contact me again"),
        *("退订", "@acme 别再给我发消息，别再联系我", "no me escriban más", "parem de me mandar mensagem"),
        *(
            "arrêtez de m'écrire",
            "ne me contactez plus",
            "Schreiben Sie mir nicht mehr!",
            "non scrivetemi più",
        ),
        *("もう返信しないでください", "연락하지 마세요", "لا تراسلوني مرة أخرى", "mujhe message mat karo"),
        *("मुझे मैसेज मत करो", "jangan hubungi saya lagi", "не пишите мне больше", "Стоп"),
    ],
)
def test_asking_us_to_stop_is_understood_in_every_language(text: str) -> None:
    assert opt_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "when will this stop? my parcel is late",
        "stop losing my parcels",
        "¿cuándo para mi paquete?",
        "quit making excuses",
        "",
        "@acme",
    ],
)
def test_a_complaint_with_the_word_stop_in_it_is_no_opt_out(text: str) -> None:
    assert not opt_out(text)


def test_every_rule_names_its_source_its_day_and_a_way_forward() -> None:
    for rule in RULES.values():
        assert rule["says"]
        assert rule["source"]
        assert rule["way_forward"]
        assert rule["since"]
        assert rule["flag"] in ("V", "P", "U")


def test_only_the_account_that_was_mentioned_may_reply_and_it_may_name_a_sister() -> None:
    both = ("acme", "acmehelp")
    mine = Act("public_reply", SUMMONED, both, "Please write to @AcmeHelp.", replying="acme")
    assert may(mine, Standing()).allowed
    assert may(replace(mine, replying="acmehelp"), Standing()).rule == "R1"
    assert may(replace(mine, text="Ask @somebody"), Standing()).rule == "R2"


def test_what_is_published_was_seen_by_a_person_and_keeps_the_other_rules() -> None:
    post = Act("post", Post("", ""), ("acme",), "We are closed on Monday.", shown=True, micro=15_000)
    assert may(post, Standing()).allowed
    assert may(replace(post, shown=False), Standing()).rule == "R8"
    assert may(replace(post, text="Follow us and win a voucher"), Standing()).rule == "R22"
    spent = Standing(budget=(1_000_000, 890_000))
    assert may(post, spent).rule == "budget"
    assert may(replace(act(), micro=15_000), spent).allowed, "answers go on where posts stop"


@pytest.mark.parametrize(
    "text",
    [
        "START",
        "you can message me again",
        "ihr dürft mir wieder schreiben",
        "可以再联系我",
        "можете снова мне писать",
    ],
)
def test_asking_us_to_write_again_is_understood(text: str) -> None:
    assert opt_in(text)
    assert not opt_out(text)


@pytest.mark.parametrize("text", ["when does delivery start?", "start looking for my parcel", "", "stop"])
def test_a_question_with_the_word_start_in_it_opens_nothing(text: str) -> None:
    assert not opt_in(text)
