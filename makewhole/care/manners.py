"""Whether the channel's own rules let us write: the only road to the outbox.

`manners.toml` holds the rules with source and date; here each is kept. Decides whether a given act is
allowed, never what is said. The first rule broken is the answer, with the way forward it leaves.

>>> from makewhole.care.post import Post
>>> act = Act("public_reply", Post("1", "my parcel is late", author_handle="bob"), ("acme",))
>>> may_reply(act, Standing()).rule
'R1'
>>> opt_out("@acme STOP!")
True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from makewhole import tables
from makewhole.because import Because, Ground
from makewhole.care import script
from makewhole.care.post import Post

_READ = 6_000
Kind = Literal["public_reply", "private_message"]
_TABLE = tables.read("makewhole.care", "manners.toml")
RULES: Mapping[str, Mapping[str, str]] = {row["id"]: row for row in _TABLE["rule"]}
_ALONE = frozenset(" ".join(script.tokens(phrase)) for phrase in _TABLE["stop"]["alone"])
_SPACED: dict[str, list[str]] = {}
_UNSPACED: list[str] = []
for _phrase in _TABLE["stop"]["anywhere"]:
    _tokens = script.tokens(_phrase)
    if all(len(token) == 1 for token in _tokens):
        _UNSPACED.append(" ".join(_tokens))
    else:
        # Outside ASCII the last word may take an ending (Korean, Russian), so only its start must fit.
        _end = " " if _phrase.isascii() else ""
        _SPACED.setdefault(_tokens[0], []).append(f" {' '.join(_tokens)}{_end}")


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


@dataclass(frozen=True, slots=True)
class Act:
    """What we would do: answer `post` as one of `handles`, by machine unless `automated` is false."""

    kind: Kind
    post: Post
    handles: tuple[str, ...]
    text: str = ""
    automated: bool = True
    written_by_model: bool = False
    account_ids: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Manners:
    """The verdict: `rule` and `source` name what decided; `way_forward` is empty when allowed."""

    allowed: bool
    rule: str
    source: str
    because: Because
    way_forward: str = ""


def may_reply(act: Act, standing: Standing) -> Manners:
    """Whether this act is allowed; the first rule it breaks answers."""
    for rule, broken in _checks(act, standing):
        if broken:
            return _refused(rule)
    row = RULES["R1" if act.kind == "public_reply" else "R7"]
    says = "the customer addressed this account" if row["id"] == "R1" else "the customer wrote to us first"
    ground = Ground(row["id"], says, row["source"], {"automated": act.automated})
    return Manners(True, row["id"], row["source"], (ground,))


def summoned(post: Post, handles: tuple[str, ...], own_post_ids: frozenset[str] = frozenset()) -> bool:
    """Whether the post mentions one of our handles or quotes one of our posts."""
    ours = {handle.casefold().lstrip("@") for handle in handles}
    return any(m.casefold() in ours for m in post.mentions) or bool(
        own_post_ids.intersection(post.quoted_ids)
    )


def opt_out(text: str) -> bool:
    """Whether a message asks us to stop writing, in any of our languages."""
    tokens = script.words(text[:_READ]).tokens
    if not tokens:
        return False
    said = " ".join(tokens)
    if said in _ALONE:
        return True
    padded = f" {said} "
    starts = _SPACED.keys() & tokens
    return any(phrase in padded for start in starts for phrase in _SPACED[start]) or (
        not said.isascii() and any(phrase in said for phrase in _UNSPACED)
    )


def _checks(act: Act, standing: Standing) -> tuple[tuple[str, bool], ...]:
    """Each rule with whether this act breaks it, in the order they speak."""
    post = act.post
    own = {handle.casefold().lstrip("@") for handle in act.handles}
    by_us = post.author_handle.casefold() in own if post.author_handle else False
    public = act.kind == "public_reply"
    return (
        ("own", post.repost or by_us or (bool(post.author_id) and post.author_id in act.account_ids)),
        ("R4", standing.opted_out or opt_out(post.text)),
        ("R1", public and not summoned(post, act.handles, standing.own_post_ids)),
        ("R7", not public and act.automated and not (standing.dm_open or post.channel == "dm")),
        ("R6", act.automated and not standing.automation_attested),
        ("R3", act.automated and standing.already_answered_interaction),
        ("R5", act.automated and act.written_by_model and not standing.ai_approved),
        ("R20", public and "://" in act.text and not standing.links_allowed),
        ("R26", public and bool(act.text) and act.text in standing.recent_texts),
    )


def _refused(rule: str) -> Manners:
    row = RULES[rule]
    ground = Ground(rule, row["says"], row["source"], {"way_forward": row["way_forward"]})
    return Manners(False, rule, row["source"], (ground,), row["way_forward"])
