"""`makewhole connect x`: the set-up of X walked through in a terminal, each step tried on the live X.

It may be left at any point: what was done is at X and in the database, and the next run goes on from there.
"""

from collections.abc import Callable
from typing import Annotated

import typer

from makewhole.desk import connect, connect_acts
from makewhole.desk.connect import STEPS, Setup, Step
from makewhole.desk.connect_looks import LOOKS
from makewhole.desk.house import House
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, as_json, say
from makewhole.main.voices import setup_of

app = typer.Typer(no_args_is_help=True, help="Connect an outside party, step by step.")
_BY = "makewhole connect"


@app.command("x")
def connect_x(
    role: Annotated[
        str, typer.Option(help="what a newly signed-in account is: main, support or other")
    ] = "main",
    check: Annotated[
        bool, typer.Option("--check", help="only try each step, ask and change nothing")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="one JSON value, for a script; implies --check")
    ] = False,
) -> None:
    """Walk through the app, its keys, the account, its label, the webhook and a post read; each is tried."""
    settings = Settings()
    with wiring.furnished(settings) as house:
        to = setup_of(settings)
        if check or json:
            found = connect.run(house, to, LOOKS)
            if json:
                as_json([{"name": s.name, "state": s.state, "says": s.says, "mend": s.mend} for s in found])
        else:
            found = walk(house, to, role)
    if not json:
        for step in found if check else ():
            tell_step(step)
    if any(step.state != "done" for step in found):
        raise SystemExit(SOME_BAD)


def walk(house: House, to: Setup, role: str) -> list[Step]:
    """Each step: tried, then asked for what it waits for, then tried again."""
    acts: dict[str, Callable[[], Step | None]] = {
        "account": lambda: _sign_in(house, to, role),
        "label": lambda: _attest(house, to),
        "webhook": lambda: _yes("Register the webhook with X now?", lambda: connect_acts.register(house, to)),
        "subscriptions": lambda: _yes("Subscribe now?", lambda: connect_acts.subscribe(house, to)),
    }
    found = []
    for place, name in enumerate(STEPS, 1):
        say(f"\n{place} of {len(STEPS)}: {name}")
        step = connect.run(house, to, LOOKS, (name,))[0]
        tell_step(step)
        act = acts.get(name)
        if step.state != "done" and act is not None:
            done = act()
            if done is not None:
                step = done
                tell_step(step)
        found.append(step)
    left = [step.name for step in found if step.state != "done"]
    say("\nX is set up." if not left else f"\nStill to do: {', '.join(left)}. Run this again when you like.")
    return found


def tell_step(step: Step) -> None:
    """One step in words."""
    mark = {"done": "ok  ", "waiting": "TODO", "wrong": "MEND"}[step.state]
    say(f"{mark} {step.name}: {step.says}")
    if step.mend:
        say(f"     {step.mend}")


def _asked(words: str) -> str:
    """What a person answers; empty where there is nobody to ask."""
    try:
        return str(typer.prompt(words, default="", show_default=False)).strip()
    except typer.Abort:
        say()
        return ""


def _yes(words: str, act: Callable[[], Step]) -> Step | None:
    return act() if _asked(f"{words} [y/N]").lower() in ("y", "yes") else None


def _sign_in(house: House, to: Setup, role: str) -> Step | None:
    if not to.client_id:
        return None
    say("     Open this address in a browser, signed in as the brand's account, and press Authorize:")
    say(f"     {connect_acts.begin(house, to, role, _BY, house.clock.now())}")
    came_back = _asked("Paste the address your browser was sent to (empty: it reached makewhole by itself)")
    if not came_back:
        return connect.run(house, to, LOOKS, ("account",))[0]
    return connect_acts.finish(house, to, came_back)


def _attest(house: House, to: Setup) -> Step | None:
    human = _asked("The label is set on X; the account is run by the person behind @ (empty: not yet)")
    return connect_acts.attest(house, to, _BY, human) if human else None
