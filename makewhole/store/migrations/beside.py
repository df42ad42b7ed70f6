"""Runs the SQL file that stands beside a revision, as it stands."""

from pathlib import Path

from alembic import op


def run(revision_file: str) -> None:
    """The driver's own cursor takes many statements at once and leaves % in function bodies alone."""
    sql = Path(revision_file).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(sql)
