"""What an errand finds around it: the database, the engine, the clock, the keys and the gateways.

Made once by the wiring and handed to every errand. `Periods` are house time; each is a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from makewhole.clock import Clock
from makewhole.durable import Engine
from makewhole.gateways.mail import Mailbox
from makewhole.gateways.payment import Provider
from makewhole.gateways.trackers import Trackers
from makewhole.gateways.x import XClient
from makewhole.money import Rates
from makewhole.parcel.learned import Model
from makewhole.proof.keys import KeyPair
from makewhole.store.database import Database
from makewhole.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Periods:
    """How long things may take, in house time."""

    scans_stay_fresh: timedelta = timedelta(minutes=30)
    follow_every: timedelta = timedelta(hours=6)
    accept_within: timedelta = timedelta(days=30)
    decide_simple: timedelta = timedelta(minutes=1)
    decide_complex: timedelta = timedelta(days=2)
    decide_disputed: timedelta = timedelta(days=5)
    pay_within: timedelta = timedelta(days=2)
    appeal_within: timedelta | None = None
    """None: as long as the brand's terms promise."""
    evidence_within: timedelta = timedelta(days=14)
    payout_check_after: timedelta = timedelta(minutes=10)
    follow_x_every: timedelta = timedelta(hours=12)
    """How long from one round of asking X what became of what we keep of it to the next; 24 hours at most."""
    copies_stay_fresh: timedelta = timedelta(hours=24)
    """How old a copy of a post may be before looking at it has it renewed; 24 hours at most."""
    keep_errands: timedelta = timedelta(days=30)
    """How long the engine keeps its record of an errand that is done."""
    send_again_after: timedelta = timedelta(seconds=30)
    messages_wait_at_most: timedelta = timedelta(hours=1)
    """How long a private message on X may wait for its turn before it goes by e-mail, or the public answer
    names the form instead."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything an errand may use. `sender` signs leaves, `log` signs heads."""

    database: Database
    engine: Engine
    clock: Clock
    vault: Vault
    sender: KeyPair
    log: KeyPair
    x: XClient
    payment: Provider
    carriers: Trackers
    rates: Rates
    periods: Periods = field(default_factory=Periods)
    accepted_rows: frozenset[str] = frozenset()
    most_tries: int = 8
    mail: Mapping[str, Mailbox] = field(default_factory=dict)
    """A brand's mailbox; a brand without one writes no mail."""
    public_url: str = ""
    """Where customers reach our pages, without a slash at the end; empty where nobody said."""
    follow_all: bool = False
    """Whether every parcel that comes in is followed, or only those somebody asks about."""
    tracking_budget: int | None = None
    """Micro-dollars a day that asking about one brand's parcels may cost; None: as much as it does."""
    outlook: Model | None = None
    """What was learned of when parcels arrive; None: the packaged prior speaks."""
