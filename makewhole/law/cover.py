"""What several instruments share: the questions they ask, the gates of time, small sums of either unit.

Decides nothing by itself. A question is a constant so that two instruments asking it ask it once.
"""

from datetime import date

from msgspec import Struct

from makewhole.law.conclusion import Deadline, Missing, Scope
from makewhole.law.facts import Carriage, Loss, Sum, Treaty
from makewhole.law.rows import Row
from makewhole.money import SDR, Money, NoRate

EDGE_DAYS = 3
"""So near a last day, holidays and the way of counting may tip it."""


KIND = Missing(
    "loss.kind",
    "What went wrong?",
    {
        "loss": "as a rule no complaint is needed",
        "damage or shortage": "a short time for the complaint runs from receipt",
        "delay": "another time for the complaint, and often another limit",
    },
)
RECEIVED = Missing(
    "carriage.delivered_on",
    "On which day was it received or put at the consignee's disposal?",
    {"a day": "the time for notice runs from it", "never": "it is a loss, and no notice is needed"},
)
VALUE = Missing(
    "loss.value",
    "What is the proven loss?",
    {"below the limit": "it is paid in full", "above the limit": "the limit is paid"},
)
WEIGHT = Missing(
    "carriage.packages",
    "What do the packages concerned weigh, gross?",
    {"each kilogram": "raises the limit by the amount of the day"},
)
EVENT = Missing(
    "loss.happened_on",
    "On which day did it happen?",
    {"a day": "picks the amount for each kilogram that was in force"},
)
SUPPLEMENT = Missing(
    "carriage.supplement_paid",
    "Was the supplement for the declared interest paid?",
    {"yes": "the declared sum is the limit", "no": "the limit by weight counts"},
)
SHARE = Missing(
    "loss.claimant_share",
    "Which part did the sender or claimant cause?",
    {"all": "nothing is owed", "part": "that part is taken off", "none": "all is owed"},
)
NOTICE = Missing(
    "loss.notice_sent_on",
    "On which day was the carrier told in writing?",
    {"in time": "the claim stands", "late or never": "no action lies, save fraud of the carrier"},
)
POSTAL = Missing(
    "carriage.postal",
    "Is it a postal item (a post office, a number such as RR123456785CN, a CN22 or CN23 form)?",
    {"yes": "postal law governs", "no": "the convention of the mode governs"},
)
MODE = Missing(
    "carriage.mode",
    "By what was it carried under the contract?",
    {
        "air": "the Montreal Convention or an older one",
        "road": "CMR across a border, else national law",
        "rail": "CIM or SMGS",
        "sea": "the law of bills of lading",
        "post": "postal law",
    },
)


def rate_question(none: NoRate) -> Missing:
    """The question that a missing rate turns into."""
    question = f"What is one {none.base} in {none.quote} on {none.on}? ({none.says})"
    return Missing("rate", question, {"a rate": "the sum can be stated in that currency"})


def treaty_question(treaty: Treaty, name: str, names: str, on: date) -> Missing:
    """The question whether states we do not know to be bound are."""
    question = f"Were these bound by {name} on {on}: {names}?"
    answers = {
        "yes": f"name {treaty} in treaties_common: {name} governs",
        "no": f"name {treaty} in treaties_not_common: an older convention or national law governs",
    }
    return Missing("carriage.treaties_common", question, answers)


def missing_places(carriage: Carriage, on: date | None) -> tuple[Missing, ...]:
    """What is unknown of the places and the day of the contract."""
    effect = {"a country": "decides which treaty is common to both"}
    asked = []
    if carriage.origin is None:
        asked.append(Missing("carriage.origin", "From which country, by the contract?", effect))
    if carriage.destination is None:
        asked.append(Missing("carriage.destination", "To which country, by the contract?", effect))
    if on is None:
        asked.append(
            Missing("carriage.contract_on", "When was it contracted?", {"a day": "picks the parties"})
        )
    return tuple(asked)


def postal_scope(carriage: Carriage, row: Row) -> Scope:
    """The scope of a convention of a mode for an item that is, or may be, post."""
    if carriage.by_post:
        return Scope(False, (row.ground("a postal item: the carrier answers only to the postal operator"),))
    return Scope(None, (), (POSTAL,))


def mode_scope(carriage: Carriage, wanted: str, row: Row) -> Scope:
    """Whether the contract is for the mode an instrument governs."""
    if carriage.mode is None:
        return Scope(None, (), (MODE,))
    return Scope(carriage.mode == wanted, (row.ground(f"carried by {carriage.mode}"),))


class Gates(Struct, frozen=True, kw_only=True):
    """The two time limits of a carriage claim."""

    notice: Deadline
    suit_by: date | None


class Heard(Struct, frozen=True, kw_only=True):
    """Whether the complaint came in time. `on_the_edge`: it turns on how days are counted."""

    late: bool
    on_the_edge: bool = False
    acted: date | None = None
    """The day a late complaint was made, or of today where none was."""
    missing: tuple[Missing, ...] = ()


def heard_in_time(loss: Loss, by: date, now: date) -> Heard:
    """The complaint against its last day, which is inside; one not sent yet is in time until then.

    What the carrier received in time was sent in time, and a claim in writing is a complaint too.
    """
    sent = loss.notice_sent_on
    if sent is None and loss.notice != "not_sent":
        sent = next(
            (on for on in (loss.notice_received_on, loss.claimed_on) if on is not None and on <= by), None
        )
    if sent is None:
        if now <= by:
            return Heard(late=False)
        if loss.notice == "not_sent":
            return Heard(late=True, acted=now)
        return Heard(late=False, missing=(NOTICE,))
    return Heard(late=sent > by, on_the_edge=sent == by, acted=sent)


def nothing(like: Sum | None) -> Sum:
    """Nothing at all, in the unit of the loss; SDR where that is unknown."""
    return Money(0, like.currency) if isinstance(like, Money) else SDR(0)


def below(one: Sum, other: Sum) -> bool:
    """Whether `one` is less; both must be of one unit."""
    if isinstance(one, Money) and isinstance(other, Money):
        return one < other
    if isinstance(one, SDR) and isinstance(other, SDR):
        return one < other
    raise ValueError("a sum in SDR and one in a currency do not compare: convert first")


def smaller(one: Sum, other: Sum) -> Sum:
    """The smaller of two sums of one unit."""
    return one if below(one, other) else other


def added(one: Sum, other: Sum | None) -> Sum:
    """Both together, of one unit; `one` alone where there is no other."""
    if other is None:
        return one
    if isinstance(one, Money) and isinstance(other, Money):
        return one + other
    if isinstance(one, SDR) and isinstance(other, SDR):
        return one + other
    raise ValueError("a sum in SDR and one in a currency do not add: convert first")


def units(amount: Sum) -> int:
    """The whole units a sum is kept in, to form a proportion of two sums of one unit."""
    return amount.minor if isinstance(amount, Money) else amount.micro
