"""What is told of parcels is kept whole and once, whoever tells it, in whatever order and how often."""

import json
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makewhole.desk.heard import Heard, adopt, heard, heard_all
from makewhole.desk.turn import at_door
from makewhole.gateways import tracking
from makewhole.gateways.tracking.answer import Answer, Told, Unread
from makewhole.gateways.wire import Json
from makewhole.parcel.journey import STATUSES, Scan
from makewhole.store import journeys, parcels, people, scans
from makewhole.store.database import Database
from makewhole.store.journeys import JourneyRow
from makewhole.store.trouble import Unavailable
from tests.conftest import plain
from tests.world import BRAND, World, a_world, until

BEGUN = datetime(2026, 11, 2, 8, tzinfo=UTC)
NUMBERS = count(1)
on_one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house that nobody works in."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def raw(number: int, scan: Scan) -> Json:
    """An event as its carrier may have written it."""
    return {"no": number, "what": scan.words, "at": scan.at.isoformat(), "signed": "M. Muster"}


def answer(*told: Scan, number: str | None = None, unread: Sequence[Unread] = (), by: str = "dhl") -> Answer:
    """What a carrier answers: these scans, each with its raw event."""
    return Answer(by, number, told, tuple(raw(at, scan) for at, scan in enumerate(told)), tuple(unread))


def body_of(one: Answer) -> bytes:
    """The bytes it came in."""
    events = [*one.raw, *(each.raw for each in one.unread)]
    return json.dumps({"number": one.number, "events": events}).encode()


def hear(world: World, one: Answer, parcel: int | None = None, source: str = "17track") -> Heard:
    """Let the house hear an answer, in a turn of its own."""
    with at_door(world.house, "follow", "follow.record") as turn:
        found = None if parcel is None else parcels.get(turn.conn, parcel)
        return heard(turn, BRAND, source, one, body_of(one), found)


def drawn(world: World, parcel: int) -> JourneyRow:
    """The parcel's journey."""
    with world.house.database.reading() as conn:
        row = journeys.one(conn, parcel)
    assert row is not None
    return row


def told_by(row: JourneyRow) -> dict[str, Any]:
    """A journey without what differs between two parcels of one fate, or by the second it was drawn in."""
    left_out = ("parcel", "waybill", "changed_at", "draw_at")
    return {name: value for name, value in asdict(row).items() if name not in left_out}


def another(world: World, **more: Any) -> int:
    """A parcel nobody has heard of."""
    return world.parcel(f"W{next(NUMBERS):07d}", **({"accepted_at": BEGUN, "promised_by": None} | more))


PLACES = st.sampled_from([(None, None), ("Leipzig", "DE"), ("Shenzhen", "CN"), ("Köln\x00", "DE")])
SCANS = st.builds(
    lambda at, status, place, words, known, source: Scan(
        at, status, place[0], place[1], words, source, known
    ),
    st.one_of(
        st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 19), timezones=st.just(UTC)),
        st.sampled_from([datetime(1, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), BEGUN]),
    ),
    st.sampled_from(sorted(STATUSES)),
    PLACES,
    st.sampled_from([None, "Ankunft", "到达", "\ud800 broken", "delivered"]),
    st.booleans(),
    st.sampled_from([None, "dhl", "china_post"]),
)
ANSWERS = st.lists(st.lists(SCANS, max_size=6).map(lambda told: answer(*told)), min_size=1, max_size=4)


@on_one_database
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_answers_come_in_changes_no_journey(
    quiet: World, answers: list[Answer], chance: random.Random
) -> None:
    # One carrier event has one meaning: what the same words mean does not change between two answers.
    one, other = another(quiet), another(quiet)
    for each in answers:
        hear(quiet, each, one)
    chance.shuffle(answers)
    for each in answers:
        hear(quiet, each, other)
    assert told_by(drawn(quiet, one)) == told_by(drawn(quiet, other))


@on_one_database
@given(ANSWERS)
def test_hearing_the_same_again_changes_nothing(quiet: World, answers: list[Answer]) -> None:
    parcel = another(quiet)

    def all_there() -> tuple[Any, ...]:
        with quiet.house.database.reading() as conn:
            rows = scans.of_parcel(conn, parcel)
        return rows, told_by(drawn(quiet, parcel)), drawn(quiet, parcel).changed_at

    for each in answers:
        hear(quiet, each, parcel)
    before = all_there()
    again = [hear(quiet, each, parcel) for each in answers]
    assert all(each.repeated and not each.scans for each in again)
    assert all_there() == before


@on_one_database
@given(ANSWERS, st.lists(st.text(max_size=20), max_size=3))
def test_no_event_is_ever_lost(quiet: World, answers: list[Answer], odd: list[str]) -> None:
    parcel = another(quiet)
    unread = [Unread({"odd": each}, "it has no time") for each in odd]
    whole = [answer(*each.scans, unread=unread) for each in answers]
    for each in whole:
        hear(quiet, each, parcel)
    with quiet.house.database.reading() as conn:
        kept = [one.body for one in scans.answers(conn, parcel)]
        rows = scans.of_parcel(conn, parcel)
        ids = {one.id: one for one in scans.answers(conn, parcel)}
    assert sorted(map(bytes, {body_of(each) for each in whole})) == sorted(body or b"" for body in kept)
    for row in rows:
        assert row.answer is not None
        assert row.event is not None
        event = json.loads(ids[row.answer].body or b"")["events"][row.event]
        assert row.at is None or datetime.fromisoformat(event["at"]) == row.at
        assert (row.doubt is not None) == (row.at is None)
    distinct = {(scan.at, scan.place, scan.words, scan.source) for each in whole for scan in each.scans}
    assert len(rows) >= len(distinct) + len(set(odd))


def test_what_cannot_be_true_is_kept_raw_and_shown_as_a_problem(quiet: World) -> None:
    year_one = Scan(datetime(1, 1, 1, tzinfo=UTC), "delivered", words="signed")
    ahead = Scan(datetime(2199, 1, 1, tzinfo=UTC), "delivered")
    nothing = Unread({"time": None, "what": None}, "an event could not be dated: it has no time")
    now = quiet.house.clock.now()
    seen = Scan(now - timedelta(hours=5), "in_transit", "Leipzig", "DE")
    for odd in (answer(seen, year_one), answer(seen, ahead), answer(seen, unread=[nothing])):
        parcel = another(quiet, accepted_at=now - timedelta(days=1))
        hear(quiet, odd, parcel)
        row = drawn(quiet, parcel)
        assert (row.status, row.problem, row.last_at) == ("in_transit", "unreadable", seen.at)
        with quiet.house.database.reading() as conn:
            assert len(scans.of_parcel(conn, parcel)) == 2
            assert scans.answers(conn, parcel)[0].body == body_of(odd)
            [listed] = journeys.problems(conn, BRAND, now, "unreadable", most=1)
            assert listed.parcel == parcel


def test_a_word_nobody_knows_is_shown_as_a_problem_until_a_known_one_follows(quiet: World) -> None:
    now = quiet.house.clock.now()
    parcel = another(quiet, accepted_at=now - timedelta(days=1))
    hear(quiet, answer(Scan(now - timedelta(hours=9), "unknown", words="zorgk")), parcel)
    assert (drawn(quiet, parcel).status, drawn(quiet, parcel).problem) == ("unknown", "unreadable")
    hear(quiet, answer(Scan(now - timedelta(hours=8), "in_transit")), parcel)
    assert (drawn(quiet, parcel).status, drawn(quiet, parcel).problem) == ("in_transit", None)


def test_duties_that_are_due_are_a_problem_until_the_parcel_goes_on(quiet: World) -> None:
    now = quiet.house.clock.now()
    parcel = another(quiet, accepted_at=now - timedelta(days=1))
    hear(quiet, answer(Scan(now - timedelta(hours=9), "customs", reason="customs_duties")), parcel)
    assert drawn(quiet, parcel).problem == "fee_due"
    hear(quiet, answer(Scan(now - timedelta(hours=8), "in_transit")), parcel)
    assert drawn(quiet, parcel).problem is None


def test_two_carriers_that_claim_one_number_are_in_conflict_until_the_operator_is_known(quiet: World) -> None:
    facts = {"operator": None, "origin": None, "destination": None, "accepted_at": None}
    parcel = another(quiet, **facts)
    here = Scan(BEGUN + timedelta(days=1), "delivered", "Ulm", "DE", source="gls")
    there = Scan(BEGUN + timedelta(days=9), "delivered", "Lyon", "FR", source="dpd")
    hear(quiet, answer(here, by="gls"), parcel)
    hear(quiet, answer(there, by="dpd"), parcel)
    row = drawn(quiet, parcel)
    assert (row.status, row.problem, row.delivered_at) == ("unknown", "conflict", None)
    with at_door(quiet.house, "follow", "follow.record") as turn:
        parcels.put(turn.conn, BRAND, {"waybill": row.waybill, "operator": "dpd"}, turn.now)
        adopt(turn, parcels.get(turn.conn, parcel), tracking.read)
    row = drawn(quiet, parcel)
    assert (row.status, row.problem, row.delivered_at) == ("delivered", None, there.at)
    with quiet.house.database.reading() as conn:
        assert len(scans.of_parcel(conn, parcel)) == 2


@pytest.mark.parametrize("taken_back_first", [False, True])
def test_what_was_taken_back_counts_no_more_whenever_that_is_heard(
    quiet: World, taken_back_first: bool
) -> None:
    parcel = another(quiet)
    wrong = Scan(BEGUN + timedelta(days=3), "delivered", words="delivered")
    right = Scan(BEGUN + timedelta(days=2), "in_transit", words="sorted")
    told = [answer(right, wrong), Answer("epcis", withdrawn=(wrong,))]
    for each in reversed(told) if taken_back_first else told:
        hear(quiet, each, parcel)
    hear(quiet, answer(right, wrong, Scan(BEGUN, "picked_up")), parcel)
    assert (drawn(quiet, parcel).status, drawn(quiet, parcel).delivered_at) == ("in_transit", None)
    with quiet.house.database.reading() as conn:
        kept = scans.of_parcel(conn, parcel)
    assert [row.withdrawn for row in kept if row.status == "delivered"] == [True]


def test_a_meaning_read_better_later_takes_the_place_of_the_first(quiet: World) -> None:
    parcel = another(quiet)
    at = BEGUN + timedelta(days=1)
    hear(quiet, answer(Scan(at, "unknown", words="Zugestellt")), parcel)
    hear(quiet, answer(Scan(at, "delivered", words="Zugestellt")), parcel)
    with quiet.house.database.reading() as conn:
        assert [row.status for row in scans.of_parcel(conn, parcel)] == ["delivered"]
    assert drawn(quiet, parcel).delivered_at == at


def at_once(*calls: Callable[[], object]) -> None:
    """Do these at the same moment, each on a thread and connection of its own; what breaks is raised."""
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        together.wait(10)
        call()

    with ThreadPoolExecutor(len(calls)) as pool:
        for done in [pool.submit(run, call) for call in calls]:
            done.result(60)


def test_answers_about_one_parcel_at_once_lose_nothing(quiet: World) -> None:
    parcel, alone = another(quiet), another(quiet)
    told = [
        answer(
            *(Scan(BEGUN + timedelta(hours=7 * n + h), "in_transit", f"P{h}") for h in range(0, 40, n + 1))
        )
        for n in range(4)
    ]
    at_once(*(lambda each=each: hear(quiet, each, parcel) for each in told * 2))
    for each in told:
        hear(quiet, each, alone)
    assert told_by(drawn(quiet, parcel)) == told_by(drawn(quiet, alone))
    with quiet.house.database.reading() as conn:
        one, other = (
            sorted((row.at, row.place) for row in scans.of_parcel(conn, each)) for each in (parcel, alone)
        )
        assert one == other
        assert sorted(each.times for each in scans.answers(conn, parcel)) == [2, 2, 2, 2]


def test_what_is_told_while_its_parcel_comes_in_finds_it(quiet: World) -> None:
    numbers = [f"RACE{n:04d}" for n in range(12)]

    def comes_in(number: str) -> None:
        with at_door(quiet.house, "follow", "follow.record") as turn:
            made = parcels.put(turn.conn, BRAND, {"waybill": number}, turn.now)
            adopt(turn, parcels.get(turn.conn, made), tracking.read)

    def is_told(number: str) -> None:
        one = answer(Scan(BEGUN, "in_transit", words="x"), number=number)
        other = answer(Scan(BEGUN, "in_transit"), number=f"{number}-else")
        with at_door(quiet.house, "follow", "follow.record") as turn:
            heard_all(turn, BRAND, "17track", (one, other), b"both of them")

    for number in numbers:
        at_once(lambda number=number: comes_in(number), lambda number=number: is_told(number))  # type: ignore[misc]  # bound now
    with quiet.house.database.reading() as conn:
        assert scans.strays(conn, BRAND, numbers) == []
        found = [parcels.find(conn, BRAND, [number]) for number in numbers]
        assert [len(scans.of_parcel(conn, each.id)) for each in found if each] == [1] * len(numbers)
        assert len(scans.strays(conn, BRAND)) == len(numbers)


def test_what_was_told_of_a_number_nobody_knew_waits_for_its_parcel(quiet: World) -> None:
    body = json.dumps(
        {
            "data": {
                "accepted": [{"number": "RB 123 456 785 GB", "track_info": {"tracking": {"providers": []}}}]
            }
        }
    ).encode()
    with at_door(quiet.house, "follow", "follow.record") as turn:
        told = Answer("17track", "RB 123 456 785 GB", told=(Told("", "nothing yet"),))
        assert heard(turn, BRAND, "17track", told, body).parcel is None
    late = answer(Scan(BEGUN, "in_transit", "Leipzig", "DE"), number="rb123456785gb")
    other = answer(number="another")
    with at_door(quiet.house, "follow", "follow.record") as turn:
        heard_all(turn, BRAND, "17track", (late, other), b"a body of two")
        made = parcels.put(turn.conn, BRAND, {"waybill": "RB123456785GB"}, turn.now)
        assert adopt(turn, parcels.get(turn.conn, made), tracking.read) == 1
    assert (drawn(quiet, made).status, drawn(quiet, made).last_place) == ("in_transit", "Leipzig")
    with quiet.house.database.reading() as conn:
        assert [one.waybill for one in scans.strays(conn, BRAND)] == ["ANOTHER"]


def test_a_parcel_finds_all_that_was_told_of_its_number_however_often(quiet: World) -> None:
    for hour in range(60):
        hear(quiet, answer(Scan(BEGUN + timedelta(hours=hour), "in_transit"), number="RA473124829CN"))
    with at_door(quiet.house, "follow", "follow.record") as turn:
        made = parcels.put(turn.conn, BRAND, {"waybill": "RA473124829CN"}, turn.now)
        adopt(turn, parcels.get(turn.conn, made), lambda reader, body: [read_again(body)])
    with quiet.house.database.reading() as conn:
        assert len(scans.of_parcel(conn, made)) == 60
        assert scans.strays(conn, BRAND) == []


def read_again(body: bytes) -> Answer:
    """What `answer` made the body of."""
    told = json.loads(body)
    return answer(*(Scan(datetime.fromisoformat(one["at"]), "in_transit") for one in told["events"]))


def test_once_somebody_of_a_parcel_is_forgotten_no_name_is_left_or_comes_back(quiet: World) -> None:
    number = another(quiet)
    lodged = quiet.claim(waybill=drawn(quiet, number).waybill)
    person = quiet.row(lodged.claim).person
    one = answer(Scan(BEGUN, "delivered", words="signed by M. Muster"))
    hear(quiet, one, number)
    with quiet.house.database.writing() as conn:
        people.forget(conn, person, quiet.house.clock.now())
    told = hear(quiet, one, number)
    assert told.repeated
    more = answer(
        Scan(BEGUN, "delivered", words="signed by M. Muster"), Scan(BEGUN, "picked_up", words="Muster")
    )
    hear(quiet, more, number)
    with quiet.house.database.reading() as conn:
        assert [each.body for each in scans.answers(conn, number)] == [None, None]
        assert {row.words for row in scans.of_parcel(conn, number)} == {None}
        everything = conn.exec_driver_sql(
            "SELECT string_agg(a::text, '') || (SELECT string_agg(s::text, '') FROM scan s)"
            " FROM person_answer a"
        ).scalar_one()
    assert "Muster" not in everything
    assert drawn(quiet, number).delivered_at == BEGUN


def test_connections_that_are_cut_lose_and_double_nothing(quiet: World) -> None:
    parcel = another(quiet)
    told = [
        answer(*(Scan(BEGUN + timedelta(hours=h), "in_transit", f"P{h}") for h in range(n + 1)))
        for n in range(24)
    ]
    chance, cuts, over = random.Random(7), [0], threading.Event()

    def cut() -> None:
        url = plain(quiet.house.database.url)
        with psycopg.connect(url, autocommit=True) as conn:
            while not over.wait(0.2 * chance.random()) and cuts[0] < 30:
                (there,) = conn.execute(
                    "SELECT array_agg(pid ORDER BY pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                ).fetchone() or (None,)
                if there:
                    conn.execute("SELECT pg_terminate_backend(%s)", [chance.choice(there)])
                    cuts[0] += 1

    def hear_until_heard(each: Answer) -> None:
        def done() -> bool:
            try:
                hear(quiet, each, parcel)
            except Unavailable:
                return False
            return True

        until(done, 60.0)

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        with ThreadPoolExecutor(3) as pool:

            def cut_often() -> bool:
                list(pool.map(hear_until_heard, told))  # told again, they change nothing
                return cuts[0] > 3

            until(cut_often, 60.0, "too few connections were cut")
    finally:
        over.set()
        cutter.join()
    with quiet.house.database.reading() as conn:
        assert len(scans.of_parcel(conn, parcel)) == len(told)
        assert len(scans.answers(conn, parcel)) == len(told)
    assert drawn(quiet, parcel).last_at == BEGUN + timedelta(hours=len(told) - 1)
