"""Disruptions of lanes, carriers, hubs and customs points, and the parcels caught in them."""

from makewhole.store.migrations import beside

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the SQL beside this file."""
    beside.run(__file__)
