"""Pictures up and down, and compliance jobs; what does not lie at X is not fetched."""

import json
import re

import httpx
import pytest

from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.gateways.x import Poll, XClient
from makewhole.gateways.x.media import LARGEST
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.gateways.serving import Serving, whole

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(64)


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


@pytest.fixture
def world():
    with Simulator(simulated.app()) as running:
        yield running


@pytest.fixture
def client(world):
    made = XClient(world.url, "token-halden", app="token-app")
    yield made
    made.close()


def picture_under(client, post_id):
    return client.post(post_id)["includes"]["media"][0]["url"]


def test_a_picture_goes_up_in_parts_and_comes_down_as_it_was(client):
    large = PIXEL + bytes(range(256)) * 18_000
    sent = client.upload(large, "image/png")
    assert isinstance(sent, Sent), sent
    post = client.publish("Here it is", media_ids=[sent.remote_id])
    assert client.download(picture_under(client, post.remote_id)) == large


@pytest.mark.parametrize(
    ("content", "kind", "rule"),
    [
        (b"", "image/png", "x.media-size"),
        (bytes(5_000_001), "image/png", "x.media-size"),
        (b"MZ", "application/x-dosexec", "x.media-type"),
        (b"<svg/>", "image/svg+xml", "x.media-type"),
    ],
)
def test_what_x_would_not_take_is_said_before_it_is_sent(client, content, kind, rule):
    refused = client.upload(content, kind)
    assert isinstance(refused, Undeliverable)
    assert refused.rule == rule


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example/pbs.twimg.com/a.jpg",
        "https://pbs.twimg.com.evil.example/a.jpg",
        "http://pbs.twimg.com/a.jpg",
        "https://pbs.twimg.com@evil.example/a.jpg",
        "file:///etc/passwd",
        "//evil.example/a",
        "",
    ],
)
def test_a_picture_that_does_not_lie_at_x_is_not_fetched(client, url):
    assert client.download(url).rule == "x.media-host"


def test_a_picture_of_a_message_goes_through_the_api_alone(world, client):
    taken = [{"type": "image/png", "base64": "iVBORw0KGgo="}]
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "look", "media": taken})
    [message] = client.messages()
    assert client.media_of_message(message["media"][0]["url"]) == b"\x89PNG\r\n\x1a\n"
    assert client.media_of_message("https://evil.example/a.jpg").rule == "x.media-host"
    assert client.media_of_message("https://evil.example/dm/1/2/3").rule == "x.gone"


def test_a_picture_without_end_is_left_at_the_bound():
    head = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n"

    def endless(line, _):
        line.sendall(head)
        for _ in range(LARGEST // 1_000_000 + 5):
            line.sendall(bytes(1_000_000))

    with Serving(endless) as x, pytest.raises(TheirFault) as failed:
        XClient(x.url, "token").download(f"{x.url}/media/1")
    assert "longer than" in failed.value.says
    assert b"authorization" not in x.requests[0].lower()


@pytest.mark.parametrize(("state", "ends"), [("succeeded", Sent), ("failed", Undeliverable)])
def test_a_film_is_waited_for_until_x_has_worked_on_it(state, ends):
    said = iter(["pending", state])

    def answer(line, asked):
        info = {} if b"initialize" in asked or b"append" in asked else {"state": next(said)}
        body = {"data": {"id": "71", "processing_info": {**info, "check_after_secs": "0"}}}
        line.sendall(whole(json.dumps(body if info else {"data": {"id": "71"}}).encode()))

    with Serving(answer) as x:
        assert isinstance(XClient(x.url, "token").upload(bytes(10), "video/mp4"), ends)


@pytest.mark.parametrize(
    "poll",
    [
        Poll(("one",), 60),
        Poll(("a", "b", "c", "d", "e"), 60),
        Poll(("a", ""), 60),
        Poll(("a", "b" * 26), 60),
        Poll(("a", "a"), 60),
        Poll(("a", "b"), 4),
        Poll(("a", "b"), 10_081),
    ],
)
def test_a_poll_x_would_not_take_is_said_before_it_is_sent(client, poll):
    assert client.publish("Which?", poll=poll).rule == "x.poll"


# Compliance -----------------------------------------------------------------------------------


def result(client, job):
    found = client.compliance_result(job)
    while isinstance(found, str):
        found = client.compliance_result(job)
    return found


def test_a_job_tells_what_is_gone_of_the_ids_we_hold(world, client):
    kept, gone = (control(world, "post", handle="ana", text=text)["id"] for text in ("stays", "goes"))
    control(world, "delete", id=gone)
    job = client.app.compliance_job("tweets", [kept, gone])
    assert isinstance(job, Sent)
    [verdict] = result(client, job.remote_id)
    assert (verdict.id, verdict.action, verdict.reason) == (gone, "delete", "deleted")
    assert [one.status for one in client.app.compliance_jobs("tweets")] == ["complete"]


def test_people_who_closed_their_account_are_told_too(world, client):
    person = control(world, "user", handle="ana", suspended=True)["id"]
    job = client.app.compliance_job("users", [person])
    [verdict] = result(client, job.remote_id)
    assert verdict.id == person


def test_what_is_no_id_never_reaches_x(client):
    assert client.app.compliance_job("tweets", ["1", "x; drop"]).rule == "x.compliance"


def test_ids_are_put_to_x_own_address_alone():
    job = {"data": {"id": "1", "upload_url": "https://evil.example/put", "status": "created"}}
    with Serving(lambda line, _: line.sendall(whole(json.dumps(job).encode()))) as x:
        assert XClient(x.url, "token").compliance_job("tweets", ["1"]).rule == "x.compliance"
        assert len(x.requests) == 1


def test_a_bad_line_of_a_result_costs_the_good_ones_nothing():
    lines = b'{"id": "1", "action": "delete"}\nnoise\n[]\n{"action": "no id"}\n{"id": 2, "reason": null}\n'

    def answer(line, asked):
        where = b"http://" + re.split(rb"(?i)host: ", asked)[1].split(b"\r\n")[0]
        job = b'{"data": {"id": "1", "status": "complete", "download_url": "' + where + b'/down"}}'
        line.sendall(whole(lines if asked.startswith(b"GET /down") else job))

    with Serving(answer) as x:
        found = XClient(x.url, "token").compliance_result("1")
    assert [(one.id, one.action) for one in found] == [("1", "delete"), ("2", "")]
