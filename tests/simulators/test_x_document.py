"""Every operation of the simulated X answers as X's own OpenAPI document says, in both dialects."""

import base64
import json

import httpx
import pytest

from makewhole.gateways.x_signature import Secrets, crc_response
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.documents import Document
from tests.simulators.listening import Listener

OURS = Secrets(client="simulated-client-secret")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)
ANY = {
    "tweet": "author_id,conversation_id,entities,public_metrics,attachments,lang,referenced_tweets",
    "post": "conversation_id,entities,public_metrics,attachments,lang",
}
EXPANDED = {
    "tweet": "author_id,attachments.poll_ids,attachments.media_keys,referenced_tweets.id",
    "post": "author_id,attachments.poll_ids,attachments.media_keys,referenced_posts",
}


_POSTS, _ACTS = "/2/tweets/search/stream", "/2/activity/stream"


@pytest.fixture(params=["tweet", "post"])
def dialect(request):
    return request.param


class Walk:
    """A client that checks each answer, and keeps which operations it saw."""

    def __init__(self, world, document, dialect):
        self.document, self.seen, self._world = document, set(), world
        self._http = httpx.Client(base_url=world.url, headers={"authorization": "Bearer token-halden"})
        self.fields = {f"{dialect}.fields": ANY[dialect], "expansions": EXPANDED[dialect]}

    def __call__(self, method, path, asked=None, **more):
        answer = self._http.request(method, path, json=asked, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        self.document.check_request(answer.request)
        self.seen.add(self.document.check_answer(answer.request, answer))
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content

    def control(self, path, **body):
        answer = self._http.post(f"/_control/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def close(self):
        self._http.close()


@pytest.fixture
def walk(dialect, eval_data):
    with Simulator(simulated.app(simulated.Settings(dialect=dialect))) as world:
        made = Walk(world, Document(eval_data, dialect), dialect)
        yield made
        made.close()


def test_posts_and_users_come_as_the_document_says(walk):
    asked = walk.control(
        "post", handle="ana", text="@HaldenHome 5 < 6 & #late $ACME https://a.example/x", lang="en"
    )
    media = [{"type": "image/png", "base64": base64.b64encode(PIXEL).decode()}]
    shown = walk.control("post", handle="ana", text="@HaldenHome see", media=media, quotes=asked["id"])
    long = walk.control("post", handle="ana", text="@HaldenHome " + "very late " * 60)
    walk.control("user", handle="shy", protected=True)
    shy = walk.control("post", handle="shy", text="secret")
    me = walk(
        "GET", "/2/users/me", params={"user.fields": "receives_your_dm,connection_status,public_metrics"}
    )
    mine = me["data"]["id"]
    walk(
        "GET", f"/2/users/{asked['author_id']}", params={"user.fields": "created_at,description,location,url"}
    )
    walk("GET", "/2/users/by/username/ana")
    walk("GET", "/2/users/by/username/nobody_here")
    walk("GET", "/2/users", params={"ids": f"{mine},{asked['author_id']},1"})
    walk("GET", "/2/users/by", params={"usernames": "ana,nobody_here"})
    reply = walk("POST", "/2/tweets", {"text": "Looking.", "reply": {"in_reply_to_tweet_id": asked["id"]}})
    poll = {"options": ["Yes", "No"], "duration_minutes": 60}
    ours = walk("POST", "/2/tweets", {"text": "Did it come?", "poll": poll})["data"]["id"]
    walk.control("vote", handle="ana", id=ours, option=2)
    walk.control("edit", id=long["id"], text="shorter")
    ids = ",".join((asked["id"], shown["id"], long["id"], ours, shy["id"], "1"))
    found = walk("GET", "/2/tweets", params={"ids": ids, **walk.fields})
    assert len(found["errors"]) == 2
    assert {"users", "polls", "media"} <= set(found["includes"])
    walk("GET", f"/2/tweets/{ours}", params=walk.fields)
    walk("GET", "/2/tweets/1")
    walk("GET", "/2/tweets/search/recent", params={"query": "@HaldenHome OR from:HaldenHome", **walk.fields})
    walk("GET", "/2/tweets/search/recent", params={"query": "nothing_like_it"})
    walk("GET", "/2/tweets/counts/recent", params={"query": "@HaldenHome", "granularity": "day"})
    walk("GET", f"/2/users/{mine}/mentions", params={"max_results": 5, **walk.fields})
    theirs = walk.control("post", handle="ben", text="me too", in_reply_to=ours)
    walk("PUT", f"/2/tweets/{theirs['id']}/hidden", {"hidden": True})
    walk("DELETE", f"/2/tweets/{reply['data']['id']}")
    walk("GET", "/2/usage/tweets")
    assert walk.seen >= {
        "GET /2/users/me", "GET /2/users/{id}", "GET /2/users/by/username/{username}", "GET /2/users",
        "GET /2/users/by", "POST /2/tweets", "GET /2/tweets", "GET /2/tweets/{id}",
        "GET /2/tweets/search/recent", "GET /2/tweets/counts/recent", "GET /2/users/{id}/mentions",
        "PUT /2/tweets/{tweet_id}/hidden", "DELETE /2/tweets/{id}", "GET /2/usage/tweets",
    }  # fmt: skip


def test_messages_and_their_pictures_come_as_the_document_says(walk):
    media = [{"type": "image/png", "base64": base64.b64encode(PIXEL).decode()}]
    got = walk.control(
        "dm", **{"from": "ana", "to": "HaldenHome", "text": "look https://a.example", "media": media}
    )
    ana, fields = (
        got["sender_id"],
        {"dm_event.fields": "attachments,created_at,dm_conversation_id,entities,event_type"},
    )
    sent = walk("POST", f"/2/dm_conversations/with/{ana}/messages", {"text": "Thank you."})["data"]
    walk("POST", f"/2/dm_conversations/{sent['dm_conversation_id']}/messages", {"text": "And one more."})
    listed = walk("GET", "/2/dm_events", params={**fields, "expansions": "attachments.media_keys,sender_id"})
    assert [one["id"] for one in listed["data"]][-1] == got["id"]
    walk("GET", f"/2/dm_conversations/with/{ana}/dm_events", params={**fields, "max_results": 1})
    walk("GET", f"/2/dm_conversations/{sent['dm_conversation_id']}/dm_events", params=fields)
    walk("GET", f"/2/dm_events/{got['id']}", params=fields)
    where = listed["includes"]["media"][0]["url"].partition("/2/")[2]
    assert walk("GET", f"/2/{where}") == PIXEL
    walk("DELETE", f"/2/dm_events/{sent['dm_event_id']}")
    assert len(walk.seen) == 8


def test_media_go_up_whole_and_in_parts(walk):
    kinds = {"media_category": "tweet_image", "media_type": "image/png"}
    begun = walk("POST", "/2/media/upload/initialize", {**kinds, "total_bytes": len(PIXEL)})["data"]["id"]
    for place, part in enumerate((PIXEL[:40], PIXEL[40:])):
        answer = walk._http.post(
            f"/2/media/upload/{begun}/append", data={"segment_index": str(place)}, files={"media": part}
        )
        walk.seen.add(walk.document.check_answer(answer.request, answer))
    walk("POST", f"/2/media/upload/{begun}/finalize")
    walk("GET", "/2/media/upload", params={"media_id": begun})
    walk("POST", "/2/media/metadata", {"id": begun, "metadata": {"alt_text": {"text": "A box."}}})
    once = {"media_category": "dm_image", "media": base64.b64encode(PIXEL).decode()}
    walk("POST", "/2/media/upload", once)
    posted = walk("POST", "/2/tweets", {"text": "A box", "media": {"media_ids": [begun]}})["data"]["id"]
    shown = walk("GET", f"/2/tweets/{posted}", params={**walk.fields, "media.fields": "url,alt_text"})
    assert httpx.get(shown["includes"]["media"][0]["url"]).content == PIXEL
    assert len(walk.seen) == 8


def test_webhooks_and_subscriptions_come_as_the_document_says(walk, dialect):
    with Listener(lambda token: crc_response(token, OURS)) as listener:
        hook = walk("POST", "/2/webhooks", {"url": listener.url})
        hook = hook.get("data", hook)["id"]
        walk("GET", "/2/webhooks")
        walk("PUT", f"/2/webhooks/{hook}")
        me = walk("GET", "/2/users/me")["data"]["id"]
        asked = {
            "event_type": "post.mention.create",
            "filter": {"user_id": me},
            "webhook_id": hook,
            "tag": "ours",
        }
        made = walk("POST", "/2/activity/subscriptions", asked)["data"]["subscription"]["subscription_id"]
        other = {"event_type": "post.create", "filter": {"user_id": me}}
        other = walk("POST", "/2/activity/subscriptions", other)["data"]["subscription"]["subscription_id"]
        walk("GET", "/2/activity/subscriptions")
        walk("PUT", f"/2/activity/subscriptions/{made}", {"tag": "again"})
        dates = {"from_date": "202601010000", "to_date": "202601010100"}
        walk("POST", "/2/webhooks/replay", {"webhook_id": hook, **dates})
        walk("DELETE", f"/2/activity/subscriptions/{made}")
        walk("DELETE", "/2/activity/subscriptions", params={"ids": other})
        walk("DELETE", f"/2/webhooks/{hook}")
    assert len(walk.seen) == 11


def test_compliance_jobs_come_as_the_document_says(walk):
    post = walk.control("post", handle="ana", text="gone soon")
    job = walk("POST", "/2/compliance/jobs", {"type": "tweets", "name": "daily"})["data"]
    walk.control("delete", id=post["id"])
    assert httpx.put(job["upload_url"], content=f"{post['id']}\n").status_code == 200
    states = [walk("GET", f"/2/compliance/jobs/{job['id']}")["data"]["status"] for _ in range(2)]
    assert states == ["in_progress", "complete"]
    walk("GET", "/2/compliance/jobs", params={"type": "tweets"})
    rows = [json.loads(line) for line in httpx.get(job["download_url"]).text.splitlines()]
    assert [(row["id"], row["action"], row["reason"]) for row in rows] == [(post["id"], "delete", "deleted")]
    assert len(walk.seen) == 3


def test_rules_streams_and_connections_come_as_the_document_says(walk, dialect):
    rules = "/2/tweets/search/stream/rules"
    made = walk("POST", rules, {"add": [{"value": "late", "tag": "late"}, {"value": "lost"}]})["data"]
    walk("GET", rules)
    me = walk("GET", "/2/users/me")["data"]["id"]
    walk("POST", "/2/activity/subscriptions", {"event_type": "profile.update.bio", "filter": {"user_id": me}})
    with (
        walk._http.stream("GET", _POSTS) as posts,
        walk._http.stream("GET", _ACTS) as acts,
    ):
        walk.control("post", handle="ana", text="我的包裹 late & lost, @HaldenHome")
        walk.control("user", handle="HaldenHome", bio="We help.")
        # Held to the end: a reader that is let go closes its stream.
        read = [(path, one.iter_lines()) for path, one in ((_POSTS, posts), (_ACTS, acts))]
        for path, lines in read:
            line = next(line for line in lines if line.strip())
            walk.document.check_line(path, json.loads(line))
        listed = walk("GET", "/2/connections")["data"]
        assert {one["endpoint_name"] for one in listed} == {"filtered_stream", "activity_stream"}
        walk("DELETE", "/2/connections", {"uuids": [listed[0]["id"], "not-there"]})
        walk("DELETE", "/2/connections/all")
    walk("GET", "/2/connections", params={"status": "all"})
    walk("POST", rules, {"delete": {"ids": [made[0]["id"]]}})
    assert {one.partition(" ")[2] for one in walk.seen} >= {rules, "/2/connections", "/2/connections/all"}
