"""Who is talking: a customer, the brand's own desk, a seller's advertisement, or news.

Only a customer is ever answered. The signs are wordings of support desks (and their signatures, `^AB`),
prices beside links, and the language of reports. Decides who speaks, not what is wrong.

>>> from makewhole.care import lexicon, script
>>> text = "@bob We're sorry to hear that. Please DM us your order number. ^VH"
>>> speaker(lexicon.ideas(script.words(text), "en"), text, complaint=False)
'desk'
"""

import re

from makewhole.care.lexicon import Ideas

_SIGNED = re.compile(
    r"(?:\^\s?[A-Za-z]{2,10}|[\s.!?][-~*/\u2013\u2014]\s?[A-Z][A-Za-z]{1,9})\s*(?:\(?\d/\d\)?)?\s*(?:https?://\S+\s*)*$"
)
_NAMED = re.compile(
    r"(?:[Tt]hanks|[Rr]egards|[Cc]heers|[Bb]est)[!,.]{1,2}\s+[A-Z][a-z]{1,9}[.!]?\s*(?:https?://\S+\s*)*$"
)
_CARET = re.compile(r"\^[A-Za-z]{2,10}\b")
_PART = re.compile(r"\(?\b[12]\s?/\s?[2-4]\b\)?")
_PRICE = re.compile(
    r"(?:rs\.?\s?|inr\s?|₹\s?|[$£€¥]\s?|rp\.?\s?)\d[\d,.]*|\d{1,2}\s?%\s?(?:off|discount|diskon)|\d+\s?(?:\u5143|\u5186|\uc6d0|\u0440\u0443\u0431)",
    re.IGNORECASE,
)
_OFF = re.compile(r"\d{1,2}\s?%\s?(?:off|of|discount|diskon|de desconto|de descuento|rabatt)", re.IGNORECASE)


def speaker(found: Ideas, text: str, complaint: bool) -> str:
    """`customer`, `desk`, `advert` or `news`."""
    own = found.count("self")
    desk = 2.0 * bool(_CARET.search(text)) + 1.0 * bool(_SIGNED.search(text) or _NAMED.search(text))
    desk += 1.0 * found.count("ours")
    if found.has("ours"):
        desk += 0.5 * bool(_PART.search(text))
        desk -= (
            0.7 * min(3, found.count("bought")) + 0.6 * min(3, own) + 0.8 * min(2, found.count("bad_service"))
        )
        if desk >= 1.6:
            return "desk"
    elif desk >= 3:
        return "desk"
    links = found.words.links
    adverts = found.count("advert") + 2 * bool(_OFF.search(text)) + bool(links and _PRICE.search(text))
    adverts -= own + 2 * complaint
    if adverts >= 2 and not found.has("bad_service"):
        return "advert"
    news = found.count("news") + bool(links) - own - 2 * found.has("bought") - found.count("bad")
    if news >= 2 and found.has("news"):
        return "news"
    return "customer"
