"""Status messages in EDI, read into scans: EDIFACT IFTSTA and X12 214.

`read` gives one `Answer` a parcel; it never raises and drops no event. The separators are those the
interchange itself declares; what breaks off is read as far as it goes, and the answer says so.

>>> one, = read("UNH+1+IFTSTA:D:01B:UN'CNI+1+RB123456785GB'STS+1+21'DTM+334:202611210930?+01:205'UNT+5+1'")
>>> one.number, one.scans[0].status, one.scans[0].at.isoformat()
('RB123456785GB', 'delivered', '2026-11-21T08:30:00+00:00')
>>> looks_like(b"ISA*00*"), looks_like(b'{"events": []}')
(True, False)
"""

import re

from makewhole.gateways.edi import edifact, x12
from makewhole.gateways.edi.events import UNREADABLE
from makewhole.gateways.edi.segments import Interchange, Unreadable, parsed
from makewhole.gateways.tracking.answer import Answer, Told

__all__ = ["UNREADABLE", "looks_like", "read"]

_BEGINNING = re.compile(r"UNA[^\w\s]|UN[BH]\W|ISA[^\w\s]|GS[^\w\s]QM|ST[^\w\s]214\b")


def looks_like(content: bytes | str) -> bool:
    """Whether a body begins as an EDIFACT or X12 interchange does."""
    start = content[:200]
    head = start if isinstance(start, str) else start.decode("latin-1")
    head = head.removeprefix("\xef\xbb\xbf").lstrip("\ufeff \t\r\n")
    return _BEGINNING.match(head) is not None


def read(content: bytes | str) -> tuple[Answer, ...]:
    """What an interchange says of each parcel in it; one that can't be read is an `Answer` that says why."""
    interchange = parsed(content)
    if isinstance(interchange, Unreadable):
        return (Answer("edi", told=(Told(UNREADABLE, interchange.says),)),)
    reader = edifact if interchange.standard == "edifact" else x12
    answers = reader.answers(interchange)
    return answers or (_without(interchange),)


def _without(interchange: Interchange) -> Answer:
    says = "the interchange holds no status message (IFTSTA or 214) that names a consignment"
    return Answer(interchange.standard, told=(Told(UNREADABLE, says),), doubts=interchange.doubts)
