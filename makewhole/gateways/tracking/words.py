"""What a carrier's own words for an event mean in ours: a status, and the reason where they say one.

Free text in the languages of `words.toml`, read by phrases alone, whole phrases before parts. The same text
always reads the same; where two phrases contradict each other nothing is said.

>>> of("Out for delivery"), of("Lorem ipsum")
(Coded(status='out_for_delivery', reason=None), None)
"""

from makewhole import tables
from makewhole.gateways.tracking.codes import Coded


def of(text: str) -> Coded | None:
    """Our reading of a carrier's words in any language of the table; None where they say nothing clear."""
    table = tables.read("makewhole.gateways.tracking", "words.toml")
    said = text.casefold()
    found = {status for status, phrases in table["en"].items() for phrase in phrases if phrase in said}
    return Coded(found.pop()) if len(found) == 1 else None
