"""`makewhole assess FILE`: what the law gives on the facts of a file, as a page or as JSON.

Reads TOML, JSON or JSON lines, one set of facts or many, hands each to `law.assess` and prints the answers
with their articles. Decides nothing; the exit code says whether the file could be read (2: no) and whether
all of it was decided (0) or not (3).
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from makewhole.because import Refused
from makewhole.clock import Clock
from makewhole.gateways import rate_table
from makewhole.gateways.rates import EcbRates
from makewhole.law import telling
from makewhole.law.assess import assess
from makewhole.law.calendar import clocks
from makewhole.law.reading import read
from makewhole.main import assess_page
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say
from makewhole.money import Rates

DECIDED, UNREADABLE, OPEN = 0, 2, 3


def assess_command(
    facts: Annotated[Path, typer.Argument(help="a TOML, JSON or JSONL file of facts (docs/assess.md)")],
    now: Annotated[
        str | None, typer.Option(metavar="TIME", help="the day or moment to assess at, as 2026-10-30")
    ] = None,
    script: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
    calendar: Annotated[bool, typer.Option("--calendar", help="every clock that runs on it too")] = False,
    rates: Annotated[
        Path | None, typer.Option(help="a CSV or TOML table of exchange rates (docs/assess.md)")
    ] = None,
) -> None:
    """Say what the law gives on the facts of a file, with its articles. Nothing is sent or stored.

    Ends with 0 when all is decided, 2 when something can't be read, 3 when a fact is missing or the law on it
    is not covered yet.
    """
    try:
        at = Clock().now() if now is None else day(now)
    except ValueError:
        end(f"--now: read {now!r}, allowed is a date as 2026-10-30 or a time as 2026-10-30T12:00:00Z")
    own = rate_table.EMPTY if rates is None else rate_table.load(rates)
    if isinstance(own, Refused):
        end(f"--rates: {own.says}\n{own.way_forward}")
    accepted = Settings().accepted_rows
    text, code = answer(
        facts, script=script, now=at, rates=EcbRates(own=own), accepted=accepted, calendar=calendar
    )
    encoding = sys.stdout.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))
    raise typer.Exit(code)


def answer(
    path: Path,
    *,
    script: bool,
    now: datetime,
    rates: Rates,
    accepted: frozenset[str] = frozenset(),
    calendar: bool = False,
) -> tuple[str, int]:
    """The text to print and the exit code; `now` is aware UTC."""
    loaded = load(path)
    if isinstance(loaded, Refused):
        return _no(str(path), loaded, script)
    if isinstance(loaded, Mapping):
        return _one(str(path), loaded, script, now, rates, accepted, calendar)
    answers = [
        _one(f"{path}, {number}", plain, script, now, rates, accepted, calendar)
        for number, plain in enumerate(loaded, 1)
    ]
    codes = {code for _, code in answers}
    worst = next((code for code in (UNREADABLE, OPEN) if code in codes), DECIDED)
    if script:
        return json.dumps([json.loads(text) for text, _ in answers], ensure_ascii=False, indent=2), worst
    return "\n\n".join(f"{number}. {text}" for number, (text, _) in enumerate(answers, 1)), worst


def _one(
    name: str,
    plain: Mapping[str, Any],
    script: bool,
    now: datetime,
    rates: Rates,
    accepted: frozenset[str],
    calendar: bool,
) -> tuple[str, int]:
    facts = read(plain)
    if isinstance(facts, Refused):
        return _no(name, facts, script)
    found = assess(facts, rates, now, accepted)
    code = DECIDED if found.status == "decided" else OPEN
    running = clocks(facts, found) if calendar else None
    if script:
        told = telling.assessment(found)
        told |= {"calendar": telling.calendar(running)} if running is not None else {}
        return json.dumps(told, ensure_ascii=False, indent=2), code
    parts = [assess_page.page(found), *([assess_page.calendar(running)] if running else [])]
    return "\n\n".join(parts), code


def _no(name: str, refused: Refused, script: bool) -> tuple[str, int]:
    told = {"refused": refused.says, "way_forward": refused.way_forward}
    words = f"{name}: {refused.says}\n{refused.way_forward}"
    return (json.dumps(told, ensure_ascii=False) if script else words), UNREADABLE


def load(path: Path) -> Mapping[str, Any] | list[Mapping[str, Any]] | Refused:
    """The plain values of a file: one set of facts, or many (a JSON list, JSON lines, TOML's `[[facts]]`)."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            values: Any = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        return _unreadable(f"cannot be opened: {error.strerror}")
    except UnicodeDecodeError:
        return _unreadable("is not UTF-8 text")
    except RecursionError:
        return _unreadable("is nested too deeply to be facts")
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        return _unreadable(f"is no {'TOML' if path.suffix == '.toml' else 'JSON'}: {error}")
    if isinstance(values, Mapping) and set(values) == {"facts"}:
        values = values["facts"]
    many = isinstance(values, list) and values and all(isinstance(one, Mapping) for one in values)
    return values if many or isinstance(values, Mapping) else _unreadable("holds no table of fields")


def day(text: str) -> datetime:
    """The moment of a `--now` value: a date (its end, UTC) or an ISO time with its offset."""
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset; write it as 2026-11-21T12:00:00Z")
    return moment.astimezone(UTC)


def _unreadable(says: str) -> Refused:
    return Refused("facts.file", says, "docs/assess.md", "give a TOML, JSON or JSONL file of facts")
