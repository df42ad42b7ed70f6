"""Numbers for the tests: the table's own examples with another serial and its right check character."""

import re
from random import Random

from makewhole.parcel.checkdigits import expected
from makewhole.parcel.formats import FORMATS, Format

BY_ID: dict[str, Format] = {fmt.id: fmt for fmt in FORMATS}
CHECKED: tuple[Format, ...] = tuple(fmt for fmt in FORMATS if fmt.check is not None)
_TRIES = 2000


def _match(fmt: Format, number: str) -> re.Match[str]:
    return next(found for shape in fmt.shapes if (found := shape.fullmatch(number)))


def place_of_check(fmt: Format, number: str) -> int:
    """Where in the number its check character stands."""
    return _match(fmt, number).start("check")


def covered(fmt: Format, number: str) -> tuple[int, int]:
    """The part of the number its check character covers."""
    found = _match(fmt, number)
    return found.span("body" if "body" in found.groupdict() else "serial")


def made(fmt: Format, seed: int) -> str:
    """A number of a checked format with a serial drawn from `seed` and the check character it calls for."""
    random = Random(seed)
    example = fmt.good[0].replace("-", "")
    start, end = _match(fmt, example).span("serial")
    for _ in range(_TRIES):
        serial = "".join(random.choice("0123456789") if c.isdigit() else c for c in example[start:end])
        number = example[:start] + serial + example[end:]
        found = next((m for shape in fmt.shapes if (m := shape.fullmatch(number))), None)
        if found is None or len(set(serial)) == 1 or fmt.check is None:
            continue
        groups, at = found.groupdict(), found.start("check")
        check = expected(fmt.check, groups.get("body") or groups["serial"])
        return number[:at] + check + number[at + 1 :]
    raise AssertionError(f"no serial fits {fmt.id}")
