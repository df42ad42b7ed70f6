"""Accounts on X and the tokens they speak with."""

from makewhole.store.migrations import beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
