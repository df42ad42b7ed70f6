"""What the order numbers of a brand's shop look like."""

from makewhole.store.migrations import beside

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
