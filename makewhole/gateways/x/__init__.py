"""The X API v2: our own client of the operations we use, several accounts on one wire.

`XClient` is for ordinary threads, `AsyncX` for an event loop; both ask the same operations (operations.toml).
Whether we may speak at all is not asked here; `care.manners` decides that.
"""

from makewhole.gateways.x.access import APP, Access, Typed
from makewhole.gateways.x.blocking import XClient
from makewhole.gateways.x.client import AsyncX
from makewhole.gateways.x.dialect import Dialect
from makewhole.gateways.x.ledger import Call, Ledger, on_account_of
from makewhole.gateways.x.lines import Line
from makewhole.gateways.x.listening import Dropped
from makewhole.gateways.x.shapes import Account, Trace, answered_by, as_written
from makewhole.gateways.x.wire import Wire
from makewhole.gateways.x.writing import Poll

__all__ = [
    "APP",
    "Access",
    "Account",
    "AsyncX",
    "Call",
    "Dialect",
    "Dropped",
    "Ledger",
    "Line",
    "Poll",
    "Trace",
    "Typed",
    "Wire",
    "XClient",
    "answered_by",
    "as_written",
    "on_account_of",
]
