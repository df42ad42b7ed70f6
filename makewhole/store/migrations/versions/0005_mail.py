"""Mail that came and the names it is threaded by."""

from makewhole.store.migrations import beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
