"""What the simulated X allows an app: replies, messages, edits, polls, hidden posts, limits and money."""

from datetime import UTC, datetime

import httpx
import pytest

from makewhole.gateways.x import XClient
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.simulators.x_directs import DM_RULE, NOT_PERMITTED
from makewhole.simulators.x_world import DUPLICATE_RULE, GONE_RULE, SUMMON_RULE

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def call(world, method, path, token="token-halden", **more):
    return httpx.request(method, world.url + path, headers={"authorization": f"Bearer {token}"}, **more)


def reply(world, text, to):
    return call(world, "POST", "/2/tweets", json={"text": text, "reply": {"in_reply_to_tweet_id": to}})


def running(**settings):
    return Simulator(simulated.app(simulated.Settings(now=lambda: NOON, **settings)))


@pytest.fixture
def world():
    with running() as simulator:
        yield simulator


def test_a_cold_reply_is_refused_in_xs_words(world):
    post = control(world, "post", handle="ana", text="parcels these days")
    refused = reply(world, "May we help?", post["id"])
    assert (refused.status_code, refused.json()["detail"]) == (403, SUMMON_RULE)


def test_a_copy_and_a_reply_to_what_is_gone_are_refused_in_xs_words(world):
    post = control(world, "post", handle="ana", text="@HaldenHome where?")
    assert reply(world, "Looking.", post["id"]).status_code == 201
    assert reply(world, "Looking.", post["id"]).json()["detail"] == DUPLICATE_RULE
    control(world, "delete", id=post["id"])
    assert reply(world, "Still looking.", post["id"]).json()["detail"] == GONE_RULE


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "look", "quote_tweet_id": "1"}, 403),
        ({"text": "$ACME and $OTHR"}, 400),
        ({"text": " "}, 400),
        ({"text": 5}, 400),
        ({"words": "x"}, 400),
        ({"text": "x" * 281}, 400),
        ({"text": "which?", "poll": {"options": ["one"], "duration_minutes": 60}}, 400),
        ({"text": "which?", "poll": {"options": ["one", "x" * 26], "duration_minutes": 60}}, 400),
        ({"text": "which?", "poll": {"options": ["one", "two"], "duration_minutes": 4}}, 400),
        ({"text": "see", "media": {"media_ids": ["1"]}}, 400),
        (["text"], 400),
    ],
)
def test_what_x_does_not_take_is_refused(world, body, status):
    assert call(world, "POST", "/2/tweets", json=body).status_code == status


def test_x_puts_the_name_of_who_is_answered_before_a_reply_when_set_so():
    with running(names_first=True) as world:
        post = control(world, "post", handle="ana", text="@HaldenHome where?")
        made = reply(world, "Looking.", post["id"]).json()["data"]
        assert made["text"] == "@ana Looking."
        asked = {"tweet.fields": "display_text_range"}
        shown = call(world, "GET", f"/2/tweets/{made['id']}", params=asked).json()["data"]
        start, end = shown["display_text_range"]
        assert shown["text"][start:end] == "Looking."
        assert reply(world, "Looking.", post["id"]).json()["detail"] == DUPLICATE_RULE
        client = XClient(world.url, "token-halden")
        assert [one.text for one in client.own_replies_to(post["id"])] == ["Looking."]
        client.close()


def test_an_answer_holds_no_more_than_was_asked_for(world):
    post = control(world, "post", handle="ana", text="hello")
    bare = call(world, "GET", f"/2/tweets/{post['id']}").json()
    assert set(bare) == {"data"}
    assert set(bare["data"]) == {"id", "text", "edit_history_tweet_ids"}
    assert set(call(world, "GET", "/2/users/me").json()["data"]) == {"id", "name", "username"}


def test_a_request_chooses_its_dialect(world):
    post = control(world, "post", handle="ana", text="hello")
    newer = call(world, "GET", f"/2/tweets/{post['id']}", params={"post.fields": "public_metrics"}).json()
    assert newer["data"]["edit_history_post_ids"] == [post["id"]]
    assert "repost_count" in newer["data"]["public_metrics"]
    control(world, "dialect", dialect="post")
    assert "edit_history_post_ids" in call(world, "GET", f"/2/tweets/{post['id']}").json()["data"]


def test_a_long_post_is_cut_and_its_whole_text_given_beside(world):
    text = "@HaldenHome " + "very late " * 60
    post = control(world, "post", handle="ana", text=text)
    asked = {"tweet.fields": "note_tweet"}
    shown = call(world, "GET", f"/2/tweets/{post['id']}", params=asked).json()["data"]
    assert shown["text"].endswith("\u2026")
    assert shown["note_tweet"]["text"] == text


def test_who_may_be_written_to_is_told_and_kept(world):
    ana = control(world, "user", handle="ana")["id"]

    def told():
        asked = {"user.fields": "receives_your_dm"}
        return call(world, "GET", "/2/users/by/username/ana", params=asked).json()["data"]["receives_your_dm"]

    def written(text):
        return call(world, "POST", f"/2/dm_conversations/with/{ana}/messages", json={"text": text})

    assert not told()
    assert (written("1").status_code, written("2").json()["detail"]) == (403, DM_RULE)
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hi"})
    assert told()
    assert written("3").status_code == 201
    control(world, "user", handle="ana", blocks="HaldenHome")
    assert not told()
    assert written("4").json()["detail"] == DM_RULE
    control(world, "user", handle="ana", suspended=True)
    assert written("5").json()["detail"] == NOT_PERMITTED


def test_protected_suspended_and_deleted_posts_are_not_shown(world):
    post = control(world, "post", handle="ana", text="@HaldenHome where?")
    asked = {"query": "where"}

    def found():
        said = call(world, "GET", "/2/tweets/search/recent", params=asked).json()
        return said["meta"]["result_count"], call(world, "GET", f"/2/tweets/{post['id']}").json()

    assert found()[0] == 1
    control(world, "user", handle="ana", protected=True)
    assert found()[0] == 0
    assert found()[1]["errors"][0]["title"] == "Authorization Error"
    control(world, "user", handle="ana", protected=False, suspended=True)
    assert found()[0] == 0
    told = call(world, "GET", "/2/users/by/username/ana").json()["errors"][0]
    assert told["detail"] == "User has been suspended: [ana]."
    control(world, "user", handle="ana", suspended=False)
    control(world, "delete", id=post["id"])
    assert found()[1]["errors"][0]["title"] == "Not Found Error"


def test_an_edit_has_an_id_of_its_own_and_five_are_all(world):
    first = control(world, "post", handle="ana", text="@HaldenHome 0")["id"]
    last = first
    for number in range(5):
        last = control(world, "edit", id=last, text=f"@HaldenHome {number + 1}")["id"]
    asked = {"tweet.fields": "edit_controls"}
    shown = call(world, "GET", f"/2/tweets/{last}", params=asked).json()["data"]
    assert len(shown["edit_history_tweet_ids"]) == 6
    assert shown["edit_controls"]["edits_remaining"] == 0
    refused = httpx.post(f"{world.url}/_control/edit", json={"id": last, "text": "6"})
    assert refused.status_code == 403
    found = call(world, "GET", "/2/tweets/search/recent", params={"query": "@HaldenHome"}).json()
    assert [one["id"] for one in found["data"]] == [last]


def test_an_hour_later_nothing_can_be_edited(world):
    post = control(world, "post", handle="ana", text="hello")["id"]
    control(world, "advance", seconds=3_601)
    assert httpx.post(f"{world.url}/_control/edit", json={"id": post, "text": "x"}).status_code == 403


def test_a_poll_runs_counts_each_person_once_and_ends(world):
    poll = {"options": ["Yes", "No"], "duration_minutes": 5}
    made = call(world, "POST", "/2/tweets", json={"text": "Did it come?", "poll": poll}).json()["data"]["id"]

    def shown():
        asked = {"expansions": "attachments.poll_ids"}
        return call(world, "GET", f"/2/tweets/{made}", params=asked).json()["includes"]["polls"][0]

    for handle, option in (("ana", 1), ("ana", 2), ("ben", 2)):
        control(world, "vote", handle=handle, id=made, option=option)
    assert [one["votes"] for one in shown()["options"]] == [1, 1]
    assert shown()["voting_status"] == "open"
    control(world, "advance", seconds=301)
    assert shown()["voting_status"] == "closed"
    late = httpx.post(f"{world.url}/_control/vote", json={"handle": "cleo", "id": made, "option": 1})
    assert late.status_code == 403


def test_replies_under_our_own_post_can_be_hidden_and_others_not(world):
    ours = call(world, "POST", "/2/tweets", json={"text": "News."}).json()["data"]["id"]
    theirs = control(world, "post", handle="ana", text="spam", in_reply_to=ours)["id"]
    hidden = call(world, "PUT", f"/2/tweets/{theirs}/hidden", json={"hidden": True})
    assert hidden.json() == {"data": {"hidden": True}}
    other = control(world, "post", handle="ana", text="mine")["id"]
    assert call(world, "PUT", f"/2/tweets/{other}/hidden", json={"hidden": True}).status_code == 403
    assert call(world, "DELETE", f"/2/tweets/{other}").status_code == 403


def test_windows_are_kept_apart_for_app_and_account_and_told_in_headers():
    limits = {"search": (2, 900), "search.app": (1, 900)}
    with running(limits=limits) as world:

        def search(token):
            return call(world, "GET", "/2/tweets/search/recent", token, params={"query": "x"})

        first = search("token-halden")
        assert first.headers["x-rate-limit-limit"] == "2"
        assert first.headers["x-rate-limit-remaining"] == "1"
        assert int(first.headers["x-rate-limit-reset"]) == int(NOON.timestamp()) + 900
        assert search("token-app").status_code == 200
        refused = search("token-app")
        assert (refused.status_code, refused.headers["x-rate-limit-remaining"]) == (429, "0")
        assert search("token-halden").status_code == 200
        assert search("token-halden").status_code == 429
        control(world, "advance", seconds=901)
        assert search("token-halden").status_code == 200


def test_a_days_window_of_the_app_is_told_beside_the_accounts_own():
    with running(limits={"create": (100, 900), "create.app": (1, 86_400)}) as world:
        first = call(world, "POST", "/2/tweets", json={"text": "one"})
        assert first.headers["x-rate-limit-remaining"] == "99"
        assert first.headers["x-app-limit-24hour-remaining"] == "0"
        second = call(world, "POST", "/2/tweets", json={"text": "two"})
        assert (second.status_code, second.headers["x-rate-limit-remaining"]) == (429, "0")
        assert httpx.get(f"{world.url}/_control/state").json()["posts"][-1]["text"] == "one"


def test_fifteen_messages_in_fifteen_minutes_and_no_more(world):
    ana = control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hi"})["sender_id"]
    path = f"/2/dm_conversations/with/{ana}/messages"
    codes = [call(world, "POST", path, json={"text": str(n)}).status_code for n in range(16)]
    assert codes == [201] * 15 + [429]


def test_money_is_charged_once_a_day_for_what_is_read_and_by_kind_for_what_is_said(world):
    def spent():
        return httpx.get(f"{world.url}/_control/state").json()["ledger"]["spent"]

    post = control(world, "post", handle="ana", text="@HaldenHome where?")["id"]
    for _ in range(2):
        call(world, "GET", f"/2/tweets/{post}")
    assert spent() == 5_000
    control(world, "advance", seconds=86_400)
    call(world, "GET", f"/2/tweets/{post}")
    assert spent() == 10_000
    reply(world, "Looking.", post)
    assert spent() == 20_000
    reply(world, "See https://halden.example", post)
    assert spent() == 220_000
    call(world, "POST", "/2/tweets", json={"text": "News."})
    assert spent() == 235_000


def test_our_own_mentions_are_the_cheaper_read(world):
    control(world, "post", handle="ana", text="@HaldenHome where?")
    me = call(world, "GET", "/2/users/me").json()["data"]["id"]
    before = httpx.get(f"{world.url}/_control/state").json()["ledger"]["spent"]
    call(world, "GET", f"/2/users/{me}/mentions")
    assert httpx.get(f"{world.url}/_control/state").json()["ledger"]["spent"] - before == 1_000


def test_without_credits_calls_that_cost_are_refused():
    with running(credits=15_000) as world:
        assert call(world, "POST", "/2/tweets", json={"text": "one"}).status_code == 201
        refused = call(world, "POST", "/2/tweets", json={"text": "two"})
        assert (refused.status_code, refused.json()["title"]) == (402, "CreditsDepleted")
        assert call(world, "GET", "/2/usage/tweets").status_code == 200
        control(world, "credits", dollars=1)
        assert call(world, "POST", "/2/tweets", json={"text": "two"}).status_code == 201


def test_one_compliance_job_of_a_kind_at_a_time_and_a_wrong_upload_fails_it(world):
    job = call(world, "POST", "/2/compliance/jobs", json={"type": "users"}).json()["data"]
    assert call(world, "POST", "/2/compliance/jobs", json={"type": "users"}).status_code == 409
    assert httpx.put(job["upload_url"], content="not ids").status_code == 400
    shown = call(world, "GET", f"/2/compliance/jobs/{job['id']}").json()["data"]
    assert shown["status"] == "failed"
    assert httpx.get(job["download_url"]).status_code == 404
    assert call(world, "POST", "/2/compliance/jobs", json={"type": "users"}).status_code == 200


def test_a_compliance_job_tells_of_users_who_are_not_as_they_were(world):
    ids = {name: control(world, "user", handle=name)["id"] for name in ("ana", "ben", "cleo", "dora")}
    control(world, "user", handle="ben", suspended=True)
    control(world, "user", handle="cleo", protected=True)
    control(world, "user", handle="dora", deactivated=True)
    job = call(world, "POST", "/2/compliance/jobs", json={"type": "users"}).json()["data"]
    httpx.put(job["upload_url"], content="\n".join(ids.values()))
    for _ in range(2):
        call(world, "GET", f"/2/compliance/jobs/{job['id']}")
    told = httpx.get(job["download_url"]).text
    for name, reason in (("ben", "suspended"), ("cleo", "protected"), ("dora", "deactivated")):
        assert f'"id":"{ids[name]}"' in told
        assert reason in told
    assert ids["ana"] not in told


def test_a_post_was_taken_though_the_line_was_cut_before_the_answer(world):
    post = control(world, "post", handle="ana", text="@HaldenHome where?")
    control(world, "faults", cut=1.0)
    with pytest.raises(httpx.RemoteProtocolError):
        reply(world, "Looking.", post["id"])
    control(world, "faults")
    said = httpx.get(f"{world.url}/_control/state").json()["posts"]
    assert [one["text"] for one in said if one["by_app"]] == ["Looking."]
