"""What comes in is kept once, is the brand's it speaks to, follows its author's edits, and stays deleted."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makewhole.desk import revoke, take, ways
from makewhole.gateways import x_events
from makewhole.store import brands, intake, letters, x_accounts
from makewhole.store.database import Database
from makewhole.store.trouble import Unavailable
from tests.world import BRAND, World, a_world, until

OTHER = "kite"


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """Two brands' house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        with made.house.database.writing() as conn:
            brands.put(conn, OTHER, "Kite Cargo", ["KiteCargo"], "EUR", made.house.clock.now())
        yield made


def post(
    number: str | int, text: str = "@HaldenHome where is it", author: str = "5", **more: Any
) -> dict[str, Any]:
    return {"data": {"id": number, "text": text, "author_id": author, **more}}


def event(kind: str, payload: dict[str, Any], user: str = "7") -> dict[str, Any]:
    told = {"event_uuid": "-1", "filter": {"user_id": user}, "event_type": kind, "payload": payload}
    return {"data": told}


def told(world: World, *bodies: dict[str, Any], via: str = "webhook") -> take.Taken:
    return take.told(world.house, BRAND, [one for body in bodies for one in x_events.events(body)], via)


def texts(world: World) -> list[tuple[str, str]]:
    return [tuple(row) for row in world.rows("SELECT remote_id, text FROM person_post ORDER BY id")]


def counted(world: World, brand: str = BRAND) -> dict[str, int]:
    with world.house.database.reading() as conn:
        return {f"{one.meaning} {one.what}": one.count for one in intake.counts(conn, brand)}


def test_every_captured_event_of_x_is_taken_in_by_its_meaning(quiet: World, eval_data: Path) -> None:
    captured = json.loads((eval_data / "x" / "x-activity-payloads.json").read_text(encoding="utf-8"))
    with quiet.house.database.writing() as conn:
        brands.put(conn, BRAND, "Example", ["ExampleUser"], "EUR", quiet.house.clock.now())
    assert captured.keys() == x_events.EVENTS.keys()
    assert sum(map(len, captured.values())) == 27
    for kind, bodies in captured.items():
        for body in bodies:
            for _ in range(2):  # and again, as X may
                made = told(quiet, body)
            done = made.duplicates + made.passed + len(made.unreadable)
            followed = kind in ("post.delete", "oauth.revoke")
            assert done == (0 if followed else 1), f"{kind} came to {made}"
    rows = quiet.rows("SELECT via, public, raw ? 'encrypted' AS sealed FROM person_post ORDER BY id")
    assert len([row for row in rows if row.public]) == 3, "a mention, a reply, a quote"
    assert [row.sealed for row in rows if not row.public].count(True) == 1
    assert len(rows) == 5
    assert counted(quiet)["passed like.create"] == 2
    assert counted(quiet)["unreadable no id"] == 2, "one captured post is empty, and said so"
    assert quiet.rows("SELECT 1 FROM intake_gone WHERE remote_id = '2080761269309813134'")


def test_a_post_is_the_brands_it_mentions_whichever_door_it_came_by(quiet: World) -> None:
    both = post(20, "@KiteCargo and @HaldenHome, who has my parcel?")
    take.take(quiet.house, BRAND, [both], via="poll")
    take.take(quiet.house, OTHER, [both], via="search")
    told(quiet, event("post.mention.create", both["data"]))
    unnamed = {**post(21, "Kite lost my parcel"), "matching_rules": [{"id": "1", "tag": f"{OTHER}:en-1"}]}
    told(quiet, unnamed, via="stream")
    take.take(quiet.house, BRAND, [post(22, "nobody named")])
    rows = quiet.rows("SELECT remote_id, brand, via FROM person_post ORDER BY id")
    assert rows == [("20", OTHER, "poll"), ("21", OTHER, "stream"), ("22", BRAND, "webhook")]


def test_what_one_brands_key_brings_stays_that_brands(quiet: World) -> None:
    take.take(quiet.house, BRAND, [post(30, "@KiteCargo where is it")], via="import")
    assert quiet.rows("SELECT brand FROM person_post") == [(BRAND,)]


def test_our_own_posts_and_those_of_our_other_brands_are_passed_over(quiet: World) -> None:
    users = {"users": [{"id": "5", "username": "kitecargo"}]}
    made = take.take(quiet.house, BRAND, [{**post(31), "includes": users}])
    assert (made.kept, made.passed, texts(quiet)) == (0, 1, [])


def test_a_deletion_that_arrives_before_its_post_wins(quiet: World) -> None:
    told(quiet, event("post.delete", {"id": "40", "author_id": "5"}))
    assert take.take(quiet.house, BRAND, [post(40), post(41)]).kept == 1
    assert texts(quiet) == [("41", "@HaldenHome where is it")]
    told(quiet, event("post.delete", {"id": "41", "author_id": "5"}))
    assert texts(quiet) == [("41", "")]
    assert take.take(quiet.house, BRAND, [post(41)]).kept == 0


def test_a_post_and_its_deletion_at_once_never_leave_the_words(quiet: World) -> None:
    def both(number: int) -> None:
        ways = [
            threading.Thread(target=take.take, args=(quiet.house, BRAND, [post(number, author=str(number))])),
            threading.Thread(target=take.gone, args=(quiet.house, [str(number)])),
        ]
        for one in ways if number % 2 else reversed(ways):
            one.start()
        for one in ways:
            one.join()

    for number in range(100, 120):
        both(number)
    assert [text for _, text in texts(quiet) if text] == []


EDITS = ["50", "51", "52"]


def version(number: str) -> dict[str, Any]:
    history = EDITS[: EDITS.index(number) + 1]
    return post(number, f"@HaldenHome in words {number}", edit_history_tweet_ids=history)


@pytest.mark.parametrize(
    "order", [["50", "51", "52"], ["52", "51", "50"], ["51", "50", "52"], ["51", "52", "50"]]
)
def test_an_edited_post_is_one_post_in_its_newest_words_however_it_arrives(
    quiet: World, order: list[str]
) -> None:
    for number in order:
        take.take(quiet.house, BRAND, [version(number)])
        take.take(quiet.house, BRAND, [version(number)])
    assert texts(quiet) == [("52", "@HaldenHome in words 52")]


def test_earlier_words_stay_a_day_and_their_ids_for_good(quiet: World) -> None:
    for number in EDITS:
        take.take(quiet.house, BRAND, [version(number)])
    kept = quiet.rows("SELECT remote_id, text FROM person_post_version ORDER BY remote_id")
    assert kept == [("50", "@HaldenHome in words 50"), ("51", "@HaldenHome in words 51")]
    now = quiet.house.clock.now()
    with quiet.house.database.writing() as conn:
        assert intake.sweep(conn, now, now) == 0
        assert intake.sweep(conn, now + take.EARLIER_WORDS_STAY, now) == 2
    assert quiet.rows("SELECT DISTINCT text FROM person_post_version") == [(None,)]
    assert take.take(quiet.house, BRAND, [version("50")]).kept == 0
    take.gone(quiet.house, ["50"])
    assert texts(quiet) == [("52", "")], "who deletes a post deletes it in every version"


def test_an_edit_after_the_answer_is_read_again_and_shown_to_a_person(world: World) -> None:
    take.take(world.house, BRAND, [post("50", "@HaldenHome where is my parcel? It is two weeks late")])
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter")))
    changed = "@HaldenHome where is my parcel RB123456785CN? It is two weeks late"
    made = take.take(world.house, BRAND, [post("51", changed, edit_history_tweet_ids=["50", "51"])])
    assert (made.kept, made.edited) == (0, 1)
    until(lambda: bool(world.rows("SELECT 1 FROM person_post WHERE reading::text LIKE '%RB123456785CN%'")))
    world.rests()
    assert world.rows("SELECT lane FROM thread") == [("person",)]
    assert len(world.rows("SELECT 1 FROM person_letter WHERE kind = 'public_reply'")) == 1


def test_a_message_only_the_accounts_devices_can_read_goes_to_a_person(world: World) -> None:
    told(world, event("chat.received", {"id": "c-1", "sender_id": "9", "created_at_msec": "1784841183370"}))
    [row] = world.rows("SELECT lane, held_because FROM thread")
    assert row.lane == "person"
    assert "open it on X" in row.held_because


def test_a_withdrawn_permission_stops_the_reading_and_owes_the_deletion_once(quiet: World) -> None:
    with quiet.house.database.writing() as conn:
        intake.move_cursor(conn, BRAND, "mentions:77", "5", quiet.house.clock.now())
        intake.move_cursor(conn, BRAND, "mentions:177", "5", quiet.house.clock.now())
    for _ in range(2):
        told(quiet, event("oauth.revoke", {"user_id": "77"}))
    assert quiet.rows("SELECT source FROM intake_cursor") == [("mentions:177",)]
    owed = quiet.rows("SELECT name FROM dbos.workflow_status WHERE name = 'content.revoke'")
    assert len(owed) == 1


def connected(world: World, *accounts: tuple[str, str, str]) -> None:
    """Accounts (id, handle, role) that speak through us."""
    with world.house.database.writing() as conn:
        for number, handle, role in accounts:
            one = x_accounts.Connected(number, handle, role, ["tweet.read"], "tokens")
            x_accounts.connect(conn, world.house.vault, BRAND, one, world.house.clock.now())


def test_the_account_that_was_mentioned_is_the_one_that_answers(world: World) -> None:
    connected(world, ("71", "HaldenHome", "main"), ("72", "HaldenHelp", "support"))
    take.take(world.house, BRAND, [post(80, "@HaldenHelp where is my parcel? It is two weeks late")])
    answers = post(81, "still nothing", author="6", in_reply_to_user_id="72")
    take.take(world.house, BRAND, [answers, post(82, "Halden lost it", author="8")], via="search")
    message = {"id": "83", "text": "hi", "sender_id": "9", "recipient_id": "72"}
    take.take(world.house, BRAND, [take.as_message(message)], private=True)
    rows = world.rows("SELECT remote_id, account FROM person_post ORDER BY remote_id")
    assert rows == [("80", "72"), ("81", "72"), ("82", "71"), ("83", "72")]
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE in_reply_to = '80'")))
    assert world.rows("SELECT account FROM person_letter WHERE in_reply_to = '80'") == [("72",)]


def test_what_another_account_of_ours_says_is_not_a_customers(quiet: World) -> None:
    connected(quiet, ("72", "HaldenHelp", "support"))
    assert take.take(quiet.house, BRAND, [post(84, "@HaldenHome see this", author="72")]).passed == 1


def test_a_withdrawn_permission_drops_the_tokens_and_ends_the_subscriptions(world: World) -> None:
    x = world.house.x
    me = x.me().id
    connected(world, (me, "HaldenHome", "main"))
    x.subscribe("post.mention.create", me)
    assert x.app.subscriptions()
    told(world, event("oauth.revoke", {"user_id": me}))
    assert world.rows("SELECT 1 FROM x_account WHERE sealed IS NULL AND revoked_at IS NOT NULL")
    until(lambda: not x.app.subscriptions())


BAD = [
    {"data": {"id": "60"}},
    {"data": {"id": "x" * 200, "text": "@HaldenHome hi"}},
    {"data": {"id": "6\u0000", "text": "@HaldenHome hi"}},
    {"data": {"id": "6\ud800", "text": "@HaldenHome hi"}},
    {"data": "nothing"},
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_post_is_counted_and_costs_a_good_one_nothing(quiet: World, bad: dict[str, Any]) -> None:
    made = take.take(quiet.house, BRAND, [bad, post(61)], via="poll")
    assert (made.kept, len(made.unreadable)) == (1, 1)
    assert sum(counted(quiet).values()) == 1


def deep(levels: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(levels):
        made = [made]
    return made


STRANGE: dict[str, dict[str, Any]] = {
    "no number": {"score": float("nan"), "reach": float("inf")},
    "nested without end": {"entities": {"mentions": deep(3_000)}},
    "a huge number": {"public_metrics": {"like_count": 10**4_000}},
    "times that are none": {"created_at": "0000-13-99T99:99:99Z"},
    "before all times": {"created_at": "0001-01-01T00:00:00+23:59"},
    "strings for lists": {"entities": "none", "referenced_tweets": "7", "edit_history_tweet_ids": "60"},
    "numbers for strings": {"author_id": 5, "conversation_id": 9, "lang": 7, "in_reply_to_user_id": 3},
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_field_loses_neither_the_good_posts_nor_breaks_the_door(quiet: World, name: str) -> None:
    made = take.take(
        quiet.house, BRAND, [post(62), {"data": {**post(63)["data"], **STRANGE[name]}}, post(64)]
    )
    assert {number for number, _ in texts(quiet)} >= {"62", "64"}
    assert made.kept + len(made.unreadable) == 3


def test_four_thousand_mentions_and_letters_that_hide_are_taken_in(world: World) -> None:
    crowd = " ".join(f"@user{number}" for number in range(4_000))
    hidden = "@HaldenHome \u202ewo\u200bbleibt\u2066 mein\u2069 Paket\u200f? \u0000"
    entities = {
        "mentions": [{"username": f"user{n}", "id": str(n)} for n in range(4_000)]
        + [{"username": "HaldenHome"}]
    }
    made = take.take(
        world.house, BRAND, [post(65, f"{crowd} @HaldenHome late", entities=entities), post(66, hidden)]
    )
    assert made.kept == 2
    until(lambda: len(world.rows("SELECT 1 FROM person_post WHERE read_at IS NOT NULL")) == 2)
    assert not world.rows("SELECT name FROM dbos.workflow_status WHERE status = 'ERROR'")


def test_four_doors_at_once_keep_a_post_once(quiet: World) -> None:
    many = [post(200 + n, author=str(n % 7)) for n in range(40)]
    kept: list[int] = []

    def come(part: list[dict[str, Any]]) -> None:
        kept.append(take.take(quiet.house, BRAND, part).kept)

    orders = (many, many[::-1], many[20:] + many[:20], many[::2])
    doors = [threading.Thread(target=come, args=(part,)) for part in orders]
    for one in doors:
        one.start()
    for one in doors:
        one.join()
    assert sum(kept) == len(texts(quiet)) == 40


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELD = st.sampled_from(
    [
        "id",
        "text",
        "author_id",
        "conversation_id",
        "entities",
        "lang",
        "created_at",
        "edit_history_tweet_ids",
        "x",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.dictionaries(FIELD, VALUE, max_size=5), st.dictionaries(st.text(max_size=5), VALUE, max_size=2))
def test_no_body_x_could_send_breaks_the_door(
    quiet: World, fields: dict[str, Any], more: dict[str, Any]
) -> None:
    number = str(take.take(quiet.house, BRAND, [post(70)]).kept)
    assert number in ("0", "1")
    told(quiet, {"data": fields, **more}, event("post.mention.create", fields), {"for_user_id": "7", **more})
    assert quiet.rows("SELECT 1 FROM person_post WHERE remote_id = '70'")


def test_an_event_that_x_pushed_is_on_the_bill_of_its_thread_once(quiet: World) -> None:
    mention = event("post.mention.create", post(70, "@HaldenHome where is my parcel?")["data"])
    told(quiet, mention)
    told(quiet, mention)
    (billed,) = quiet.rows("SELECT about, micro FROM x_call WHERE operation = 'event post.mention.create'")
    (thread,) = quiet.rows("SELECT id FROM thread")
    assert (billed.about, billed.micro) == (f"thread-{thread.id}", 5_000)


def test_two_doors_that_take_the_same_people_bill_without_waiting_for_each_other(quiet: World) -> None:
    def arrives(first: int, authors: tuple[str, ...]) -> None:
        many = [post(first + place, author=author)["data"] for place, author in enumerate(authors)]
        told(quiet, *(event("post.mention.create", one) for one in many))

    failed: list[Unavailable] = []

    def door(first: int, authors: tuple[str, ...]) -> None:
        try:
            for again in range(15):
                arrives(first + 10 * again, authors)
        except Unavailable as trouble:  # a deadlock is told so
            failed.append(trouble)

    doors = [
        threading.Thread(target=door, args=(1_000, ("51", "52", "53"))),
        threading.Thread(target=door, args=(2_000, ("53",))),
        threading.Thread(target=door, args=(3_000, ("52", "53"))),
    ]
    for one in doors:
        one.start()
    for one in doors:
        one.join()
    assert failed == []
    assert quiet.rows("SELECT calls, micro FROM x_spend") == [(90, 450_000)]


def test_an_account_that_leaves_twice_is_unsubscribed_from_each_time(quiet: World) -> None:
    class Deaf:
        def step(self, name: str, call: object) -> bool:
            return False

        def transact(self, name: str, work: Any) -> None:
            with quiet.house.database.writing() as conn:
                work(conn)

    deaf: Any = replace(quiet.house, engine=cast(Any, Deaf()))
    for _ in range(2):
        revoke.revoke(deaf, "77")
    owed = quiet.rows("SELECT 1 FROM dbos.workflow_status WHERE name = 'content.revoke'")
    assert len(owed) == 2


def test_a_letter_that_names_no_account_leaves_from_its_own_brands(quiet: World) -> None:
    house = quiet.house
    take.take(house, OTHER, [post(80, "@KiteCargo where is my parcel?")])
    with house.database.writing() as conn:
        kite = x_accounts.Connected("72", "KiteCargo", "main", ["dm.write"], "tokens")
        x_accounts.connect(conn, house.vault, OTHER, kite, house.clock.now())
        told_of: dict[str, Any] = {
            "kind": "private_reply",
            "channel": "x",
            "body": "Done.",
            "language": "en",
            "state": "owed",
        }
        (person,) = conn.exec_driver_sql("SELECT person FROM person_post").scalars()
        number = letters.write(
            conn, brand=OTHER, person=person, name="joined", because=[], now=house.clock.now(), **told_of
        )
        letter = letters.get(conn, number or 0)
    assert letter is not None
    assert ways._voice(house, letter).account == "72"


def test_a_withdrawal_told_again_leaves_an_account_that_came_back(quiet: World) -> None:
    connected(quiet, ("77", "HaldenHelp", "support"))
    told(quiet, event("oauth.revoke", {"user_id": "77"}))
    connected(quiet, ("77", "HaldenHelp", "support"))
    told(quiet, event("oauth.revoke", {"user_id": "77"}))
    assert quiet.rows("SELECT 1 FROM x_account WHERE id = '77' AND revoked_at IS NULL")
