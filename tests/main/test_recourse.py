"""`makewhole recourse`: the example of its page is run, and what cannot be read is said by name."""

import json
import re
from dataclasses import fields
from pathlib import Path

from typer.testing import CliRunner, Result

from makewhole.law.carriers import Carrier, Recourse
from makewhole.main.assess import DECIDED, OPEN, UNREADABLE
from makewhole.main.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "law" / "cmr.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The block of that kind on the page."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def run(path: Path, text: str, *more: str) -> Result:
    """The command on a file with that text, settled on a day of summer 2026."""
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["recourse", str(path), "--now", "2026-06-01", *more])


def test_the_example_of_the_page_comes_to_what_the_page_shows(tmp_path: Path) -> None:
    got = run(tmp_path / "row.toml", block("toml"))
    assert got.output.startswith(block("text"))
    assert got.exit_code == DECIDED
    assert "CMR art. 38" in got.output


def test_a_script_gets_every_part_as_plain_values(tmp_path: Path) -> None:
    got = run(tmp_path / "row.toml", block("toml"), "--json")
    told = json.loads(got.output)
    assert [part["bears"] for part in told["parts"]] == ["285.71 EUR", "0.00 EUR", "714.29 EUR"]
    assert (told["suit_by"], told["courts"], told["missing"]) == ("2027-02-10", ["DE"], [])


def test_what_is_missing_is_asked_for_and_ends_open(tmp_path: Path) -> None:
    got = run(tmp_path / "row.toml", block("toml").replace('freight = "200.00 EUR"\n', ""))
    assert "find out: Which part of the freight was due to North?" in got.output
    assert got.exit_code == OPEN


def test_what_does_not_fit_is_refused_by_name(tmp_path: Path) -> None:
    got = run(tmp_path / "row.toml", block("toml").replace('paid_by = "South"', 'paid_by = "West"'))
    assert got.exit_code == UNREADABLE
    many = run(tmp_path / "rows.jsonl", '{"paid_by": "A"}\n{"paid_by": "B"}\n')
    assert many.exit_code == UNREADABLE


def test_the_page_names_every_field() -> None:
    for kind in (Recourse, Carrier):
        assert all(f"`{one.name}`" in PAGE for one in fields(kind) if one.name != "carriers")
