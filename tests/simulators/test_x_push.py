"""The simulated X challenges an address and sends it signed events, also wrongly when told to."""

import json

import httpx
import pytest

from makewhole.gateways.wire import Sent, Undeliverable
from makewhole.gateways.x import XClient
from makewhole.gateways.x_events import events
from makewhole.gateways.x_signature import Secrets, crc_response, verify
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.listening import Listener, eventually

OURS = Secrets(client="simulated-client-secret", consumer="simulated-consumer-secret")
WATCHED = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")


def control(simulator, path, **body):
    answer = httpx.post(f"{simulator.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def counts(simulator):
    return httpx.get(f"{simulator.url}/_control/state").json()["events"]


@pytest.fixture
def world():
    with Simulator(simulated.app()) as simulator:
        yield simulator


@pytest.fixture
def listener():
    with Listener(lambda token: crc_response(token, OURS)) as made:
        yield made


@pytest.fixture
def client(world, listener):
    made = XClient(world.url, "token-halden")
    hook = made.register_webhook(listener.url)
    assert isinstance(hook, Sent)
    for kind in WATCHED:
        assert isinstance(made.subscribe(kind, made.me().id, hook.remote_id), Sent)
    yield made
    made.close()


def kinds(listener):
    return [event.event_type for _, body in listener.got for event in events(json.loads(body))]


def test_an_address_that_fails_the_challenge_is_not_registered(world):
    with Listener(lambda token: "sha256=wrong") as wrong:
        answer = XClient(world.url, "token-halden").register_webhook(wrong.url)
    assert isinstance(answer, Undeliverable)


def test_a_mention_and_a_message_arrive_signed_under_both_headers(world, client, listener):
    control(world, "post", handle="ana", text="@HaldenHome where is it?", followers=10)
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hello"})
    assert eventually(lambda: len(listener.got) == 2)
    assert sorted(kinds(listener)) == ["dm.received", "post.mention.create"]
    for headers, body in listener.got:
        assert verify(headers, body, OURS)
        assert verify(headers, body, Secrets(consumer=OURS.consumer))
        assert not verify(headers, body, Secrets(client="x", consumer="y"))


def test_a_reply_to_us_arrives_as_a_mention_and_as_a_reply(world, client, listener):
    post = control(world, "post", handle="ana", text="@HaldenHome where is it?")
    ours = client.reply("Looking.", post["id"])
    control(world, "post", handle="ana", text="thanks", in_reply_to=ours.remote_id)
    assert eventually(lambda: len(listener.got) == 3)
    assert sorted(kinds(listener)) == ["post.mention.create", "post.mention.create", "post.reply.create"]


def test_an_event_sent_twice_carries_one_id(world, client, listener):
    control(world, "faults", event_twice=1.0)
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    assert eventually(lambda: len(listener.got) == 2)
    assert len({events(json.loads(body))[0].event_id for _, body in listener.got}) == 1


def test_late_events_are_overtaken(world, client, listener):
    control(world, "faults", event_late=1.0, event_late_seconds=0.3)
    control(world, "post", handle="ana", text="@HaldenHome first")
    control(world, "faults")
    control(world, "post", handle="ana", text="@HaldenHome second")
    assert eventually(lambda: len(listener.got) == 2)
    assert [b"first" in body for _, body in listener.got] == [False, True]


def test_events_nobody_took_come_again_on_replay(world, client, listener):
    listener.status = 503
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    assert eventually(lambda: counts(world)["missed"] == 1)
    listener.status = 200
    assert control(world, "replay")["sent_again"] == 1
    assert eventually(lambda: len(listener.got) == 1)
    assert eventually(lambda: counts(world)["delivered"] == 1)
