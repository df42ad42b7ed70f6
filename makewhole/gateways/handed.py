"""A body handed in or kept before, read by whoever reads its kind: EPCIS, EDI, or a carrier's answer.

Without a name a standard is known by how the body begins.

>>> read("", b'{"number": "RB1", "events": [{"at": "2026-03-01T10:00Z", "status": "lost"}]}')[0].number
'RB1'
>>> read("", b"UNB+UNOC:3")[0].carrier
'edifact'
"""

from makewhole.gateways import edi, epcis, tracking
from makewhole.gateways.tracking.answer import Answer

PLAIN = "makewhole"
"""Our own plain form, which a table's rows and the API's scans become (tracking/shapes/makewhole.toml)."""
_EDI = frozenset({"edi", "edifact", "iftsta", "x12"})


def read(reader: str, content: bytes) -> tuple[Answer, ...]:
    """What a body says of each parcel in it. Never raises."""
    if reader == "epcis" or (not reader and epcis.looks_like(content)):
        return epcis.read(content)
    if reader in _EDI or (not reader and edi.looks_like(content)):
        return edi.read(content)
    return tracking.read(reader or PLAIN, content)


def is_standard(content: bytes) -> bool:
    """Whether a body begins as EPCIS or EDI does, so that it needs no name."""
    return epcis.looks_like(content) or edi.looks_like(content)
