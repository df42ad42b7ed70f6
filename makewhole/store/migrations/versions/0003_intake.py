"""Where each way in has read to, what came unreadable, and what was deleted before it came."""

from makewhole.store.migrations import beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
