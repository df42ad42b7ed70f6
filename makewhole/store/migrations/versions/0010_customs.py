"""What customs of a country ask for, as a brand edits it."""

from makewhole.store.migrations import beside

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
