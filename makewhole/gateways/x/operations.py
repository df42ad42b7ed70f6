"""The operations we ask X for: method, path, whose token, which scopes, how often, at which price.

One table; the client, the meter, the set-up page and the doctor read it. It asks nothing itself.

>>> operation("mentions").path, operation("mentions").user
('/2/users/{id}/mentions', Window(calls=300, seconds=900))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from makewhole import tables


@dataclass(frozen=True, slots=True)
class Window:
    """So many calls in so many seconds."""

    calls: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One row. `auth` says whose token X takes; `app` and `user` are X's windows, None where it names
    none."""

    name: str
    method: str
    path: str
    auth: Literal["app", "user", "either"]
    scopes: tuple[str, ...]
    app: Window | None
    user: Window | None
    price: str
    counts_as: str

    @property
    def writes(self) -> bool:
        """Whether it changes something at X, so that a lost answer must be looked up."""
        return self.method != "GET"


@cache
def all_of_them() -> Mapping[str, Operation]:
    """Every operation by its name."""
    rows = tables.read("makewhole.gateways.x", "operations.toml")["operation"]
    return {row["name"]: _made(row) for row in rows}


def operation(name: str) -> Operation:
    """One operation; a name not in the table is a bug of ours and raises `KeyError`."""
    return all_of_them()[name]


def scopes() -> tuple[str, ...]:
    """Every scope an account must grant, with the one that brings refresh tokens."""
    needed = {scope for each in all_of_them().values() for scope in each.scopes}
    return (*sorted(needed), "offline.access")


def _made(row: Mapping[str, Any]) -> Operation:
    name = row["name"]
    return Operation(
        name,
        row["method"],
        row["path"],
        row["auth"],
        tuple(row.get("scopes", ())),
        Window(*row["app"]) if "app" in row else None,
        Window(*row["user"]) if "user" in row else None,
        row.get("price", ""),
        row.get("counts_as", name),
    )
