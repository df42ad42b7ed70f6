"""Streams: lines wherever the network cuts them, keep-alives, and every way a stream ends."""

import json
import threading
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.x import Dropped, Wire, XClient
from makewhole.gateways.x.backoff import Ended, wait
from makewhole.gateways.x.lines import LONGEST_LINE, Cutter, read
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.gateways.serving import Serving, chunked, whole
from tests.world import until

POST = json.dumps(
    {"data": {"id": "5", "text": "包裹丢失 📦"}, "matching_rules": [{"id": "1", "tag": "lost"}]}
)
LINES = f"{POST}\r\n\r\n{POST}\r\n".encode()


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


class Reading:
    """A stream read in a thread of its own."""

    def __init__(self, tap):
        self.tap, self.lines, self.ended = tap, [], None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            for line in self.tap:
                self.lines.append(line)
            self.ended = "clean"
        except Dropped as fault:
            self.ended = fault

    @property
    def posts(self):
        return [line.body["data"]["text"] for line in self.lines if line.kind == "post"]

    def join(self):
        self._thread.join(30)
        assert self.ended is not None
        return self.ended


@pytest.fixture
def world():
    with Simulator(simulated.app(simulated.Settings(keep_alive_seconds=0.1))) as running:
        yield running


@pytest.fixture
def app(world):
    made = XClient(Wire(world.url, quiet=5.0), "token-app")
    made.add_rules([("包裹", "lost")])
    return made


# Cutting --------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, len(LINES)), max_size=8))
def test_lines_are_the_same_wherever_they_are_cut(cuts):
    cutter, places = Cutter(), [0, *sorted(cuts), len(LINES)]
    found = [line for first, last in pairwise(places) for line in cutter.feed(LINES[first:last])]
    assert [line.kind for line in found] == ["post", "alive", "post"]
    assert found[0].body["data"]["text"] == "包裹丢失 📦"
    assert found[0].tags == ("lost",)


def test_a_line_without_end_is_dropped_and_the_next_one_is_read():
    cutter = Cutter()
    first = list(cutter.feed(b"x" * (LONGEST_LINE + 1)))
    rest = list(cutter.feed(b"y" * LONGEST_LINE + b"z\r\n" + LINES))
    assert [line.kind for line in first + rest] == ["unreadable", "post", "alive", "post"]


@given(st.binary(max_size=200))
def test_no_line_breaks_the_reader(raw):
    assert read(raw).kind in ("post", "event", "alive", "notice", "unreadable")


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 50_000, b"{}", b"[]", b'{"errors": []}', b"\xff"])
def test_a_line_that_is_nothing_x_sends_is_unreadable_and_no_error(raw):
    assert read(raw).kind == "unreadable"


def test_a_notice_is_told_in_x_words():
    said = {"title": "operational-disconnect", "disconnect_type": "UpstreamOperationalDisconnect"}
    line = read(json.dumps({"errors": [said]}).encode())
    assert (line.kind, line.says) == ("notice", "UpstreamOperationalDisconnect: operational-disconnect")


# A stream and its ends ------------------------------------------------------------------------


def test_posts_that_fit_come_with_their_tags_and_keep_alives_between(world, app):
    reading = Reading(app.stream())
    until(lambda: len(reading.lines) > 2)
    control(world, "post", handle="ana", text="我的包裹 📦 where?")
    control(world, "post", handle="ben", text="nothing of it")
    control(world, "post", handle="cy", text="包裹!")
    until(lambda: len(reading.posts) == 2)
    assert reading.posts == ["我的包裹 📦 where?", "包裹!"]
    reading.tap.close()
    assert reading.join() == "clean"
    assert {line.kind for line in reading.lines} == {"post", "alive"}


def test_a_stream_x_closes_ends_without_an_error(world, app):
    reading = Reading(app.stream())
    until(lambda: bool(reading.lines))
    control(world, "stream", do="close")
    assert reading.join() == "clean"


def test_a_line_that_breaks_is_told_as_a_broken_line(world, app):
    reading = Reading(app.stream())
    until(lambda: bool(reading.lines))
    control(world, "stream", do="cut")
    assert reading.join().ended is Ended.LINE


def test_a_stream_that_falls_silent_is_a_broken_line(world, app):
    reading = Reading(app.stream())
    until(lambda: bool(reading.lines))
    control(world, "stream", do="stall")
    assert reading.join().ended is Ended.LINE


def test_xs_notice_comes_before_the_end(world, app):
    reading = Reading(app.stream())
    until(lambda: bool(reading.lines))
    control(world, "stream", do="disconnect")
    reading.join()
    assert reading.lines[-1].kind == "notice"
    assert "operational" in reading.lines[-1].says


def test_a_second_stream_is_one_too_many_and_the_first_can_be_dropped(world, app):
    first = Reading(app.stream())
    until(lambda: bool(first.lines))
    with pytest.raises(Dropped) as failed:
        next(iter(app.stream()))
    assert failed.value.ended is Ended.BUSY
    assert app.drop_connections() == 1
    first.join()


def test_a_stream_nobody_answers_for_is_a_broken_line_and_a_shut_one_an_http_error():
    with pytest.raises(Dropped) as failed:
        next(iter(XClient("http://127.0.0.1:9", "token").stream()))
    assert failed.value.ended is Ended.LINE
    for status in ("503 Away", "403 Forbidden"):
        answer = whole(b"{}", status)
        with Serving(lambda line, _, said=answer: line.sendall(said)) as x, pytest.raises(Dropped) as failed:
            next(iter(XClient(x.url, "token").stream()))
        assert failed.value.ended is Ended.HTTP


def test_a_bad_line_costs_the_good_ones_beside_it_nothing():
    parts = [LINES[:20], LINES[20:], b"{half\r\n", b"\xff\xfe\r\n", LINES]
    with Serving(lambda line, _: chunked(line, parts)) as x:
        reading = Reading(XClient(x.url, "token").stream())
        assert reading.join() == "clean"
    assert len(reading.posts) == 4
    assert [line.kind for line in reading.lines].count("unreadable") == 2


def test_closing_gives_the_connection_back_at_once(world, app):
    reading = Reading(app.stream())
    until(lambda: bool(reading.lines))
    reading.tap.close()
    reading.join()
    until(lambda: not app.connections())


def test_activity_comes_as_events(world):
    app = XClient(Wire(world.url, quiet=5.0), "token-halden", app="token-app")
    me = app.me().id
    app.subscribe("post.mention.create", me)
    reading = Reading(app.app.activity_stream())
    until(lambda: bool(reading.lines))
    control(world, "post", handle="ana", text="@HaldenHome where is it?")
    until(lambda: any(line.kind == "event" for line in reading.lines))
    reading.tap.close()
    reading.join()


class Kept:
    """A ledger that keeps its calls."""

    def __init__(self):
        self.calls = []

    def spent(self, call):
        self.calls.append(call)


def test_what_a_stream_brings_is_billed_by_the_post_and_by_the_event():
    event = {"data": {"event_uuid": "-1", "event_type": "dm.received", "payload": {}}}
    read = {"data": {"event_uuid": "-2", "event_type": "dm.read", "payload": {}}}
    parts = [LINES + json.dumps(event).encode() + b"\r\n", json.dumps(read).encode() + b"\r\n" + LINES]
    ledger = Kept()
    with Serving(lambda line, _: chunked(line, parts)) as x:
        assert Reading(XClient(x.url, "token", ledger=ledger).stream()).join() == "clean"
    assert sum(one.micro for one in ledger.calls) == 4 * 5_000 + 10_000
    assert sum(one.resources for one in ledger.calls) == 5


# Waiting to connect again ---------------------------------------------------------------------


@given(st.sampled_from(list(Ended)), st.integers(1, 10**9))
def test_the_wait_never_shrinks_and_never_passes_its_end(ended, times):
    most = {Ended.CLEAN: 16, Ended.LINE: 16, Ended.HTTP: 320, Ended.BUSY: 3600}[ended]
    assert wait(ended, times) <= wait(ended, times + 1)
    assert wait(ended, times).total_seconds() <= most
