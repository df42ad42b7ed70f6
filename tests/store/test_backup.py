"""A backup holds everything and a restore fills an empty database whole or not at all."""

import stat
from pathlib import Path

import psycopg
import pytest

from makewhole.store import binaries
from makewhole.store.backup import backup, restore
from makewhole.store.trouble import Unavailable
from tests.conftest import cloned, plain


def fill(url: str) -> None:
    """Two schemas, as we and the durable engine have them."""
    with psycopg.connect(plain(url)) as connection:
        connection.execute("create table claim (id int primary key, words text)")
        connection.execute("insert into claim select n, repeat('x', 200) from generate_series(1, 500) n")
        connection.execute("create schema dbos")
        connection.execute("create table dbos.workflow_status (id text)")
        connection.execute("insert into dbos.workflow_status values ('claim-42:decide:3')")


def held(url: str) -> tuple[int, str]:
    """What `fill` left: rows of ours, and the engine's one workflow."""
    with psycopg.connect(plain(url)) as connection:
        asked = "select (select count(*) from claim), (select id from dbos.workflow_status)"
        row = connection.execute(asked).fetchone()
    assert row is not None
    return row


def test_a_backup_restored_elsewhere_holds_our_tables_and_the_engines(
    server_url: str, fresh_database: str, tmp_path: Path
) -> None:
    fill(fresh_database)
    kept = backup(fresh_database, tmp_path / "all.backup")
    assert kept.tables == 2
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    with cloned(server_url) as elsewhere:
        assert restore(elsewhere, kept.file).tables == 2
        assert held(elsewhere) == (500, "claim-42:decide:3")


def test_a_restore_over_a_filled_database_is_refused_unless_forced(
    fresh_database: str, tmp_path: Path
) -> None:
    fill(fresh_database)
    kept = backup(fresh_database, tmp_path / "all.backup")
    with psycopg.connect(plain(fresh_database)) as connection:
        connection.execute("create table later (n int)")
        connection.execute("delete from claim")
    with pytest.raises(Unavailable, match=r"holds 3 tables.*--force"):
        restore(fresh_database, kept.file)
    assert restore(fresh_database, kept.file, force=True).tables == 2
    assert held(fresh_database) == (500, "claim-42:decide:3")


def test_a_backup_cut_short_is_refused_before_anything_is_dropped(
    fresh_database: str, tmp_path: Path
) -> None:
    fill(fresh_database)
    kept = backup(fresh_database, tmp_path / "all.backup")
    short = tmp_path / "short.backup"
    short.write_bytes(kept.file.read_bytes()[: kept.size - 40])
    with pytest.raises(Unavailable):
        restore(fresh_database, short, force=True)
    assert held(fresh_database) == (500, "claim-42:decide:3")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"create table x();"])
def test_a_file_that_is_no_backup_is_refused(fresh_database: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Unavailable, match="is no backup"):
        restore(fresh_database, tmp_path / "x")


def test_a_missing_file_is_said_to_be_missing(fresh_database: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        restore(fresh_database, tmp_path / "x")


def test_a_backup_never_replaces_a_file(fresh_database: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("precious")
    with pytest.raises(Unavailable, match="is there already"):
        backup(fresh_database, tmp_path / "x")
    assert (tmp_path / "x").read_text() == "precious"


def test_a_place_that_cannot_be_written_is_said_in_words(fresh_database: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be written"):
        backup(fresh_database, tmp_path / "none" / "x")


def test_a_database_out_of_reach_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be reached"):
        backup("postgresql+psycopg://me@127.0.0.1:1/shop", tmp_path / "x")


def test_a_missing_tool_is_named_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"pg_dump 18 or newer.*postgresql-client-18"):
        binaries.tool("pg_dump", 18, places=(tmp_path,))


def test_tools_of_the_servers_own_version_come_before_newer_ones(tmp_path: Path) -> None:
    for major in (18, 16, 15):
        (tmp_path / str(major)).mkdir()
        program = tmp_path / str(major) / "pg_restore"
        program.write_text(f"#!/bin/sh\necho 'pg_restore (PostgreSQL) {major}.1'\n")
        program.chmod(0o755)
    places = tuple(tmp_path / name for name in ("18", "16", "15"))
    assert binaries.tool("pg_restore", 15, places).parent.name == "15"
    assert binaries.tool("pg_restore", 17, places).parent.name == "18"
