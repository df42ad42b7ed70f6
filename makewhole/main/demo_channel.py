"""The channel in the demonstration: X set up as a person would, a poll and a report published, what to see.

`scenes` reads from the simulated X and from our rows what became of each promise about the channel: somebody
who mentioned us answered in public, a message answered with its dates, a complaint found by its words held
for a person, a stop obeyed, a poll and a report out; and what each cost. It is read by people and by a test.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx
import sqlalchemy as sa

from makewhole.because import Refused
from makewhole.desk import connect, connect_acts, publish, publish_out
from makewhole.desk import report as figures
from makewhole.desk.connect import Setup, Step
from makewhole.desk.connect_looks import LOOKS
from makewhole.gateways.x import price
from makewhole.main.demo_day import Town
from makewhole.store import manners, meter, publishing
from makewhole.store.publishing import Draft, Publication

ASKS, COMPLAINS, STOPS = "tess_waits", "gil_on_hold", "no_more_dms"
VOTERS: Final = (("tess_waits", 1), ("okay_olu", 2), ("quietcarla", 2))
_WITHIN: Final = 60.0
OPTIONS: Final = ("A pick-up point", "A neighbour", "Another day")
QUESTION: Final = "When nobody is home, what should the courier do with your parcel?"


@dataclass(frozen=True, slots=True)
class Scene:
    """One promise about the channel: whether it was kept, what is there to see, and its cost in millionths of
    a dollar (None where it cost nothing of its own)."""

    name: str
    kept: bool
    says: str
    micro: int | None = None


def set_up(town: Town, to: Setup) -> list[Step]:
    """Set X up as its pages would: our address registered and challenged, every event subscribed to."""
    connect_acts.register(town.house, to)
    connect_acts.subscribe(town.house, to)
    return connect.run(town.house, to, LOOKS)


def listened_to(town: Town) -> bool:
    """Whether somebody holds the stream of keywords open, as X sees it."""
    connections = httpx.get(f"{town.x}/_control/state").json()["connections"]
    return any("disconnected_at" not in one for one in connections)


def ask(town: Town, writer: int, reader: int) -> int:
    """Publish the poll: one writes it, the other approves what they were shown; some people vote."""
    draft = Draft("poll", (QUESTION,), town.house.clock.now(), options=OPTIONS, minutes=1440)
    number = _approved(town, draft, writer, reader)
    remote = _published(town, number).parts[0].remote_id
    for handle, option in VOTERS:
        vote = {"handle": handle, "id": remote, "option": option}
        httpx.post(f"{town.x}/_control/vote", json=vote).raise_for_status()
    publish_out.look_now(town.house, town.brand, number)
    _until(lambda: _found(town, number).poll is not None)
    return number


def tell(town: Town, writer: int, reader: int, over: threading.Event | None = None) -> int | None:
    """Publish the week's report, planned a moment ahead, once enough people were answered; None where `over`
    came first."""
    pause = over or threading.Event()
    said = figures.report(town.house, town.brand, "week", "en")
    while isinstance(said, Refused):
        if pause.wait(0.5):
            return None
        said = figures.report(town.house, town.brand, "week", "en")
    soon = town.house.clock.now() + timedelta(seconds=2)
    number = _approved(town, Draft("report", (said,), soon), writer, reader)
    _published(town, number)
    return number


def scenes(town: Town) -> tuple[Scene, ...]:
    """What became of each promise, as X and our rows have it now."""
    state: dict[str, Any] = httpx.get(f"{town.x}/_control/state").json()
    ours = str(town.house.x.me().handle)
    with town.house.database.reading() as conn:
        return (
            _mention(conn, town.brand, state, ours),
            _message(conn, town.brand, state, ours),
            _complaint(conn, town.brand, state, ours),
            _stop(conn, town.brand, state, ours),
            *(_publication(conn, town.brand, kind, state) for kind in ("poll", "report")),
            _day(conn, town),
        )


def _mention(conn: sa.Connection, brand: str, state: dict[str, Any], ours: str) -> Scene:
    first = next((post for post in state["posts"] if post["author"] == ASKS), None)
    answers = [
        post
        for post in state["posts"]
        if first and post["in_reply_to"] == first["id"] and post["author"] == ours
    ]
    says = answers[0]["text"] if answers else "not answered"
    micro = _cost(conn, brand, first["id"] if first else "")
    return Scene("a mention, acknowledged in public", len(answers) == 1, says, micro)


def _message(conn: sa.Connection, brand: str, state: dict[str, Any], ours: str) -> Scene:
    between = [one for one in state["messages"] if {one["from"], one["to"]} == {ASKS, ours}]
    answers = [one for one in between if one["from"] == ours]
    began = bool(between) and between[0]["from"] == ASKS
    says = " ".join(answers[0]["text"].split()) if answers else "not answered"
    micro = _cost(conn, brand, between[0]["id"] if between else "")
    return Scene(
        "a message they began, answered with status and date", began and len(answers) == 1, says, micro
    )


def _complaint(conn: sa.Connection, brand: str, state: dict[str, Any], ours: str) -> Scene:
    first = next((post for post in state["posts"] if post["author"] == COMPLAINS), None)
    row = conn.execute(
        sa.text(
            "SELECT t.lane, p.via, p.reading -> 'may_reply' ->> 'rule' AS rule, t.held_because"
            " FROM person_post p JOIN thread t ON t.id = p.thread WHERE p.brand = :b AND p.remote_id = :r"
        ),
        {"b": brand, "r": first["id"] if first else ""},
    ).one_or_none()
    silent = not any(first and post["in_reply_to"] == first["id"] for post in state["posts"])
    held = row is not None and (row.lane, row.via) == ("person", "stream") and row.rule in ("R1", "R2")
    says = "not found yet" if row is None else f"found by its words; {row.rule} holds it: {row.held_because}"
    # The stream brings it for every brand's rules at once, so the line is charged to the brand.
    micro = price.of("stream") + _cost(conn, brand, first["id"] if first else "")
    return Scene("a complaint that mentions nobody, waiting for a person", held and silent, says, micro)


def _stop(conn: sa.Connection, brand: str, state: dict[str, Any], ours: str) -> Scene:
    stopped = conn.execute(
        sa.text(
            "SELECT count(*) FROM person_optout o JOIN person_post p ON p.person = o.person"
            " WHERE o.brand = :b AND p.remote_id = ANY(:r)"
        ),
        {"b": brand, "r": [post["id"] for post in state["posts"] if post["author"] == STOPS]},
    ).scalar_one()
    theirs = {post["id"] for post in state["posts"] if post["author"] == STOPS}
    written = [post for post in state["posts"] if post["in_reply_to"] in theirs and post["author"] == ours]
    written += [one for one in state["messages"] if one["to"] == STOPS]
    says = "kept at once; nothing was sent to them since" if stopped else "not kept yet"
    return Scene("a stop, obeyed", bool(stopped) and not written, says)


def _publication(conn: sa.Connection, brand: str, kind: str, state: dict[str, Any]) -> Scene:
    found = next((one for one in publishing.of_brand(conn, brand) if one.kind == kind), None)
    name = f"a {kind}, approved by a second person and published"
    if found is None or found.state != "published":
        return Scene(name, False, "not published yet")
    there = {post["id"]: post["text"] for post in state["posts"]}
    stands = all(there.get(str(part.remote_id)) == part.body for part in found.parts)
    votes = ", ".join(f"{one['label']}: {one['votes']}" for one in found.poll or ())
    said = " ".join(found.parts[0].body.split())
    spent = sum(item.micro for item in meter.of_publication(conn, brand, found.id))
    return Scene(name, stands and found.made_by != found.approved_by, f"{said} {votes}".strip(), spent)


def _day(conn: sa.Connection, town: Town) -> Scene:
    spent = meter.of_day(conn, town.brand, town.house.clock.now())
    limit = manners.of_brand(conn, town.brand).budget_micro
    says = f"{spent.calls} calls, US${spent.optional_micro / 1e6:.3f} of it for reads nobody waited for"
    return Scene("the day on X", limit is None or spent.micro <= limit, says, spent.micro)


def _cost(conn: sa.Connection, brand: str, remote_id: str) -> int:
    """What the thread of a post or message has cost."""
    thread = conn.execute(
        sa.text("SELECT thread FROM person_post WHERE brand = :b AND remote_id = :r"),
        {"b": brand, "r": remote_id},
    ).scalar()
    return 0 if thread is None else sum(item.micro for item in meter.of_thread(conn, brand, int(thread)))


def _approved(town: Town, draft: Draft, writer: int, reader: int) -> int:
    number = publish.plan(town.house, town.brand, draft, writer)
    if not isinstance(number, int):
        raise AssertionError(f"the demonstration wrote what can't be published: {number}")
    with town.house.database.reading() as conn:
        shown = publish.preview(town.house, conn, _found(town, number))
    said = publish.approve(town.house, town.brand, number, reader, shown.digest)
    if said is not None:
        raise AssertionError(f"the demonstration's words were not approved: {said}")
    return number


def _published(town: Town, number: int) -> Publication:
    _until(lambda: _found(town, number).state == "published")
    return _found(town, number)


def _found(town: Town, number: int) -> Publication:
    with town.house.database.reading() as conn:
        found = publishing.get(conn, number)
    assert found is not None
    return found


def _until(holds: Callable[[], bool]) -> None:
    give_up, pause = time.monotonic() + _WITHIN, threading.Event()
    while not holds():
        if time.monotonic() > give_up:
            raise TimeoutError("X did not take what was to be published")
        pause.wait(0.1)
