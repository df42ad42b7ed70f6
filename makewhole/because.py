"""Why a decision was taken: its grounds, and the shape of a refusal.

Every decision in makewhole carries `because`, a tuple of `Ground`. A ground names the rule or article,
says in one sentence what it led to, cites where the rule is written and lists the facts it used. No
ground, no decision. This module only gives the shapes; it decides nothing.

>>> Ground("MC99 art. 31(2)", "damage was notified in time", "S1", {"days": 9}).as_dict()["rule"]
'MC99 art. 31(2)'
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Scalar = str | int | bool | None
Flag = Literal["V", "P", "U"]
"""How far a rule's text was checked: verified, partial or secondary source, unverified."""


class Ground(Struct, frozen=True):
    """One reason. `facts` holds scalars only and nothing personal; `flag` is set for rows of a law table."""

    rule: str
    says: str
    source: str
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    flag: Flag | None = None

    def as_dict(self) -> dict[str, object]:
        """The ground as plain JSON values, keys in a fixed order, absent flag left out."""
        plain: dict[str, object] = {"rule": self.rule, "says": self.says, "source": self.source}
        if self.facts:
            plain["facts"] = dict(self.facts)
        if self.flag is not None:
            plain["flag"] = self.flag
        return plain


Because = tuple[Ground, ...]


class Refused(Struct, frozen=True):
    """A "no" as a value: the rule it rests on, what it says, where it is written, and the way forward."""

    rule: str
    says: str
    source: str
    way_forward: str

    def as_ground(self) -> Ground:
        """The refusal as a ground, for a decision that records it."""
        return Ground(self.rule, self.says, self.source, {"way_forward": self.way_forward})


def plain(because: Because) -> list[dict[str, object]]:
    """Grounds as a JSON list, in order."""
    return [ground.as_dict() for ground in because]
