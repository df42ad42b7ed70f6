"""Rules of the filtered stream: up to a thousand, each read before it is taken.

>>> rules = Rules()
>>> made, wrong = rules.add([{"value": "parcel late", "tag": "late"}, {"value": "near:x"}], "1")
>>> [one.tag for one in made], [one["title"] for one in wrong]
(['late'], ['InvalidRule'])
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from makewhole.simulators.x_model import Json, Post
from makewhole.simulators.x_search import RULE_LONGEST, BadQuery, Part, matches, parse
from makewhole.simulators.x_world import World

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; posts that meet it come with its id and tag."""

    id: str
    value: str
    tag: str
    read: Part

    def shape(self) -> Json:
        """As X lists it."""
        return {"id": self.id, "value": self.value, **({"tag": self.tag} if self.tag else {})}


@dataclass(slots=True)
class Rules:
    """The rules in force, by id."""

    all: dict[str, Rule] = field(default_factory=dict)

    def add(self, asked: Sequence[Any], first_id: str, *, dry: bool = False) -> tuple[list[Rule], list[Json]]:
        """The rules made, and X's problem for each that was not."""
        made: list[Rule] = []
        wrong: list[Json] = []
        known = {one.value: one.id for one in self.all.values()}
        for place, one in enumerate(asked):
            value, tag = (
                (str(one.get("value", "")), str(one.get("tag") or "")) if isinstance(one, dict) else ("", "")
            )
            read = parse(value, RULE_LONGEST)
            if isinstance(read, BadQuery):
                wrong.append({**_wrong("InvalidRule", "invalid-rules", read.says), "value": value})
            elif value in known:
                told = _wrong("DuplicateRule", "duplicate-rules", "This rule is already there.")
                wrong.append({**told, "value": value, "id": known[value]})
            elif len(self.all) + len(made) >= MOST:
                wrong.append(
                    {**_wrong("RulesCapExceeded", "rule-cap", f"At most {MOST} rules."), "value": value}
                )
            else:
                rule = Rule(str(int(first_id) + place), value, tag, read)
                made.append(rule)
                known[value] = rule.id
        if not dry:
            self.all |= {one.id: one for one in made}
        return made, wrong

    def delete(self, ids: Sequence[str], values: Sequence[str], *, dry: bool = False) -> int:
        """Takes rules away; how many there were."""
        found = [one.id for one in self.all.values() if one.id in ids or one.value in values]
        for one in () if dry else found:
            del self.all[one]
        return len(found)

    def met(self, world: World, post: Post) -> list[Rule]:
        """The rules a post meets."""
        return [one for one in self.all.values() if matches(world, post, one.read)]


def _wrong(title: str, kind: str, detail: str) -> Json:
    return {"title": title, "detail": detail, "type": f"https://api.twitter.com/2/problems/{kind}"}
