"""Packaged data, read once: the only input a noun may cause.

A noun keeps its figures beside it as TOML. `read` parses such a file on first use and hands the same
mapping to everybody after that, so a caller must not change it. Nothing here touches the network, the
clock or a path outside the package.

>>> read("makewhole", "languages.toml")["default"]
'en'
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(package: str, name: str) -> dict[str, Any]:
    """The TOML file `name` of `package` as a mapping; a missing or broken one is a bug and raises."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
