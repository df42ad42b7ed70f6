"""X's webhook signatures, by the vectors of its documents."""

from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.x_signature import Secrets, crc_response, verify

REVOKED = b'{"data":{"event_type":"oauth.revoke"}}'
NEWER = "X-Twitter-Webhooks-Signature-OAuth2"
OLDER = "x-twitter-webhooks-signature"


def test_the_challenge_is_answered_by_the_client_secret():
    secrets = Secrets(client="client-secret-0", consumer="consumer-secret-0")
    assert crc_response("challenge_string", secrets) == "sha256=YyYVlO+pQJxvoUQyo4Zyo19np/grxtsD1igHkUgU7YA="


def test_the_challenge_is_answered_by_the_consumer_secret_where_no_other_is_set():
    secrets = Secrets(consumer="consumer-secret-0")
    assert crc_response("challenge_string", secrets) == "sha256=RD1ztlpARrMrO7MYcV50p8eoFHUgsuRvc3v/lmGZrIM="


def test_without_a_secret_no_challenge_is_answered_and_no_event_believed():
    assert crc_response("challenge_string", Secrets()) is None
    assert not verify({NEWER: "sha256=", OLDER: "sha256="}, REVOKED, Secrets())


def test_an_event_signed_with_the_client_secret_is_believed():
    signed = {NEWER: "sha256=hJefsOzkOqhsSMy8m7ZeYY3iT0frr89NWrUcYiK2iBc="}
    assert verify(signed, REVOKED, Secrets(client="client-secret-0"))
    assert not verify(signed, REVOKED + b" ", Secrets(client="client-secret-0"))
    assert not verify(signed, REVOKED, Secrets(client="another"))


def test_the_older_header_cannot_stand_in_for_a_wrong_newer_one():
    # The older header's value is right for its own key; the newer one beside it is not.
    right = {OLDER: "sha256=hJefsOzkOqhsSMy8m7ZeYY3iT0frr89NWrUcYiK2iBc="}
    secrets = Secrets(client="other", consumer="client-secret-0")
    assert verify(right, REVOKED, secrets)
    assert not verify({**right, NEWER: "sha256=wrong"}, REVOKED, secrets)


@given(st.text(), st.binary())
def test_a_made_up_signature_is_never_believed_and_never_breaks_us(signature, body):
    assert not verify({NEWER: signature}, body, Secrets(client="s"))
