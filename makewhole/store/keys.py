"""The house's key folder: the master key, the key that signs statements, and the key that signs heads.

Files readable by their owner only, made on first use, never part of a backup. Losing the folder loses
every sealed contact and opening; the log stays checkable.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from makewhole.because import Refused
from makewhole.proof.keys import KeyPair, from_seed, read_private, write_private
from makewhole.store.trouble import Unavailable
from makewhole.store.vault import MASTER_SIZE, Vault


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one house."""

    vault: Vault
    sender: KeyPair
    log: KeyPair


def at(folder: Path) -> Keyring:
    """The keys of `folder`, made where they are missing. A file that is no key is never overwritten."""
    master = _kept(folder / "master.key", lambda: secrets.token_bytes(MASTER_SIZE))
    if len(master) != MASTER_SIZE:
        raise Unavailable(
            f"{folder / 'master.key'} has {len(master)} bytes and a master key has {MASTER_SIZE}",
            "put the right key folder back from where you keep it safe",
        )
    return Keyring(Vault(master), _pair(folder / "statements.key"), _pair(folder / "log.key"))


def begin_log(folder: Path) -> KeyPair:
    """Lay the key that signs heads aside, under the name of its log, and make a new one: a new origin.

    After a restore the old origin's heads may cover statements that are lost, here or on a machine we can't
    see; signing on under it would show two histories.
    """
    path = folder / "log.key"
    if path.exists():
        path.rename(folder / f"log-{sha256(_pair(path).public).hexdigest()[:16]}.key")
    return _pair(path)


def _pair(path: Path) -> KeyPair:
    pair = read_private(_kept(path, lambda: write_private(from_seed(secrets.token_bytes(32)))))
    if isinstance(pair, Refused):
        raise Unavailable(f"{path} is no Ed25519 key: {pair.says}", "put the right key folder back")
    return pair


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's bytes. Of two processes that start at once, one makes the file and both use it."""
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        fresh.unlink()
    return path.read_bytes()
