"""What leaves for X keeps its pace: never over a window, the most urgent first, nobody lost."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx

from makewhole.clock import Clock
from makewhole.desk import pace, take
from makewhole.desk.house import Periods
from makewhole.desk.turn import at_door
from makewhole.gateways.x import XClient
from makewhole.simulators import running, x
from makewhole.simulators.mail import Post
from makewhole.simulators.mail_office import Office
from makewhole.store import letters, manners, people
from makewhole.store import pace as rows
from makewhole.store.database import Database
from makewhole.store.letters import Letter
from makewhole.worker import Worker
from tests.world import BRAND, HANDLE, World, a_world, until

SCALE = 120
"""A quarter of an hour of the house takes seven and a half seconds."""
QUARTER = timedelta(minutes=15)
CALM = "where is my parcel? I have not had any news"
LOST = "my parcel is lost, it never arrived, I am furious and I need it today"


@contextmanager
def fast(database: Database, data: Path) -> Iterator[World]:
    """A world whose X runs by the house's clock, with X's published limits, and no worker yet."""
    with a_world(database, data, working=False, time_scale=SCALE) as made:
        clock = made.house.clock
        with running.Simulator(x.app(x.Settings(now=clock.now))) as on_x:
            made.x = on_x.url
            made.house = replace(made.house, x=XClient(on_x.url, "token-halden", now=clock.now))
            made.settings = made.settings.model_copy(update={"x_url": on_x.url})
            yield made


@dataclass(frozen=True)
class Turned(Clock):
    """A clock that a test turns forward by hand."""

    by: list[timedelta] = field(default_factory=lambda: [timedelta(0)])

    def house(self, world: datetime) -> datetime:
        """House time at a moment of the world's."""
        return super().house(world) + self.by[0]

    def world(self, house: datetime) -> datetime:
        """The moment of the world at which the house reads `house`."""
        return super().world(house - self.by[0])


@contextmanager
def by_hand(database: Database, data: Path) -> Iterator[tuple[World, Turned]]:
    """A world with a worker, whose time and X's a test turns."""
    clock = Turned()
    with (
        a_world(database, data, working=False) as made,
        running.Simulator(x.app(x.Settings(now=clock.now))) as on_x,
    ):
        made.x = on_x.url
        made.house = replace(made.house, clock=clock, x=XClient(on_x.url, "token-halden", now=clock.now))
        made.worker = Worker(made.house)
        made.worker.start()
        yield made, clock


def keeps_pace(said: list[tuple[datetime, str]]) -> bool:
    """Whether no quarter of an hour holds more than fifteen."""
    return all(sum(at <= other < at + QUARTER for other, _ in said) <= 15 for at, _ in said)


def a_letter(world: World, kind: str = "private_reply", account: str | None = None) -> Letter:
    """A letter owed to somebody new, who wrote to us."""
    house = world.house
    with house.database.writing() as conn:
        now = house.clock.now()
        count = int(conn.exec_driver_sql("SELECT count(*) FROM person").scalar_one())
        person = people.meet(conn, house.vault, BRAND, people.Contact("x", f"9{count}"), "en", now)
        number = letters.write(
            conn,
            brand=BRAND,
            person=person,
            name=f"test-{count}",
            kind=kind,
            channel="x",
            body=f"hello {count}",
            language="en",
            state="owed",
            because=[],
            now=now,
            account=account,
        )
        assert number is not None
        made = letters.get(conn, number)
    assert made is not None
    return made


def _told(world: World, people: int) -> bool:
    return len(messages(world)) == people


def messages(world: World) -> list[tuple[datetime, str]]:
    """What our account wrote in private on X: when, and to whom."""
    state = httpx.get(f"{world.x}/_control/state").json()
    return [
        (datetime.fromisoformat(one["at"]), one["to"])
        for one in state["messages"]
        if one["from"] == HANDLE and one["by_app"]
    ]


def written(world: World, names: list[str], text: str) -> None:
    """People write to us in private, and it reaches our door."""
    for name in names:
        said = httpx.post(f"{world.x}/_control/dm", json={"from": name, "to": HANDLE, "text": text}).json()
        message = {"id": said["id"], "text": text, "sender_id": said["sender_id"], "sender_handle": name}
        take.take(world.house, BRAND, [take.as_message(message)], private=True)


def waiting(world: World) -> int:
    return int(world.rows("SELECT count(*) FROM pace_wait")[0][0])


def test_of_many_that_ask_at_once_only_as_many_as_x_allows_get_a_slot(
    database: Database, tmp_path: Path
) -> None:
    with a_world(database, tmp_path / "data", working=False) as world:
        many = [a_letter(world) for _ in range(40)]
        got: list[bool] = []

        def ask(letter: Letter) -> None:
            with world.house.database.writing() as conn:
                got.append(pace.take(world.house, conn, letter, 5))

        threads = [threading.Thread(target=ask, args=(letter,)) for letter in many]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (got.count(True), got.count(False)) == (15, 25)
        other, public = a_letter(world, account="another-account"), a_letter(world, "public_reply")
        with world.house.database.writing() as conn:
            assert pace.take(world.house, conn, other, 5), "an account's window is its own"
            assert pace.take(world.house, conn, public, 5), "so is each lane"


def test_who_comes_later_and_is_no_more_urgent_does_not_pass_those_who_wait(
    database: Database, tmp_path: Path
) -> None:
    with a_world(database, tmp_path / "data", working=False) as world:
        first, calm, urgent = (a_letter(world) for _ in range(3))
        house = world.house
        with house.database.writing() as conn:
            rows.wait(conn, first.id, BRAND, "message", "", 20, 0, house.clock.now())
            assert not pace.take(house, conn, calm, 20)
            assert pace.take(house, conn, urgent, 21)


def test_r18_a_burst_of_messages_breaks_no_window_the_most_urgent_go_first_and_each_knows_its_turn(
    database: Database, tmp_path: Path
) -> None:
    with by_hand(database, tmp_path / "data") as (world, clock):
        written(world, [f"early{i}" for i in range(15)], CALM)
        until(lambda: len(messages(world)) == 15, 60, "the first fifteen did not go at once")
        calm, lost = [f"calm{i}" for i in range(14)], [f"lost{i}" for i in range(6)]
        written(world, calm, CALM)
        written(world, lost, LOST)
        until(lambda: waiting(world) == 20, 60, "the others do not wait")
        queue = {row[0]: row[1] for row in world.rows("SELECT letter, priority FROM pace_wait")}
        with world.house.database.reading() as conn:
            turn = {one: pace.forecast(world.house, conn, one) for one in queue}
        foreseen = {one: at for one, at in turn.items() if at is not None}
        assert foreseen.keys() == queue.keys(), "each that waits has its turn foreseen"
        urgent, least = max(queue.values()), min(queue.values())
        first = [at for one, at in foreseen.items() if queue[one] == urgent]
        later = [at for one, at in foreseen.items() if queue[one] == least]
        assert len(first) == 6
        assert max(first) <= min(later)
        for sent in (30, 35):
            assert len(messages(world)) < sent
            clock.by[0] += QUARTER + pace.ON_ITS_WAY
            with at_door(world.house, pace.ERRAND, "answer.record") as now:
                now.owe(pace.ERRAND, f"pace-by-hand:{sent}", BRAND, "message", "", sent)
            until(partial(_told, world, sent), 60, "somebody was lost")
        world.rests()
        said = messages(world)
        assert len({to for _, to in said}) == 35, "nobody is written to twice"
        # Those of one round leave side by side; who came first without being urgent waits for the next.
        assert set(lost) < {to for _, to in said[15:30]}, "the most urgent go first"
        assert keeps_pace(said)
        assert not world.rows("SELECT 1 FROM person_letter WHERE tries <> 1"), "X never had to refuse one"


def test_a_worker_killed_in_the_middle_of_a_burst_loses_no_letter_and_breaks_no_window(
    database: Database, tmp_path: Path
) -> None:
    with fast(database, tmp_path / "data") as world:
        names = [f"name{i}" for i in range(24)]
        written(world, names, CALM)
        first = at_work(world)
        try:
            until(lambda: len(messages(world)) >= 5, 120, "the worker did not begin")
        finally:
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        second = at_work(world)
        try:
            until(
                lambda: (
                    not world.rows("SELECT 1 FROM person_post WHERE read_at IS NULL")
                    and len(world.rows("SELECT 1 FROM person_letter WHERE state = 'sent'")) == len(names)
                ),
                seconds=240,
                otherwise="letters were lost with the worker",
            )
        finally:
            second.terminate()
            second.wait()
        sent = messages(world)
        assert sorted(to for _, to in sent) == sorted(names), "each got one message"
        assert keeps_pace(sent)


def at_work(world: World) -> "subprocess.Popen[bytes]":
    """A worker in a process of its own."""
    settings = world.settings
    named = {
        "DATA": settings.data, "BRAND": BRAND, "TIME_SCALE": SCALE, "X_URL": settings.x_url,
        "X_TOKEN": "token-halden", "PAYMENT_URL": settings.payment_url, "PAYMENT_KEY": "token-payment",
        "CARRIERS_URL": settings.carriers_url, "CARRIERS_KEY": "token-carriers",
    }  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": world.house.database.url}
    environment |= {f"MAKEWHOLE_{name}": str(value) for name, value in named.items()}
    return subprocess.Popen([sys.executable, "-m", "makewhole", "work"], env=environment)


def test_a_message_that_would_wait_too_long_goes_by_e_mail_to_who_gave_us_an_address(
    database: Database, tmp_path: Path
) -> None:
    patience = Periods(messages_wait_at_most=timedelta(minutes=5))
    with (
        Post(Office("care@halden.example")) as post,
        a_world(database, tmp_path / "data", working=False, periods=patience, post=post) as world,
    ):
        house = world.house
        for _ in range(15):
            with house.database.writing() as conn:
                assert pace.take(house, conn, a_letter(world), 5)
        with house.database.reading() as conn:
            wait = pace.wait_for(house, conn, "message", "")
        assert timedelta(minutes=14) < wait <= QUARTER + pace.ON_ITS_WAY
        written(world, ["anna_k", "bob"], CALM)
        anna = world.rows("SELECT person FROM person_post ORDER BY id LIMIT 1")[0][0]
        with house.database.writing() as conn:
            mail = people.Contact("email", "anna@example.org")
            people.add_contact(conn, house.vault, BRAND, anna, mail, house.clock.now())
        world.worker = Worker(house)
        world.worker.start()
        until(lambda: waiting(world) == 1, otherwise="bob, who gave no address, does not wait")
        mine = "SELECT channel, because FROM person_letter WHERE person = :p AND thread IS NOT NULL"
        until(lambda: [row.channel for row in world.rows(mine, p=anna)] == ["email"])
        assert any(ground["rule"] == "R18" for ground in world.rows(mine, p=anna)[0].because)
        until(lambda: [one.to for one in post.office.delivered] == ["anna@example.org"])


def test_while_messages_are_slow_the_public_answer_names_the_form_where_the_brand_allows_links(
    database: Database, tmp_path: Path
) -> None:
    patience = Periods(messages_wait_at_most=timedelta(minutes=5))
    form = "https://halden.example/help"
    with a_world(database, tmp_path / "data", periods=patience) as world:
        house = world.house
        with house.database.writing() as conn:
            conn.exec_driver_sql(f"UPDATE brand SET help_url = '{form}'")
            manners.choose(conn, BRAND, links_allowed=True)
        replies = "SELECT body FROM person_letter WHERE kind = 'public_reply' AND in_reply_to = :p"
        post = world.says("anna_k", f"@HaldenHome {CALM}")
        world.poll()
        until(lambda: bool(world.rows(replies, p=post)))
        assert form not in world.rows(replies, p=post)[0].body
        for _ in range(15):
            with house.database.writing() as conn:
                assert pace.take(house, conn, a_letter(world), 5)
        post = world.says("bob", f"@HaldenHome {CALM}")
        world.poll()
        until(lambda: bool(world.rows(replies, p=post)))
        assert form in world.rows(replies, p=post)[0].body
