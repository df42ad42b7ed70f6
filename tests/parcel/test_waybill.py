"""Waybill numbers in text and by themselves."""

import csv
import os
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.believe import believe
from makewhole.parcel.formats import FORMATS, Format
from makewhole.parcel.waybill import Reading, judge, read
from tests.parcel.numbers import CHECKED, made

ACCEPTED = ("valid", "plausible")
NAMES = {
    "old_dominion": "Old Dominion",
    "la_poste": "La Poste",
    "blue_dart": "Blue Dart",
    "japan_post": "Japan Post",
    "cj_logistics": "CJ Logistics",
    "canada_post": "Canada Post",
    "landmark": "Landmark Global",
    "jt": "J&T",
    "sto": "STO Express",
    "sf": "SF Express",
}
# Where the published name of a format is not our id.
OURS = {
    "canpar_22": "canpar",
    "LaserShip 1LS7 (18)": "lasership_1ls7_18",
    "landmark_global": "landmark",
    "Old Dominion Guaranteed Shipment": "old_dominion_guaranteed",
}


def _one(text: str) -> Reading:
    found = read(text)
    assert len(found) == 1, found
    return found[0]


def _accepted(text: str) -> list[str | None]:
    return [reading.number for reading in read(text) if reading.verdict in ACCEPTED]


def _vectors() -> list[dict[str, str]]:
    if "EVAL_DATA" not in os.environ:
        pytest.skip("EVAL_DATA is not set: the published number vectors are not here")
    with Path(os.environ["EVAL_DATA"], "tracking", "number_vectors.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _own(row: dict[str, str]) -> list[Reading]:
    """The accepting readings of a vector as its own courier's, in the vector's own format."""
    kind = OURS.get(row["type_id"], row["type_id"].lower().replace(" ", "_"))
    found = judge(row["tracking_number"], row["courier_code"])
    return [r for r in found if r.verdict in ACCEPTED and r.format == kind]


def test_every_published_number_is_judged_rightly_for_its_courier_and_format() -> None:
    rows = _vectors()
    wrong = [row["tracking_number"] for row in rows if bool(_own(row)) != (row["is_valid"] == "1")]
    assert wrong == []
    assert len(rows) == 280


def test_a_published_number_with_repeated_digits_is_plausible_at_most() -> None:
    for row in _vectors():
        serial = "".join(c for c in row["tracking_number"] if c.isdigit())
        if len(set(serial)) == 1:
            assert all(
                reading.verdict != "valid" for reading in judge(row["tracking_number"], row["courier_code"])
            )


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.id)
def test_every_format_is_read_in_a_sentence_that_names_its_carrier(fmt: Format) -> None:
    name = NAMES.get(fmt.operator, fmt.operator)
    assert _accepted(f"Hi, my {name} tracking number is {fmt.good[0]} please") == [
        fmt.good[0].replace("-", "")
    ]


@pytest.mark.parametrize("fmt", [f for f in FORMATS if not f.good[0].isdigit()], ids=lambda fmt: fmt.id)
def test_lower_case_full_width_and_hidden_marks_change_nothing(fmt: Format) -> None:
    number = fmt.good[0]
    name = NAMES.get(fmt.operator, fmt.operator)
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in number)
    for written in (number.lower(), wide, "\u200b".join(number)):
        assert _accepted(f"my {name} tracking number: {written}.") == [number.replace("-", "")]


def test_random_digits_without_context_are_never_accepted() -> None:
    random = Random(20261121)
    strings = ["".join(random.choices("0123456789", k=random.randint(8, 34))) for _ in range(100_000)]
    beliefs = [believed.verdict for digits in strings if (believed := believe(digits)) is not None]
    assert set(beliefs) == {"candidate"}
    readings = [reading.verdict for digits in strings[:5_000] for reading in read(f"it was {digits} yes")]
    assert set(readings) == {"candidate"}


@given(st.text(alphabet="0123456789", min_size=1, max_size=42))
def test_digits_by_themselves_are_a_candidate_at_most(digits: str) -> None:
    assert all(reading.verdict in ("candidate", "misread") for reading in judge(digits))


@pytest.mark.parametrize(
    "text",
    [
        "call me on 9643950895 @DHLIndia",
        "+91 20-67325555 was given as the driver's number, tracking is useless",
        "order no: 986578788855 from FedEx",
        "tracking https://t.co/1Z4W7R280361294070",
        "track it at www.dhl.example/t?n=RB123456785GB",
        "@RB123456785GB where is my parcel",
        "write to RB123456785GB@mail.example",
        "I paid $986578788855 for FedEx tracking",
        "refund reference number: 032615104603 UPS",
        "[Incident: IN2011231719326120132] @DHL",
        "customer care: 9997700040 order on Flipkart",
        "VID_20201118_WA0001 tracking",
        "IBAN DE89370400440532013000 refund for the package",
        "parcel due 2026-11-18 10 30 DHL",
    ],
)
def test_what_is_no_waybill_is_never_accepted(text: str) -> None:
    assert _accepted(text) == []


def test_digits_count_by_what_stands_near_them() -> None:
    assert _one("986578788855").verdict == "candidate"
    assert _one("tracking 986578788855").verdict == "plausible"
    assert _one("FedEx tracking 986578788855").verdict == "valid"
    assert _one("fedex 986578788855").verdict == "valid"


def test_a_word_for_waybill_written_against_the_digits_is_no_part_of_them() -> None:
    reading = _one("fedex AWB986578788855")
    assert (reading.number, reading.verdict, reading.text) == ("986578788855", "valid", "986578788855")


def test_long_structured_digits_need_one_kind_of_context_only() -> None:
    assert _one("tracking 9400 1112 0620 6406 2607 87").verdict == "valid"
    assert _one("USPS 9400111206206406260787").verdict == "valid"
    assert _one("9400111206206406260787").verdict == "candidate"


def test_a_wrong_check_digit_is_misread_and_says_what_would_fit() -> None:
    reading = _one("where is RB123456784GB")
    assert (reading.verdict, reading.operator) == ("misread", "royal_mail")
    assert "would be 5, not 4" in reading.because


def test_digits_of_a_named_carrier_with_a_wrong_check_digit_are_misread() -> None:
    assert _one("FedEx tracking 986578788850").verdict == "misread"
    assert _one("追跡番号 1234-5678-9012 ヤマト").verdict == "misread"


def test_digits_another_carrier_may_have_issued_are_not_called_misread() -> None:
    reading = _one("Tracking ID of Amazon: 2024781977")
    assert (reading.verdict, reading.operator) == ("candidate", None)


@pytest.mark.parametrize(
    "number", ["RBI23456785GB", "TBA5O2887274000", "1Z9763EF121O861375", "SF17I8203946152"]
)
def test_a_letter_for_a_digit_is_said_and_never_mended(number: str) -> None:
    reading = _one(f"tracking {number}")
    assert reading.verdict == "misread"
    assert reading.number == number
    assert "may be" in reading.because


def test_a_number_of_another_carrier_says_whose_it_fits() -> None:
    found = judge("RB123456785GB", "fedex")
    assert [(r.operator, r.verdict) for r in found] == [("royal_mail", "valid")]


def test_a_number_of_no_known_shape_says_so() -> None:
    reading = judge("HELLO", "ups")[0]
    assert (reading.verdict, reading.format) == ("misread", "unknown")
    assert _one("AWB no *SDLC0000045528* pending").format == "unknown"


def test_several_numbers_and_orders_in_one_post_are_told_apart() -> None:
    text = "Order 403-0554005-7221167: 1Z 4W7 R28 03 6129 4070, RB123456785GB and LX 176 35035"
    assert _accepted(text) == ["1Z4W7R280361294070", "RB123456785GB", "LX17635035"]


def test_a_named_carriers_digits_win_over_what_others_would_make_of_them() -> None:
    reading = _one("@BlueDart_ AWB 50856259381 not delivered")
    assert (reading.operator, reading.verdict) == ("blue_dart", "plausible")


@given(st.text(), st.sampled_from(CHECKED), st.integers(0, 10**6), st.text())
def test_readings_lie_in_the_text_in_order_and_apart(before: str, fmt: Format, seed: int, after: str) -> None:
    text = f"{before} tracking {made(fmt, seed)} {after}"
    last = 0
    for reading in read(text):
        assert reading.start >= last
        assert text[reading.start : reading.end] == reading.text
        last = reading.end


@given(st.sampled_from(CHECKED), st.integers(0, 10**6))
def test_reading_a_read_number_again_gives_the_same(fmt: Format, seed: int) -> None:
    name = NAMES.get(fmt.operator, fmt.operator)
    for reading in read(f"{name} tracking number {made(fmt, seed)}"):
        again = _one(f"{name} tracking number {reading.number}")
        assert (again.number, again.verdict, again.format) == (
            reading.number,
            reading.verdict,
            reading.format,
        )


HOSTILE = {
    "letters": "A" * 25_000,
    "digits": "1" * 25_000,
    "groups": "1 " * 12_500,
    "mixed groups": "1A B 2 " * 3_500,
    "numbers": "tracking 986578788855 " * 1_100,
    "orders": "order 123456, " * 1_800,
    "marks": "\u200f1\u200b" * 8_000,
    "nothing": "\x00" * 25_000,
    "pictures": "📦" * 25_000,
    "links": "http://a.b/" * 2_200,
    "handles": "@a 986578788855 " * 1_600,
    "slips": "OI1OI1OI1 " * 2_500,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_very_long_post_is_read_in_time_that_grows_with_its_length(kind: str) -> None:
    begun = time.process_time()
    read(HOSTILE[kind])
    # A hundred times slower than measured; what grows with the square would take minutes.
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("RBI23456785GB", "the letter I where a digit belongs at place 3; it may be 1"),
        ("R8123456785GB", "the digit 8 where a letter belongs at place 2; it may be B"),
        ("RB1234S6785GB", "the letter S where a digit belongs at place 7; it may be 5"),
        ("RB12345678S6B", "it may be 5, and the digit 6 where a letter belongs at place 12; it may be G"),
        ("IZ9763EF1210861375", "the letter I where a digit belongs at place 1; it may be 1"),
        ("1Z4W7R28O361294O70", "the letter O where a digit belongs at place 9, 16; it may be 0"),
    ],
)
def test_what_a_camera_takes_for_another_letter_is_said_and_never_mended(written: str, says: str) -> None:
    found = judge(written)[0]
    assert (found.verdict, found.number) == ("misread", written)
    assert says in found.because
    assert [r.verdict for r in read(f"my parcel {written}")] == ["misread"]
