"""Scans that come by themselves: pushed by a source, or handed in by a carrier or seller. Kept in one turn.

The answers are kept by `heard`; a source that has pushed a parcel is trusted to tell of it, so that it is
asked less; what was pushed once changes nothing when it is sent again.
"""

import hashlib
from collections.abc import Sequence

from makewhole.desk import looks
from makewhole.desk.heard import Heard, heard, heard_all
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.gateways.trackers.push import Push
from makewhole.gateways.tracking.answer import Answer
from makewhole.store import watches
from makewhole.store.orders import key_of

EFFECT = "parcels.record"


def pushed(house: House, brand: str, source: str, push: Push, body: bytes) -> bool:
    """Keep what a source pushed, under each brand that has the waybill, else under `brand`.

    False where the very same body was taken in before.
    """
    numbers = [*(answer.number or "" for answer in push.answers), *push.ended]
    with at_door(house, "follow", EFFECT) as turn:
        brands = watches.brands_of(turn.conn, numbers) or [brand]
        sha256 = hashlib.sha256(body).digest()
        new = [one for one in brands if watches.take_once(turn.conn, one, source, sha256, turn.now)]
        for one in new:
            for told in heard_all(turn, one, source, push.answers, body):
                if told.parcel is not None:
                    watches.pushed_by(turn.conn, one, told.parcel, source, turn.now)
                    looks.plan(turn, told.parcel)
            for parcel in watches.stopped(turn.conn, one, push.ended, source):
                looks.plan(turn, parcel)
    return bool(new)


def handed_in(
    turn: Turn, brand: str, source: str, answers: Sequence[Answer], body: bytes
) -> tuple[tuple[Answer, Heard], ...]:
    """Keep what a carrier or the seller handed in, each answer with what became of it, in the order of their
    numbers; what comes next for each parcel is planned anew."""
    alone = body if len(answers) == 1 else None
    told = []
    for answer in sorted(answers, key=lambda one: key_of(one.number or "")):
        told.append((answer, heard(turn, brand, source, answer, alone)))
        parcel = told[-1][1].parcel
        if parcel is not None and told[-1][1].scans:
            looks.plan(turn, parcel)
    return tuple(told)
