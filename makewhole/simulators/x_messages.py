"""Private messages through the simulated X's API: send, look up, delete, and load a picture."""

from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_directs import conversation
from makewhole.simulators.x_door import Call, not_found, operation
from makewhole.simulators.x_model import Direct, Json, Problem, User, forbidden, invalid
from makewhole.simulators.x_shapes import attached, direct, resource_of, user

_CONVERSATIONS = "/2/dm_conversations"
_TOKEN = "m"


def routes() -> list[Route]:
    """Every route about messages."""
    return [
        operation(f"{_CONVERSATIONS}/with/{{id}}/messages", "POST", "dm", _to_user, "user", "dm.write"),
        operation(f"{_CONVERSATIONS}/with/{{id}}/dm_events", "GET", "dm_events", _with, "user", "dm.read"),
        operation(
            f"{_CONVERSATIONS}/media/{{dm}}/{{media}}/{{resource}}",
            "GET",
            "dm_media",
            _media,
            "user",
            "dm.read",
        ),
        operation(f"{_CONVERSATIONS}/{{id}}/messages", "POST", "dm", _to_conversation, "user", "dm.write"),
        operation(
            f"{_CONVERSATIONS}/{{id}}/dm_events", "GET", "dm_events", _of_conversation, "user", "dm.read"
        ),
        operation("/2/dm_events", "GET", "dm_events", _all, "user", "dm.read"),
        operation("/2/dm_events/{id}", "GET", "dm_events", _one, "user", "dm.read"),
        operation("/2/dm_events/{id}", "DELETE", "dm_delete", _delete, "user", "dm.write"),
    ]


def _other(call: Call) -> User | None:
    """The other one of the two in the conversation the path names."""
    me = call.me.id
    named = [one for one in call.path("id").split("-") if one != me]
    found = call.state.world.users.get(named[0]) if len(named) == 1 else None
    return found if found is not None and call.path("id") == conversation(me, found.id) else None


async def _to_user(call: Call) -> Response | Problem:
    return await _sent(call, call.state.world.users.get(call.path("id")))


async def _to_conversation(call: Call) -> Response | Problem:
    return await _sent(call, _other(call))


async def _sent(call: Call, to: User | None) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    text, media = body.get("text", ""), _attachment(call, body.get("attachments"))
    if isinstance(media, Problem):
        return media
    if not isinstance(text, str) or (not text.strip() and media is None):
        return invalid("A message needs text or an attachment.")
    if to is None:
        return Problem(404, "Not Found Error", "Could not find user.", "resource-not-found")
    sent = call.state.message(call.me, to, text, by_app=True, media=media)
    if isinstance(sent, Problem):
        return sent
    call.state.ledger.charge("dm", "dm")
    data = {"dm_conversation_id": conversation(call.me.id, to.id), "dm_event_id": sent.id}
    return JSONResponse({"data": data}, 201)


def _attachment(call: Call, asked: Any) -> str | Problem | None:
    if asked is None:
        return None
    first = asked[0] if isinstance(asked, list) and len(asked) == 1 else None
    kept = call.state.media.get(str(first.get("media_id", ""))) if isinstance(first, dict) else None
    if kept is None or kept.owner_id != call.me.id or kept.content is None:
        return invalid("Your media IDs are invalid.")
    return kept.id


async def _with(call: Call) -> Response | Problem:
    return _listed(call, call.state.directs.between(call.me.id, call.path("id")))


async def _of_conversation(call: Call) -> Response | Problem:
    other = _other(call)
    return _listed(call, call.state.directs.between(call.me.id, other.id) if other is not None else [])


async def _all(call: Call) -> Response | Problem:
    return _listed(call, call.state.directs.of(call.me.id))


def _listed(call: Call, found: list[Direct]) -> Response | Problem:
    asked, token = call.query("max_results", "100"), call.query("pagination_token", _TOKEN)
    before = token.removeprefix(_TOKEN)
    if not asked.isdecimal() or not 1 <= int(asked) <= 100:
        return invalid("max_results is between 1 and 100.")
    if not token.startswith(_TOKEN) or not (before.isdecimal() or not before):
        return invalid("this token is of no page here.")
    rest = [one for one in found if not before or int(one.id) < int(before)]
    part = rest[: int(asked)]
    meta: Json = {"result_count": len(part)}
    if len(rest) > len(part):
        meta["next_token"] = f"{_TOKEN}{part[-1].id}"
    return JSONResponse({**(_told(call, part) if part else {}), "meta": meta})


def _told(call: Call, part: list[Direct]) -> Json:
    state = call.state
    state.ledger.read("dm_events", "dm_event", [one.id for one in part], state.clock.now())
    body: Json = {"data": [direct(one, state.media, call.asked) for one in part]}
    includes: Json = {}
    if call.asked.expands("sender_id"):
        senders = [state.world.users[one] for one in dict.fromkeys(one.sender_id for one in part)]
        includes["users"] = [user(one, call.spelling.dialect, call.asked) for one in senders]
    if call.asked.expands("attachments"):
        with_media = [one for one in part if one.media and one.media in state.media]
        media = [
            {**attached(state.media[str(one.media)], state.site), "url": _address(call, one)}
            for one in with_media
        ]
        includes |= {"media": media} if media else {}
    return {**body, "includes": includes} if includes else body


def _address(call: Call, one: Direct) -> str:
    return f"{call.state.site}{_CONVERSATIONS}/media/{one.id}/{one.media}/{resource_of(one)}"


def _mine(call: Call, event_id: str) -> Direct | None:
    return next((one for one in call.state.directs.of(call.me.id) if one.id == event_id), None)


async def _one(call: Call) -> Response | Problem:
    found = _mine(call, call.path("id"))
    if found is None:
        return JSONResponse({"errors": [not_found(call, "dm_event", "id", call.path("id"))]})
    body = _told(call, [found])
    return JSONResponse({**body, "data": body["data"][0]})


async def _delete(call: Call) -> Response | Problem:
    found = _mine(call, call.path("id"))
    if found is None:
        return forbidden("You are not allowed to delete this event.")
    call.state.directs.gone.add(found.id)
    return JSONResponse({"data": {"deleted": True}})


async def _media(call: Call) -> Response | Problem:
    found = _mine(call, call.path("dm"))
    kept = call.state.media.get(call.path("media"))
    if found is None or kept is None or found.media != kept.id or call.path("resource") != resource_of(found):
        return Problem(404, "Not Found Error", "Could not find media.", "resource-not-found")
    return Response(kept.content or b"", media_type=kept.kind)
