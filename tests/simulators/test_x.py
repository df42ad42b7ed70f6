"""The simulated X: its page, its search, its refusals, and that its clock is the one it was given."""

from datetime import UTC, datetime

import httpx
import pytest

from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.simulators.x_model import Draft
from makewhole.simulators.x_text import weighted_length
from makewhole.simulators.x_world import World

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = {"authorization": "Bearer token-halden"}


@pytest.fixture
def world():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as simulator:
        yield simulator


def say(world, **body):
    return httpx.post(f"{world.url}/_control/post", json=body)


def test_a_visitor_posts_by_the_page_and_sees_the_post_unharmed(world):
    form = {"handle": "visitor", "text": "<script>alert(1)</script> hello"}
    assert httpx.post(f"{world.url}/_control/post", data=form).headers["location"] == "/"
    page = httpx.get(world.url).text
    assert "&lt;script&gt;alert(1)" in page
    assert "2026-03-01 12:00" in page


def test_a_visitor_is_told_what_is_wrong_with_the_form(world):
    form = {"handle": "a b", "text": "x"}
    answer = httpx.post(f"{world.url}/_control/post", data=form, follow_redirects=True)
    assert 'role="alert"' in answer.text


def test_without_a_token_nothing_is_told(world):
    answer = httpx.get(f"{world.url}/2/users/me")
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


def test_a_reply_begins_with_the_name_it_answers_and_joins_the_conversation():
    here = World(lambda: NOON)
    ana, ben = here.person("ana"), here.person("ben")
    first = here.say(ana, Draft("hello"))
    second = here.say(ben, Draft("hi", reply_to=first.id))
    assert second.text == "@ana hi"
    assert second.conversation_id == first.id
    assert here.replies[first.id] == 1


@pytest.mark.parametrize(
    ("text", "length"),
    [("abc", 3), ("é", 1), ("好", 2), ("👍🏽", 2), ("see https://a.example/b ok", 30), ("", 0)],
)
def test_length_is_counted_as_x_counts_it(text, length):
    assert weighted_length(text) == length


def test_every_answer_carries_the_simulated_date(world):
    answer = httpx.get(f"{world.url}/2/users/me", headers=KEY)
    assert answer.headers["date"] == "Sun, 01 Mar 2026 12:00:00 GMT"
