"""Check digits of waybill numbers: which digit a body calls for.

This module only does arithmetic. Which number uses which algorithm stands in `formats.toml`; whether a
number is believed is decided in `waybill`. Bodies are upper-case ASCII letters and digits.

>>> expected(Check("s10"), "12345678")
'5'
>>> expected(Check("mod7"), "331881002")
'5'
"""

from collections.abc import Callable
from dataclasses import dataclass

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Check:
    """An algorithm by name, its weights (repeated from the left as needed) and digits put before the body."""

    kind: str
    weights: tuple[int, ...] = ()
    prepend: str = ""


def _value(character: str) -> int:
    """A digit's value; a letter's as UPS assigns it (A = 2, B = 3 ... over 10)."""
    return int(character) if character.isdigit() else (ord(character) - 3) % 10


def _mod10(body: str, weights: tuple[int, ...]) -> str:
    total = sum(_value(c) * weights[i % len(weights)] for i, c in enumerate(body))
    return str(-total % 10)


def _weighted_mod11(body: str, weights: tuple[int, ...]) -> str:
    total = sum(int(c) * weights[i % len(weights)] for i, c in enumerate(body))
    return str(total % 11 % 10)


def _luhn(body: str, weights: tuple[int, ...]) -> str:
    doubled = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(reversed(body))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def _mod7(body: str, weights: tuple[int, ...]) -> str:
    return str(int(body) % 7)


def _s10(body: str, weights: tuple[int, ...]) -> str:
    total = sum(int(c) * w for c, w in zip(body, _S10_WEIGHTS, strict=True))
    # UPU S10: eleven minus the remainder, with 10 written as 0 and 11 as 5.
    return {10: "0", 11: "5"}.get(11 - total % 11, str(11 - total % 11))


def _mod37_36(body: str, weights: tuple[int, ...]) -> str:
    """ISO 7064 mod 37,36 over letters and digits."""
    running = 36
    for character in body:
        running = (running + _ALPHABET.index(character)) % 36 or 36
        running = running * 2 % 37
    return _ALPHABET[(37 - running) % 36]


_ALGORITHMS: dict[str, Callable[[str, tuple[int, ...]], str]] = {
    "mod10": _mod10,
    "weighted_mod11": _weighted_mod11,
    "luhn": _luhn,
    "mod7": _mod7,
    "s10": _s10,
    "mod37_36": _mod37_36,
}


def expected(check: Check, body: str) -> str:
    """The check character that `body` calls for; `KeyError` for an algorithm we don't have (our bug)."""
    return _ALGORITHMS[check.kind](check.prepend + body, check.weights)
