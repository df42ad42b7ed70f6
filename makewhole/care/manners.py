"""Whether the channel's own rules let us act: the only road to the outbox.

`manners.toml` holds the rules with source and date, and names for each the module that keeps it. Here is the
verdict on one intended act: allowed or not, by which rule, at what cost, and what may be done instead. The
first rule broken is the answer. Decides whether we may, never what is said; gathers nothing.

>>> from makewhole.care.post import Post
>>> act = Act("public_reply", Post("1", "my parcel is late", author_handle="bob"), ("acme",))
>>> may(act, Standing()).rule, may(act, Standing()).open_on_x
('R1', 'https://x.com/i/web/status/1')
>>> opt_out("@acme STOP!"), opt_in("you can message me again")
(True, True)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from makewhole import tables
from makewhole.because import Because, Ground
from makewhole.care import disclosure, pace, script
from makewhole.care.pace import Purpose
from makewhole.care.post import Post, mentioned

_READ = 6_000
Kind = Literal["public_reply", "private_message", "post"]
_TABLE = tables.read("makewhole.care", "manners.toml")
RULES: Mapping[str, Mapping[str, str]] = {row["id"]: row for row in _TABLE["rule"]}
USE: Mapping[str, str] = _TABLE["use"]
"""What X was told the app does: kinds of act and the words for each."""
_PURPOSE: Mapping[Kind, Purpose] = {"public_reply": "reply", "private_message": "reply", "post": "post"}
_ID = re.compile(r"[0-9]{1,20}")


class _Phrases:
    """Phrases found alone or inside a message, folded as posts are."""

    def __init__(self, alone: Iterable[str], anywhere: Iterable[str]) -> None:
        self._alone = frozenset(" ".join(script.tokens(phrase)) for phrase in alone)
        self._spaced: dict[str, list[str]] = {}
        self._unspaced: list[str] = []
        for phrase in anywhere:
            tokens = script.tokens(phrase)
            if all(len(token) == 1 for token in tokens):
                self._unspaced.append(" ".join(tokens))
            else:
                # Outside ASCII the last word may take an ending (Korean, Russian): only its start must fit.
                end = " " if phrase.isascii() else ""
                self._spaced.setdefault(tokens[0], []).append(f" {' '.join(tokens)}{end}")

    def said(self, text: str) -> bool:
        """Whether a message is one of the phrases, or has one inside."""
        tokens = script.words(text[:_READ]).tokens
        if not tokens:
            return False
        said = " ".join(tokens)
        if said in self._alone:
            return True
        padded = f" {said} "
        starts = self._spaced.keys() & tokens
        return any(phrase in padded for start in starts for phrase in self._spaced[start]) or (
            not said.isascii() and any(phrase in said for phrase in self._unspaced)
        )


_STOP = _Phrases(_TABLE["stop"]["alone"], _TABLE["stop"]["anywhere"])
_START = _Phrases(_TABLE["start"]["alone"], _TABLE["start"]["anywhere"])
_ACTS_ON_X = tuple(script.fold(phrase) for phrase in _TABLE["reward"]["acts"])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about us and this customer on this channel at this moment."""

    opted_out: bool = False
    already_answered_interaction: bool = False
    dm_open: bool = False
    automation_attested: bool = True
    ai_approved: bool = False
    links_allowed: bool = False
    own_post_ids: frozenset[str] = frozenset()
    recent_texts: frozenset[str] = frozenset()
    thread_causes: tuple[str, ...] = ()
    """What the thread was about before this post: a bare number in a message goes on with it."""
    reference: str = ""
    """The thread's own short name, for words that were all said lately."""
    messages_slow: bool = False
    """Whether private messages wait so long that the form is the shorter way."""
    quiet_until: datetime | None = None
    budget: tuple[int, int] | None = None
    """What may be spent today and what was, in millionths of a dollar; None: nobody counts."""


@dataclass(frozen=True, slots=True)
class Act:
    """What we would do: answer `post` as one of `handles`, by machine unless `automated` is false.

    `handles` are the brand's; `replying` is the one whose account replies, where that is known: on X nobody
    but the account that was mentioned may. `micro` is what it costs, in millionths of a dollar. `shown` says
    that a person saw a post exactly as it will stand.
    """

    kind: Kind
    post: Post
    handles: tuple[str, ...]
    text: str = ""
    automated: bool = True
    written_by_model: bool = False
    account_ids: frozenset[str] = field(default_factory=frozenset)
    micro: int = 0
    shown: bool = False
    replying: str = ""


@dataclass(frozen=True, slots=True)
class Manners:
    """The verdict: `rule` and `source` name what decided; `way_forward` is empty when allowed.

    `micro` is the cost in millionths of a dollar; `open_on_x` the address where a person may act by hand;
    `until` the moment an act only put off is allowed.
    """

    allowed: bool
    rule: str
    source: str
    because: Because
    way_forward: str = ""
    micro: int = 0
    open_on_x: str = ""
    until: datetime | None = None


def may(act: Act, standing: Standing) -> Manners:
    """Whether this act is allowed; the first rule it breaks answers."""
    link = open_on_x(act.post)
    for rule, broken in _checks(act, standing):
        if broken:
            return _refused(rule, act, standing, link)
    row = RULES[{"public_reply": "R1", "private_message": "R7", "post": "R8"}[act.kind]]
    says = _ALLOWED[act.kind]
    facts = {"automated": act.automated} | ({"micro_dollars": act.micro} if act.micro else {})
    return Manners(
        True, row["id"], row["source"], (Ground(row["id"], says, row["source"], facts),), "", act.micro, link
    )


_ALLOWED: Mapping[str, str] = {
    "public_reply": "the customer addressed this account",
    "private_message": "the customer wrote to us first",
    "post": "a person saw it as it will stand and said yes",
}


def summoned(post: Post, handles: tuple[str, ...], own_post_ids: frozenset[str] = frozenset()) -> bool:
    """Whether the post mentions one of our handles or quotes one of our posts."""
    ours = {handle.casefold().lstrip("@") for handle in handles}
    return any(m.casefold() in ours for m in post.mentions) or bool(
        own_post_ids.intersection(post.quoted_ids)
    )


def opt_out(text: str) -> bool:
    """Whether a message asks us to stop writing, in any of our languages."""
    return _STOP.said(text)


def opt_in(text: str) -> bool:
    """Whether a message asks us to write again after a stop."""
    return _START.said(text)


def rewards_an_act_on_x(text: str) -> bool:
    """Whether a text promises money or goods and speaks of deleting, liking, sharing or following."""
    folded = script.fold(script.visible(text))
    return any(act in folded for act in _ACTS_ON_X) and disclosure.promises(text)


def open_on_x(post: Post) -> str:
    """Where a person may read the post, or write to its author, on X; empty where its id is not X's."""
    if post.channel == "dm":
        known = _ID.fullmatch(post.author_id)
        return f"https://x.com/messages/compose?recipient_id={post.author_id}" if known else ""
    return f"https://x.com/i/web/status/{post.id}" if _ID.fullmatch(post.id) else ""


def _checks(act: Act, standing: Standing) -> Iterable[tuple[str, bool]]:
    """Each rule with whether this act breaks it, in the order they speak."""
    post, text = act.post, act.text
    own = {handle.casefold().lstrip("@") for handle in act.handles}
    by_us = post.author_handle.casefold() in own if post.author_handle else False
    public = act.kind != "private_message"
    answers = act.kind == "public_reply"
    yield "R27", act.kind not in USE
    yield "own", post.repost or by_us or (bool(post.author_id) and post.author_id in act.account_ids)
    yield "R4", act.kind != "post" and (standing.opted_out or opt_out(post.text))
    speaking = (act.replying,) if act.replying else act.handles
    yield "R1", answers and not summoned(post, speaking, standing.own_post_ids)
    yield "R2", public and bool(text) and _names_others(text, own, post)
    yield "R7", not public and act.automated and not (standing.dm_open or post.channel == "dm")
    yield "R6", act.automated and not standing.automation_attested
    yield "R3", act.automated and standing.already_answered_interaction
    yield "R5", act.automated and act.written_by_model and not standing.ai_approved
    yield "R8", act.kind == "post" and not act.shown
    yield "R22", bool(text) and rewards_an_act_on_x(text)
    yield "link", public and bool(text) and disclosure.has_link(text) and not standing.links_allowed
    yield "R26", public and bool(text) and text in standing.recent_texts
    yield "quiet", act.automated and standing.quiet_until is not None
    yield "budget", act.automated and not _affordable(act, standing)


def _names_others(text: str, own: set[str], post: Post) -> bool:
    """Whether a public text names an account that is neither ours nor the one answered."""
    known = own | {post.author_handle.casefold()}
    return any(handle.casefold() not in known for handle in mentioned(text))


def _affordable(act: Act, standing: Standing) -> bool:
    if standing.budget is None:
        return True
    return pace.affords(_PURPOSE[act.kind], act.micro, *standing.budget)


def _refused(rule: str, act: Act, standing: Standing, link: str) -> Manners:
    row = RULES[rule]
    facts: dict[str, str | int] = {"way_forward": row["way_forward"]}
    if rule == "budget" and standing.budget is not None:
        facts |= {
            "costs_micro": act.micro,
            "limit_micro": standing.budget[0],
            "spent_micro": standing.budget[1],
        }
    ground = Ground(rule, row["says"], row["source"], facts)
    until = standing.quiet_until if rule == "quiet" else None
    return Manners(False, rule, row["source"], (ground,), row["way_forward"], act.micro, link, until)
