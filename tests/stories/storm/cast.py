"""The people, parcels and words of a storm: made up, and marked so that a leak of them can be found.

>>> waybill(0), handle(3)
('RR100000003DE', 'qzv_0003')
"""

from dataclasses import dataclass
from typing import Final

MARK: Final = "qzv"
"""Stands in every name, address and story of the cast; found outside the personal tables, it is a leak."""

HANDLE: Final = "MeridianParcel"
BRAND: Final = "shop"
PARCELS: Final = 60
PEOPLE: Final = 40

POSTS: Final = (
    "@{brand} my parcel {waybill} has not moved for days, where is it? {mark}",
    "@{brand} {waybill} arrived with a crushed box and a broken lamp. What now? {mark}",
    "@{brand} tracking for {waybill} says delivered but nothing came {mark}",
    "@{brand} Wo ist mein Paket {waybill}? Es sollte am Montag ankommen. {mark}",
    "@{brand} mi paquete {waybill} llega tarde otra vez {mark}",
    "@{brand} mon colis {waybill} est toujours en douane ? {mark}",
    "@{brand} \u6211\u7684\u5305\u88f9 {waybill} \u5230\u54ea\u91cc\u4e86\uff1f {mark}",
    "@{brand} thank you for the quick delivery of {waybill}! {mark}",
    "@{brand} stop messaging me please {mark}",
    "@{brand} where is my order? It is two weeks late {mark}",
    "@{brand} lost my patience, {waybill} again not here, I want my money back {mark}",
)
REPLIES: Final = (
    "@{brand} still nothing, please check {waybill} {mark}",
    "@{brand} the number is {waybill} {mark}",
    "@{brand} thanks {mark}",
)
MESSAGES: Final = (
    "Hello, my number is {waybill} {mark}",
    "Where is {waybill}? {mark}",
    "I moved, the address changed. {mark}",
    "Please tell me when {waybill} comes {mark}",
)
PROBLEMS: Final = ("late", "lost", "damaged", "not_received", "missing")
ACCOUNTS: Final = (
    "acct-good-{n}",
    "acct-good-{n}",
    "acct-good-{n}",
    "acct-good-{n}",
    "acct-fail-{n}",
    "acct-return-{n}",
)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast."""

    number: int

    @property
    def handle(self) -> str:
        """Their name on X."""
        return handle(self.number)

    @property
    def email(self) -> str:
        """Their address."""
        return f"{MARK}.{self.number}@example.org"


def handle(number: int) -> str:
    """A person's name on X."""
    return f"{MARK}_{number:04d}"


def waybill(number: int) -> str:
    """An S10 number with its check digit (UPU S10: weights 8 6 4 2 3 5 9 7, modulo 11)."""
    serial = f"{10_000_000 + number:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    check = {10: 0, 11: 5}.get(rest, rest)
    return f"RR{serial}{check}DE"


def pick(many: tuple[str, ...], draw: float) -> str:
    """One of them, by a number in [0, 1)."""
    return many[int(draw * len(many)) % len(many)]


def spread(draw: float, salt: int) -> float:
    """Another number in [0, 1) from the same draw, for a second choice in one step."""
    return (draw * 7919 * (salt + 1)) % 1.0
