"""`makewhole publish FILE`: questions and answers from a file become a draft, which waits in the console."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from makewhole.because import Refused
from makewhole.care import length, publication
from makewhole.desk import publish
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say, tell
from makewhole.store import brands, manners
from makewhole.store.publishing import Draft

_ALLOWED = 'opening = "..." and [[question]] tables, each with ask = "..." and answer = "..."'


def publish_command(
    file: Annotated[Path, typer.Argument(help="TOML: opening, and [[question]] with ask and answer")],
    at: Annotated[str, typer.Option(help="when, by the brand's own clock, such as 2026-11-30T09:00")] = "",
    to: Annotated[str, typer.Option("--brand", help="default is MAKEWHOLE_BRAND")] = "",
) -> None:
    """Plan a thread of questions and answers. Nothing leaves before a person approved it in the console."""
    settings, said = Settings(), _thread(file)
    brand = to or settings.brand
    with wiring.furnished(settings) as house:
        with house.database.reading() as conn:
            if brand not in {row.id for row in brands.all_of(conn)}:
                end(f"there is no brand {brand!r}; add it first: makewhole brand add")
            zone = manners.of_brand(conn, brand).zone
        made = publish.plan(house, brand, Draft("faq", said, _moment(at, zone, house.clock.now())), None)
    if isinstance(made, tuple):
        end("; ".join(f"{no.says} ({no.way_forward})" for no in made))
    for place, text in enumerate(said, 1):
        tell(f"{place}/{len(said)}  {length.weighted(text)} of {length.LONGEST}  {text.splitlines()[0]}")
    say(f"draft {made} waits for a person's yes at /desk/publish/{made}")


def _thread(file: Path) -> tuple[str, ...]:
    read = questions_of(file)
    if isinstance(read, Refused):
        end(f"{read.says}; {read.way_forward}")
    return read


def questions_of(file: Path) -> tuple[str, ...] | Refused:
    """The posts of a file of questions; `Refused` says what was read and what is allowed."""
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as trouble:
        return _no(f"{file} can't be read: {trouble.strerror}")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        return _no(f"{file} is not TOML: {wrong}")
    rows = told.get("question")
    if not isinstance(told.get("opening"), str) or not isinstance(rows, list) or not rows:
        return _no(f"{file} holds {', '.join(sorted(told)) or 'nothing'}")
    asked = []
    for place, row in enumerate(rows, 1):
        pair = (row.get("ask"), row.get("answer")) if isinstance(row, dict) else (None, None)
        if not all(isinstance(one, str) for one in pair):
            return _no(f"question {place} of {file} lacks ask or answer")
        asked.append((str(pair[0]), str(pair[1])))
    return publication.faq(told["opening"], asked)


def _moment(told: str, zone: str, now: datetime) -> datetime:
    if not told:
        return now
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        end(f"--at reads {told!r}; write a day and a time, such as 2026-11-30T09:00")
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _no(says: str) -> Refused:
    return Refused("publish.file", says, "docs/x.md", f"write {_ALLOWED}")
