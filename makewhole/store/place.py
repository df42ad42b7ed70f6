"""Which folders a server of ours lives in, and as which user it runs.

PostgreSQL refuses to run as root. Then it runs as `postgres` or `nobody`, in the asked folder where that
user can reach it and otherwise in a folder of its own under /var/lib that only that user may enter. No
mode of a folder that was already there is ever changed. Decides places only; starts no server.

>>> short_enough(Path("/var/lib/makewhole/run")), short_enough(Path("/" + "deep/" * 30))
(True, False)
"""

import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from makewhole.store.binaries import Binaries
from makewhole.store.trouble import Unavailable

OWN_PLACES = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))
"""Where a folder of its own may go. /var/lib first: cleaners of old files visit the other two."""
LONGEST_SOCKET_FOLDER = 80
"""A socket's whole path may have 103 bytes on macOS and 107 on Linux, and ours ends in a name of 19."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """The user the server runs as; `other` says whether that is not us."""

    name: str
    uid: int
    gid: int
    other: bool

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user, with a plain environment, and hear what it says."""
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            user=self.uid if self.other else None,
            group=self.gid if self.other else None,
            extra_groups=[] if self.other else None,
        )

    def can(self, test: str, path: Path) -> bool:
        """Whether the user passes `test FLAG path` (-x enter or run, -w write), asked as that user."""
        return self.run(["/bin/sh", "-c", 'test "$1" "$2"', "sh", test, path]).returncode == 0


@dataclass(frozen=True, slots=True)
class Place:
    """A server's folders: `cluster` holds the data, `run` the socket and the pipe, `home` both."""

    home: Path
    cluster: Path
    run: Path
    run_as: RunAs


def run_as(cluster: Path) -> RunAs:
    """We ourselves, or as root the owner of the cluster, else `postgres`, else `nobody`."""
    ours = os.geteuid()
    if ours != 0:
        return RunAs(str(ours), ours, os.getegid(), other=False)
    for entry in _others(cluster):
        if entry.pw_uid != 0:
            return RunAs(entry.pw_name, entry.pw_uid, entry.pw_gid, other=True)
    raise Unavailable(
        "PostgreSQL may not run as root and there is no user `postgres` or `nobody`",
        "run makewhole as another user, or set DATABASE_URL",
    )


def _others(cluster: Path) -> Iterable[pwd.struct_passwd]:
    if cluster.is_dir():
        owner = cluster.stat()
        yield pwd.struct_passwd((str(owner.st_uid), "", owner.st_uid, owner.st_gid, "", "/", ""))
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "postgres"):
        if entry.pw_name in ("postgres", "nobody"):
            yield entry


def fingerprint(data: Path) -> str:
    """A short name for a data folder, the same each time it is asked for."""
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:12]


def short_enough(folder: Path) -> bool:
    """Whether a socket in `folder` has a path the system and PostgreSQL's own list syntax accept."""
    text = str(folder)
    return (
        len(os.fsencode(text)) <= LONGEST_SOCKET_FOLDER
        and re.fullmatch(r"[\w./@+-]+", text, re.A) is not None
    )


def choose(data: Path) -> Place:
    """The places for the data folder `data` (absolute), made where missing."""
    user = run_as(data / "postgres")
    home = data if not user.other else _reachable_home(data, user)
    run = home / "run"
    if not short_enough(run):
        run = Path(tempfile.gettempdir()) / f"makewhole-{user.uid}-{fingerprint(data)}"
        if not short_enough(run):
            run = Path("/tmp") / run.name
    own_folder(run, user)
    return Place(home, home / "postgres", run, user)


def _reachable_home(data: Path, user: RunAs) -> Path:
    name = f"makewhole-{_mark(data)}"
    if user.can("-x", data):
        there = [root / name for root in OWN_PLACES if (root / name / "postgres").is_dir()]
        return there[0] if there and not (data / "postgres").is_dir() else data
    if (data / "postgres").is_dir():
        raise Unavailable(
            f"{data} holds a database and user {user.name}, who runs it, can't enter",
            "run makewhole as the user it was made by, or let that user enter",
        )
    refused: list[str] = []
    for root in OWN_PLACES:
        if not user.can("-x", root):
            continue
        try:
            own_folder(root / name, user)
        except Unavailable as no:
            refused.append(no.what)
        else:
            return root / name
    raise Unavailable(
        f"user {user.name} can reach neither {data} nor a folder of its own ({'; '.join(refused) or 'none'})",
        "use a data folder that user can enter, run makewhole as another user, or set DATABASE_URL",
    )


def _mark(data: Path) -> str:
    """What ties a data folder to a home elsewhere: drawn once and kept in the data folder.

    Not made from the path alone: a folder removed and made again must not find the old one's data.
    """
    mark = data / "server.mark"
    if not mark.exists():
        mark.write_text(fingerprint(data)[:6] + secrets.token_hex(3), encoding="ascii")
    return mark.read_text(encoding="ascii").strip()


def discard(folder: Path) -> None:
    """Remove a folder of no more use, with the homes elsewhere of the data folders inside it.

    Raises `Unavailable` where a server in it still runs. Other errors are left alone: what can't be removed
    does no harm.
    """
    for lock in folder.rglob("server.lock"):
        with lock.open() as opened:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as no:
                raise Unavailable(f"another makewhole runs in {lock.parent}", "end it first") from no
    for mark in folder.rglob("server.mark"):
        name = mark.read_text(encoding="ascii", errors="replace").strip()
        if re.fullmatch(r"[0-9a-f]{12}", name):
            for root in OWN_PLACES:
                shutil.rmtree(root / f"makewhole-{name}", ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def own_folder(folder: Path, user: RunAs) -> None:
    """Make `folder` the user's alone (mode 700); refuse one that is there and is somebody else's."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError as no:
        raise Unavailable(
            f"{folder} can't be made: {no.strerror}", "give makewhole a folder it may write"
        ) from no
    else:
        if user.other:
            os.chown(folder, user.uid, user.gid)
    there = folder.lstat()
    if not stat.S_ISDIR(there.st_mode) or there.st_uid != user.uid or there.st_mode & 0o077:
        raise Unavailable(f"{folder} is there and is not a private folder of user {user.name}", "remove it")


def runnable(binaries: Binaries, place: Place) -> Binaries:
    """The same programs where the server's user can run them: copied into its home when it can't."""
    user = place.run_as
    if not user.other or user.can("-x", binaries.program("postgres")):
        return binaries
    copy = place.home / f"programs-{binaries.major}"
    if not copy.is_dir():
        part = copy.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            shutil.copytree(
                binaries.folder.parent, part, symlinks=True, ignore=shutil.ignore_patterns("include")
            )
        except OSError as no:
            raise Unavailable(
                f"PostgreSQL's programs can't be copied to {copy}: {no}", "free some space"
            ) from no
        part.chmod(0o755)
        part.rename(copy)
    return Binaries(copy / binaries.folder.name, binaries.major)
