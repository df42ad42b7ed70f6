"""The points at which something lasting happens, each by name: where a crash could lose or repeat work.

`effect(name)` goes around one transaction or one call out. In ordinary life it does nothing. When the
environment names an order file (`MAKEWHOLE_STORM`, a point a line), a process that passes one of its points
takes the order away and kills itself at once, before or after the effect: the storm uses this to die at
every point at least once. Which effects there are is a closed list, so that coverage means something.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EFFECTS: dict[str, str] = {
    "take.record": "a post from outside is kept and its answering is owed",
    "answer.record": "an answer is decided: thread, statement, letters owed",
    "follow.fetch": "a carrier is asked for scans",
    "follow.record": "scans are kept",
    "enroll.send": "waybills are registered with a source that pushes",
    "enroll.record": "which of them it watches is recorded",
    "parcels.record": "parcels, orders or scans told by a shop, a source or a seller are kept",
    "deliver.try": "a try to send a letter is counted",
    "deliver.send": "a letter leaves by its channel",
    "deliver.record": "what became of a letter is recorded",
    "publish.rule": "a person approves what is published, takes it back or cancels it",
    "publish.try": "a try to publish a part is counted",
    "publish.send": "a part of a publication leaves for X",
    "publish.record": "what became of a part is recorded, and what X counts of it",
    "lodge.record": "a claim is lodged",
    "decide.record": "a claim is decided, or handed to a person",
    "accept.record": "an offer is accepted and its payout is owed",
    "rule.record": "a person rules on a claim",
    "appeal.record": "an appeal is opened",
    "pay.send": "a payout order leaves for the provider",
    "pay.record": "what became of a payout is recorded",
    "forget.record": "a person is forgotten",
    "disrupt.record": "disruptions are raised and retired, and parcels caught in them",
    "prove.record": "statements get their leaves and a head is signed",
}

_ORDER = os.environ.get("MAKEWHOLE_STORM")


@contextmanager
def effect(name: str) -> Iterator[None]:
    """Mark the block as the effect `name`; a name not listed above is a bug of ours."""
    if name not in EFFECTS:
        raise KeyError(f"{name} is not a listed effect")
    if _ORDER is not None:
        _die_if_ordered(Path(_ORDER), f"{name} before")
    yield
    if _ORDER is not None:
        _die_if_ordered(Path(_ORDER), f"{name} after")


def _die_if_ordered(order: Path, point: str) -> None:
    taken = order.with_suffix(f".{os.getpid()}")
    try:
        if point not in order.read_text(encoding="utf-8").splitlines():
            return
        # The rename takes the order: of several processes at its points, one dies.
        order.rename(taken)
    except FileNotFoundError:
        return
    taken.write_text(point, encoding="utf-8")
    taken.rename(order.with_suffix(".done"))
    os.kill(os.getpid(), signal.SIGKILL)
