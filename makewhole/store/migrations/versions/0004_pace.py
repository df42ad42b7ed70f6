"""What calls cost, what a brand may spend, and the pace of messages."""

from makewhole.store.migrations import beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
