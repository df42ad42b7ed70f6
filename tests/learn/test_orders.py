"""Past orders from a CSV: columns under several names, what is never read, what is left out and why."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from makewhole.because import Refused
from makewhole.learn.orders import Orders, read

HEAD = (
    "order_status,order_purchase_timestamp,order_delivered_carrier_date,order_delivered_customer_date,"
    "order_estimated_delivery_date,seller_id,seller_state,seller_zip,customer_zip_code_prefix,customer_state,"
    "review_score,is_late\n"
)
ROW = (
    "delivered,2017-05-02 10:00:00,2017-05-03 09:00:00,2017-05-09 18:00:00,2017-05-20,"
    "a,SP,5503.0,1310,RJ,{},{}\n"
)


def _read(tmp_path: Path, text: str) -> Orders | Refused:
    file = tmp_path / "orders.csv"
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_a_row_is_read_as_a_trip(tmp_path: Path) -> None:
    found = _read(tmp_path, HEAD + ROW.format("5", "0"))
    assert isinstance(found, Orders)
    (trip,) = found.trips
    assert (trip.lane, trip.area, trip.origin_area) == ("SP-RJ", "RJ-013", "SP-055")
    assert trip.promised_by == datetime(2017, 5, 20, tzinfo=UTC)
    assert "operator" in found.unknown


def test_a_review_and_a_label_are_never_read(tmp_path: Path) -> None:
    one, other = (_read(tmp_path, HEAD + ROW.format(*each)) for each in (("5", "0"), ("1", "1")))
    assert isinstance(one, Orders)
    assert one == other


def test_what_cannot_be_a_trip_is_counted_with_why(tmp_path: Path) -> None:
    bad = ROW.format("5", "0").replace("2017-05-02 10:00:00", "soon")
    backwards = ROW.format("5", "0").replace("2017-05-09", "2016-05-09")
    found = _read(tmp_path, HEAD + bad + backwards + ROW.format("5", "0"))
    assert isinstance(found, Orders)
    assert len(found.trips) == 1
    assert found.left_out == {"no start that is a time": 1, "arrived or promised before it started": 1}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "\x00"])
def test_a_file_without_a_start_is_refused_by_name(tmp_path: Path, text: str) -> None:
    told = _read(tmp_path, text)
    assert isinstance(told, Refused)
    assert "orders.csv" in told.says


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path / "none.csv"), Refused)
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00started_at\n")
    assert isinstance(read(tmp_path / "bytes.csv"), Refused)
