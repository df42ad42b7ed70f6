"""Pages of X's answers taken apart, and prices: with every shape a page may have."""

import time

from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.x import page, price
from makewhole.gateways.x.operations import all_of_them
from makewhole.gateways.x.shapes import Account, Job, Problem, Rule, Subscription, Webhook, as_written, many

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
BODY = st.fixed_dictionaries({}, optional={"data": JSON, "includes": JSON, "meta": JSON, "errors": JSON})


@given(BODY)
def test_no_body_breaks_a_page(body):
    page.posts(body)
    page.messages(body, "7")
    page.following(body)


@given(JSON)
def test_nothing_in_a_list_breaks_the_others(thing):
    good = {"id": "1", "subscription_id": "1"}
    for shape in (Rule, Webhook, Subscription, Job, Problem):
        assert many(shape, [good, thing, good])[0] == many(shape, [good])[0]


@given(st.dictionaries(st.sampled_from(["id", "username", "public_metrics", "entities", "text"]), JSON))
def test_no_user_and_no_text_breaks_the_reader(thing):
    Account.read(thing)
    as_written(thing)


def test_a_post_brings_who_it_names_and_nobody_else():
    body = {
        "data": [
            {"id": "1", "author_id": "7", "entities": {"mentions": [{"username": "shop", "id": "9"}]}},
            {"id": "2", "author_id": "8", "attachments": {"media_keys": ["3_5"]}},
        ],
        "includes": {
            "users": [{"id": "7"}, {"id": "8"}, {"id": "9", "username": "shop"}],
            "media": [{"media_key": "3_5"}, {"media_key": "3_6"}],
        },
    }
    first, second = page.posts(body)
    assert first["includes"] == {"users": [{"id": "7"}, {"id": "9", "username": "shop"}]}
    assert second["includes"] == {"users": [{"id": "8"}], "media": [{"media_key": "3_5"}]}


def test_a_page_of_posts_with_4000_mentions_is_taken_apart_in_no_time():
    mentions = [{"username": f"u{number}", "id": str(number)} for number in range(4_000)]
    posts = [{"id": str(n), "author_id": "1", "entities": {"mentions": mentions}} for n in range(20)]
    users = [{"id": str(number), "username": f"u{number}"} for number in range(4_000)]
    began = time.monotonic()
    found = page.posts({"data": posts, "includes": {"users": users}})
    assert time.monotonic() - began < 10
    assert len(found[0]["includes"]["users"]) == 4_000


# Prices ---------------------------------------------------------------------------------------


def test_every_price_named_by_an_operation_is_in_the_table():
    for row in all_of_them().values():
        assert price.of(row.name) >= 0
        assert (price.of(row.name) > 0) == bool(row.price)


def test_a_link_however_it_is_written_costs_what_a_link_costs():
    for text in (
        "see https://a.example",
        "HTTP://A.B",
        "see halden.com/help",
        "www.halden",
        "我们的halden.cn",
    ):
        assert price.of("publish", text=text) == 200_000, text
        assert price.of("publish", text=text, reply=True) == 200_000, text
    for text in ("It arrives.Tomorrow", "1.5 kg", "a.b", "ana@mail"):
        assert price.of("publish", text=text) == 15_000, text


@given(st.text(), st.integers(0, 1000))
def test_a_price_is_never_negative_and_grows_with_what_was_read(text, count):
    assert price.of("publish", text=text) > 0
    assert price.of("search", count) == count * 5_000
    assert price.of("count", count) == 5_000
    assert price.of_event(text) >= 0
