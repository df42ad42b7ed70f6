"""Sellers' files as they really come: other languages, encodings and separators, and rows that are wrong."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole import tables
from makewhole.main import headers, scan_files, sheets
from makewhole.main.rows import BadRow, NoSheet, read
from makewhole.main.scan_files import Handed

WAYBILL = "RB123456785CN"
FILES: dict[str, tuple[str, str]] = {
    "German, semicolons, old Windows": (
        "cp1252",
        "Sendungsnummer;Bestellnummer;Empfängerland;Gewicht (kg);Warenwert;Währung;Versanddatum\r\n"
        f"{WAYBILL};W-218;Deutschland;0,7;1.234,56;EUR;24.11.2026\r\n",
    ),
    "Chinese, as Excel there writes it": (
        "gb18030",
        "运单号,订单编号,目的国,重量(公斤),申报价值,币种,发货时间\n"
        f"{WAYBILL},W-218,德国,0.7,1234.56,EUR,2026-11-24\n",
    ),
    "Spanish, UTF-8 with a mark, tabs": (
        "utf-8-sig",
        "Número de seguimiento\tPedido\tPaís de destino\tPeso (g)\tValor\tMoneda\tFecha de envío\n"
        f"{WAYBILL}\tW-218\tAlemania\t700\t1.234,56\tEUR\t24/11/2026\n",
    ),
    "French, UTF-16": (
        "utf-16",
        "Numéro de suivi;Commande;Pays de destination;Poids (kg);Montant;Devise;Date d'expédition\n"
        f"{WAYBILL};W-218;Allemagne;0,700;1 234,56;EUR;24/11/2026\n",
    ),
    "Japanese, Shift JIS": (
        "shift_jis",
        f"追跡番号,注文番号,届け先国,重さ(g),金額,通貨,発送日\n{WAYBILL},W-218,ドイツ,700,1234.56,EUR,2026/11/24\n",
    ),
    "Russian, old Windows, quotes": (
        "cp1251",
        '"Трек-номер";"Номер заказа";"Страна назначения";"Вес (кг)";"Стоимость";"Валюта";"Дата отправки"\n'
        f'"{WAYBILL}";"W-218";"Германия";"0,7";"1234,56";"EUR";"24.11.2026"\n',
    ),
    "English, Excel's own first line": (
        "utf-8",
        "sep=|\nTracking Number|Order No.|Ship To Country|Weight|Order Total|Ship Date\n"
        f"{WAYBILL}|W-218|DEU|0.7 kg|€1,234.56|24 Nov 2026\n",
    ),
}


def written(tmp_path: Path, content: bytes | str, name: str = "parcels.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("kind", FILES)
def test_the_same_parcel_is_read_from_a_file_of_any_country(tmp_path: Path, kind: str) -> None:
    encoding, text = FILES[kind]
    (row,) = read(written(tmp_path, text.encode(encoding)))
    assert isinstance(row, tuple), row
    parcel = row[1]
    assert (parcel["waybill"], parcel["order_ref"], parcel["destination"]) == (WAYBILL, "W-218", "DE")
    assert (parcel["weight_grams"], parcel["value_minor"], parcel["currency"]) == (700, 123456, "EUR")
    assert parcel["accepted_at"].isoformat() == "2026-11-24T00:00:00+00:00"


def test_dates_with_slashes_are_read_in_the_order_the_file_shows(tmp_path: Path) -> None:
    text = f"waybill,ship date\n{WAYBILL},03/04/2026\n{WAYBILL},25/04/2026\n"
    first, _ = read(written(tmp_path, text))
    assert isinstance(first, tuple)
    assert first[1]["accepted_at"].month == 4


def test_a_date_that_fits_two_orders_and_nothing_settles_is_not_guessed(tmp_path: Path) -> None:
    (bad,) = read(written(tmp_path, f"waybill,ship date\n{WAYBILL},03/04/2026\n"))
    assert isinstance(bad, BadRow)
    assert "'03/04/2026'" in bad.says
    assert "two orders" in bad.says
    assert "2026-03-01" in bad.says


@pytest.mark.parametrize(
    ("header", "cell", "says"),
    [
        ("value,currency", "1.234,EUR", "12.50"),
        ("value,currency", "$5,EUR", "12.50"),
        ("value,currency", "5 USD,EUR", "which one"),
        ("weight", "0.7", "0.7 kg"),
        ("weight (kg)", "heavy", "0.7 kg"),
        ("weight (kg)", "0", "above zero"),
        ("country", "Atlantis", "ISO 3166"),
        ("packages", "2.5", "whole number"),
        ("by post", "maybe", "yes or no"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_good_ones_beside_it_are_kept(
    tmp_path: Path, header: str, cell: str, says: str
) -> None:
    rest = "," * (header.count(","))
    text = f"waybill,{header}\n{WAYBILL},{rest}\n{WAYBILL},{cell}\n{WAYBILL},{rest}\n"
    one, bad, two = read(written(tmp_path, text))
    assert isinstance(one, tuple)
    assert isinstance(two, tuple)
    assert isinstance(bad, BadRow)
    assert bad.line == 3
    assert says in bad.says


def test_a_row_with_more_cells_than_the_header_is_told(tmp_path: Path) -> None:
    bad, good = read(written(tmp_path, f"waybill,place\n{WAYBILL},Berlin, Mitte\n{WAYBILL},\n"))
    assert isinstance(bad, BadRow)
    assert "3 cells where the header has 2" in bad.says
    assert isinstance(good, tuple)


def test_a_file_without_a_waybill_column_says_what_it_has_and_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(NoSheet) as no:
        list(read(written(tmp_path, "Lieblingsfarbe;Hobby\nrot;Angeln\n")))
    assert "'Lieblingsfarbe'" in str(no.value)
    assert "tracking number" in str(no.value)


def test_a_json_list_and_an_object_around_it_are_read_like_lines(tmp_path: Path) -> None:
    rows = [{"trackingNumber": WAYBILL, "orderNumber": 7}]
    for content in (rows, {"shipments": rows, "page": 1}, rows[0]):
        (row,) = read(written(tmp_path, json.dumps(content), "parcels.json"))
        assert isinstance(row, tuple)
        assert (row[1]["waybill"], row[1]["order_ref"]) == (WAYBILL, "7")


def test_of_two_columns_for_one_field_the_filled_one_counts(tmp_path: Path) -> None:
    (row,) = read(written(tmp_path, f"Tracking Number,Waybill\n,{WAYBILL}\n"))
    assert isinstance(row, tuple)
    assert row[1]["waybill"] == WAYBILL


def test_every_header_in_the_table_names_one_field_alone() -> None:
    known: dict[str, str] = {}
    for field, words in tables.read("makewhole.main", "headers.toml").items():
        for word in words:
            assert headers.field_of(word) == field, f"{word!r} is under {field} and {headers.field_of(word)}"
            known[word] = field
    assert len(known) > 400


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    for name in ("x.csv", "x.json", "x.jsonl", "x"):
        with contextlib.suppress(NoSheet):
            for _, row in sheets.opened(io.BytesIO(content), name).rows:
                assert row


def scans(tmp_path: Path, content: bytes | str, carrier: str = "", name: str = "scans.csv") -> list[Any]:
    return list(scan_files.read(written(tmp_path, content, name), carrier))


def test_a_table_of_scans_is_read_a_parcel_at_a_time(tmp_path: Path) -> None:
    text = (
        "Sendungsnummer;Zeitpunkt;Status;Ort\n"
        f"{WAYBILL};21.11.2026 10:00;Zustellung nicht möglich, niemand zu Hause;Leipzig\n"
        "RA473124829CN;2026-11-21T10:00:00+08:00;in_transit;Shenzhen\n"
        f"{WAYBILL};bald;in_transit;Leipzig\n"
        f"{WAYBILL};22.11.2026 10:00;delivered;Leipzig\n"
        ";22.11.2026 10:00;delivered;Leipzig\n"
    )
    *bad, handed = scans(tmp_path, text)
    assert [one.line for one in bad] == [4, 6]
    assert "'bald'" in bad[0].says
    assert isinstance(handed, Handed)
    assert handed.scans == 3
    told = {one.number: one for one in handed.answers}
    assert [scan.status for scan in told[WAYBILL].scans] == ["delivery_failed", "delivered"]
    assert told[WAYBILL].scans[0].reason == "consignee_absent"
    (chinese,) = told["RA473124829CN"].scans
    assert chinese.at.isoformat() == "2026-11-21T02:00:00+00:00"
    assert chinese.offset_known


def test_a_carriers_own_answer_is_read_by_its_reader(tmp_path: Path) -> None:
    event = {"time_iso": "2026-11-21T10:00:00+08:00", "sub_status": "Delivered_Other", "description": "x"}
    info = {"tracking": {"providers": [{"provider": {"name": "x"}, "events": [event]}]}}
    body = json.dumps({"data": {"accepted": [{"number": WAYBILL, "track_info": info}]}})
    (handed,) = scans(tmp_path, body, "17track", "answer.json")
    assert [scan.status for answer in handed.answers for scan in answer.scans] == ["delivered"]
    assert handed.body == body.encode()


def test_an_answer_nobody_can_read_is_a_bad_row(tmp_path: Path) -> None:
    bad, _ = scans(tmp_path, b"\x00\x01", "17track", "answer.json")
    assert isinstance(bad, BadRow)


def test_a_waybill_is_kept_as_those_who_tell_of_it_write_it(tmp_path: Path) -> None:
    (row,) = read(written(tmp_path, "Tracking Number\nrb-123-456-785-cn\n"))
    assert isinstance(row, tuple)
    assert row[1]["waybill"] == WAYBILL
