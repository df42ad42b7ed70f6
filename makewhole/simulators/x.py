"""A small X on loopback: posts, search, streams, messages, webhooks and money, under X's own rules for apps.

`app(settings)` is the whole of it. Apps speak to `/2/...` with a bearer token; people of this world post
through `/_control/...`, or by hand on the page at `/`. Nothing leaves the machine except events to the
addresses registered as webhooks. State lives as long as the app does. docs/simulators.md tells what is true
to X and what is simpler.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware

from makewhole.simulators import (
    x_allow,
    x_control,
    x_hooks,
    x_listening,
    x_messages,
    x_page,
    x_posts,
    x_uploads,
    x_users,
)
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Faulty, Plan
from makewhole.simulators.x_compliance import Jobs
from makewhole.simulators.x_directs import Directs
from makewhole.simulators.x_ledger import Ledger
from makewhole.simulators.x_limits import PUBLISHED, Limits
from makewhole.simulators.x_oauth import Caller, Tokens
from makewhole.simulators.x_push import Pushes
from makewhole.simulators.x_rules import Rules
from makewhole.simulators.x_shapes import Dialect, Spelling
from makewhole.simulators.x_state import State
from makewhole.simulators.x_stream import Streams
from makewhole.simulators.x_world import World


@dataclass(frozen=True, slots=True)
class Account:
    """An account an app may act for from the start, and a bearer token that never ends.

    That token does for the app's own calls too, so that one token is enough to begin with; tokens given out
    by OAuth are as narrow as X's.
    """

    handle: str
    token: str = field(repr=False)
    name: str = ""
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What this X is like.

    `credits` in millionths of a dollar, None for no end; `limits` as `x_limits.PUBLISHED`, their windows
    passing `window_speed` times as fast; `names_first`: X puts the answered person's name before the text of
    an app's reply, as it does for people.
    """

    accounts: tuple[Account, ...] = (Account("HaldenHome", "token-halden", "Halden Home", 48_200),)
    app_token: str = field(default="token-app", repr=False)
    client_id: str = "simulated-client-id"
    client_secret: str = field(default="simulated-client-secret", repr=False)
    consumer_secret: str = field(default="simulated-consumer-secret", repr=False)
    dialect: Dialect = "tweet"
    names_first: bool = False
    credits: int | None = None
    keep_alive_seconds: float = 20.0
    limits: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PUBLISHED)
    window_speed: int = 1
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


def app(settings: Settings | None = None) -> Starlette:
    """The simulated X as an ASGI app."""
    chosen = settings or Settings()
    state = _state(chosen)

    @asynccontextmanager
    async def while_it_runs(_: Starlette) -> AsyncIterator[None]:
        yield
        await state.pushes.close()

    made = Starlette(
        routes=[
            *x_posts.routes(), *x_users.routes(), *x_messages.routes(), *x_hooks.routes(),
            *x_listening.routes(), *x_uploads.routes(), *x_allow.routes(), *x_control.routes(),
            *x_page.routes(),
        ],
        middleware=[Middleware(Faulty, faults=state.faults, clock=state.clock, guarded="/2/")],
        lifespan=while_it_runs,
    )  # fmt: skip
    made.state.x = state
    return made


def _state(chosen: Settings) -> State:
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    world = World(clock.now, chosen.names_first)
    tokens = Tokens(chosen.client_id, chosen.client_secret, chosen.consumer_secret)
    tokens.fixed[chosen.app_token] = Caller(None, app=True)
    for account in chosen.accounts:
        person = world.person(account.handle, account.name, account.followers)
        person.token = account.token
        world.acts(person)
        tokens.fixed[account.token] = Caller(person, app=True)
    pushes = Pushes(clock, faults, chosen.client_secret, chosen.consumer_secret)
    streams = Streams(clock, chosen.keep_alive_seconds)
    state = State(
        world, Directs(world), pushes, streams, Rules(), tokens, Ledger(chosen.credits), Jobs(), faults,
        clock, Limits(chosen.limits, chosen.window_speed), Spelling(chosen.dialect),
    )  # fmt: skip
    pushes.streamed, pushes.billed = state.streamed, state.billed
    return state
