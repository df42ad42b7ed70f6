"""The first schema: people, parcels, talk, claims, letters, books and the log."""

from makewhole.store.migrations import beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
