"""The first schema: people, parcels, talk, claims, letters, books and the log."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL beside this file, as it stands."""
    sql = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    # The driver's own cursor: it takes many statements at once and leaves % in function bodies alone.
    op.get_bind().connection.cursor().execute(sql)
