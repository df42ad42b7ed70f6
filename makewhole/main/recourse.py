"""`makewhole recourse FILE`: what road carriers in a row owe one another for what one of them has paid.

Reads a TOML or JSON file of a `law.carriers.Recourse`, hands it to `law.recourse` and prints the parts with
their articles. Decides nothing; ends with 0 when the parts are told, 2 when the file can't be read, 3 when
something is missing or a person decides.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from makewhole.because import Refused, plain
from makewhole.clock import Clock
from makewhole.law.carriers import Settlement
from makewhole.law.reading import read_recourse
from makewhole.law.recourse import owed
from makewhole.law.telling import amount
from makewhole.main.assess import DECIDED, OPEN, UNREADABLE, day, load
from makewhole.main.terminal import end, say


def recourse_command(
    facts: Annotated[Path, typer.Argument(help="a TOML or JSON file (docs/law/cmr.md)")],
    now: Annotated[
        str | None, typer.Option(metavar="TIME", help="the day or moment to settle at, as 2026-10-30")
    ] = None,
    script: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
) -> None:
    """Say what road carriers in a row owe one another (CMR art. 37-40). Nothing is sent or stored.

    Ends with 0 when the parts are told, 2 when something can't be read, 3 when a person has to look.
    """
    try:
        at = Clock().now() if now is None else day(now)
    except ValueError:
        end(f"--now: read {now!r}, allowed is a date as 2026-10-30 or a time as 2026-10-30T12:00:00Z")
    told = load(facts)
    if isinstance(told, list):
        told = Refused("facts", "holds many", "docs/law/cmr.md", "settle one at a time")
    read = read_recourse(told) if isinstance(told, Mapping) else told
    found = read if isinstance(read, Refused) else owed(read, at.date())
    if isinstance(found, Refused):
        end(f"{facts}: {found.says}\n{found.way_forward}", UNREADABLE)
    text = json.dumps(_plain(found), ensure_ascii=False, indent=2) if script else page(found)
    encoding = sys.stdout.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))
    raise typer.Exit(DECIDED if found.parts and not found.missing and not found.doubts else OPEN)


def page(found: Settlement) -> str:
    """The settlement for a person: each carrier's part, the time, the courts, what is open, and why."""
    lines = [f"{part.carrier:<20} bears {part.bears.text()}" for part in found.parts]
    lines.append(f"{'in all':<20} {amount(found.total) or 'not known yet'}")
    late = " (time-barred)" if found.admissible is False else ""
    lines.append(f"{'suit by':<20} {found.suit_by or 'not known yet'}{late}")
    lines.append(f"{'sue in':<20} {' or '.join(found.courts) or 'not known yet'}")
    lines.extend(f"find out: {one.question}" for one in found.missing)
    lines.extend(f"a person has to look: {doubt}" for doubt in found.doubts)
    lines.extend(f"- {ground.rule}: {ground.says}" for ground in found.because)
    return "\n".join(lines)


def _plain(found: Settlement) -> dict[str, object]:
    return {
        "admissible": found.admissible,
        "total": amount(found.total),
        "parts": [
            {
                "carrier": part.carrier,
                "own": amount(part.own),
                "taken_over": amount(part.taken_over),
                "bears": amount(part.bears),
                "may_dispute": part.may_dispute,
            }
            for part in found.parts
        ],
        "suit_by": found.suit_by.isoformat() if found.suit_by is not None else None,
        "courts": list(found.courts),
        "missing": [{"fact": one.fact, "question": one.question} for one in found.missing],
        "doubts": list(found.doubts),
        "because": plain(found.because),
    }
