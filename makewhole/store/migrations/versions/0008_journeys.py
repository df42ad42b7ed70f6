"""Scans with reason, holder and condition; whole answers of carriers; one row a journey."""

from makewhole.store.migrations import beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
