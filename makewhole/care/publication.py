"""What a post, a thread or a report of our own may look like before anybody looks at it.

Each part of a publication is one post; here is what is wrong with it by its form alone: empty, too long, said
twice, too many share symbols, somebody else's post shown without their permission. Whether it may leave is
`care.manners`'; when, and who said yes, is the desk's.

>>> [no.says for no in faults(("Where is my parcel? Our answers:", "x" * 281))]
['part 2 weighs 281 of at most 280 characters as X counts them']
>>> parts("One." + chr(10) + "---" + chr(10) + "Two.")
('One.', 'Two.')
>>> questions("Do you ship to Malta?" + chr(10) + "Yes, in six days." + chr(10) * 2 + "How do I claim?")
(('Do you ship to Malta?', 'Yes, in six days.'), ('How do I claim?', ''))
"""

import re
from collections.abc import Sequence
from typing import Final

from makewhole.because import Refused
from makewhole.care import length, script
from makewhole.care.manners import RULES

MOST_PARTS: Final = 25
_BETWEEN: Final = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_BLOCKS: Final = re.compile(r"\n[ \t]*\n")
_SHARES: Final = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?!\w)")
_THEIR_POST: Final = re.compile(
    r"(?:^|//|www\.|mobile\.|\s)(?:x|twitter)\.com/([A-Za-z0-9_]{1,15})/status/", re.IGNORECASE
)
_BY_FORM: Final = "makewhole/care/publication.py"


def parts(text: str) -> tuple[str, ...]:
    """The posts of a thread as a person writes them, between lines of dashes; empty ones are left out."""
    return tuple(part.strip() for part in _BETWEEN.split(_lines(text)) if part.strip())


def questions(text: str) -> tuple[tuple[str, str], ...]:
    """Questions with their answers: blocks between empty lines, the first line of each its question."""
    blocks = (block.strip() for block in _BLOCKS.split(_lines(text)))
    split = (block.partition("\n") for block in blocks if block)
    return tuple((asked.strip(), answer.strip()) for asked, _, answer in split)


def faq(opening: str, asked: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A thread of questions: its opening, then each question with its answer in a post of its own."""
    return (opening.strip(), *(f"{question}\n\n{answer}".strip() for question, answer in asked))


def faults(said: Sequence[str], handles: Sequence[str] = (), permission: str = "") -> tuple[Refused, ...]:
    """What is wrong with the posts of a publication, part by part; nothing where X would take their form.

    `permission` names where it is kept that the author of a post we show let us show it.
    """
    if not said:
        return (_no("empty", "there is nothing to publish", "write at least one post"),)
    if len(said) > MOST_PARTS:
        says = f"a thread of {len(said)} posts; at most {MOST_PARTS} are published together"
        return (_no("parts", says, "make two threads of it"),)
    own = {handle.casefold().lstrip("@") for handle in handles}
    found: list[Refused] = []
    for place, text in enumerate(said, 1):
        weight = length.weighted(text)
        if not script.visible(text).strip():
            found.append(_no("empty", f"part {place} is empty", "write it, or take it out"))
        if weight > length.LONGEST:
            says = f"part {place} weighs {weight} of at most {length.LONGEST} characters as X counts them"
            found.append(_no("length", says, "make it shorter, or divide it"))
        if text in said[: place - 1]:
            found.append(_no("twice", f"part {place} says what an earlier one says", "say it once"))
        if len(_SHARES.findall(text)) > 1:
            says = f"part {place} names more than one share by its symbol; X takes one"
            found.append(_no("shares", says, "write the names without $"))
        shown = {handle.casefold() for handle in _THEIR_POST.findall(text)} - own
        if shown and not permission:
            row = RULES["R21"]
            says = f"part {place} shows a post of @{min(shown)}: {row['says']}"
            found.append(Refused("R21", says, row["source"], row["way_forward"]))
    return tuple(found)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no(rule: str, says: str, way_forward: str) -> Refused:
    return Refused(f"publication.{rule}", says, _BY_FORM, way_forward)
