"""Raw answers of carriers and aggregators, read by ourselves into scans of a journey.

`read` takes the bytes of an answer and gives one `Answer` a parcel; it never raises and drops nothing. Each
carrier's layout is a small table (`shapes/`), each carrier's codes another (`codes/`); the engine is one.
"""

from makewhole.gateways.tracking.answer import Answer, Told, Unread
from makewhole.gateways.tracking.body import LARGEST_BYTES
from makewhole.gateways.tracking.reading import UNREADABLE, read
from makewhole.gateways.tracking.shapes import carriers
from makewhole.gateways.tracking.shapes import named as shape_named

__all__ = ["LARGEST_BYTES", "UNREADABLE", "Answer", "Told", "Unread", "carriers", "read", "shape_named"]
