"""Setting X up, one step after another, each tried on the live X: done, waiting for somebody, or wrong.

Most of what a step needs is at X or in our rows, so a set-up that was left is taken up again by looking.
Each step says what was read, what is wrong and what to do. The steps' own looks are in `connect_looks`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from makewhole.desk.house import House
from makewhole.gateways import x_reach
from makewhole.gateways.wire import NoCredit, NotLetIn, TheirFault
from makewhole.gateways.x import XClient
from makewhole.gateways.x.oauth import App
from makewhole.gateways.x_signature import Secrets
from makewhole.store import setup, x_accounts
from makewhole.store.x_accounts import AccountRow

STEPS: Final = ("app", "keys", "callback", "account", "label", "webhook", "subscriptions", "reading")
EVENTS: Final = (
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.delete",
    "dm.received",
    "chat.received",
)
"""What X is asked to push of each account."""
CONSOLE: Final = "X's developer console, console.x.com"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the settings say of X for a brand. `typed` says that they hold a token of the brand's account."""

    brand: str
    x_url: str
    app: App
    client_id: str = ""
    keys: Secrets = field(default_factory=Secrets)
    app_token: bool = False
    typed: bool = False

    @property
    def here(self) -> bool:
        """Whether this X is simulated on this machine."""
        return x_reach.is_here(self.x_url)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step was found to be: what was read, and what to do about it."""

    name: str
    state: Literal["done", "waiting", "wrong"]
    says: str
    mend: str = ""


Look = Callable[[House, Setup], Step]


def run(house: House, to: Setup, looks: Mapping[str, Look], names: tuple[str, ...] = STEPS) -> list[Step]:
    """Try these steps on the live X, and keep what each was found to be."""
    found = [_tried(house, to, looks[name], name) for name in names]
    with house.database.writing() as conn:
        for step in found:
            setup.keep(conn, to.brand, step.name, step.state, step.says, step.mend, house.clock.now())
    return found


def _tried(house: House, to: Setup, look: Look, name: str) -> Step:
    try:
        return look(house, to)
    except NotLetIn as fault:
        way = f"look at {CONSOLE}, put the token in the settings again, or sign the account in again"
        return Step(name, "wrong", f"X lets us in no more: {fault.says}", way)
    except NoCredit as fault:
        return Step(name, "wrong", fault.says, f"buy credit in {CONSOLE}")
    except TheirFault as fault:
        way = f"look whether {to.x_url} can be reached from here; try again in {fault.retry_after} s"
        return Step(name, "wrong", f"X was not heard: {fault.says}", way)


def hook(house: House) -> str:
    """The address X pushes to; empty where the settings name no public address."""
    return f"{house.public_url}/hooks/x" if house.public_url else ""


def callback(house: House) -> str:
    """The address X sends a person back to who let us speak for their account."""
    return f"{house.public_url or 'http://127.0.0.1:8080'}/desk/x/back"


def accounts(house: House, brand: str) -> list[AccountRow]:
    """The brand's accounts in force, the main one first."""
    with house.database.reading() as conn:
        return x_accounts.in_force(conn, brand)


def voices(house: House, to: Setup) -> list[tuple[str, XClient]]:
    """Each account of the brand we may speak as: its user id and its voice."""
    known = accounts(house, to.brand)
    if not known and to.typed:
        return [(house.x.me().id, house.x)]
    return [(row.id, house.x.of(row.id)) for row in known]


def again(step: Step, note: str) -> Step:
    """The same step with a word about what was just done."""
    return replace(step, says=f"{note}; {step.says}")
