"""What a post is: language, about logistics or not, causes, feeling, urgency, priority, and how sure we are.

Pure rules over written lexicons; no model is trained on anybody's posts. Decides what a post is and whether
a person should look, not whether or what we answer.

>>> from datetime import UTC, datetime
>>> found = triage(Post("1", "@acme my parcel never arrived, marked as delivered!"), datetime.now(UTC))
>>> found.logistics, found.causes[0], found.sentiment
(True, 'not_received', 'negative')
"""

from dataclasses import dataclass
from datetime import datetime

from makewhole.because import Because, Ground
from makewhole.care import language, lexicon, mood, script, topic
from makewhole.care import speaker as voices
from makewhole.care.causes import COMPLAINTS, Spoken, causes
from makewhole.care.post import Post

SOURCE = "makewhole/care/causes.toml, topic.toml and lexicon/"
_UNSURE = 0.75
_STRONG = 2.8
_PARCELS = COMPLAINTS - {"service", "claim_status", "returns_refund"}
_WIDE = ("zh", "ja")
_HARM = {"lost": 3, "not_received": 3, "damaged": 3, "wrong_or_missing": 2, "late": 2, "silent": 2}
_HARM |= {"customs": 2, "duties": 2, "returns_refund": 2, "claim_status": 2, "address": 2, "service": 1}
_REACH = ((1_000_000, 15), (100_000, 11), (10_000, 7), (1_000, 3))
_STALE_DAYS = 30
_LONGEST, _FEW_WORDS = 6_000, 25


@dataclass(frozen=True, slots=True)
class Triage:
    """The judgement on one post.

    `confidence` is the probability (0 to 1, three places) that `logistics` is right; `priority` is 0 to 100;
    `speaker` is customer, desk, advert or news; `why` names the signs in fixed words, none from the post.
    """

    language: str
    logistics: bool
    causes: tuple[str, ...]
    sentiment: str
    urgency: int
    priority: int
    confidence: float
    person_should_look: bool
    why: tuple[str, ...]
    because: Because
    speaker: str = "customer"


def triage(post: Post, now: datetime, numbers: int = 0) -> Triage:
    """Judge one post; `numbers` is how many waybills and order numbers were read in it."""
    text = post.text[:_LONGEST]
    tongue = language.detect(text, post.language_hint)
    found = lexicon.ideas(script.words(text), tongue)
    spoken = causes(found, wide=tongue in _WIDE)
    about = topic.topic(found, numbers, any(s.cause in _PARCELS and s.weight >= _STRONG for s in spoken))
    complaint = any(s.cause in COMPLAINTS for s in spoken)
    who = voices.speaker(found, text, complaint)
    named = _causes(found, spoken, about, who, numbers)
    complaint = named[0] in COMPLAINTS
    feeling = mood.sentiment(found, text, complaint and about.logistics)
    if who in ("desk", "advert", "news"):
        feeling = "neutral" if feeling == "negative" else feeling
    level, signs = mood.urgency(found, complaint and who == "customer")
    why = _why(named, spoken, about, signs, who)
    look = _person(named, spoken, about, level, signs, who)
    return Triage(
        language=tongue,
        logistics=about.logistics,
        causes=named,
        sentiment=feeling,
        urgency=level,
        priority=_priority(named, about, level, feeling, post, now, who),
        confidence=about.confidence,
        person_should_look=look,
        why=why,
        because=(
            Ground(
                "triage",
                _sentence(about.logistics, named, who),
                SOURCE,
                {"signs": ", ".join(why), "confidence_permille": round(about.confidence * 1000)},
            ),
        ),
        speaker=who,
    )


def _causes(
    found: lexicon.Ideas, spoken: tuple[Spoken, ...], about: topic.Topic, who: str, numbers: int
) -> tuple[str, ...]:
    """The named causes: complaints as spoken; else praise, question, spam or other.

    Who gives a number and says no more was asked for it, or asks about it: a question.
    """
    if who == "advert":
        return ("spam",)
    if who in ("desk", "news"):
        return ("other",)
    named = [s.cause for s in spoken if about.logistics or s.cause in ("service", "claim_status")]
    asks = found.words.asks or found.has("ask", "where_is")
    if _glad(found, named) and (found.has("praise") or not asks):
        named = ["praise", *(["question"] if asks else [])]
    elif not named:
        if about.logistics and found.has("bad") and not asks:
            named = ["service"]
        elif asks or (numbers and about.logistics and not found.has("good")):
            named = ["question"]
    return tuple(named) or ("other",)


def _glad(found: lexicon.Ideas, named: list[str]) -> bool:
    """Whether a post is praise: glad words, next to nothing sore, and few words or plainly praising ones."""
    glad = 2 * found.count("praise") + found.count("good")
    sore = found.count("bad") + found.count("not") + found.count("trouble") + 2 * len(named)
    sore += sum(found.has(idea) for idea in ("late", "damage", "lost", "wrong", "unreceived", "cancel"))
    plain = found.has("praise") or len(found.words.tokens) <= _FEW_WORDS
    return glad > sore and plain and not found.has("where_is")


def _person(
    named: tuple[str, ...],
    spoken: tuple[Spoken, ...],
    about: topic.Topic,
    level: int,
    signs: tuple[str, ...],
    who: str,
) -> bool:
    """Whether a person should look before anything automatic happens."""
    if who != "customer":
        return False
    if level >= 3 or "legal" in signs:
        return True
    if about.confidence < _UNSURE:
        return named[0] in COMPLAINTS or about.logistics
    return bool(named[0] in ("service", "claim_status") and about.logistics)


def _priority(
    named: tuple[str, ...], about: topic.Topic, level: int, feeling: str, post: Post, now: datetime, who: str
) -> int:
    """0 to 100: urgency times harm, plus reach; old posts sink, and what is no complaint stays low."""
    if who != "customer":
        return 0
    harm = max((_HARM.get(cause, 0) for cause in named), default=0)
    base = 8 * level + 6 * level * harm // 2 + 5 * harm + (6 if feeling == "negative" else 0)
    if not about.logistics:
        base //= 3
    reach = next((gain for floor, gain in _REACH if (post.followers or 0) >= floor), 0)
    age = (now - post.created_at).days if post.created_at is not None else 0
    return max(0, min(100, base + reach - (10 if age > _STALE_DAYS else 0)))


def _why(
    named: tuple[str, ...],
    spoken: tuple[Spoken, ...],
    about: topic.Topic,
    signs: tuple[str, ...],
    who: str,
) -> tuple[str, ...]:
    out = [f"speaker:{who}", f"topic:{about.score:g}"]
    out += [f"{s.cause}:{'/'.join(s.rules[:3])}" for s in spoken if s.cause in named]
    out += [f"urgent:{sign}" for sign in signs]
    return tuple(out)


def _sentence(logistics: bool, named: tuple[str, ...], who: str) -> str:
    if who != "customer":
        return {"desk": "a support desk is speaking", "advert": "an advertisement", "news": "a report"}[who]
    subject = "about a parcel or order" if logistics else "not about a parcel or order"
    return f"a customer, {subject}; causes: {', '.join(named)}"
