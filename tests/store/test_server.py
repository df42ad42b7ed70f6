"""The server of our own, on the real thing: it loses nothing, ends with us, and changes no parent's mode."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from makewhole.store import binaries, place
from makewhole.store.place import RunAs
from makewhole.store.server import Server, database, normal
from makewhole.store.trouble import Unavailable

CHILD = """
import sys
from pathlib import Path
from makewhole.store.server import Server
server = Server(Path(sys.argv[1]))
print(server.start(), server.postmaster(), flush=True)
sys.stdin.read()
"""
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether `true` becomes true within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        subprocess.run(["sleep", "0.05"], check=True)
    return true()


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie doesn't)."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.startswith("Z")


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement on a connection of its own, committed."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def answers(url: str) -> bool:
    """Whether the server lets us in."""
    try:
        ask(url, "select 1")
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def empty(open_folder: Path) -> Path:
    """A data folder still to be made, where another user can enter, so that the server stays inside."""
    return open_folder / "data"


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A data folder with a database in it, made once; making one is most of a start."""
    with tempfile.TemporaryDirectory(prefix="makewhole-test-") as made:
        Path(made).chmod(0o711)
        with Server(Path(made) / "data"):
            pass
        yield Path(made) / "data"


@pytest.fixture
def data(prepared: Path, empty: Path) -> Path:
    """A data folder with a database in it, this test's own."""
    subprocess.run(["cp", "-a", str(prepared), str(empty)], check=True)
    return empty


class Child:
    """Another process of ours that starts or joins the server of a data folder."""

    def __init__(self, data: Path, wait: bool = True) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if wait:
            self.ready()

    def ready(self) -> "Child":
        """Wait until it has its server."""
        assert self.process.stdout is not None
        self.url, pid = self.process.stdout.readline().split()
        self.postmaster = int(pid)
        return self

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()


def test_no_postgres_is_left_and_no_row_lost_when_our_process_is_killed(data: Path) -> None:
    child = Child(data)
    ask(child.url, "create table kept (n int)")
    ask(child.url, "insert into kept values (42)")
    child.kill()
    assert until(lambda: not alive(child.postmaster))
    with Server(data) as server:
        assert server.url == child.url
        assert ask(server.url, "select n from kept") == [(42,)]


def test_a_killed_postgres_comes_back_under_the_same_url_with_every_row(data: Path) -> None:
    with Server(data) as server:
        ask(server.url, "create table kept as select 42 as n")
        killed = server.postmaster()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        assert until(lambda: server.postmaster() != killed and answers(server.url))
        assert ask(server.url, "select n from kept") == [(42,)]
        back = server.postmaster()
    assert back is not None
    assert not alive(back)


def test_the_server_lives_until_the_last_of_its_processes_has_left(data: Path) -> None:
    first = Child(data)
    with Server(data) as second:
        assert second.url == first.url
        assert second.postmaster() == first.postmaster
        first.kill()
        assert not until(lambda: not answers(second.url), seconds=1)
    assert until(lambda: not alive(first.postmaster))


def test_a_killed_watcher_leaves_a_folder_the_next_start_can_use(data: Path) -> None:
    child = Child(data)
    parents = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(child.postmaster)], capture_output=True, text=True, check=True
    )
    os.kill(int(parents.stdout), signal.SIGKILL)
    child.kill()
    with Server(data) as server:
        assert ask(server.url, "select 1") == [(1,)]


def test_no_mode_of_a_folder_that_was_there_is_changed(open_folder: Path) -> None:
    above = [open_folder / "a", open_folder / "a" / "b"]
    for folder, mode in zip(above, (0o711, 0o755), strict=True):
        folder.mkdir(mode=mode)
        folder.chmod(mode)
    watched = [*above, open_folder, *open_folder.parents]
    before = [folder.stat().st_mode for folder in watched]
    with Server(above[1] / "data"):
        pass
    assert [folder.stat().st_mode for folder in watched] == before


@root_only
def test_as_root_it_works_under_a_home_its_user_cannot_enter(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    server = Server(home / "data")
    try:
        ask(server.start(), "create table kept as select 42 as n")
        assert server.place is not None
        elsewhere = server.place.home
        assert elsewhere != home / "data"
        assert str(elsewhere) in caplog.text
        assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o700
        server.stop()
        with Server(home / "data") as again:
            assert ask(again.url, "select n from kept") == [(42,)]
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
    finally:
        server.stop()
        place.discard(home / "data")
    assert not elsewhere.exists()
    assert not (home / "data").exists()


@root_only
def test_as_root_programs_its_user_cannot_reach_are_copied_beside_the_data(
    tmp_path: Path, open_folder: Path
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    (hidden / "bin").mkdir()
    for name in ("postgres", "initdb"):
        (hidden / "bin" / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.1'\n")
        (hidden / "bin" / name).chmod(0o755)
    user = place.run_as(tmp_path / "none")
    home = open_folder
    mine = place.Place(home, home / "postgres", home / "run", user)
    moved = place.runnable(binaries.Binaries(hidden / "bin", 18), mine)
    assert moved.folder == home / "programs-18" / "bin"
    assert "18.1" in user.run([moved.program("postgres"), "--version"]).stdout


def test_the_programs_inside_the_wheel_serve_where_none_are_installed(empty: Path) -> None:
    wheel = tuple(folder for folder in binaries.folders() if binaries.WHEEL in folder.parts)
    with Server(empty, programs=wheel) as server:
        assert server.place is not None
        ask(server.url, "create table kept as select lower('ÄÉ') as word")
        assert ask(server.url, "select word from kept") == [("äé",)]
        version = str(ask(server.url, "show server_version")[0][0])
    assert int(version.split(".")[0]) >= binaries.OLDEST_MAJOR


def test_processes_that_start_at_once_share_one_server(empty: Path) -> None:
    started = [Child(empty, wait=False) for _ in range(3)]
    children = [child.ready() for child in started]
    try:
        assert len({child.postmaster for child in children}) == 1
        assert len({child.url for child in children}) == 1
    finally:
        for child in children:
            child.kill()
    assert until(lambda: not alive(children[0].postmaster))


def test_a_folder_of_its_own_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "planted").mkdir(mode=0o755)
    (tmp_path / "planted").chmod(0o755)
    with pytest.raises(Unavailable, match="not a private folder"):
        place.own_folder(tmp_path / "planted", RunAs("me", os.geteuid(), os.getegid(), other=False))


def test_data_of_another_major_version_is_refused_with_the_way_to_move_it(empty: Path) -> None:
    (empty / "postgres").mkdir(parents=True)
    (empty / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(Unavailable, match=r"made by PostgreSQL 9 .*db backup FILE.*db restore FILE"):
        Server(empty).start()
    assert sorted(path.name for path in (empty / "postgres").iterdir()) == ["PG_VERSION"]


@root_only
def test_a_database_its_user_can_no_longer_reach_is_never_replaced_by_an_empty_one(data: Path) -> None:
    with Server(data):
        pass
    data.chmod(0o700)
    with pytest.raises(Unavailable, match=r"holds a database and user .* can't enter"):
        Server(data).start()


def test_a_machine_without_postgres_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"set DATABASE_URL .*apt-get install postgresql"):
        binaries.for_cluster(tmp_path, None, places=(tmp_path,))


def test_programs_older_than_we_speak_are_passed_over(tmp_path: Path) -> None:
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.9'\n")
        (tmp_path / name).chmod(0o755)
    assert list(binaries.servers((tmp_path,))) == []


def test_a_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(Unavailable, match=r"choose another data folder|give makewhole another data folder"):
        Server(tmp_path / "data").start()


def test_a_url_we_were_given_is_used_as_it_is_and_starts_nothing(tmp_path: Path) -> None:
    with database("postgresql://me@127.0.0.1:1/shop", tmp_path / "data") as url:
        assert url == "postgresql+psycopg://me@127.0.0.1:1/shop"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://me@db/shop", "nonsense"])
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match="write postgresql://"):
        normal(url)


def test_a_path_too_long_for_a_socket_still_gets_a_server(open_folder: Path) -> None:
    deep = open_folder / ("x" * 60) / ("y" * 60) / "data"
    with Server(deep) as server:
        assert ask(server.url, "select 1") == [(1,)]
        assert server.place is not None
        assert place.short_enough(server.place.run)
    subprocess.run(["rm", "-rf", str(server.place.run)], check=True)


def test_a_folder_whose_server_runs_is_not_removed(data: Path) -> None:
    with Server(data), pytest.raises(Unavailable, match="another makewhole runs"):
        place.discard(data.parent)
    assert (data / "postgres").is_dir()


def test_commits_wait_for_the_disk(data: Path) -> None:
    with Server(data) as server:
        shown = [ask(server.url, f"show {name}")[0][0] for name in ("fsync", "full_page_writes")]
        assert shown == ["on", "on"]
