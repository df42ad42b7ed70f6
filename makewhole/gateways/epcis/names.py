"""The names things go by in EPCIS, and ours: numbers of parcels, places, and words of GS1's vocabulary.

An SSCC is written as a GS1 Digital Link and read from either form; every other number is written in a name
space of our own. Of a name space we don't know, the last part is the number.

>>> number("urn:epc:id:sscc:0614141.1234567890"), number("https://id.gs1.org/00/106141412345678908")
('106141412345678908', '106141412345678908')
>>> written_number("RB123456785GB"), number(written_number("RB123456785GB"))
('urn:makewhole:waybill:RB123456785GB', 'RB123456785GB')
>>> place(written_place("Köln, Hbf", "DE")), word("urn:epcglobal:cbv:bizstep:receiving")
(('Köln, Hbf', 'DE'), 'receiving')
"""

import re
from urllib.parse import quote, unquote

NAMESPACE = "urn:makewhole:epcis:"
"""The name space of the fields we add to an event."""
_WAYBILL, _PLACE, _NOWHERE = "urn:makewhole:waybill:", "urn:makewhole:place:", "-"
_DIGITAL_LINK = "https://id.gs1.org/00/"
_SSCC_URN = re.compile(r"^urn:epc:id:sscc:(\d{6,12})\.(\d)(\d{4,10})$")
_SSCC_LINK = re.compile(r"^https?://[^/\s]+(?:/[^/\s]+)*/00/(\d{18})(?:[/?#].*)?$")
_GOODS = re.compile(r"^urn:epc:(?:id:sgtin|class|idpat)|/01/\d{14}")
_CBV = re.compile(r"(?:^|[/:#])(?:BizStep-|Disp-|ER-)?([A-Za-z_]+)$")


def number(uri: str) -> str | None:
    """The number a thing in an event goes by; None where it is goods and no parcel."""
    said = uri.strip()
    if found := _SSCC_URN.match(said):
        digits = f"{found[2]}{found[1]}{found[3]}"
        return f"{digits}{check_digit(digits)}" if len(digits) == 17 else None
    if found := _SSCC_LINK.match(said):
        return found[1]
    if not said or _GOODS.search(said):
        return None
    last = re.split(r"[:/#=]", said.rstrip("/:#"))[-1]
    return unquote(last).strip()[:100] or None


def written_number(waybill: str) -> str:
    """A parcel's number as a URI."""
    if (
        waybill.isascii()
        and waybill.isdigit()
        and len(waybill) == 18
        and check_digit(waybill[:17]) == waybill[17]
    ):
        return f"{_DIGITAL_LINK}{waybill}"
    return f"{_WAYBILL}{quote(waybill, safe='')}"


def check_digit(digits: str) -> str:
    """The check digit of a GS1 key: threes and ones from the right.

    >>> check_digit("10614141234567890")
    '8'
    """
    return str(-sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits))) % 10)


def place(uri: str) -> tuple[str | None, str | None]:
    """A place and its country (alpha-2) by its URI; of a name space we don't know, the URI itself."""
    if uri.startswith(_PLACE):
        country, _, name = uri.removeprefix(_PLACE).partition(":")
        return unquote(name) or None, None if country == _NOWHERE else country
    return uri.strip() or None, None


def written_place(name: str | None, country: str | None) -> str:
    """A place as a URI."""
    return f"{_PLACE}{country or _NOWHERE}:{quote(name or '', safe='')}"


def word(uri: str) -> str:
    """The bare word of a step, a disposition or a reason, however its vocabulary is written."""
    found = _CBV.search(uri.strip())
    return found[1].casefold() if found else uri.strip()
