"""Posts, threads and polls of our own, planned and published."""

from makewhole.store.migrations import beside

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
