"""A table as a file that spreadsheets read: words they would take for a formula stay words."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from fastapi.responses import Response

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | None


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as a CSV file of that name."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # A byte-order mark, without which spreadsheets read the names of carriers as another alphabet's.
    return Response(
        "\ufeff" + out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: Cell) -> str | float:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
