"""Search on the simulated X: its operators, what it refuses, and how far back it reaches."""

from datetime import UTC, datetime

import httpx
import pytest

from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.simulators.x_search import BadQuery, parse

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = {"authorization": "Bearer token-halden"}


def say(world, **body):
    return httpx.post(f"{world.url}/_control/post", json=body).json()


def look(world, path="search/recent", **params):
    return httpx.get(f"{world.url}/2/tweets/{path}", params=params, headers=KEY)


@pytest.fixture(scope="module")
def world():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as simulator:
        first = say(simulator, handle="ana", text="@HaldenHome where is my PARCEL #Late", lang="en")
        say(
            simulator,
            handle="ana",
            text="bonjour @HaldenHome, colis perdu https://tracking.example/x",
            lang="fr",
        )
        say(simulator, handle="ben", text="same here, parcels everywhere", in_reply_to=first["id"], lang="en")
        say(simulator, handle="chen", text="我的包裹丢失了 #跨境物流", lang="zh", quotes=first["id"])
        say(simulator, handle="dora", text="buy $ACME today", lang="en")
        yield simulator


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from:ana", 2),
        ("from:@ANA", 2),
        ("from:ana where", 1),
        ('"my parcel"', 1),
        ('"parcel my"', 0),
        ("parcel", 1),
        ("parcels", 1),
        ("包裹丢失", 1),
        ("#跨境物流", 1),
        ("#late", 1),
        ("#lat", 0),
        ("$ACME", 1),
        ("@HaldenHome", 2),
        ("@HaldenHome -from:ana", 0),
        ("here is:reply", 1),
        ("to:ana", 1),
        ("bonjour lang:fr", 1),
        ("from:ana has:links", 1),
        ("url:tracking.example", 1),
        ("from:chen is:quote", 1),
        ("colis OR parcels", 2),
        ("(colis OR parcels) -is:reply", 1),
        ("from:ana -(bonjour OR nothing)", 1),
        ("from:ana bonjour OR from:ben", 2),
        ("parcel min_replies:1", 1),
        ("parcel min_replies:2", 0),
        ("parcel has:hashtags has:mentions -has:media", 1),
    ],
)
def test_search_speaks_the_operators_we_use(world, query, found):
    assert look(world, query=query).json()["meta"]["result_count"] == found


def test_a_conversation_is_found_whole(world):
    first = look(world, query='"my parcel"').json()["data"][0]["id"]
    query = f"conversation_id:{first}"
    assert look(world, query=query).json()["meta"]["result_count"] == 2
    assert look(world, query=f"in_reply_to_tweet_id:{first}").json()["meta"]["result_count"] == 1
    assert look(world, query=f"quotes_of_tweet_id:{first}").json()["meta"]["result_count"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "", "  ", "near:berlin", "is:reply", "-from:ana", "lang:fr has:links", "(a OR", "a OR", "a )", "()",
        "a AND b", "is:nonsense x", "has:nonsense x", '"open', "x" * 513, "-(a b)", "a OR is:reply",
        "min_likes:many x", "from:",
    ],
)  # fmt: skip
def test_a_query_x_does_not_run_is_refused(world, query):
    assert isinstance(parse(query), BadQuery)
    answer = look(world, query=query)
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")


def test_pages_stay_what_they_were_while_new_posts_arrive():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as world:
        said = [say(world, handle="ana", text=f"lost number {n}")["id"] for n in range(25)]
        first = look(world, query="lost", max_results=10).json()
        say(world, handle="ana", text="lost again")
        seen, token = [one["id"] for one in first["data"]], first["meta"]["next_token"]
        while token:
            page = look(world, query="lost", max_results=10, next_token=token).json()
            seen += [one["id"] for one in page["data"]]
            token = page["meta"].get("next_token")
        assert seen == said[::-1]


def test_since_and_until_leave_out_the_post_they_name():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as world:
        said = [say(world, handle="ana", text=f"lost number {n}")["id"] for n in range(4)]
        page = look(world, query="lost", since_id=said[0], until_id=said[3]).json()
        assert [one["id"] for one in page["data"]] == [said[2], said[1]]
        assert look(world, query="lost", since_id="x").status_code == 400


def test_search_reaches_seven_days_back_and_an_older_since_id_is_refused():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as world:
        old = say(world, handle="ana", text="lost it")["id"]
        httpx.post(f"{world.url}/_control/advance", json={"seconds": 8 * 86_400})
        assert look(world, query="lost").json()["meta"]["result_count"] == 0
        answer = look(world, query="lost", since_id=old)
        assert answer.status_code == 400
        assert "'since_id' must be a tweet id created after" in answer.json()["detail"]


def test_counts_add_up_and_every_stretch_follows_the_one_before():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as world:
        for wait in (0, 90 * 60, 90 * 60):
            httpx.post(f"{world.url}/_control/advance", json={"seconds": wait})
            say(world, handle="ana", text=f"lost {wait}")
            say(world, handle="ana", text="found")
        httpx.post(f"{world.url}/_control/advance", json={"seconds": 1})
        body = look(world, "counts/recent", query="lost", granularity="hour").json()
        assert body["meta"]["total_tweet_count"] == 3
        assert [row["tweet_count"] for row in body["data"]].count(1) == 3
        assert all(
            one["end"] == two["start"] for one, two in zip(body["data"], body["data"][1:], strict=False)
        )
        assert len(body["data"]) in (168, 169)
