"""Plays a schedule: customers, staff and outside parties acting at the doors, each step at most once.

A step that finds nothing to act on does nothing and says so; a door that is shut is a customer who comes
back later. Which one is taken among many follows from the step's draw and from what there is.
"""

import io
import json
import re
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

import httpx
from PIL import Image

from makewhole.simulators.pushes import signed_by_secret
from tests.stories.storm import cast, processes, schedule
from tests.stories.storm.cast import MARK, Person, pick, spread
from tests.stories.storm.schedule import Step
from tests.stories.storm.town import PASSWORD, SHOP_HOOK, SHOP_SECRET, STAFF, Town, parcel
from tests.stories.storm.visitor import DoorShut, Visitor

DOOR_POINTS = {
    "lodge": "lodge.record",
    "accept": "accept.record",
    "appeal": "appeal.record",
    "supply": "appeal.record",
    "withdraw": "appeal.record",
    "rule": "rule.record",
    "release": "rule.record",
    "publish": "publish.rule",
    "approve": "publish.rule",
    "ship": "parcels.record",
    "push": "parcels.record",
}
"""Which effect a step at the web door passes: its point is made deadly for that step alone."""

NONE_SUCH = "no such claim"
RESPITE = 3
"""The workers' points are deadly at every so many steps, so that work gets done in between."""

BETWEEN_ROUNDS = 10
"""Once every point has been deadly, another one is asked only at every so many steps."""


@dataclass(slots=True)
class Driver:
    """Plays steps on a town. `done` counts what came of each kind of step."""

    town: Town
    seed: int
    done: Counter[str] = field(default_factory=Counter)
    posts: list[tuple[str, int]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    shipped: list[str] = field(default_factory=list)
    """Waybills the shop told of and was thanked for."""
    staff: dict[str, Visitor] = field(default_factory=dict)
    points: deque[str] = field(default_factory=deque)
    """Points still to be deadly in this round, in order."""
    rounds: int = 0

    def play(self, step: Step) -> None:
        """Do one step, look after the dead, and keep a deadly point armed."""
        act = getattr(self, f"_{step.action}")
        if step.action in DOOR_POINTS:
            self.town.house.until_up()
        self._arm(step)
        try:
            outcome = act(step) or "done"
        except DoorShut:
            outcome = "the door was shut"
        self.done[f"{step.action}: {outcome}"] += 1
        self.tend()

    def tend(self) -> None:
        """Raise the dead, and note the point one died at."""
        died = self.town.house.died_at()
        self.town.house.look_after()
        if died is None:
            return
        if died in self.points:
            self.points.remove(died)
        if not self.points:
            self.rounds += 1
            self.points = deque(schedule.WORK_POINTS)

    def _arm(self, step: Step) -> None:
        """Make points deadly: at the web door the one this step is about to pass, else now and then all the
        workers' own that have not been deadly in this round."""
        here = DOOR_POINTS.get(step.action)
        at_the_door = [point for point in self.points if point.split()[0] == here][:1]
        inside = [point for point in self.points if point.split()[0] not in DOOR_POINTS.values()]
        every = BETWEEN_ROUNDS if self.rounds else RESPITE
        chosen = inside if step.number % every == 0 else [] if self.rounds else at_the_door
        if chosen:
            self.town.house.ask(chosen)
        else:
            self.town.house.recall()

    # The world -----------------------------------------------------------------------------------

    def _kill(self, step: Step) -> None:
        name = step.what if step.what != "worker" else pick(("worker-1", "worker-2"), step.draw)
        self.town.house.kill(name)

    def _weather(self, step: Step) -> None:
        for party, plan in schedule.weather(step.what, self.seed + step.number).items():
            self.town.control(party, "faults", plan)

    def _advance(self, step: Step) -> None:
        # The payment provider dates its signatures, so its clock stays the world's; X's stays the house's.
        self.town.control("carriers", "advance", {"seconds": int(step.draw * 7200)})

    def _resend_posts(self, step: Step) -> None:
        self.town.control("x", "replay")

    def _resend_payments(self, step: Step) -> None:
        self.town.control("payment", "replay")

    def _scan(self, step: Step) -> None:
        number = int(step.draw * cast.PARCELS)
        clock = self.town.clock
        self.town.control("carriers", "parcels", [parcel(number, clock.origin, clock.now())])

    def _ship(self, step: Step) -> str:
        """The shop sends a new parcel off and says so."""
        number = cast.PARCELS + step.number
        clock = self.town.clock
        self.town.control("carriers", "parcels", [parcel(number, clock.origin)])
        told = {
            "order_id": number, "name": f"#S{number:05d}.1", "status": "success",
            "created_at": clock.now().isoformat(), "tracking_number": cast.waybill(number),
            "destination": {"country_code": "FR"},
        }  # fmt: skip
        body = json.dumps(told).encode()
        headers = {"x-shopify-topic": "fulfillments/create"}
        headers |= signed_by_secret(body, SHOP_SECRET, "x-shopify-hmac-sha256")
        try:
            answer = httpx.post(
                self.town.house.web_url + SHOP_HOOK, content=body, headers=headers, timeout=20
            )
        except httpx.HTTPError as error:
            raise DoorShut(type(error).__name__) from error
        if answer.status_code == 200:
            self.shipped.append(cast.waybill(number))
        return f"answered {answer.status_code}"

    def _push(self, step: Step) -> None:
        """A source tells by itself what it knows of a parcel."""
        number = int(step.draw * cast.PARCELS)
        self.town.control("carriers", "push", {"number": cast.waybill(number)})

    # Talk ----------------------------------------------------------------------------------------

    def _words(self, texts: tuple[str, ...], step: Step) -> tuple[str, Person]:
        person = Person(int(spread(step.draw, 1) * cast.PEOPLE))
        waybill = cast.waybill(int(spread(step.draw, 2) * cast.PARCELS))
        mark = f"{MARK}{self.seed}n{step.number}"
        return pick(texts, step.draw).format(brand=cast.HANDLE, waybill=waybill, mark=mark), person

    def _post(self, step: Step) -> None:
        text, person = self._words(cast.POSTS, step)
        made = self.town.control("x", "post", {"handle": person.handle, "text": text})
        self.posts.append((made["id"], person.number))

    def _reply(self, step: Step) -> str | None:
        if not self.posts:
            return "nothing to reply to"
        target, number = self.posts[int(step.draw * len(self.posts))]
        text, _ = self._words(cast.REPLIES, step)
        made = self.town.control(
            "x", "post", {"handle": Person(number).handle, "text": text, "in_reply_to": target}
        )
        self.posts.append((made["id"], number))
        return None

    def _message(self, step: Step) -> None:
        text, person = self._words(cast.MESSAGES, step)
        self.town.control("x", "dm", {"from": person.handle, "to": cast.HANDLE, "text": text})

    # Claims --------------------------------------------------------------------------------------

    def _lodge(self, step: Step) -> str:
        person = Person(int(spread(step.draw, 1) * cast.PEOPLE))
        number = int(spread(step.draw, 2) * cast.PARCELS)
        visitor = Visitor(self.town.house.web_url)
        try:
            answer = visitor.send(
                "/claim", "/claim",
                {
                    "problem": pick(cast.PROBLEMS, step.draw), "number": cast.waybill(number),
                    "amount": str(45 + number), "currency": "EUR", "contact": person.email, "language": "en",
                    "severity": "total", "part": "20", "story": f"A {MARK}story {self.seed} {step.number}",
                },
                photo(step.number),
            )  # fmt: skip
            if answer is None or answer.status_code != 303:
                return f"answered {answer.status_code if answer else 'without a form'}"
            link = answer.headers["location"]
            found = re.search(r"MW-[0-9A-Z]{8}", visitor.open(link).text)
            if found:
                self.links[found[0]] = link
            return "lodged"
        finally:
            visitor.close()

    def _claimant(self, step: Step, states: tuple[str, ...], verb: str, fields: dict[str, str]) -> str:
        """One of the claims in these states whose link is known: its claimant does something on its page."""
        refs = [
            ref for (ref,) in self._rows("SELECT ref FROM claim WHERE state = ANY(%s) ORDER BY id", [*states])
        ]
        known = [ref for ref in refs if ref in self.links]
        if not known:
            return NONE_SUCH
        link = self.links[known[int(step.draw * len(known))]]
        visitor = Visitor(self.town.house.web_url)
        try:
            answer = visitor.send(link, f"{link}/{verb}", fields, photo(step.number))
            return f"answered {answer.status_code}" if answer is not None else "without a form"
        finally:
            visitor.close()

    def _accept(self, step: Step) -> str:
        account = {"account": pick(cast.ACCOUNTS, spread(step.draw, 3)).format(n=step.number)}
        outcome = self._claimant(step, ("offered",), "accept", account)
        if outcome != NONE_SUCH:
            return outcome
        # Nothing to take: somebody whose money could not be paid names another account.
        return self._claimant(step, ("payout_failed",), "retry", account)

    def _appeal(self, step: Step) -> str:
        reason = f"I see it otherwise {MARK}why {step.number}"
        return self._claimant(step, ("offered", "declined", "paid"), "appeal", {"reason": reason})

    def _supply(self, step: Step) -> str:
        more = {"severity": "total", "not_received": "yes"}
        return self._claimant(step, ("awaiting_evidence",), "supply", more)

    def _withdraw(self, step: Step) -> str:
        return self._claimant(step, ("awaiting_evidence", "with_person", "offered"), "withdraw", {})

    # Staff ---------------------------------------------------------------------------------------

    def _member(self, draw: float) -> Visitor:
        email = STAFF[int(draw * len(STAFF))][0]
        if email not in self.staff:
            visitor = Visitor(self.town.house.web_url)
            answer = visitor.send("/desk/sign-in", "/desk/sign-in", {"email": email, "password": PASSWORD})
            if answer is None or answer.status_code != 303:
                raise DoorShut("sign-in")
            self.staff[email] = visitor
        return self.staff[email]

    def _rule(self, step: Step) -> str:
        rows = self._rows(
            "SELECT ref, asked_minor FROM claim WHERE state IN ('with_person', 'appealed') ORDER BY id", None
        )
        if not rows:
            return NONE_SUCH
        ref, asked = rows[int(step.draw * len(rows))]
        outcome = pick(("offer", "offer", "offer", "decline", "ask"), spread(step.draw, 4))
        fields = {"outcome": outcome, "reason": "We looked at it again.", "amount": f"{int(asked) // 200}"}
        page = f"/desk/claims/{ref}"
        answer = self._member(spread(step.draw, 5)).send(page, page, fields)
        return f"answered {answer.status_code}" if answer is not None else "without a form"

    def _release(self, step: Step) -> str:
        rows = self._rows(
            "SELECT id, thread, body FROM person_letter WHERE state IN ('held', 'unsettled')"
            " AND thread IS NOT NULL ORDER BY id", None,
        )  # fmt: skip
        if not rows:
            return "no such letter"
        letter, thread, body = rows[int(step.draw * len(rows))]
        act = pick(("send", "send", "dismiss"), spread(step.draw, 6))
        fields = {"thread": str(thread), "text": str(body), "act": act}
        answer = self._member(spread(step.draw, 5)).send(
            f"/desk/thread/{thread}", f"/desk/letter/{letter}", fields
        )
        return f"answered {answer.status_code}" if answer is not None else "without a form"

    def _publish(self, step: Step) -> str:
        page = "/desk/publish/new?kind=thread"
        fields = {"text": "\n---\n".join(f"Part {place} of thread {step.number}." for place in (1, 2, 3))}
        answer = self._member(spread(step.draw, 5)).send(page, page, fields)
        return f"answered {answer.status_code}" if answer is not None else "without a form"

    def _approve(self, step: Step) -> str:
        rows = self._rows("SELECT id FROM publication WHERE state IN ('draft', 'held') ORDER BY id", None)
        if not rows:
            return "no such publication"
        page = f"/desk/publish/{rows[int(step.draw * len(rows))][0]}"
        answer = self._member(spread(step.draw, 5)).send(page, page, {"act": "approve"})
        return f"answered {answer.status_code}" if answer is not None else "without a form"

    def _rows(self, query: str, states: list[str] | None) -> list[tuple[Any, ...]]:
        with self.town.house.database() as conn:
            return list(conn.execute(query.encode(), [states] if states is not None else None).fetchall())


def photo(number: int) -> bytes:
    """A small picture, another for each number."""
    image = Image.new("RGB", (32, 32), (number % 256, number // 256 % 256, 120))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def calm(town: Town) -> None:
    """No more faults, and nothing deadly."""
    town.house.recall()
    for party in town.outside:
        town.control(party, "faults")


def settled(town: Town, within: float) -> bool:
    """Wait until nothing is due any more; False when something still is after `within` seconds."""
    deadline = time.monotonic() + within
    quiet = 0
    while time.monotonic() < deadline:
        town.house.look_after()
        try:
            town.control("x", "replay")
            quiet = quiet + 1 if _nothing_due(town) else 0
        except (httpx.HTTPError, processes.NeverCame):
            quiet = 0
        if quiet >= 3:
            return True
        processes.wait(0.5)
    return False


_DUE = """
SELECT (SELECT count(*) FROM person_post WHERE read_at IS NULL)
     + (SELECT count(*) FROM person_letter WHERE state = 'owed')
     + (SELECT count(*) FROM publication WHERE state IN ('approved', 'publishing'))
     + (SELECT count(*) FROM claim WHERE state IN ('lodged', 'deciding', 'accepted', 'paying'))
     + (SELECT count(*) FROM payout WHERE state IN ('ordered', 'sent'))
     + (SELECT count(*) FROM statement WHERE leaf_index IS NULL)
     + (SELECT count(*) FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING'))
"""


def _nothing_due(town: Town) -> bool:
    events = town.told("x")["events"]
    notices = town.told("payment")["notices"]
    if events["under_way"] or events["missed"] or notices["waiting"]:
        return False
    with town.house.database() as conn:
        row = conn.execute(_DUE.encode()).fetchone()
    return row is not None and row[0] == 0
