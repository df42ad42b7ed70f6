"""`makewhole assess`: the example of its page is run, and what cannot be read is said by name."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from makewhole.gateways.rates import EcbRates
from makewhole.law import facts
from makewhole.main.assess import DECIDED, OPEN, UNREADABLE, answer, day
from makewhole.main.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "assess.md"
RATES = EcbRates()
NOW = day("2026-10-30")


def block(kind: str) -> str:
    """The first block of that kind on the page."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def told(path: Path, as_json: bool = False) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    return answer(path, script=as_json, now=NOW, rates=RATES)


def test_the_example_of_the_page_comes_to_what_the_page_shows(tmp_path: Path) -> None:
    example = tmp_path / "parcel.toml"
    example.write_text(block("toml"), encoding="utf-8")
    text, code = told(example)
    assert text.startswith(block("text").rstrip())
    assert code == DECIDED
    assert "MC99 art. 22(3), 24" in text


def test_every_example_of_the_page_comes_to_what_stands_below_it(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)```.*?```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(shown) == 5
    for number, (facts_, answer_) in enumerate(shown):
        example = tmp_path / f"example-{number}.toml"
        example.write_text(facts_, encoding="utf-8")
        text, code = told(example)
        assert text.startswith(answer_.rstrip())
        assert code == DECIDED
        assert "Because" in text


def test_many_facts_are_each_answered_and_the_worst_decides_the_exit_code(tmp_path: Path) -> None:
    example, many = tmp_path / "one.toml", tmp_path / "many.jsonl"
    example.write_text(block("toml"), encoding="utf-8")
    plain = json.loads(json.dumps(tomllib.loads(example.read_text(encoding="utf-8")), default=str))
    many.write_text("\n".join(json.dumps(one) for one in (plain, {"claim": "sender_v_carrier"})))
    text, code = told(many)
    assert code == OPEN
    assert text.startswith("1. sender v carrier under MC99: 63.06 EUR is owed")
    assert "\n2. " in text
    answers = json.loads(told(many, as_json=True)[0])
    assert [one["status"] for one in answers] == ["decided", "needs_facts"]
    many.write_text(json.dumps(plain) + "\n" + json.dumps({"claim": "mine"}))
    text, code = told(many)
    assert code == UNREADABLE
    assert "many.jsonl, 2: claim: read 'mine'" in text


def test_the_calendar_lists_each_clock_with_its_article(tmp_path: Path) -> None:
    example = tmp_path / "parcel.toml"
    example.write_text(block("toml"), encoding="utf-8")
    ran = CliRunner().invoke(app, ["assess", str(example), "--now", "2026-10-30", "--calendar"])
    assert "Calendar\n  - a claim may be made from 2026-10-13 [MC99 art. 13(3)]" in ran.output
    assert "a suit is barred after 2028-10-05 [MC99 art. 35]" in ran.output
    as_json = ["assess", str(example), "--now", "2026-10-30", "--calendar", "--json"]
    running = json.loads(CliRunner().invoke(app, as_json).output)["calendar"]
    assert [one["does"] for one in running] == ["opens", "barred"]


def test_a_table_of_rates_answers_for_a_currency_the_packaged_ones_lack(tmp_path: Path) -> None:
    example, table = tmp_path / "parcel.toml", tmp_path / "rates.csv"
    example.write_text(block("toml").replace('"EUR"', '"NGN"'), encoding="utf-8")
    table.write_text(block("csv"), encoding="utf-8")
    asked = ["assess", str(example), "--now", "2026-10-30"]
    assert "in NGN on 2026-10-30?" in CliRunner().invoke(app, asked).output
    answered = CliRunner().invoke(app, [*asked, "--rates", str(table)])
    assert "NGN is owed" in answered.output
    assert "Central Bank of Nigeria" in answered.output
    table.write_text("currency,date,rate,source\nNGN,soon,1,CBN\n", encoding="utf-8")
    refused = CliRunner().invoke(app, [*asked, "--rates", str(table)])
    assert refused.exit_code == UNREADABLE


def test_json_holds_the_same_answer_with_its_grounds(tmp_path: Path) -> None:
    example = tmp_path / "parcel.toml"
    example.write_text(block("toml"), encoding="utf-8")
    text, code = told(example, as_json=True)
    answer = json.loads(text)
    assert code == DECIDED
    assert answer["payable"] == "63.06 EUR"
    assert answer["rate"]["on"] == "2026-10-30"
    assert answer["unsettled_rows"] == ["mc99-parties"]
    assert all(ground["source"] for ground in answer["because"])


def test_a_missing_fact_is_asked_for_with_what_each_answer_changes(tmp_path: Path) -> None:
    example = tmp_path / "open.json"
    example.write_text(json.dumps({"claim": "sender_v_carrier", "carriage": {"mode": "air"}}))
    text, code = told(example)
    assert code == OPEN
    assert "Is it a postal item" in text
    assert "postal law governs" in text


def test_a_mode_that_is_not_covered_gives_no_figure(tmp_path: Path) -> None:
    barge = {"mode": "inland_waterway", "postal": False, "origin": "PL", "destination": "DE"}
    example = tmp_path / "barge.json"
    example.write_text(json.dumps({"claim": "sender_v_carrier", "carriage": barge}))
    text, code = told(example)
    assert code == OPEN
    assert "not yet covered, a person decides" in text
    assert "SDR" not in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.json", b"{", "is no JSON"),
        ("bad.toml", b"claim = ", "is no TOML"),
        ("latin.toml", b'claim = "\xe9"', "is not UTF-8 text"),
        ("list.json", b"[]", "holds no table of fields"),
        ("deep.json", b"[" * 200_000, "is nested too deeply"),
        ("wrong.json", b'{"claim": "me"}', "claim: read 'me', allowed are"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for as_json in (False, True):
        text, code = told(path, as_json)
        assert code == UNREADABLE
        assert says.split("'")[0] in text


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    text, code = told(tmp_path / "nothing.toml")
    assert code == UNREADABLE
    assert "cannot be opened" in text


def test_a_time_without_its_offset_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="no offset"):
        day("2026-10-30T12:00:00")
    assert day("2026-10-30T12:00:00+02:00").hour == 10


def test_the_command_answers_as_its_page_says(tmp_path: Path) -> None:
    example = tmp_path / "parcel.toml"
    example.write_text(block("toml"), encoding="utf-8")
    page = CliRunner().invoke(app, ["assess", str(example), "--now", "2026-10-30"])
    assert page.exit_code == DECIDED
    assert page.output.startswith(block("text").rstrip())
    script = CliRunner().invoke(app, ["assess", str(example), "--now", "2026-10-30", "--json"])
    assert json.loads(script.output)["payable"] == "63.06 EUR"
    wrong = CliRunner().invoke(app, ["assess", str(example), "--now", "soon"])
    assert wrong.exit_code == UNREADABLE


def test_every_field_of_the_facts_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in (facts.Carriage, facts.Loss, facts.Sale, facts.CarrierTerms, facts.Facts):
        for name in table.__dataclass_fields__:
            key = name.replace("grams", "kilograms")
            assert f"`{key}`" in page or f"[{key}]" in page or f"[carriage.{key}]" in page, key
