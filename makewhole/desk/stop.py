"""The link by which somebody asks us to stop writing to them, and what following it does.

It holds for all of the person's accounts and at once; it names the person by number and is keyed, so that
nobody can stop another's letters.
"""

import hmac

from makewhole.desk.house import House
from makewhole.store import people


def stop_link(house: House, person: int) -> str:
    """The person's link; empty where nobody said where our pages are."""
    return f"{house.public_url}/stop/{_token(house, person)}" if house.public_url else ""


def stop(house: House, token: str) -> bool:
    """Write to the person of this link no more; False where it is nobody's."""
    person = _person(house, token)
    if person is None:
        return False
    with house.database.writing() as conn:
        brand = people.lock(conn, person)
        if brand is not None:
            people.opt_out(conn, brand, person, house.clock.now())
    return brand is not None


def is_stop_link(house: House, token: str) -> bool:
    """Whether the link is somebody's."""
    return _person(house, token) is not None


def _token(house: House, person: int) -> str:
    return f"{person}-{house.vault.token_hash(f'stop {person}').hex()[:32]}"


def _person(house: House, token: str) -> int | None:
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    if not hmac.compare_digest(token.encode(), _token(house, int(number)).encode()):
        return None
    return int(number)
