"""Encrypted messages behind the port of the older ones, sealed and opened by X's own Chat XDK."""

import asyncio
import base64

import httpx
import pytest

from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.gateways.x import AsyncX, Typed, Wire, XClient
from makewhole.gateways.x.chat import Chat, PrivateMessages, cipher
from makewhole.gateways.x.private import both
from makewhole.simulators.running import Simulator
from tests.gateways.chat_server import ChatServer, envelope, raw, text
from tests.simulators.documents import NAMES, Document

CUSTOMER = "9"


class Plain:
    """A cipher that seals nothing: for what has to do with X and not with keys."""

    def __init__(self, found=()):
        self.found = found

    def set_identity(self, user_id, signing_key_version):
        self.identity = (user_id, signing_key_version)

    def set_signing_keys(self, signing_keys):
        self.signing = signing_keys

    def decrypt_events(self, events):
        return {"messages": [{"event": one, "original_b64": one["sealed"]} for one in self.found]}

    def encrypt_message(self, conversation_id, text):
        return type("Payload", (), {
            "message_id": "m-1", "encrypted_content": "AAAA", "encoded_event_signature": "AAAA",
        })()  # fmt: skip


@pytest.fixture
def server():
    return ChatServer()


@pytest.fixture
def x(server):
    with Simulator(server.app()) as running:
        yield running


def chat_on(x, with_cipher, http=None):
    return Chat(AsyncX(Wire(x.url, http=http), Typed("token-halden")), with_cipher, "1")


def test_encrypted_messages_stand_behind_the_same_port(x):
    older = AsyncX(Wire(x.url), Typed("token-halden"))
    both: list[PrivateMessages] = [older, chat_on(x, Plain())]
    assert len(both) == 2


def test_nobody_is_written_to_who_did_not_write_first(x):
    refused = asyncio.run(chat_on(x, Plain()).direct_message(CUSTOMER, "hello"))
    assert refused.rule == "x.chat-closed"
    assert asyncio.run(chat_on(x, Plain()).direct_message(CUSTOMER, "look", "55")).rule == "x.chat-media"


def test_a_message_that_cannot_be_opened_still_tells_that_somebody_wrote(server, x):
    server.sealed.append({"id": "m-3", "sender_id": CUSTOMER, "encoded_event": "????"})
    [message] = asyncio.run(chat_on(x, Plain()).messages(CUSTOMER))
    assert (message["sender_id"], message["text"], message["sent_by_us"]) == (CUSTOMER, "", False)
    assert "can't be opened" in message["unreadable"]


@pytest.mark.parametrize("dialect", sorted(NAMES))
def test_every_request_keeps_to_the_openapi_document(server, x, dialect, eval_data):
    document, seen = Document(eval_data, dialect), []

    async def kept(request):
        await request.aread()
        seen.append(request)

    server.sealed.append({"id": "m-3", "sender_id": CUSTOMER, "encoded_event": "s"})
    event = {"type": "Message", "id": "m-3", "sender_id": CUSTOMER, "conversation_id": "7:9", "sealed": "s"}
    chat = chat_on(x, Plain([event]), httpx.AsyncClient(event_hooks={"request": [kept]}))
    assert asyncio.run(chat.direct_message(CUSTOMER, "hello")) == Sent("m-1")
    asked = [document.operation(one.method, one.url.path)[0] for one in seen]
    for request in seen:
        document.check_request(request)
    assert set(asked) >= {
        "/2/users/{id}/public_keys",
        "/2/chat/conversations/{id}/events",
        "/2/chat/conversations/{id}/messages",
    }


# With X's own Chat XDK ------------------------------------------------------------------------


class Customer:
    """A person with keys of their own, who writes first."""

    def __init__(self, xdk, server, our_keys):
        self.server, self.chat = server, xdk.Chat()
        made = self.chat.generate_keypairs().public_key
        self.chat.set_identity(CUSTOMER, "1")
        for person, keys in ((CUSTOMER, made), ("7", our_keys)):
            server.keys[person] = [
                {
                    "public_key": keys.public_key, "signing_public_key": keys.signing_public_key,
                    "identity_public_key_signature": keys.identity_public_key_signature,
                    "public_key_version": "1",
                }
            ]  # fmt: skip
        listed = [
            {"user_id": person, "public_key": keys.public_key, "key_version": "1"}
            for person, keys in ((CUSTOMER, made), ("7", our_keys))
        ]
        self.change = self.chat.prepare_conversation_key_change(listed)
        signed = self.change["action_signatures"][0]
        signature = text(1, signed["signature"]) + text(2, "1") + text(3, "7") + b"\0"
        detail = raw(signed["encoded_message_event_detail"])
        conversation = self.change["conversation_id"]
        server.key_events.append(envelope(1, signed["message_id"], CUSTOMER, conversation, detail, signature))

    def writes(self, words):
        """Seal a message and put it to X."""
        sealed = self.chat.encrypt_message(
            self.change["conversation_id"], words,
            conversation_key=self.change["conversation_key"],
            conversation_key_version=self.change["conversation_key_version"],
        )  # fmt: skip
        body = {
            "message_id": sealed.message_id,
            "encoded_message_create_event": sealed.encrypted_content,
            "encoded_message_event_signature": sealed.encoded_event_signature,
        }
        self.server.take(CUSTOMER, self.change["conversation_id"], body)


@pytest.fixture
def xdk():
    return pytest.importorskip("chat_xdk", reason="X's Chat XDK is not installed: pip install chatxdk")


@pytest.fixture
def ours(xdk):
    made = xdk.Chat()
    registered = made.generate_keypairs().public_key
    return bytes(made.export_keys()), registered


def test_a_customers_sealed_message_is_read_and_answered(server, x, xdk, ours):
    customer = Customer(xdk, server, ours[1])
    customer.writes("where is my parcel? 包裹")

    async def talk():
        chat = chat_on(x, cipher(ours[0], "1"))
        [message] = await chat.messages(CUSTOMER)
        assert (message["text"], message["sender_id"]) == ("where is my parcel? 包裹", CUSTOMER)
        sent = await chat.direct_message(CUSTOMER, "It arrives tomorrow.")
        assert isinstance(sent, Sent), sent
        assert [one.remote_id for one in await chat.own_messages_to(CUSTOMER)] == [sent.remote_id]
        assert [one["text"] for one in await chat.messages(CUSTOMER)] == [
            "It arrives tomorrow.", "where is my parcel? 包裹",
        ]  # fmt: skip
        assert len(await chat.messages(CUSTOMER, since_id=message["id"])) == 1

    asyncio.run(talk())
    assert all("tomorrow" not in str(one) for one in server.sealed)


def test_a_letter_the_older_way_refuses_goes_encrypted_where_the_person_wrote_so(server, x, xdk, ours):
    opened = cipher(ours[0], "1")
    assert not isinstance(opened, Undeliverable)
    client = XClient(x.url, "token-halden", private=both(opened, "1"))
    customer = Customer(xdk, server, ours[1])
    assert client.direct_message(CUSTOMER, "first").rule == "x.dm-closed"
    customer.writes("hello")
    sent = client.direct_message(CUSTOMER, "It arrives tomorrow.")
    assert isinstance(sent, Sent)
    assert [one.remote_id for one in client.own_messages_to(CUSTOMER)] == [sent.remote_id]
    assert [one["text"] for one in client.messages(CUSTOMER)] == ["It arrives tomorrow.", "hello"]


def test_a_pushed_message_is_opened_with_the_key_that_came_beside_it(server, x, xdk, ours):
    Customer(xdk, server, ours[1]).writes("hello")
    pushed = {**server.sealed[0], "conversation_key_change_event": server.key_events[0]}
    [message] = asyncio.run(chat_on(x, cipher(ours[0], "1")).opened([pushed]))
    assert (message["text"], message["sender_id"]) == ("hello", CUSTOMER)


def test_a_sealed_message_whose_answer_was_lost_is_found_by_looking(server, x, xdk, ours):
    Customer(xdk, server, ours[1]).writes("hello")

    async def talk():
        chat = chat_on(x, cipher(ours[0], "1"))
        server.lose_answers = True
        with pytest.raises(TheirFault) as failed:
            await chat.direct_message(CUSTOMER, "It arrives tomorrow.")
        assert failed.value.maybe_done
        assert [one.text for one in await chat.own_messages_to(CUSTOMER)] == ["It arrives tomorrow."]

    asyncio.run(talk())


def test_a_message_sealed_in_anothers_name_is_not_shown_as_theirs(server, x, xdk, ours):
    customer = Customer(xdk, server, ours[1])
    customer.writes("the true one")
    customer.writes("the other one")
    first, second = server.sealed
    # The second's words under the first's signature.
    whole, other = raw(first["encoded_event"]), raw(second["encoded_event"])
    at = whole.rindex(inner_start := b"\x0c\x00\x09")
    forged = other[: other.rindex(inner_start)] + whole[at:]
    second["encoded_event"] = base64.b64encode(forged).decode()
    found = asyncio.run(chat_on(x, cipher(ours[0], "1")).messages(CUSTOMER))
    assert [one["text"] for one in found] == ["", "the true one"]


def test_what_is_no_key_is_said(xdk):
    refused = cipher(b"short", "1")
    assert isinstance(refused, Undeliverable)
    assert refused.rule == "x.chat-keys"
    assert "5 bytes" in refused.says
