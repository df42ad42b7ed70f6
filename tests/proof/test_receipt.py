"""Receipts: what each state shows, and that not one bit of one can change unseen."""

import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from makewhole.because import Refused
from makewhole.proof import checkpoint, leaf, receipt, sigsum, statement, verdict
from tests.proof.material import LOG_KEY, STATEMENT_KEY, STRANGER, claim, recorded, sealed


def failed(found: receipt.Receipt, *trusted: bytes) -> list[str]:
    """Names of the checks that did not hold."""
    outcome = verdict.judge(found, trusted or None)
    assert (outcome.state == "refused") == (not all(check.ok for check in outcome.checks))
    return [check.name for check in outcome.checks if not check.ok]


def test_a_receipt_says_which_of_the_two_states_it_has_reached() -> None:
    first, second = verdict.judge(recorded()), verdict.judge(sealed())
    assert (first.state, second.state) == ("recorded", "in head")
    assert "not yet under a signed head" in first.because[0].says
    assert not second.trusted


@pytest.mark.parametrize("made", [recorded(), sealed(), sealed(0, 1), sealed(10, 11)])
def test_a_receipt_reads_back_as_written_and_holds(made: receipt.Receipt) -> None:
    raw = receipt.write(made)
    assert receipt.read(raw) == made
    outcome = verdict.verify(raw, {LOG_KEY.public, STATEMENT_KEY.public})
    assert isinstance(outcome, verdict.Verdict)
    assert outcome.state != "refused"
    assert outcome.trusted


@pytest.mark.parametrize("made", [recorded(), sealed(1, 3)])
def test_not_one_bit_of_a_receipt_can_change_unseen(made: receipt.Receipt) -> None:
    raw = receipt.write(made)
    for bit in range(8 * len(raw)):
        altered = bytearray(raw)
        altered[bit // 8] ^= 1 << bit % 8
        outcome = verdict.verify(bytes(altered))
        assert isinstance(outcome, Refused) or outcome.state == "refused", (bit, bytes(altered))


def test_no_wording_ever_calls_a_receipt_proved() -> None:
    for made in (recorded(), sealed()):
        outcome = verdict.judge(made, {LOG_KEY.public})
        said = " ".join([*(c.says for c in outcome.checks), *(g.says for g in outcome.because)])
        assert "prove" not in said.lower()


def test_the_key_that_decides_must_be_a_trusted_one() -> None:
    assert failed(sealed(), LOG_KEY.public) == []
    assert failed(sealed(), STATEMENT_KEY.public) == ["log key"]
    assert failed(recorded(), STATEMENT_KEY.public) == []
    assert failed(recorded(), LOG_KEY.public) == ["statement key"]


def test_a_receipt_of_strangers_keys_is_refused_once_keys_are_given() -> None:
    made = claim()
    forged = replace(recorded(), leaf=leaf.sign(STRANGER, made.checksum), statement_key=STRANGER.public)
    assert failed(forged) == []
    assert failed(forged, LOG_KEY.public, STATEMENT_KEY.public) == ["statement key"]


def resealed(**changes: Any) -> receipt.Receipt:
    good = sealed()
    assert good.sealed is not None
    return replace(good, sealed=replace(good.sealed, **changes))


def test_each_wrong_part_is_named() -> None:
    good = sealed()
    unsigned = "\n".join([*checkpoint.sign(LOG_KEY, 11, bytes(32)).split("\n")[:3], "", "nobody", ""])
    assert failed(replace(good, statement=claim(8).bytes)) == ["checksum"]
    assert failed(replace(good, statement=b"{}")) == ["statement", "checksum"]
    assert failed(replace(good, leaf=leaf.sign(STRANGER, good.leaf.checksum))) == [
        "leaf signature",
        "inclusion",
    ]
    assert failed(replace(good, openings=claim(name="Eva").openings[:1])) == ["opening /claimant/name"]
    assert failed(resealed(index=5)) == ["inclusion"]
    assert failed(resealed(index=11)) == ["inclusion"]
    assert failed(resealed(checkpoint=checkpoint.sign(LOG_KEY, 11, bytes(32)))) == ["inclusion"]
    assert failed(resealed(checkpoint=unsigned)) == ["head"]
    assert failed(resealed(log_key=STRANGER.public)) == ["origin", "head signature"]


def test_a_second_signature_line_that_nobody_checked_is_refused() -> None:
    good = sealed().sealed
    assert good is not None
    line = good.checkpoint.split("\n")[-2]
    assert failed(resealed(checkpoint=f"{good.checkpoint}{line}\n")) == ["head signature"]


def fields_of(made: receipt.Receipt) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(receipt.write(made))
    return plain


SEALED: dict[str, Any] = fields_of(sealed())["sealed"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"@": "makewhole/receipt@2"}, "version"),
        ({"@": "something"}, "kind"),
        ({"@": None}, "kind"),
        ({"mood": 1}, "fields"),
        ({"statement": "AB=="}, "encoding"),
        ({"statement": 1}, "encoding"),
        ({"leaf": "00"}, "encoding"),
        ({"openings": []}, "openings"),
        ({"openings": {"/a": ["00", 1]}}, "openings"),
        ({"openings": {"/a": 1}}, "openings"),
        ({"statement_key": "x"}, "keys"),
        ({"statement_key": None}, "keys"),
        ({"sealed": 7}, "sealed"),
        ({"sealed": {}}, "sealed"),
        ({"sealed": SEALED | {"index": -1}}, "sealed"),
        ({"sealed": SEALED | {"index": True}}, "sealed"),
        ({"sealed": SEALED | {"path": "x"}}, "sealed"),
        ({"sealed": SEALED | {"path": ["00"]}}, "sealed"),
        ({"sealed": SEALED | {"path": ["00" * 32] * 64}}, "sealed"),
        ({"sealed": SEALED | {"checkpoint": None}}, "sealed"),
        ({"sealed": SEALED | {"log_key": "ssh-ed25519 AAAA"}}, "sealed"),
    ],
)
def test_a_file_that_is_no_receipt_is_refused_by_name(change: dict[str, Any], rule: str) -> None:
    found = receipt.read(rfc8785.dumps(fields_of(sealed()) | change))
    assert isinstance(found, Refused)
    assert found.rule == f"receipt: {rule}"
    assert found.way_forward


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (4, 11), (199, 200)])
def test_a_receipt_in_a_head_exports_to_sigsum_text_that_reads_back(index: int, size: int) -> None:
    made = sealed(index, size)
    text = receipt.to_sigsum(made)
    assert isinstance(text, str)
    proof = sigsum.read(text)
    assert isinstance(proof, sigsum.Proof)
    assert made.sealed is not None
    assert (proof.index, proof.size, proof.path) == (index, size, made.sealed.path)
    assert sigsum.write(proof) == text


def test_a_recorded_receipt_has_no_sigsum_text_yet() -> None:
    refused = receipt.to_sigsum(recorded())
    assert isinstance(refused, Refused)
    assert "not yet" in refused.says
    assert isinstance(receipt.to_sigsum(resealed(checkpoint="nonsense")), Refused)
    assert isinstance(receipt.to_sigsum(resealed(log_key=STRANGER.public)), Refused)


def test_sigsum_text_written_any_other_way_is_refused() -> None:
    text = receipt.to_sigsum(sealed())
    assert isinstance(text, str)
    wrong = [
        "",
        text[:-1],
        text.replace("version=2", "version=1"),
        text.replace("\n", "\r\n"),
        text.replace("size=11", "size=011"),
        text.replace("size=11", "size=0"),
        text.replace("size=11", "size=4"),
        text.replace("size=11", "size=1"),
        text.replace("leaf_index=4", "leaf_index=11"),
        text.replace("root_hash=", "root="),
        text.upper(),
        text + "\nextra=1\n",
        text.replace("leaf=", "leaf= "),
        text.replace("\n\nleaf_index", f"\ncosignature={'00' * 32} 1\n\nleaf_index"),
        text.replace("\n\nleaf_index", 2 * f"\ncosignature={'00' * 32} 1 {'00' * 64}" + "\n\nleaf_index"),
        text + "node_hash=00\n",
        text + f"node_hash={'00' * 32}\n" * 63,
        text + "x" * 70_000 + "\n",
    ]
    for other in wrong:
        assert isinstance(sigsum.read(other), Refused), other
    witnessed = text.replace("\n\nleaf_index", f"\ncosignature={'00' * 32} 1 {'00' * 64}\n\nleaf_index")
    proof = sigsum.read(witnessed)
    assert isinstance(proof, sigsum.Proof)
    assert proof.cosignatures == ((bytes(32), 1, bytes(64)),)


def test_the_statement_of_a_new_epoch_names_the_head_it_follows_and_the_gap() -> None:
    made = statement.build(
        "epoch",
        {
            "at": "2026-01-02T03:04:05Z",
            "epoch": 2,
            "last_head": {"origin": checkpoint.origin(LOG_KEY.public), "size": 6000, "root": "00" * 32},
            "restored_size": 5900,
            "gap": 100,
        },
        {},
        bytes(16),
        {},
    )
    read = statement.parse(made.bytes)
    assert isinstance(read, statement.Read)
    assert read.fields["gap"] == 100
