"""How a post feels and how pressing it is: sentiment, and urgency from 0 to 3.

Urgency 1 is a plain complaint, 2 a pressing one (an event, weeks of waiting, repeated contact, a legal
threat), 3 one where waiting may hurt someone or two pressing things meet. Decides nothing about answering.

>>> from makewhole.care import lexicon, script
>>> urgency(lexicon.ideas(script.words("my insulin parcel has not arrived"), "en"), True)[0]
3
"""

from makewhole.care.lexicon import Ideas

_SAD = frozenset("😠😡🤬😤😞😔😢😭😩😫💔🤦🤮🤢👎😒🙄😑😓😥☹🙁😣😖😕🖕💩😾🥺😟😰😨")
_GLAD = frozenset("😊😍🥰❤😁😀😃😄🎉👏👍🙌💕😘🤩💯✨🥳😇☺💖💙💚🧡💛💜🌟⭐🤗👌💐")
_FLIP = 2
_DEFINITE = 2


def sentiment(found: Ideas, text: str, complaint: bool) -> str:
    """`negative`, `neutral` or `positive`; a complaint is negative unless its words are plainly glad."""
    good = bad = 0
    denials = found.at.get("not", ())
    unhappy = set(found.at.get("bad", ())) | set(found.at.get("rude", ()))
    bad += len(unhappy) + 2 * found.count("bad_service")
    for place in found.at.get("good", ()):
        if place in unhappy:
            continue
        if any(0 < place - denial <= _FLIP for denial in denials):
            bad += 1
        else:
            good += 1
    good += 2 * found.count("praise")
    if not text.isascii():
        bad += sum(2 for c in set(text) if c in _SAD)
        good += sum(2 for c in set(text) if c in _GLAD)
    if complaint:
        return "positive" if good >= 3 and good > 2 * bad and not denials else "negative"
    if good > bad and good - bad >= 1:
        return "positive"
    return "negative" if bad > good else ("negative" if bad >= _DEFINITE else "neutral")


def urgency(found: Ideas, complaint: bool) -> tuple[int, tuple[str, ...]]:
    """The level and the signs it rests on, in fixed order."""
    if not complaint:
        return (1 if found.has("urgent") and found.has("ask", "where_is") else 0), ()
    signs = [name for name in ("legal", "weeks", "repeat", "urgent") if found.has(name)]
    if found.has("event") and found.has("soon", "urgent", "late", "overdue"):
        signs.append("event")
    if found.has("medicine"):
        return 3, ("medicine", *signs)
    if {"event", "urgent"} <= set(signs) or len(signs) >= 3:
        return 3, tuple(signs)
    return (2 if signs else 1), tuple(signs)
