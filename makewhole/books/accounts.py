"""The chart of accounts: a handful of names, each of one kind.

An account is written `kind:name`; postings are positive for debit and negative for credit.

>>> kind(PAYABLE)
'liability'
"""

from typing import Final, Literal, get_args

Kind = Literal["asset", "liability", "income", "expense"]

COMPENSATION: Final = "expense:customer_compensation"
"""What losses cost us before any carrier pays us back."""
WRITTEN_OFF: Final = "expense:recovery_written_off"
FEES: Final = "expense:payment_fees"
EXCHANGE: Final = "expense:exchange_difference"
PAYABLE: Final = "liability:payable_to_customers"
"""Accepted offers that are not on their way yet."""
IN_FLIGHT: Final = "liability:payouts_in_flight"
"""Payment orders given and not yet settled."""
PROVIDER: Final = "asset:cash_at_payment_provider"
BANK: Final = "asset:bank"
RECEIVABLE: Final = "asset:carrier_recovery_receivable"
RECOVERED: Final = "income:recovered_from_carriers"

CHART: Final[tuple[str, ...]] = (
    COMPENSATION,
    WRITTEN_OFF,
    FEES,
    EXCHANGE,
    PAYABLE,
    IN_FLIGHT,
    PROVIDER,
    BANK,
    RECEIVABLE,
    RECOVERED,
)


def kind(account: str) -> str:
    """The kind an account is of; an account outside the chart raises."""
    if account not in CHART or account.split(":")[0] not in get_args(Kind):
        raise ValueError(f"{account!r} is not in the chart of accounts")
    return account.split(":")[0]
