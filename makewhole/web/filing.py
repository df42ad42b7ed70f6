"""Reading the claim form and the form for what is still needed: fields to a `LodgeForm`, or what is wrong.

Nothing is guessed: a sum is read only when it can be read one way, and a file counts as a photo only when
it opens as one. What the claim is worth is decided elsewhere.

>>> amount("24,90", "EUR"), amount("1.234,50", "EUR"), amount("1,234", "EUR"), amount("10.123", "EUR")
(2490, 123450, 123400, 1012300)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import FormData, UploadFile

from makewhole.claims.facts import PROBLEMS, SEVERITIES
from makewhole.desk import pictures
from makewhole.desk.lodge import LodgeForm
from makewhole.desk.photo import Photo
from makewhole.money import EXPONENTS
from makewhole.parcel import waybill
from makewhole.web.doors import field_of
from makewhole.web.speech import Speech

SLOTS: Final = ("photo_goods", "photo_outside", "photo_inside", "photo_label")
CURRENCIES: Final = (
    "EUR",
    "USD",
    "GBP",
    "CNY",
    "JPY",
    "KRW",
    "INR",
    "IDR",
    "RUB",
    "BRL",
    "MXN",
    "CAD",
    "AUD",
    "CHF",
    "PLN",
    "SEK",
    "AED",
    "SAR",
    "EGP",
    "SGD",
    "HKD",
    "TRY",
    "ZAR",
)
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩०१२३४५६७८९０１２３４５６７８９", "0123456789" * 3)
_HANDLE: Final = re.compile(r"@?[A-Za-z0-9_]{1,15}")
_MOST: Final = 10**9


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as typed, to show it again."""

    problem: str = ""
    number: str = ""
    amount: str = ""
    currency: str = ""
    contact: str = ""
    story: str = ""
    language: str = ""
    severity: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A form as read: what to lodge, or by field what is wrong with it."""

    draft: Draft
    form: LodgeForm | None
    wrong: Mapping[str, str] = field(default_factory=dict)


def amount(text: str, currency: str) -> int | None:
    """A sum as people type it, in minor units; None where it can't be read as one."""
    digits = EXPONENTS.get(currency, 2)
    bare = re.sub(r"[\s'’٬]", "", text.translate(_DIGITS)).replace("٫", ".")
    match = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,4}))?", bare)
    if match is None or (match[2] and match[2] == match[3]) or len(match[4] or "") > digits:
        return None
    whole = re.sub(r"[.,]", "", match[1])
    return int(whole + (match[4] or "").ljust(digits, "0")) if len(whole) <= 13 else None


def draft(entry: FormData) -> Draft:
    """The form's texts."""
    return Draft(
        problem=field_of(entry, "problem", 40),
        number=field_of(entry, "number", 80),
        amount=field_of(entry, "amount", 20),
        currency=field_of(entry, "currency", 3),
        contact=field_of(entry, "contact", 254),
        story=field_of(entry, "story", 4_001),
        language=field_of(entry, "language", 5),
        severity=field_of(entry, "severity", 10),
        part=field_of(entry, "part", 20),
    )


def read(entry: FormData, brand: str, speech: Speech) -> Read:
    """The claim form as a claim to lodge, or what is wrong, said in the reader's language."""
    typed = draft(entry)
    wrong: dict[str, str] = {}
    asked = amount(typed.amount, typed.currency)
    part = amount(typed.part, typed.currency) if typed.part else None
    kind = contact_kind(typed.contact)
    if typed.problem not in PROBLEMS:
        wrong["problem"] = speech.t("error-problem")
    number = _number(typed.number)
    if number is None:
        wrong["number"] = speech.t("error-number" if not typed.number else "error-number-misread")
    if typed.currency not in EXPONENTS:
        wrong["currency"] = speech.t("error-currency")
    if asked is None or asked <= 0:
        wrong["amount"] = speech.t("error-amount")
    elif asked >= _MOST:
        wrong["amount"] = speech.t("error-amount-high")
    if typed.part and (part is None or part <= 0):
        wrong["part"] = speech.t("error-amount")
    if kind is None:
        wrong["contact"] = speech.t("error-contact")
    if len(typed.story) > 4_000:
        wrong["story"] = speech.t("error-story", count=4_000)
    brought, trouble = shown(entry, SLOTS, speech)
    if trouble:
        wrong["photos"] = trouble
    if wrong or number is None or asked is None or kind is None:
        return Read(typed, None, wrong)
    form = LodgeForm(
        brand=brand,
        problem=typed.problem,
        asked_minor=asked,
        currency=typed.currency,
        contact_kind=kind,
        contact=typed.contact,
        waybill=number,
        order=typed.number,
        story=typed.story,
        language=typed.language or speech.language,
        updates=kind,
        photos=brought,
        part_value_minor=part,
        severity=typed.severity if typed.severity in SEVERITIES else None,
    )
    return Read(typed, form)


def contact_kind(contact: str) -> str | None:
    """email or x, by how the contact looks; None when it is neither."""
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}", contact):
        return "email"
    return "x" if contact.startswith("@") and _HANDLE.fullmatch(contact) else None


def _number(text: str) -> str | None:
    """The waybill or order number as typed, unless it is a waybill whose check digit does not hold."""
    if not text:
        return None
    readings = waybill.judge(text)
    if readings and all(r.verdict == "misread" and r.operator is not None for r in readings):
        return None
    return text


def shown(entry: FormData, names: tuple[str, ...], speech: Speech) -> tuple[tuple[Photo, ...], str | None]:
    """The photos of a form by slot, or one sentence on the first file that is not one."""
    found: list[Photo] = []
    for name in names:
        for file in entry.getlist(name):
            if not isinstance(file, UploadFile) or not file.size:
                continue
            if len(found) >= pictures.MOST:
                return (), speech.t("error-photo-many", count=pictures.MOST)
            content = file.file.read(pictures.LARGEST + 1)
            read_as = pictures.read(file.filename or "", content, paper=name == "proof_of_value")
            if isinstance(read_as, pictures.NotAPhoto):
                return (), speech.t(read_as.message, name=read_as.name, size=pictures.MEGABYTES)
            found.append(Photo(name, read_as.media_type, read_as.content))
    return tuple(found), None
