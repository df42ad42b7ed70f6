"""Writes the parts of the docs that are made from code; `--check` only says whether they are up to date.

Now: the table of settings in docs/operating.md, from makewhole.main.settings.
"""

import sys
from pathlib import Path

from pydantic_core import PydanticUndefined

from makewhole.main.settings import Settings

HERE = Path(__file__).resolve().parent.parent
PAGE = HERE / "docs" / "operating.md"
BEGIN, END = "<!-- settings: made by tools/docs.py -->", "<!-- end of settings -->"


def settings_table() -> str:
    """Every setting as a row: its variable, its default, what it is."""
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or f"MAKEWHOLE_{name.upper()}")
        default = field.get_default()
        if field.default_factory is not None or default is PydanticUndefined:
            shown = "`~/.local/share/makewhole`" if name == "data" else ""
        else:
            plain = "" if default is None or "Secret" in str(field.annotation) else default
            shown = f"`{plain}`" if plain not in ("", frozenset()) else ""
        lines.append(f"| `{variable}` | {shown} | {field.description} |")
    return "\n".join(lines)


def renewed(page: str) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{settings_table()}\n{END}{after}"


def main(words: list[str]) -> int:
    """Write the page, or with --check say whether it would change (1)."""
    page = PAGE.read_text(encoding="utf-8")
    if words == ["--check"]:
        return int(renewed(page) != page)
    PAGE.write_text(renewed(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
