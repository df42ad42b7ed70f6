"""Content of X kept as X wants it: when it was last seen there, edits, and who exported it."""

from makewhole.store.migrations import beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
