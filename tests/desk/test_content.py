"""What is kept of X follows X, is looked at again before it is relied on, trains nothing, leaves by hand."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from makewhole.because import Refused
from makewhole.care import provenance
from makewhole.care.post import Post
from makewhole.desk import content, content_erase, content_look, content_out, prove, take
from makewhole.desk.house import Periods
from makewhole.desk.turn import at_door
from makewhole.gateways.wire import Sent
from makewhole.gateways.x.shapes import Verdict
from makewhole.proof import verdict
from makewhole.store import brands, content_jobs, x_accounts
from makewhole.store import content as rows
from makewhole.store.database import Database
from tests.web.conftest import visitor
from tests.world import BRAND, HANDLE, World, a_world, until

WORDS = "my red lamp never came and nobody answers me"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def control(world: World, what: str, **fields: Any) -> dict[str, Any]:
    answer = httpx.post(f"{world.x}/_control/{what}", json=fields)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


def said(world: World, handle: str, text: str = WORDS, **more: Any) -> str:
    """Somebody posts, and it is taken in."""
    number = world.says(handle, f"@{HANDLE} {text}", **more)
    world.poll()
    return number


def kept(world: World, number: str) -> Any:
    [row] = world.rows(
        "SELECT id, text, raw, reading, gone_at, gone_why, seen_at, thread, author FROM person_post"
        " WHERE remote_id = :r",
        r=number,
    )
    return row


def change(world: World, sql: str, **values: Any) -> None:
    with world.house.database.writing() as conn:
        conn.execute(sa.text(sql), values)


def hired(world: World, email: str = "mei@halden.example") -> int:
    with world.house.database.writing() as conn:
        return int(
            conn.execute(
                sa.text(
                    "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
                    " VALUES (:b, :e, 'Mei', 'lead', 'x', now()) RETURNING id"
                ),
                {"b": BRAND, "e": email},
            ).scalar_one()
        )


def letter(world: World, thread: int, body: str, state: str = "held") -> int:
    with world.house.database.writing() as conn:
        return int(
            conn.execute(
                sa.text(
                    "INSERT INTO person_letter (brand, person, thread, name, kind, channel, in_reply_to,"
                    " body, language, state, because, created_at) SELECT brand, person, id, 'by hand ' || id,"
                    " 'private_reply', 'x', '77', :t, 'en', :s, '[]', now() FROM thread WHERE id = :i"
                    " RETURNING id"
                ),
                {"t": body, "s": state, "i": thread},
            ).scalar_one()
        )


def holding(world: World, words: str) -> list[str]:
    """The tables of any schema, the engine's own included, a row of which holds these words."""
    tables = world.rows(
        "SELECT table_schema AS home, table_name AS name FROM information_schema.tables"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'"
    )
    return [
        one.name
        for one in tables
        if world.rows(
            f'SELECT 1 FROM "{one.home}"."{one.name}" t WHERE position(:w in to_jsonb(t)::text) > 0 LIMIT 1',
            w=words,
        )
    ]


def follows(world: World) -> None:
    """What a round asks X, at once and without its clock."""
    for kind in content.KINDS:
        with world.house.database.reading() as conn:
            ids = rows.ids_of(conn, kind, "", 1_000)
        if ids:
            for begun in world.house.x.app.compliance_jobs(kind):  # one at a time, and the worker began one
                result(world, begun.id)
            job = world.house.x.app.compliance_job(kind, ids)
            assert isinstance(job, Sent)
            content.obey(world.house, kind, result(world, job.remote_id))


def result(world: World, job: str) -> tuple[Verdict, ...]:
    """What a job says, as soon as it is done."""
    while isinstance(told := world.house.x.app.compliance_result(job), str):
        assert told != "expired"
    return told


def looks(world: World, *numbers: str, needed: bool = False) -> None:
    """Look at posts again, as the errand does."""
    named = ",".join(str(kept(world, number).id) for number in numbers)
    content_look.look(world.house, BRAND, named, "by hand", int(needed), 0)


def aged(world: World, number: str, hours: int = 25) -> None:
    change(
        world,
        "UPDATE person_post SET received_at = :a, seen_at = NULL WHERE remote_id = :r",
        a=world.house.clock.now() - timedelta(hours=hours),
        r=number,
    )


# What X wants gone goes -----------------------------------------------------------------------------


def test_r10_a_post_deleted_on_x_is_blank_everywhere_and_never_comes_back(world: World) -> None:
    number, stays = said(world, "ana"), said(world, "ben", "where is my parcel")
    until(lambda: not world.rows("SELECT 1 FROM person_post WHERE read_at IS NULL"))
    quoting = letter(world, kept(world, number).thread, f"You wrote “{WORDS}”. We look for it.")
    control(world, "delete", id=number)
    follows(world)
    gone = kept(world, number)
    assert (gone.text, gone.raw, gone.reading, gone.author, gone.gone_why) == ("", {}, None, None, "deleted")
    assert holding(world, "red lamp") == []
    [row] = world.rows("SELECT body FROM person_letter WHERE id = :i", i=quoting)
    assert row.body == "You wrote “[…]”. We look for it."
    assert kept(world, stays).gone_at is None
    take.take(world.house, BRAND, [{"data": {"id": number, "text": f"@{HANDLE} {WORDS}", "author_id": "5"}}])
    assert holding(world, "red lamp") == []


@pytest.mark.parametrize("state", ["protected", "suspended", "deactivated"])
def test_r10_what_a_user_hides_on_x_is_hidden_here(quiet: World, state: str) -> None:
    number, other = said(quiet, "ana"), said(quiet, "ben", "another lamp story that stays")
    quiet.writes("ana", "in private: my order is 12")
    control(quiet, "user", handle="ana", **{state: True})
    follows(quiet)
    assert kept(quiet, number).gone_why == state
    assert holding(quiet, "red lamp") == []
    private = holding(quiet, "my order is 12")
    # Who protects their posts hides them from the world, and not what they wrote to us.
    assert private == (["person_post"] if state == "protected" else [])
    assert kept(quiet, other).text


@pytest.mark.parametrize(
    ("kind", "action", "reason", "gone"),
    [
        ("tweets", "delete", "deleted", True),
        ("tweets", "withheld", "copyright", True),
        ("tweets", "something new", "", True),
        ("tweets", "scrub_geo", "geo_scrubbed", False),
        ("users", "scrub_geo", "", False),
        ("tweets", "", "invalid_id", False),
    ],
)
def test_r10_every_action_of_x_is_obeyed_and_one_we_do_not_know_by_the_strictest(
    quiet: World, kind: Any, action: str, reason: str, gone: bool
) -> None:
    raw = {
        "data": {"id": "900", "text": WORDS, "author_id": "5", "geo": {"place_id": "berlin-mitte"}},
        "includes": {"places": [{"id": "berlin-mitte"}], "users": [{"id": "5", "username": "ana"}]},
    }
    take.take(quiet.house, BRAND, [raw])
    number = "900" if kind == "tweets" else "5"
    content.obey(quiet.house, kind, [Verdict(id=number, action=action, reason=reason)])
    assert bool(kept(quiet, "900").gone_at) == gone
    assert (kept(quiet, "900").text == "") == gone
    assert bool(holding(quiet, "berlin-mitte")) == (action == "")


def test_r10_a_post_that_was_edited_is_read_again_and_shown_in_its_new_words(quiet: World) -> None:
    number = said(quiet, "ana")
    newer = control(quiet, "edit", id=number, text=f"@{HANDLE} my blue lamp never came")["id"]
    content.obey(quiet.house, "tweets", [Verdict(id=number, action="rehydrate", reason="tweet_edited")])
    [owed] = quiet.rows("SELECT inputs FROM dbos.workflow_status WHERE name = 'content.look'")
    assert owed
    looks(quiet, number, needed=True)
    assert kept(quiet, newer).text == f"@{HANDLE} my blue lamp never came"
    assert not quiet.rows("SELECT 1 FROM person_post WHERE remote_id = :r", r=number)


def test_r10_a_deletion_told_by_an_event_takes_what_letters_quote_with_it(quiet: World) -> None:
    number = said(quiet, "ana")
    letter(quiet, kept(quiet, number).thread, f"> {WORDS}")
    take.gone(quiet.house, [number])
    assert holding(quiet, "red lamp") == []


def test_r10_what_went_is_stated_in_the_log_without_a_word_of_it(quiet: World) -> None:
    number = said(quiet, "ana")
    control(quiet, "delete", id=number)
    follows(quiet)
    [row] = quiet.rows("SELECT id, bytes FROM statement WHERE kind = 'content'")
    assert b'"gone":1' in bytes(row.bytes)
    assert number.encode() not in bytes(row.bytes)
    prove.seal(quiet.house)
    made = prove.receipt_for(quiet.house, row.id, for_its_person=False)
    assert isinstance(made, bytes)
    assert verdict.verify(made).state == "in head"


# Rounds, jobs and looks -----------------------------------------------------------------------------


def at_work(world: World, scale: int) -> "subprocess.Popen[bytes]":
    """A worker in a process of its own."""
    named = {
        "DATA": world.settings.data, "BRAND": BRAND, "TIME_SCALE": scale, "X_URL": world.x,
        "X_TOKEN": "token-halden", "X_WATCH": "off", "PAYMENT_URL": world.payment,
        "PAYMENT_KEY": "token-payment", "CARRIERS_URL": world.carriers, "CARRIERS_KEY": "token-carriers",
    }  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": world.house.database.url}
    environment |= {f"MAKEWHOLE_{name}": str(value) for name, value in named.items()}
    return subprocess.Popen([sys.executable, "-m", "makewhole", "work"], env=environment)


def jobs(world: World) -> list[content_jobs.Job]:
    with world.house.database.reading() as conn:
        return content_jobs.latest(conn)


def test_r11_a_round_asks_for_every_id_and_outlives_a_worker_killed_in_its_middle(
    database: Database, tmp_path: Path
) -> None:
    scale = 60
    with a_world(database, tmp_path / "data", working=False, time_scale=scale) as world:
        numbers = [said(world, f"ana{n}", f"{WORDS} {n}") for n in range(5)]
        for number in numbers[:3]:
            control(world, "delete", id=number)
        first = at_work(world, scale)
        try:
            until(lambda: any(job.remote_id for job in jobs(world)), 60, "no job was begun")
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait()
        second = at_work(world, scale)
        try:
            until(lambda: [job.says for job in jobs(world)].count("complete") >= 2, 60, "it did not end")
        finally:
            second.terminate()
            second.wait(timeout=30)
        assert [bool(kept(world, number).gone_at) for number in numbers] == [True] * 3 + [False] * 2
        for kind in content.KINDS:
            begun = world.house.x.app.compliance_jobs(kind)
            assert len({job.name for job in begun}) == len(begun), "no job was begun twice"
        with world.house.database.reading() as conn:
            assert content_jobs.followed_until(conn) is not None


def test_r11_a_job_begun_and_not_heard_of_is_carried_on_with(quiet: World) -> None:
    app, ids = quiet.house.x.app, [said(quiet, "ana")]
    first = app.compliance_job("tweets", ids, "makewhole-round-1")
    again = app.compliance_job("tweets", ids, "makewhole-round-1")
    assert again == first
    assert len(app.compliance_jobs("tweets")) == 1


def test_r11_rounds_come_at_least_once_in_24_hours_whatever_is_set(quiet: World) -> None:
    for hours, expected in ((6, 6), (400, 24)):
        periods = Periods(follow_x_every=timedelta(hours=hours), copies_stay_fresh=timedelta(hours=hours))
        with a_world(quiet.house.database, quiet.settings.data, working=False, periods=periods) as slow:
            assert content.every(slow.house) == timedelta(hours=expected)
            assert content_look.fresh_for(slow.house) == timedelta(hours=expected)


def test_r11_a_copy_that_is_too_old_is_renewed_before_it_is_relied_on(quiet: World) -> None:
    number, fresh = said(quiet, "ana"), said(quiet, "ben")
    aged(quiet, number)
    ids = [kept(quiet, number).id, kept(quiet, fresh).id]
    assert content_look.want(quiet.house, BRAND, ids) == 1
    assert content_look.want(quiet.house, BRAND, ids) == 1, "asked again, it is the same look"
    assert len(quiet.rows("SELECT 1 FROM dbos.workflow_status WHERE name = 'content.look'")) == 1
    looks(quiet, number)
    assert kept(quiet, number).seen_at is not None
    assert content_look.want(quiet.house, BRAND, ids) == 0
    [call] = quiet.rows("SELECT resources, optional, about, brand FROM x_call WHERE operation = 'posts'")
    assert tuple(call) == (1, True, f"thread-{kept(quiet, number).thread}", BRAND)


def test_r11_a_hundred_copies_are_one_call(quiet: World) -> None:
    numbers = [quiet.says(f"u{n}", f"@{HANDLE} {WORDS}") for n in range(101)]
    quiet.poll()
    change(quiet, "UPDATE person_post SET received_at = now() - interval '2 days'")
    ids = [row.id for row in quiet.rows("SELECT id FROM person_post ORDER BY id")]
    assert content_look.want(quiet.house, BRAND, ids) == len(numbers)
    assert len(quiet.rows("SELECT 1 FROM dbos.workflow_status WHERE name = 'content.look'")) == 2
    looks(quiet, *numbers[:100])
    calls = quiet.rows("SELECT resources FROM x_call WHERE operation = 'posts'")
    assert [row.resources for row in calls] == [100]


def test_r11_a_look_that_finds_a_post_gone_or_withheld_lets_it_go_and_not_what_it_quotes(
    quiet: World,
) -> None:
    quoted = said(quiet, "ana", "a lamp story of my own that stays")
    quoting = said(quiet, "ben", WORDS, quotes=quoted)
    gone = said(quiet, "cem")
    control(quiet, "delete", id=gone)
    change(quiet, "UPDATE person_post SET received_at = now() - interval '2 days'")
    looks(quiet, quoting, gone)
    assert kept(quiet, gone).gone_why == "deleted"
    assert kept(quiet, quoting).gone_at is None
    assert kept(quiet, quoted).gone_at is None


def test_r11_no_budget_no_look_unless_x_itself_calls_for_it(quiet: World) -> None:
    number = said(quiet, "ana")
    aged(quiet, number)
    change(quiet, "INSERT INTO brand_manners (brand, budget_micro) VALUES (:b, 0)", b=BRAND)
    looks(quiet, number)
    assert kept(quiet, number).seen_at is None
    assert kept(quiet, number).text, "it stays, and its page says how old it is"
    looks(quiet, number, needed=True)
    assert kept(quiet, number).seen_at is not None


def test_r11_a_post_that_could_be_edited_is_looked_at_once_it_no_longer_can(quiet: World) -> None:
    number = said(quiet, "ana")
    now = quiet.house.clock.now()
    with quiet.house.database.reading() as conn:
        assert rows.unsettled(conn, now, now - timedelta(days=2)) == {}
        later = now + timedelta(hours=2)
        assert rows.unsettled(conn, later, now - timedelta(days=2)) == {BRAND: [kept(quiet, number).id]}
    change(quiet, "UPDATE person_post SET seen_at = :n", n=now + timedelta(hours=3))
    with quiet.house.database.reading() as conn:
        assert rows.unsettled(conn, later, now - timedelta(days=2)) == {}


def test_r11_x_out_of_order_costs_no_copy(quiet: World) -> None:
    number = said(quiet, "ana")
    aged(quiet, number)
    httpx.post(f"{quiet.x}/_control/faults", json={"name": "down", "times": 3})
    looks(quiet, number)
    assert kept(quiet, number).text


# Erasing --------------------------------------------------------------------------------------------


def full(world: World) -> str:
    """A brand with a post, a message, an edited post and a letter; returns the first post's id."""
    number = said(world, "ana_k")
    world.writes("ana_k", "in private: my order is 12")
    other = said(world, "ben_l", "first words of mine here")
    newer = control(world, "edit", id=other, text=f"@{HANDLE} second words of mine here")["id"]
    take.take(world.house, BRAND, [world.house.x.post(newer) or {}])
    letter(world, kept(world, number).thread, f"@ana_k you wrote “{WORDS}”; mail help@halden.example")
    return number


def test_r12_erasing_all_of_x_leaves_no_word_or_id_and_a_report_that_verifies(world: World) -> None:
    number = full(world)
    until(lambda: not world.rows("SELECT 1 FROM person_post WHERE read_at IS NULL"))
    world.rests()
    [person] = world.rows("SELECT author FROM person_post WHERE remote_id = :r", r=number)
    before = content_erase.preview(world.house, BRAND)
    assert (before["posts"], before["messages"], before["accounts_of_people"]) == (2, 1, 2)
    assert kept(world, number).text, "a look beforehand changes nothing"
    begun = content_erase.begin(world.house, BRAND, "access ended")
    assert not isinstance(begun, Refused)
    report = content_erase.erase(world.house, begun.number)
    assert report.found == begun.found
    assert report.remains is not None
    assert not any(report.remains.values())
    for words in ("red lamp", "my order is 12", "words of mine", "ana_k", "ben_l", number, person.author):
        assert holding(world, words) == [], words
    [row] = world.rows("SELECT body, state, way_forward FROM person_letter WHERE name LIKE 'by hand%'")
    assert row.body == "@… you wrote “[…]”; mail help@halden.example"
    assert (row.state, bool(row.way_forward)) == ("undeliverable", True)
    world.rests()
    for (statement,) in world.rows("SELECT id FROM statement ORDER BY id"):
        made = prove.receipt_for(world.house, statement, for_its_person=True)
        assert isinstance(made, bytes)
        assert verdict.verify(made).state == "in head"


def test_r12_an_erasure_is_done_once_whoever_does_it_and_whoever_dies(quiet: World) -> None:
    full(quiet)
    begun = content_erase.begin(quiet.house, BRAND, "access ended")
    assert not isinstance(begun, Refused)
    reports = [content_erase.erase(quiet.house, begun.number) for _ in range(2)]
    assert reports[0] == reports[1]
    assert len(quiet.rows("SELECT 1 FROM statement WHERE kind = 'content'")) == 1
    assert isinstance(content_erase.begin(quiet.house, "nobody", "x"), Refused)


def test_r12_an_account_that_takes_its_permission_back_has_what_came_to_it_erased(quiet: World) -> None:
    account = quiet.house.x.me().id
    with quiet.house.database.writing() as conn:
        brands.put(conn, "kite", "Kite Cargo", ["KiteCargo"], "EUR", NOW)
    connect(quiet, "kite", "4444", "KiteCargo", "main")
    number, theirs = said(quiet, "ana"), "800"
    take.take(quiet.house, "kite", [{"data": {"id": theirs, "text": "@KiteCargo a story", "author_id": "9"}}])
    take.revoked(quiet.house, account)
    assert quiet.rows("SELECT 1 FROM dbos.workflow_status WHERE name = :n", n=content_erase.REVOKED)
    content_erase.revoked(quiet.house, account)
    [row] = quiet.rows("SELECT id FROM content_erasure")
    content_erase.erase(quiet.house, row.id)
    assert not quiet.rows("SELECT 1 FROM person_post WHERE remote_id = :r", r=number)
    assert kept(quiet, theirs).text, "another brand's stays"


def test_r12_one_of_several_accounts_loses_its_own_part_alone(quiet: World) -> None:
    connect(quiet, BRAND, "4441", HANDLE, "main")
    connect(quiet, BRAND, "4442", "HaldenHelp", "support")
    for number, handle in (("801", HANDLE), ("802", "HaldenHelp")):
        raw = {"data": {"id": number, "text": f"@{handle} {WORDS} {number}", "author_id": number}}
        take.take(quiet.house, BRAND, [raw])
    take.revoked(quiet.house, "4442")
    content_erase.revoked(quiet.house, "4442")
    [row] = quiet.rows("SELECT id, found FROM content_erasure")
    content_erase.erase(quiet.house, row.id)
    assert row.found["posts"] == row.found["accounts_of_people"] == 1
    assert [one.remote_id for one in quiet.rows("SELECT remote_id FROM person_post")] == ["801"]


def test_r12_a_stranger_who_takes_a_permission_back_erases_nothing(quiet: World) -> None:
    number = said(quiet, "ana")
    content_erase.revoked(quiet.house, "987654321")
    connect(quiet, BRAND, "4441", HANDLE, "main")
    content_erase.revoked(quiet.house, "4441")  # connected again before it was heard
    assert not quiet.rows("SELECT 1 FROM content_erasure")
    assert kept(quiet, number).text


def connect(world: World, brand: str, account: str, handle: str, role: str) -> None:
    made = x_accounts.Connected(account, handle, role, ["tweet.read"], "{}")
    with world.house.database.writing() as conn:
        x_accounts.connect(conn, world.house.vault, brand, made, NOW)


# Training and taking out ----------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["x", "dm", "", "X", "csv"])
def test_r15_no_example_can_be_made_of_words_from_x_or_from_nowhere(origin: str) -> None:
    assert isinstance(provenance.example(WORDS, origin), Refused)
    with pytest.raises(provenance.NotTrainable):
        provenance.Example(WORDS, origin)


def test_r15_words_from_x_reach_no_training_set_in_public_or_private(quiet: World) -> None:
    number = said(quiet, "ana")
    quiet.writes("ana", "in private: my order is 12")
    change(
        quiet,
        "INSERT INTO person_post (brand, person, thread, channel, public, remote_id, text, raw, received_at)"
        " SELECT brand, person, thread, 'email', false, 'm1', 'my parcel is late', '{}', now()"
        " FROM person_post WHERE remote_id = :r",
        r=number,
    )
    with quiet.house.database.reading() as conn:
        assert [one.text for one in rows.examples(conn, BRAND, 100)] == ["my parcel is late"]
    assert Post("1", WORDS).origin == Post("1", WORDS, channel="dm").origin == "x"
    assert Post("1", WORDS, channel="email").origin == "email"


def test_r15_nothing_that_learns_reads_posts_but_by_the_one_gate() -> None:
    package = Path(content.__file__).parent.parent
    banned = ("person_post", "store import talk", "store.talk", "store.views", "store.intake")
    for folder in ("learn", "insight", "models"):
        for path in (package / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found = [one for one in banned if one in text]
            assert not found, f"{path}: read examples by store.content.examples, not by {found}"


def test_r17_ids_leave_freely_and_whole_posts_500_a_person_and_day(quiet: World) -> None:
    mei, kai = hired(quiet), hired(quiet, "kai@halden.example")
    for first in range(0, 520, 130):
        raws = [
            {"data": {"id": str(n), "text": f"{WORDS} {n}", "author_id": "5"}}
            for n in range(first + 1, first + 131)
        ]
        take.take(quiet.house, BRAND, raws)
    assert len(content_out.ids(quiet.house, BRAND, mei)) == 520
    some = content_out.posts(quiet.house, BRAND, mei, 490)
    assert isinstance(some, content_out.Posts)
    assert (len(some.posts), some.left_today) == (490, 10)
    rest = content_out.posts(quiet.house, BRAND, mei, 490)
    assert isinstance(rest, content_out.Posts)
    assert (len(rest.posts), rest.left_today) == (10, 0)
    assert isinstance(content_out.posts(quiet.house, BRAND, mei, 1), Refused)
    assert isinstance(content_out.posts(quiet.house, BRAND, kai, 1), content_out.Posts)
    change(quiet, "UPDATE content_export SET at = at - interval '1 day'")
    assert isinstance(content_out.posts(quiet.house, BRAND, mei, 1), content_out.Posts)


def test_r17_only_fresh_public_posts_that_are_still_there_leave_whole(quiet: World) -> None:
    mei = hired(quiet)
    fresh, old, gone = said(quiet, "ana"), said(quiet, "ben"), said(quiet, "cem")
    quiet.writes("ana", "in private: my order is 12")
    aged(quiet, old)
    take.gone(quiet.house, [gone])
    made = content_out.posts(quiet.house, BRAND, mei, 500)
    assert isinstance(made, content_out.Posts)
    assert [one["id"] for one in made.posts] == [fresh]
    assert (made.stale, made.posts[0]["handle"]) == (1, "ana")
    assert made.posts[0]["url"] == f"https://x.com/ana/status/{fresh}"
    assert content_out.ids(quiet.house, BRAND, mei) == [fresh, old]


def test_r17_no_machines_door_gives_a_post_away(quiet: World) -> None:
    number = said(quiet, "ana")
    key = quiet.house.vault.token_hash("mwk_a-key-for-tests")
    change(
        quiet,
        "INSERT INTO api_key (brand, name, key_hash, created_at) VALUES (:b, 'tests', :h, now())",
        b=BRAND,
        h=key,
    )
    with visitor(quiet.house) as client:
        client.headers["authorization"] = "Bearer mwk_a-key-for-tests"
        paths = [
            path for path, ways in client.get("/api/v1/openapi.json").json()["paths"].items() if "get" in ways
        ]
        assert paths
        for path in [*paths, "/metrics", "/"]:
            told = client.get(re.sub(r"{\w+}", str(kept(quiet, number).id), path)).text
            assert "red lamp" not in told, path


def test_r11_a_job_that_was_refused_and_then_failed_is_asked_for_again(quiet: World) -> None:
    slot = quiet.house.clock.now().isoformat()
    for _ in range(2):  # once as X would not begin it, and once as what it began failed
        with at_door(quiet.house, content.READ, "take.record") as turn:
            content._owe_ask(turn, slot, "tweets", 0, 1)
    assert len(quiet.rows("SELECT 1 FROM dbos.workflow_status WHERE name = 'content.ask'")) == 2
