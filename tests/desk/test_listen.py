"""The ways in stay open whatever breaks: every post is taken in once, and what was missed is asked for."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from makewhole.desk import listen
from makewhole.desk.listen import Listener, Watch
from makewhole.desk.listen_stream import Keywords, Paces
from makewhole.main import serve
from makewhole.store import brands, intake
from makewhole.store.database import Database
from tests.world import BRAND, World, a_world, until

QUICK = timedelta(seconds=0.2)
PACES = Paces(
    rules=timedelta(seconds=2),
    search=QUICK,
    index_lag=timedelta(0),
    mentions=QUICK,
    messages=timedelta(seconds=1.5),
    hook=QUICK,
    lead=QUICK,
    backoff=0.02,
)


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


@contextmanager
def listening(world: World, mode: Any, hook: str = "", paces: Paces = PACES) -> Iterator[Listener]:
    """Somebody listens."""
    ears = Listener(world.house, Watch(mode, BRAND, hook, paces))
    ears.start()
    try:
        yield ears
    finally:
        ears.stop()


def control(world: World, name: str, **asked: Any) -> dict[str, Any]:
    answer = httpx.post(f"{world.x}/_control/{name}", json=asked)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


def state(world: World) -> dict[str, Any]:
    made: dict[str, Any] = httpx.get(f"{world.x}/_control/state").json()
    return made


def kept(world: World) -> list[str]:
    """The ids kept, in order, with each as often as it is kept."""
    return [row.remote_id for row in world.rows("SELECT remote_id FROM person_post ORDER BY remote_id")]


def streams(world: World) -> bool:
    answer = httpx.get(f"{world.x}/2/connections", headers={"authorization": "Bearer token-halden"})
    return any("disconnected_at" not in one for one in answer.json().get("data", ()))


LATE = "halden home lost my parcel again, number {}"


def complaints(world: World, count: int, first: int = 0) -> list[str]:
    """People who name us and not our account."""
    return [world.says(f"anna{n}", LATE.format(n)) for n in range(first, first + count)]


def mentions(world: World, count: int, first: int = 0) -> list[str]:
    return [world.says(f"ben{n}", f"@HaldenHome where is parcel {n}?") for n in range(first, first + count)]


# Keywords ---------------------------------------------------------------------------------------------


def test_a_complaint_that_mentions_nobody_waits_for_a_person_and_is_never_answered(world: World) -> None:
    with listening(world, "webhook"):
        until(lambda: streams(world))
        [number] = complaints(world, 1)
        until(lambda: world.rows("SELECT lane FROM thread") == [("person",)])
    assert world.rows("SELECT remote_id, via FROM person_post") == [(number, "stream")]
    world.rests()
    assert [post for post in state(world)["posts"] if post["author"] == "HaldenHome"] == []


def test_a_hashtag_is_heard_in_any_language(quiet: World) -> None:
    with listening(quiet, "webhook"):
        until(lambda: streams(quiet))
        number = quiet.says("li_na", "三周了还没有消息 #包裹丢失")
        until(lambda: kept(quiet) == [number])


@pytest.mark.parametrize("how", ["close", "cut", "disconnect"])
def test_what_is_said_while_the_stream_is_down_is_found_by_search_once(quiet: World, how: str) -> None:
    slow = replace(PACES, backoff=3.0)
    with listening(quiet, "webhook", paces=slow):
        until(lambda: streams(quiet))
        said = complaints(quiet, 3)
        until(lambda: len(kept(quiet)) == 3)
        control(quiet, "stream", do=how)
        said += complaints(quiet, 4, first=3)
        until(lambda: streams(quiet), 30)
        said += complaints(quiet, 2, first=7)
        until(lambda: len(kept(quiet)) == 9, 30)
    assert sorted(kept(quiet)) == sorted(said)


def test_what_was_said_while_nobody_listened_is_found_afterwards(quiet: World) -> None:
    with listening(quiet, "webhook"):
        until(lambda: streams(quiet))
        said = complaints(quiet, 1)
        until(lambda: len(kept(quiet)) == 1)
    said += complaints(quiet, 120, first=1)
    with listening(quiet, "webhook"):
        until(lambda: len(kept(quiet)) == 121, 40)
    assert kept(quiet) == sorted(said)
    vias = {row.via for row in quiet.rows("SELECT via FROM person_post")}
    assert vias == {"stream", "search"}


def test_the_first_time_what_is_past_stays_past(quiet: World) -> None:
    complaints(quiet, 3)
    with listening(quiet, "webhook"):
        until(lambda: streams(quiet))
        [number] = complaints(quiet, 1, first=3)
        until(lambda: bool(kept(quiet)))
    # The minute that late posts are given reaches back to what was said just before.
    assert number in kept(quiet)
    assert len(kept(quiet)) == len(set(kept(quiet)))


def test_a_storm_of_429_delays_and_loses_nothing(quiet: World) -> None:
    control(quiet, "faults", throttled=0.6, throttled_seconds=1)
    with listening(quiet, "auto"):
        said = complaints(quiet, 3) + mentions(quiet, 3)
        control(quiet, "faults", throttled=0.4, busy=0.2, throttled_seconds=1)
        said += mentions(quiet, 3, first=3)
        until(lambda: len(state(quiet)["posts"]) == 9)
        control(quiet, "faults")
        until(lambda: set(said) <= set(kept(quiet)), 120)
    assert sorted(kept(quiet)) == sorted(said)


def test_the_rules_at_x_follow_the_brands_and_leave_others_alone(quiet: World) -> None:
    x = quiet.house.x.app
    x.add_rules([("somebody elses words", "their-tag")])
    keywords = Keywords(quiet.house, BRAND, PACES)
    keywords.keep_rules()
    first = {rule.value for rule in x.rules()}
    with quiet.house.database.writing() as conn:
        brands.put(conn, BRAND, "Halden Living", ["HaldenHome"], "EUR", quiet.house.clock.now())
        brands.put(conn, "kite", "Kite Cargo", ["KiteCargo"], "EUR", quiet.house.clock.now())
    keywords.keep_rules()
    values = {rule.value for rule in x.rules()}
    assert "somebody elses words" in first & values
    assert not [value for value in values if '"Halden Home"' in value]
    assert len([value for value in values if '"Halden Living"' in value]) == 13
    assert len([value for value in values if '"Kite Cargo"' in value]) == 13
    assert len([value for value in values if "#跨境物流" in value]) == 1


def test_a_brand_whose_budget_is_spent_is_not_read_for_until_it_is_not(quiet: World) -> None:
    keywords = Keywords(quiet.house, BRAND, PACES)
    keywords.keep_rules()
    assert quiet.house.x.app.rules()
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO x_spend (brand, day, calls, micro, optional_micro) VALUES"
            " ('halden', (now() AT TIME ZONE 'UTC')::date, 1, 1000000000000, 0)"
        )
    keywords.keep_rules()
    assert not quiet.house.x.app.rules()


# Polling ----------------------------------------------------------------------------------------------


def test_without_an_address_mentions_messages_and_words_are_asked_for(quiet: World) -> None:
    with listening(quiet, "poll"):
        said = mentions(quiet, 2) + complaints(quiet, 2)
        said.append(control(quiet, "dm", **{"from": "cleo", "to": "HaldenHome", "text": "hello?"})["id"])
        until(lambda: len(kept(quiet)) == 5, 30)
    assert kept(quiet) == sorted(said)
    assert {row.via for row in quiet.rows("SELECT via FROM person_post")} == {"poll", "search"}
    assert not streams(quiet)


def test_more_mentions_than_a_page_holds_are_all_taken_in(quiet: World) -> None:
    said = mentions(quiet, 230)
    with listening(quiet, "poll"):
        until(lambda: len(kept(quiet)) == 230, 40)
    assert kept(quiet) == sorted(said)


# Webhooks ---------------------------------------------------------------------------------------------


@contextmanager
def door(world: World, port: int = 0) -> Iterator[int]:
    """Our own web door, as X reaches it."""
    server = serve.door(world.house, world.settings, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=15)


def subscribed(world: World, url: str) -> None:
    x = world.house.x
    hook = getattr(x.app.register_webhook(url), "remote_id", "")
    assert hook
    for kind in ("post.mention.create", "dm.received", "post.delete"):
        x.subscribe(kind, x.me().id, hook)


def arrived(world: World) -> Callable[[], bool]:
    """Whether nothing is on its way to us."""
    return lambda: not state(world)["events"]["under_way"]


def test_what_x_pushed_while_our_door_was_shut_is_sent_again_and_kept_once(quiet: World) -> None:
    with door(quiet) as port:
        url = f"http://127.0.0.1:{port}/hooks/x"
        subscribed(quiet, url)
        said = mentions(quiet, 3)
        until(lambda: len(kept(quiet)) == 3)
        until(arrived(quiet))
    with quiet.house.database.writing() as conn:  # the last time the door said that it was open
        shut = quiet.house.clock.now() - 2 * listen.SHUT_AFTER
        intake.move_cursor(conn, None, "door", "", shut)
    said += mentions(quiet, 4, first=3)
    until(arrived(quiet), 30)
    assert len(kept(quiet)) == 3
    with door(quiet, port), listening(quiet, "webhook", url):
        listen.door_is_open(quiet.house)
        until(lambda: len(kept(quiet)) == 7, 30)
        until(lambda: not quiet.rows("SELECT 1 FROM intake_cursor WHERE source = 'missed'"))
    assert kept(quiet) == sorted(said)


def test_an_address_x_gave_up_is_proved_again_and_what_it_missed_is_sent(quiet: World) -> None:
    with door(quiet) as port:
        url = f"http://127.0.0.1:{port}/hooks/x"
        subscribed(quiet, url)
        with listening(quiet, "auto", url) as ears:
            until(lambda: ears.pushed)
    control(quiet, "advance", seconds=29 * 3600)  # challenged, unheard, given up
    assert [hook.valid for hook in quiet.house.x.app.webhooks()] == [False]
    with door(quiet, port), listening(quiet, "auto", url) as ears:
        until(lambda: [hook.valid for hook in quiet.house.x.app.webhooks()] == [True])
        until(lambda: ears.pushed)
        [number] = mentions(quiet, 1)
        until(lambda: kept(quiet) == [number])


def test_while_x_does_not_push_mentions_are_asked_for(quiet: World) -> None:
    with listening(quiet, "auto", "http://127.0.0.1:9/hooks/x") as ears:
        [number] = mentions(quiet, 1)
        until(lambda: kept(quiet) == [number])
        assert not ears.pushed


# Who listens ------------------------------------------------------------------------------------------


def test_of_two_workers_one_listens_and_the_other_when_it_ends(quiet: World) -> None:
    with listening(quiet, "webhook") as first:
        until(lambda: streams(quiet))
        with listening(quiet, "webhook"):
            complaints(quiet, 1)
            until(lambda: len(kept(quiet)) == 1)
            assert len(quiet.house.x.app.connections()) == 1, "the other does not even try"
            first.stop()
            complaints(quiet, 1, first=1)
            until(lambda: len(kept(quiet)) == 2, 30)


def test_a_worker_killed_in_the_middle_of_a_burst_loses_and_doubles_nothing(quiet: World) -> None:
    said: list[str] = []
    burst = threading.Thread(target=lambda: said.extend(mentions(quiet, 300)))
    environment = {
        **os.environ,
        "DATABASE_URL": quiet.house.database.url,
        "MAKEWHOLE_DATA": str(quiet.settings.data),
        "MAKEWHOLE_BRAND": BRAND,
        "MAKEWHOLE_X_URL": quiet.x,
        "MAKEWHOLE_X_TOKEN": "token-halden",
        "MAKEWHOLE_X_WATCH": "poll",
    }

    def works() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "makewhole", "work"], env=environment)

    first = works()
    try:
        mentions(quiet, 40, first=300)
        burst.start()
        until(lambda: len(kept(quiet)) > 0, 120)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    before = len(kept(quiet))
    burst.join()
    second = works()
    try:
        until(lambda: len(kept(quiet)) == 340, 120)
        until(lambda: not quiet.rows("SELECT 1 FROM person_post WHERE read_at IS NULL"), 120)
    finally:
        second.terminate()
        second.wait(timeout=30)
    assert 0 < before < 340, "it was killed in the middle"
    assert set(said) <= set(kept(quiet))
    assert len(kept(quiet)) == len(set(kept(quiet)))
    replies = [post["in_reply_to"] for post in state(quiet)["posts"] if post["author"] == "HaldenHome"]
    assert len(replies) == len(set(replies)), "nobody is answered twice"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_that_ended_by_itself_is_named_and_one_that_was_stopped_is_not(quiet: World) -> None:
    unforeseen = Watch("poll", BRAND, "", cast(Any, None))
    broken, whole = Listener(quiet.house, unforeseen), Listener(quiet.house, Watch("poll", BRAND, "", PACES))
    broken.start()
    until(lambda: broken.ended() == ("listener",))
    broken.stop()
    whole.start()
    assert whole.ended() == ()
    whole.stop()
    assert whole.ended() == ()
