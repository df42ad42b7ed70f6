"""`makewhole content`: what is kept of X, asking X what became of it now, and erasing all of it."""

from collections.abc import Mapping
from typing import Annotated

import typer

from makewhole.because import Refused
from makewhole.desk import content as following
from makewhole.desk import content_erase
from makewhole.desk.house import House
from makewhole.gateways.wire import TheirFault, Undeliverable
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, UNAVAILABLE, as_json, end, say
from makewhole.store import content_jobs, erasure
from makewhole.store.erasure import Erasure

app = typer.Typer(no_args_is_help=True, help="What is kept of X: following it, and erasing all of it.")
Brand = Annotated[str, typer.Option("--brand", help="default is MAKEWHOLE_BRAND")]
Json = Annotated[bool, typer.Option("--json", help="one JSON value, for a script")]


@app.command("status")
def status(brand: Brand = "", json: Json = False) -> None:
    """Say what is kept of X, up to when it is known to be as X wants it, and what was erased."""
    settings = Settings()
    with wiring.furnished(settings) as house, house.database.reading() as conn:
        name = brand or settings.brand
        until = content_jobs.followed_until(conn)
        there, erased = erasure.count(conn, erasure.Scope(name)), erasure.of_brand(conn, name)
    if json:
        told = [_plain(one) for one in erased]
        as_json(
            {"kept": there, "follows_x_until": None if until is None else until.isoformat(), "erasures": told}
        )
        return
    say(f"follows X up to {'never yet' if until is None else f'{until:%Y-%m-%d %H:%M} UTC'}")
    _counts(there)
    for one in erased:
        say(f"erasure {one.id}, asked for {one.asked_at:%Y-%m-%d}: {'done' if one.done_at else 'under way'}")


@app.command("follow")
def follow() -> None:
    """Ask X now what became of what is kept, and do what it says, without waiting for the next round."""
    with wiring.furnished(Settings()) as house:
        try:
            owed = following.at_once(house)
        except TheirFault as fault:
            end(f"X did not answer: {fault.says}; try again in {fault.retry_after} seconds", UNAVAILABLE)
    if isinstance(owed, Undeliverable):
        end(f"X refuses: {owed.says} (a job of today may still run: try again in some minutes)", SOME_BAD)
    say(f"{owed} posts and messages were let go")


@app.command("erase")
def erase(
    brand: Brand = "",
    yes: Annotated[bool, typer.Option("--yes", help="erase; without it, only say what there is")] = False,
    why: Annotated[str, typer.Option(help="for the report")] = "asked for by command",
    json: Json = False,
) -> None:
    """Erase all content of X of a brand, with a report. Without --yes it only says what would go."""
    settings = Settings()
    with wiring.furnished(settings) as house:
        name = brand or settings.brand
        if not yes:
            there = content_erase.preview(house, name)
            if json:
                as_json({"would_erase": there})
                return
            _counts(there)
            say("nothing was erased: give --yes to erase this for good")
            return
        report = _erased(house, name, why)
    if json:
        as_json(_plain(report))
        return
    _counts(report.found, report.remains)
    say(f"erased; the report is statement {report.statement} of the log")


def _erased(house: House, brand: str, why: str) -> Erasure:
    begun = content_erase.begin(house, brand, why)
    if isinstance(begun, Refused):
        end(f"{begun.says}; {begun.way_forward}")
    return content_erase.erase(house, begun.number)


def _counts(found: Mapping[str, int], remains: Mapping[str, int] | None = None) -> None:
    for name, count in found.items():
        left = "" if remains is None else f", {remains[name]} left"
        say(f"{count:8} {name.replace('_', ' ')}{left}")


def _plain(one: Erasure) -> dict[str, object]:
    return {
        "erasure": one.id,
        "why": one.why,
        "found": dict(one.found),
        "remains": None if one.remains is None else dict(one.remains),
        "statement": one.statement,
        "asked_at": one.asked_at.isoformat(),
        "done_at": None if one.done_at is None else one.done_at.isoformat(),
    }
