"""The door X pushes to: believed by its signature alone, bounded, and as good as its word."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from makewhole.gateways.x_signature import NEWER_HEADER, OLDER_HEADER
from tests.web.conftest import WEB, visitor
from tests.world import World

CLIENT, CONSUMER = WEB.x_secret, "simulated-consumer-secret"


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def mention(number: str, text: str = "@HaldenHome where is my parcel?", **more: Any) -> bytes:
    payload = {"id": number, "text": text, "author_id": "5", **more}
    told = {
        "event_uuid": "-1",
        "filter": {"user_id": "7"},
        "event_type": "post.mention.create",
        "payload": payload,
    }
    return json.dumps({"data": told}).encode()


def push(client: TestClient, body: bytes, headers: dict[str, str] | None = None) -> Response:
    given = {NEWER_HEADER: signature(body, CLIENT)} if headers is None else headers
    made: Response = client.post("/hooks/x", content=body, headers=given)
    return made


def kept(world: World) -> list[Any]:
    tables = ("person_post", "person", "thread", "intake_gone", "intake_count")
    return [row[0] for row in world.rows(" UNION ALL ".join(f"SELECT count(*) FROM {one}" for one in tables))]


BODY = mention("9")
FORGED: dict[str, dict[str, str]] = {
    "no signature": {},
    "another secret": {NEWER_HEADER: signature(BODY, "guess")},
    "another body": {NEWER_HEADER: signature(BODY + b" ", CLIENT)},
    "the wrong secret under each header": {
        NEWER_HEADER: signature(BODY, CONSUMER),
        OLDER_HEADER: signature(BODY, CLIENT),
    },
    "a good older one beside a bad newer one": {
        NEWER_HEADER: "sha256=x",
        OLDER_HEADER: signature(BODY, CONSUMER),
    },
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_event_is_answered_401_and_nothing_of_it_is_stored(quiet: World, how: str) -> None:
    with visitor(quiet.house, replace(WEB, x_consumer_secret=CONSUMER)) as client:
        answer = push(client, BODY, FORGED[how])
        assert answer.status_code == 401
    assert kept(quiet) == [0] * 5


def test_either_of_xs_signatures_opens_the_door(quiet: World) -> None:
    with visitor(quiet.house, replace(WEB, x_consumer_secret=CONSUMER)) as client:
        for number, headers in enumerate(
            (
                lambda body: {NEWER_HEADER: signature(body, CLIENT)},
                lambda body: {OLDER_HEADER: signature(body, CONSUMER)},
                lambda body: {NEWER_HEADER: signature(body, CLIENT), OLDER_HEADER: signature(body, CONSUMER)},
            )
        ):
            body = mention(str(number))
            assert push(client, body, headers(body)).status_code == 200
    assert kept(quiet)[0] == 3


def test_a_replayed_event_is_taken_with_200_and_kept_once(quiet: World, client: TestClient) -> None:
    assert [push(client, BODY).status_code for _ in range(4)] == [200] * 4
    assert kept(quiet)[0] == 1


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(quiet: World, client: TestClient) -> None:
    large = mention("10", "x" * 9_000_000)
    assert push(client, large).status_code == 413
    assert kept(quiet) == [0] * 5


def test_a_post_with_four_thousand_mentions_is_within_the_limit(quiet: World, client: TestClient) -> None:
    many = [{"username": f"user{n}", "id": str(10**18 + n), "start": n, "end": n + 9} for n in range(4_000)]
    crowd = " ".join(f"@user{n}" for n in range(4_000))
    about = "as long as X lets people write about themselves. " * 20
    users = [{"data": {"id": str(10**18 + n), "username": f"user{n}", "about": about}} for n in range(4_000)]
    told = json.loads(mention("11", f"@HaldenHome {crowd}", entities={"mentions": many}))
    told["data"]["includes"] = {"users": users}
    assert push(client, json.dumps(told).encode()).status_code == 200
    assert kept(quiet)[0] == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"7", b"[" * 100_000, b'{"data": [[]]}'])
def test_a_signed_body_of_no_known_shape_is_said_to_be_so_and_stores_no_post(
    quiet: World, client: TestClient, body: bytes
) -> None:
    answer = push(client, body)
    assert answer.status_code in (200, 400)
    assert kept(quiet)[:4] == [0] * 4


def test_every_captured_event_is_answered_200(quiet: World, client: TestClient, eval_data: Path) -> None:
    captured = json.loads((eval_data / "x" / "x-activity-payloads.json").read_text(encoding="utf-8"))
    for bodies in captured.values():
        for body in bodies:
            assert push(client, json.dumps(body).encode()).status_code == 200
