"""`makewhole import`: parcels and orders from a file."""

from pathlib import Path
from typing import Annotated

import typer

from makewhole.main import rows, wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, as_json, end, progress, say, tell
from makewhole.store import brands, parcels

app = typer.Typer(no_args_is_help=True, help="Bring in parcels and orders from CSV or JSON lines.")

File = Annotated[Path, typer.Argument(help="CSV with a header, or JSON lines")]
Brand = Annotated[str, typer.Option(help="the brand they belong to; default is MAKEWHOLE_BRAND")]
Json = Annotated[bool, typer.Option("--json", help="one JSON value, for a script")]


@app.command("parcels")
def parcels_command(file: File, brand: Brand = "", json: Json = False) -> None:
    """Parcels: waybill, and as far as known operator, service, postal, mode, origin, destination,
    accepted_at, promised_by, weight_grams, packages, value, freight, currency, order."""
    _bring(file, brand, ("waybill",), json)


@app.command("orders")
def orders_command(file: File, brand: Brand = "", json: Json = False) -> None:
    """Orders: order and waybill, and as far as known value, currency, destination, promised_by."""
    _bring(file, brand, ("order", "waybill"), json)


def _bring(file: Path, brand: str, need: tuple[str, ...], json: bool) -> None:
    if not file.is_file():
        end(f"there is no file {file}; give a CSV with a header, or JSON lines")
    settings = Settings()
    kept, bad = 0, []
    with wiring.furnished(settings) as house:
        now, to = house.clock.now(), brand or settings.brand
        with house.database.writing() as conn:
            if to not in {row.id for row in brands.all_of(conn)}:
                end(f"there is no brand {to!r}; add it: makewhole brand add {to} --name NAME --handle HANDLE")
            for row in progress(rows.read(file, need), "rows"):
                if isinstance(row, rows.BadRow):
                    bad.append(row)
                    continue
                parcels.put(conn, to, row[1], now)
                kept += 1
    if json:
        as_json({"kept": kept, "skipped": [{"line": row.line, "because": row.says} for row in bad]})
    else:
        for row in bad[:20]:
            tell(f"line {row.line} skipped: {row.says}")
        if len(bad) > 20:
            tell(f"and {len(bad) - 20} more")
        say(f"{kept} kept, {len(bad)} skipped")
    if bad or not kept:
        raise SystemExit(SOME_BAD)
