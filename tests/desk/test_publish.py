"""Publishing: shown as it will stand, approved by another person, out once and in order, read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from makewhole.because import Refused
from makewhole.desk import publish, publish_out
from makewhole.desk.publish import Preview
from makewhole.desk.turn import at_door
from makewhole.gateways.x import Typed, XClient
from makewhole.store import manners, meter, publishing, x_accounts
from makewhole.store.database import Database
from makewhole.store.publishing import Draft, Publication
from makewhole.web import staff
from tests.world import BRAND, World, a_world, until

WRITER, READER = "ann@halden.example", "mei@halden.example"
THREAD = (
    "How we settle claims, in three posts.",
    "Lost parcels: we pay once it is clear.",
    "Ask us any time.",
)


@pytest.fixture
def people(world: World) -> tuple[int, int]:
    """Two members of staff: who writes, and who looks at it."""
    one = staff.hire(world.house, BRAND, WRITER, "Ann", "agent", "correct-horse-1")
    return one, staff.hire(world.house, BRAND, READER, "Mei", "lead", "correct-horse-1")


def planned(world: World, by: int | None, *said: str, kind: str = "", **more: Any) -> int:
    """A draft kept, to be published now."""
    drafted = Draft(kind or ("thread" if len(said) > 1 else "post"), said, world.house.clock.now(), **more)
    made = publish.plan(world.house, BRAND, drafted, by)
    assert isinstance(made, int), made
    return made


def shown(world: World, number: int) -> Preview:
    """The publication as a person is shown it."""
    with world.house.database.reading() as conn:
        found = publishing.get(conn, number)
        assert found is not None
        return publish.preview(world.house, conn, found)


def approved(world: World, number: int, by: int) -> Refused | None:
    """Somebody approves what they were just shown."""
    return publish.approve(world.house, BRAND, number, by, shown(world, number).digest)


def reaches(world: World, number: int, state: str) -> Publication:
    """The publication once it is in that state."""

    def now() -> Publication:
        return shown(world, number).publication

    until(lambda: now().state == state, otherwise=f"it is {now()}, not {state}")
    return now()


def on_x(world: World) -> list[Any]:
    """What the brand posted on X, oldest first."""
    state = httpx.get(f"{world.x}/_control/state").json()
    return [post for post in state["posts"] if post["author"] == "HaldenHome"]


def test_a_thread_leaves_in_order_each_part_under_the_last(world: World, people: tuple[int, int]) -> None:
    number = planned(world, people[0], *THREAD)
    assert approved(world, number, people[1]) is None
    done = reaches(world, number, "published")
    posts = on_x(world)
    assert [post["text"] for post in posts] == list(THREAD)
    assert [post["in_reply_to"] for post in posts] == [None, posts[0]["id"], posts[1]["id"]]
    assert [part.remote_id for part in done.parts] == [post["id"] for post in posts]


def test_the_preview_shows_the_words_their_length_and_what_each_costs(
    world: World, people: tuple[int, int]
) -> None:
    number = planned(world, people[0], *THREAD)
    before = shown(world, number)
    assert [(one.text, one.weight, one.micro) for one in before.shown] == [
        (text, len(text), 15_000) for text in THREAD
    ]
    assert (before.handle, before.micro) == ("haldenhome", 45_000)
    approved(world, number, people[1])
    reaches(world, number, "published")
    told = httpx.get(f"{world.x}/_control/state").json()["ledger"]
    assert told["spent"] == 45_000, "X charges what the preview said"
    spent = world.rows("SELECT sum(micro) AS micro FROM x_call WHERE about = :a", a=f"publication-{number}")
    assert spent[0].micro == 45_000


def test_r8_nothing_is_published_that_nobody_was_shown(world: World, people: tuple[int, int]) -> None:
    number = planned(world, people[0], "We settle claims in a day.")
    seen = shown(world, number).digest
    other = Draft("post", ("We settle claims in a week.",), world.house.clock.now())
    assert publish.revise(world.house, BRAND, number, other, people[0]) == ()
    said = publish.approve(world.house, BRAND, number, people[1], seen)
    assert isinstance(said, Refused)
    assert said.rule == "R8"
    with at_door(world.house, publish.ERRAND, "publish.rule") as turn:
        publish.owe(turn, number, 0, turn.now)
    world.rests()
    assert on_x(world) == []


def test_who_wrote_it_does_not_approve_it_while_a_colleague_can(
    world: World, people: tuple[int, int]
) -> None:
    number = planned(world, people[0], "We settle claims in a day.")
    said = approved(world, number, people[0])
    assert isinstance(said, Refused)
    assert said.rule == "publish.four-eyes"
    with world.house.database.writing() as conn:
        conn.exec_driver_sql(f"UPDATE staff SET disabled_at = now() WHERE id = {people[1]}")
    assert approved(world, number, people[0]) is None, "alone, one person has to do"


def test_r21_a_paid_post_says_so_and_nobodys_post_is_shown_without_leave(
    world: World, people: tuple[int, int]
) -> None:
    theirs = Draft("post", ("Look: https://x.com/tess/status/17",), world.house.clock.now())
    said = publish.plan(world.house, BRAND, theirs, people[0])
    assert isinstance(said, tuple)
    assert [one.rule for one in said] == ["R21"]
    asked = Draft("post", theirs.parts, theirs.publish_at, permission="her message of 3 May")
    assert isinstance(publish.plan(world.house, BRAND, asked, people[0]), int)
    number = planned(world, people[0], "Our carrier pays us to say: fast parcels.", paid=True)
    approved(world, number, people[1])
    reaches(world, number, "published")
    kept = httpx.get(
        f"{world.x}/2/tweets/{on_x(world)[-1]['id']}",
        params={"tweet.fields": "paid_partnership"},
        headers={"authorization": "Bearer token-app"},
    )
    assert kept.json()["data"]["paid_partnership"] is True


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Delete your post and we refund you 10 EUR.", "R22"),
        ("Thank you @tess_waits for waiting.", "R2"),
        ("All our terms: https://halden.example/terms", "link"),
    ],
)
def test_what_x_forbids_is_not_approved(world: World, people: tuple[int, int], text: str, rule: str) -> None:
    number = planned(world, people[0], text)
    said = approved(world, number, people[1])
    assert isinstance(said, Refused)
    assert (said.rule, bool(said.way_forward)) == (rule, True)


def test_a_link_costs_what_x_asks_for_it_once_the_brand_chose_links(
    world: World, people: tuple[int, int]
) -> None:
    with world.house.database.writing() as conn:
        manners.choose(conn, BRAND, links_allowed=True)
    number = planned(world, people[0], "All our terms: https://halden.example/terms")
    assert shown(world, number).micro == 200_000
    assert approved(world, number, people[1]) is None
    reaches(world, number, "published")


def test_r26_the_same_words_are_not_published_again(world: World, people: tuple[int, int]) -> None:
    for expected in (None, "R26"):
        number = planned(world, people[0], "Claims are settled within a day.")
        said = approved(world, number, people[1])
        assert (said.rule if said else None) == expected
        if said is None:
            reaches(world, number, "published")


@pytest.fixture
def hurried(database: Database, tmp_path: Path) -> Iterator[World]:
    """A world whose clock runs sixty times as fast, so that the next try comes soon."""
    with a_world(database, tmp_path / "data", time_scale=60) as made:
        yield made


@pytest.mark.parametrize("fault", ["lost", "cut"])
def test_a_part_whose_answer_was_lost_is_found_and_not_posted_twice(hurried: World, fault: str) -> None:
    writer = staff.hire(hurried.house, BRAND, WRITER, "Ann", "agent", "correct-horse-1")
    number = planned(hurried, None, *THREAD)
    httpx.post(f"{hurried.x}/_control/faults", json={fault: 1.0})
    approved(hurried, number, writer)
    until(lambda: on_x(hurried) != [], otherwise="nothing was posted")
    httpx.post(f"{hurried.x}/_control/faults", json={fault: 0.0})

    def out() -> bool:
        # No request of ours is on its way here any more; the desk would wait twenty seconds to be sure.
        with hurried.house.database.writing() as conn:
            conn.exec_driver_sql("UPDATE publication_part SET tried_at = tried_at - interval '1 minute'")
        return shown(hurried, number).publication.state == "published"

    until(out, 30.0, otherwise="it was not published")
    assert [post["text"] for post in on_x(hurried)] == list(THREAD)


def test_what_x_refuses_waits_for_a_person_with_the_rest_of_it(world: World, people: tuple[int, int]) -> None:
    said_by_hand = {"handle": "HaldenHome", "text": THREAD[0]}
    number = planned(world, people[0], *THREAD)
    httpx.post(f"{world.x}/_control/post", json=said_by_hand).raise_for_status()
    approved(world, number, people[1])
    held = reaches(world, number, "held")
    assert [part.remote_id for part in held.parts] == [None, None, None]
    assert (held.because[-1]["rule"], bool(held.way_forward)) == ("x.duplicate", True)
    assert publish.cancel(world.house, BRAND, number, people[1]) is None
    assert shown(world, number).publication.state == "cancelled"


def test_what_was_taken_back_or_cancelled_is_not_published(world: World, people: tuple[int, int]) -> None:
    soon = world.house.clock.now() + timedelta(seconds=2)
    for rule in (publish.take_back, publish.cancel):
        draft = Draft("post", (f"News of the day, {rule.__name__}.",), soon)
        number = publish.plan(world.house, BRAND, draft, people[0])
        assert isinstance(number, int)
        assert approved(world, number, people[1]) is None
        assert rule(world.house, BRAND, number, people[1]) is None
    until(lambda: world.house.clock.now() > soon + timedelta(seconds=1))
    world.rests()
    assert on_x(world) == []


def test_it_waits_for_its_moment(world: World, people: tuple[int, int]) -> None:
    soon = world.house.clock.now() + timedelta(seconds=3)
    number = publish.plan(world.house, BRAND, Draft("post", ("At three.",), soon), people[0])
    assert isinstance(number, int)
    approved(world, number, people[1])
    done = reaches(world, number, "published")
    assert done.published_at is not None
    assert done.published_at >= soon


def test_a_poll_runs_and_its_votes_are_read_back_on_the_meter(world: World, people: tuple[int, int]) -> None:
    number = planned(
        world, people[0], "By post or by courier?", kind="poll", options=("Post", "Courier"), minutes=5
    )
    approved(world, number, people[1])
    remote = reaches(world, number, "published").parts[0].remote_id
    for place in range(3):
        vote = {"handle": f"voter{place}", "id": remote, "option": 1 + (place == 0)}
        httpx.post(f"{world.x}/_control/vote", json=vote).raise_for_status()
    httpx.post(f"{world.x}/_control/advance", json={"seconds": 301}).raise_for_status()
    publish_out.look_now(world.house, BRAND, number)
    until(lambda: shown(world, number).publication.poll is not None, otherwise="no votes were read")
    read = shown(world, number).publication
    assert read.poll == [
        {"label": "Post", "votes": 2, "ended": True},
        {"label": "Courier", "votes": 1, "ended": True},
    ]
    assert read.parts[0].metrics is not None
    with world.house.database.reading() as conn:
        spent = meter.of_day(conn, BRAND, world.house.clock.now())
    assert spent.optional_micro == 5_000


def test_a_read_nobody_waits_for_stops_with_the_budget(world: World, people: tuple[int, int]) -> None:
    number = planned(world, people[0], "We settle claims in a day.")
    approved(world, number, people[1])
    reaches(world, number, "published")
    with world.house.database.writing() as conn:
        manners.choose(conn, BRAND, budget_micro=0)
    publish_out.look_now(world.house, BRAND, number)
    world.rests()
    assert shown(world, number).publication.read_at is None


@pytest.mark.parametrize(
    ("options", "minutes", "word"),
    [(("One",), 60, "2 to 4"), (("a" * 26, "b"), 60, "1 to 25"), (("a", "b"), 4, "5 to 10,080")],
)
def test_a_poll_x_would_not_take_is_told_before_it_is_kept(
    world: World, options: tuple[str, ...], minutes: int, word: str
) -> None:
    draft = Draft("poll", ("How?",), world.house.clock.now(), options=options, minutes=minutes)
    said = publish.plan(world.house, BRAND, draft, None)
    assert isinstance(said, tuple)
    assert word in said[0].says


def test_another_brands_publication_is_not_there(world: World, people: tuple[int, int]) -> None:
    number = planned(world, people[0], "We settle claims in a day.")
    said = publish.approve(world.house, "other", number, people[1], shown(world, number).digest)
    assert isinstance(said, Refused)
    assert said.rule == "publish.none"


def test_x_out_of_reach_before_the_first_call_puts_a_publication_off_and_ends_nothing(
    world: World, people: tuple[int, int]
) -> None:
    deaf = replace(world.house, x=XClient("http://127.0.0.1:9", "token", accounts=Typed))
    later = world.house.clock.now() + timedelta(hours=1)
    number = publish.plan(world.house, BRAND, Draft("post", ("How we settle claims.",), later), people[0])
    assert isinstance(number, int)
    assert approved(world, number, people[1]) is None
    with world.house.database.writing() as conn:
        one = x_accounts.Connected("71", "HaldenHome", "main", ["tweet.write"], "tokens")
        x_accounts.connect(conn, world.house.vault, BRAND, one, world.house.clock.now())
    assert publish_out._send(deaf, number)["state"] == "later"
    assert publish_out._read(deaf, shown(world, number).publication, ["1"]) is None
