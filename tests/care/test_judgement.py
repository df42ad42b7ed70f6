"""The judgement as a whole: routes, drafts in the customer's language, and what each must hold or not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care import disclosure, reply
from makewhole.care.judgement import Brand, Judgement, ParcelView, Standing, consider, numbers_in
from makewhole.care.post import Post, mentioned
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import STATUSES, Scan, whereabouts
from makewhole.parcel.outlook import eta
from makewhole.words import LANGUAGES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BRAND = Brand("Acme", ("acme",), 45, "https://acme.example/privacy")
LATE = "@acme my parcel is two days late, where is it?"


def judge(
    text: str, parcel: ParcelView | None = None, number: str = "5", standing: Standing | None = None
) -> Judgement:
    """The judgement on a text that came by itself."""
    return consider(Post(number, text, mentions=mentioned(text)), BRAND, parcel, standing or Standing(), NOW)


def view(status: str, days: int = 1) -> ParcelView:
    """A parcel whose last scan says `status`."""
    parcel = Consignment(
        "RB123456785GB",
        origin="CN",
        destination="GB",
        postal=True,
        accepted_at=NOW - timedelta(days=days + 4),
    )
    scans = (Scan(NOW - timedelta(days=days), status),)
    return ParcelView(whereabouts(scans, parcel, NOW), eta(parcel, scans, NOW), parcel)


def test_a_plain_complaint_is_answered_with_a_time_and_without_a_number() -> None:
    found = judge("@acme RB123456785GB is two days late, where is my parcel?")
    assert found.route == "automatic"
    assert found.public_reply is not None
    assert "45 minutes" in found.public_reply
    assert "RB123456785GB" not in found.public_reply
    assert found.private_reply is not None
    assert "RB123456785GB" in found.private_reply
    assert "https://acme.example/privacy" in found.private_reply


def test_the_private_answer_gives_status_and_expected_day_where_the_parcel_is_known() -> None:
    found = judge("@acme RB123456785GB is late, where is my parcel?", view("in_transit"))
    assert found.private_reply is not None
    assert "on its way" in found.private_reply
    assert "November" in found.private_reply or "December" in found.private_reply


def test_thanks_beforehand_are_not_taken_for_praise() -> None:
    asked = Post("1", "Hi, it is about the lantern. The number is RB123456785CN. Thank you!", channel="dm")
    answer = consider(asked, BRAND, view("in_transit"), Standing(dm_open=True, thread_causes=("late",)), NOW)
    assert answer.triage.causes == ("late",)
    assert answer.private_reply
    thanked = Post("2", "It came today, thank you so much!", channel="dm")
    standing = Standing(dm_open=True, thread_causes=("late",))
    assert not consider(thanked, BRAND, None, standing, NOW).private_reply


def test_a_misread_number_is_asked_for_again_and_never_taken_for_a_parcel() -> None:
    found = judge("@acme my parcel RB123456784GB never arrived")
    assert found.waybills[0].verdict == "misread"
    assert found.private_reply is not None
    assert "RB123456784GB" in found.private_reply
    assert "doesn't pass its own check" in found.private_reply
    assert numbers_in("parcel RB123456784GB").trusted() == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", sorted(STATUSES))
@pytest.mark.parametrize("days", [1, 40])
def test_every_status_can_be_told_in_every_language(language: str, status: str, days: int) -> None:
    text = reply.private("late", language, "RB123456785GB", "waybill", view(status, days), "", NOW)
    assert "RB123456785GB" in text
    assert "STOP" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_exactly_the_english_messages(language: str) -> None:
    assert reply.WORDS.ids(language) == reply.WORDS.ids("en")


def test_two_customers_with_one_complaint_rarely_read_the_same() -> None:
    texts = {judge(LATE, number=str(n)).public_reply for n in range(40)}
    assert len(texts) >= 4


def test_words_just_sent_are_not_sent_again() -> None:
    first = judge(LATE).public_reply
    assert first is not None
    post = Post("5", LATE, mentions=("acme",))
    again = consider(post, BRAND, None, Standing(recent_texts=frozenset({first})), NOW)
    assert again.public_reply != first


def test_a_pressing_or_threatening_post_goes_to_a_person_with_a_draft() -> None:
    for text in (
        "@acme my insulin parcel never arrived, I need it tomorrow",
        "@acme parcel never arrived, see you in consumer court",
    ):
        found = judge(text)
        assert found.route == "person"
        assert found.public_reply


def test_what_the_channel_forbids_gets_no_public_draft() -> None:
    cold = judge("acme lost my parcel, never arrived")
    assert (cold.route, cold.public_reply, cold.may_reply.rule) == ("person", None, "R1")
    answered = judge(LATE, standing=Standing(already_answered_interaction=True))
    assert (answered.route, answered.public_reply, answered.may_reply.rule) == ("person", None, "R3")
    assert judge(LATE, standing=Standing(opted_out=True)).route == "ignore"


def test_a_language_the_brand_does_not_speak_is_answered_in_its_first() -> None:
    brand = Brand("Acme", ("acme",), languages=("de", "en"))
    post = Post("1", "@acme ¿dónde está mi paquete? Sigo esperando el pedido", mentions=("acme",))
    assert consider(post, brand, None, Standing(), NOW).reply_language == "de"


def test_every_judgement_has_grounds() -> None:
    for text in (LATE, "", "@acme", "lovely weather"):
        assert judge(text).because


@given(
    st.text(max_size=280), st.sampled_from(["parcel late", "包裹没收到", "colis perdu", "посылка где", ""])
)
def test_no_public_reply_says_what_it_may_not(text: str, more: str) -> None:
    post = Post("3", f"@acme {more} {text}", author_handle="bob", mentions=("acme",))
    found = consider(post, BRAND, None, Standing(), NOW)
    if found.public_reply is not None:
        assert disclosure.leaks(found.public_reply, post) == ()
