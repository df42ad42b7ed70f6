"""`makewhole letter`: the three files of a claim letter, and a plain no where there is nothing to ask for."""

from pathlib import Path

import typer
from typer.testing import CliRunner

from makewhole.main.assess import DECIDED, OPEN
from makewhole.main.letter import letter_command
from tests.main.test_assess import block

app = typer.Typer()
app.command()(letter_command)


def _asked(facts: Path, to: Path, *more: str) -> list[str]:
    given = {
        "--paid": "180.00 EUR",
        "--claimant": "Example Trading; 1 Example Road; Shenzhen",
        "--carrier": "Example Air Cargo; Frankfurt",
        "--waybill": "EX123456785",
        "--reference": "MW-1",
        "--to": str(to),
        "--now": "2026-10-30",
    }
    return [str(facts), *(word for pair in given.items() for word in pair), *more]


def test_a_letter_is_written_in_three_forms_and_two_languages(tmp_path: Path) -> None:
    facts = tmp_path / "parcel.toml"
    facts.write_text(block("toml"), encoding="utf-8")
    for language in ("en", "zh"):
        done = CliRunner().invoke(app, _asked(facts, tmp_path / "out", "--language", language))
        assert done.exit_code == DECIDED, done.output
        assert "63.06 EUR claimed from Example Air Cargo" in done.output
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [
        f"claim-MW-1-{one}" for one in ("en.docx", "en.pdf", "en.txt", "zh.docx", "zh.pdf", "zh.txt")
    ]


def test_what_the_carrier_paid_already_comes_off(tmp_path: Path) -> None:
    facts = tmp_path / "parcel.toml"
    facts.write_text(block("toml"), encoding="utf-8")
    done = CliRunner().invoke(app, _asked(facts, tmp_path, "--from-carrier", "13.06 EUR"))
    assert "50.00 EUR claimed" in done.output


def test_open_facts_make_no_letter_and_say_what_is_missing(tmp_path: Path) -> None:
    facts = tmp_path / "open.toml"
    facts.write_text('claim = "sender_v_carrier"\n', encoding="utf-8")
    done = CliRunner().invoke(app, _asked(facts, tmp_path))
    assert done.exit_code == OPEN
    assert not list(tmp_path.glob("*.pdf"))
