"""The doctor's look at X: token and rights, secrets, address, subscriptions, ears, clock and budget.

The looks are those of the set-up (`desk.connect_looks`); here it is said which of them are an illness.
"""

from datetime import timedelta
from typing import Final

from makewhole.care.pace import affords
from makewhole.desk import connect, pace
from makewhole.desk.connect import Step
from makewhole.desk.connect_looks import LOOKS, clock
from makewhole.desk.house import House
from makewhole.main.findings import Finding
from makewhole.main.settings import Settings
from makewhole.main.voices import setup_of
from makewhole.store import brands, intake, setup

_SILENT: Final = timedelta(minutes=30)
_NAMES: Final = {
    "app": "X app",
    "keys": "X keys",
    "callback": "X callback",
    "account": "X account",
    "webhook": "X webhook",
    "subscriptions": "X subscriptions",
}
_MAY_WAIT: Final = frozenset({"webhook", "subscriptions"})
"""Without a public address X is asked for news instead: slower, and well."""


def examine(settings: Settings, house: House) -> list[Finding]:
    """All that can be wrong with X, in the order a person would mend it; one line where it is not set up."""
    to = setup_of(settings)
    with house.database.reading() as conn:
        known = {row.id for row in brands.all_of(conn)}
        begun = bool(setup.of_brand(conn, to.brand))
    if to.brand not in known:
        return []
    if not (to.typed or to.app_token or to.client_id or begun or connect.accounts(house, to.brand)):
        return [Finding("X", False, "not set up: nothing is read and nothing is answered", _SET_UP)]
    steps = connect.run(house, to, LOOKS, tuple(_NAMES))
    clocks = connect.run(house, to, {"clock": clock}, ("clock",))
    return [
        *(_finding(step, house) for step in steps),
        *_clocks(clocks),
        _ears(settings, house),
        _budget(house, to.brand),
    ]


_SET_UP: Final = "walk through it: makewhole connect x"


def _finding(step: Step, house: House) -> Finding:
    well = step.state == "done" or (
        step.state == "waiting" and step.name in _MAY_WAIT and not house.public_url
    )
    return Finding(_NAMES[step.name], well, step.says, "" if step.state == "done" else step.mend)


def _clocks(steps: list[Step]) -> list[Finding]:
    return [Finding("X clock", step.state == "done", step.says, step.mend) for step in steps]


def _ears(settings: Settings, house: House) -> Finding:
    """Whether somebody listens: X pushes to us, or was asked for news lately."""
    if settings.x_watch == "off":
        return Finding("X ears", True, "nobody listens, as MAKEWHOLE_X_WATCH says")
    now = house.clock.now()
    with house.database.reading() as conn:
        kept = intake.cursors(conn, settings.brand)
    last = max((at for source, at in kept.items() if source not in ("door", "missed")), default=None)
    if last is None:
        return Finding(
            "X ears", False, "X was never listened to", "start a worker: makewhole serve, or makewhole work"
        )
    ago = now - last
    well = ago < _SILENT * house.clock.scale
    says = f"X was last listened to {int(ago.total_seconds()) // 60} minutes ago"
    return Finding("X ears", well, says, "" if well else "look whether a worker runs, and read its log")


def _budget(house: House, brand: str) -> Finding:
    """Whether today's money still bears an answer."""
    with house.database.reading() as conn:
        limit, spent = pace.budget(house, conn, brand)
    says = f"US${spent / 1_000_000:.2f} of US${limit / 1_000_000:.2f} spent today"
    if not affords("reply", 0, limit, spent):
        return Finding(
            "X budget", False, f"{says}: no machine answers", "raise it: makewhole brand manners, or wait"
        )
    more = "" if affords("read", 0, limit, spent) else "; reads nobody waits for have stopped"
    return Finding("X budget", True, says + more)
