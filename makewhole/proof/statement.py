"""A statement: the exact bytes that record one decision or event, with nothing personal readable in them.

Decides what a well-formed statement is and nothing about whether it is true. It is canonical JSON of at most
64 KiB with a known kind (kinds.toml), a salt, a time with its offset, and no field its kind doesn't list.
Personal values stand in it only as commitments, at any depth; salt and blinds are random and are passed in.
The checksum that a leaf carries is SHA-256 twice (Sigsum hashes the message, then the log hashes again).

>>> made = build("claim", {"at": "2026-01-02T03:04:05Z", "claim": "claim-7"}, {"/claimant/name": "Ana"},
...              bytes(16), {"/claimant/name": bytes(32)})
>>> b"Ana" in made.bytes, made.openings[0].path
(False, '/claimant/name')
>>> read = parse(made.bytes)
>>> read.kind, read.commitments == {"/claimant/name"}, opened(read, made.openings[0])
('claim', True, True)
"""

import builtins
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from makewhole import tables
from makewhole.because import Refused
from makewhole.proof import canonical, openings
from makewhole.proof.openings import MARK, Opening
from makewhole.proof.wire import sha256, unhex

LIMIT = 64 * 1024
SALT_SIZE = 16
KINDS: Mapping[str, Any] = tables.read("makewhole.proof", "kinds.toml")
NAME = re.compile(r"makewhole/([a-z]+)@([1-9][0-9]{0,3})\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement just built: its bytes (never written again), its checksum, and the openings to keep
    sealed."""

    bytes: builtins.bytes
    checksum: builtins.bytes
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as a reader finds it: kind, version, fields as JSON, and the paths of committed fields."""

    kind: str
    version: int
    fields: Mapping[str, Any]
    commitments: frozenset[str]


def checksum(raw: bytes) -> bytes:
    """What the leaf carries: SHA-256 of SHA-256 of the statement's bytes."""
    return sha256(sha256(raw))


def moment(at: datetime) -> str:
    """An aware time as a statement writes it, in UTC; a naive one raises ValueError.

    >>> moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05Z'
    """
    if at.tzinfo is None:
        raise ValueError("a statement's time needs its offset")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def build(
    kind: str,
    public: Mapping[str, Any],
    personal: Mapping[str, Any],
    salt: bytes,
    blinds: Mapping[str, bytes],
) -> Statement:
    """The statement of `kind` with `public` fields readable and `personal` ones ({JSON pointer: value})
    committed.

    `salt` is 16 random bytes, `blinds` 32 random bytes a personal path. Text is brought to NFC. Anything that
    `parse` would refuse raises ValueError here, since only a bug of ours can bring it.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes, not {len(salt)}")
    fields = canonical.tidy(public)
    fields |= {"@": f"makewhole/{kind}@{KINDS['version']}", "salt": salt.hex()}
    made = []
    for path in sorted(personal):
        opening = Opening(path, canonical.tidy(personal[path]), blinds[path])
        _place(fields, path, openings.commit(path, opening.value, opening.blind))
        made.append(opening)
    raw = canonical.write(fields)
    read = parse(raw)
    if isinstance(read, Refused):
        raise ValueError(f"{read.rule}: {read.says}")
    return Statement(raw, checksum(raw), tuple(made))


def parse(raw: bytes) -> Read | Refused:
    """What the bytes say, or the first rule they break."""
    fields = canonical.read(raw, LIMIT, "statement")
    if isinstance(fields, Refused):
        return fields
    name = NAME.match(fields["@"]) if isinstance(fields.get("@"), str) else None
    if name is None or name[1] not in KINDS["kinds"]:
        return canonical.refused(
            "statement", "kind", f"this program knows no statement kind {fields.get('@')!r}"
        )
    kind, version = name[1], int(name[2])
    if version != KINDS["version"]:
        return canonical.refused("statement", "version", f"version {version} of {kind} is not known here")
    if unhex(fields.get("salt"), SALT_SIZE) is None:
        return canonical.refused("statement", "salt", "the salt is not 32 lower-case hex digits")
    unknown = sorted(set(fields) - {"@", "salt", *KINDS["common"], *KINDS["kinds"][kind]["fields"]})
    if unknown:
        return canonical.refused("statement", "field", f"a {kind} statement has no field {unknown[0]!r}")
    if fields.get("at") is None:
        return canonical.refused("statement", "time", "the statement does not say when it was made")
    committed: set[str] = set()
    wrong = _walk(fields, "", committed)
    return wrong if wrong else Read(kind, version, fields, frozenset(committed))


def opened(read: Read, opening: Opening) -> bool:
    """Whether the opening is the one the statement committed to at that path."""
    return opening.path in read.commitments and openings.opens(_at(read.fields, opening.path), opening)


def _walk(value: object, path: str, committed: set[str]) -> Refused | None:
    """Collects committed paths and says what is wrong with a time or a commitment below `value`."""
    if isinstance(value, dict):
        if MARK in value:
            if len(value) != 1 or unhex(value[MARK], 32) is None:
                return canonical.refused("statement", "commitment", f"the commitment at {path} is malformed")
            committed.add(path)
            return None
        for key, inner in value.items():
            timed = (key == "at" or key.endswith("_at")) and not path.startswith("/because")
            if timed and inner is not None and not _is_time(inner):
                return canonical.refused("statement", "time", f"{path}/{key} is not a time with its offset")
            wrong = _walk(inner, f"{path}/{_escape(key)}", committed)
            if wrong:
                return wrong
    elif isinstance(value, list):
        return next(
            (w for i, inner in enumerate(value) if (w := _walk(inner, f"{path}/{i}", committed))), None
        )
    return None


def _is_time(value: object) -> bool:
    if isinstance(value, dict) and MARK in value:
        return True
    if not isinstance(value, str) or not TIME.match(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _steps(path: str) -> list[str]:
    if not path.startswith("/"):
        raise ValueError(f"{path!r} is not a JSON pointer to a field")
    return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]


def _place(fields: dict[str, Any], path: str, commitment: dict[str, str]) -> None:
    """Puts the commitment at `path`, making the objects on the way; a taken place raises ValueError."""
    *way, last = _steps(path)
    here = fields
    for step in way:
        here = here.setdefault(step, {})
        if not isinstance(here, dict) or MARK in here:
            raise ValueError(f"{path} passes through a field that is not an object")
    if last in here:
        raise ValueError(f"{path} is already a public field")
    here[last] = commitment


def _at(fields: Mapping[str, Any], path: str) -> Any:
    """The value at a path that `parse` listed."""
    here: Any = fields
    for step in _steps(path):
        here = here[int(step)] if isinstance(here, list) else here[step]
    return here
