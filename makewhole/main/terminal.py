"""What a command says and how it ends: words on standard error, results on standard output, one exit code."""

import json
import sys
from collections.abc import Iterable, Iterator, Sized
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
OK, SOME_BAD, USAGE, UNAVAILABLE = 0, 3, 2, 69


def say(text: str = "") -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """A line beside the result."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def as_json(value: Any) -> None:
    """The result for a script: one JSON value on one line."""
    say(json.dumps(value, ensure_ascii=False, default=str))


def end(text: str, code: int = USAGE) -> NoReturn:
    """End with a clear word."""
    tell(f"makewhole: {text}")
    raise SystemExit(code)


def progress(items: Iterable[T], what: str) -> Iterator[T]:
    """Pass items through, counting them on a terminal's standard error."""
    shown = sys.stderr.isatty()
    total = f" of {len(items)}" if isinstance(items, Sized) else ""
    count = 0
    for count, item in enumerate(items, start=1):
        yield item
        if shown and count % 100 == 0:
            sys.stderr.write(f"\r{count}{total} {what}")
    if shown and count >= 100:
        sys.stderr.write(f"\r{count}{total} {what}\n")
