"""EDIFACT IFTSTA and X12 214: separators, releases, repetitions, parcels, clocks, and any bytes at all."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways import edi
from makewhole.gateways.edi.segments import LONGEST_SEGMENT, MOST_SEGMENTS, Interchange, Unreadable, parsed
from makewhole.gateways.tracking.body import LARGEST_BYTES
from makewhole.parcel.journey import STATUSES

IFTSTA = (
    "UNA:+.? '"
    "UNB+UNOC:3+POSTCARRIER:14+SHOP:14+261121:0930+77'"
    "UNH+1+IFTSTA:D:01B:UN:EAN004'"
    "BGM+23+4711+9'"
    "DTM+137:202611211000:203'"
    "NAD+CA+POSTDE::9'"
    "CNI+1+RB123456785GB'"
    "STS+1+13'"
    "DTM+334:202611180810?+0100:205'"
    "LOC+14+DEHAM:139:6:HAMBURG'"
    "STS+1+20+63::9:Heavy ?+ early snow?: 10?' deep'"
    "DTM+334:202611190810CET:303'"
    "LOC+14+DEFRA:139:6:FRANKFURT'"
    "STS+1+361'"
    "DTM+17:20261123:102'"
    "CNI+2+RB123456799GB'"
    "STS+1+23+7'"
    "DTM+78:20261121093015:204'"
    "LOC+14+FRPAR:139:6:PARIS'"
    "FTX+AAI+++Livraison impossible:magasin fermé'"
    "UNT+18+1'"
    "UNZ+1+77'"
)
X12 = (
    "ISA*00*          *00*          *02*UPSN           *ZZ*SHOP           "
    "*261121*0930*^*00501*000000077*0*P*>~\n"
    "GS*QM*UPSN*SHOP*20261121*0930*77*X*005010~\n"
    "ST*214*0001~\n"
    "B10*PRO998877*SHIP1*UPSN~\n"
    "L11*PO12345*PO~\n"
    "LX*1~\n"
    "AT7*AF*NS***20261118*0810*ES~\n"
    "MS1*NEWARK*NJ*US~\n"
    "AT7*X6*NS***20261119*173015*LT~\n"
    "MS1*CHICAGO*IL*US~\n"
    "MAN*CP*1Z999AA10123456784~\n"
    "LX*2~\n"
    "AT7*AP*BS***20261121*0930*18~\n"
    "K1*CONSIGNEE SAID NO~\n"
    "AT7*AG****20261123~\n"
    "MAN*CP*1Z999AA10123456793~\n"
    "SE*13*0001~\n"
    "GE*1*77~\n"
    "IEA*1*000000077~\n"
)


def test_an_iftsta_is_read_as_one_answer_a_consignment_with_its_reasons_places_and_clocks() -> None:
    first, second = edi.read(IFTSTA)
    assert (first.number, second.number) == ("RB123456785GB", "RB123456799GB")
    assert [(one.status, one.reason) for one in first.scans] == [("picked_up", None), ("on_hold", "weather")]
    assert first.scans[0].at == datetime(2026, 11, 18, 7, 10, tzinfo=UTC)
    assert first.scans[1].at == datetime(2026, 11, 19, 7, 10, tzinfo=UTC)
    assert [(one.place, one.country) for one in first.scans] == [("HAMBURG", "DE"), ("FRANKFURT", "DE")]
    assert {one.source for one in first.scans} == {"POSTDE"}
    assert first.expected_on == date(2026, 11, 23)
    (failed,) = second.scans
    assert (failed.status, failed.reason) == ("delivery_failed", "consignee_closed")
    assert failed.at == datetime(2026, 11, 21, 8, 30, 15, tzinfo=UTC)
    assert failed.words == "Livraison impossible magasin fermé"


def test_released_signs_are_text_and_the_raw_segments_are_kept_as_they_stood() -> None:
    first, _ = edi.read(IFTSTA)
    assert first.scans[1].words == "Heavy + early snow: 10' deep"
    assert first.raw[1]["segments"][0] == "STS+1+20+63::9:Heavy ?+ early snow?: 10?' deep"


def test_other_separators_of_una_read_the_same() -> None:
    swap = str.maketrans({"+": "|", ":": "^", "'": "~"})
    body = IFTSTA.removeprefix("UNA:+.? '").replace("?+", "\0").replace("?:", "\1").replace("?'", "\2")
    other = "UNA^|.?*~" + body.translate(swap).replace("\0", "+").replace("\1", ":").replace("\2", "'")
    assert [(one.number, one.scans) for one in edi.read(other)] == [
        (one.number, one.scans) for one in edi.read(IFTSTA)
    ]


def test_without_una_and_with_line_breaks_it_reads_the_same() -> None:
    plain = IFTSTA.removeprefix("UNA:+.? '").replace("?'", "\0").replace("'", "'\r\n").replace("\0", "?'")
    assert [one.scans for one in edi.read(plain)] == [one.scans for one in edi.read(IFTSTA)]


def test_a_latin_1_interchange_keeps_its_accents() -> None:
    assert edi.read(IFTSTA.encode("latin-1"))[1].scans[0].words == "Livraison impossible magasin fermé"


def test_packages_numbered_in_a_status_are_parcels_of_their_own() -> None:
    body = (
        "UNH+1+IFTSTA:D:01B:UN'CNI+1+HOUSE1'STS+1+21'DTM+334:202611210930:203'LOC+5+GBLON'"
        "GIN+BJ+340123450000000017+340123450000000024'UNT+6+1'"
    )
    answers = edi.read(body)
    assert [one.number for one in answers] == ["340123450000000017", "340123450000000024"]
    assert all(one.scans[0].status == "delivered" for one in answers)


def test_a_code_of_the_carriers_own_list_is_read_by_its_words_alone() -> None:
    body = "UNH+1+IFTSTA:D:01B:UN'CNI+1+A1'STS+1+21:CARR:87:{}'DTM+334:202611210930:203'UNT+4+1'"
    assert edi.read(body.format("On vehicle for delivery"))[0].scans[0].status == "out_for_delivery"
    assert edi.read(body.format("Schritt 21"))[0].scans[0].status == "unknown"


def test_codes_of_the_nineties_are_read_by_the_list_of_the_nineties() -> None:
    body = "UNH+1+IFTSTA:D:{}:UN'CNI+1+A1'STS+1+71'DTM+334:202611210930:203'UNT+4+1'"
    assert edi.read(body.format("96A"))[0].scans[0].status == "delivered"
    assert edi.read(body.format("01B"))[0].scans[0].status == "pending"


def test_an_event_of_the_posts_is_read_by_their_own_codes_and_item_number() -> None:
    body = "UNH+1+{}'RFF+AAZ:{}'STS+1+EME::139'DTM+334:202611210930:203'UNT+5+1'"
    for message in ("EMSEVT:1:0:UP", "IFTSTA:D:96A:UN"):
        (one,) = edi.read(body.format(message, "RB123456785GB"))
        assert (one.number, one.scans[0].status) == ("RB123456785GB", "customs")
    assert edi.read(body.format("IFTSTA:D:01B:UN", "CONTRACT7"))[0].number is None


def test_a_status_without_a_time_is_kept_unread_with_why() -> None:
    (one,) = edi.read("UNH+1+IFTSTA:D:01B:UN'CNI+1+A1'STS+1+21'DTM+334:000101010000:203'UNT+4+1'")
    assert one.scans == ()
    assert "could not be dated" in one.unread[0].says
    assert one.unread[0].raw["segments"] == ["STS+1+21", "DTM+334:000101010000:203"]


def test_a_214_is_read_as_one_answer_a_package_with_its_clocks() -> None:
    first, second = edi.read(X12)
    assert (first.number, second.number) == ("1Z999AA10123456784", "1Z999AA10123456793")
    assert [one.status for one in first.scans] == ["picked_up", "in_transit"]
    assert first.scans[0].at == datetime(2026, 11, 18, 13, 10, tzinfo=UTC)
    assert first.scans[1].at == datetime(2026, 11, 19, 23, 30, 15, tzinfo=UTC)
    assert first.scans[1].place == "CHICAGO, IL"
    assert first.scans[0].source == "UPSN"
    (refused,) = second.scans
    assert (refused.status, refused.reason) == ("delivery_failed", "consignee_refused")
    assert refused.at == datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert refused.words == "CONSIGNEE SAID NO"
    assert second.expected_on == date(2026, 11, 23)


def test_a_214_with_other_separators_reads_the_same() -> None:
    other = X12.replace("~\n", "\r").replace("*", "|").replace("^", "!")
    assert [(one.number, one.scans) for one in edi.read(other)] == [
        (one.number, one.scans) for one in edi.read(X12)
    ]


def test_a_214_without_packages_goes_by_its_tracking_number_then_by_its_pro_number() -> None:
    body = "ST*214*1~B10*PRO1*S1*ABCD~{}LX*1~AT7*D1*NS***20261121*0930*UT~SE*5*1~"
    assert edi.read(body.format(""))[0].number == "PRO1"
    assert edi.read(body.format("L11*771234567890*2I~"))[0].number == "771234567890"
    assert edi.read(body.format(""))[0].scans[0].status == "delivered"


def test_a_local_time_in_a_country_of_many_clocks_says_that_its_zone_is_not_known() -> None:
    (one,) = edi.read("ST*214*1~B10*P*S*ABCD~LX*1~AT7*X6*NS***20261121*0930*LT~MS1*SMALLVILLE**US~SE*5*1~")
    assert not one.scans[0].offset_known
    assert any("no time zone" in doubt for doubt in one.doubts)


def test_repetitions_and_composites_of_a_segment_are_kept_apart() -> None:
    found = parsed(X12.replace("L11*PO12345*PO~", "L11*A^B>C*PO~"))
    assert isinstance(found, Interchange)
    l11 = next(segment for segment in found.segments if segment.tag == "L11")
    assert (list(l11.all(1)), list(l11.all(1, 2))) == (["A", "B"], ["", "C"])


@pytest.mark.parametrize("whole", [IFTSTA, X12])
def test_an_interchange_cut_anywhere_is_read_as_far_as_it_goes(whole: str) -> None:
    for end in range(len(whole.rstrip()) - 1):
        for answer in edi.read(whole[:end]):
            assert answer.doubts or answer.told, f"cut at {end}"
            assert {scan.status for scan in answer.scans} <= set(STATUSES)


@given(st.data())
def test_a_changed_interchange_never_fails(data) -> None:
    whole = data.draw(st.sampled_from([IFTSTA, X12])).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 40))
    for answer in edi.read(whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + length :]):
        assert len(answer.scans) == len(answer.raw) == len(answer.codes) == len(answer.local)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_bytes_are_answered(content) -> None:
    assert edi.read(content)
    edi.looks_like(content)


@given(
    st.sampled_from(["UNA:+.? '", "UNA:", "UNB+UNOC:4", "ISA*", "ST*214*", "GS*QM*"]),
    st.text("'+:?*~^ISAUNHT1\n", max_size=200),
)
def test_what_only_begins_as_edi_does_is_answered(start: str, rest: str) -> None:
    assert edi.looks_like(start + rest)
    assert edi.read(start + rest)


@pytest.mark.parametrize(
    "body", ["ISABELLA wrote", "UNABLE TO TRACK", "UNBOUND", "ST 214 Main Road", '{"UNB": 1}', ""]
)
def test_a_word_that_begins_like_a_segment_is_no_interchange(body: str) -> None:
    assert not edi.looks_like(body)
    assert edi.read(body)[0].told


def test_a_body_over_the_bound_is_refused_in_words() -> None:
    (one,) = edi.read(b"UNB+" + b"x" * 9_000_000)
    assert one.told[0].code == edi.UNREADABLE
    assert "larger than 8 MB" in one.told[0].says
    assert isinstance(parsed("UNB+" + "A'" * 300_000), Unreadable)
    assert isinstance(parsed("UNB+UNOC:3" + "+" * 20_000 + "'"), Unreadable)


def test_the_bounds_are_those_the_docs_tell() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "exchange.md").read_text(encoding="utf-8")
    assert (
        f"{LARGEST_BYTES // 1024 // 1024} MB, {MOST_SEGMENTS:,} segments or {LONGEST_SEGMENT:,} char" in page
    )


def test_what_is_no_status_message_says_so() -> None:
    (invoice,) = edi.read("UNB+UNOC:3+A+B'UNH+1+INVOIC:D:01B:UN'BGM+380+1'UNT+2+1'UNZ+1+1'")
    assert "no status message" in invoice.told[0].says
    assert "neither an EDIFACT nor an X12" in edi.read("hello")[0].told[0].says
