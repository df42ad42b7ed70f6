"""The examples of docs/proof.md, run as written."""

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "proof.md"


def test_the_examples_of_the_format_document_hold() -> None:
    outcome = doctest.testfile(str(DOCUMENT), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert outcome.attempted > 15
    assert outcome.failed == 0
