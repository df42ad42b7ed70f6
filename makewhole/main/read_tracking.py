"""`makewhole read-tracking --carrier X FILE`: a raw answer as a journey in our words, and who read it.

Reads a file or standard input, hands it to `gateways.tracking`, and prints a page or JSON. Nothing is sent or
stored. A carrier we have no table for is read by the names of its fields, and the page says so.
"""

import difflib
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from makewhole.because import plain
from makewhole.clock import Clock
from makewhole.gateways import edi, epcis, tracking
from makewhole.gateways.tracking import Answer
from makewhole.gateways.tracking.tree import fold
from makewhole.main.assess import day
from makewhole.main.terminal import end, say, tell
from makewhole.main.tracking_page import page, reader, standing

READ, UNREADABLE, OPEN = 0, 2, 3
_STDIN, _UNNAMED = Path("-"), "unnamed"
_EPCIS, _EDI = frozenset({"epcis"}), frozenset({"edi", "edifact", "iftsta", "emsevt", "x12", "x12214"})


def read_tracking_command(
    file: Annotated[
        Path, typer.Argument(help="the answer as it came, JSON or XML; - is standard input")
    ] = _STDIN,
    carrier: Annotated[
        str,
        typer.Option(metavar="NAME", help="whose answer it is (docs/tracking.md); unknown names are guessed"),
    ] = "",
    now: Annotated[
        str | None, typer.Option(metavar="TIME", help="the day or moment to look from, as 2026-10-30")
    ] = None,
    script: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
) -> None:
    """Print the journey in a carrier's raw answer. Nothing is sent or stored.

    Ends with 0 when a parcel was read, 2 when the answer can't be read, 3 when the carrier told an error, or
    nothing of a parcel, or an event that is no scan.
    """
    try:
        at = Clock().now() if now is None else day(now)
    except ValueError:
        end(f"--now: read {now!r}, allowed is a date as 2026-10-30 or a time as 2026-10-30T12:00:00Z")
    answers = _answers(carrier, _content(file))
    if any(told.code == tracking.UNREADABLE for one in answers for told in one.told):
        end(f"{file}: {answers[0].told[0].says}", UNREADABLE)
    if all(one.guessed for one in answers):
        tell(f"makewhole: {_no_table(carrier)}")
    text = json.dumps(_whole(answers, at), ensure_ascii=False, indent=2) if script else page(answers, at)
    encoding = sys.stdout.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))
    raise typer.Exit(READ if all(map(_is_read, answers)) else OPEN)


def _answers(carrier: str, content: bytes) -> tuple[Answer, ...]:
    """What the reader of a standard or a carrier reads. Without a name a standard is known by its start."""
    named = fold(carrier)
    if named in _EPCIS or (not named and epcis.looks_like(content)):
        return epcis.read(content)
    if named in _EDI or (not named and edi.looks_like(content)):
        return edi.read(content)
    return tracking.read(carrier or _UNNAMED, content)


def _content(file: Path) -> bytes:
    """The bytes of the answer, one more than are read at most, so that too many are seen to be."""
    try:
        if file == _STDIN:
            return sys.stdin.buffer.read(tracking.LARGEST_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(tracking.LARGEST_BYTES + 1)
    except OSError as fault:
        end(f"{file}: {fault.strerror or 'can not be read'}", UNREADABLE)


def _no_table(carrier: str) -> str:
    """That a carrier is not one of ours, with those it might be meant for, or all."""
    ours = (*tracking.carriers(), *sorted(_EPCIS | _EDI))
    if tracking.shape_named(carrier) is not None:
        return f"this is not how {carrier} answers; its fields were found by their names"
    near = difflib.get_close_matches(carrier.casefold(), ours, n=3, cutoff=0.6)
    allowed = f"perhaps {' or '.join(near)}" if near else f"allowed are {', '.join(ours)}"
    named = f"no reader of ours is called {carrier!r}" if carrier else "no --carrier was named"
    return f"{named}; the fields were found by their names ({allowed})"


def _is_read(answer: Answer) -> bool:
    return bool(answer.scans or answer.status) and not answer.unread and not answer.told


def _whole(answers: tuple[Answer, ...], at: datetime) -> dict[str, object]:
    """The answers for a script; times are ISO 8601 in UTC, `local` on the carrier's own clock."""
    return {
        "carrier": None if answers[0].carrier == _UNNAMED else answers[0].carrier,
        "read_by": reader(answers[0]).kind,
        "parcels": [_parcel(one, at) for one in answers],
    }


def _parcel(one: Answer, at: datetime) -> dict[str, object]:
    where = standing(one, at)
    return {
        "number": one.number,
        "status": where.status,
        "status_by": where.by,
        "problem": where.problem,
        "delivered_at": where.delivered_at,
        "expected_on": one.expected_on.isoformat() if one.expected_on else None,
        "scans": [
            {
                "at": scan.at.isoformat(),
                "local": local.isoformat(),
                "zone_known": scan.offset_known,
                "status": scan.status,
                "reason": scan.reason,
                "code": code,
                "words": scan.words,
                "place": scan.place,
                "country": scan.country,
                "source": scan.source,
            }
            for scan, local, code in zip(one.scans, one.local, one.codes, strict=True)
        ],
        "unread": [{"says": each.says, "raw": each.raw} for each in one.unread],
        "withdrawn": [{"at": scan.at.isoformat(), "status": scan.status} for scan in one.withdrawn],
        "told": [{"code": each.code, "says": each.says} for each in one.told],
        "doubts": list(one.doubts),
        "because": plain(where.because),
    }
