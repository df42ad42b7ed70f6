"""Where scans come from: who is asked when, what it costs, and orders of the shop."""

from makewhole.store.migrations import beside

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
