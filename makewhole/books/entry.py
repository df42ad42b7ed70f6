"""Entries and postings, and the one law of the books: every entry sums to nothing in each currency.

An entry carries a key made from what happened, so that the same event entered twice is seen to be one.

>>> balanced(Entry("k", "x", (Posting(accounts.BANK, Money(5, "EUR")),)))
False
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from makewhole.books import accounts
from makewhole.money import Money


@dataclass(frozen=True, slots=True)
class Posting:
    """So much on one account: positive is debit, negative is credit."""

    account: str
    money: Money

    def __post_init__(self) -> None:
        accounts.kind(self.account)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the books. `key` is unique to the event; `memo` names it without personal data."""

    key: str
    memo: str
    postings: tuple[Posting, ...]


def sums(postings: Iterable[Posting]) -> dict[str, int]:
    """The minor units left over in each currency."""
    left: dict[str, int] = defaultdict(int)
    for posting in postings:
        left[posting.money.currency] += posting.money.minor
    return dict(left)


def balanced(entry: Entry) -> bool:
    """Whether it has at least two postings and sums to nothing in every currency."""
    return len(entry.postings) > 1 and not any(sums(entry.postings).values())


def balances(entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    """What stands on each account, by account and currency, in minor units; zero is left out.

    >>> pair = (Posting(accounts.BANK, Money(5, "EUR")), Posting(accounts.RECOVERED, Money(-5, "EUR")))
    >>> balances([Entry("k", "x", pair)])[accounts.BANK, "EUR"]
    5
    """
    standing: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            standing[posting.account, posting.money.currency] += posting.money.minor
    return {where: minor for where, minor in standing.items() if minor}


def reversal(entry: Entry, why: str) -> Entry:
    """The entry that undoes another, under its key; nothing in the books is ever changed or deleted."""
    undone = tuple(Posting(one.account, -one.money) for one in entry.postings)
    return Entry(f"{entry.key}:reversed", f"{why}: reverses {entry.key}", undone)
