"""Heads and keys: what is accepted, what is refused, and the public formats byte for byte."""

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from makewhole.because import Refused
from makewhole.proof import checkpoint, keys, leaf
from tests.proof.material import LOG_KEY, STRANGER

ROOT = sha256(b"root").digest()


def test_a_head_is_written_as_c2sp_and_sigsum_say() -> None:
    origin = "sigsum.org/v1/tree/" + sha256(LOG_KEY.public).hexdigest()
    body = f"{origin}\n42\n{b64encode(ROOT).decode()}\n"
    hint = sha256(origin.encode() + b"\n\x01" + LOG_KEY.public).digest()[:4]
    line = b64encode(hint + LOG_KEY.private.sign(body.encode())).decode()
    assert checkpoint.sign(LOG_KEY, 42, ROOT) == f"{body}\n\u2014 {origin} {line}\n"


def test_a_leaf_is_128_bytes_signed_in_its_own_namespace() -> None:
    made = leaf.sign(LOG_KEY, ROOT)
    signature = LOG_KEY.private.sign(b"sigsum.org/v1/tree-leaf\0" + ROOT)
    assert made.bytes == ROOT + signature + sha256(LOG_KEY.public).digest()
    assert not leaf.verify(made, STRANGER.public)
    assert leaf.read(made.bytes[:-1]) is None


def test_a_head_holds_for_its_own_log_alone() -> None:
    head = checkpoint.read(checkpoint.sign(LOG_KEY, 42, ROOT))
    assert isinstance(head, checkpoint.Checkpoint)
    assert checkpoint.verify(head, LOG_KEY.public)
    assert not checkpoint.verify(head, STRANGER.public)


def test_a_witness_line_beside_the_logs_own_does_no_harm() -> None:
    text = checkpoint.sign(LOG_KEY, 42, ROOT) + f"\u2014 witness.example {b64encode(bytes(76)).decode()}\n"
    head = checkpoint.read(text)
    assert isinstance(head, checkpoint.Checkpoint)
    assert len(head.signatures) == 2
    assert checkpoint.verify(head, LOG_KEY.public)


GOOD = checkpoint.sign(LOG_KEY, 42, ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        GOOD[:-1],
        GOOD.replace("\n42\n", "\n042\n"),
        GOOD.replace("\n42\n", "\n-1\n"),
        GOOD.replace("\n42\n", "\n9223372036854775808\n"),
        GOOD.replace("\n42\n", "\n42\nextension\n"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\u2014 ", "- "),
        GOOD.replace("sigsum.org/", " sigsum.org/", 1),
        GOOD + "\n",
        GOOD + GOOD,
        GOOD + "\u2014 someone AAAA\n",
        GOOD + ("\n" + GOOD.split("\n")[-2]) * 17,
        GOOD + "x" * 20_000,
        GOOD.replace(b64encode(ROOT).decode(), "AAAA"),
        GOOD.split("\n\n")[0] + "\n\n",
    ],
)
def test_a_malformed_head_is_refused(text: str) -> None:
    assert isinstance(checkpoint.read(text), Refused)


def test_keys_read_back_from_their_openssh_files() -> None:
    back = keys.read_private(keys.write_private(LOG_KEY))
    assert isinstance(back, keys.KeyPair)
    assert back.public == LOG_KEY.public
    assert back.sign(b"x") == LOG_KEY.sign(b"x")
    lines = (
        "# published keys",
        "",
        keys.write_public(LOG_KEY.public, "log"),
        keys.write_public(STRANGER.public),
    )
    assert keys.read_public("\n".join(lines)) == (LOG_KEY.public, STRANGER.public)
    assert "PRIVATE" not in repr(LOG_KEY)


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 !!", "nonsense"],
)
def test_text_that_is_no_public_key_is_refused(text: str) -> None:
    assert isinstance(keys.read_public(text), Refused)


def test_private_keys_of_another_kind_are_refused() -> None:
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    other = Ed448PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for data in (rsa, other, b"", b"nonsense"):
        assert isinstance(keys.read_private(data), Refused)


def test_a_signature_or_key_of_another_length_never_verifies() -> None:
    signature = LOG_KEY.sign(b"x")
    assert keys.verifies(LOG_KEY.public, signature, b"x")
    assert not keys.verifies(LOG_KEY.public[:-1], signature, b"x")
    assert not keys.verifies(LOG_KEY.public, signature[:-1], b"x")
    assert not keys.verifies(b"\xff" * 32, signature, b"x")
