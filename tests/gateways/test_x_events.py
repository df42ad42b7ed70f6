"""Every shape X sends to a webhook is routed, and none breaks us."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.x_events import EVENTS, events, meaning

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def envelope(kind, payload, **more):
    watched = {"event_uuid": "-12", "filter": {"user_id": "7"}, "event_type": kind}
    return {"data": {**watched, "payload": payload, **more}}


def test_a_mention_comes_out_as_a_post_with_bare_users():
    includes = {"users": [{"data": {"id": "9", "username": "ana"}}, {"id": "7", "username": "us"}]}
    [event] = events(envelope("post.mention.create", {"id": "5", "text": "hey @us"}, includes=includes))
    assert (event.kind, event.event_id, event.for_user) == ("post", "-12", "7")
    assert event.data["data"]["text"] == "hey @us"
    assert [user["username"] for user in event.data["includes"]["users"]] == ["ana", "us"]


def test_a_message_comes_out_flat():
    sent = {
        "id": "31",
        "created_timestamp": "1784928224372",
        "message_create": {
            "target": {"recipient_id": "7"}, "sender_id": "9", "message_data": {"text": "hello"},
        },
    }  # fmt: skip
    payload = {"direct_message_events": [sent, "noise"], "users": {"9": {"data": {"username": "ana"}}}}
    [event] = events(envelope("dm.received", payload))
    assert event.kind == "message"
    assert event.data == {
        "id": "31", "text": "hello", "sender_id": "9", "recipient_id": "7", "sender_handle": "ana",
        "sender_name": "", "created_at": "2026-07-24T21:23:44.372+00:00", "sent_by_us": False,
    }  # fmt: skip


def test_a_filtered_stream_body_is_a_post():
    [event] = events({"data": {"id": "5", "text": "x"}, "includes": {}, "matching_rules": [{"id": "1"}]})
    assert (event.kind, event.event_type) == ("post", "stream")


def test_a_deleted_post_and_a_withdrawn_permission_are_told():
    gone = {"id": "5", "author_id": "9"}
    assert events(envelope("post.delete", gone))[0].data == gone
    assert events(envelope("oauth.revoke", {"user_id": "9"}))[0].kind == "revoked"
    assert events({"replay_job_status": {"webhook_id": "1"}})[0].kind == "replayed"


@given(JSON)
def test_no_body_breaks_the_routing(body):
    assert all(event.kind for event in events(body))


@given(st.sampled_from(["post.create", "dm.received", "post.delete", "oauth.revoke", "like.create"]), JSON)
def test_no_payload_breaks_the_routing(kind, payload):
    assert events(envelope(kind, payload, includes=payload))


def test_the_older_account_activity_body_is_read_as_well():
    message = {
        "id": "3",
        "message_create": {"sender_id": "9", "target": {"recipient_id": "7"}, "message_data": {}},
    }
    body = {
        "for_user_id": "7",
        "tweet_create_events": [{"id_str": "5", "text": "hey @us"}],
        "direct_message_events": [message],
        "tweet_delete_events": [{"status": {"id": "6", "user_id": "9"}}, "noise"],
        "user_event": {"revoke": {"source": {"user_id": "7"}}},
    }
    told = events(body)
    assert [event.kind for event in told] == ["post", "message", "deleted", "revoked"]
    assert {event.for_user for event in told} == {"7"}
    assert events({"for_user_id": "7", "favorite_events": []})[0].kind == "passed"


def test_an_encrypted_message_says_who_wrote_and_when():
    [event] = events(
        envelope("chat.received", {"id": "c", "sender_id": 9, "created_at_msec": "1784841183370"})
    )
    assert event.kind == "encrypted"
    assert event.data == {"id": "c", "sender_id": "9", "created_at": "2026-07-23T21:13:03.370+00:00"}


def test_a_stream_line_carries_the_tags_of_the_rules_that_found_it():
    rules = [{"id": "1", "tag": "halden:en-1"}, {"id": "2"}, "noise"]
    [event] = events({"data": {"id": "5", "text": "x"}, "matching_rules": rules})
    assert event.tags == ("halden:en-1",)


def test_every_captured_event_has_a_meaning():
    if "EVAL_DATA" not in os.environ:
        pytest.skip("EVAL_DATA is not set: captured X payloads are not here")
    captured = json.loads(Path(os.environ["EVAL_DATA"], "x", "x-activity-payloads.json").read_text())
    assert captured.keys() == EVENTS.keys()
    for event_type, bodies in captured.items():
        for body in bodies:
            [event] = events(body)
            assert event.event_type == event_type
            assert event.kind != "other"
            passed = event.kind == "passed"
            assert passed == (meaning(event_type) == "passed")
