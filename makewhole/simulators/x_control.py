"""The simulated X's hands: what people of this world do, and the knobs of a test.

People speak through `/_control/post`, `dm`, `edit`, `delete`, `vote`, `user` and `revoke`; `faults`,
`advance`, `stream`, `replay`, `again`, `credits` and `dialect` turn the world. `/_control/state` (in
`x_page`) tells everything that was said. Every route takes JSON or a form; a form leads back to the page.
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_model import Draft, Json, Media, Poll, Problem, User
from makewhole.simulators.x_shapes import Spelling
from makewhole.simulators.x_state import State
from makewhole.simulators.x_stream import ENDS
from makewhole.simulators.x_text import HANDLE

Act = Callable[[State, Json], Awaitable[Json | Problem]]

_NAMELESS = Problem(400, "", "a handle has 1 to 15 letters, digits or _")


def routes() -> list[Route]:
    """Control routes, none of which the faults touch."""
    acts: dict[str, Act] = {
        "post": _say, "dm": _write, "edit": _edit, "delete": _delete, "vote": _vote, "user": _user,
        "revoke": _revoke, "advance": _advance, "replay": _replay, "again": _again, "stream": _stream,
        "credits": _credits, "dialect": _dialect,
    }  # fmt: skip
    made = [Route(f"/_control/{name}", _door(act, name), methods=["POST"]) for name, act in acts.items()]
    return [*made, Route("/_control/faults", _faults, methods=["GET", "POST"])]


_MAKES = {"post", "dm", "edit"}


def _door(act: Act, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        state: State = request.app.state.x
        state.site = str(request.base_url).rstrip("/")
        done = await act(state, await _asked(request))
        if isinstance(done, Problem):
            return _answer(request, {"detail": done.detail}, done.status)
        return _answer(request, done, 201 if name in _MAKES else 200)

    return endpoint


async def _asked(request: Request) -> Json:
    """The fields of a JSON body or a form; empty when it is neither."""
    if "json" in request.headers.get("content-type", ""):
        try:
            body = await request.json()
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _answer(request: Request, body: Mapping[str, Any], status: int) -> Response:
    """JSON for a program; back to the page for a person's form."""
    kind = request.headers.get("content-type", "")
    if "form" not in kind:
        return JSONResponse(dict(body), status)
    return RedirectResponse("/" if status < 400 else f"/?problem={body.get('detail', '')}", 303)


def _handle(asked: Json, name: str) -> str | None:
    handle = str(asked.get(name, "")).strip().lstrip("@")
    return handle if HANDLE.fullmatch(handle) else None


def _number(value: Any) -> float | None:
    """A number, from JSON or from a form's text."""
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


async def _say(state: State, asked: Json) -> Json | Problem:
    """`{handle, text, name?, followers?, in_reply_to?, quotes?, lang?, media?, poll?}` -> ids."""
    handle, text = _handle(asked, "handle"), str(asked.get("text", ""))
    if handle is None or not text.strip():
        return Problem(400, "", "a post needs a text and a handle of 1 to 15 letters")
    followers = asked.get("followers")
    reach = followers if isinstance(followers, int) else None
    author = state.world.person(handle, str(asked.get("name", "")), reach)
    media = _pictures(state, author, asked.get("media"), "tweet_image")
    poll = asked.get("poll")
    draft = Draft(
        text,
        reply_to=asked.get("in_reply_to") or None,
        quotes=asked.get("quotes") or None,
        lang=str(asked.get("lang", "und")),
        media=tuple(one.key for one in media),
        poll=Poll(tuple(poll["options"]), int(poll["minutes"])) if isinstance(poll, dict) else None,
    )
    said = state.say(author, draft)
    return said if isinstance(said, Problem) else {"id": said.id, "author_id": said.author_id}


def _pictures(state: State, owner: User, asked: Any, category: str) -> list[Media]:
    """Pictures given as `[{type, base64}]`."""
    made = []
    for one in asked if isinstance(asked, list) else []:
        kept = Media(state.world.new_id(), owner.id, str(one["type"]), category, state.clock.now())
        kept.content = base64.b64decode(one["base64"])
        state.media[kept.id] = kept
        made.append(kept)
    return made


async def _write(state: State, asked: Json) -> Json | Problem:
    """`{from, to, text, media?}` by handles -> `{id, sender_id}`."""
    sender, text = _handle(asked, "from"), str(asked.get("text", "")).strip()
    recipient = state.world.by_handle(str(asked.get("to", "")).strip())
    if sender is None or recipient is None or not (text or asked.get("media")):
        return Problem(400, "", "a message needs from, text, and a known account as to")
    who = state.world.person(sender)
    media = _pictures(state, who, asked.get("media"), "dm_image")
    sent = state.message(who, recipient, text, by_app=False, media=media[0].id if media else None)
    return sent if isinstance(sent, Problem) else {"id": sent.id, "sender_id": sent.sender_id}


def _author(state: State, asked: Json) -> User | None:
    post = state.world.posts.get(str(asked.get("id", "")))
    return state.world.users[post.author_id] if post is not None else None


async def _edit(state: State, asked: Json) -> Json | Problem:
    """`{id, text}`: the author rewrites a post, under a new id -> `{id, author_id}`."""
    author = _author(state, asked)
    if author is None or not str(asked.get("text", "")).strip():
        return Problem(400, "", "an edit needs the id of a post and a text")
    made = state.edit(author, str(asked["id"]), str(asked["text"]))
    return made if isinstance(made, Problem) else {"id": made.id, "author_id": made.author_id}


async def _delete(state: State, asked: Json) -> Json | Problem:
    """`{id}`: the author takes a post away -> `{deleted}`."""
    author = _author(state, asked)
    gone = state.delete(author, str(asked["id"])) if author is not None else None
    return gone if isinstance(gone, Problem) else {"deleted": gone is not None}


async def _vote(state: State, asked: Json) -> Json | Problem:
    """`{handle, id, option}`: a person votes, options counting from 1 -> `{votes}`."""
    handle, option = _handle(asked, "handle"), _number(asked.get("option"))
    if handle is None or option is None:
        return Problem(400, "", "a vote needs a handle, the id of a post and an option, counting from 1")
    done = state.world.vote(state.world.person(handle), str(asked.get("id", "")), int(option))
    return done if isinstance(done, Problem) else {"votes": len(done.votes)}


async def _user(state: State, asked: Json) -> Json | Problem:
    """`{handle, ...}`: makes or changes a person -> `{id}`.

    `protected`, `suspended`, `deactivated` true or false; `dms` "asked", "everyone" or "nobody"; `blocks` a
    handle; `bio`, `url`, `geo`, `name` and `new_handle` change the profile, and who subscribed hears of it.
    """
    handle = _handle(asked, "handle")
    if handle is None:
        return _NAMELESS
    one = state.world.person(handle)
    for name in ("protected", "suspended", "deactivated"):
        if isinstance(asked.get(name), bool):
            setattr(one, name, asked[name])
    if asked.get("dms") in ("asked", "everyone", "nobody"):
        one.reach = asked["dms"]
    blocked = state.world.by_handle(str(asked.get("blocks", "")))
    if blocked is not None:
        one.blocks.add(blocked.id)
    state.changed(one, asked)
    return {"id": one.id}


async def _revoke(state: State, asked: Json) -> Json | Problem:
    """`{handle}`: a user takes the app's rights back -> `{revoked}`."""
    one = state.world.by_handle(str(asked.get("handle", "")))
    if one is None:
        return _NAMELESS
    state.revoked(one)
    return {"revoked": one.id}


async def _advance(state: State, asked: Json) -> Json | Problem:
    """`{seconds}`: turns the clock forward, and does what became due -> `{now}`."""
    seconds = _number(asked.get("seconds"))
    if seconds is None or seconds < 0:
        return Problem(400, "", "seconds is a number, 0 or more")
    state.clock.advance(seconds)
    await state.pushes.revalidate()
    return {"now": state.now_text()}


async def _replay(state: State, asked: Json) -> Json | Problem:
    """Sends every missed event again -> `{sent_again}`."""
    return {"sent_again": state.pushes.replay_missed()}


async def _again(state: State, asked: Json) -> Json | Problem:
    """`{count?}`: sends the newest events once more, word for word -> `{sent_again}`."""
    return {"sent_again": state.pushes.again(int(_number(asked.get("count", 1)) or 1))}


async def _stream(state: State, asked: Json) -> Json | Problem:
    """`{do, endpoint?}`: do is "close", "cut", "disconnect", "stall" or "resume" -> `{connections}`."""
    how = asked.get("do")
    if how not in ENDS:
        return Problem(400, "", f"do is one of {', '.join(ENDS)}")
    found = state.streams.active(asked.get("endpoint") or None)
    return {"connections": state.streams.end(how, found)}


async def _credits(state: State, asked: Json) -> Json | Problem:
    """`{dollars}`: this many are left from now on; without, they never run out -> `{left}`."""
    dollars = _number(asked.get("dollars"))
    state.ledger.credits = None if dollars is None else state.ledger.spent + round(dollars * 1_000_000)
    return {"left": state.ledger.left}


async def _dialect(state: State, asked: Json) -> Json | Problem:
    """`{dialect}`: "tweet" or "post", for requests that name no fields -> `{dialect}`."""
    if asked.get("dialect") not in ("tweet", "post"):
        return Problem(400, "", "dialect is tweet or post")
    state.spelling = Spelling(asked["dialect"])
    return {"dialect": asked["dialect"]}


async def _faults(request: Request) -> Response:
    state: State = request.app.state.x
    if request.method == "POST":
        asked = await _asked(request)
        if "form" in request.headers.get("content-type", ""):
            asked = {name: _number(value) or 0.0 for name, value in asked.items()}
        wrong = state.faults.change(asked)
        if wrong:
            return JSONResponse({"detail": wrong}, 400)
        if "form" in request.headers.get("content-type", ""):
            return RedirectResponse("/", 303)
    return JSONResponse(state.faults.as_dict())
