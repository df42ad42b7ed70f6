"""The claim letter to a carrier, in both languages and all three forms, on a machine without fonts."""

import io
import zipfile
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from docx import Document

from makewhole.because import Refused
from makewhole.claims.recovery import Account, Recovery, against_carrier, documents
from makewhole.gateways.rates import EcbRates
from makewhole.law.facts import KINDS, Carriage, Facts, Loss, Package
from makewhole.law.vocabulary import MODES
from makewhole.money import Money
from makewhole.papers import fonts, pdf, plain, word
from makewhole.papers.demand import LANGUAGES, Demand, Party, articles, letter
from makewhole.papers.parts import Paper, Para
from makewhole.words import Catalogue
from tests.papers.glyphs import drawn, faces, unseen

NOW = datetime(2026, 10, 30, 12, tzinfo=UTC)
RATES = EcbRates()
AIR = Facts(
    claim="sender_v_carrier",
    carriage=Carriage(
        mode="air",
        postal=False,
        origin="CN",
        destination="DE",
        contract_on=date(2026, 9, 28),
        accepted_on=date(2026, 9, 28),
        due_on=date(2026, 10, 5),
        packages=(Package(2_000),),
    ),
    loss=Loss(kind="loss", happened_on=date(2026, 10, 2), value=Money(18_000, "EUR")),
)
DEMAND = Demand(
    claimant=Party(
        "深圳市示例贸易有限公司 (Example Trading, Shenzhen)", ("1 Example Road", "Shenzhen 518000")
    ),
    carrier=Party("Przykład Łódź Cargo GmbH", ("Straße des Übergangs 5", "60549 Frankfurt am Main")),
    waybill="EX123456785",
    reference="MW-7K3F9Q2A",
    written_on=date(2026, 10, 30),
    answer_by=date(2026, 11, 30),
    goods="2 × ceramic teapot",
)


def _plan(**changes: Any) -> Recovery:
    return against_carrier(AIR, Money(18_000, "EUR"), RATES, NOW, **changes)


def _letter(language: str, demand: Demand = DEMAND) -> Paper:
    made = letter(_plan(), demand, language)
    assert isinstance(made, Paper), made
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_of_a_letter_is_without_its_glyph(language: str) -> None:
    paper = _letter(language)
    made = pdf.pdf(paper, NOW)
    assert isinstance(made, bytes)
    assert unseen(made) == []
    assert drawn(made) >= {char for char in paper.text() if not char.isspace()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_catalogue_can_be_set(language: str) -> None:
    words = Catalogue("makewhole.papers")
    file = files("makewhole.papers").joinpath("words", f"{language}.ftl")
    assert fonts.beyond(file.read_text(encoding="utf-8")) == ""
    assert words.ids(language) == words.ids("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_are_in_the_file_and_cut_down_to_what_is_used(language: str) -> None:
    made = pdf.pdf(_letter(language), NOW)
    assert isinstance(made, bytes)
    assert len(made) < 120_000
    assert faces(made) == 2


def test_a_name_in_a_script_we_cannot_set_is_refused_by_its_letters() -> None:
    arabic = Demand(
        claimant=Party("متجر"), carrier=DEMAND.carrier, waybill="X", reference="R",
        written_on=DEMAND.written_on, answer_by=DEMAND.answer_by,
    )  # fmt: skip
    refused = pdf.pdf(_letter("en", arabic), NOW)
    assert isinstance(refused, Refused)
    assert "U+0645" in refused.says


def test_the_same_facts_give_the_same_bytes() -> None:
    assert pdf.pdf(_letter("zh"), NOW) == pdf.pdf(_letter("zh"), NOW)


def test_an_english_letter_says_the_sum_its_articles_and_its_papers() -> None:
    said = plain.text(_letter("en"))
    for words in (
        "Claim for compensation, waybill EX123456785",
        "we claim EUR 63.06 for the loss",
        "From: China",
        "To: Germany",
        "Delivered on: not delivered",
        "Limit of liability: 52.00 SDR.",
        "Montreal Convention 1999, art. 22(3)",
        "Consignee's statement that nothing arrived",
        "pay by November 30, 2026",
        "Signature: ____",
    ):
        assert words in said


def test_a_chinese_letter_says_it_in_chinese_throughout() -> None:
    said = plain.text(_letter("zh"))
    for words in (
        "索赔函（运单号 EX123456785）",
        "起运国：中国",
        "目的国：德国",
        "1999年《蒙特利尔公约》第22(3)",
        "签字：____",
    ):
        assert words in said
    assert "the " not in said.replace(DEMAND.goods, "")


def test_a_word_file_holds_every_word_of_the_letter() -> None:
    for language in LANGUAGES:
        paper = _letter(language)
        made = word.docx(paper, NOW)
        assert zipfile.is_zipfile(io.BytesIO(made))
        sheet = Document(io.BytesIO(made))
        cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(one.text for one in sheet.paragraphs), *cells])
        for block in paper.blocks:
            if isinstance(block, Para):
                assert block.text in text


def test_the_sum_adds_up_line_by_line() -> None:
    made = letter(_plan(account=Account(from_carrier=Money(1_000, "EUR"))), DEMAND, "en")
    assert isinstance(made, Paper)
    said = plain.text(made)
    assert "Goods, within the limit of the law: EUR 63.06" in said
    assert "Less what you have paid: EUR -10.00" in said
    assert "Total claimed: EUR 53.06" in said


def test_a_plan_without_a_sum_makes_no_letter() -> None:
    none = against_carrier(Facts(claim="sender_v_carrier"), Money(100, "EUR"), RATES, NOW)
    assert isinstance(letter(none, DEMAND, "en"), Refused)


def test_every_paper_mode_and_kind_has_its_word() -> None:
    words = Catalogue("makewhole.papers")
    kinds = [f"kind-{kind}" for kind in KINDS]
    modes = [f"mode-{mode.replace('_', '-')}" for mode in MODES]
    papers = [
        "paper-" + one.kind.replace("_", "-")
        for kind in KINDS
        for one in documents(kind, ("freight", "duties", "other charges"))
    ]
    sums = ["sum-freight", "sum-duties", "sum-other-charges", "sum-interest", "sum-further-loss"]
    missing = [name for name in (*kinds, *modes, *papers, *sums) if not words.has("en", name)]
    assert missing == []


def test_an_instrument_without_a_name_is_cited_as_it_stands() -> None:
    assert articles("zh", "49 CFR 370.9") == "49 CFR 370.9"
