"""Who is told of each billed call, and on whose account it was made.

`on_account_of` names a thread, a publication or an errand for every call made inside it, in this thread or
task and in what it starts. The ledger is a port: the store keeps it, and this floor knows no budget.

>>> with on_account_of("thread-7", optional=True):
...     charged_to()
('thread-7', True)
>>> charged_to()
(None, False)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """One billed call: what was asked for whom (`account` is a user id or "app"), how many resources came,
    its price in micro-dollars, what it was about (None: nobody said), and whether it could have been left."""

    operation: str
    account: str
    resources: int
    micro: int
    about: str | None
    optional: bool
    at: datetime


class Ledger(Protocol):
    """Where billed calls are written down."""

    def spent(self, call: Call) -> None:
        """Keep one call. Called in a thread of its own after X answered and before the caller hears of it;
        it must raise nothing, for what X did can't be undone by a bill that was not written."""
        ...


class NoLedger:
    """Writes nothing down; for tools and tests that have no house."""

    def spent(self, call: Call) -> None:
        """Forget it."""


_charged: ContextVar[tuple[str | None, bool]] = ContextVar("makewhole_x_charged", default=(None, False))


@contextmanager
def on_account_of(about: str, *, optional: bool = False) -> Iterator[None]:
    """Charge what is asked inside to `about`; `optional` says that it could have been left out."""
    before = _charged.set((about, optional))
    try:
        yield
    finally:
        _charged.reset(before)


def charged_to() -> tuple[str | None, bool]:
    """What calls made here are charged to, and whether they are optional."""
    return _charged.get()
