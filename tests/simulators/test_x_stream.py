"""Streams of the simulated X: what comes, in which pieces, and every way they end."""

import json
import threading

import httpx
import pytest

from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.listening import eventually

KEY = {"authorization": "Bearer token-app"}
STREAM = "/2/tweets/search/stream"


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def call(world, method, path, **more):
    return httpx.request(method, world.url + path, headers=KEY, **more)


@pytest.fixture
def world():
    with Simulator(simulated.app(simulated.Settings(keep_alive_seconds=0.1))) as simulator:
        call(simulator, "POST", f"{STREAM}/rules", json={"add": [{"value": "parcel OR 包裹", "tag": "ours"}]})
        yield simulator


class Reader:
    """Reads a stream on a thread: pieces as they came, and how it ended."""

    def __init__(self, world, path=STREAM, seconds=3.0):
        self.pieces, self.ended = [], ""
        self._connected = threading.Event()

        def read():
            try:
                with httpx.stream("GET", world.url + path, headers=KEY, timeout=seconds) as answer:
                    self.status = answer.status_code
                    for piece in answer.iter_raw():
                        self.pieces.append(piece)
                        self._connected.set()
                self.ended = "close"
            except httpx.HTTPError as error:
                self.ended = type(error).__name__

        self.thread = threading.Thread(target=read, daemon=True)
        self.thread.start()
        assert self._connected.wait(5)

    def lines(self):
        whole = b"".join(self.pieces).split(b"\r\n")[:-1]
        return [json.loads(line) for line in whole if line.strip()]


def test_a_post_that_meets_a_rule_comes_with_it_and_others_do_not(world):
    reader = Reader(world)
    control(world, "post", handle="ana", text="nothing of ours")
    said = control(world, "post", handle="ana", text="my parcel is late")
    assert eventually(lambda: len(reader.lines()) == 1)
    line = reader.lines()[0]
    assert line["data"]["id"] == said["id"]
    assert [rule["tag"] for rule in line["matching_rules"]] == ["ours"]
    assert line["includes"]["users"][0]["username"] == "ana"
    control(world, "stream", do="close")


def test_pieces_break_inside_a_letter_and_the_line_is_whole(world):
    reader = Reader(world)
    control(world, "post", handle="ana", text="我的包裹在哪里")
    assert eventually(lambda: len(reader.lines()) == 1)
    broken = [piece for piece in reader.pieces if piece.strip()]
    with pytest.raises(UnicodeDecodeError):
        broken[0].decode()
    assert reader.lines()[0]["data"]["text"] == "我的包裹在哪里"
    control(world, "stream", do="close")


def test_keep_alives_come_while_nothing_is_said(world):
    reader = Reader(world)
    assert eventually(lambda: b"".join(reader.pieces).count(b"\r\n") >= 4)
    assert reader.lines() == []
    control(world, "stream", do="close")


@pytest.mark.parametrize(
    ("how", "ended", "reason"),
    [
        ("close", "close", "Closed"),
        ("cut", "RemoteProtocolError", "UpstreamUncleanDisconnect"),
        ("disconnect", "close", "OperationalDisconnect"),
    ],
)
def test_a_stream_ends_as_it_is_told_to(world, how, ended, reason):
    reader = Reader(world)
    control(world, "stream", do=how)
    reader.thread.join(5)
    assert reader.ended == ended
    past = httpx.get(f"{world.url}/_control/state").json()["connections"]
    assert [one["disconnect_reason"] for one in past] == [reason]
    if how == "disconnect":
        assert reader.lines()[0]["errors"][0]["disconnect_type"] == "UpstreamOperationalDisconnect"


def test_a_stalled_stream_says_nothing_not_even_that_it_lives(world):
    reader = Reader(world, seconds=0.6)
    control(world, "stream", do="stall")
    reader.thread.join(5)
    assert reader.ended == "ReadTimeout"
    assert eventually(lambda: not call(world, "GET", "/2/connections").json().get("data"))


def test_a_stalled_stream_that_goes_on_brings_what_waited(world):
    reader = Reader(world)
    control(world, "stream", do="stall")
    control(world, "post", handle="ana", text="my parcel is late")
    control(world, "stream", do="resume")
    assert eventually(lambda: len(reader.lines()) == 1)
    control(world, "stream", do="close")


def test_a_second_stream_is_one_too_many_until_the_first_is_dropped(world):
    reader = Reader(world)
    refused = call(world, "GET", STREAM)
    assert (refused.status_code, refused.json()["connection_issue"]) == (429, "TooManyConnections")
    dropped = call(world, "DELETE", "/2/connections/all").json()["data"]
    assert dropped["successful_kills"] == 1
    reader.thread.join(5)
    again = Reader(world)
    assert again.status == 200
    control(world, "stream", do="close")


def test_a_reader_that_leaves_frees_its_place(world):
    with httpx.stream("GET", world.url + STREAM, headers=KEY) as answer:
        assert answer.status_code == 200
    assert eventually(lambda: not call(world, "GET", "/2/connections").json().get("data"))


def test_without_rules_there_is_no_stream():
    with Simulator(simulated.app()) as world:
        refused = call(world, "GET", STREAM)
    assert (refused.status_code, refused.json()["connection_issue"]) == (409, "RuleConfigurationIssue")


def test_good_rules_are_taken_beside_bad_and_double_ones(world):
    asked = {
        "add": [{"value": "lost"}, {"value": "near:x"}, {"value": "parcel OR 包裹"}, {"value": "x" * 1025}]
    }
    answer = call(world, "POST", f"{STREAM}/rules", json=asked)
    assert answer.status_code == 201
    said = answer.json()
    assert said["meta"]["summary"]["created"] == 1
    assert [one["title"] for one in said["errors"]] == ["InvalidRule", "DuplicateRule", "InvalidRule"]
    dry = call(world, "POST", f"{STREAM}/rules", params={"dry_run": "true"}, json={"add": [{"value": "dry"}]})
    assert dry.json()["meta"]["summary"]["valid"] == 1
    assert {one["value"] for one in call(world, "GET", f"{STREAM}/rules").json()["data"]} == {
        "parcel OR 包裹",
        "lost",
    }


def test_a_thousand_rules_and_no_more(world):
    many = [{"value": f"word{n}"} for n in range(1_000)]
    said = call(world, "POST", f"{STREAM}/rules", json={"add": many}).json()
    assert said["meta"]["summary"]["created"] == 999
    assert said["errors"][0]["title"] == "RulesCapExceeded"


def test_an_activity_without_an_address_comes_by_stream(world):
    me = httpx.get(f"{world.url}/2/users/me", headers={"authorization": "Bearer token-halden"}).json()["data"]
    asked = {"event_type": "post.mention.create", "filter": {"user_id": me["id"]}}
    call(world, "POST", "/2/activity/subscriptions", json=asked).raise_for_status()
    reader = Reader(world, "/2/activity/stream")
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    assert eventually(lambda: len(reader.lines()) == 1)
    assert reader.lines()[0]["data"]["event_type"] == "post.mention.create"
    control(world, "stream", do="close")


def test_a_storm_of_429_reaches_the_stream_too(world):
    control(world, "faults", throttled=1.0)
    assert call(world, "GET", STREAM).status_code == 429
