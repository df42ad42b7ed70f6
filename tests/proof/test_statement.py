"""What a statement may look like, and everything that must be refused."""

import json
from datetime import datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.proof import openings, statement
from makewhole.proof.openings import Opening
from tests.proof.material import claim

GOOD: dict[str, Any] = json.loads(claim().bytes)
# Whatever a customer may type, decomposed letters and lone surrogates included.
TEXT = st.text(st.characters(), max_size=40)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


def changed(**fields: Any) -> bytes:
    return rfc8785.dumps({name: value for name, value in (GOOD | fields).items() if value != "absent"})


def test_a_statement_shows_no_personal_value_and_its_openings_open_it() -> None:
    made = claim(name="Ana Example")
    assert b"Ana" not in made.bytes
    assert b"RR123" not in made.bytes
    read = statement.parse(made.bytes)
    assert isinstance(read, statement.Read)
    assert read.commitments == {"/claimant/name", "/parcel/waybill"}
    assert all(statement.opened(read, opening) for opening in made.openings)


@given(VALUE, st.text("ab/~0 1\u00e9", min_size=1, max_size=5))
def test_any_value_can_be_committed_at_any_path_and_opened_again(value: Any, name: str) -> None:
    path = "/facts/" + name.replace("~", "~0").replace("/", "~1")
    made = statement.build(
        "answer", {"at": "2026-01-01T00:00:00+08:00"}, {path: value}, bytes(16), {path: bytes(32)}
    )
    read = statement.parse(made.bytes)
    assert isinstance(read, statement.Read)
    assert statement.opened(read, made.openings[0])


@given(st.integers(0, 255), st.sampled_from(["/claimant/name", "/parcel/waybill"]))
def test_an_opening_with_another_blind_value_or_place_is_not_the_one(bit: int, path: str) -> None:
    made = claim()
    read = statement.parse(made.bytes)
    assert isinstance(read, statement.Read)
    opening = next(o for o in made.openings if o.path == path)
    blind = (int.from_bytes(opening.blind) ^ 1 << bit).to_bytes(32)
    other = "/claimant/name" if path == "/parcel/waybill" else "/parcel/waybill"
    assert not statement.opened(read, Opening(path, opening.value, blind))
    assert not statement.opened(read, Opening(path, opening.value + "x", opening.blind))
    assert not statement.opened(read, Opening(other, opening.value, opening.blind))
    assert not statement.opened(read, Opening("/asked", opening.value, opening.blind))


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "empty"),
        (b"not json", "json"),
        (b"[" * 60_000, "json"),
        (b"[1]", "object"),
        (b"\xef\xbb\xbf" + claim().bytes, "canonical"),
        (claim().bytes + b" ", "canonical"),
        (claim().bytes.replace(b'"about":"claim-7",', b'"about":"claim-7","about":"claim-7",'), "canonical"),
        (json.dumps(GOOD).encode(), "canonical"),
        (claim().bytes.replace(b"4500", b"4500.0"), "canonical"),
        (claim().bytes.replace(b"4500", b"45e2"), "canonical"),
        (claim().bytes.replace(b"4500", b"-0"), "canonical"),
        (claim().bytes.replace(b"4500", b"NaN"), "canonical"),
        (claim().bytes.replace(b"4500", b"9007199254740993"), "canonical"),
        (claim().bytes.replace(b"claim-7", b"\\ud800"), "canonical"),
        (claim().bytes.replace(b"claim-7", b"cl\\u0061im-7"), "canonical"),
        (claim().bytes.replace(b"4500", b"0.1"), "values"),
        (changed(about="e\u0301"), "values"),
        (changed(about="x" * 65_536), "size"),
        (changed(salt="absent"), "salt"),
        (changed(salt="A" * 32), "salt"),
        (changed(salt="0" * 31), "salt"),
        (changed(**{"@": "absent"}), "kind"),
        (changed(**{"@": "makewhole/rumour@1"}), "kind"),
        (changed(**{"@": "elsewhere/claim@1"}), "kind"),
        (changed(**{"@": "makewhole/claim@01"}), "kind"),
        (changed(**{"@": "makewhole/claim@2"}), "version"),
        (changed(mood="good"), "field"),
        (changed(offer=1), "field"),
        (changed(at="absent"), "time"),
        (changed(at="2026-01-02T03:04:05"), "time"),
        (changed(at="2026-01-02 03:04:05Z"), "time"),
        (changed(at="2026-02-30T03:04:05Z"), "time"),
        (changed(at=17), "time"),
        (changed(at=None), "time"),
        (changed(facts={"noticed_at": "yesterday"}), "time"),
        (changed(claimant={"name": {"hmac-sha256": "00"}}), "commitment"),
        (changed(claimant={"name": {"hmac-sha256": "0" * 64, "name": "Ana"}}), "commitment"),
    ],
)
def test_a_statement_that_breaks_a_rule_is_refused_by_name(raw: bytes, rule: str) -> None:
    refused = statement.parse(raw)
    assert isinstance(refused, Refused)
    assert refused.rule == f"statement: {rule}"
    assert refused.says
    assert refused.way_forward


def test_the_facts_of_a_ground_may_hold_a_day_where_a_field_needs_a_moment() -> None:
    because = [{"rule": "r", "says": "s", "source": "d", "facts": {"delivered_at": "2026-01-01"}}]
    assert isinstance(statement.parse(changed(because=because)), statement.Read)


@pytest.mark.parametrize(
    ("public", "personal"),
    [
        ({}, {}),
        ({"at": "2026-01-01T00:00:00Z", "mood": 1}, {}),
        ({"at": "2026-01-01T00:00:00Z", "about": "x"}, {"/about": "y"}),
        ({"at": "2026-01-01T00:00:00Z", "about": "x"}, {"/about/name": "y"}),
        ({"at": "2026-01-01T00:00:00Z"}, {"about": "y"}),
        ({"at": "2026-01-01T00:00:00Z"}, {"/about": "y", "/about/name": "z"}),
        ({"at": "2026-01-01T00:00:00Z", "facts": {"n": 2**60}}, {}),
    ],
)
def test_what_a_reader_would_refuse_can_not_be_built(
    public: dict[str, Any], personal: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        statement.build("claim", public, personal, bytes(16), dict.fromkeys(personal, bytes(32)))


def test_a_fraction_or_a_naive_time_can_not_be_built() -> None:
    with pytest.raises(TypeError, match="float"):
        statement.build("claim", {"at": "2026-01-01T00:00:00Z", "facts": {"n": 0.5}}, {}, bytes(16), {})
    with pytest.raises(ValueError, match="offset"):
        statement.moment(datetime(2026, 1, 1))


def test_destroying_the_key_forgets_the_value_and_nothing_else() -> None:
    made, key = claim(), bytes(range(32))
    sealed = openings.seal(made.openings, key, bytes(12), "person-1", made.checksum)
    assert b"Ana" not in sealed
    assert openings.unseal(sealed, key, "person-1", made.checksum) == made.openings
    assert openings.unseal(sealed, bytes(32), "person-1", made.checksum) is None
    assert openings.unseal(sealed, key, "person-2", made.checksum) is None
    assert openings.unseal(sealed, key, "person-1", claim(8).checksum) is None
    assert openings.unseal(sealed[:-1], key, "person-1", made.checksum) is None
    assert openings.unseal(b"", key, "person-1", made.checksum) is None
    assert isinstance(statement.parse(made.bytes), statement.Read)
