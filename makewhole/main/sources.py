"""The sources of scans an installation has, in the order they are asked: 17TRACK, AfterShip, then carriers
directly through Karrio.

>>> from decimal import Decimal
>>> micro(Decimal("0.04"))
40000
"""

from decimal import Decimal

from makewhole.gateways.trackers import AfterShip, Karrio, Price, SeventeenTrack, Tracker, Trackers
from makewhole.main.settings import Settings

_MICRO = 1_000_000


def sources_of(settings: Settings) -> Trackers:
    """The sources a key is set for; with none, nothing is ever found, and that is said."""
    sources: list[Tracker] = []
    key = settings.carriers_key.get_secret_value()
    if key:
        price = Price(register=micro(settings.carriers_price))
        sources.append(
            SeventeenTrack(key, settings.carriers_url, price, per_second=settings.carriers_per_second)
        )
    key = settings.aftership_key.get_secret_value()
    if key:
        price = Price(register=micro(settings.aftership_price))
        sources.append(AfterShip(key, settings.aftership_url, price))
    if settings.karrio:
        sources.append(
            Karrio(
                {
                    connector: {name: secret.get_secret_value() for name, secret in given.items()}
                    for connector, given in settings.karrio.items()
                }
            )
        )
    return Trackers(*sources)


def micro(dollars: Decimal) -> int:
    """Dollars as whole micro-dollars."""
    return int(dollars * _MICRO)
