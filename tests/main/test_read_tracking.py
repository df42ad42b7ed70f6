"""`makewhole read-tracking`: the page and the JSON of an answer, and how the command ends."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from makewhole.gateways import epcis
from makewhole.main.cli import app
from makewhole.parcel.journey import Scan

FIXTURES = Path(__file__).parent.parent / "gateways" / "tracking"
NOW = ("--now", "2026-03-05T12:00:00Z")


def run(*words: str, given: str | bytes | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["read-tracking", *words], input=given)
    return done.exit_code, done.stdout, done.stderr


def test_the_page_shows_the_journey_and_who_read_it() -> None:
    code, page, beside = run("--carrier", "ups", str(FIXTURES / "ups.json"), *NOW)
    assert code == 0
    assert not beside
    lines = page.splitlines()
    assert lines[0] == "1Z0000000000000001  read by our reader for UPS, Track"
    assert "status     out_for_delivery: the parcel is in the delivery vehicle (as the carrier says)" in page
    assert "expected   2026-03-05" in page
    assert "2026-03-04 08:15-0500  out_for_delivery    Albany, NY, US  Out For Delivery Today [OT]" in page
    assert "assumed    2 of 3 times named no time zone" in page


def test_json_is_one_value_with_every_scan() -> None:
    code, text, _ = run("--carrier", "ups", "--json", str(FIXTURES / "ups.json"), *NOW)
    told = json.loads(text)
    assert code == 0
    assert (told["carrier"], told["read_by"]) == ("ups", "table")
    (parcel,) = told["parcels"]
    assert (parcel["number"], parcel["status"], parcel["status_by"]) == (
        "1Z0000000000000001",
        "out_for_delivery",
        "carrier",
    )
    assert [scan["at"] for scan in parcel["scans"]][1:] == [
        "2026-03-04T03:10:00+00:00",
        "2026-03-04T13:15:00+00:00",
    ]


def test_an_answer_may_come_on_standard_input() -> None:
    code, text, _ = run("--carrier", "bpost", "--json", given=(FIXTURES / "bpost.xml").read_bytes())
    assert code == 0
    assert json.loads(text)["parcels"][0]["status"] == "delivered"


EDI = "UNH+1+IFTSTA:D:01B:UN'CNI+1+RB123456785GB'STS+1+21'DTM+334:202611210930?+01:205'UNT+5+1'"
DELIVERED = Scan(datetime(2026, 11, 21, 9, tzinfo=UTC), "delivered", "Köln", "DE", "Zugestellt", "dhl")
EPCIS = json.dumps(epcis.document("RB123456785GB", [DELIVERED], at=datetime(2026, 11, 22, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("carrier", "content", "says"),
    [
        ("iftsta", EDI, "our reader for EDIFACT (IFTSTA, EMSEVT)"),
        ("", EDI, "our reader for EDIFACT (IFTSTA, EMSEVT)"),
        ("EPCIS", EPCIS, "our reader for EPCIS 2.0"),
        ("", EPCIS, "our reader for EPCIS 2.0"),
    ],
)
def test_the_standards_are_read_by_name_or_by_their_beginning(carrier: str, content: str, says: str) -> None:
    code, page, _ = run("--carrier", carrier, given=content)
    assert code == 0
    assert page.startswith(f"RB123456785GB  read by {says}\n")
    assert "delivered" in page


def test_what_is_named_a_standard_and_is_none_says_so() -> None:
    for name in ("iftsta", "x12_214", "epcis", "emsevt"):
        code, _, beside = run("--carrier", name, given='{"a": 1}')
        assert code == 2
        assert len(beside) > 20


def test_a_carrier_we_have_no_table_for_is_guessed_and_it_says_so() -> None:
    code, page, beside = run("--carrier", "upss", str(FIXTURES / "guess_cn.json"))
    assert code == 0
    assert "found the fields by their names" in page
    assert "no reader of ours is called 'upss'" in beside
    assert "perhaps ups" in beside


def test_no_carrier_lists_those_that_are_allowed() -> None:
    _, _, beside = run(str(FIXTURES / "guess_cn.json"))
    assert "allowed are 17track, " in beside


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ('{"error": {"code": "E1", "message": "No such number"}}', 3, "E1: No such number"),
        ('{"parcels": []}', 3, "nothing is said of a parcel here"),
        ("{", 2, "breaks off"),
        ("", 2, "the body is empty"),
        ("<html><title>Busy</title></html>", 2, "web page, titled 'Busy'"),
    ],
)
def test_what_is_no_journey_ends_with_a_clear_word(content: str, code: int, says: str) -> None:
    ended, page, beside = run("--carrier", "gls", given=content)
    assert ended == code
    assert says in page + beside


def test_a_file_that_is_not_there_and_a_wrong_day() -> None:
    assert run("--carrier", "gls", "no-such-file")[0] == 2
    code, _, beside = run("--now", "soon", str(FIXTURES / "ups.json"))
    assert code == 2
    assert "allowed is a date as 2026-10-30" in beside


def test_the_example_of_the_docs_is_so(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "tracking.md").read_text(encoding="utf-8")
    example = page.split("## An example")[1]
    answer, shown = (example.split(f"```{kind}\n")[1].split("```")[0] for kind in ("json", "text"))
    (tmp_path / "answer.json").write_text(answer, encoding="utf-8")
    later = ("--now", "2026-05-02")
    code, told, _ = run("--carrier", "nobody", str(tmp_path / "answer.json"), *later)
    assert code == 0
    assert told.strip() == shown.strip()


def test_the_table_of_the_docs_is_the_one_we_use() -> None:
    here = Path(__file__).parents[2]
    shown = (here / "docs" / "tracking.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    table = here / "makewhole" / "gateways" / "tracking" / "shapes" / "gls.toml"
    assert [line.strip() for line in shown.strip().splitlines()] == table.read_text().strip().splitlines()
