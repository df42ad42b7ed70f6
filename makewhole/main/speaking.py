"""`makewhole brand manners`: what a brand allows on X, what a day may cost, and when no machine writes."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Annotated
from zoneinfo import available_timezones

import typer

from makewhole.care.pace import DAY_MICRO
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say
from makewhole.store import brands, manners

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_MICRO = 1_000_000


def manners_command(
    id: Annotated[str, typer.Argument(help="the brand")],
    links: Annotated[bool | None, typer.Option(help="links in public posts, at $0.200 each")] = None,
    budget: Annotated[
        str, typer.Option(help="US dollars a day that a machine may spend, such as 12.50")
    ] = "",
    quiet: Annotated[str, typer.Option(help="hours in which no machine writes: 22:00-07:00, or none")] = "",
    zone: Annotated[str, typer.Option(help="the clock of the quiet hours, such as Europe/Berlin")] = "",
    ai_approval: Annotated[
        str, typer.Option(help="where X's written approval of answers by a model is kept; none takes it back")
    ] = "",
) -> None:
    """Choose how a brand speaks on X: links, a day's cost, quiet hours. Without options: what it chose."""
    chosen: dict[str, object] = {}
    if links is not None:
        chosen["links_allowed"] = links
    if budget:
        chosen["budget_micro"] = _dollars(budget)
    if quiet:
        chosen |= _hours(quiet)
    if zone:
        if zone not in available_timezones():
            end(f"zone reads {zone!r}; give a name such as Europe/Berlin or Asia/Shanghai")
        chosen["zone"] = zone
    if ai_approval:
        chosen["ai_approval"] = "" if ai_approval == "none" else ai_approval
    with wiring.furnished(Settings()) as house, house.database.writing() as conn:
        if id not in {row.id for row in brands.all_of(conn)}:
            end(f"there is no brand {id!r}; add it first: makewhole brand add")
        if chosen:
            manners.choose(conn, id, **chosen)
        now = manners.of_brand(conn, id)
    micro = DAY_MICRO if now.budget_micro is None else now.budget_micro
    hours = "none" if now.quiet_from is None else f"{now.quiet_from:%H:%M}-{now.quiet_until:%H:%M} {now.zone}"
    say(f"links in public: {'allowed' if now.links_allowed else 'none'}")
    say(f"budget a day: US${micro / _MICRO:.2f}")
    say(f"quiet hours: {hours}")
    say(f"X's approval of answers by a model: {now.ai_approval or 'none on record'}")


def _dollars(given: str) -> int:
    """Millionths of a dollar."""
    try:
        sum_given = Decimal(given)
    except InvalidOperation:
        end(f"budget reads {given!r}; give US dollars a day, such as 12.50")
    if not sum_given.is_finite() or not 0 <= sum_given <= 1_000_000:
        end(f"budget reads {given!r}; give a sum between 0 and 1000000")
    return int(sum_given * _MICRO)


def _hours(given: str) -> dict[str, object]:
    if given == "none":
        return {"quiet_from": None, "quiet_until": None}
    if not _HOURS.fullmatch(given):
        end(f"quiet reads {given!r}; give hours such as 22:00-07:00, or none")
    begins, ends = given.split("-")
    return {"quiet_from": time.fromisoformat(begins), "quiet_until": time.fromisoformat(ends)}
