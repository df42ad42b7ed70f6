"""The rows of a seller's file, whatever wrote it: CSV with any of four separators, JSON lines, a JSON list.

The encoding is what a byte order mark says, else UTF-8 where the file is that, else the one of a few old ones
under which most of the header is known. A cell's name is the field its header names (`headers`), else the
header in small letters. Rows come one at a time; a row that can't be taken apart says why.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from makewhole.main import headers

LONGEST = 1_000_000
"""Characters a line or a field may have."""
LARGEST_JSON = 64_000_000
"""Bytes of a file that is one JSON value, which is read whole."""
_SAMPLE = 262_144
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD = ("gb18030", "cp1252", "cp1251", "shift_jis", "cp949", "big5")
_SEPARATORS = ",;\t|"
Row = Mapping[str, Any]


class NoSheet(Exception):
    """The file as a whole is no table of what is asked for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file's rows by line (a text instead of a row says why it is none).

    `columns` are its headers in order (none for JSON), `unused` those that name no field of ours.
    """

    rows: Iterator[tuple[int, Row | str]]
    columns: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def opened(file: IO[bytes], name: str = "") -> Sheet:
    """The rows of a file open for reading bytes; `name` may end in .json, .jsonl, .csv or .tsv."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    encoding = _encoding(sample)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    start = sample.decode(encoding, "replace").lstrip("\ufeff \r\n\t")
    suffix = Path(name).suffix.lower()
    if start.startswith(("[", "{")) and suffix not in (".csv", ".tsv"):
        whole = start.startswith("[") or suffix == ".json"
        return Sheet(_json(text) if whole else _json_lines(text))
    return _csv(text, start)


def _encoding(sample: bytes) -> str:
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample[:2_000].count(0) * 3 > len(sample[:2_000]):
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    if _is(sample, "utf-8"):
        return "utf-8"
    fits = [name for name in _OLD if _is(sample, name)]
    return max(fits, key=lambda name: _header_known(sample.decode(name, "ignore")), default="utf-8")


def _is(sample: bytes, encoding: str) -> bool:
    """Whether the sample is text in this encoding; its last character may be cut off."""
    try:
        sample.decode(encoding)
    except UnicodeDecodeError as error:
        return len(sample) == _SAMPLE and error.start > len(sample) - 8
    return True


def _header_known(text: str) -> int:
    first = text.partition("\n")[0].strip()
    return max(headers.known(first.split(sign)) for sign in _SEPARATORS)


def _csv(text: io.TextIOWrapper, start: str) -> Sheet:
    csv.field_size_limit(LONGEST)
    first, _, rest = start.partition("\n")
    told = first.strip().strip('"').casefold()
    separator = told[4] if len(told) == 5 and told.startswith("sep=") and told[4] in _SEPARATORS else ""
    head = rest.partition("\n")[0] if separator else first
    separator = separator or _separator(head)
    reader = csv.reader(text, delimiter=separator, skipinitialspace=True)
    if first.strip().casefold().startswith("sep="):
        text.readline()
    columns: list[str] = []
    for cells in _cells(reader):
        if isinstance(cells, str):
            raise NoSheet(f"the first line is not CSV: {cells}")
        columns = [cell.replace("\ufeff", "").strip() for cell in cells]
        if any(columns):
            break
    fields = [headers.field_of(column) for column in columns]
    unused = tuple(column for column, field in zip(columns, fields, strict=True) if column and not field)
    names = [field or column.casefold() for column, field in zip(columns, fields, strict=True)]
    return Sheet(_table(reader, names), tuple(columns), unused)


def _separator(head: str) -> str:
    """The sign under which most of the header is known, then that which makes most columns."""

    def fit(sign: str) -> tuple[int, int]:
        cells = next(csv.reader(head.splitlines()[:1], delimiter=sign), [])
        return headers.known(cells), len(cells)

    return max(_SEPARATORS, key=fit)


def _cells(reader: Any) -> Iterator[list[str] | str]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield str(wrong)


def _table(reader: Any, names: list[str]) -> Iterator[tuple[int, Row | str]]:
    for cells in _cells(reader):
        if isinstance(cells, str):
            yield reader.line_num, f"not CSV: {cells}"
        elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            says = (
                f"{len(cells)} cells where the header has {len(names)}; put a cell with a separator in quotes"
            )
            yield reader.line_num, says
        elif any(cell.strip() for cell in cells):
            yield reader.line_num, _named(zip(names, cells, strict=False))


def _named(pairs: Iterable[tuple[str, Any]]) -> Row:
    """Cells by field; of two columns for one field the first that is filled counts."""
    row: dict[str, Any] = {}
    for name, value in pairs:
        if name and (name not in row or not str(row[name] or "").strip()):
            row[name] = value
    return row


def _object(value: Any) -> Row | str:
    if not isinstance(value, dict):
        return "not a JSON object"
    return _named((headers.field_of(str(key)) or str(key).casefold(), each) for key, each in value.items())


def _parsed(text: str, take: Callable[[Any], Any]) -> Any:
    try:
        return take(json.loads(text))
    except ValueError as wrong:
        return f"not JSON: {wrong}"
    except RecursionError:
        return "not JSON we can read: nested too deeply"


def _json_lines(text: io.TextIOWrapper) -> Iterator[tuple[int, Row | str]]:
    line = 0
    while read := text.readline(LONGEST):
        line += 1
        if len(read) == LONGEST and not read.endswith("\n"):
            while (rest := text.readline(LONGEST)) and not rest.endswith("\n"):
                pass
            yield line, f"longer than {LONGEST:,} characters: no row is"
        elif read.strip():
            yield line, _parsed(read.lstrip("\ufeff"), _object)


def _json(text: io.TextIOWrapper) -> Iterator[tuple[int, Row | str]]:
    """A file that is one JSON value: a list of objects, or an object that holds one; else JSON lines."""
    read = text.read(LARGEST_JSON + 1)
    if len(read) > LARGEST_JSON:
        raise NoSheet(f"one JSON value of over {LARGEST_JSON:,} characters; write one object a line instead")
    found = _parsed(read.lstrip("\ufeff"), _list)
    if isinstance(found, str):
        again = io.TextIOWrapper(io.BytesIO(read.encode("utf-8", "replace")), encoding="utf-8", newline="")
        yield from _json_lines(again)
        return
    for number, value in enumerate(found, start=1):
        yield number, _object(value)


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    lists = [each for each in value.values() if isinstance(each, list)] if isinstance(value, dict) else []
    rows = [each for each in lists if each and all(isinstance(one, dict) for one in each)]
    return rows[0] if len(rows) == 1 and "waybill" not in _object(value) else [value]
