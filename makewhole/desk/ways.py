"""The ways a letter leaves by, one a channel: whom it reaches, how it is sent, how an earlier try is found.

A way calls the outside party and decides nothing; `deliver` counts the tries, asks what has left already, and
records. A channel without a way here has none: its letters are undeliverable and say so.
"""

from collections.abc import Mapping
from typing import Protocol

import sqlalchemy as sa

from makewhole.desk.house import House
from makewhole.desk.ways_mail import OnMail
from makewhole.gateways.wire import Sent, Undeliverable
from makewhole.gateways.x import XClient
from makewhole.store import people, x_accounts
from makewhole.store.letters import Letter


class Way(Protocol):
    """One channel. What is not said here (tries, waiting, who else claims a message) is `deliver`'s."""

    def reaches(self, house: House, conn: sa.Connection, letter: Letter) -> str | None:
        """The address this letter goes to, as the channel writes it; None where there is none."""
        ...

    def send(self, house: House, letter: Letter, to: str) -> Sent | Undeliverable:
        """Send it; raises `TheirFault`."""
        ...

    def sent_before(self, house: House, letter: Letter, to: str) -> tuple[str, ...]:
        """What the channel calls our messages that say the same in the same place, newest first."""
        ...


class OnX:
    """Replies under a post, and private messages."""

    def reaches(self, house: House, conn: sa.Connection, letter: Letter) -> str | None:
        """The post to answer, else the person's account."""
        if letter.kind == "public_reply":
            return letter.in_reply_to
        return people.contact_of(conn, house.vault, letter.person, "x")

    def send(self, house: House, letter: Letter, to: str) -> Sent | Undeliverable:
        """Post the reply, or send the message."""
        x = _voice(house, letter)
        if letter.kind == "public_reply":
            return x.reply(letter.body, to)
        return x.direct_message(to, letter.body)

    def sent_before(self, house: House, letter: Letter, to: str) -> tuple[str, ...]:
        """Our replies to that post, or our messages to that person, in the same words."""
        x = _voice(house, letter)
        said = x.own_replies_to(to) if letter.kind == "public_reply" else x.own_messages_to(to)
        return tuple(one.remote_id for one in said if one.text == letter.body)


def _voice(house: House, letter: Letter) -> XClient:
    """The account a letter leaves from: the one it names, else its brand's main one, never another's."""
    account = letter.account
    if account is None:
        with house.database.reading() as conn:
            main = (row.id for row in x_accounts.in_force(conn, letter.brand) if row.role == "main")
            account = next(main, None)
    return house.x.of(account) if account else house.x


WAYS: Mapping[str, Way] = {"x": OnX(), "email": OnMail()}
