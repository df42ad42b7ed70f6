"""What the brand says by itself: planned by one person, shown as it will stand, approved, owed at its time.

Nothing is published that nobody saw: an approval names the digest of what was shown (every word, the account,
the moment), and another text is another digest. Where two people of the brand may log in, whoever wrote it
does not approve it. Here are the plan and the rulings of people; `publish_out` sends what is owed.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from makewhole.because import Because, Ground, Refused, plain
from makewhole.care import length, publication
from makewhole.care.manners import RULES, Act, Manners, may
from makewhole.care.post import Post
from makewhole.desk import leave
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.gateways.x import Poll, price
from makewhole.store import brands, publishing, x_accounts
from makewhole.store.publishing import Draft, Part, Publication

ERRAND: Final = "publish"
AGAIN: Final = timedelta(days=7)
"""How long the same public words count as the same again."""
FURTHEST: Final = timedelta(days=366)
_PASSES: Final = frozenset({"quiet", "budget"})
"""What may be otherwise by the time it is published; asked again then."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One post of a publication exactly as it will stand: its words, its length as X counts it, its cost in
    millionths of a dollar, and the rule against it, if one is."""

    place: int
    text: str
    weight: int
    micro: int
    remote_id: str | None
    refused: Manners | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A publication exactly as it will stand, and where. `digest` stands for all of it; `alone` says whether
    the one who looks may approve it (`Refused` where not); `micro` is the cost of what has not left yet."""

    publication: Publication
    handle: str
    shown: tuple[Shown, ...]
    digest: str
    micro: int


def plan(house: House, brand: str, draft: Draft, staff: int | None) -> int | tuple[Refused, ...]:
    """Keep a draft; its number, or all that is wrong with its form."""
    with at_door(house, ERRAND, "publish.rule") as turn:
        wrong = _wrong(turn.conn, brand, draft, turn.now)
        return wrong or publishing.write(turn.conn, brand, draft, staff, turn.now)


def revise(house: House, brand: str, number: int, draft: Draft, staff: int) -> tuple[Refused, ...]:
    """Put another draft in a draft's place; what is wrong with it, nothing where it was done."""
    with at_door(house, ERRAND, "publish.rule") as turn:
        found = _locked(turn, brand, number, "draft")
        if isinstance(found, Refused):
            return (found,)
        wrong = _wrong(turn.conn, brand, draft, turn.now)
        if not wrong:
            publishing.rewrite(turn.conn, found, draft, staff, turn.now)
        return wrong


def preview(house: House, conn: sa.Connection, found: Publication) -> Preview:
    """What will be published and where, with its cost and the rules against it as they stand now."""
    handle = _handle(conn, found)
    shown = []
    for part in found.parts:
        said = verdict(house, conn, found, part) if part.remote_id is None else None
        shown.append(
            Shown(
                part.place,
                part.body,
                length.weighted(part.body),
                cost(part),
                part.remote_id,
                None if said is None or said.allowed else said,
            )
        )
    left = sum(one.micro for one in shown if one.remote_id is None)
    return Preview(found, handle, tuple(shown), digest(found, handle), left)


def approve(house: House, brand: str, number: int, staff: int, seen: str) -> Refused | None:
    """A person says yes to what they were shown (`seen`, its digest): it is owed at its time. What was held
    half published goes on from the part that did not leave."""
    with at_door(house, ERRAND, "publish.rule") as turn:
        found = _locked(turn, brand, number, "draft", "held")
        if isinstance(found, Refused):
            return found
        shown = preview(house, turn.conn, found)
        if shown.digest != seen:
            return _refused(
                "R8", "it is not what you were shown any more", "look at it again, then approve it"
            )
        if found.made_by == staff and publishing.others_at_work(turn.conn, brand, staff):
            says = "whoever wrote it does not approve it while a colleague can"
            return Refused("publish.four-eyes", says, "house rule", "ask a colleague to look at it")
        against = next((one.refused for one in shown.shown if one.refused), None)
        if against is not None and against.rule not in _PASSES:
            return Refused(against.rule, against.because[0].says, against.source, against.way_forward)
        publishing.approve(turn.conn, number, staff, seen, turn.now)
        ground = Ground("R8", RULES["R8"]["says"], RULES["R8"]["source"], {"staff": staff})
        _ruled(turn, replace(found, digest=seen), "approved", ground)
        owe(turn, number, 0, found.publish_at)
        return None


def take_back(house: House, brand: str, number: int, staff: int) -> Refused | None:
    """Make an approved publication a draft again, as long as nothing of it left."""
    with at_door(house, ERRAND, "publish.rule") as turn:
        found = _locked(turn, brand, number, "approved")
        if isinstance(found, Refused):
            return found
        ground = Ground("publish.back", "a person took it back", "house rule", {"staff": staff})
        publishing.becomes(turn.conn, number, "draft")
        _ruled(turn, found, "draft", ground)
        return None


def cancel(house: House, brand: str, number: int, staff: int) -> Refused | None:
    """What has not left of it is not published."""
    with at_door(house, ERRAND, "publish.rule") as turn:
        found = _locked(turn, brand, number, "draft", "approved", "publishing", "held")
        if isinstance(found, Refused):
            return found
        ground = Ground("publish.cancel", "a person cancelled it", "house rule", {"staff": staff})
        publishing.becomes(turn.conn, number, "cancelled", plain((ground,)))
        _ruled(turn, found, "cancelled", ground)
        return None


def verdict(house: House, conn: sa.Connection, found: Publication, part: Part) -> Manners:
    """The channel's verdict on one part, as things stand now; that it was shown is `approve`'s to see to."""
    row = brands.get(conn, found.brand)
    again = publishing.said_since(conn, part.body, house.clock.now() - AGAIN, found.id)
    known = replace(leave.of_brand(house, conn, row), recent_texts=frozenset((part.body,) if again else ()))
    act = Act("post", Post("", ""), tuple(row.handles), part.body, micro=cost(part), shown=True)
    return may(act, known)


def cost(part: Part) -> int:
    """What publishing a part costs, in millionths of a dollar: a thread answers nobody who summoned us."""
    return price.of("publish", text=part.body)


def owe(turn: Turn, number: int, attempt: int, at: datetime) -> None:
    """Owe the next part of a publication at a moment of house time, under a name of its own."""
    key = f"publish-{number}:{int(turn.now.timestamp() * 1_000_000)}"
    turn.owe(ERRAND, key, number, attempt, after=max(timedelta(0), at - turn.now), priority=4)


def state(turn: Turn, found: Publication, outcome: str, because: Because, remote: str | None = None) -> None:
    """Write the statement of what became of a publication."""
    public = {"publication": found.id, "outcome": outcome, "digest": found.digest, "remote": remote}
    turn.state(found.brand, "publication", f"publication-{found.id}", public, because)
    turn.tell(f"publishing:{found.brand}")


def digest(found: Publication, handle: str) -> str:
    """What stands for everything a person is shown of a publication."""
    everything = {
        "account": handle,
        "at": found.publish_at.astimezone(UTC).isoformat(),
        "parts": [part.body for part in found.parts],
        "options": list(found.options),
        "minutes": found.minutes,
        "paid": found.paid,
        "permission": found.permission,
    }
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()


def poll_of(found: Publication) -> Poll | None:
    """The poll of a publication, under its first post."""
    return None if found.minutes is None else Poll(found.options, found.minutes)


def _wrong(conn: sa.Connection, brand: str, draft: Draft, now: datetime) -> tuple[Refused, ...]:
    handles = brands.get(conn, brand).handles
    wrong = list(publication.faults(draft.parts, handles, draft.permission))
    if draft.kind == "poll":
        fault = Poll(draft.options, draft.minutes or 0).fault()
        if fault is not None:
            wrong.append(Refused(fault.rule, fault.says, fault.source, "change the poll"))
    if draft.kind in ("post", "poll", "report") and len(draft.parts) > 1:
        wrong.append(_refused("publication.parts", "this kind is one post", "choose a thread"))
    if draft.account is not None and draft.account not in _ids(x_accounts.of_brand(conn, brand)):
        wrong.append(_refused("publish.account", "the brand has no such account", "connect it first"))
    if draft.publish_at > now + FURTHEST:
        says = f"{draft.publish_at.date()} is more than a year away"
        wrong.append(_refused("publish.when", says, "choose a moment within a year"))
    return tuple(wrong)


def _ids(rows: Sequence[x_accounts.AccountRow]) -> set[str]:
    return {row.id for row in rows if row.revoked_at is None}


def _handle(conn: sa.Connection, found: Publication) -> str:
    row = None if found.account is None else x_accounts.get(conn, found.account)
    return row.handle if row is not None else next(iter(brands.get(conn, found.brand).handles), "")


def _locked(turn: Turn, brand: str, number: int, *states: str) -> Publication | Refused:
    found = publishing.get(turn.conn, number, lock=True)
    if found is None or found.brand != brand:
        return _refused("publish.none", "there is no such publication", "go back to the list")
    if found.state not in states:
        says = f"it is {found.state} by now"
        return _refused("publish.state", says, "reload the page to see where it stands")
    return found


def _ruled(turn: Turn, found: Publication, outcome: str, ground: Ground) -> None:
    state(turn, found, outcome, (ground,))


def _refused(rule: str, says: str, way_forward: str) -> Refused:
    return Refused(rule, says, "makewhole/desk/publish.py", way_forward)
