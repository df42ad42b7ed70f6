"""Sources of scans behind one port: aggregators that push, and carriers asked directly."""

from makewhole.gateways.trackers.aftership import AfterShip
from makewhole.gateways.trackers.karrio import Karrio
from makewhole.gateways.trackers.port import FREE, NotFound, Price, Registered, Spent, Tracked, Tracker
from makewhole.gateways.trackers.seventeentrack import SeventeenTrack
from makewhole.gateways.trackers.several import Trackers

__all__ = [
    "FREE",
    "AfterShip",
    "Karrio",
    "NotFound",
    "Price",
    "Registered",
    "SeventeenTrack",
    "Spent",
    "Tracked",
    "Tracker",
    "Trackers",
]
