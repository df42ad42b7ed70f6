"""Where a parcel is, in a customer's words: last scan, who has it, silence, what comes next, what to do.

For private messages and a customer's own page: it names days, places and sums, and never a street or a
person. What a carrier wrote is shown only as a cleaned place or name. Decides wording only: what is wrong,
`parcel.journey` decides; what customs ask for, `parcel.customs` knows.

>>> from datetime import UTC
>>> from makewhole.parcel.journey import Scan, whereabouts
>>> now = datetime(2026, 11, 22, 9, tzinfo=UTC)
>>> parcel = Consignment("RB123456785GB", postal=True, origin="GB", destination="DE")
>>> where = whereabouts((Scan(datetime(2026, 11, 19, 9, tzinfo=UTC), "customs", "Frankfurt"),), parcel, now)
>>> lines(ParcelView(where, None, parcel), "en", now)[0]
'It is with customs. Last scan: November 19, 2026 (3 days ago). Where: Frankfurt.'
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from makewhole.care import customs_lines
from makewhole.care.saying import WORDS, ago, apart, carrier, country, day, joined, place, share, there
from makewhole.parcel import customs
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.customs import CustomsWord, Matter, Unknown
from makewhole.parcel.journey import ENDS, Whereabouts
from makewhole.parcel.outlook import Outlook
from makewhole.parcel.patience import limits
from makewhole.parcel.reasons import party_of


@dataclass(frozen=True, slots=True)
class ParcelView:
    """What is known of a customer's parcel when we answer.

    `customs` is the word on the matter the parcel is in (None: the packaged rows are asked),
    `disrupted_since` the day a disruption it is caught in began, `usual_silence` how many days parcels of its
    lane go without a scan as a rule (None: too few were seen, and the packaged limit stands). Who has
    `claimed` for it already is not told to.
    """

    whereabouts: Whereabouts
    outlook: Outlook | None = None
    consignment: Consignment | None = None
    customs: CustomsWord | Unknown | None = None
    disrupted_since: date | None = None
    usual_silence: int | None = None
    claimed: bool = False


_CARRIED: Final = frozenset({"picked_up", "in_transit", "on_hold", "out_for_delivery", "delivery_failed"})
_PARTIES: Final = frozenset({"customs", "consignee", "sender", "seller", "carrier"})
_SELF_EVIDENT: Final = frozenset({"customs", "exception", "lost", "silent"})
_ASKED: Final = frozenset({"documents", "duties", "prohibited"})
_NEEDED: Final = frozenset({"address", "identity", "unpaid", "refused", "called-back"})
_SURE, _FAIRLY = 75, 50
_LIKELY_LATE, _OFTEN_LOST = 500, 100
_WHY: Final = {
    "carrier_damage": "damage",
    "carrier_loss": "loss",
    "carrier_missort": "missort",
    "carrier_delay": "carrier",
    "carrier_capacity": "carrier",
    "carrier_vehicle": "carrier",
    "carrier_address_not_found": "address",
    "seller_cancelled": "called-back",
    "consignee_absent": "absent",
    "consignee_closed": "absent",
    "consignee_access": "absent",
    "consignee_refused": "refused",
    "consignee_address": "address",
    "consignee_moved": "address",
    "consignee_identity": "identity",
    "consignee_asked": "asked",
    "consignee_not_collected": "not-collected",
    "consignee_unpaid": "unpaid",
    "weather": "weather",
    "disaster": "disaster",
    "strike": "strike",
    "holiday": "holiday",
    "hold": "unsaid",
    "undeliverable": "unsaid",
}
_DO: Final = {
    "address": "address",
    "identity": "identity",
    "unpaid": "pay-carrier",
    "absent": "choose",
    "sender": "nothing",
    "missort": "nothing",
}


def customs_matter(where: Whereabouts) -> Matter | None:
    """The matter of customs a parcel is in: by its scan's reason, else a silence there that is too long."""
    if where.status in ENDS:
        return None
    reason = where.last.reason if where.last is not None else None
    if reason is not None and reason.startswith("customs_"):
        return cast(Matter, reason.removeprefix("customs_"))
    return "delay" if where.problem == "customs" else None


def customs_wait(where: Whereabouts) -> Matter | None:
    """The matter to ask customs' word on: the one it is in, or how long customs take where it only waits."""
    return customs_matter(where) or ("delay" if where.status == "customs" else None)


def customs_country(where: Whereabouts, consignment: Consignment | None) -> str | None:
    """Whose customs it is: the destination's, else that of the last scan; None where neither is known."""
    told = consignment.destination if consignment is not None else None
    return told or (where.last.country if where.last is not None else None)


def lines(view: ParcelView, language: str, now: datetime) -> tuple[str, ...]:
    """What a customer is told of the parcel in private at `now`, a line a thought; never empty."""
    told = (
        joined(language, *_stands(view, language, now)),
        joined(language, *_troubles(view, language, now)),
        *_customs(view, language, now),
        joined(language, *_coming(view, language, now)),
        joined(language, *_todo(view, language)),
    )
    return tuple(line for line in told if line)


def _stands(view: ParcelView, language: str, now: datetime) -> Iterator[str]:
    """Status, last scan, place, and who has it."""
    where = view.whereabouts
    yield _say(language, "status-" + where.status.replace("_", "-"))
    if where.last is None:
        yield _say(language, "no-scan")
        return
    land = where.last.country
    # A time without a zone was local already, and is shown as it was written.
    seen = there(where.last.at, land if where.last.offset_known else None)
    since = (there(now, land) - seen).days
    if since > 0:
        yield WORDS.say(language, "last-scan-ago", date=day(seen, language), ago=ago(since, language))
    else:
        yield WORDS.say(language, "last-scan", date=day(seen, language))
    if at := _place(view, language):
        yield WORDS.say(language, "scan-place", place=at)
    yield _holder(view, language)


def _place(view: ParcelView, language: str) -> str:
    last = view.whereabouts.last
    if last is None:
        return ""
    spot, land = place(last.place, language), country(last.country, language) if last.country else ""
    comma = "\N{ARABIC COMMA} " if language == "ar" else ", "
    return comma.join(part for part in (spot, "" if land.lower() in spot.lower() else land) if part)


def _holder(view: ParcelView, language: str) -> str:
    where = view.whereabouts
    holder = where.last.holder if where.last is not None else None
    if holder == "customs":
        return "" if where.status == "customs" else _say(language, "has-customs")
    if where.status == "pending":
        return _say(language, "has-sender")
    if where.status not in _CARRIED:
        return ""
    operator = view.consignment.operator if view.consignment is not None else None
    name = carrier(operator if holder is None or holder in _PARTIES else holder, language)
    return WORDS.say(language, "has-carrier", carrier=name) if name and operator != "s10" else ""


def _troubles(view: ParcelView, language: str, now: datetime) -> Iterator[str]:
    """Why it stopped, how its silence compares, what is wrong, and what it is caught in."""
    where, days = view.whereabouts, view.whereabouts.silent_days or 0
    if why := _why(where):
        yield WORDS.say(language, "why", reason=_say(language, f"why-{why}"))
    if where.problem == "silent":
        yield WORDS.say(language, "problem-silent", days=days)
    elif where.problem == "lost" and where.status != "lost":
        yield _say(language, "problem-lost")
    elif where.problem is not None and where.problem not in _SELF_EVIDENT and not _said_elsewhere(view):
        yield _say(language, "problem-" + where.problem.replace("_", "-"))
    moving = days > 1 and where.status in ("picked_up", "in_transit") and where.problem != "lost"
    if where.problem == "silent" or moving:
        yield _usual(view, language, now)
    if view.disrupted_since is not None and where.status not in ENDS:
        yield WORDS.say(language, "disrupted", day=day(view.disrupted_since, language))


def _said_elsewhere(view: ParcelView) -> bool:
    """Whether customs' own lines say what is to be paid, or a claim what is to be done about damage."""
    problem = view.whereabouts.problem
    return (problem == "fee_due" and customs_matter(view.whereabouts) is not None) or (
        problem == "damaged" and view.claimed
    )


def _usual(view: ParcelView, language: str, now: datetime) -> str:
    usual = view.usual_silence
    if usual is None and view.consignment is not None:
        usual = limits(view.consignment, now.date()).silent_days
    return "" if usual is None else WORDS.say(language, "silence-usual", days=usual)


def _why(where: Whereabouts) -> str:
    """The reason as customers read it; a seller's slips are one, and customs speak for themselves."""
    reason = where.last.reason if where.last is not None else None
    if reason is None or reason.startswith("customs_") or where.status in ("damaged", "lost", "delivered"):
        return ""
    return _WHY.get(reason, "sender" if party_of(reason) == "seller" else "")


def _found(view: ParcelView, matter: Matter, now: datetime) -> CustomsWord | Unknown:
    if view.customs is not None:
        return view.customs
    whose = customs_country(view.whereabouts, view.consignment)
    return customs.word(whose, matter, customs.PACKAGED, now.date())


def _leaving(view: ParcelView) -> str | None:
    """The country it comes from, where it is that country's customs who have it."""
    last, parcel = view.whereabouts.last, view.consignment
    if last is None or parcel is None or last.country is None or last.country == parcel.destination:
        return None
    return parcel.origin if last.country == parcel.origin else None


def _customs(view: ParcelView, language: str, now: datetime) -> tuple[str, ...]:
    matter = customs_matter(view.whereabouts)
    if matter is None:
        return ()
    if left := _leaving(view):
        return (WORDS.say(language, "customs-export", country=apart(country(left, language), language)),)
    return customs_lines.lines(_found(view, matter, now), language)


def _coming(view: ParcelView, language: str, now: datetime) -> Iterator[str]:
    """What usually comes next, and when it should arrive, with how sure that is and what may go wrong."""
    where, outlook = view.whereabouts, view.outlook
    if where.status in ENDS or where.problem == "lost":
        return
    yield _next(view, language)
    if where.status == "customs" and customs_matter(where) is None and _leaving(view) is None:
        yield customs_lines.usual_time(_found(view, "delay", now), language)
    if outlook is None or _waits(where):
        return
    early, likely, late = (day(on, language) for on in (outlook.earliest, outlook.likely, outlook.latest))
    if early == late:
        yield WORDS.say(language, "eta-one", likely=likely)
    else:
        yield WORDS.say(language, "eta-range", earliest=early, likely=likely, latest=late)
    sure = outlook.confidence
    level = "high" if sure >= _SURE else "fair" if sure >= _FAIRLY else "low"
    yield WORDS.say(language, f"eta-sure-{level}", percent=apart(share(sure, language), language))
    if (outlook.risk_late or 0) >= _LIKELY_LATE and where.problem != "late":
        yield _say(language, "risk-late")
    if (outlook.risk_lost or 0) >= _OFTEN_LOST and where.problem == "silent":
        yield _say(language, "risk-lost")


def _waits(where: Whereabouts) -> bool:
    """Whether it stands until somebody gives, pays or fetches something: then no day can be named."""
    return (
        where.status == "ready_for_pickup"
        or where.problem == "fee_due"
        or customs_matter(where) in _ASKED
        or _why(where) in _NEEDED
    )


def _next(view: ParcelView, language: str) -> str:
    where, parcel = view.whereabouts, view.consignment
    if where.status not in ("picked_up", "in_transit"):
        step = {"pending": "pickup", "customs": "release", "delivery_failed": "attempt"}.get(where.status)
        return "" if step is None else _say(language, f"next-{step}")
    at = where.last.country if where.last is not None else None
    if parcel is not None and at == parcel.origin and customs.between(parcel.origin, parcel.destination):
        whose = apart(country(parcel.destination, language), language)
        return WORDS.say(language, "next-customs", country=whose)
    return _say(language, "next-delivery")


def _todo(view: ParcelView, language: str) -> Iterator[str]:
    """What the customer can do: never more than one thing, and until when."""
    where, reason = view.whereabouts, _why(view.whereabouts)
    if where.problem == "lost" and not view.claimed:
        yield _say(language, "do-claim")
    elif where.status in ENDS or where.problem in ("lost", "damaged") or customs_matter(where):
        return
    elif reason in _DO:
        yield _say(language, f"do-{_DO[reason]}")
    elif where.status in ("ready_for_pickup", "delivery_failed"):
        yield _say(language, "do-pickup" if where.status == "ready_for_pickup" else "do-choose")
    elif where.problem == "silent" and where.presumed_lost_on is not None and not view.claimed:
        yield WORDS.say(language, "do-claim-from", day=day(where.presumed_lost_on, language))
    elif view.outlook is not None:
        yield WORDS.say(language, "do-wait", day=day(view.outlook.latest, language))


def _say(language: str, message: str) -> str:
    return WORDS.say(language, message)
