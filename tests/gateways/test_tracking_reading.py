"""Raw answers, made up in the shape of carriers' documents: what is read, and that nothing is lost."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways import tracking
from makewhole.gateways.tracking import Answer, body, codes
from makewhole.parcel.journey import STATUSES

HERE = Path(__file__).parent / "tracking"
FIXTURES = sorted(HERE.iterdir())
# Number, the carrier's overall status, the day expected, and each scan's status and time in UTC.
READ: dict[str, tuple[str | None, str | None, str | None, list[str]]] = {
    "ups": (
        "1Z0000000000000001",
        "out_for_delivery",
        "2026-03-05",
        ["pending 03-02T09:00", "in_transit 03-04T03:10", "out_for_delivery 03-04T13:15"],
    ),
    "purolator": (
        "300000000001",
        None,
        None,
        ["out_for_delivery 02-03T14:01", "delivered 02-03T21:22"],
    ),
    "royalmail": (
        "090367574000000FE1E1B",
        "delivered",
        "2026-05-18",
        ["unknown 05-17T05:55", "out_for_delivery 05-18T05:55", "delivered 05-18T09:01"],
    ),
    "sendle": (None, "in_transit", "2026-06-06", ["picked_up 06-01T22:35", "in_transit 06-02T04:10"]),
    "laposte": (
        "6A00000000001",
        "out_for_delivery",
        "2026-04-03",
        ["picked_up 03-31T16:03", "out_for_delivery 04-02T05:50"],
    ),
    "australiapost": (
        "7XX1000000001",
        "delivered",
        None,
        ["in_transit 05-29T11:20", "delivered 05-30T04:43"],
    ),
    "bpost": ("323200000000000000000001", None, None, ["pending 02-11T09:00", "delivered 02-12T08:30"]),
    "postnl": ("3SABCD0000001", "delivered", None, ["in_transit 03-05T01:07", "delivered 03-06T17:00"]),
    "kuaidi100": (
        "YT0000000000001",
        None,
        None,
        ["in_transit 08-01T12:11", "out_for_delivery 08-01T23:40", "delivered 08-02T02:12"],
    ),
    "dhl_universal": (
        "7700000000",
        "out_for_delivery",
        "2026-03-02",
        ["in_transit 03-01T19:10", "out_for_delivery 03-02T07:53"],
    ),
    "usps": (
        "9400100000000000000001",
        None,
        None,
        ["out_for_delivery 03-28T13:24", "delivered 03-28T15:07"],
    ),
    "guess_es": ("PQ0000000000001", None, None, ["in_transit 04-30T18:00", "delivered 05-02T10:31"]),
    "guess_cn": ("YT1234567890", None, None, ["in_transit 04-30T08:00", "delivered 05-01T10:00"]),
    "guess_list": ("00001", None, None, ["in_transit 03-14T08:00", "delivered 03-16T17:00"]),
    "guess_de": ("05210000000001", None, None, ["out_for_delivery 05-04T16:40", "delivered 05-05T10:02"]),
}


def carrier_of(path: Path) -> str:
    return path.name.partition(".")[0]


def tree_of(path: Path) -> Any:
    found = body.tree(path.read_bytes())
    assert isinstance(found, body.Body)
    return found.root


def in_short(answer: Answer) -> list[str]:
    return [f"{scan.status} {scan.at:%m-%dT%H:%M}" for scan in answer.scans]


def is_sound(answers: tuple[Answer, ...]) -> bool:
    """What must hold of any answer to any bytes."""
    return bool(answers) and all(
        len(one.scans) == len(one.raw) == len(one.codes) == len(one.local)
        and list(one.scans) == sorted(one.scans, key=lambda scan: scan.at)
        and one.status in (None, *STATUSES)
        and all(told.says for told in one.told)
        for one in answers
    )


def test_every_fixture_has_an_expectation() -> None:
    assert {carrier_of(path) for path in FIXTURES} == set(READ)


@pytest.mark.parametrize("path", FIXTURES, ids=carrier_of)
def test_an_answer_reads_as_its_journey(path: Path) -> None:
    number, status, expected, scans = READ[carrier_of(path)]
    answer = tracking.read(carrier_of(path), path.read_bytes())[0]
    assert (answer.number, answer.status) == (number, status)
    assert (answer.expected_on and answer.expected_on.isoformat()) == expected
    assert in_short(answer) == scans
    assert not answer.unread
    assert not answer.told
    assert answer.guessed == carrier_of(path).startswith("guess_")


@pytest.mark.parametrize("path", [path for path in FIXTURES if carrier_of(path) != "postnl"], ids=carrier_of)
def test_what_no_table_names_is_found_by_its_names(path: Path) -> None:
    """The same answers under a name we have no table for: the same scans, said to be guessed."""
    mine, guessed = (
        tracking.read(name, path.read_bytes())[0] for name in (carrier_of(path), "nobody we know")
    )
    assert guessed.guessed
    assert len(guessed.scans) == len(mine.scans)
    known = [one for one in mine.scans if one.status != "unknown"]
    same = [a for a, b in zip(mine.scans, guessed.scans, strict=True) if a.status == b.status]
    assert len(same) >= len(known) - 1


def test_without_a_table_a_date_of_two_orders_is_kept_unread() -> None:
    """Whether 05-03-2026 is in March or in May only the carrier's own table knows."""
    (answer,) = tracking.read("nobody", (HERE / "postnl.json").read_bytes())
    assert [each.says for each in answer.unread] == [
        "an event could not be dated: its date fits two orders of day and month"
    ]


def test_one_body_may_tell_of_several_parcels() -> None:
    first, second = tracking.read("australiapost", (HERE / "australiapost.json").read_bytes())
    assert (first.number, second.number) == ("7XX1000000001", "7XX1000000002")
    assert [(told.code, told.says) for told in second.told] == [("ESB-10001", "Invalid tracking ID")]


def test_a_local_time_is_settled_by_its_place_and_says_so() -> None:
    (ups,) = tracking.read("ups", (HERE / "ups.json").read_bytes())
    assert [scan.offset_known for scan in ups.scans] == [False, True, True]
    assert any("2 of 3 times named no time zone; the clock of the place" in doubt for doubt in ups.doubts)
    assert any("1 of 3 times named no time zone; UTC is assumed" in doubt for doubt in ups.doubts)


def test_what_nobody_knows_is_unknown_and_keeps_its_words() -> None:
    (answer,) = tracking.read("royalmail", (HERE / "royalmail.json").read_bytes())
    assert (answer.scans[0].status, answer.scans[0].words) == ("unknown", "A new thing we do")


def test_an_event_that_cannot_be_dated_is_kept_with_why() -> None:
    events = [
        {"eventDateTime": when, "code": "x", "description": "Delivered"}
        for when in ("0001-01-01T00:00:00", None, "soon", "2026-02-30T10:00:00", "2026-02-20T10:00:00Z")
    ]
    (answer,) = tracking.read("gls", json.dumps({"parcels": [{"unitno": "1", "events": events}]}))
    assert in_short(answer) == ["delivered 02-20T10:00"]
    assert [each.raw for each in answer.unread] == events[:4]
    assert len({each.says for each in answer.unread}) == 4


def test_an_event_of_the_future_is_read_for_the_journey_to_judge() -> None:
    event = {"eventDateTime": "2098-01-01T00:00:00Z", "description": "Delivered"}
    (answer,) = tracking.read("gls", json.dumps({"parcels": [{"unitno": "1", "events": [event]}]}))
    assert in_short(answer) == ["delivered 01-01T00:00"]


def nodes(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from nodes(value, (*path, key))


def value_at(root: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        root = root[key]
    return root


def changed(root: Any, path: tuple[Any, ...], to: Any, *, gone: bool = False) -> Any:
    if not path:
        return to
    root = copy.deepcopy(root)
    node = root
    for key in path[:-1]:
        node = node[key]
    if gone:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return root


ODD = (None, [], {}, "", 7, True, "x y", [[None]], 10**30, "0001-01-01T00:00:00", -1e300)


@pytest.mark.parametrize("path", FIXTURES, ids=carrier_of)
def test_a_null_anywhere_harms_no_other_scan(path: Path) -> None:
    """Each node in turn is null or gone: no crash, and every event it is not in or around is still there."""
    root, carrier = tree_of(path), carrier_of(path)
    raws = [raw for one in tracking.read(carrier, json.dumps(root)) for raw in one.raw]
    events = [at for at in nodes(root) if at and value_at(root, at) in raws]
    for at in nodes(root):
        others = [each for each in events if at != each[: len(at)] and each != at[: len(each)]]
        for gone in (False, True) if at else (False,):
            answers = tracking.read(carrier, json.dumps(changed(root, at, None, gone=gone)))
            assert is_sound(answers), at
            kept = [raw for one in answers for raw in (*one.raw, *(each.raw for each in one.unread))]
            assert all(value_at(root, each) in kept for each in others), (at, gone)


@given(data=st.data())
def test_any_value_anywhere_is_no_crash(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FIXTURES))
    root = tree_of(path)
    at = data.draw(st.sampled_from(list(nodes(root))))
    odd = changed(root, at, data.draw(st.sampled_from(ODD)))
    carrier = data.draw(st.sampled_from([carrier_of(path), "nobody", *tracking.carriers()]))
    assert is_sound(tracking.read(carrier, json.dumps(odd)))


@given(st.binary(max_size=300) | st.text(max_size=300), st.sampled_from(tracking.carriers()))
def test_any_bytes_are_an_answer(content: bytes | str, carrier: str) -> None:
    assert is_sound(tracking.read(carrier, content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["events", "error", "date", "status", "code", "data", "number", "detail"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from(tracking.carriers()))
def test_any_json_is_an_answer(value: Any, carrier: str) -> None:
    assert is_sound(tracking.read(carrier, json.dumps(value)))


def test_a_carrier_is_known_however_its_name_is_written() -> None:
    names = ["DHL Express", "dhl-express", "DHL_EXPRESS", "dhl", "SF Express"]
    shapes = [shape.name for name in names if (shape := tracking.shape_named(name))]
    assert shapes == ["dhl_express"] * 3 + ["dhl_universal", "sf"]
    assert tracking.shape_named("no such carrier") is None


@pytest.mark.parametrize("carrier", tracking.carriers())
def test_a_table_says_what_it_reads_and_where_its_codes_are(carrier: str) -> None:
    shape = tracking.shape_named(carrier)
    assert shape is not None
    assert shape.says
    assert shape.events
    assert shape.codes == carrier or shape.codes in codes.carriers()


def test_a_number_in_the_first_of_many_records_is_the_number_of_them_all() -> None:
    def record(day: int, item: str) -> str:
        return f"<record>{item}<op><type>Sorted</type><date>2026-01-0{day}T10:00:00Z</date></op></record>"

    records = record(5, "<item><barcode>RA644000001RU</barcode></item>") + record(1, "<item/>")
    (answer,) = tracking.read("nobody", f"<answer><data>{records}</data></answer>")
    assert (answer.number, len(answer.scans)) == ("RA644000001RU", 2)


def test_a_dated_parcel_around_its_history_is_no_event_of_it() -> None:
    event = {"eventDateTime": "2026-02-01T20:00:00", "eventDescription": "strange words", "place": "MEXICO"}
    parcel = {
        "waybill": "8055241528464720099314",
        "status": "ENTREGADO",
        "deliveryDateTime": "2026-02-03T11:00:00",
        "history": [event],
    }
    (answer,) = tracking.read("nobody", json.dumps({"trackingData": [parcel]}))
    assert (answer.status, [scan.words for scan in answer.scans]) == ("delivered", ["strange words"])


def test_words_we_know_are_found_under_names_we_do_not() -> None:
    rows = [{"nitiji": "2026/07/02 10:20", "jyoukyou": "配達完了", "denpyoNo": "123456789012"}]
    (answer,) = tracking.read("nobody", json.dumps({"result": "OK", "items": rows}))
    assert (answer.number, [scan.status for scan in answer.scans]) == ("123456789012", ["delivered"])


def test_events_beyond_what_is_read_of_one_body_are_kept_unread() -> None:
    events = [{"at": f"2026-03-01T10:00:{at % 60:02d}Z", "status": "in_transit"} for at in range(6_000)]
    parcels = [{"number": number, "events": events} for number in ("RB1", "RB2")]
    one, two = tracking.read("makewhole", json.dumps({"parcels": parcels}))
    assert (len(one.scans), len(one.unread)) == (6_000, 0)
    assert (len(two.scans), len(two.unread)) == (4_000, 2_000)
    assert "first 10000 events" in two.unread[0].says
