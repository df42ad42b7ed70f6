"""What each business event does to the books.

An offer accepted makes a debt; a payment ordered moves it in flight; settled, it leaves the provider's
account; returned, it is owed again. What we ask of a carrier stands as a receivable until it pays.

>>> entry = accepted("claim-7-offer-1", Money(4000, "EUR"))
>>> [(posting.account, posting.money.minor) for posting in entry.postings]
[('expense:customer_compensation', 4000), ('liability:payable_to_customers', -4000)]
"""

from makewhole.books import accounts
from makewhole.books.entry import Entry, Posting
from makewhole.money import Money


def accepted(offer: str, owed: Money) -> Entry:
    """The claimant took the offer, named by its own id: we owe it."""
    return _move(f"{offer}:accepted", "offer accepted", owed, accounts.COMPENSATION, accounts.PAYABLE)


def payout_sent(payout: str, money: Money) -> Entry:
    """The payment was ordered: the debt is on its way."""
    return _move(f"{payout}:sent", "payout ordered", money, accounts.PAYABLE, accounts.IN_FLIGHT)


def payout_settled(payout: str, money: Money) -> Entry:
    """The provider says it arrived."""
    return _move(f"{payout}:settled", "payout settled", money, accounts.IN_FLIGHT, accounts.PROVIDER)


def payout_failed(payout: str, money: Money) -> Entry:
    """The provider could not pay before it settled: the debt stands again."""
    return _move(f"{payout}:failed", "payout failed", money, accounts.IN_FLIGHT, accounts.PAYABLE)


def payout_returned(payout: str, money: Money) -> Entry:
    """Settled money came back: it is with the provider, and the debt stands again."""
    return _move(f"{payout}:returned", "payout returned", money, accounts.PROVIDER, accounts.PAYABLE)


def funded(transfer: str, money: Money) -> Entry:
    """Money moved from the bank to the payment provider."""
    return _move(f"{transfer}:funded", "provider funded", money, accounts.PROVIDER, accounts.BANK)


def recovery_claimed(recovery: str, money: Money) -> Entry:
    """A carrier has admitted our claim, or it is certain enough to stand in the books."""
    return _move(f"{recovery}:claimed", "owed by carrier", money, accounts.RECEIVABLE, accounts.RECOVERED)


def recovered(recovery: str, money: Money) -> Entry:
    """The carrier paid."""
    return _move(f"{recovery}:recovered", "paid by carrier", money, accounts.BANK, accounts.RECEIVABLE)


def written_off(recovery: str, money: Money) -> Entry:
    """The carrier will not pay."""
    return _move(f"{recovery}:written_off", "written off", money, accounts.WRITTEN_OFF, accounts.RECEIVABLE)


def _move(key: str, memo: str, money: Money, debit: str, credit: str) -> Entry:
    if money.minor <= 0:
        raise ValueError(f"{key}: a sum in the books is positive, and its side says the rest")
    return Entry(key, memo, (Posting(debit, money), Posting(credit, -money)))
