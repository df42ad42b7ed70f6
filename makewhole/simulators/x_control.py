"""The simulated X's hands: control endpoints for tests and the demo, and a page for a person.

`/_control/post` and `/_control/dm` let people of this world speak; `/_control/faults`, `/advance`, `/replay`
turn it; `/_control/state` tells everything that was said. The page at `/` shows the public conversation and
the messages, and lets a visitor play a customer.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.simulators.x_push import Webhook
from makewhole.simulators.x_shapes import moment
from makewhole.simulators.x_state import State
from makewhole.simulators.x_world import HANDLE, Direct, Post, Problem
from makewhole.words import RIGHT_TO_LEFT

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_SHOWN = 150


def routes() -> list[Route]:
    """Control and page routes, none of which the faults touch."""
    return [
        Route("/", _page),
        Route("/_control/post", _say, methods=["POST"]),
        Route("/_control/dm", _write, methods=["POST"]),
        Route("/_control/faults", _faults, methods=["GET", "POST"]),
        Route("/_control/advance", _advance, methods=["POST"]),
        Route("/_control/replay", _replay, methods=["POST"]),
        Route("/_control/state", _state),
    ]


def webhook(hook: Webhook) -> dict[str, Any]:
    """A webhook as X's API shows it."""
    return {"id": hook.id, "url": hook.url, "valid": hook.valid, "created_at": hook.created_at}


async def _asked(request: Request) -> dict[str, Any]:
    """The fields of a JSON body or a form; empty when it is neither."""
    if "json" in request.headers.get("content-type", ""):
        try:
            body = await request.json()
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _done(request: Request, body: Mapping[str, Any], status: int) -> Response:
    """JSON for a program; back to the page for a person's form."""
    if "json" in request.headers.get("content-type", ""):
        return JSONResponse(dict(body), status)
    return RedirectResponse("/" if status < 400 else f"/?problem={body.get('detail', '')}", 303)


async def _say(request: Request) -> Response:
    """`{handle, text, name?, followers?, in_reply_to?, quotes?, lang?}` -> 201 `{id, author_id}`."""
    state: State = request.app.state.x
    asked = await _asked(request)
    handle, text = str(asked.get("handle", "")).strip().lstrip("@"), str(asked.get("text", ""))
    if not HANDLE.fullmatch(handle) or not text.strip():
        return _done(request, {"detail": "a post needs a text and a handle of 1 to 15 letters"}, 400)
    followers = asked.get("followers")
    reach = followers if isinstance(followers, int) else None
    author = state.world.person(handle, str(asked.get("name", "")), reach)
    answers, quotes = asked.get("in_reply_to") or None, asked.get("quotes") or None
    said = state.say(author, text, answers, quotes, str(asked.get("lang", "und")))
    if isinstance(said, Problem):
        return _done(request, {"detail": said.detail}, said.status)
    return _done(request, {"id": said.id, "author_id": said.author_id}, 201)


async def _write(request: Request) -> Response:
    """`{from, to, text}` by handles -> 201 `{id, sender_id}`."""
    state: State = request.app.state.x
    asked = await _asked(request)
    sender, to, text = (str(asked.get(name, "")).strip() for name in ("from", "to", "text"))
    recipient = state.world.by_handle(to)
    if not HANDLE.fullmatch(sender.lstrip("@")) or recipient is None or not text:
        return _done(request, {"detail": "a message needs from, text, and a known account as to"}, 400)
    sent = state.message(state.world.person(sender), recipient, text, by_app=False)
    if isinstance(sent, Problem):
        return _done(request, {"detail": sent.detail}, sent.status)
    return _done(request, {"id": sent.id, "sender_id": sent.sender_id}, 201)


async def _faults(request: Request) -> Response:
    state: State = request.app.state.x
    if request.method == "POST":
        wrong = state.faults.change(await _asked(request))
        if wrong:
            return JSONResponse({"detail": wrong}, 400)
    return JSONResponse(state.faults.as_dict())


async def _advance(request: Request) -> Response:
    state: State = request.app.state.x
    seconds = (await _asked(request)).get("seconds")
    if not isinstance(seconds, int | float) or seconds < 0:
        return JSONResponse({"detail": "seconds is a number, 0 or more"}, 400)
    state.clock.advance(seconds)
    return JSONResponse({"now": state.now_text()})


async def _replay(request: Request) -> Response:
    state: State = request.app.state.x
    return JSONResponse({"sent_again": state.pushes.replay()})


async def _state(request: Request) -> Response:
    state: State = request.app.state.x
    handles = {user.id: user.handle for user in state.world.users.values()}
    return JSONResponse(
        {
            "now": state.now_text(),
            "users": handles,
            "posts": [_post(one, handles) for one in state.world.posts.values()],
            "messages": [_direct(one, handles) for one in state.world.directs],
            "events": {
                "delivered": state.pushes.delivered,
                "missed": len(state.pushes.missed),
                "under_way": state.pushes.under_way(),
            },
        }
    )


def _post(one: Post, handles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.id, "author": handles[one.author_id], "text": one.text, "at": moment(one.at),
        "conversation_id": one.conversation_id, "in_reply_to": one.reply_to, "quotes": one.quotes,
        "by_app": one.by_app,
    }  # fmt: skip


def _direct(one: Direct, handles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.id, "from": handles[one.sender_id], "to": handles[one.recipient_id], "text": one.text,
        "at": moment(one.at), "by_app": one.by_app,
    }  # fmt: skip


async def _page(request: Request) -> Response:
    state: State = request.app.state.x
    world = state.world
    conversations: dict[str, list[Post]] = {}
    for one in list(world.posts.values())[-_SHOWN:]:
        conversations.setdefault(one.conversation_id, []).append(one)
    private: dict[tuple[str, ...], list[Direct]] = {}
    for sent in world.directs[-_SHOWN:]:
        private.setdefault(tuple(sorted((sent.sender_id, sent.recipient_id))), []).append(sent)
    shown = {
        "conversations": sorted(conversations.values(), key=lambda many: int(many[-1].id), reverse=True),
        "private": sorted(private.values(), key=lambda many: int(many[-1].id), reverse=True),
        "users": world.users,
        "brands": world.accounts(),
        "problem": request.query_params.get("problem", ""),
        "now": state.now_text(),
        "rtl": RIGHT_TO_LEFT,
    }
    page: HTMLResponse = _PAGES.TemplateResponse(request, "x.html", shown)
    return page
