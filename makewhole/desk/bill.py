"""The bill: every call that X charges for is written down, for the brand and the thread it was made for.

The gateway tells of each call after X answered; what X did can't be undone by a bill that was not written, so
trouble with the store is logged and nothing is raised.
"""

import logging

import sqlalchemy as sa

from makewhole.gateways.x import Call
from makewhole.store import meter
from makewhole.store.database import Database
from makewhole.store.trouble import Unavailable

log = logging.getLogger(__name__)


class Bill:
    """The ledger of an installation. `brand` pays for what was asked for nobody in particular."""

    def __init__(self, database: Database, brand: str) -> None:
        self._database = database
        self._brand = brand

    def spent(self, call: Call) -> None:
        """Keep one call."""
        try:
            with self._database.writing() as conn:
                brand = meter.whose(conn, call.about, call.account, self._brand)
                if brand is not None:
                    meter.spent(
                        conn,
                        brand,
                        call.account,
                        call.operation,
                        call.resources,
                        call.micro,
                        call.at,
                        about=call.about,
                        optional=call.optional,
                    )
        except (sa.exc.DBAPIError, Unavailable) as trouble:
            log.warning(
                "a call of %d micro-dollars was not written down: %s", call.micro, type(trouble).__name__
            )
