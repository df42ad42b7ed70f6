"""The words by which a claimant hears that their claim has moved, and which moves are worth a letter.

Names the claim by its reference and says what happened in one sentence: no sum, no parcel, no address. Where
the link is known it is given, since everything else stands there. Decides wording only.

>>> news("offered", "en", "MW-2345", "https://shop.example/c/x").splitlines()[1]
'See it here: https://shop.example/c/x'
>>> worth_a_letter("deciding", "email"), worth_a_letter("lodged", "x")
(False, False)
"""

from makewhole.words import Catalogue

WORDS = Catalogue("makewhole.care")
_TOLD = frozenset(
    {
        "lodged",
        "awaiting_evidence",
        "with_person",
        "offered",
        "paid",
        "payout_failed",
        "declined",
        "outside",
        "closed",
    }
)
_TOO_DEAR_FOR_X = frozenset({"lodged", "with_person"})
"""X takes few messages; what a claimant sees on the page they have just filled in needs none."""


def worth_a_letter(state: str, channel: str) -> bool:
    """Whether a claimant who asked for updates by x or email is written to when a claim gets into a state."""
    return state in _TOLD and not (channel == "x" and state in _TOO_DEAR_FOR_X)


def news(state: str, language: str, ref: str, link: str) -> str:
    """The letter: which claim, what happened, where to see it, and how to stop these letters."""
    happened = WORDS.say(language, f"update-{state.replace('_', '-')}")
    lines = [
        WORDS.say(language, "update-claim", ref=ref, news=happened),
        WORDS.say(language, "update-link", url=link) if link else WORDS.say(language, "update-no-link"),
        "",
        WORDS.say(language, "footer"),
    ]
    return "\n".join(lines)


def subject(language: str, ref: str) -> str:
    """The subject of a mail about a claim."""
    return WORDS.say(language, "mail-subject-claim", ref=ref)


def subject_of_answer(language: str, brand: str) -> str:
    """The subject of a mail that answers what somebody wrote by the form."""
    return WORDS.say(language, "mail-subject-answer", brand=brand)
