"""The books balance whatever happens, and every happening says which accounts it moves."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.books import accounts, happenings
from makewhole.books.entry import Entry, Posting, balanced, balances, reversal
from makewhole.money import Money

Happening = Callable[[str, Money], Entry]
SUMS = st.builds(Money, st.integers(1, 10**12), st.sampled_from(("EUR", "JPY", "KWD")))
HAPPENINGS: tuple[Happening, ...] = (
    happenings.accepted,
    happenings.payout_sent,
    happenings.payout_settled,
    happenings.payout_failed,
    happenings.payout_returned,
    happenings.funded,
    happenings.recovery_claimed,
    happenings.recovered,
    happenings.written_off,
)
EVENTS = st.lists(st.tuples(st.sampled_from(HAPPENINGS), st.integers(1, 9), SUMS), max_size=30)


@given(EVENTS, st.integers(0, 29))
def test_the_books_always_balance(events: list[tuple[Happening, int, Money]], undo: int) -> None:
    entries = [happening(f"event-{number}", money) for happening, number, money in events]
    if entries:
        entries.append(reversal(entries[undo % len(entries)], "entered by mistake"))
    assert all(balanced(entry) for entry in entries)
    left: dict[str, int] = {}
    for (_, currency), minor in balances(entries).items():
        left[currency] = left.get(currency, 0) + minor
    assert not any(left.values())


def test_a_claim_that_is_paid_leaves_an_expense_and_less_cash() -> None:
    owed = Money(4_000, "EUR")
    entries = [
        happenings.accepted("offer-1", owed),
        happenings.payout_sent("payout-1", owed),
        happenings.payout_settled("payout-1", owed),
    ]
    assert balances(entries) == {
        (accounts.COMPENSATION, "EUR"): 4_000,
        (accounts.PROVIDER, "EUR"): -4_000,
    }


def test_money_that_comes_back_is_owed_again() -> None:
    owed = Money(4_000, "EUR")
    entries = [
        happenings.accepted("offer-1", owed),
        happenings.payout_sent("payout-1", owed),
        happenings.payout_settled("payout-1", owed),
        happenings.payout_returned("payout-1", owed),
    ]
    assert balances(entries)[accounts.PAYABLE, "EUR"] == -4_000
    assert (accounts.PROVIDER, "EUR") not in balances(entries)


def test_a_reversal_undoes_its_entry_and_nothing_else() -> None:
    entry = happenings.accepted("offer-1", Money(5, "JPY"))
    assert balances([entry, reversal(entry, "wrong claim")]) == {}


def test_each_happening_has_a_key_of_its_own() -> None:
    keys = {happening("one", Money(1, "EUR")).key for happening in HAPPENINGS}
    assert len(keys) == len(HAPPENINGS)


def test_an_entry_that_does_not_balance_is_seen() -> None:
    one = Posting(accounts.BANK, Money(5, "EUR"))
    assert not balanced(Entry("k", "x", (one, Posting(accounts.PAYABLE, Money(-5, "USD")))))
    assert not balanced(Entry("k", "x", ()))


def test_an_account_outside_the_chart_and_a_sum_of_nothing_are_bugs() -> None:
    with pytest.raises(ValueError, match="not in the chart"):
        Posting("asset:cash_in_the_drawer", Money(1, "EUR"))
    with pytest.raises(ValueError, match="positive"):
        happenings.accepted("offer-1", Money(0, "EUR"))
