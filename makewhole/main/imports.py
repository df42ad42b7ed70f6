"""`makewhole import`: parcels, orders, scans and posts from a file.

A bad row is told by its line with what was read and what is allowed; the good rows beside it are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from makewhole.care.post import Post
from makewhole.desk import parcels_in, scans_in, take
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.main import archive, rows, scan_files, wiring
from makewhole.main.rows import BadRow
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, as_json, end, progress, say, tell
from makewhole.store import brands, orders

app = typer.Typer(no_args_is_help=True, help="Bring in parcels, orders, scans and posts from files.")

File = Annotated[Path, typer.Argument(help="CSV with a header, or JSON")]
Brand = Annotated[str, typer.Option(help="the brand they belong to; default is MAKEWHOLE_BRAND")]
Json = Annotated[bool, typer.Option("--json", help="one JSON value, for a script")]

_BATCH = 100
_SHOWN = 20
_TOLD = 1_000


@dataclass(slots=True)
class Skipped:
    """The rows that were not kept: how many, and the first thousand of them, so that memory stays flat."""

    count: int = 0
    first: list[BadRow] = field(default_factory=list)

    def add(self, row: BadRow) -> None:
        """Count one."""
        self.count += 1
        if len(self.first) < _TOLD:
            self.first.append(row)


@app.command("parcels")
def parcels_command(file: File, brand: Brand = "", json: Json = False) -> None:
    """Parcels: waybill, and as far as known operator, service, postal, mode, origin, destination,
    accepted_at, promised_by, weight, packages, value, freight, currency, order. Headers may be in any of our
    languages (docs/tracking-sources.md)."""
    _bring(file, brand, ("waybill",), json, _keep_parcels)


@app.command("orders")
def orders_command(file: File, brand: Brand = "", json: Json = False) -> None:
    """Orders: order, and as far as known waybill, placed_at, ships_by, promised_by, destination, value,
    currency. One without a waybill is known as not shipped yet."""
    _bring(file, brand, ("order",), json, _keep_orders)


@app.command("scans")
def scans_command(
    file: File,
    carrier: Annotated[str, typer.Option(help="whose raw answer it is; without it, a table")] = "",
    brand: Brand = "",
    json: Json = False,
) -> None:
    """Scans: a table of waybill, scanned_at, status or words, and as far as known place and scan_country;
    EPCIS or EDI as it came; or with --carrier an answer of a carrier or aggregator."""
    if not file.is_file():
        end(f"there is no file {file}; give a table of scans, or a carrier's answer with --carrier")
    settings = Settings()
    kept, new, strange, bad = 0, 0, 0, Skipped()
    with wiring.furnished(settings) as house:
        to = brand or settings.brand
        _require_brand(house, to)
        try:
            for part in progress(scan_files.read(file, carrier), "scans"):
                if isinstance(part, BadRow):
                    bad.add(part)
                    continue
                with at_door(house, "import", scans_in.EFFECT) as turn:
                    told = scans_in.handed_in(turn, to, part.source, part.answers, part.body)
                kept += part.scans
                new += sum(one.scans for _, one in told)
                strange += sum(one.parcel is None for _, one in told)
        except rows.NoSheet as no:
            end(str(no))
    _report(kept, bad, json, {"new": new, "numbers_of_no_parcel": strange})


@app.command("posts")
def posts_command(
    file: File,
    brand: Brand = "",
    max_age_hours: Annotated[int, typer.Option(help="leave out posts older than this", min=1)] = 48,
    json: Json = False,
) -> None:
    """Posts as they would come by webhook: X API v2 JSON lines, or CSV with at least text. Each is kept once
    and answered by the worker; to see first what would be said, use: makewhole replay"""
    settings = Settings()
    kept, known, old, bad = 0, 0, 0, Skipped()
    with wiring.furnished(settings) as house:
        to = brand or settings.brand
        _require_brand(house, to)
        oldest = house.clock.now() - timedelta(hours=max_age_hours)
        batch: list[dict[str, Any]] = []

        def hand_in() -> None:
            nonlocal kept, known
            taken = take.take(house, to, batch, via="import")
            kept, known = kept + taken.kept, known + taken.duplicates
            batch.clear()

        try:
            for post in progress(archive.posts(file, lambda _: None), "posts"):
                if isinstance(post, archive.BadLine):
                    bad.add(BadRow(post.line, post.says))
                elif post.created_at is not None and post.created_at < oldest:
                    old += 1
                else:
                    batch.append(_as_it_came(post))
                    if len(batch) == _BATCH:
                        hand_in()
        except archive.NoArchive as no:
            end(str(no))
        hand_in()
    _report(kept, bad, json, {"known": known, "too_old": old})


def _as_it_came(post: Post) -> dict[str, Any]:
    """A post read from a file in the shape of a webhook's."""
    author: dict[str, Any] = {"id": post.author_id, "username": post.author_handle}
    if post.followers is not None:
        author["public_metrics"] = {"followers_count": post.followers}
    return {
        "data": {
            "id": post.id,
            "text": post.text,
            "author_id": post.author_id,
            "lang": post.language_hint,
            "created_at": None if post.created_at is None else post.created_at.isoformat(),
            "conversation_id": post.conversation_id,
            "entities": {"mentions": [{"username": handle} for handle in post.mentions]},
        },
        "includes": {"users": [author]},
    }


def _require_brand(house: House, brand: str) -> None:
    with house.database.reading() as conn:
        if brand not in {row.id for row in brands.all_of(conn)}:
            end(
                f"there is no brand {brand!r}; add it:"
                f" makewhole brand add {brand} --name NAME --handle HANDLE"
            )


Row = dict[str, Any]


def _bring(
    file: Path, brand: str, need: tuple[str, ...], json: bool, keep: Callable[[Turn, str, list[Row]], None]
) -> None:
    if not file.is_file():
        end(f"there is no file {file}; give CSV with a header, or JSON")
    settings = Settings()
    kept, bad, batch = 0, Skipped(), list[Row]()
    with wiring.furnished(settings) as house:
        to = brand or settings.brand
        _require_brand(house, to)

        def hand_in() -> None:
            nonlocal kept
            with at_door(house, "import", scans_in.EFFECT) as turn:
                keep(turn, to, batch)
            kept += len(batch)
            batch.clear()

        try:
            for row in progress(rows.read(file, need, _tell_unused), "rows"):
                if isinstance(row, BadRow):
                    bad.add(row)
                    continue
                batch.append(row[1])
                if len(batch) == _BATCH:
                    hand_in()
        except rows.NoSheet as no:
            end(str(no))
        if batch:
            hand_in()
    _report(kept, bad, json, {})


def _tell_unused(columns: tuple[str, ...]) -> None:
    if columns:
        tell(f"not used: {', '.join(columns)[:400]}")


def _keep_parcels(turn: Turn, brand: str, given: list[Row]) -> None:
    parcels_in.keep_parcels(turn, brand, given)


def _keep_orders(turn: Turn, brand: str, given: list[Row]) -> None:
    for row in sorted(given, key=lambda row: orders.key_of(row["order_ref"])):
        orders.put(turn.conn, brand, row["order_ref"], "file", row, turn.now)
    shipped = [row for row in given if row["waybill"]]
    if shipped:
        parcels_in.keep_parcels(turn, brand, shipped)


def _report(kept: int, bad: Skipped, json: bool, beside: dict[str, int]) -> None:
    """Say what became of the file's rows; end with an error code where any was skipped."""
    if json:
        skipped = [{"line": row.line, "because": row.says} for row in bad.first]
        as_json({"kept": kept, "bad_rows": bad.count, "skipped": skipped, **beside})
    else:
        for row in bad.first[:_SHOWN]:
            tell(f"line {row.line} skipped: {row.says}")
        if bad.count > _SHOWN:
            tell(f"and {bad.count - _SHOWN} more")
        extra = "".join(f", {count} {name.replace('_', ' ')}" for name, count in beside.items())
        say(f"{kept} kept, {bad.count} skipped{extra}")
        if not kept and not bad.count and not any(beside.values()):
            tell("the file has no rows: give CSV with a header, or JSON lines")
    if bad.count or not (kept or any(beside.values())):
        raise SystemExit(SOME_BAD)
