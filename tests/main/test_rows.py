"""Parcels from a file: what reads is kept, what does not is told with its line."""

from pathlib import Path

import pytest

from makewhole.main.rows import BadRow, read

HEADER = "Waybill,operator,origin,destination,value,currency,weight_grams,promised_by\n"


def rows(
    tmp_path: Path, text: str, name: str = "parcels.csv", need: tuple[str, ...] = ("waybill",)
) -> list[object]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read(path, need))


def test_a_row_becomes_a_parcel_in_minor_units(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, HEADER + "rb 123 456 785 cn,,cn,DE,12.50,eur,700,2026-03-01\n")
    assert isinstance(row, tuple)
    parcel = row[1]
    assert (parcel["waybill"], parcel["value_minor"], parcel["currency"]) == ("RB123456785CN", 1250, "EUR")
    assert (parcel["origin"], parcel["promised_by"].isoformat()) == ("CN", "2026-03-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",,CN,,,,,", "waybill is empty"),
        ("X1,,Atlantis,,,,,", "two letters of ISO 3166"),
        ("X1,,,,12,,,", "without a currency"),
        ("X1,,,,twelve,EUR,,", "write it like 12.50"),
        ("X1,,,,1,ERU,,", "ISO 4217"),
        ("X1,,,,,,-3,", "whole number above zero"),
        ("X1,,,,,,,soon", "write it like 2026-03-01"),
    ],
)
def test_a_row_that_reads_wrong_says_what_was_read_and_what_is_allowed(
    tmp_path: Path, line: str, says: str
) -> None:
    bad, good = rows(tmp_path, HEADER + line + "\nRB123456785CN,,,,,,,\n")
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert says in bad.says
    assert isinstance(good, tuple), "the rows after it are still read"


def test_json_lines_are_read_too_and_a_broken_one_is_skipped(tmp_path: Path) -> None:
    text = '{"waybill": "RB123456785CN", "order": 77}\n{"waybill": \n[1]\n'
    good, broken, no_object = rows(tmp_path, text, "parcels.jsonl")
    assert isinstance(good, tuple)
    assert good[1]["order_ref"] == "77"
    assert isinstance(broken, BadRow)
    assert isinstance(no_object, BadRow)
    assert "not JSON" in broken.says
    assert "not a JSON object" in no_object.says


def test_an_orders_file_needs_both_order_and_waybill(tmp_path: Path) -> None:
    (bad,) = rows(tmp_path, "order,waybill\n7,\n", need=("order", "waybill"))
    assert isinstance(bad, BadRow)
    assert bad.says == "waybill is empty"
