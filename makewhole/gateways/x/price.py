"""What a call to X costs, in whole micro-dollars, by the dated table beside this file.

It knows prices and nothing of budgets. Where X's documents leave a price open, the dearer one counts.

>>> of("search", 3), of("publish", text="your parcel is here"), of("publish", text="see https://a.example")
(15000, 15000, 200000)
>>> of("publish", text="on its way", reply=True), of("me"), of_event("dm.received"), of_event("dm.read")
(10000, 0, 10000, 0)
"""

import re
from functools import cache

from makewhole import tables
from makewhole.gateways.x.operations import operation

# Letters without spaces between words may stand right before a domain, so it begins where its own letters do.
_LINK = re.compile(
    r"https?://\S|(?<![a-z0-9])www\.\S|(?<![a-z0-9@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|io|co|app|shop|eu"
    r"|cn|de|fr|es|it|jp|kr|br|in|id|ru|uk|us|me|ly)(?![a-z0-9@-])",
    re.IGNORECASE,
)
_BILLED_EVENTS = {"dm.received": "event.message", "chat.received": "event.message"}


@cache
def _prices() -> dict[str, tuple[int, bool]]:
    rows = tables.read("makewhole.gateways.x", "prices.toml")["price"]
    return {row["key"]: (row["micro"], row["per"] == "resource") for row in rows}


def of(name: str, resources: int = 1, *, text: str = "", reply: bool = False) -> int:
    """The price of one request of that operation whose answer brings so many resources; 0 where X names
    none. `text` and `reply` say what a post holds and whether it answers one that summoned us."""
    key = operation(name).price
    if key == "post.write" and text:
        key = "post.write.link" if has_link(text) else "post.write.summoned" if reply else key
    if not key:
        return 0
    micro, by_resource = _prices()[key]
    return micro * (resources if by_resource else 1)


def of_event(event_type: str) -> int:
    """The price of one pushed event."""
    key = _BILLED_EVENTS.get(event_type)
    if key is None and event_type.startswith("post."):
        key = "event.post"
    return _prices()[key][0] if key else 0


def has_link(text: str) -> bool:
    """Whether X would make a link of something in the text: an address, or a bare domain it knows."""
    return _LINK.search(text) is not None
