"""The X client against the X simulator, over real sockets."""

import httpx
import pytest

from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.gateways.x import Dialect, XClient
from makewhole.simulators import x as simulated
from makewhole.simulators.faults import Plan
from makewhole.simulators.running import Simulator

QUICK = httpx.Timeout(0.4, connect=1.0)


def control(simulator, path, **body):
    answer = httpx.post(f"{simulator.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def state(simulator):
    return httpx.get(f"{simulator.url}/_control/state").json()


@pytest.fixture
def world():
    with Simulator(simulated.app()) as simulator:
        yield simulator


@pytest.fixture
def client(world):
    made = XClient(world.url, "token-halden", timeout=QUICK)
    yield made
    made.close()


def asked(world, text="@HaldenHome where is my parcel?", handle="ana", **more):
    return control(world, "post", handle=handle, text=text, **more)


def test_a_post_that_names_us_can_be_answered(world, client):
    post = asked(world)
    answer = client.reply("We are looking into it.", post["id"])
    assert isinstance(answer, Sent)
    assert [trace.remote_id for trace in client.own_replies_to(post["id"])] == [answer.remote_id]


def test_a_post_that_does_not_name_us_cannot_be_answered_and_the_rule_is_told(world, client):
    post = asked(world, text="parcels these days, honestly")
    answer = client.reply("We are looking into it.", post["id"])
    assert isinstance(answer, Undeliverable)
    assert answer.rule == "x.not-summoned"
    assert "2026-02-23" in answer.source


def test_a_post_that_quotes_us_can_be_answered(world, client):
    ours = client.reply("Good news.", asked(world)["id"])
    quoting = asked(world, text="look at this", handle="ben", quotes=ours.remote_id)
    assert isinstance(client.reply("Thank you.", quoting["id"]), Sent)


def test_the_same_text_to_the_same_person_is_refused_as_a_copy(world, client):
    post = asked(world)
    client.reply("We are looking into it.", post["id"])
    assert client.reply("We are looking into it.", post["id"]).rule == "x.duplicate"
    other = asked(world, handle="ben")
    assert isinstance(client.reply("We are looking into it.", other["id"]), Sent)


def test_what_we_said_is_found_word_for_word_though_x_shortens_links_and_escapes_signs(world, client):
    author = control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hi"})["sender_id"]
    text = "Ana & co: 3 < 5 days, see https://halden.example/track?a=1&b=2 \U0001f44d"
    client.reply(text, (post := asked(world))["id"])
    client.direct_message(author, text)
    assert [trace.text for trace in client.own_replies_to(post["id"])] == [text]
    assert [trace.text for trace in client.own_messages_to(author)] == [text]


def test_a_text_over_280_weighted_characters_is_refused(world, client):
    post = asked(world)
    assert isinstance(client.reply("好" * 140, post["id"]), Sent)
    assert client.reply("好" * 141, post["id"]).rule == "x.too-long"


def test_nobody_is_messaged_who_did_not_write_first(world, client):
    author = asked(world)["author_id"]
    assert client.direct_message(author, "hello").rule == "x.dm-closed"
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "here is my number"})
    sent = client.direct_message(author, "Thank you, it arrives tomorrow.")
    assert isinstance(sent, Sent)
    assert [trace.remote_id for trace in client.own_messages_to(author)] == [sent.remote_id]


@pytest.mark.parametrize("fault", ["lost", "hung", "cut"])
def test_a_reply_whose_answer_was_lost_is_found_by_looking(world, client, fault):
    post = asked(world)
    client.me()
    control(world, "faults", **{fault: 1.0, "hung_seconds": 1.0})
    with pytest.raises(TheirFault) as failed:
        client.reply("We are looking into it.", post["id"])
    assert failed.value.maybe_done
    assert [trace.text for trace in client.own_replies_to(post["id"])] == ["We are looking into it."]
    assert sum(one["by_app"] for one in state(world)["posts"]) == 1


def test_a_message_whose_answer_was_lost_is_found_by_looking(world, client):
    author = control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hi"})["sender_id"]
    control(world, "faults", cut=1.0)
    with pytest.raises(TheirFault) as failed:
        client.direct_message(author, "It arrives tomorrow.")
    assert failed.value.maybe_done
    assert [trace.text for trace in client.own_messages_to(author)] == ["It arrives tomorrow."]


@pytest.mark.parametrize("fault", ["busy", "throttled"])
def test_a_reply_refused_before_it_was_taken_was_not_said(world, client, fault):
    post = asked(world)
    control(world, "faults", **{fault: 1.0, "throttled_seconds": 7})
    with pytest.raises(TheirFault) as failed:
        client.reply("We are looking into it.", post["id"])
    if fault == "throttled":
        assert not failed.value.maybe_done
        assert 6 <= failed.value.retry_after <= 7
    control(world, "faults")
    assert client.own_replies_to(post["id"]) == ()


def test_nobody_listening_is_their_fault_and_nothing_was_done():
    client = XClient("http://127.0.0.1:9", "token", timeout=QUICK)
    with pytest.raises(TheirFault) as failed:
        client.reply("hello", "1")
    assert not failed.value.maybe_done


def test_the_rate_limit_says_when_to_come_back():
    settings = simulated.Settings(limits={"create": (1, 900)})
    with Simulator(simulated.app(settings)) as world:
        client = XClient(world.url, "token-halden")
        client.reply("one", asked(world)["id"])
        with pytest.raises(TheirFault) as failed:
            client.reply("two", asked(world, handle="ben")["id"])
        assert 890 <= failed.value.retry_after <= 900
        assert not failed.value.maybe_done
        control(world, "advance", seconds=901)
        # Any other answer tells the client what time it is at X now.
        assert client.user("cy") is None
        assert isinstance(client.reply("two", asked(world, handle="cy")["id"]), Sent)


def test_an_unknown_token_is_a_fault_that_waits_for_a_person(world):
    with pytest.raises(TheirFault) as failed:
        XClient(world.url, "wrong").me()
    assert failed.value.retry_after >= 600


@pytest.mark.parametrize("dialect", list(Dialect))
def test_both_spellings_are_read(dialect):
    with Simulator(simulated.app(simulated.Settings(dialect=dialect.value))) as world:
        client = XClient(world.url, "token-halden", dialect=dialect)
        post = asked(world)
        client.reply("Looking.", post["id"])
        assert len(client.own_replies_to(post["id"])) == 1


def test_mentions_come_with_their_authors_and_only_newer_ones_when_asked(world, client):
    first, second = asked(world, followers=12), asked(world, handle="ben")
    asked(world, text="no name in this one", handle="cy")
    ours = client.me().id
    both = client.mentions(ours)
    assert [one["data"]["id"] for one in both] == [second["id"], first["id"]]
    assert [[user["username"] for user in one["includes"]["users"]] for one in both] == [["ben"], ["ana"]]
    assert [one["data"]["id"] for one in client.mentions(ours, since_id=first["id"])] == [second["id"]]


def test_more_mentions_than_one_page_are_all_brought(world, client):
    for number in range(130):
        asked(world, handle=f"h{number}")
    assert len(client.mentions(client.me().id)) == 130


def test_a_post_and_a_user_that_are_gone_are_none(world, client):
    assert client.post("123") is None
    assert client.user("nobody_here") is None
    assert client.own_replies_to("123") == ()


def test_an_outage_ends_by_the_simulated_clock():
    with Simulator(simulated.app(simulated.Settings(plan=Plan(outage_seconds=60)))) as world:
        client = XClient(world.url, "token-halden")
        with pytest.raises(TheirFault):
            client.me()
        control(world, "advance", seconds=61)
        assert client.me().handle == "HaldenHome"
