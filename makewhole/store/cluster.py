"""The folder a PostgreSQL keeps its data in: made whole or not at all, and the command that runs it.

Decides the server's settings and the words for what it says when it won't start. Which programs and
which folders are decided by `binaries` and `place`; keeping it running by `watcher`.

>>> made_with(Path("/no/such/folder")) is None
True
"""

import contextlib
import json
import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

from makewhole.store.binaries import Binaries
from makewhole.store.place import Place
from makewhole.store.trouble import Unavailable

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    # Parallel queries want more shared memory than a container gives; insight runs elsewhere anyway.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    # A failed statement's parameters are somebody's data and don't belong in a log.
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
"""Small and safe: `fsync`, `full_page_writes` and `synchronous_commit` stay on, as they come."""

WORDS = (
    ("No space left", "the disk is full", "free some space and start again"),
    ("Permission denied", "a folder may not be written", "give the folder to the user named in the log"),
    ("Read-only file system", "the disk is read-only", "use a data folder on a disk that can be written"),
    ("could not create shared memory", "the system gives no shared memory", "raise its shared memory limit"),
    ("already exists", "another server runs on this data", "end it first"),
)


def make_data_folder(data: Path) -> None:
    """Make the data folder and its parents where missing; those that are there stay as they are.

    As root the new folder may be entered by others (mode 711), for the server runs as another user.
    """
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
        if not os.access(data, os.W_OK | os.X_OK) or not data.is_dir():
            raise Unavailable(f"{data} is no folder we may write", "give makewhole another data folder")
    except OSError as no:
        raise Unavailable(
            f"{data} can't be made: {no.strerror}", "give makewhole another data folder"
        ) from no


def made_with(cluster: Path) -> int | None:
    """The major version of PostgreSQL that made the cluster, None where there is no cluster yet."""
    try:
        return int((cluster / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except PermissionError as no:
        raise Unavailable(f"{cluster} belongs to another user", "run makewhole as that user") from no
    except ValueError as no:
        raise Unavailable(f"{cluster} is not a folder PostgreSQL made", "move it away") from no


def create(place: Place, programs: Binaries) -> None:
    """Make the cluster where missing: beside its place first and moved there whole."""
    if made_with(place.cluster) is not None:
        return
    part = place.cluster.with_name("postgres.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(mode=0o700)
        if place.run_as.other:
            os.chown(part, place.run_as.uid, place.run_as.gid)
    except OSError as no:
        raise Unavailable(
            f"{part} can't be made: {no.strerror}", "free some space or use another folder"
        ) from no
    made = _initdb(part, place, programs)
    if made.returncode != 0:
        shutil.rmtree(part, ignore_errors=True)
        raise Unavailable(
            *_worded(made.stderr or made.stdout, f"the database folder {place.cluster} can't be made")
        )
    part.rename(place.cluster)


def _initdb(part: Path, place: Place, programs: Binaries) -> CompletedProcess[str]:
    # One order of text on every machine, and a lower() that knows more than ASCII.
    utf8 = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
    command: list[str | Path] = [
        programs.program("initdb"),
        "-D",
        part,
        "-U",
        "makewhole",
        "--auth=trust",
        "--encoding=UTF8",
    ]
    tongue = "C" if programs.major >= 17 else "C.UTF-8"
    made = place.run_as.run([*command, f"--locale={tongue}", *utf8])
    if made.returncode != 0 and "invalid locale" in made.stderr:
        made = place.run_as.run([*command, "--no-locale"])
    return made


def command(place: Place, programs: Binaries) -> list[str]:
    """The server's command line, every setting on it so that a newer makewhole's settings apply."""
    settings = SETTINGS | {"unix_socket_directories": str(place.run)}
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(programs.program("postgres")), "-D", str(place.cluster), *flags]


def pipe(path: Path) -> tuple[int, int]:
    """A new named pipe at `path`: its read end for the watcher and the first write end, for us."""
    path.unlink(missing_ok=True)
    os.mkfifo(path, 0o600)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    return reader, os.open(path, os.O_WRONLY | os.O_NONBLOCK)


def postmaster(cluster: Path) -> int | None:
    """The process id written by the cluster's server, None where none is written."""
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def write_state(path: Path, state: dict[str, str]) -> None:
    """Write the state file whole, readable by us alone."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(state), encoding="utf-8")
    part.chmod(0o600)
    part.replace(path)


def why(told: Path, cluster: Path) -> tuple[str, str]:
    """What is wrong and what to do, from the words of a server that didn't start."""
    newest = max(cluster.glob("log/*.log"), key=lambda file: file.stat().st_mtime, default=told)
    words = told.read_text(encoding="utf-8", errors="replace") + newest.read_text(
        encoding="utf-8", errors="replace"
    )
    return _worded(words, f"PostgreSQL didn't start on {cluster}")


def _worded(said: str, what: str) -> tuple[str, str]:
    for sign, meaning, mend in WORDS:
        if sign in said:
            return f"{what}: {meaning}", mend
    last = next(
        (line for line in reversed(said.splitlines()) if "FATAL" in line or "error" in line), said[-300:]
    )
    return f"{what}: {last.strip() or 'it said nothing'}", "see server.log in the data folder"
