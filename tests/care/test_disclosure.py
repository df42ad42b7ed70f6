"""What public text may never hold, with drafts in many languages that try to get it past the guard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care import length, reply
from makewhole.care.causes import CAUSES
from makewhole.care.disclosure import leaks
from makewhole.care.post import Post
from makewhole.words import LANGUAGES

POST = Post("1", "Hi, my name is Ana Silva, where is RB123456785GB? bob@acme.com", author_handle="anasilva")
ACKNOWLEDGED = [cause for cause in CAUSES if cause not in ("spam", "other")]


def kinds(text: str, post: Post = POST) -> set[str]:
    """The kinds of leak in a draft."""
    return {leak.kind for leak in leaks(text, post)}


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("Your parcel RB123456785GB is on its way", "number"),
        ("Your parcel R B 1 2 3 4 5 6 7 8 5 G B is on its way", "number"),
        ("Order 403-0554005-7221167 is being checked", "number"),
        ("We found 1Z9Y97E34407652144", "number"),
        ("Nummer １２３４５６７８ gefunden", "number"),
        ("Call us on +44 20 7946 0958", "number"),
        ("رقم الشحنة ١٢٣٤٥٦٧٨٩", "number"),
        ("ऑर्डर १२३४५६७८९ देख रहे हैं", "number"),
        ("12\u200b34\u200b56\u200b78 is yours", "number"),
        ("We wrote to bob@acme.com", "mail"),
        ("We wrote to bob (at) acme dot com", "mail"),
        ("Track it on https://acme.com/t", "link"),
        ("See acme.com for more", "link"),
        ("@anasilva please wait", "handle"),
        ("Sorry, Silva, we are on it", "name"),
        ("Dear Ana, we are on it", "name"),
        ("Hola María, lo miramos", "name"),
        ("Here is your $20", "sum"),
        ("Il vous revient 20 euros", "sum"),
        ("您会收到50元", "sum"),
        ("२० रुपये मिलेंगे", "sum"),
        ("We will refund you", "promise"),
        ("我们会给您赔偿", "promise"),
        ("Wir erstatten Ihnen alles", "promise"),
        ("Le reembolsaremos todo", "promise"),
        ("Vamos indenizar você", "promise"),
        ("Nous allons vous rembourser", "promise"),
        ("La risarciremo", "promise"),
        ("返金いたします", "promise"),
        ("환불해 드리겠습니다", "promise"),
        ("سيتم تعويضك", "promise"),
        ("हम रिफंड देंगे", "promise"),
        ("Kami akan ganti rugi", "promise"),
        ("Мы возместим ущерб", "promise"),
        ("It comes on 12 May", "date"),
        ("It comes on 2026-11-24", "date"),
        ("Kommt am 24.11.2026", "date"),
        ("明日届きます", "date"),
        ("Llega el 3 de diciembre", "date"),
        ("It comes tomorrow", "date"),
        ("We went to 14 Elm Park Road", "address"),
        ("Zugestellt in der Hauptstraße 5", "address"),
        ("送到南京路88号", "address"),
        ("Delivered to SW1A 1AA", "address"),
        ("That is your fault", "blame"),
        ("x " * 300, "length"),
    ],
)
def test_a_draft_that_says_too_much_is_caught(draft: str, kind: str) -> None:
    assert kind in kinds(draft)


def test_the_words_of_the_customer_are_not_echoed() -> None:
    post = Post("1", "your driver threw my grandmother's vase over the garden fence")
    assert kinds("Sorry that the driver threw my grandmother's vase over the fence", post) == {"echo"}
    assert kinds("很抱歉你们的快递员把我奶奶的花瓶摔碎了", Post("1", "你们的快递员把我奶奶的花瓶摔碎了")) == {
        "echo"
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", [1, 5, 30, 45, 60, 90, 120, 180, 660, 1440])
def test_every_acknowledgement_we_have_is_fit_to_be_public(language: str, minutes: int) -> None:
    for cause in ACKNOWLEDGED:
        for turn in range(24):
            for known in (False, True):
                text = reply.public(cause, language, f"{turn}", known, minutes)
                assert leaks(text, POST) == (), text
                assert length.weighted(text) <= length.LONGEST


@given(
    st.text(alphabet="0123456789", min_size=6, max_size=22),
    st.sampled_from(["", " ", "-", ".", "\u2009", "/"]),
)
def test_a_long_number_is_caught_however_it_is_spaced(digits: str, apart: str) -> None:
    assert "number" in kinds(f"We found {apart.join(digits)} for you")


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_draft_and_no_post_break_the_guard(draft: str, text: str) -> None:
    assert isinstance(leaks(draft, Post("1", text)), tuple)


@given(st.from_regex(r"[A-Za-z]{3,9}", fullmatch=True))
def test_a_name_given_in_the_post_never_comes_back(name: str) -> None:
    post = Post("1", f"my name is {name} and my parcel is lost")
    assert "name" in kinds(f"Sorry {name}, we are on it", post)
