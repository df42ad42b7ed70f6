"""The connection to PostgreSQL, its migrations, and what to say when it will not serve.

`Database` holds one SQLAlchemy engine; rows are read and written as plain SQL on its connections. What
the database refuses (locked, read-only, full disk, newer schema) is raised as `Unavailable`, whose
text says what was found and what to do. It decides nothing about the rows.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command, script, util
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from psycopg import errors as pg

from makewhole.store.server import normal
from makewhole.store.trouble import Unavailable

OLDEST_SERVER = 15


_WORDS: tuple[tuple[type[Exception], str, str], ...] = (
    (
        pg.ReadOnlySqlTransaction,
        "the database is read-only (a standby, or default_transaction_read_only)",
        "point DATABASE_URL at the primary",
    ),
    (pg.DiskFull, "the database's disk is full and the last write was undone whole", "free space on it"),
    (pg.OutOfMemory, "the database is out of memory and the last write was undone whole", "try again"),
    (
        pg.LockNotAvailable,
        "another session has held a lock on the tables for too long",
        "end it (see pg_stat_activity) and run this again",
    ),
    (pg.QueryCanceled, "the database took too long; the statement was ended and undone whole", "try again"),
    (pg.InsufficientPrivilege, "the database user may not do this", "make it the owner of this database"),
    (pg.InvalidPassword, "the database refused the password", "mend it in DATABASE_URL"),
    (pg.InvalidCatalogName, "DATABASE_URL names a database that does not exist", "create it first"),
    (
        pg.TooManyConnections,
        "the database takes no more connections",
        "raise max_connections or run fewer workers",
    ),
)


def in_words(error: sa.exc.DBAPIError) -> Unavailable | None:
    """What to do about a database error that is not a bug of ours, without row contents; else None."""
    for kind, what, mend in _WORDS:
        if isinstance(error.orig, kind):
            return Unavailable(what, mend)
    if isinstance(error, sa.exc.OperationalError):
        return Unavailable(
            "the database cannot be reached or went away", "check DATABASE_URL and that it runs"
        )
    return None


_TELL = sa.text(
    "SELECT set_config('synchronous_commit', 'off', true), pg_notify(c, p)"
    " FROM unnest(CAST(:c AS text[]), CAST(:p AS text[])) AS news (c, p)"
)


class Database:
    """One PostgreSQL database. `url` is an SQLAlchemy URL for psycopg 3."""

    def __init__(self, url: str, pool: int = 10) -> None:
        self.url = normal(url)
        self.engine = sa.create_engine(
            self.url,
            pool_size=pool,
            max_overflow=pool,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            hide_parameters=True,  # an error's text may be logged, and parameters hold personal data
            connect_args={"connect_timeout": 10, "application_name": "makewhole"},
        )

        sa.event.listen(self.engine, "handle_error", _without_rows)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for reading."""
        with self._speaking(), self.engine.connect() as conn:
            yield conn

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: committed whole when the block ends, undone whole when it raises."""
        with self._speaking(), self.engine.begin() as conn:
            yield conn

    def tell(self, news: Sequence[tuple[str, str]]) -> None:
        """Notify listeners: (channel, payload) each.

        In a transaction of its own that does not wait for the disk: a commit that notifies holds a lock over
        the whole server until it is on disk, so that writers would queue one behind another. What can't be
        told is lost without a word: what it is about is committed, and who listens also looks by themselves.
        """
        told = {"c": [channel for channel, _ in news], "p": [payload for _, payload in news]}
        with contextlib.suppress(sa.exc.DBAPIError, sa.exc.TimeoutError), self.engine.connect() as conn:
            conn.execution_options(isolation_level="AUTOCOMMIT").execute(_TELL, told)

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            trouble = in_words(error)
            if trouble is None:
                raise
            raise trouble from error
        except sa.exc.TimeoutError as error:
            raise Unavailable(
                "every connection of ours to the database is in use",
                "try again, or run fewer errands at once",
            ) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _without_rows(context: sa.engine.ExceptionContext) -> None:
    """Take what a row holds out of an error's text, which may be logged or kept by the engine.

    The server's detail quotes rows, and a data error (class 22) quotes the value even in its first line.
    """
    error = context.original_exception
    if not isinstance(error, psycopg.Error) or error.sqlstate is None:
        return
    told = None if error.sqlstate.startswith("22") else error.diag.message_primary
    where = ".".join(name for name in (error.diag.table_name, error.diag.column_name) if name)
    words = " ".join(word for word in (error.sqlstate, where, told) if word)
    error.args = (words,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(error).__name__}) {words}",)


def _config(conn: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = conn
    return config


def schema_version(database: Database) -> tuple[str | None, str]:
    """The migration the database has and the newest one this program knows."""
    with database.reading() as conn:
        has = MigrationContext.configure(conn).get_current_revision()
        newest = script.ScriptDirectory.from_config(_config(conn)).get_current_head()
    return has, str(newest)


def upgrade(database: Database, lock_wait_seconds: int = 15) -> str:
    """Bring the schema up to date, in one transaction; a schema newer than the program is left alone."""
    with database.writing() as conn:
        major = int(str(conn.execute(sa.text("SHOW server_version_num")).scalar())) // 10000
        if major < OLDEST_SERVER:
            raise Unavailable(f"the server is PostgreSQL {major}", f"use version {OLDEST_SERVER} or newer")
        conn.execute(sa.text(f"SET LOCAL lock_timeout = '{lock_wait_seconds}s'"))
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('makewhole schema'))"))
        config = _config(conn)
        known = script.ScriptDirectory.from_config(config)
        has = MigrationContext.configure(conn).get_current_revision()
        if has is not None:
            try:
                known.get_revision(has)
            except util.CommandError as error:
                raise _newer(has, str(known.get_current_head())) from error
        command.upgrade(config, "head")
        return str(known.get_current_head())


def _newer(has: str, newest: str) -> Unavailable:
    return Unavailable(
        f"the database has schema {has}, from a newer makewhole; this one knows up to {newest}; nothing was"
        f" changed",
        "install the newer version, or restore a backup made before the upgrade",
    )
