"""The right to send back what was bought at a distance, without a reason: EU, UK, China.

Decides until when a buyer may withdraw and what is paid back. Nothing has to be wrong with the goods. Rows in
`tables/remedies.toml`, none verified. Beside it: docs/law/remedies.md.

>>> owed(Sale(remedy="withdraw", received_on=date(2026, 3, 1)), "eu", date(2026, 3, 15)).admissible
True
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Because
from makewhole.law import counting, days, rows
from makewhole.law.conclusion import Missing, Owed
from makewhole.law.facts import Sale
from makewhole.law.sale_questions import PRICE, everything_paid, nothing_of

NAMES = {"eu": "EU_CRD", "uk": "UK_CCR_2013", "cn": "CN_CONSUMER_LAW"}
_ROWS = rows.table("remedies")
_RECEIVED = Missing(
    "sale.received_on",
    "On which day did the last of the goods come?",
    {"a day": "the time to withdraw runs from it"},
)


def owed(sale: Sale, law: str, now: date) -> Owed:
    """What is paid back to a buyer who withdraws, on the day `now`. `law`: eu, uk or cn."""
    row = _ROWS.rule(f"{law}_withdrawal")
    base = Owed(
        admissible=True, liable=True, regime=NAMES[law], payer="seller", payees=("buyer",), because=()
    )
    if sale.withdrawal_excluded:
        why = _ROWS.rule(f"{law}_withdrawal_excluded").ground("goods of this kind cannot be sent back so")
        return replace(base, admissible=False, liable=False, payable=nothing_of(sale), because=(why,))
    told = sale.seller_told_on or now
    if sale.received_on is None and sale.handed_to != "nobody":
        return replace(
            base, admissible=None, liable=None, missing=(_RECEIVED,), because=(row.ground("in time?"),)
        )
    if sale.received_on is None:
        return _back(
            sale, law, replace(base, because=(row.ground("before the goods came there is time"),)), told
        )
    by = counting.last_day(str(row.value), sale.received_on).by
    because: Because = (row.ground(f"without a reason until {by}", received=str(sale.received_on)),)
    longer = _ROWS.maybe(f"{law}_withdrawal_untold")
    if sale.withdrawal_untold and longer is not None:
        by = days.months_after(by, int(longer.value or 0))
        because = (*because, longer.ground(f"the buyer was not told of the right: until {by}"))
    if told > by:
        return replace(base, admissible=False, liable=False, payable=nothing_of(sale), because=because)
    return _back(sale, law, replace(base, because=because), told)


def _back(sale: Sale, law: str, base: Owed, told: date) -> Owed:
    row = _ROWS.rule(f"{law}_withdrawal_refund")
    paid = sale.price if law == "cn" else everything_paid(sale)
    if paid is None:
        return replace(base, liable=None, missing=(PRICE,))
    when = (
        f"by {days.days_after(told, int(row.value or 0))}"
        if law != "cn"
        else f"{row.value} days after its return"
    )
    ground = row.ground(f"{paid.text()} come back {when}; sending back is the buyer's cost")
    return replace(base, payable=paid, because=(*base.because, ground))
