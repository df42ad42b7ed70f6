"""Every request of the client, and what the simulated X answers, held against X's own OpenAPI documents."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from makewhole.gateways.wire import Sent
from makewhole.gateways.x import AsyncX, Dialect, Poll, Typed, Wire
from makewhole.gateways.x.operations import all_of_them
from makewhole.gateways.x_signature import Secrets, crc_response
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.documents import NAMES, Document
from tests.simulators.listening import Listener

OURS = Secrets(client="simulated-client-secret")
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.mark.parametrize("dialect", sorted(NAMES))
def test_every_operation_is_in_the_document_with_its_token_and_scopes(dialect, eval_data):
    paths = json.loads((eval_data / "x" / NAMES[dialect]).read_text())["paths"]
    for row in all_of_them().values():
        taken = {
            kind: scopes
            for one in paths[row.path][row.method.lower()]["security"]
            for kind, scopes in one.items()
        }
        assert row.auth == "user" or "BearerToken" in taken, row.name
        assert row.auth == "app" or "OAuth2UserToken" in taken, row.name
        # The newer document names no scopes for subscriptions; the older one does.
        named = taken.get("OAuth2UserToken") or row.scopes
        assert set(row.scopes) <= set(named), row.name


class Seen:
    """What went over the line: requests as they were sent, with their answers."""

    def __init__(self):
        self.pairs = []
        self.http = httpx.AsyncClient(event_hooks={"request": [self.asked], "response": [self.answered]})

    async def asked(self, request):
        await request.aread()

    async def answered(self, answer):
        if "/stream" in answer.request.url.path and answer.request.method == "GET":
            streaming = not answer.request.url.path.endswith("/rules")
            if streaming:
                self.pairs.append((answer.request, None))
                return
        await answer.aread()
        self.pairs.append((answer.request, answer))


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


async def said(x, world):
    """Everything that is said and looked up in an account's name."""
    post = control(world, "post", handle="ana", text="@HaldenHome where is it?")
    control(world, "dm", **{"from": "ana", "to": "HaldenHome", "text": "hi & bye"})
    me = await x.me()
    picture = await x.upload(PIXEL, "image/png")
    assert isinstance(await x.describe(picture.remote_id, "a parcel"), Sent)
    ours = await x.reply("Looking.", post["id"])
    await x.publish("Which day suits?", poll=Poll(("Monday", "Friday"), 60), made_with_ai=True)
    shown = await x.publish("Thanks all", media_ids=[picture.remote_id], deep_link_to=me.id)
    assert isinstance(shown, Sent), shown
    assert isinstance(await x.hide(post["id"], False), Sent | object)
    assert isinstance(await x.direct_message(post["author_id"], "Hello."), Sent)
    again = await x.upload(PIXEL, "image/png", "dm")
    assert isinstance(await x.direct_message(post["author_id"], "See.", again.remote_id), Sent)
    assert len(await x.own_messages_to(post["author_id"])) == 2
    assert len(await x.messages()) == 3
    assert await x.own_replies_to(post["id"])
    assert await x.own_posts(datetime.now(UTC) - timedelta(hours=1))
    assert await x.mentions(me.id, since_id="1", until=str(2**62))
    assert (await x.posts([post["id"], "999"])).missing
    assert await x.users([post["author_id"]])
    assert (await x.user("ana")).id == post["author_id"]
    assert isinstance(await x.delete(ours.remote_id), Sent)


async def listened(app, world, listener):
    """Everything that makes X tell us of itself, and what only the app may ask."""
    hook = await app.register_webhook(listener.url)
    me = (await app.user("HaldenHome")).id
    assert (await app.webhooks())[0].id == hook.remote_id
    assert await app.revalidate_webhook(hook.remote_id)
    made = await app.subscribe("post.mention.create", me, hook.remote_id, "ours")
    await app.subscribe("post.create", me)
    assert [one.user_id for one in await app.subscriptions()] == [me, me]
    now = datetime.now(UTC)
    assert isinstance(await app.replay(hook.remote_id, now - timedelta(hours=2), now), Sent)
    assert await app.unsubscribe(made.remote_id)
    assert await app.delete_webhook(hook.remote_id)
    added = await app.add_rules([("#包裹丢失 lang:zh", "lost"), ("HaldenHome", "name")])
    assert len(added.made) == 2
    for stream in (app.stream(), app.activity_stream()):
        async for line in stream:
            assert line.kind == "alive"
            assert await app.connections()
            break
        await stream.aclose()
    rules = await app.rules()
    assert await app.delete_rules([one.id for one in rules]) == 2
    assert await app.count("HaldenHome") >= 1
    oldest = int((await app.search("HaldenHome"))[-1]["data"]["id"])
    assert await app.search("HaldenHome", since_id=str(oldest - 1), until=str(oldest + 1))
    await app.drop_connections()
    assert (await app.usage()).cap
    job = await app.compliance_job("tweets", ["1", "2"])
    assert [one.id for one in await app.compliance_jobs("tweets")] == [job.remote_id]
    while not isinstance(await app.compliance_result(job.remote_id), tuple):
        pass


async def picture_of_a_message(x, world):
    """A customer's photo, from the message it came with."""
    taken = [{"type": "image/png", "base64": "iVBORw0KGgo="}]
    control(world, "dm", **{"from": "ben", "to": "HaldenHome", "text": "", "media": taken})
    [photo] = [one for each in await x.messages() for one in each["media"] if not each["sent_by_us"]]
    return photo


@pytest.mark.parametrize("dialect", list(Dialect))
def test_every_request_and_answer_keeps_to_the_openapi_document(dialect, eval_data):
    document, seen = Document(eval_data, dialect.value), Seen()

    async def everything(world, listener):
        wire = Wire(world.url, dialect=dialect, http=seen.http)
        x, app = AsyncX(wire, Typed("token-halden")), AsyncX(wire, Typed("token-app", "app"))
        await said(x, world)
        await listened(app, world, listener)
        photo = await picture_of_a_message(x, world)
        assert await x.media_of_message(photo["url"])
        await wire.close()

    with (
        Simulator(simulated.app(simulated.Settings(dialect=dialect.value))) as world,
        Listener(lambda token: crc_response(token, OURS)) as listener,
    ):
        asyncio.run(everything(world, listener))
    asked = set()
    for request, answer in seen.pairs:
        if not request.url.path.startswith("/2/"):
            continue
        document.check_request(request)
        name, _ = document.operation(request.method, request.url.path)
        asked.add((request.method, name))
        if answer is not None and answer.is_success:
            document.check_answer(request, answer)
    # One page of X's status is asked only for what takes it long to work on.
    late = {("GET", "/2/media/upload"), ("GET", "/2/tweets/{id}")}
    # test_x_chat holds the encrypted messages against the documents.
    late |= {(row.method, row.path) for row in all_of_them().values() if row.name.startswith("chat_")}
    assert {(row.method, row.path) for row in all_of_them().values()} - asked - late == set()
