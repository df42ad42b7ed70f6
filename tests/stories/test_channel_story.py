"""The channel as the demonstration shows it, over real sockets: the same scenes, seen from outside too."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from makewhole.desk.listen import Watch
from makewhole.desk.listen_stream import Paces
from makewhole.main import demo_channel, demo_day
from makewhole.main.demo_channel import ASKS, COMPLAINS, STOPS, Scene
from makewhole.main.voices import setup_of
from makewhole.simulators import day
from makewhole.store.database import Database
from makewhole.web import staff
from makewhole.worker import Worker
from tests.web.conftest import PASSWORD, WEB, served
from tests.web.pages import text
from tests.world import BRAND, HANDLE, World, a_world, until

SOON = timedelta(seconds=0.3)
PACES = Paces(rules=SOON, index_lag=timedelta(0), hook=SOON, lead=SOON, backoff=0.05)


@contextmanager
def at_work(world: World, hook: str) -> Iterator[None]:
    """A worker that listens to X as an installation with a public address does."""
    worker = Worker(world.house, watch=Watch("auto", BRAND, hook, PACES))
    worker.start()
    try:
        yield
    finally:
        worker.stop()


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A world in which no worker works yet."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def state(world: World) -> dict[str, Any]:
    made: dict[str, Any] = httpx.get(f"{world.x}/_control/state").json()
    return made


def said(town: demo_day.Town) -> None:
    """What people say: the three of the scenes, and enough others for a report."""
    for key in ("en1", "en10", "en17"):
        one = next(event for event in day.script(1) if event.payload.get("key") == key)
        post = {name: one.payload[name] for name in ("handle", "text", "lang")}
        httpx.post(f"{town.x}/_control/post", json=post).raise_for_status()
    for place in range(12):
        post = {
            "handle": f"waits{place}",
            "text": f"@{HANDLE} where is my parcel? It is {place + 3} days late.",
        }
        httpx.post(f"{town.x}/_control/post", json=post).raise_for_status()
    until(lambda: demo_channel.scenes(town)[0].kept, 30.0, "nobody was acknowledged")
    follows = next(event for event in day.script(1) if event.payload.get("after") == "en1")
    message = {"from": ASKS, "to": HANDLE, "text": follows.payload["text"]}
    httpx.post(f"{town.x}/_control/dm", json=message).raise_for_status()


def test_the_channel_keeps_its_promises_and_says_what_each_cost(quiet: World) -> None:
    with served(quiet.house, replace(WEB, x_consumer_secret="simulated-consumer-secret")) as site:
        world = replace(quiet, house=replace(quiet.house, public_url=site))
        settings = world.settings.model_copy(
            update={"public_url": site, "x_client_id": "simulated-client-id"}
        )
        writer = staff.hire(world.house, BRAND, "mei@halden.example", "Mei", "lead", PASSWORD)
        reader = staff.hire(world.house, BRAND, "ann@halden.example", "Ann", "admin", PASSWORD)
        town = demo_day.Town(world.house, BRAND, world.x, world.carriers)
        demo_day.open_shop(town)
        httpx.post(
            f"{town.carriers}/_control/parcels", json=day.journeys(town.house.clock.now())
        ).raise_for_status()
        demo_channel.set_up(town, setup_of(settings))
        with at_work(world, f"{site}/hooks/x"):
            until(lambda: demo_channel.listened_to(town), 30.0, "nobody listens to the stream")
            said(town)
            demo_channel.ask(town, writer, reader)
            demo_channel.tell(town, writer, reader)
            until(lambda: not missing(town), 60.0, "the scenes were not all played")
            world.rests()
        scenes = {scene.name: scene for scene in demo_channel.scenes(town)}
        assert not missing(town)
        _seen_from_outside(world)
        _costs(scenes)
        with httpx.Client(base_url=site, follow_redirects=True) as console:
            _on_screen(console)


def missing(town: demo_day.Town) -> list[Scene]:
    """The scenes that were not played yet."""
    return [scene for scene in demo_channel.scenes(town) if not scene.kept]


def _seen_from_outside(world: World) -> None:
    now = state(world)
    ours = [post for post in now["posts"] if post["author"] == HANDLE]
    asked = next(post for post in now["posts"] if post["author"] == ASKS)
    public = [post["text"] for post in ours if post["in_reply_to"] == asked["id"]]
    assert len(public) == 1
    assert not re.search(r"\d{6}|http", public[0]), "nothing personal in public"
    private = [one["text"] for one in now["messages"] if one["from"] == HANDLE]
    assert len(private) == 1, "only who wrote first is written to"
    assert next(one for one in now["messages"])["from"] == ASKS
    assert re.search(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", private[0]), private[0]
    for handle in (COMPLAINS, STOPS):
        theirs = {post["id"] for post in now["posts"] if post["author"] == handle}
        assert theirs
        assert not [post for post in ours if post["in_reply_to"] in theirs]
    alone = [post for post in ours if post["in_reply_to"] is None]
    assert [bool(post.get("poll")) for post in alone] == [True, False]
    assert alone[0]["poll"]["votes"] == [1, 2, 0]
    assert "People answered: " in alone[1]["text"]


def _costs(scenes: dict[str, Scene]) -> None:
    words = ("mention,", "message they", "poll", "report", "day")
    by_word = {word: next(one for name, one in scenes.items() if word in name) for word in words}
    assert by_word["poll"].micro == 15_000 + 5_000, "a post, and one read of its votes"
    assert by_word["report"].micro == 15_000
    assert (by_word["mention,"].micro or 0) >= 10_000
    assert (by_word["day"].micro or 0) > sum(by_word[word].micro or 0 for word in ("poll", "report"))


def _on_screen(console: httpx.Client) -> None:
    form = console.get("/desk/sign-in").text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', form)
    assert token is not None
    console.post(
        "/desk/sign-in", data={"csrf": token[1], "email": "ann@halden.example", "password": PASSWORD}
    )
    channel = text(console.get("/desk/x").text)
    for words in ("Webhook", "publish", "US$"):
        assert words in channel, channel
    published = text(console.get("/desk/publish").text)
    assert published.count("Published") >= 2
    poll = text(console.get("/desk/publish/1").text)
    assert "3 votes" in poll
    assert "US$0.02" in poll
