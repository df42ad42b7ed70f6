"""The payment client against the payment simulator, over real sockets."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.gateways.payment import SandboxClient, notice, signed, verify
from makewhole.gateways.wire import TheirFault
from makewhole.money import Money
from makewhole.simulators import payment as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.listening import Listener, eventually

SECRET = "simulated-payment-secret"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def control(simulator, path, **body):
    answer = httpx.post(f"{simulator.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def state(simulator):
    return httpx.get(f"{simulator.url}/_control/state").json()


@pytest.fixture
def gateway():
    with Simulator(simulated.app(simulated.Settings(settles_after_seconds=3600))) as simulator:
        yield simulator


@pytest.fixture
def client(gateway):
    made = SandboxClient(gateway.url, "token-payment", timeout=httpx.Timeout(0.4, connect=1.0))
    yield made
    made.close()


def test_a_payout_is_pending_and_settles_later(gateway, client):
    payout = client.pay("claim-1:pay", Money(1250, "EUR"), "acct-1", "claim 1")
    assert (payout.state, payout.money, payout.key) == ("pending", Money(1250, "EUR"), "claim-1:pay")
    control(gateway, "advance", seconds=3601)
    assert client.find("claim-1:pay").state == "settled"


def test_the_same_key_pays_once_however_often_it_is_asked(gateway, client):
    ids = {client.pay("k", Money(500, "JPY"), "acct-1", "r").remote_id for _ in range(3)}
    assert len(ids) == 1
    assert state(gateway)["asked_again"] == 2
    assert state(gateway)["paid_twice"] == []


def test_a_key_cannot_be_used_for_another_order(client):
    client.pay("k", Money(500, "EUR"), "acct-1", "r")
    refused = client.pay("k", Money(501, "EUR"), "acct-1", "r")
    assert isinstance(refused, Refused)
    assert refused.rule == "payment.idempotency_key_reused"


def test_paying_one_reference_under_two_keys_shows_as_paid_twice(gateway, client):
    client.pay("k1", Money(500, "EUR"), "acct-1", "r")
    client.pay("k2", Money(500, "EUR"), "acct-1", "r")
    assert state(gateway)["paid_twice"] == ["r"]


@pytest.mark.parametrize("fault", ["lost", "hung", "cut"])
def test_a_payout_whose_answer_was_lost_is_found_and_not_paid_again(gateway, client, fault):
    control(gateway, "faults", **{fault: 1.0, "hung_seconds": 1.0})
    with pytest.raises(TheirFault) as failed:
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
    assert failed.value.maybe_done
    assert client.find("k").money == Money(500, "EUR")
    control(gateway, "faults")
    client.pay("k", Money(500, "EUR"), "acct-1", "r")
    assert len(state(gateway)["payouts"]) == 1


def test_an_order_that_was_never_taken_is_not_found(gateway, client):
    control(gateway, "faults", busy=1.0)
    with pytest.raises(TheirFault):
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
    control(gateway, "faults")
    assert client.find("k") is None


@pytest.mark.parametrize(("destination", "ends"), [("acct-fail", "failed"), ("acct-return", "returned")])
def test_a_payout_may_fail_or_come_back_and_says_why(gateway, client, destination, ends):
    client.pay("k", Money(500, "EUR"), destination, "r")
    for _ in range(2):
        control(gateway, "advance", seconds=3601)
    payout = client.find("k")
    assert payout.state == ends
    assert payout.reason


def test_a_closed_account_and_a_sum_of_nothing_are_refused(client):
    assert client.pay("k", Money(500, "EUR"), "acct-closed", "r").rule == "payment.account_closed"
    assert client.pay("k", Money(0, "EUR"), "acct-1", "r").rule == "payment.amount_invalid"


def test_each_change_is_told_by_a_signed_notice_and_again_on_replay(gateway, client):
    with Listener() as listener:
        client.register_webhook(listener.url)
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
        control(gateway, "advance", seconds=3601)
        assert eventually(lambda: len(listener.got) == 1)
        headers, body = listener.got[0]
        assert verify(headers, body, SECRET, datetime.now(UTC) + timedelta(seconds=3601))
        assert notice(body).payout.state == "settled"
        control(gateway, "replay")
        assert eventually(lambda: len(listener.got) == 2)
        assert notice(listener.got[1][1]).event_id == notice(body).event_id


def test_a_notice_nobody_took_is_sent_until_somebody_does(gateway, client):
    with Listener() as listener:
        listener.status = 503
        client.register_webhook(listener.url)
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
        control(gateway, "advance", seconds=3601)
        assert state(gateway)["notices"]["waiting"] == 1
        listener.status = 200
        assert eventually(lambda: len(listener.got) == 1)


def test_notices_sent_twice_carry_one_id(gateway, client):
    with Listener() as listener:
        client.register_webhook(listener.url)
        control(gateway, "faults", event_twice=1.0)
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
        control(gateway, "advance", seconds=3601)
        assert eventually(lambda: len(listener.got) == 2)
        assert len({notice(body).event_id for _, body in listener.got}) == 1


def test_the_ledger_outlives_its_gateway(tmp_path):
    settings = simulated.Settings(file=tmp_path / "ledger.sqlite", settles_after_seconds=3600)
    with Simulator(simulated.app(settings)) as gateway:
        SandboxClient(gateway.url, "token-payment").pay("k", Money(500, "EUR"), "acct-1", "r")
    with Simulator(simulated.app(settings)) as gateway:
        client = SandboxClient(gateway.url, "token-payment")
        assert client.find("k").state == "pending"
        client.pay("k", Money(500, "EUR"), "acct-1", "r")
        assert len(state(gateway)["payouts"]) == 1
        assert "5.00 EUR" in httpx.get(gateway.url).text


def test_a_notice_is_believed_only_when_signed_and_recent():
    body, at = b'{"id":"evt_1"}', int(NOON.timestamp())
    headers = {"Payment-Signature": signed(body, at, SECRET)}
    assert verify(headers, body, SECRET, NOON)
    assert not verify(headers, body + b" ", SECRET, NOON)
    assert not verify(headers, body, "another", NOON)
    assert not verify(headers, body, SECRET, NOON + timedelta(seconds=301))
    assert not verify({}, body, SECRET, NOON)
    assert not verify({"payment-signature": signed(body, at, "")}, body, "", NOON)


@given(st.text(), st.binary())
def test_a_made_up_signature_is_never_believed_and_never_breaks_us(signature, body):
    assert not verify({"payment-signature": signature}, body, SECRET, NOON)
    assert notice(body) is None
