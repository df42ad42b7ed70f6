"""The one judgement on a post: what it is, whether and how we answer, in which words, and why.

`consider` is pure and the only way a post becomes an answer: the replay command and the desk call the same
function with the same facts. It decides the route (automatic, person or ignore) and drafts both texts; it
sends nothing.

>>> from datetime import UTC, datetime
>>> post = Post("9", "@acme where is my parcel? It is two days late", mentions=("acme",))
>>> found = consider(post, Brand("Acme", ("acme",)), None, Standing(), datetime.now(UTC))
>>> found.route, found.reply_language
('automatic', 'en')
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from makewhole.because import Because, Ground
from makewhole.care import disclosure, reply
from makewhole.care.causes import COMPLAINTS
from makewhole.care.manners import Act, Kind, Manners, Standing, may
from makewhole.care.order_lines import OrderView
from makewhole.care.post import Post
from makewhole.care.triage import Triage, triage
from makewhole.care.whereabouts import ParcelView
from makewhole.parcel import waybill
from makewhole.parcel.waybill import OrderNumber, OrderPattern, Reading
from makewhole.words import LANGUAGES, reachable

__all__ = ["Brand", "Judgement", "OrderView", "ParcelView", "Standing", "consider"]

_SOURCE = "makewhole/care/judgement.py"
_READ = 30_000
_SURE, _FAIRLY, _PRESSING = 0.9, 0.75, 3
_TRUSTED = ("valid", "plausible")


@dataclass(frozen=True, slots=True)
class Brand:
    """Who answers: its handles (without `@`), its own time to answer, and the languages it answers in.

    `replying` is the handle that replies on X, where that is known: the account that was mentioned."""

    name: str
    handles: tuple[str, ...]
    answer_within_minutes: int = 60
    privacy_url: str = ""
    help_url: str = ""
    languages: tuple[str, ...] = LANGUAGES
    account_ids: frozenset[str] = field(default_factory=frozenset)
    replying: str = ""
    order_patterns: tuple[OrderPattern, ...] = waybill.DEFAULT


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything decided about one post. `public_reply` is a draft while the route is `person`."""

    triage: Triage
    waybills: tuple[Reading, ...]
    orders: tuple[OrderNumber, ...]
    route: str
    may_reply: Manners
    public_reply: str | None
    private_reply: str | None
    reply_language: str
    because: Because


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers read in a post."""

    waybills: tuple[Reading, ...] = ()
    orders: tuple[OrderNumber, ...] = ()

    def trusted(self) -> tuple[str, ...]:
        """The numbers a parcel may be looked up by, best first: believed waybills, then order numbers."""
        waybills = (w.number for w in self.waybills if w.verdict in _TRUSTED and w.number)
        return (*waybills, *(order.number for order in self.orders))


def numbers_in(text: str, patterns: tuple[OrderPattern, ...] = waybill.DEFAULT) -> Numbers:
    """The waybill and order numbers in a post's text, for gathering its parcel before `consider`."""
    text = text[:_READ]
    return Numbers(tuple(waybill.read(text, patterns)), tuple(waybill.orders(text, patterns)))


def consider(
    post: Post,
    brand: Brand,
    about: ParcelView | OrderView | None,
    standing: Standing,
    now: datetime,
    read: Numbers | None = None,
) -> Judgement:
    """Judge a post for a brand, with what is known of the parcel, or of an order that is not one yet, and of
    our standing with the customer.

    `read` spares reading the numbers again where `numbers_in` was asked already.
    """
    read = read if read is not None else numbers_in(post.text, brand.order_patterns)
    waybills, orders = read.waybills, read.orders
    numbers = sum(w.verdict in _TRUSTED for w in waybills) + len(orders)
    found = triage(post, now, numbers)
    tongue = reachable(found.language)
    tongue = tongue if tongue in brand.languages else brand.languages[0]
    private_message = post.channel == "dm"
    if private_message:
        found = _goes_on(found, numbers, standing.thread_causes)
    kind_of_act: Kind = "private_message" if private_message else "public_reply"
    act = Act(kind_of_act, post, brand.handles, account_ids=brand.account_ids, replying=brand.replying)
    manners = may(act, standing)
    route, why = _route(found, manners)
    public = private = None
    grounds = [*found.because, *manners.because, *why]
    if route != "ignore" and found.logistics and found.causes[0] != "other":
        number, kind = _number(waybills, orders)
        known = about is not None or kind in ("waybill", "order")
        # Below this the rules may have the subject wrong, and a wrong apology is worse than a late one.
        drafted = manners.allowed and found.confidence >= _FAIRLY
        if drafted and not private_message:
            public, withheld = _public(found, tongue, act, known, brand, standing)
            if withheld is not None:
                route = "person"
                manners = withheld
                grounds += withheld.because
        if found.causes[0] != "praise":
            private = reply.private(found.causes[0], tongue, number, kind, about, brand.privacy_url, now)
    return Judgement(found, waybills, orders, route, manners, public, private, tongue, tuple(grounds))


def _goes_on(found: Triage, numbers: int, before: tuple[str, ...]) -> Triage:
    """A message that only brings a number, or a few words, goes on with what its thread is about."""
    told = tuple(cause for cause in before if cause not in ("other", "praise", "spam"))
    # Who brings a number and thanks us thanks us beforehand.
    vague = ("other", "question", "praise") if numbers else ("other", "question")
    if found.causes[0] not in vague or not (numbers or told):
        return found
    causes = told or ("question",)
    return replace(found, logistics=True, causes=causes, person_should_look=not numbers and not told)


def _route(found: Triage, manners: Manners) -> tuple[str, list[Ground]]:
    """Who acts next, and the ground for it."""
    route, says = _next(found, manners)
    return route, [Ground("route", says, _SOURCE)]


def _next(found: Triage, manners: Manners) -> tuple[str, str]:
    """The first of these that holds."""
    cause = found.causes[0]
    upset = found.sentiment == "negative"
    if found.speaker != "customer" or cause == "spam":
        return "ignore", "no customer is speaking"
    if manners.rule in ("own", "R4"):
        return "ignore", "nothing may be sent"
    if cause == "other":
        if (
            manners.allowed
            and found.language != "und"
            and (upset or (found.logistics and found.sentiment == "neutral"))
        ):
            return "person", "addressed to us, and the rules don't know what is wrong"
        return "ignore", "nobody here waits for an answer"
    if cause == "praise":
        plain_thanks = found.causes == ("praise",) and found.confidence >= _FAIRLY
        if found.logistics and manners.allowed and plain_thanks and found.sentiment == "positive":
            return "automatic", "thanks are answered with thanks"
        return "ignore", "praise needs no answer here"
    if not manners.allowed:
        if cause in COMPLAINTS and found.logistics:
            return "person", "the channel does not let a machine answer"
        return "ignore", "not addressed to us"
    if not found.logistics:
        return "person", "addressed to us, but not about a parcel"
    if found.person_should_look:
        return "person", _doubt(found)
    if cause == "question" and (upset or found.confidence < _SURE):
        return "person", "a question the rules may have misread"
    return "automatic", "a plain parcel matter, understood well enough"


def _doubt(found: Triage) -> str:
    """Why a person should look."""
    if found.urgency >= _PRESSING:
        return "pressing: somebody may be harmed, or time is running out"
    if "urgent:legal" in found.why:
        return "the customer speaks of court, police or the press"
    if found.causes[0] in ("service", "claim_status"):
        return "about our service or an open case"
    return "the rules are not sure enough"


def _public(
    found: Triage, tongue: str, act: Act, known: bool, brand: Brand, standing: Standing
) -> tuple[str | None, Manners | None]:
    """The public draft, or nothing with the verdict by which it is withheld.

    Words said lately are not said again: another wording is taken, at last one with the thread's own name.
    """
    post, minutes = act.post, brand.answer_within_minutes
    form = brand.help_url if standing.messages_slow and standing.links_allowed else ""
    for named in ("", standing.reference):
        for turn in ("", "~", "~~", "~~~"):
            text = reply.public(found.causes[0], tongue, post.id + turn, known, minutes, form, named)
            verdict = may(replace(act, text=text), standing)
            if verdict.rule != "R26":
                break
        if verdict.allowed or not standing.reference:
            break
    if not verdict.allowed:
        return None, verdict
    leaks = disclosure.leaks(text, post, known=(form,) if form else ())
    if leaks:
        kinds = ", ".join(sorted({leak.kind for leak in leaks}))
        ground = Ground("disclosure", f"the draft would say in public: {kinds}", _DISCLOSURE)
        way = "A person says it in other words."
        return None, Manners(False, "disclosure", _DISCLOSURE, (ground,), way, open_on_x=verdict.open_on_x)
    return text, None


_DISCLOSURE = "makewhole/care/disclosure.toml"


def _number(waybills: tuple[Reading, ...], orders: tuple[OrderNumber, ...]) -> tuple[str, str]:
    """The best number in the post and what it is: waybill, order, candidate, misread or nothing."""
    for reading in waybills:
        if reading.verdict in _TRUSTED and reading.number:
            return reading.number, "waybill"
    if orders:
        return orders[0].number, "order"
    for reading in waybills:
        if reading.verdict == "misread":
            return reading.text, "misread"
    for reading in waybills:
        if reading.number:
            return reading.number, "candidate"
    return "", ""
