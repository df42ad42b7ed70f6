"""Bytes that are no plain answer: too large, too deep, wrongly encoded, or made to do harm."""

import json

import pytest

from makewhole.gateways import tracking
from makewhole.gateways.tracking import LARGEST_BYTES, UNREADABLE
from makewhole.gateways.tracking.body import DEEPEST, Body, tree

SCAN = '{"eventDateTime": "2026-01-02T03:04:05Z", "city": "Münster", "description": "Delivered"}'
EVENT = f'{{"parcels": [{{"unitno": "1", "events": [{SCAN}]}}]}}'


def told(content: bytes | str) -> str:
    (answer,) = tracking.read("gls", content)
    assert not answer.scans
    assert [each.code for each in answer.told] == [UNREADABLE]
    return answer.told[0].says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"{", "breaks off"),
        (b"42", "single value"),
        (b'"text"', "single value"),
        (b"tracking number not found", "neither JSON nor XML"),
        (b"<a><b></a>", "not well formed"),
        (b"<html><head><title>503 Busy</title></head></html>", "web page, titled '503 Busy'"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"[" * 100_000, "deeper"),
        (b"[" * (DEEPEST + 5) + b"]" * (DEEPEST + 5), "deeper"),
        (b"<a>" * (DEEPEST + 5) + b"</a>" * (DEEPEST + 5), "deeper"),
        (b"[" + b"0," * 500_000 + b"0]", "more than"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(content: bytes, says: str) -> None:
    assert says in told(content)


def test_a_body_of_fifty_megabytes_is_refused_unread() -> None:
    assert "larger than 8 MB" in told(b"[" + b" " * 50 * 1024 * 1024 + b"]")
    assert len(EVENT.encode()) < LARGEST_BYTES


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l29;</a>'
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert "document type" in told(bomb)
    assert "document type" in told(outside)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_is_read_in_the_encoding_it_came_in(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    (answer,) = tracking.read("gls", mark + EVENT.encode(encoding))
    assert answer.scans[0].place == "Münster"
    assert bool(answer.doubts) == (encoding == "cp1252")


def test_xml_is_read_in_the_encoding_it_declares() -> None:
    written = '<?xml version="1.0" encoding="ISO-8859-1"?><a><b>Zürich</b></a>'.encode("latin-1")
    found = tree(written)
    assert isinstance(found, Body)
    assert found.root == {"a": {"b": "Zürich"}}


def test_numbers_no_store_can_keep_lose_nothing() -> None:
    found = tree('{"huge": 123456789012345678901234567890, "x": NaN, "y": -Infinity, "z": 1e999, "n": 3}')
    assert isinstance(found, Body)
    assert found.root == {"huge": "123456789012345678901234567890", "x": None, "y": None, "z": None, "n": 3}
    assert json.dumps(found.root, allow_nan=False)


def test_characters_no_store_can_keep_are_taken_out() -> None:
    found = tree('{"a\\u0000": "b\\u0000c \\ud800"}')
    assert isinstance(found, Body)
    assert found.root == {"a": "bc ?"}


def test_json_within_a_json_text_is_read() -> None:
    (answer,) = tracking.read("gls", json.dumps(EVENT))
    assert len(answer.scans) == 1


def test_much_of_one_thing_is_bounded_and_the_rest_still_read() -> None:
    (many,) = tracking.read("nobody", json.dumps({"errors": [f"error {n}" for n in range(10_000)]}))
    assert len(many.told) == 100
    long = {"eventDateTime": "2026-01-02T03:04:05Z", "description": "Delivered " + "x" * 100_000}
    (answer,) = tracking.read("gls", json.dumps({"parcels": [{"unitno": "1", "events": [long]}]}))
    assert len(answer.scans[0].words or "") == 500
    assert answer.raw[0] == long
    wide = {f"key{n}": "2026-01-02T03:04:05" for n in range(20_000)}
    assert tracking.read("nobody", json.dumps(wide))[0].scans == ()
