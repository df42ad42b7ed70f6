"""EPCIS 2.0 in and out: what is written reads back whole, corrections withdraw, any bytes are answered."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makewhole.gateways import epcis
from makewhole.gateways.epcis import eventid, names
from makewhole.gateways.tracking.answer import Answer
from makewhole.parcel.journey import CONDITIONS, STATUSES, Scan
from makewhole.parcel.reasons import REASONS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAYBILL = "RB123456785GB"
SSCC = "106141412345678908"
SSCC_URN, SSCC_LINK = "urn:epc:id:sscc:0614141.1234567890", f"https://id.gs1.org/00/{SSCC}"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40)
SCANS = st.builds(
    Scan,
    at=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
    status=st.sampled_from(sorted(STATUSES)),
    place=st.none() | WORDS,
    country=st.none() | st.sampled_from(["DE", "CN", "US", "BR", "JP"]),
    words=st.none() | WORDS,
    source=st.just("dhl") | WORDS,
    offset_known=st.booleans(),
    reason=st.none() | st.sampled_from(sorted(REASONS)),
    holder=st.none() | WORDS,
    condition=st.none() | st.sampled_from(sorted(CONDITIONS)),
)


def event(**told: Any) -> dict[str, Any]:
    """An object event of a parcel, with what a test says of it."""
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-11-21T10:30:00.000+01:00",
        "eventTimeZoneOffset": "+01:00",
        "epcList": [SSCC_URN],
        "action": "OBSERVE",
    } | told


def document(*events: dict[str, Any], **beside: Any) -> str:
    return json.dumps(
        {
            "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-11-22T12:00:00Z",
            "epcisBody": {"eventList": list(events)},
        }
        | beside
    )


def only(content: str) -> Answer:
    (answer,) = epcis.read(content)
    return answer


@settings(deadline=None)
@given(
    st.lists(SCANS, max_size=5, unique_by=lambda scan: scan.at), st.sampled_from([WAYBILL, SSCC, "a/b:c d"])
)
def test_a_journey_that_is_written_reads_back_whole(scans: list[Scan], number: str) -> None:
    for query in (None, "SimpleEventQuery"):
        written = json.dumps(epcis.document(number, scans, at=NOW, query=query))
        assert epcis.looks_like(written)
        if scans:
            answer = only(written)
            assert answer.number == number
            assert list(answer.scans) == sorted(scans, key=lambda scan: scan.at)
            assert (answer.doubts, answer.unread) == ((), ())


@settings(deadline=None)
@given(SCANS)
def test_what_is_written_has_every_field_the_standard_asks_for(scan: Scan) -> None:
    whole = epcis.document(WAYBILL, [scan], at=NOW, withdrawn=[scan])
    assert (whole["type"], whole["schemaVersion"]) == ("EPCISDocument", "2.0")
    assert set(whole) == {"@context", "type", "schemaVersion", "creationDate", "epcisBody"}
    first, wrong = whole["epcisBody"]["eventList"]
    assert {"type", "eventTime", "eventTimeZoneOffset", "epcList", "action"} <= set(first)
    prefixes = {key.partition(":")[0] for key in first if ":" in key}
    assert prefixes <= set(whole["@context"][1])
    assert datetime.fromisoformat(first["eventTime"]) == scan.at
    assert first["eventID"] == wrong["eventID"] == epcis.event_id(first) == epcis.event_id(wrong)
    assert set(wrong["errorDeclaration"]) == {"declarationTime", "reason"}


def test_the_hash_of_an_event_is_of_what_it_says_and_not_of_how_it_is_written() -> None:
    one = event(
        bizStep="receiving",
        disposition="in_progress",
        readPoint={"id": "https://id.gs1.org/414/0012345111112"},
    )
    other = dict(
        reversed(
            list((one | {"eventID": "urn:uuid:1", "bizStep": "urn:epcglobal:cbv:bizstep:receiving"}).items())
        )
    )
    other["eventTime"] = "2026-11-21T09:30:00Z"
    assert epcis.event_id(one) == epcis.event_id(other)
    assert epcis.event_id(one) != epcis.event_id(one | {"bizStep": "shipping"})
    assert eventid.prehash(one | {"epcList": [SSCC_LINK]}) == (
        "eventType=ObjectEventeventTime=2026-11-21T09:30:00.000ZeventTimeZoneOffset=+01:00"
        f"epcListepc={SSCC_LINK}action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-receiving"
        "disposition=https://ref.gs1.org/cbv/Disp-in_progressreadPointid=https://id.gs1.org/414/0012345111112"
    )


@pytest.mark.parametrize(
    ("step", "disposition", "status", "reason"),
    [
        ("accepting", "in_progress", "picked_up", None),
        ("departing", "in_transit", "in_transit", None),
        ("urn:epcglobal:cbv:bizstep:arriving", None, "in_transit", None),
        (
            "https://ref.gs1.org/cbv/BizStep-receiving",
            "https://ref.gs1.org/cbv/Disp-in_progress",
            "delivered",
            None,
        ),
        ("receiving", "in_transit", "in_transit", None),
        ("storing", "available", "ready_for_pickup", None),
        ("holding", None, "on_hold", "hold"),
        ("inspecting", "damaged", "damaged", "carrier_damage"),
        ("shipping", "returned", "returned", None),
        ("void_shipping", "inactive", "cancelled", None),
        (None, "stolen", "lost", "carrier_loss"),
        ("https://example.com/steps/out_for_delivery", None, "out_for_delivery", None),
        ("https://example.com/steps/zzz", "active", "unknown", None),
        (None, None, "unknown", None),
    ],
)
def test_steps_and_dispositions_of_the_vocabulary_are_read(step, disposition, status, reason) -> None:
    told = {"bizStep": step, "disposition": disposition}
    (scan,) = only(document(event(**{key: value for key, value in told.items() if value}))).scans
    assert (scan.status, scan.reason) == (status, reason)
    assert scan.at == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def test_an_sscc_is_one_number_as_a_urn_and_as_a_link() -> None:
    answer = only(document(event(), event(epcList=[SSCC_LINK], eventTime="2026-11-21T12:00:00Z")))
    assert (answer.number, len(answer.scans)) == (SSCC, 2)


def test_an_aggregation_is_about_the_whole_and_each_part_and_goods_are_no_parcels() -> None:
    packed = event(
        type="AggregationEvent", parentID=SSCC_URN, childEPCs=["urn:shop:parcel:A1", "urn:shop:parcel:A2"],
        action="ADD", bizStep="loading",
    )  # fmt: skip
    del packed["epcList"]
    assert {answer.number for answer in epcis.read(document(packed))} == {SSCC, "A1", "A2"}
    goods = only(document(event(epcList=["urn:epc:id:sgtin:0614141.107346.2018"])))
    assert (goods.number, goods.scans) == (None, ())
    assert "names no parcel" in goods.unread[0].says


def test_an_event_declared_wrong_is_withdrawn_and_stands_no_more() -> None:
    wrong = event(eventID="urn:uuid:1", bizStep="receiving")
    right = event(eventID="urn:uuid:2", bizStep="arriving")
    declared = wrong | {
        "errorDeclaration": {
            "declarationTime": "2026-11-22T10:00:00Z",
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:2"],
        }
    }
    answer = only(document(wrong, right, declared))
    assert [scan.status for scan in answer.scans] == ["in_transit"]
    assert [scan.status for scan in answer.withdrawn] == ["delivered"]
    assert answer.withdrawn == only(document(wrong)).scans
    assert only(document(declared)).scans == ()
    nameless = {key: value for key, value in declared.items() if key != "eventID"}
    assert [scan.status for scan in only(document(wrong, right, nameless)).scans] == ["in_transit"]


def test_what_we_withdraw_in_a_document_is_withdrawn_where_it_is_read() -> None:
    wrong = Scan(NOW - timedelta(days=2), "delivered", words="delivered", source="dhl")
    right = Scan(NOW - timedelta(days=2), "in_transit", words="sorted", source="dhl")
    answer = only(json.dumps(epcis.document(WAYBILL, [wrong, right], at=NOW, withdrawn=[wrong])))
    assert (answer.scans, answer.withdrawn) == ((right,), (wrong,))


def test_a_query_document_a_bare_event_and_a_list_of_events_are_read() -> None:
    query = {"queryResults": {"queryName": "Q", "resultsBody": {"eventList": [event()]}}}
    for content in (
        document(type="EPCISQueryDocument", epcisBody=query),
        json.dumps(event()),
        json.dumps([event()]),
    ):
        assert epcis.looks_like(content)
        assert only(content).number == SSCC


def test_xml_is_read_with_its_extensions() -> None:
    xml = f"""<?xml version="1.0"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2"><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-11-21T10:30:00+01:00</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset>
<baseExtension><eventID>urn:uuid:1</eventID></baseExtension><epcList><epc>{SSCC_URN}</epc></epcList>
<action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:receiving</bizStep>
<readPoint><id>urn:epc:id:sgln:0012345.11111.400</id></readPoint></ObjectEvent>
</EventList></EPCISBody></epcis:EPCISDocument>"""
    answer = only(xml)
    assert epcis.looks_like(xml)
    assert (answer.number, answer.scans[0].status) == (SSCC, "delivered")
    assert answer.scans[0].place == "urn:epc:id:sgln:0012345.11111.400"


def test_a_place_has_the_name_the_documents_own_master_data_give_it() -> None:
    uri = "urn:epc:id:sgln:0012345.11111.0"
    header = {
        "epcisMasterData": {
            "vocabularyList": [
                {
                    "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
                    "vocabularyElementList": [
                        {
                            "id": uri,
                            "attributes": [
                                {"id": "urn:epcglobal:cbv:mda#city", "attribute": "Lyon"},
                                {"id": "urn:epcglobal:cbv:mda#countryCode", "attribute": "FR"},
                            ],
                        }
                    ],
                }
            ]
        }
    }
    (scan,) = only(document(event(bizLocation={"id": uri}), epcisHeader=header)).scans
    assert (scan.place, scan.country) == ("Lyon", "FR")


def test_a_local_time_takes_the_offset_beside_it_and_none_says_so() -> None:
    (scan,) = only(document(event(eventTime="2026-11-21T10:30:00"))).scans
    assert (scan.at.hour, scan.offset_known) == (9, True)
    bare = event(eventTime="2026-11-21T10:30:00")
    del bare["eventTimeZoneOffset"]
    (scan,) = only(document(bare)).scans
    assert (scan.at.hour, scan.offset_known) == (10, False)
    assert (
        only(document(event(eventTime="0001-01-01T00:00:00Z")))
        .unread[0]
        .says.startswith("an event could not")
    )


@given(st.data())
def test_a_null_or_a_value_of_another_kind_anywhere_never_fails(data) -> None:
    whole = event(
        eventID="urn:uuid:1", bizStep="receiving", disposition="in_progress", readPoint={"id": "x"},
        childEPCs=[], errorDeclaration={"reason": "x"}, persistentDisposition={"set": ["damaged"]},
        parentID=SSCC_URN,
    )  # fmt: skip
    for key in data.draw(st.sets(st.sampled_from(sorted(whole)))):
        whole[key] = data.draw(
            st.none() | st.integers() | st.lists(st.none() | st.text(max_size=3)) | st.just({})
        )
    assert epcis.read(document(whole))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_bytes_are_answered(content) -> None:
    assert epcis.read(content)
    epcis.looks_like(content)


def test_a_document_cut_anywhere_is_answered() -> None:
    whole = document(event(bizStep="receiving"))
    for end in range(len(whole)):
        (answer,) = epcis.read(whole[:end])
        assert answer.told[0].code == epcis.UNREADABLE


def test_what_has_no_event_and_what_is_too_large_says_so() -> None:
    assert "no event" in only(document()).told[0].says
    assert "larger than" in only('{"x": "' + "y" * 9_000_000 + '"}').told[0].says
    assert not epcis.looks_like(b'{"events": [{"type": "scan"}]}')


@given(st.integers(0, 10**17 - 1).map(lambda number: f"{number:017d}"))
def test_every_sscc_is_written_as_a_link_and_read_back(digits: str) -> None:
    sscc = digits + names.check_digit(digits)
    assert names.written_number(sscc) == f"https://id.gs1.org/00/{sscc}"
    assert names.number(names.written_number(sscc)) == sscc


def test_of_a_pallet_each_parcel_keeps_its_own_part_alone() -> None:
    inside = [f"urn:makewhole:waybill:RB{number:09d}CN" for number in range(3_000)]
    event = {
        "type": "AggregationEvent",
        "eventTime": "2026-03-01T10:00:00Z",
        "parentID": "urn:epc:id:sscc:0614141.1234567890",
        "action": "ADD",
        "bizStep": "packing",
        "childEPCs": inside,
    }
    pallet, *parcels = epcis.read(json.dumps({"eventList": [event]}))
    assert "childEPCs" not in pallet.raw[0]
    assert [one.raw[0]["childEPCs"] for one in parcels] == [[one] for one in inside]
    assert all(len(one.scans) == 1 for one in (pallet, *parcels))


def test_more_parcels_than_are_read_of_one_document_are_kept_unread() -> None:
    inside = [f"urn:makewhole:waybill:RB{number:09d}CN" for number in range(6_000)]
    event = {"type": "ObjectEvent", "eventTime": "2026-03-01T10:00:00Z", "epcList": inside}
    answers = epcis.read(json.dumps({"eventList": [event, event]}))
    assert len(answers) == 6_001
    assert [one.says for answer in answers for one in answer.unread] == [
        "an event names more parcels than are read of one document, which are 10000"
    ]
