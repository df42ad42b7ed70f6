"""What checking a receipt comes to: its state, each check in words, and what it does not show.

Decides, offline and from the receipt alone, whether it is *recorded*, *in head* or *refused*. With trusted
keys in hand (the operator's published ones) the deciding key must be among them: the log key for a receipt
in a head, the statement key for one that is recorded. Without them the receipt's own keys are used, and the
verdict says so. Every signature line must be one this program can check; a line it can't is refused rather
than passed over.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from makewhole.because import Because, Ground, Refused
from makewhole.proof import checkpoint, leaf, merkle, receipt, statement
from makewhole.proof.keys import write_public
from makewhole.proof.receipt import Receipt, Sealed

State = Literal["recorded", "in head", "refused"]
SOURCE = "docs/proof.md"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its fixed name, whether it holds, and a sentence for people."""

    name: str
    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome: the state reached, every check made, why, and whether a trusted key decided it.

    `statement` is what was read, or None when the statement itself is refused.
    """

    state: State
    checks: tuple[Check, ...]
    because: Because
    trusted: bool
    statement: statement.Read | None


def verify(raw: bytes, trusted: Collection[bytes] | None = None) -> Verdict | Refused:
    """Checks a receipt file's bytes; Refused when it is no receipt at all.

    `trusted` holds published public keys of 32 bytes each; None means there is none to compare with.
    """
    found = receipt.read(raw)
    return found if isinstance(found, Refused) else judge(found, trusted)


def judge(found: Receipt, trusted: Collection[bytes] | None = None) -> Verdict:
    """Checks a receipt already read."""
    read = statement.parse(found.statement)
    checks = [_well_formed(read), *_leaf(found)]
    if not isinstance(read, Refused):
        checks += _openings(found, read)
    if found.sealed is not None:
        checks += _head(found, found.sealed)
    if trusted is not None:
        checks.append(_known(found, trusted))
    reached: State = "recorded" if found.sealed is None else "in head"
    state: State = reached if all(check.ok for check in checks) else "refused"
    because = _because(state, tuple(checks), trusted is not None)
    return Verdict(
        state, tuple(checks), because, trusted is not None, None if isinstance(read, Refused) else read
    )


def _well_formed(read: statement.Read | Refused) -> Check:
    if isinstance(read, Refused):
        return Check("statement", False, read.says)
    return Check("statement", True, f"the statement is well formed ({read.kind}, {read.fields['at']})")


def _leaf(found: Receipt) -> tuple[Check, ...]:
    same = found.leaf.checksum == statement.checksum(found.statement)
    signed = leaf.verify(found.leaf, found.statement_key)
    return (
        Check(
            "checksum",
            same,
            "the leaf is of these bytes" if same else "the statement was changed after signing",
        ),
        Check(
            "leaf signature",
            signed,
            "the statement key signed it"
            if signed
            else "the signature is not the statement key's over this leaf",
        ),
    )


def _openings(found: Receipt, read: statement.Read) -> list[Check]:
    checks = []
    for opening in found.openings:
        ok = statement.opened(read, opening)
        says = "is the value committed to" if ok else "does not match what the statement committed to"
        checks.append(Check(f"opening {opening.path}", ok, f"the value shown for {opening.path} {says}"))
    return checks


def _head(found: Receipt, sealed: Sealed) -> list[Check]:
    head = checkpoint.read(sealed.checkpoint)
    if isinstance(head, Refused):
        return [Check("head", False, head.says)]
    ours = head.origin == checkpoint.origin(sealed.log_key)
    signed = ours and len(head.signatures) == 1 and checkpoint.verify(head, sealed.log_key)
    included = merkle.included(found.leaf.hash, sealed.index, head.size, sealed.path, head.root)
    return [
        Check(
            "origin",
            ours,
            "the head names this log" if ours else "the head is of another log than the log key's",
        ),
        Check(
            "head signature",
            signed,
            f"the log key signed a head of {head.size} statements"
            if signed
            else "the head does not bear the log key's signature, and that alone",
        ),
        Check(
            "inclusion",
            included,
            f"the leaf is number {sealed.index} under that head"
            if included
            else "the path does not lead from the leaf to that head",
        ),
    ]


def _known(found: Receipt, trusted: Collection[bytes]) -> Check:
    sealed = found.sealed
    name, key = ("statement key", found.statement_key) if sealed is None else ("log key", sealed.log_key)
    ok = key in trusted
    says = "is one you trust" if ok else f"is not one you trust: {write_public(key)}"
    return Check(name, ok, f"the {name} {says}")


def _because(state: State, checks: tuple[Check, ...], trusted: bool) -> Because:
    if state == "refused":
        return tuple(Ground(f"receipt: {check.name}", check.says, SOURCE) for check in checks if not check.ok)
    reached = {
        "recorded": "we signed this statement and keep it; it is not yet under a signed head",
        "in head": "this statement is in the list whose head the log key signed",
    }[state]
    whose = (
        "the key that decides it is one you gave"
        if trusted
        else "the keys used are the receipt's own; compare them with the published ones before you rely on it"
    )
    return (
        Ground(f"receipt: {state}", reached, SOURCE),
        Ground("receipt: keys", whose, SOURCE),
        Ground("receipt: limits", "it does not show that what the statement says is true", SOURCE),
    )
