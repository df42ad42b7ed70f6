"""Every shape a post comes in is read, and what holds no post says why."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care.post import Post, Unreadable, from_csv, from_x, mentioned

PLAIN = {"id": "1", "text": "hello @acme", "author_id": "9"}


def read(obj: object) -> Post:
    """The post, where there must be one."""
    found = from_x(obj)
    assert isinstance(found, Post), found
    return found


@pytest.mark.parametrize(
    "obj",
    [
        PLAIN,
        {"data": PLAIN},
        {"data": [PLAIN]},
        {"data": PLAIN, "includes": {}, "matching_rules": [{"id": "3"}]},
        {"data": {"event_uuid": "-5", "event_type": "post.mention.create", "payload": PLAIN, "includes": {}}},
        {"for_user_id": "4", "tweet_create_events": [{"id_str": "1", "full_text": "hello @acme"}]},
    ],
)
def test_a_post_is_read_from_every_envelope_it_comes_in(obj: object) -> None:
    post = read(obj)
    assert (post.id, post.text, post.mentions) == ("1", "hello @acme", ("acme",))


@pytest.mark.parametrize("key", ["referenced_tweets", "referenced_posts"])
def test_both_naming_dialects_are_read(key: str) -> None:
    refs = [{"type": "replied_to", "id": "5"}, {"type": "quoted", "id": 6}]
    post = read({**PLAIN, key: refs, "in_reply_to_user_id": "7"})
    assert (post.reply_to_id, post.quoted_ids, post.reply_to_user) == ("5", ("6",), "7")


@pytest.mark.parametrize("key", ["note_tweet", "note_post"])
def test_a_long_post_is_read_whole(key: str) -> None:
    assert read({**PLAIN, key: {"text": "x" * 25_000}}).text == "x" * 25_000


def test_author_and_reach_come_from_the_includes() -> None:
    users = {"users": [{"id": "9", "username": "bob", "public_metrics": {"followers_count": 12}}]}
    post = read({"data": PLAIN, "includes": users})
    assert (post.author_handle, post.followers) == ("bob", 12)


def test_a_repost_is_known_by_its_reference_and_by_its_words() -> None:
    assert read({**PLAIN, "referenced_tweets": [{"type": "retweeted", "id": "2"}]}).repost
    assert read({"id": "1", "text": "RT @acme: hello"}).repost


def test_a_direct_message_is_read_as_one() -> None:
    made = {"sender_id": "22", "target": {"recipient_id": "11"}, "message_data": {"text": "hello!"}}
    event = {
        "type": "message_create",
        "id": "3",
        "created_timestamp": "1784928224372",
        "message_create": made,
    }
    post = read({"data": {"event_type": "dm.received", "payload": {"direct_message_events": [event]}}})
    assert (post.channel, post.author_id, post.text) == ("dm", "22", "hello!")
    assert post.created_at == datetime(2026, 7, 24, 21, 23, 44, 372000, UTC)


@pytest.mark.parametrize(
    ("obj", "reason"),
    [
        ([], "not a JSON object"),
        ({"data": {"id": "1"}}, "no text"),
        ({"text": "hi"}, "no id"),
        ({"data": {"event_type": "post.delete", "payload": {"id": "1"}}}, "event post.delete holds no post"),
        ({"data": {"event_type": "follow.follow", "payload": {}}}, "event follow.follow holds no post"),
        ({"data": None}, "no single post under data"),
    ],
)
def test_what_holds_no_post_says_why(obj: object, reason: str) -> None:
    assert from_x(obj) == Unreadable(reason)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2017-10-23T22:55:01+02:00", datetime(2017, 10, 23, 20, 55, 1, tzinfo=UTC)),
        ("2026-07-24T21:23:23.000Z", datetime(2026, 7, 24, 21, 23, 23, tzinfo=UTC)),
        ("Wed Oct 10 20:19:24 +0000 2018", datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)),
        ("yesterday", None),
        (17, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_a_time_is_read_or_absent_and_never_guessed(written: object, read_as: datetime | None) -> None:
    assert read({**PLAIN, "created_at": written}).created_at == read_as


def test_a_csv_row_needs_text_only_and_its_header_may_shout() -> None:
    post = from_csv({"TEXT ": "where is my parcel @acme"}, 7)
    assert isinstance(post, Post)
    assert (post.id, post.mentions) == ("line-7", ("acme",))
    assert from_csv({"body": "x"}, 2) == Unreadable("no text")


def test_an_address_is_no_mention() -> None:
    assert mentioned("mail bob@acme.com or @acme, see x.com/@other") == ("acme",)


KEYS = (
    *("data", "includes", "users", "id", "text", "entities", "mentions", "username", "note_tweet"),
    *("referenced_tweets", "event_type", "payload", "direct_message_events", "message_create", "created_at"),
    *("public_metrics", "followers_count", "author_id", "user", "tweet_create_events", "lang"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=24,
)


@given(JSON)
def test_no_json_value_breaks_the_reader(obj: object) -> None:
    found = from_x(json.loads(json.dumps(obj)))
    assert isinstance(found, Post | Unreadable)
