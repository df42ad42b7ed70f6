"""The measurements of scans and of the lane board run through on few scans."""

import pytest

from makewhole.bench import board, scans


def test_the_board_is_measured_over_few_scans(capsys: pytest.CaptureFixture[str]) -> None:
    assert board.main(["--scans", "2000", "--days", "60"]) == 0
    told = capsys.readouterr().out
    assert "embedded PostgreSQL" in told
    assert "lane board of 28 days" in told
    assert "with the board's indexes" in told


def test_a_load_that_takes_too_long_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert board.main(["--scans", "2000", "--minutes", "0"]) == 1
    assert "took too long" in capsys.readouterr().out


def test_scans_are_measured_from_payload_to_journey(capsys: pytest.CaptureFixture[str]) -> None:
    scans.main(["--parcels", "4", "--workers", "1"])
    assert "from payload to stored journey, workers: 1" in capsys.readouterr().out
