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
_LEAST = 0.9
_MANNERS = 0.4
# Words that hint at trouble without naming a feeling; one alone is not enough.
_WEAK = {
    "not": 0.3,
    "trouble": 0.6,
    "repeat": 0.6,
    "legal": 0.6,
    "weeks": 0.3,
    "missing": 0.4,
    "damage": 0.6,
    "lost": 0.5,
}
_WEAK |= {
    "unreceived": 1.0,
    "overdue": 1.0,
    "unmoved": 1.0,
    "stuck": 0.5,
    "late": 0.4,
    "cancel": 0.3,
    "marked": 0.5,
}


def sentiment(found: Ideas, text: str, complaint: bool) -> str:
    """`negative`, `neutral` or `positive`; a complaint is negative unless its words are plainly glad."""
    good, bad = _weigh(found)
    if not text.isascii():
        faces = set(text)
        bad += 2 * len(faces & _SAD)
        good += 2 * len(faces & _GLAD)
    if complaint:
        return "positive" if good >= 3 and good > 2 * bad and not found.has("not") else "negative"
    if good > bad and good >= _LEAST:
        return "positive"
    return "negative" if bad > good and bad >= _LEAST else "neutral"


def _weigh(found: Ideas) -> tuple[float, float]:
    """How much is good and how much bad; `not good` is bad, and thanks beside a request is manners."""
    denials = found.at.get("not", ())
    unhappy = {*found.at.get("bad", ()), *found.at.get("rude", ())}
    bad = len(unhappy) + 2.0 * found.count("bad_service")
    bad += sum(weight * min(2, found.count(idea)) for idea, weight in _WEAK.items() if idea in found.at)
    polite = found.at.get("thanks", ())
    good = 2.0 * found.count("praise")
    for place in found.at.get("good", ()):
        if place in unhappy:
            continue
        if any(0 < place - denial <= _FLIP for denial in denials):
            bad += 1
        elif place in polite and found.has("ask", "trouble", "please"):
            good += _MANNERS
        else:
            good += 1
    return good, bad


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
