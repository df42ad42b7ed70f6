"""The measurements of scans and of the lane board run through on few scans."""

import sys

import pytest

from makewhole.bench import board, scans


def test_the_board_is_measured_over_few_scans(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["./run bench board", "--scans", "2000", "--days", "60"])
    assert board.main() == 0
    told = capsys.readouterr().out
    assert "embedded PostgreSQL" in told
    assert "lane board of 28 days" in told
    assert "with the board's indexes" in told


def test_a_load_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["./run bench board", "--scans", "2000", "--minutes", "0"])
    assert board.main() == 1
    assert "took too long" in capsys.readouterr().out


def test_scans_are_measured_from_payload_to_journey(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["./run bench scans", "--parcels", "4", "--workers", "1"])
    scans.main()
    assert "from payload to stored journey, workers: 1" in capsys.readouterr().out
