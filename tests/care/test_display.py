"""A post is shown by X's display requirements: its own words, its links, its author and its time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care import display
from makewhole.care.display import Segment, Shown


def raw(
    text: str, entities: Any = None, *, user: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    who = {"id": "5", "username": "ana_li", "name": "Ana Li", **(user or {})}
    marked = {} if entities is None else {"entities": entities}
    return {
        "data": {"id": "71", "text": text, "author_id": "5", **marked, **more},
        "includes": {"users": [who]},
    }


def show(*told: Any, public: bool = True, **more: Any) -> Shown:
    made = display.shown(raw(*told, **more), public=public)
    assert made is not None
    return made


def links(one: Shown) -> list[tuple[str, str]]:
    return [(part.text, part.href) for part in one.words if part.href]


def test_r20_a_post_is_shown_with_name_handle_profile_and_permalink() -> None:
    one = show("hello")
    assert (one.name, one.handle, one.initials) == ("Ana Li", "ana_li", "AL")
    assert (one.profile, one.permalink) == ("https://x.com/ana_li", "https://x.com/ana_li/status/71")
    assert display.history_of(one.permalink) == "https://x.com/ana_li/status/71/history"


def test_r20_the_words_are_shown_as_they_are_with_their_entities_linked() -> None:
    text = "@HaldenHome &lt;3 #parcel $ACME see https://t.co/a1 &amp; answer"
    one = show(
        text,
        {
            "mentions": [{"start": 0, "end": 11, "username": "HaldenHome"}],
            "hashtags": [{"start": 18, "end": 25, "tag": "parcel"}],
            "cashtags": [{"start": 26, "end": 31, "tag": "ACME"}],
            "urls": [
                {"start": 36, "end": 51, "url": "https://t.co/a1", "display_url": "shop.example/a…",
                 "expanded_url": "https://shop.example/a/b"}
            ],
        },
    )  # fmt: skip
    assert display.plain(one.words) == "@HaldenHome <3 #parcel $ACME see shop.example/a… & answer"
    assert links(one) == [
        ("@HaldenHome", "https://x.com/HaldenHome"),
        ("#parcel", "https://x.com/hashtag/parcel"),
        ("$ACME", "https://x.com/search?q=%24ACME"),
        ("shop.example/a…", "https://t.co/a1"),
    ]


def test_r20_places_that_are_wrong_by_x_are_found_by_their_words() -> None:
    # X counts places now in code points and now in UTF-16 units, before or after unescaping.
    mentions = {"mentions": [{"start": 2, "end": 7, "username": "ana"}, {"start": 90, "username": "bob"}]}
    one = show("\U0001f4e6\U0001f4e6 @ANA and @bob and @ana", mentions)
    assert links(one) == [("@ANA", "https://x.com/ana"), ("@bob", "https://x.com/bob")]


def test_r20_a_long_post_is_shown_whole_with_the_marks_of_its_long_text() -> None:
    long = {"text": "long " * 80 + "@acme", "entities": {"mentions": [{"start": 400, "username": "acme"}]}}
    one = show("long …", {"mentions": [{"start": 0, "username": "other"}]}, note_tweet=long)
    assert display.plain(one.words) == long["text"]
    assert links(one) == [("@acme", "https://x.com/acme")]


def test_where_x_marks_nothing_up_signs_are_enough() -> None:
    one = show("＠acme #跨境物流 #1 a@b.example https://t.co/x1 x/@no")
    assert links(one) == [
        ("＠acme", "https://x.com/acme"),
        ("#跨境物流", "https://x.com/hashtag/%E8%B7%A8%E5%A2%83%E7%89%A9%E6%B5%81"),
        ("https://t.co/x1", "https://t.co/x1"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//t.co/a", "https://", "https://[", ""]
)
def test_no_script_hides_in_a_link(url: str) -> None:
    assert links(show(f"see {url}", {"urls": [{"start": 4, "url": url, "display_url": "t.co/a"}]})) == []


def test_a_handle_that_is_none_leads_nowhere() -> None:
    one = show("hi", user={"username": "../settings"})
    assert (one.profile, one.permalink) == ("", "https://x.com/i/status/71")
    assert show("a @../b", {"mentions": [{"start": 2, "username": "../b"}]}).words == (Segment("a @../b"),)


def test_a_private_message_has_no_page_on_x_and_links_only_addresses() -> None:
    one = show("hi @ana see https://t.co/x1", public=False)
    assert one.permalink == ""
    assert links(one) == [("https://t.co/x1", "https://t.co/x1")]


def test_what_is_gone_is_not_shown() -> None:
    assert display.shown({}) is None


def test_a_picture_is_told_by_its_words_and_never_named_by_its_address() -> None:
    one = raw("look", attachments={"media_keys": ["3_1", "3_2"]})
    one["includes"]["media"] = [
        {"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg", "alt_text": "a torn box"}
    ]
    made = display.shown(one)
    assert made is not None
    assert made.pictures == ("a torn box", "")
    assert "pbs.example" not in repr(made)


_MARK = st.fixed_dictionaries(
    {
        "start": st.integers(-5, 60) | st.text(max_size=3),
        "username": st.text(max_size=8),
        "url": st.text(max_size=8),
    }
)


@given(st.text(max_size=60), st.lists(_MARK, max_size=6), st.lists(_MARK | st.integers(), max_size=6))
def test_no_mark_changes_a_word(text: str, mentions: list[Any], urls: list[Any]) -> None:
    made = display.shown(raw("+" + text, {"mentions": mentions, "urls": urls}))
    bare = display.shown(raw("+" + text, {}))
    assert made is not None
    assert bare is not None
    assert display.plain(made.words) == display.plain(bare.words)
    assert all(part.href == "" or part.href.startswith(("https://", "http://")) for part in made.words)


def test_four_thousand_mentions_are_shown_without_a_long_look() -> None:
    text = " ".join(f"@u{n}" for n in range(4_000))
    marks = {"mentions": [{"start": 0, "username": f"u{n}"} for n in range(4_000)]}
    assert len(links(show(text, marks))) == 4_000
