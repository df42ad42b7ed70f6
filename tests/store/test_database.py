"""What the database does to us ends in a clear word, and nothing is half written."""

import pytest
import sqlalchemy as sa

from makewhole.store import brands
from makewhole.store.database import Database, upgrade
from makewhole.store.trouble import Unavailable


def tables(database: Database) -> int:
    with database.reading() as conn:
        return int(
            conn.execute(sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar_one()
        )


def test_an_upgrade_can_be_repeated_and_ends_where_it_was(fresh_database: str) -> None:
    own = Database(fresh_database)
    assert upgrade(own) == upgrade(own)
    own.close()


def test_a_schema_from_a_newer_makewhole_is_left_alone(database: Database) -> None:
    with database.writing() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = tables(database)
    with pytest.raises(Unavailable, match="newer makewhole"):
        upgrade(database)
    assert tables(database) == before


def test_an_upgrade_that_meets_a_lock_says_so_and_changes_nothing(database: Database) -> None:
    with database.engine.connect() as other:
        other.execute(sa.text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(Unavailable, match="held a lock"):
            upgrade(database, lock_wait_seconds=1)


def test_a_read_only_database_says_so_and_nothing_is_half_written(database: Database) -> None:
    name = sa.make_url(database.url).database
    with database.writing() as conn:
        conn.execute(sa.text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    database.engine.dispose()
    with pytest.raises(Unavailable, match="read-only"), database.writing() as conn:
        brands.set_house_fact(conn, "x", 1)
    with database.reading() as conn:
        assert brands.house_fact(conn, "x") is None


def test_a_full_disk_says_so_and_the_transaction_is_undone_whole(database: Database) -> None:
    def write_until_it_is_full() -> None:
        with database.writing() as conn:
            brands.set_house_fact(conn, "x", 1)
            conn.execute(sa.text("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"))

    with pytest.raises(Unavailable, match="disk is full"):
        write_until_it_is_full()
    with database.reading() as conn:
        assert brands.house_fact(conn, "x") is None


def test_a_database_that_is_not_there_says_what_to_check() -> None:
    own = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable, match="cannot be reached"), own.reading():
        pass


def test_an_entry_that_does_not_balance_cannot_be_committed_even_in_plain_sql(database: Database) -> None:
    def write_half_an_entry() -> None:
        with database.writing() as conn:
            conn.execute(sa.text("INSERT INTO brand (id, name, created_at) VALUES ('b', 'B', now())"))
            conn.execute(sa.text("INSERT INTO entry (brand, key, memo, at) VALUES ('b', 'k', 'm', now())"))
            conn.execute(sa.text("INSERT INTO posting SELECT id, 1, 'asset:bank', 5, 'EUR' FROM entry"))

    with pytest.raises(sa.exc.DBAPIError, match="does not balance"):
        write_half_an_entry()


def test_what_a_database_error_says_holds_nothing_of_the_rows(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError) as caught, database.writing() as conn:
        conn.execute(sa.text("INSERT INTO staff (email) VALUES (:e)"), {"e": "secret@example.org"})
    assert "secret@example.org" not in str(caught.value)
