"""`makewhole db`: the database's own commands."""

from pathlib import Path
from typing import Annotated

import typer

from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import say
from makewhole.store import backup as backups

app = typer.Typer(no_args_is_help=True, help="The database: bring it up to date, back it up, restore it.")


@app.command()
def upgrade() -> None:
    """Bring the schema up to date. Safe to repeat; a schema from a newer makewhole is left alone."""
    with wiring.opened(Settings()) as own:
        say(f"schema {wiring.upgrade(own)}, up to date")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="where to write the backup")]) -> None:
    """Back up the whole database, errands in flight included. Keys are not in it: keep their folder apart."""
    settings = Settings()
    with wiring.opened(settings) as own:
        backups.backup(own.url, file)
    say(f"backed up to {file}; the keys in {settings.keys} are not in it, keep a copy of them elsewhere")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="a backup made by makewhole db backup")],
    force: Annotated[bool, typer.Option(help="replace what the database holds now")] = False,
) -> None:
    """Restore a backup into an empty database: all of it, or nothing. Opens a new epoch of the log."""
    settings = Settings()
    with wiring.opened(settings) as own:
        before = wiring.last_head(own)
        backups.restore(own.url, file, force=force)
        version = wiring.upgrade(own)
        wiring.begin_epoch(settings, own, before)
    say(f"restored from {file}, schema {version}, a new epoch of the log began")
