"""`makewhole replay`: an archive of posts through the whole answering path in shadow; nothing is sent.

The way a brand tries makewhole on its own past: each post is judged exactly as the desk would judge it, one
JSON object a line comes out, and a summary says what would have happened. Decides nothing itself.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from makewhole.because import plain
from makewhole.care.judgement import Brand, Judgement, Standing, consider, numbers_in
from makewhole.care.post import Post
from makewhole.main.archive import BadLine, NoArchive, Seen, posts
from makewhole.main.parcelbook import ParcelBook, read_parcels
from makewhole.main.terminal import OK, SOME_BAD, UNAVAILABLE, end, say, tell
from makewhole.parcel.journey import moment

_TOLD = 20
_STEP = 1_000
_WIDE = 28


@dataclass(slots=True)
class Summary:
    """What a replay came to. Counts of posts, except `bad_lines` (with the first of them) and `seconds`."""

    posts: int = 0
    logistics: int = 0
    duplicates: int = 0
    bad_lines: int = 0
    bad_parcels: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    routes: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    first_bad: list[BadLine] = field(default_factory=list)

    def add(self, found: Judgement) -> None:
        """Count one judgement."""
        self.posts += 1
        self.logistics += found.triage.logistics
        self.routes[found.route] += 1
        self.causes[found.triage.causes[0]] += 1
        self.languages[found.triage.language] += 1
        if found.route == "person":
            self.held[found.because[-1].says] += 1

    def refuse(self, bad: BadLine) -> None:
        """Count a line that gave no post."""
        self.bad_lines += 1
        if len(self.first_bad) < _TOLD:
            self.first_bad.append(bad)

    @property
    def rate(self) -> int:
        """Posts a second."""
        return round(self.posts / self.seconds) if self.seconds else 0

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return {
            "posts": self.posts,
            "logistics": self.logistics,
            "routes": dict(self.routes),
            "held_for_a_person": dict(self.held.most_common()),
            "causes": dict(self.causes.most_common()),
            "languages": dict(self.languages.most_common()),
            "duplicates": self.duplicates,
            "bad_lines": self.bad_lines,
            "first_bad_lines": [{"line": bad.line, "says": bad.says} for bad in self.first_bad],
            "bad_parcel_rows": self.bad_parcels,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "posts_a_second": self.rate,
        }


def replay(
    source: Path,
    out: IO[bytes],
    *,
    now: datetime,
    accounts: tuple[str, ...] = (),
    parcels: ParcelBook | None = None,
    answer_within_minutes: int = 60,
    watch: bool = False,
) -> Summary:
    """Judge every post of `source` and write one JSON line each to `out`, in input order.

    Without `accounts` the accounts a post mentions count as ours. The second post of one id is counted and
    left out. Raises `NoArchive` where the file as a whole can't be read.
    """
    summary = Summary(bad_parcels=len(parcels.bad) if parcels else 0)
    seen = Seen()
    brand = Brand("", accounts, answer_within_minutes)
    standing = Standing()
    began, worked = time.perf_counter(), time.process_time()
    with _progress(source, watch) as read:
        for post in posts(source, read):
            if isinstance(post, BadLine):
                summary.refuse(post)
            elif not seen.add(post.id):
                summary.duplicates += 1
            else:
                found = _judge(post, brand, standing, parcels, now)
                summary.add(found)
                out.write(_line(post, found))
    summary.seconds = time.perf_counter() - began
    summary.cpu_seconds = time.process_time() - worked
    return summary


def _judge(
    post: Post, brand: Brand, standing: Standing, parcels: ParcelBook | None, now: datetime
) -> Judgement:
    if not brand.handles:
        ours = tuple(m for m in post.mentions if m.casefold() != post.author_handle.casefold())
        brand = Brand(brand.name, ours, brand.answer_within_minutes)
    read = numbers_in(post.text)
    view = parcels.view(read.trusted(), now) if parcels is not None else None
    return consider(post, brand, view, standing, now, read)


def record(post: Post, found: Judgement) -> dict[str, Any]:
    """One judgement as the line that comes out, keys in their fixed order."""
    triage = found.triage
    reasons = [ground.says for ground in found.may_reply.because]
    return {
        "post_id": post.id,
        "language": triage.language,
        "logistics": triage.logistics,
        "cause": list(triage.causes),
        "sentiment": triage.sentiment,
        "urgency": triage.urgency,
        "priority": triage.priority,
        "confidence": triage.confidence,
        "waybills": [
            {"text": w.text, "number": w.number, "operator": w.operator, "verdict": w.verdict}
            for w in found.waybills
        ],
        "orders": [order.number for order in found.orders],
        "route": found.route,
        "may_reply": {
            "allowed": found.may_reply.allowed,
            "because": f"{found.may_reply.rule}: {'; '.join(reasons)}",
        },
        "public_reply": found.public_reply,
        "private_reply": found.private_reply,
        "because": plain(found.because),
    }


def _line(post: Post, found: Judgement) -> bytes:
    row = record(post, found)
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half of a surrogate pair in an id or a number: escaped, the line stays JSON and keeps it.
        return json.dumps(row).encode() + b"\n"


@contextmanager
def _progress(source: Path, watch: bool) -> Iterator[Any]:
    """A bar on standard error over the bytes of the file, where somebody watches."""
    whole = source.stat().st_size if watch and source.is_file() else 0
    told = 0

    def read(behind: int) -> None:
        nonlocal told
        told += 1
        if whole and told % _STEP == 0:
            share = min(1.0, behind / whole)
            bar = ("#" * round(share * _WIDE)).ljust(_WIDE)
            sys.stderr.write(f"\r[{bar}] {share:4.0%}  {told:,} lines")

    yield read
    if whole and told >= _STEP:
        sys.stderr.write("\r" + " " * (_WIDE + 30) + "\r")


def replay_command(
    source: Annotated[
        Path, typer.Argument(metavar="POSTS", help="X API v2 JSON lines, or CSV with a text column")
    ],
    parcels: Annotated[
        Path | None,
        typer.Option(help="parcels with scans (JSON lines or CSV), so that private answers give status"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="write the results here instead of standard output")
    ] = None,
    now: Annotated[str, typer.Option(help="the moment to judge at, ISO 8601; the clock if left out")] = "",
    account: Annotated[
        list[str] | None,
        typer.Option(help="a handle of ours; left out, the accounts a post mentions are ours"),
    ] = None,
    answer_within: Annotated[int, typer.Option(min=1, help="minutes within which we promise an answer")] = 60,
    json: Annotated[bool, typer.Option("--json", help="the summary as one JSON value, for a script")] = False,
) -> None:
    """Run an archive of posts through the whole answering path; nothing is sent.

    One JSON object a line comes out, then a summary. Exit code 3 if lines had to be skipped.
    """
    at = _moment(now)
    book = _parcels(parcels)
    accounts = tuple(handle.strip().lstrip("@") for handle in account or () if handle.strip(" @"))
    watch = sys.stderr.isatty()
    try:
        with _destination(out, source) as file:
            summary = replay(
                source,
                file,
                now=at,
                accounts=accounts,
                parcels=book,
                answer_within_minutes=answer_within,
                watch=watch,
            )
    except NoArchive as no:
        end(str(no))
    except BrokenPipeError:
        # Whoever read us (head, less) has had enough; the rest has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(OK) from None
    except OSError as trouble:
        end(f"could not write the results: {trouble.strerror or trouble}; nothing was kept", UNAVAILABLE)
    _report(summary, book, tell if out is None else say, json)
    raise SystemExit(SOME_BAD if summary.bad_lines or summary.bad_parcels else OK)


def _moment(written: str) -> datetime:
    if not written:
        return datetime.now(UTC)
    found = moment(written)
    if found is None:
        end(f"--now reads {written!r}; give ISO 8601, such as 2026-11-21T09:30Z")
    return found[0]


def _parcels(source: Path | None) -> ParcelBook | None:
    if source is None:
        return None
    try:
        return read_parcels(source)
    except OSError as trouble:
        end(f"{source}: {trouble.strerror or trouble}")


@contextmanager
def _destination(out: Path | None, source: Path) -> Iterator[IO[bytes]]:
    """Where the lines go; a file appears under its name only when it is whole."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if out.exists() and source.exists() and out.samefile(source):
        end("--out names the file being read")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _report(summary: Summary, book: ParcelBook | None, line: Any, as_json: bool) -> None:
    for bad in [*summary.first_bad, *(book.bad[:_TOLD] if book else [])]:
        tell(f"line {bad.line}: {bad.says}")
    if as_json:
        line(json.dumps(summary.as_dict(), ensure_ascii=False))
        return
    line(f"{summary.posts:,} posts, {summary.logistics:,} about logistics; {summary.rate:,} posts a second")
    line(f"  would answer by itself   {summary.routes['automatic']:>8,}")
    line(f"  would hold for a person  {summary.routes['person']:>8,}")
    for why, count in summary.held.most_common():
        line(f"    {count:>8,}  {why}")
    line(f"  would leave alone        {summary.routes['ignore']:>8,}")
    line("  causes: " + ", ".join(f"{cause} {count:,}" for cause, count in summary.causes.most_common()))
    line("  languages: " + ", ".join(f"{name} {count:,}" for name, count in summary.languages.most_common(8)))
    if summary.duplicates:
        line(f"  {summary.duplicates:,} posts came twice and were counted once")
    if summary.bad_lines or summary.bad_parcels:
        line(f"  {summary.bad_lines:,} lines and {summary.bad_parcels:,} parcel rows were skipped, see above")
