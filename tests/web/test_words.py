"""Every sentence of the customer's pages exists in every language, with the same blanks to fill."""

import re
from importlib.resources import files

import pytest

from makewhole.web.speech import CATALOGUE
from makewhole.words import CONSOLE_LANGUAGES, LANGUAGES

_STAFF = (
    "desk-",
    "lane-",
    "letter-",
    "kind-",
    "verdict-",
    "sentiment-",
    "grade-",
    "who-",
    "cause-",
    "parcel-",
    "style-",
)
CUSTOMERS = sorted(name for name in CATALOGUE.ids("en") if not name.startswith(_STAFF))


def _blanks(language: str) -> dict[str, set[str]]:
    text = files("makewhole.web").joinpath("words", f"{language}.ftl").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for block in re.split(r"\n(?=[a-z][a-z0-9-]* =)", text):
        name = block.partition(" =")[0].strip().rpartition("\n")[2]
        found[name] = set(re.findall(r"\$(\w+)", block))
    return found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_customer_sentence_is_said_in_every_language(language: str) -> None:
    ids = CATALOGUE.ids(language)
    assert [name for name in CUSTOMERS if name not in ids] == []
    assert sorted(ids - CATALOGUE.ids("en")) == [], "sentences nobody says any more"


@pytest.mark.parametrize("language", [code for code in CONSOLE_LANGUAGES if code != "en"])
def test_every_console_sentence_is_said_in_every_console_language(language: str) -> None:
    assert sorted(CATALOGUE.ids("en") - CATALOGUE.ids(language)) == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_translation_leaves_no_blank_out(language: str) -> None:
    english, ours = _blanks("en"), _blanks(language)
    assert {name: blanks for name, blanks in ours.items() if blanks != english[name]} == {}
