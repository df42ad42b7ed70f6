"""The simulated X challenges an address and sends it signed events, also wrongly when told to."""

import json
from datetime import UTC, datetime

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


def test_an_event_that_was_never_sent_comes_with_a_replay(world, client, listener):
    control(world, "faults", event_lost=1.0)
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    control(world, "faults")
    assert counts(world) == {"delivered": 0, "missed": 1, "under_way": 0}
    control(world, "replay")
    assert eventually(lambda: len(listener.got) == 1)


def test_events_sent_again_word_for_word_verify_and_carry_their_old_ids(world, client, listener):
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    assert eventually(lambda: len(listener.got) == 1)
    assert control(world, "again", count=1)["sent_again"] == 1
    assert eventually(lambda: len(listener.got) == 2)
    assert listener.got[0][1] == listener.got[1][1]
    headers, body = listener.got[1]
    assert verify(headers, body, OURS)


def api(world, method, path, **more):
    key = {"authorization": "Bearer token-app"}
    return httpx.request(method, world.url + path, headers=key, **more)


def test_xs_own_replay_sends_a_stretch_of_time_again_and_says_when_it_ended(listener):
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with Simulator(simulated.app(simulated.Settings(now=lambda: noon))) as world:
        hook = api(world, "POST", "/2/webhooks", json={"url": listener.url}).json()["id"]
        me = api(world, "GET", "/2/users/by/username/HaldenHome").json()["data"]["id"]
        asked = {"event_type": "post.mention.create", "filter": {"user_id": me}, "webhook_id": hook}
        api(world, "POST", "/2/activity/subscriptions", json=asked)
        listener.status = 503
        control(world, "post", handle="ana", text="@HaldenHome one")
        assert eventually(lambda: counts(world)["missed"] == 1)
        control(world, "advance", seconds=3_600)
        listener.status = 200
        control(world, "post", handle="ana", text="@HaldenHome two")
        assert eventually(lambda: len(listener.got) == 1)
        dates = {"from_date": "202603011200", "to_date": "202603011230"}
        assert api(world, "POST", "/2/webhooks/replay", json={"webhook_id": hook, **dates}).status_code == 200
        assert eventually(lambda: len(listener.got) == 3)
        assert b"HaldenHome one" in listener.got[1][1]
        assert json.loads(listener.got[2][1])["replay_job_status"]["job_state"] == "Complete"
        wrong = {"webhook_id": hook, "from_date": "2026-03-01", "to_date": "202603011230"}
        assert api(world, "POST", "/2/webhooks/replay", json=wrong).status_code == 400


@pytest.mark.parametrize(
    "url",
    ["http://example.com/hook", "https://example.com:8443/hook", "ftp://example.com", "https:///x", "hook"],
)
def test_an_address_x_would_not_take_is_refused_by_name(world, url):
    answer = api(world, "POST", "/2/webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["detail"]) == (400, "UrlValidationFailed")


def test_the_same_address_twice_is_refused_by_name(world, listener):
    assert api(world, "POST", "/2/webhooks", json={"url": listener.url}).status_code == 200
    assert (
        api(world, "POST", "/2/webhooks", json={"url": listener.url}).json()["detail"] == "DuplicateUrlFailed"
    )


def test_an_address_is_challenged_again_after_a_day_and_a_wrong_answer_ends_it():
    said = {"token": lambda token: crc_response(token, OURS)}
    with Simulator(simulated.app()) as world, Listener(lambda token: said["token"](token)) as listener:
        api(world, "POST", "/2/webhooks", json={"url": listener.url})
        hook = api(world, "GET", "/2/webhooks").json()["data"][0]
        said["token"] = lambda token: "sha256=wrong"
        control(world, "advance", seconds=3_600)
        assert api(world, "GET", "/2/webhooks").json()["data"][0]["valid"] is True
        control(world, "advance", seconds=24 * 3_600)
        assert api(world, "GET", "/2/webhooks").json()["data"][0]["valid"] is False
        said["token"] = lambda token: crc_response(token, OURS)
        api(world, "PUT", f"/2/webhooks/{hook['id']}")
        assert api(world, "GET", "/2/webhooks").json()["data"][0]["valid"] is True


def test_an_address_that_is_silent_is_kept_for_28_hours():
    with Simulator(simulated.app()) as world:
        with Listener(lambda token: crc_response(token, OURS)) as listener:
            api(world, "POST", "/2/webhooks", json={"url": listener.url})
        control(world, "advance", seconds=25 * 3_600)
        assert api(world, "GET", "/2/webhooks").json()["data"][0]["valid"] is True
        control(world, "advance", seconds=4 * 3_600)
        assert api(world, "GET", "/2/webhooks").json()["data"][0]["valid"] is False


def test_a_private_event_belongs_to_who_authorized_the_app(world, listener):
    stranger = control(world, "post", handle="ana", text="hello")["author_id"]
    hook = api(world, "POST", "/2/webhooks", json={"url": listener.url}).json()["id"]
    asked = {"event_type": "dm.received", "filter": {"user_id": stranger}, "webhook_id": hook}
    assert api(world, "POST", "/2/activity/subscriptions", json=asked).status_code == 403
    public = {**asked, "event_type": "post.create"}
    assert api(world, "POST", "/2/activity/subscriptions", json=public).status_code == 200
    twice = api(world, "POST", "/2/activity/subscriptions", json=public)
    assert twice.json()["detail"] == "DuplicateSubscriptionFailed"


def test_a_deleted_post_an_edit_and_a_profile_are_told_to_who_watches(world, listener):
    hook = api(world, "POST", "/2/webhooks", json={"url": listener.url}).json()["id"]
    post = control(world, "post", handle="ana", text="@HaldenHome hello")
    for kind in ("post.create", "post.delete", "profile.update.bio"):
        asked = {"event_type": kind, "filter": {"user_id": post["author_id"]}, "webhook_id": hook}
        api(world, "POST", "/2/activity/subscriptions", json=asked).raise_for_status()
    edited = control(world, "edit", id=post["id"], text="@HaldenHome hello again")
    assert eventually(lambda: len(listener.got) == 1)
    payload = json.loads(listener.got[0][1])["data"]["payload"]
    assert payload["edit_history_tweet_ids"] == [post["id"], edited["id"]]
    control(world, "user", handle="ana", bio="waiting")
    assert eventually(lambda: len(listener.got) == 2)
    control(world, "delete", id=edited["id"])
    assert eventually(lambda: len(listener.got) == 4)
    assert kinds(listener)[2:] == ["post.delete", "post.delete"]


def test_a_revoked_authorization_is_told_to_every_address(world, client, listener):
    control(world, "revoke", handle="HaldenHome")
    assert eventually(lambda: kinds(listener) == ["oauth.revoke"])


def test_a_picture_in_a_message_comes_with_its_address(world, client, listener):
    media = [{"type": "image/png", "base64": "aGVsbG8="}]
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "look", "media": media})
    assert eventually(lambda: len(listener.got) == 1)
    said = json.loads(listener.got[0][1])["data"]["payload"]["direct_message_events"][0]
    where = said["message_create"]["message_data"]["attachment"]["media"]["media_url_https"]
    dm, media_id, resource = where.split("/")[-3:]
    key = {"authorization": "Bearer token-halden"}
    got = httpx.get(f"{world.url}/2/dm_conversations/media/{dm}/{media_id}/{resource}", headers=key)
    assert got.content == b"hello"
