"""Carriers asked directly through Karrio: in a process that sees nothing of ours and has its time."""

import json
import subprocess
import sys
from typing import Any

import pytest

from makewhole.gateways.trackers import Karrio, NotFound, Tracked, Trackers
from makewhole.gateways.trackers.karrio import installed
from makewhole.gateways.wire import TheirFault
from tests.gateways.serving import Serving

NUMBER = "00340434292135100186"
needed = pytest.mark.skipif(not installed(), reason="the extra karrio is not installed")
SHIPMENT = {
    "shipments": [
        {
            "id": NUMBER,
            "service": "parcel-de",
            "status": {
                "timestamp": "2026-03-02T09:14:00",
                "statusCode": "delivered",
                "description": "DELIVERED",
            },
            "events": [
                {
                    "timestamp": "2026-03-02T09:14:00",
                    "statusCode": "delivered",
                    "description": "Delivered",
                    "location": {"address": {"addressLocality": "Leipzig"}},
                },
                {
                    "timestamp": "2026-03-01T18:00:00",
                    "statusCode": "transit",
                    "description": "Arrived at depot",
                },
            ],
        }
    ]
}


def answering(body: Any, status: str = "200 OK") -> Any:
    content = json.dumps(body).encode()

    def answer(line: Any, _request: bytes) -> None:
        head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n"
        line.sendall(head.encode() + b"connection: close\r\n\r\n" + content)

    return answer


def asked(url: str, seconds: float = 60.0) -> Karrio:
    keys = {"consumer_key": "key", "consumer_secret": "secret", "server_url": url}
    return Karrio({"dhl_universal": keys}, seconds=seconds)


@needed
def test_a_carrier_is_asked_directly_and_read_by_our_own_codes_and_words() -> None:
    with Serving(answering(SHIPMENT)) as it:
        found = asked(it.url).track("dhl", NUMBER)
    assert isinstance(found, Tracked), found
    assert found.source == "karrio:dhl_universal"
    [answer] = found.answers
    assert answer.number == NUMBER
    assert [(scan.status, scan.source) for scan in answer.scans] == [
        ("in_transit", "dhl_universal"),
        ("delivered", "dhl_universal"),
    ]
    assert len(it.requests) == 1


@needed
def test_what_the_carrier_does_not_know_is_not_found_in_its_own_words() -> None:
    body = {
        "title": "No result found",
        "detail": "No shipment with given tracking number found.",
        "status": 404,
    }
    with Serving(answering(body, "404 Not Found")) as it:
        found = asked(it.url).track("dhl", NUMBER)
    assert isinstance(found, NotFound)
    assert "Karrio" in found.says


@needed
def test_a_carrier_that_hangs_is_ended_in_time_and_is_their_fault() -> None:
    def hangs(line: Any, _request: bytes) -> None:
        line.recv(1)

    with Serving(hangs) as it, pytest.raises(TheirFault) as failed:
        asked(it.url, seconds=6.0).track("dhl", NUMBER)
    assert failed.value.retry_after > 0


@needed
def test_a_connector_that_is_not_there_is_said_so() -> None:
    found = Karrio({"pony_riders": {}}).track("pony_riders", NUMBER)
    assert isinstance(found, NotFound)
    assert "pony_riders" in found.says
    assert found.way_forward


def test_only_operators_with_keys_are_taken_and_nothing_is_registered() -> None:
    source = Karrio({"royalmail": {}})
    assert source.takes("royal_mail")
    assert not source.takes("dhl")
    assert not source.takes(None)
    assert not source.register([(None, NUMBER)]).taken
    assert Trackers(source).pushing is None


def test_the_child_says_what_is_missing_and_prints_one_object() -> None:
    question = json.dumps({"connector": "no_such", "settings": {}, "number": NUMBER}).encode()
    done = subprocess.run(
        [sys.executable, "-I", "-m", "makewhole.gateways.trackers.karrio_child"],
        input=question, capture_output=True, timeout=60, env={}, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["missing"] in ("no_such", "karrio")
    assert done.stderr == b""
