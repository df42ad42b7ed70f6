"""Posts from a file of any size: X API v2 JSON lines or CSV, one at a time, each bad line accounted for.

Memory stays flat: lines longer than a post can be are skipped, and ids already seen are kept as eight bytes
each. What a post means is not decided here.
"""

import csv
import json
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from makewhole.care.post import Post, Unreadable, from_csv, from_x

LONGEST_LINE = 4_000_000
LONGEST_FIELD = 400_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_FULL = 0.6
_FIRST_SLOTS = 1 << 12


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that gave no post: its number in the file (from 1) and why."""

    line: int
    says: str


class NoArchive(Exception):
    """The file as a whole can't be read as posts; the message says what to do."""


class Seen:
    """Ids met before, eight bytes each in one flat table: memory grows by 14 to 27 bytes a post."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SLOTS))
        self._used = 0

    def add(self, name: str) -> bool:
        """Remember an id; False where it was met before (two ids collide once in about 10^19)."""
        digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if not self._put(int.from_bytes(digest) or 1):
            return False
        self._used += 1
        if self._used > len(self._slots) * _FULL:
            self._grow()
        return True

    def _put(self, key: int) -> bool:
        slots = self._slots
        mask = len(slots) - 1
        place = key & mask
        while slots[place]:
            if slots[place] == key:
                return False
            place = (place + 1) & mask
        slots[place] = key
        return True

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", bytes(16 * len(old)))
        for key in old:
            if key:
                self._put(key)


def posts(source: Path, read: Callable[[int], None]) -> Iterator[Post | BadLine]:
    """Every post of a file in order, with a `BadLine` for each line that is none.

    `read` is told how many bytes of the file are behind us. Raises `NoArchive` where the file as a whole is
    empty, of another kind, or can't be opened.
    """
    try:
        with source.open("rb") as file:
            head = file.read(4096)
    except OSError as trouble:
        raise NoArchive(f"{source}: {trouble.strerror or trouble}") from trouble
    if not head.strip():
        raise NoArchive(
            f"{source} is empty: give X API v2 posts, one JSON object a line, or CSV with a text column"
        )
    if head.startswith(_UTF16):
        raise NoArchive(f"{source} is UTF-16: save it as UTF-8")
    start = head.removeprefix(_BOM).lstrip()
    if source.suffix.lower() in (".csv", ".tsv") or not start.startswith((b"{", b"[")):
        yield from _from_csv(source, start, read)
    else:
        yield from _from_json(source, read)


def _from_json(source: Path, read: Callable[[int], None]) -> Iterator[Post | BadLine]:
    with source.open("rb") as file:
        number = 0
        behind = 0
        while raw := file.readline(LONGEST_LINE):
            number += 1
            behind += len(raw)
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                behind += _drain(file)
                yield BadLine(number, f"longer than {LONGEST_LINE:,} bytes: no post is")
                continue
            read(behind)
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if raw.strip():
                yield from _line(number, raw)


def _drain(file: IO[bytes]) -> int:
    """Skip the rest of a line that is too long to hold; how many bytes that was."""
    skipped = 0
    while rest := file.readline(LONGEST_LINE):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped


def _line(number: int, raw: bytes) -> Iterator[Post | BadLine]:
    try:
        obj = json.loads(raw.decode("utf-8", "replace"), strict=False)
    except ValueError as wrong:
        yield BadLine(number, f"not JSON: {str(wrong)[:120]}")
        return
    except RecursionError:
        yield BadLine(number, "not JSON we can read: nested too deeply")
        return
    for each in _each(obj):
        found = from_x(each)
        yield BadLine(number, found.reason) if isinstance(found, Unreadable) else found


def _each(obj: Any) -> Iterator[Any]:
    """The posts of one object: one, or those of a page of search results."""
    data = obj.get("data") if isinstance(obj, Mapping) else None
    if isinstance(data, list) and data:
        for each in data:
            yield {"data": each, "includes": obj.get("includes")}
    else:
        yield obj


def _from_csv(source: Path, start: bytes, read: Callable[[int], None]) -> Iterator[Post | BadLine]:
    csv.field_size_limit(LONGEST_FIELD)
    first = start.split(b"\n", 1)[0]
    apart = max((b",", b";", b"\t"), key=first.count).decode()
    with (
        source.open("rb") as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        rows = csv.DictReader(file, delimiter=apart)
        try:
            names = rows.fieldnames
        except csv.Error as wrong:
            raise NoArchive(f"{source}: {wrong}") from wrong
        if not any(isinstance(name, str) and name.strip().casefold() == "text" for name in names or ()):
            raise NoArchive(f"{source}: no column is called text; the first line names the columns")
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as wrong:
                yield BadLine(rows.line_num, str(wrong)[:120])
                continue
            read(raw.tell())
            found = from_csv(row, rows.line_num)
            yield BadLine(rows.line_num, found.reason) if isinstance(found, Unreadable) else found
