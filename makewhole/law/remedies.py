"""What a consumer may ask for when the goods come faulty, incomplete or not as described: EU, UK, China.

Decides which of repair, replacement, a lower price and money back is open now, and the sum of the last two.
Whether the claim is a consumer's, and who bore the risk on the way, `consumer` and `china_ecommerce` decide
first. Rows in `tables/remedies.toml`, none verified. Beside it: docs/law/remedies.md.

>>> faulty(Sale(faulty=True, remedy="repair"), "eu", date(2026, 3, 1)).liable
True
"""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import counting, days, rows
from makewhole.law.conclusion import Missing, Owed
from makewhole.law.facts import WHOLE_SHARE, Sale
from makewhole.law.sale_questions import PRICE, everything_paid, nothing_of

NAMES: Mapping[str, str] = {"eu": "EU_SGD_2019", "uk": "UK_CRA_2015", "cn": "CN_CONSUMER_LAW"}
_ROWS = rows.table("remedies")
_FAILED = Missing(
    "sale.repair_failed",
    "Did the seller repair or replace it without success, refuse to, or not do so in a reasonable time?",
    {"yes": "a lower price, or the end of the contract", "no": "repair or replacement comes first"},
)
_SERIOUS = Missing(
    "sale.fault_serious",
    "Is the fault so serious that the goods do not serve what they were bought for?",
    {"yes": "the contract may be ended", "no": "repair, replacement or a lower price"},
)
_LESS = Missing(
    "sale.reduction_share",
    "By how much less are the goods worth because of it, in percent?",
    {"a percentage": "that part of the price comes back"},
)
_RECEIVED = Missing(
    "sale.received_on", "On which day did the goods come?", {"a day": "the time for rejecting runs from it"}
)
_WHICH = "which remedy the buyer asks for is not known: repair, replacement, a lower price or money back"


def faulty(sale: Sale, law: str, now: date) -> Owed:
    """What the seller owes on the day `now` for goods that do not conform. `law`: eu, uk or cn."""
    conformity = _ROWS.rule(f"{law}_conformity")
    says = "goods that are damaged, incomplete or not as described when they reach the buyer do not conform"
    proof, doubts = _burden(sale, law, now)
    suit_by, suit = _suit(sale, law)
    base = Owed(
        admissible=True,
        liable=True,
        regime=NAMES[law] if sale.remedy is not None else None,
        payer="seller",
        payees=("buyer",),
        because=(conformity.ground(says), *proof, *suit),
        doubts=doubts,
        suit_by=suit_by,
    )
    if sale.seller_disproved:
        why = conformity.ground("the seller proved that they conformed when delivered")
        return replace(base, liable=False, payable=nothing_of(sale), because=(*base.because, why), doubts=())
    if sale.contract_on is not None and not conformity.holds(sale.contract_on):
        doubt = f"bought before {conformity.since}: the law of that day decides"
        return replace(base, doubts=(*base.doubts, doubt))
    if sale.remedy is None:
        return replace(base, doubts=(*base.doubts, _WHICH))
    barred = _too_late(sale, law, now)
    if barred is not None:
        return replace(
            base,
            admissible=False,
            liable=False,
            payable=nothing_of(sale),
            because=(*base.because, barred),
            doubts=("the law of the buyer's country may give longer",),
        )
    if sale.remedy in ("repair", "replacement"):
        says = f"{sale.remedy} without charge, in a reasonable time: no sum yet"
        return replace(base, because=(*base.because, _ROWS.rule(f"{law}_choice").ground(says)))
    if sale.remedy == "lower_price":
        return _lower(sale, law, base)
    return _money_back(sale, law, base, now)


def _lower(sale: Sale, law: str, base: Owed) -> Owed:
    """A lower price: open at once in China, else after repair or replacement had its chance."""
    if law != "cn":
        gate = _second(sale, law, base)
        if gate is not None:
            return gate
        base = replace(
            base, because=(*base.because, _ROWS.rule(f"{law}_second").ground("repair had its chance"))
        )
    missing = tuple(
        one for one, known in ((PRICE, sale.price), (_LESS, sale.reduction_share)) if known is None
    )
    if missing or sale.price is None or sale.reduction_share is None:
        return replace(base, liable=None, missing=missing)
    less = sale.price.share(sale.reduction_share, WHOLE_SHARE)
    says = f"the price falls in the proportion of what the goods are worth less: {less.text()}"
    ground = _ROWS.rule(f"{law}_lower").ground(says, share=sale.reduction_share)
    return replace(base, payable=less, because=(*base.because, ground))


def _money_back(sale: Sale, law: str, base: Owed, now: date) -> Owed:
    """Rejecting at once where its days still run, else ending the contract once that is open."""
    row = _ROWS.maybe(f"{law}_reject_days")
    if row is not None:
        if sale.received_on is None:
            return replace(base, liable=None, missing=(_RECEIVED,))
        by = days.days_after(sale.received_on, int(row.value or 0))
        base = replace(base, because=(*base.because, row.ground(f"it may be rejected at once until {by}")))
        if (sale.seller_told_on or now) <= by:
            return _refund(sale, law, base)
    if law == "eu" and sale.fault_minor:
        minor = _ROWS.rule("eu_minor").ground("for a minor fault the contract is not ended")
        return replace(base, payable=nothing_of(sale), because=(*base.because, minor))
    gate = _second(sale, law, base)
    if gate is not None:
        return gate
    second = _ROWS.rule(f"{law}_second").ground("the contract may be ended")
    return _refund(sale, law, _used(sale, law, replace(base, because=(*base.because, second)), now))


def _second(sale: Sale, law: str, base: Owed) -> Owed | None:
    """What stands in the way of the second remedies; None where they are open."""
    known = sale.fault_serious if law == "cn" else sale.repair_failed
    serious = bool(sale.fault_serious) and law != "uk"
    if sale.repair_failed or sale.seller_refused or serious:
        return None
    asked = _SERIOUS if law == "cn" else _FAILED
    if known is None:
        return replace(base, liable=None, missing=(asked,))
    says = "repair or replacement comes first"
    first = _ROWS.rule(f"{law}_choice").ground(says)
    return replace(base, payable=nothing_of(sale), because=(*base.because, first))


def _used(sale: Sale, law: str, base: Owed, now: date) -> Owed:
    """In the UK, a deduction for use after six months, which a person sets."""
    if law != "uk" or sale.received_on is None:
        return base
    free = days.months_after(sale.received_on, int(_ROWS.rule("uk_presumed").value or 0))
    if (sale.seller_told_on or now) <= free:
        return base
    return replace(
        base, doubts=(*base.doubts, "after six months the seller may deduct for the use made of it")
    )


def _refund(sale: Sale, law: str, base: Owed) -> Owed:
    paid = sale.price if law == "eu" else everything_paid(sale)
    row = _ROWS.rule(f"{law}_refund")
    if paid is None:
        return replace(base, liable=None, missing=(PRICE,))
    ground = row.ground(f"{paid.text()} come back for the goods, which go back at the seller's cost")
    return replace(base, payable=paid, because=(*base.because, ground))


def _too_late(sale: Sale, law: str, now: date) -> Ground | None:
    """The ground that the fault showed too long after delivery, where the law sets a time."""
    row = _ROWS.maybe(f"{law}_years")
    if law != "eu" or row is None or sale.received_on is None:
        return None
    by = days.years_after(sale.received_on, int(row.value or 0))
    shown = sale.fault_shown_on or sale.seller_told_on or now
    return row.ground(f"the fault showed on {shown}, after {by}") if shown > by else None


def _suit(sale: Sale, law: str) -> tuple[date | None, Because]:
    """Until when the buyer may sue, where the law of the whole country says so."""
    if law != "uk" or sale.received_on is None:
        return None, ()
    row = _ROWS.rule("uk_years")
    by = days.years_after(sale.received_on, int(row.value or 0))
    return by, (row.ground(f"suit until {by}; in Scotland a year less"),)


def _burden(sale: Sale, law: str, now: date) -> tuple[Because, tuple[str, ...]]:
    """Who proves that the fault was there at delivery: presumed for some months, then a doubt."""
    row = _ROWS.maybe(f"{law}_presumed")
    if row is None or sale.received_on is None or (law == "uk" and sale.remedy == "reject"):
        return (), ()
    until = counting.last_day(f"{row.value} months", sale.received_on).by
    if (sale.fault_shown_on or sale.seller_told_on or now) <= until:
        says = f"a fault that shows until {until} is presumed to have been there at delivery"
        return (row.ground(says),), ()
    says = f"the fault showed after {until}: the buyer has to prove that it was there at delivery"
    return (row.ground(says),), (says,)
