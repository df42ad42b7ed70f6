"""Each of the channel's rules, by its name, with a test that tries to break it on the way a post really goes.

A rule of the table without a module that is there, or without a test named after it, fails here.
"""

import ast
import re
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
import sqlalchemy as sa

from makewhole.care import reply
from makewhole.care.causes import CAUSES
from makewhole.care.manners import RULES, USE, Act, Kind, Standing, may
from makewhole.care.post import Post
from makewhole.desk import deliver, take
from makewhole.desk.turn import at_door
from makewhole.gateways.x import XClient
from makewhole.store import brands, letters, manners, meter, people, views
from makewhole.store.views import Sought
from makewhole.words import LANGUAGES
from tests.web.conftest import visitor
from tests.world import BRAND, HANDLE, World, until

ROOT = Path(__file__).parents[2]
HERE = "tests/care/test_manners_rules.py"
LATE = "@HaldenHome where is my parcel? It is two weeks late"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_module_that_keeps_it_and_a_test_that_tries_to_break_it(rule: str) -> None:
    row = RULES[rule]
    assert find_spec(f"makewhole.{row['kept_by']}"), f"{rule}: there is no makewhole.{row['kept_by']}"
    tested_in = ROOT / row.get("tested_in", HERE)
    assert tested_in.is_file(), f"{rule}: there is no {row.get('tested_in')}"
    tree = ast.parse(tested_in.read_text(encoding="utf-8"))
    named = f"test_{rule.lower()}_"
    tests = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert any(name.startswith(named) for name in tests), f"{rule}: no {named}... in {tested_in.name}"


def test_the_table_holds_all_27_rules_with_page_day_and_way_forward() -> None:
    assert {f"R{n}" for n in range(1, 28)} <= RULES.keys()
    for row in RULES.values():
        assert all(
            row[key] for key in ("says", "source", "read_on", "since", "kept_by", "way_forward", "flag")
        )


def ours(world: World) -> list[dict[str, Any]]:
    """What our account said on X, in public and in private."""
    state = httpx.get(f"{world.x}/_control/state").json()
    return [one for one in state["posts"] if one["author"] == HANDLE] + [
        one for one in state["messages"] if one["from"] == HANDLE
    ]


def fate(world: World, letter: int) -> tuple[str, str]:
    """What became of a letter, and by which rule."""
    row = world.rows("SELECT state, because FROM person_letter WHERE id = :i", i=letter)[0]
    return row.state, row.because[-1]["rule"] if row.because else ""


def forged(world: World, handle: str, *, owed: bool = True, **more: Any) -> int:
    """A letter that somebody slipped past the judgement: owed to a person on X, its delivery owed too."""
    house = world.house
    told = {
        "kind": "public_reply", "channel": "x", "body": "We are looking into it.", "language": "en",
        "state": "owed", "because": [],
    } | more  # fmt: skip
    known = httpx.get(f"{world.x}/_control/state").json()["users"]
    account = next((key for key, name in known.items() if name == handle), f"not-on-x-{handle}")
    with at_door(house, "deliver", "answer.record") as turn:
        contact = people.Contact("x", account)
        person = people.meet(turn.conn, house.vault, BRAND, contact, "en", turn.now)
        count = turn.conn.exec_driver_sql("SELECT count(*) FROM person_letter").scalar_one()
        letter = letters.write(
            turn.conn, brand=BRAND, person=person, name=f"forged-{count}", now=turn.now, **told
        )
        assert letter is not None
        if owed:
            turn.owe("deliver", f"deliver-{letter}:0", letter, 0)
    return letter


def asked(world: World, handle: str, text: str = LATE, **more: Any) -> str:
    """Somebody posts, and the post is taken in as its search would bring it; its id."""
    post = world.says(handle, text, **more)
    raw = world.house.x.post(post)
    assert raw is not None
    take.take(world.house, BRAND, [raw], via="search")
    return post


def read_all(world: World) -> None:
    """Wait until every post was read and nothing is owed."""
    until(lambda: not world.rows("SELECT 1 FROM person_post WHERE read_at IS NULL"))
    world.rests()


def ends(world: World, letter: int, *states: str) -> tuple[str, str]:
    until(lambda: fate(world, letter)[0] in states, otherwise=f"the letter is {fate(world, letter)}")
    return fate(world, letter)


def hired(world: World) -> int:
    with world.house.database.writing() as conn:
        return int(
            conn.exec_driver_sql(
                "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
                " VALUES ('halden', 'mei@halden.example', 'Mei', 'lead', 'x', now()) RETURNING id"
            ).scalar_one()
        )


def everywhere(world: World, words: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """The tables (except `but`) any row of which holds what the pattern finds."""
    found = []
    with world.house.database.reading() as conn:
        tables = conn.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        ).scalars()
        for table in tables:
            columns = "" if table not in but else " - 'text' - 'raw' - 'body'"
            sql = f'SELECT count(*) FROM "{table}" AS t WHERE (to_jsonb(t){columns})::text ~* :w'
            if conn.execute(sa.text(sql), {"w": words}).scalar_one():
                found.append(str(table))
    return found


# The rules ------------------------------------------------------------------------------------------


def test_r1_a_reply_leaves_only_for_a_post_that_mentions_us_or_quotes_a_post_of_ours(world: World) -> None:
    first = asked(world, "anna_k")
    until(lambda: len(ours(world)) == 1)
    our_post = ours(world)[0]["id"]
    asked(world, "bob", "my parcel from them is two weeks late, look at this", quotes=our_post)
    until(lambda: len(ours(world)) == 2, otherwise="who quotes us is answered")
    cold = asked(world, "carl", "my parcel from them is two weeks late, look at this", quotes=first)
    read_all(world)
    slipped = forged(world, "carl", in_reply_to=cold)
    assert ends(world, slipped, "undeliverable") == ("undeliverable", "R1")
    assert len(ours(world)) == 2


def test_r2_who_merely_complains_is_left_to_a_person_and_nobody_is_named_uninvited(world: World) -> None:
    post = asked(world, "anna_k", "HaldenHome lost my parcel, it never arrived, I am so angry")
    read_all(world)
    assert not world.rows("SELECT 1 FROM person_letter")
    thread = world.rows("SELECT lane, held_because FROM thread")[0]
    assert thread.lane == "person"
    reading = world.rows("SELECT reading FROM person_post")[0].reading["may_reply"]
    assert reading["open_on_x"] == f"https://x.com/i/web/status/{post}"
    assert "hand" in reading["way_forward"]
    mine = asked(world, "bob")
    until(lambda: len(ours(world)) == 1)
    slipped = forged(world, "bob", body="@journalist have a look at this", in_reply_to=mine)
    assert ends(world, slipped, "undeliverable", "held")[1] == "R2"
    assert len(ours(world)) == 1


def test_r3_a_machine_answers_a_post_once_however_often_and_by_whichever_door_it_comes(world: World) -> None:
    post = asked(world, "anna_k")
    for _ in range(3):
        world.poll()
    raw = world.house.x.post(post)
    assert raw is not None
    take.take(world.house, BRAND, [raw, raw], via="replay")
    until(lambda: len(ours(world)) == 1)
    slipped = forged(world, "anna_k", body="Once more: we are looking into it.", in_reply_to=post)
    assert ends(world, slipped, "held") == ("held", "R3")
    read_all(world)
    assert len(ours(world)) == 1


def test_r4_a_word_to_stop_holds_at_once_for_what_is_owed_and_for_every_account_until_they_say_start(
    world: World,
) -> None:
    post = asked(world, "anna_k")
    until(lambda: len(ours(world)) == 1)
    waiting = forged(world, "anna_k", owed=False, kind="private_reply")
    asked(world, "anna_k", "@HaldenHome stop replying to me")
    until(lambda: bool(world.rows("SELECT 1 FROM person_optout")))
    with at_door(world.house, "deliver", "answer.record") as turn:
        turn.owe("deliver", f"deliver-{waiting}:0", waiting, 0)
    assert ends(world, waiting, "undeliverable") == ("undeliverable", "R4")
    approved = forged(world, "anna_k", owed=False, state="held", account="999", in_reply_to=post)
    refused = deliver.release(world.house, approved, hired(world), "We are sorry.")
    assert refused is not None
    assert refused.rule == "R4"
    assert "open" not in refused.way_forward.split("https")[0].lower()
    asked(world, "anna_k")
    read_all(world)
    assert len(ours(world)) == 1
    world.writes("anna_k", "you can message me again, where is my parcel?")
    until(lambda: not world.rows("SELECT 1 FROM person_optout"))
    asked(world, "anna_k", LATE + " still")
    until(lambda: len(ours(world)) > 1, otherwise="their own words open it again")
    assert [row.said for row in world.rows("SELECT said FROM person_word ORDER BY id")] == ["stop", "start"]


def test_r5_words_of_a_model_wait_for_a_person_or_for_xs_recorded_approval(world: World) -> None:
    words: dict[str, Any] = {"by_model": True, "body": "A model wrote this."}
    first, second, third = (world.says(name, LATE) for name in ("anna_k", "bob", "carl"))
    quietly_kept(world, first, second, third)
    held = forged(world, "anna_k", in_reply_to=first, **words)
    assert ends(world, held, "held") == ("held", "R5")
    assert deliver.release(world.house, held, hired(world), "A person read this.") is None
    assert ends(world, held, "sent")[0] == "sent"
    with world.house.database.writing() as conn:
        manners.choose(conn, BRAND, ai_approval="letter of X, 2026-11-01, in the safe")
    sent = forged(world, "bob", in_reply_to=second, **words)
    assert ends(world, sent, "sent")[0] == "sent"


def quietly_kept(world: World, *posts: str) -> None:
    """Keep posts without having them answered."""
    for post in posts:
        raw = world.house.x.post(post)
        assert raw is not None
        with world.house.database.writing() as conn:
            conn.exec_driver_sql("UPDATE brand SET automation_attested_at = NULL")
        take.take(world.house, BRAND, [raw])
        read_all(world)
    with world.house.database.writing() as conn:
        conn.exec_driver_sql("UPDATE brand SET automation_attested_at = now()")
        conn.exec_driver_sql("DELETE FROM person_letter")


def test_r6_nothing_leaves_by_machine_once_the_label_is_withdrawn(world: World) -> None:
    post = world.says("anna_k", LATE)
    quietly_kept(world, post)
    with world.house.database.writing() as conn:
        conn.exec_driver_sql("UPDATE brand SET automation_attested_at = NULL")
    held = forged(world, "anna_k", in_reply_to=post)
    assert ends(world, held, "held") == ("held", "R6")
    assert not ours(world)


def test_r7_no_private_message_to_who_never_wrote_one_and_each_names_privacy_and_a_way_to_stop(
    world: World,
) -> None:
    asked(world, "anna_k")
    until(lambda: len(ours(world)) == 1)
    slipped = forged(world, "anna_k", kind="private_reply")
    assert ends(world, slipped, "undeliverable") == ("undeliverable", "R7")
    url = "https://halden.example/privacy"
    for language in LANGUAGES:
        for cause in CAUSES:
            text = reply.private(cause, language, "", "nothing", None, url, world.house.clock.now())
            assert url in text, f"{cause} in {language} names no privacy page"
            assert "STOP" in text, f"{cause} in {language} names no way to stop"
    assert len(ours(world)) == 1


def test_r9_what_was_written_to_one_brand_is_shown_to_no_other(world: World) -> None:
    world.writes("anna_k", "where is my parcel? my number is secret-4711")
    read_all(world)
    with world.house.database.writing() as conn:
        brands.put(conn, "other", "Other", ["OtherHome"], "EUR", world.house.clock.now(), attested=True)
    thread = world.rows("SELECT id FROM thread")[0].id
    with world.house.database.reading() as conn:
        assert views.thread(conn, BRAND, thread) is not None
        assert views.thread(conn, "other", thread) is None
        assert not views.inbox(conn, "other", Sought(lane="all"))
    assert world.house.x.of("nobody") is not None
    person = world.rows("SELECT person FROM person_post")[0].person
    raw = {"data": {"id": "900", "text": "@OtherHome where is my parcel?", "author_id": "5"}}
    take.take(world.house, "other", [raw])
    read_all(world)
    elsewhere = world.rows("SELECT person FROM person_post WHERE brand = 'other'")[0].person
    assert elsewhere != person, "a person of one brand is nobody to the other"


def test_r13_nobody_is_tied_to_a_parcel_or_an_address_they_did_not_give_us(world: World) -> None:
    parcel = world.parcel()
    lodged = world.claim(contact="anna_k@example.org")
    asked(world, "anna_k", "@HaldenHome anna_k@example.org here, my parcel is two weeks late")
    read_all(world)
    claimant = world.row(lodged.claim).person
    thread = world.rows("SELECT person, parcel FROM thread WHERE channel = 'x'")[0]
    assert thread.person != claimant, "a name that looks alike joins nobody"
    assert thread.parcel is None
    asked(world, "anna_k", "@HaldenHome it is RB123456785CN")
    read_all(world)
    found = world.rows("SELECT parcel FROM thread WHERE channel = 'x' ORDER BY id DESC")[0]
    assert found.parcel == parcel, "what they give us themselves is used"


SENSITIVE = "cancer|chemo|bankrupt|debt|muslim|catholic|black|gay|union|arrest|socialist|jew"


def test_r14_nothing_is_derived_of_anybodys_health_money_faith_or_views(
    world: World,
) -> None:
    asked(
        world,
        "anna_k",
        "@HaldenHome I have cancer and chemo tomorrow, I am bankrupt with debt, a gay Muslim, arrested as a"
        " union socialist. My parcel is two weeks late!",
    )
    read_all(world)
    assert not everywhere(world, SENSITIVE, but=("person_post", "person_letter"))
    assert not re.search(SENSITIVE, " ".join(CAUSES))


def test_r16_a_claim_is_judged_alike_whoever_its_claimant_is_on_x(world: World) -> None:
    now = world.house.clock.now()
    for waybill in ("RB123456785CN", "RB473124829CN"):
        world.parcel(waybill, accepted_at=now - timedelta(days=50), promised_by=now - timedelta(days=30))
    plain = world.claim()
    angry = world.says("loud", LATE + ", I sue you, I owe everybody money, I lost my job", followers=900_000)
    raw = world.house.x.post(angry)
    assert raw is not None
    take.take(world.house, BRAND, [raw])
    read_all(world)
    loud = world.claim(contact_kind="x", contact=raw["data"]["author_id"], waybill="RB473124829CN")
    one, other = (world.reaches(made.claim, "offered") for made in (plain, loud))
    assert (one.grade, one.offer_minor) == (other.grade, other.offer_minor)
    assert reasons(one.decision) == reasons(other.decision)


def reasons(decision: dict[str, Any] | None) -> list[tuple[str, str]]:
    return [(ground["rule"], ground["says"]) for ground in (decision or {}).get("because", [])]


def test_r19_how_often_a_post_is_liked_or_shared_is_published_nowhere(world: World) -> None:
    raw = {
        "data": {
            "id": "91", "text": LATE, "author_id": "5", "entities": {"mentions": [{"username": HANDLE}]},
            "public_metrics": {"like_count": 987_654, "retweet_count": 876_543, "impression_count": 765_432},
        },
        "includes": {"users": [{"id": "5", "username": "anna_k"}]},
    }  # fmt: skip
    take.take(world.house, BRAND, [raw])
    read_all(world)
    counts = "987.?654|876.?543|765.?432"
    assert not everywhere(world, counts, but=("person_post",))
    with visitor(world.house) as client:
        assert client.get("/metrics").status_code == 401
        told = client.get("/metrics", headers={"authorization": "Bearer m3trics"}).text
        pages = [told, *(client.get(path).text for path in ("/", "/claim", "/desk/inbox"))]
    assert not [page for page in pages if re.search(counts, page)]
    assert not re.search("like|retweet|impression|follower", told)


@pytest.mark.parametrize(
    "words",
    [
        "Delete your post and you get a voucher from us",
        "If you take down your tweet, we will refund the freight",
        "Löschen Sie Ihren Tweet, dann bekommen Sie einen Gutschein",
        "删除你的帖子，我们就退款",
        "Follow us and retweet for a gift card",
    ],
)
def test_r22_nobody_is_paid_for_what_they_do_on_x(world: World, words: str) -> None:
    world.writes("anna_k", "where is my parcel? It is two weeks late")
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE state = 'sent'")))
    held = forged(world, "anna_k", kind="private_reply", body=words)
    assert ends(world, held, "held") == ("held", "R22")
    refused = deliver.release(world.house, held, hired(world), words)
    assert refused is not None
    assert refused.rule == "R22"
    assert deliver.release(world.house, held, 1, "We owe you a refund, whatever you post.") is None


def test_r23_where_a_post_was_written_is_kept_with_it_and_goes_with_it(world: World) -> None:
    raw = {
        "data": {
            "id": "92", "text": LATE, "author_id": "5", "entities": {"mentions": [{"username": HANDLE}]},
            "geo": {"place_id": "place-berlin-mitte", "coordinates": {"coordinates": [13.404954, 52.520008]}},
        },
        "includes": {
            "users": [{"id": "5", "username": "anna_k"}],
            "places": [{"id": "place-berlin-mitte", "full_name": "Berlin Mitte"}],
        },
    }  # fmt: skip
    take.take(world.house, BRAND, [raw])
    read_all(world)
    where = "13.404954|52.520008|berlin.mitte"
    assert set(everywhere(world, where)) <= {"person_post"}
    take.gone(world.house, ["92"])
    assert not everywhere(world, where)


def test_r24_no_badge_is_shown_that_x_did_not_report_and_x_vouches_for_nothing(world: World) -> None:
    raw = {
        "data": {
            "id": "93",
            "text": LATE,
            "author_id": "5",
            "entities": {"mentions": [{"username": HANDLE}]},
        },
        "includes": {"users": [{"id": "5", "username": "anna_k", "name": "Anna", "verified": False}]},
    }
    take.take(world.house, BRAND, [raw])
    read_all(world)
    with world.house.database.reading() as conn:
        page = views.thread(conn, BRAND, world.rows("SELECT id FROM thread")[0].id)
    assert page is not None
    assert "verif" not in repr(page).lower()
    said = [path.read_text(encoding="utf-8") for path in (ROOT / "makewhole").rglob("*.ftl")]
    assert said
    vouching = re.compile(
        r"(verified|endorsed|certified|approved|recommended) by (x|twitter)\b", re.IGNORECASE
    )
    assert not [text for text in said if vouching.search(text)]


def test_r25_what_was_asked_of_x_and_what_people_agreed_to_is_on_record(world: World) -> None:
    asked(world, "anna_k")
    until(lambda: len(ours(world)) == 1)
    asked(world, "anna_k", "@HaldenHome stop")
    read_all(world)
    calls = world.rows("SELECT operation, account, micro, about, at FROM x_call WHERE operation = 'publish'")
    assert [(row.micro, row.about is not None) for row in calls] == [(10_000, True)]
    assert all(row.at is not None and row.account for row in calls)
    person = world.rows("SELECT person FROM person_optout")[0].person
    with world.house.database.reading() as conn:
        assert [said for said, _ in manners.words_of(conn, person)] == ["stop"]
        assert meter.of_day(conn, BRAND, world.house.clock.now()).micro >= 10_000
    assert world.rows("SELECT automation_attested_at FROM brand")[0][0] is not None


def test_r26_two_people_never_read_the_same_words_nor_two_accounts_say_them(world: World) -> None:
    names = [f"name{i}" for i in range(12)]
    for name in names:
        asked(world, name)
        read_all(world)
    said = [row.body for row in world.rows("SELECT body FROM person_letter WHERE kind = 'public_reply'")]
    assert len(said) == len(names)
    assert len(set(said)) == len(said), "the same words again"
    with world.house.database.writing() as conn:
        brands.put(conn, "other", "Other", ["OtherHome"], "EUR", world.house.clock.now(), attested=True)
    post = world.says("zoe", LATE)
    quiet = world.says("yan", LATE)
    with world.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE person_letter SET brand = 'other' WHERE body = :b"), {"b": said[0]})
    for one in (post, quiet):
        raw = world.house.x.post(one)
        assert raw is not None
        take.take(world.house, BRAND, [raw], via="search")
    read_all(world)
    with world.house.database.writing() as conn:
        conn.exec_driver_sql(f"DELETE FROM person_letter WHERE in_reply_to = '{post}'")
    held = forged(world, "zoe", in_reply_to=post, body=said[0])
    assert ends(world, held, "held") == ("held", "R26")


def test_r26_no_part_of_ours_drives_a_browser_or_reads_xs_pages() -> None:
    told = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = told[told.index("dependencies = [") : told.index("[project.optional-dependencies]")]
    assert not re.search("selenium|playwright|puppeteer|scrapy|beautifulsoup|requests-html", needed)
    driven = re.compile(r"^\s*(import|from) (selenium|playwright|scrapy|bs4)\b", re.MULTILINE)
    assert not [
        path for path in (ROOT / "makewhole").rglob("*.py") if driven.search(path.read_text(encoding="utf-8"))
    ]


def test_r27_no_act_is_possible_that_x_was_not_told_of(world: World) -> None:
    assert set(get_args(Kind)) == set(USE)
    liking: Any = "like"
    verdict = may(Act(liking, Post("1", LATE, mentions=(HANDLE,)), (HANDLE,)), Standing())
    assert (verdict.allowed, verdict.rule) == (False, "R27")
    assert "Tell X" in verdict.way_forward
    with pytest.raises(sa.exc.IntegrityError):
        forged(world, "anna_k", kind="quote")
    acts = {name for name in dir(XClient) if not name.startswith("_")}
    assert not acts & {"like", "follow", "repost", "retweet", "quote", "bookmark", "block", "mute"}


def test_own_posts_and_reposts_are_never_answered(world: World) -> None:
    raw = {
        "data": {"id": "94", "text": f"@{HANDLE} where is my parcel? late!", "author_id": "1"},
        "includes": {"users": [{"id": "1", "username": HANDLE}]},
    }
    repost = {
        "data": {
            "id": "95", "text": f"RT @{HANDLE}: where is my parcel? It is two weeks late", "author_id": "5",
            "referenced_tweets": [{"type": "retweeted", "id": "94"}],
        },
    }  # fmt: skip
    take.take(world.house, BRAND, [raw, repost])
    read_all(world)
    assert not world.rows("SELECT 1 FROM person_letter")


def test_link_in_public_is_a_choice_of_the_brand_and_its_price_is_known(world: World) -> None:
    first, second = world.says("anna_k", LATE), world.says("bob", LATE)
    quietly_kept(world, first, second)
    held = forged(world, "anna_k", in_reply_to=first, body="See https://halden.example/help")
    assert ends(world, held, "held") == ("held", "link")
    with world.house.database.writing() as conn:
        manners.choose(conn, BRAND, links_allowed=True)
    sent = forged(world, "bob", in_reply_to=second, body="See https://halden.example/faq")
    assert ends(world, sent, "sent")[0] == "sent"
    because = world.rows("SELECT because FROM person_letter WHERE id = :i", i=sent)[0].because
    assert because[-1]["facts"]["micro_dollars"] == 200_000
    assert world.rows("SELECT micro FROM x_call WHERE operation = 'publish'")[0].micro == 200_000


def test_quiet_hours_put_a_machines_letter_off_and_not_a_persons(world: World) -> None:
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        ends_at = (now + timedelta(seconds=4)).time()
        manners.choose(conn, BRAND, quiet_from=(now - timedelta(hours=1)).time(), quiet_until=ends_at)
    asked(world, "anna_k")
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE state = 'owed'")))
    assert not ours(world)
    by_hand = world.says("bob", LATE)
    raw = world.house.x.post(by_hand)
    assert raw is not None
    take.take(world.house, BRAND, [raw])
    until(lambda: len(ours(world)) == 2, otherwise="what was put off was lost")
    sent = world.rows("SELECT settled_at FROM person_letter WHERE state = 'sent'")
    assert all(row.settled_at >= now + timedelta(seconds=3) for row in sent)


def test_budget_spent_leaves_every_answer_to_a_person_with_words_and_never_in_silence(world: World) -> None:
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        manners.choose(conn, BRAND, budget_micro=100_000)
        meter.spent(conn, BRAND, "main", "search", 19, 95_000, now, optional=True)
    asked(world, "anna_k")
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE state = 'held'")))
    held = world.rows("SELECT id, way_forward, because FROM person_letter")[0]
    assert held.because[-1]["rule"] == "budget"
    assert held.because[-1]["facts"]["micro_dollars"] == 10_000
    assert "person" in held.way_forward
    thread = world.rows("SELECT lane, held_because FROM thread")[0]
    assert (thread.lane, bool(thread.held_because)) == ("person", True)
    assert not ours(world)
    assert deliver.release(world.house, held.id, hired(world), "We are sorry. We look into it.") is None
    until(lambda: len(ours(world)) == 1)
