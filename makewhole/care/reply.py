"""The words of an answer: a public acknowledgement and a private message, from templates.

The public part is chosen by cause, language and post (so two customers rarely read the same), asks for
exactly what is missing, and says by when we answer. The private part tells where the parcel is or how far the
order, where that is known, else asks for the one thing needed. Every public text passes `disclosure.leaks`;
one that does not is withheld. Decides wording only.

>>> public("damaged", "en", "42", known_number=False, minutes=60).endswith("We answer within 1 hour.")
True
"""

from datetime import datetime
from functools import cache
from zlib import crc32

from makewhole.care import order_lines, whereabouts
from makewhole.care.order_lines import OrderView
from makewhole.care.whereabouts import ParcelView
from makewhole.words import Catalogue

WORDS = Catalogue("makewhole.care")
_HOUR = 60
_OPENINGS = {"praise": 3}
_PHOTO = frozenset({"damaged", "wrong_or_missing"})
_ASKS = {"damaged": "photo", "wrong_or_missing": "photo", "claim_status": "case"}
_OPEN = {"question": "details", "service": "details"}
_NEEDS = {
    "damaged": "need-photo",
    "wrong_or_missing": "need-photo",
    "claim_status": "need-case",
    "question": "need-question",
    "address": "need-address",
    "duties": "need-charge",
}


def public(
    cause: str,
    language: str,
    post_id: str,
    known_number: bool,
    minutes: int,
    form: str = "",
    reference: str = "",
) -> str:
    """The acknowledgement for `cause` in `language`; `minutes` is the brand's own time to answer.

    `form` is an address to write to where messages are slow, `reference` the thread's own short name."""
    choice = crc32(post_id.encode("utf-8", "replace"))
    text = _public(cause, language, choice % 12, known_number, minutes)
    gap = "" if language in ("zh", "ja") else " "
    more = [WORDS.say(language, "form-instead", url=form)] if form and cause != "praise" else []
    more += [WORDS.say(language, "reference", code=reference)] if reference else []
    return gap.join((text, *more))


def private(
    cause: str,
    language: str,
    number: str,
    kind: str,
    known: ParcelView | OrderView | None,
    privacy_url: str,
    now: datetime,
) -> str:
    """The direct message at `now`; `kind` says what `number` is: waybill, order, candidate, misread or
    nothing."""
    if isinstance(known, ParcelView):
        lines = _parcel(cause, language, number, known, now)
    elif known is not None:
        hello = WORDS.say(language, "order-hello", number=known.ref)
        lines = [hello, *order_lines.lines(known, language, now)]
    else:
        lines = [_missing(cause, language, number, kind)]
    if privacy_url:
        lines.append(WORDS.say(language, "footer-privacy", url=privacy_url))
    else:
        lines.append(_say(language, "footer"))
    return "\n".join(lines)


@cache
def within(language: str, minutes: int) -> str:
    """The sentence that says by when we answer."""
    if minutes % _HOUR == 0:
        return WORDS.say(language, "answer-hours", hours=minutes // _HOUR)
    return WORDS.say(language, "answer-minutes", minutes=minutes)


@cache
def _public(cause: str, language: str, choice: int, known_number: bool, minutes: int) -> str:
    stem = cause.replace("_", "-")
    opening = _say(language, f"{stem}-{'abc'[choice % _OPENINGS.get(cause, 2)]}")
    if cause == "praise":
        return opening
    need = _ASKS.get(cause) or ("nothing" if known_number else _OPEN.get(cause, "number"))
    ask = _say(language, f"ask-{need}-{'ab'[choice // 3 % 2]}")
    gap = "" if language in ("zh", "ja") else " "
    return gap.join((opening, ask, within(language, minutes)))


def _parcel(cause: str, language: str, number: str, parcel: ParcelView, now: datetime) -> list[str]:
    hello = (
        WORDS.say(language, "private-hello", number=number)
        if number
        else _say(language, "private-hello-unnumbered")
    )
    lines = [hello, *whereabouts.lines(parcel, language, now)]
    if parcel.whereabouts.status == "delivered":
        if cause in _PHOTO:
            lines.append(_say(language, "need-photo"))
        elif cause in ("not_received", "late", "lost", "silent"):
            lines.append(_say(language, "delivered-not-received"))
    return lines


def _missing(cause: str, language: str, number: str, kind: str) -> str:
    if kind == "misread":
        return WORDS.say(language, "need-number-misread", number=number)
    need = _NEEDS.get(cause)
    if need and not (number and need in ("need-question", "need-address")):
        return _say(language, need)
    if kind == "candidate":
        return WORDS.say(language, "need-carrier", number=number)
    if kind in ("waybill", "order"):
        return WORDS.say(language, "got-number" if kind == "waybill" else "got-order", number=number)
    return _say(language, "need-number")


@cache
def _say(language: str, message: str) -> str:
    return WORDS.say(language, message)
