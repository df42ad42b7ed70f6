"""The life of a claim: one table of states, and the only way to move through it.

The rules the table keeps, each with a test:

1. only a person declines; the machine may offer, ask, or hand over;
2. from every state in which somebody was told no (`declined`, or `offered` and `paid` with less than was
   asked) there is an appeal, and an appeal is taken by a person who did not decide before;
3. nothing ends in silence: where a time limit runs out, the claim goes to a person or, after its appeal
   window and a letter, to `closed`, from where new evidence opens it again;
4. money moves only after `accepted`, and a payment that comes back is seen.

Who did what and when is recorded elsewhere; this module never reads a clock or a row.

>>> move("offered", "accept", "claimant")
'accepted'
>>> move("with_person", "decline", "machine").says
'the machine may not decline a claim that is with_person'
"""

from typing import Final, Literal, NamedTuple

from makewhole.because import Refused

Actor = Literal["claimant", "machine", "person", "clock", "provider"]


class Step(NamedTuple):
    """One row of the table: in `state`, `who` may `verb`, and then the claim is in `to`."""

    state: str
    verb: str
    to: str
    who: tuple[Actor, ...]
    says: str


TABLE: Final[tuple[Step, ...]] = (
    Step("lodged", "decide", "deciding", ("machine", "person"), "facts are gathered"),
    Step("lodged", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("deciding", "ask", "awaiting_evidence", ("machine", "person"), "something that decides is missing"),
    Step("deciding", "offer", "offered", ("machine",), "law and terms are clear"),
    Step("deciding", "refer", "with_person", ("machine",), "a doubt, or no offer: a person decides"),
    Step("deciding", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("awaiting_evidence", "supply", "deciding", ("claimant", "person"), "evidence came"),
    Step("awaiting_evidence", "lapse", "with_person", ("clock",), "nothing came in time: a person looks"),
    Step("awaiting_evidence", "refer", "with_person", ("claimant", "person"), "a person is asked for"),
    Step("awaiting_evidence", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("with_person", "offer", "offered", ("person",), "a person offers"),
    Step("with_person", "decline", "declined", ("person",), "a person says no, with grounds"),
    Step("with_person", "ask", "awaiting_evidence", ("person",), "a person needs to see more"),
    Step("with_person", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("offered", "accept", "accepted", ("claimant",), "the claimant takes the offer"),
    Step("offered", "appeal", "appealed", ("claimant",), "the claimant wants a person to look again"),
    Step("offered", "lapse", "with_person", ("clock",), "no answer in time: a person asks again"),
    Step("offered", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("declined", "appeal", "appealed", ("claimant",), "the claimant wants another person to look"),
    Step("declined", "lapse", "closed", ("clock",), "the appeal window, told with the decision, has passed"),
    Step("appealed", "take", "with_person", ("person",), "somebody who did not decide before takes it"),
    Step("appealed", "send_outside", "outside", ("person", "clock"), "nobody else is left here"),
    Step("appealed", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("outside", "award", "offered", ("person",), "the outside body awards a sum"),
    Step("outside", "uphold", "closed", ("person",), "the outside body agrees with the decision"),
    Step("outside", "withdraw", "withdrawn", ("claimant",), "the claimant takes it back"),
    Step("accepted", "pay", "paying", ("machine", "person"), "the payment is ordered"),
    Step("paying", "settle", "paid", ("provider",), "the provider says it arrived"),
    Step("paying", "fail", "payout_failed", ("provider",), "the provider could not pay"),
    Step("payout_failed", "retry", "paying", ("machine", "person", "claimant"), "another try or account"),
    Step("payout_failed", "refer", "with_person", ("machine", "person", "clock"), "tries are used up"),
    Step("paid", "fail", "payout_failed", ("provider",), "the money came back"),
    Step("paid", "appeal", "appealed", ("claimant",), "less than was asked: a person looks at the rest"),
    Step("paid", "lapse", "closed", ("clock",), "the appeal window, told with the decision, has passed"),
    Step("closed", "fail", "payout_failed", ("provider",), "the money came back after all"),
    Step("closed", "reopen", "with_person", ("claimant", "person"), "new evidence"),
    Step("withdrawn", "reopen", "lodged", ("claimant",), "the claimant changed their mind"),
)

START: Final = "lodged"
STATES: Final[tuple[str, ...]] = tuple(dict.fromkeys([step.state for step in TABLE] + [s.to for s in TABLE]))
VERBS: Final[tuple[str, ...]] = tuple(dict.fromkeys(step.verb for step in TABLE))
RESTING: Final[frozenset[str]] = frozenset({"closed", "withdrawn"})
"""States in which nobody owes the claimant anything more."""

_STEPS: Final[dict[tuple[str, str], Step]] = {(step.state, step.verb): step for step in TABLE}
_SOURCE: Final = "docs/claim-states.md"


def move(state: str, verb: str, who: Actor | None = None) -> str | Refused:
    """The state after `verb`, or why it may not be done. Without `who`, whoever the table names may do it."""
    step = _STEPS.get((state, verb))
    if step is None:
        may = ", ".join(verbs(state)) or "nothing more"
        return Refused(
            "claim.table", f"a claim that is {state} cannot {verb}", _SOURCE, f"what may follow: {may}"
        )
    if who is not None and who not in step.who:
        may = " or ".join(step.who)
        return Refused(
            "claim.table", f"the {who} may not {verb} a claim that is {state}", _SOURCE, f"left to: {may}"
        )
    return step.to


def verbs(state: str, who: Actor | None = None) -> tuple[str, ...]:
    """What may be done with a claim in `state` (by `who`), in the table's order.

    >>> verbs("declined", "claimant")
    ('appeal',)
    """
    return tuple(step.verb for step in TABLE if step.state == state and (who is None or who in step.who))


def may_judge(person: str, judged_before: frozenset[str]) -> Refused | None:
    """None where `person` may take an appeal; a refusal where they decided on this claim before."""
    if person not in judged_before:
        return None
    return Refused(
        "claim.second_look",
        "you decided on this claim before, so somebody else has to look at the appeal",
        "GDPR art. 22(3); house rule",
        "hand it to a colleague, or to the outside body the terms name",
    )


def diagram() -> str:
    """The table as a Mermaid state diagram; docs/claim-states.md holds it and a test keeps it current."""
    lines = ["stateDiagram-v2", f"    [*] --> {START}"]
    lines += [f"    {step.state} --> {step.to}: {step.verb} ({', '.join(step.who)})" for step in TABLE]
    lines += [f"    {state} --> [*]" for state in sorted(RESTING)]
    return "\n".join(lines) + "\n"


def page() -> str:
    """docs/claim-states.md whole: the diagram, and each step in words."""
    rows = [f"| {s.state} | {s.verb} | {', '.join(s.who)} | {s.to} | {s.says} |" for s in TABLE]
    return "\n".join(
        [
            "# The states of a claim",
            "",
            "Generated from the table in `makewhole/claims/claim.py`; do not edit by hand. To write it anew:",
            "`python -m makewhole.claims.claim > docs/claim-states.md`.",
            "",
            "```mermaid",
            diagram() + "```",
            "",
            "| when a claim is | step | taken by | it becomes | because |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    print(page(), end="")
