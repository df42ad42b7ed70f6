"""The whole database into one file and back: ours and the durable engine's tables alike.

Uses PostgreSQL's own `pg_dump` and `pg_restore`. A backup holds sealed personal data and never the master
key, which is a file of its own and is kept elsewhere. A restore fills an empty database in one
transaction: all of it or nothing. Decides nothing about the rows.

>>> looks_like_a_backup(b"PGDMP\\x01"), looks_like_a_backup(b"PK\\x03\\x04")
(True, False)
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import scalar_row
from sqlalchemy.engine import make_url

from makewhole.store.binaries import tool
from makewhole.store.trouble import Unavailable

UNOWNED = ("--no-owner", "--no-privileges")
OURS = "nspname !~ '^pg_' and nspname <> 'information_schema'"

WORDS = (
    (
        "unsupported version",
        "the file was made by a newer PostgreSQL",
        "use that version's tools",
    ),
    ("No space left", "the disk is full", "free some space and run it again"),
    ("could not write", "the file can't be written", "choose another place for it"),
    ("permission denied", "the database user may not do this", "use the owner of the database"),
    (
        "unrecognized configuration parameter",
        "the tools are newer than the server",
        "install the server's own tools",
    ),
    ("end of file", "the file is cut short", "use another copy of it"),
    ("unexpected end", "the file is cut short", "use another copy of it"),
    ("could not uncompress", "the file is damaged", "use another copy of it"),
    ("not appear to be", "the file is no backup", "name a file that `makewhole db backup` wrote"),
    ("Connection refused", "the database can't be reached", "check DATABASE_URL and that it runs"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup or a restore left behind: the file, its bytes, and how many tables it spoke of."""

    file: Path
    size: int
    tables: int


def looks_like_a_backup(start: bytes) -> bool:
    """Whether a file's first bytes are those of PostgreSQL's custom dump format."""
    return start.startswith(b"PGDMP")


def backup(url: str, file: Path) -> Kept:
    """Write everything in the database at `url` into `file`, which appears only when it is whole.

    Refuses (`Unavailable`) where `file` is there already; the file may be read by its owner alone.
    """
    if file.exists():
        raise Unavailable(f"{file} is there already", "give the backup a new name")
    with _connected(url) as connection:
        program, tables = _tool(connection, "pg_dump"), _tables(connection)
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _run(
            [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", _plain(url)], url
        )
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(file)
    except OSError as no:
        raise Unavailable(f"{file} can't be written: {no.strerror}", "choose another place for it") from no
    finally:
        part.unlink(missing_ok=True)
    return Kept(file, file.stat().st_size, tables)


def restore(url: str, file: Path, force: bool = False) -> Kept:
    """Fill the database at `url` from `file`, all in one transaction.

    Refuses (`Unavailable`) a file that is no whole backup before anything is touched, and a database that
    holds tables unless `force`; then those are dropped, after the file was read to its end.
    """
    _check(file)
    with _connected(url) as connection:
        program, there = _tool(connection, "pg_restore"), _tables(connection)
        if there and not force:
            raise Unavailable(
                f"the database holds {there} tables and a restore would replace them",
                "restore into an empty database, or add --force after a backup of this one",
            )
        _run([program, "--file=/dev/null", str(file)], url)
        if there:
            _empty(connection)
    whole = ["--single-transaction", "--exit-on-error", *UNOWNED]
    _run([program, *whole, f"--dbname={_plain(url)}", str(file)], url)
    with _connected(url) as connection:
        return Kept(file, file.stat().st_size, _tables(connection))


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(16)
    except OSError as no:
        raise Unavailable(f"{file} can't be read: {no.strerror}", "name a file that is there") from no
    if not looks_like_a_backup(start):
        raise Unavailable(f"{file} is no backup", "name a file that `makewhole db backup` wrote")


def _connected(url: str) -> "psycopg.Connection[tuple[int]]":
    try:
        return psycopg.connect(
            make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        )
    except psycopg.OperationalError as no:
        raise Unavailable("the database can't be reached", "check DATABASE_URL and that it runs") from no


def _tool(connection: "psycopg.Connection[tuple[int]]", name: str) -> str:
    return str(tool(name, connection.info.server_version // 10000))


def _tables(connection: "psycopg.Connection[tuple[int]]") -> int:
    asked = "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace"
    counted = connection.execute(f"{asked} where relkind in ('r', 'p') and {OURS}").fetchone()
    return counted[0] if counted else 0


def _empty(connection: "psycopg.Connection[tuple[int]]") -> None:
    with connection.cursor(row_factory=scalar_row) as cursor:
        schemas: list[str] = cursor.execute(f"select nspname from pg_namespace where {OURS}").fetchall()
    for schema in schemas:
        connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema)))
    connection.execute("create schema public")
    connection.commit()


def _plain(url: str) -> str:
    """The URL as PostgreSQL's tools read it, without the password: other users can see a command line."""
    parsed = make_url(url)
    bare = parsed.set(drivername="postgresql")
    return bare._replace(password=None).render_as_string(hide_password=False)


def _run(command: list[str], url: str) -> None:
    secret = make_url(url).password
    surroundings = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}
    if secret is not None:
        surroundings["PGPASSWORD"] = str(secret)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=surroundings, errors="replace"
    )
    if done.returncode == 0:
        return
    # Later lines may quote rows; the first error line names the trouble.
    first = next((line for line in done.stderr.splitlines() if "error:" in line), "it gave no reason")
    name = Path(command[0]).name
    for sign, meaning, mend in WORDS:
        if sign in done.stderr:
            raise Unavailable(f"{name}: {meaning}", mend)
    raise Unavailable(f"{name} failed: {first[:200]}", "nothing was changed; see the words above")
