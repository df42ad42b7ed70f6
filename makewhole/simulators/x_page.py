"""What the simulated X shows: everything that was said as JSON, and a page a person can play on.

The page at `/` shows the public conversation, the messages, what was sent to whom, what it cost and the
knobs, and lets a visitor be a customer.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.simulators.x_model import Direct, Json, Post
from makewhole.simulators.x_shapes import moment
from makewhole.simulators.x_state import State
from makewhole.words import RIGHT_TO_LEFT

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_SHOWN = 150


def routes() -> list[Route]:
    """The page and the state."""
    return [Route("/", _page), Route("/_control/state", _state)]


async def _state(request: Request) -> Response:
    state: State = request.app.state.x
    handles = {user.id: user.handle for user in state.world.users.values()}
    return JSONResponse(
        {
            "now": state.now_text(),
            "users": handles,
            "posts": [_post(state, one, handles) for one in state.world.posts.values()],
            "messages": [_direct(one, handles) for one in state.directs.all],
            "events": {
                "delivered": state.pushes.delivered,
                "missed": state.pushes.missed(),
                "under_way": state.pushes.under_way(),
            },
            "webhooks": [one.shape() for one in state.pushes.webhooks.values()],
            "subscriptions": [one.shape() for one in state.pushes.subscriptions.values()],
            "rules": [one.shape() for one in state.rules.all.values()],
            "connections": [one.shape() for one in state.streams.history],
            "tokens": {"refreshed": state.tokens.refreshed, "reused": state.tokens.reused},
            "ledger": _ledger(state),
            "refused": dict(state.limits.refused),
        }
    )


def _ledger(state: State) -> Json:
    """Millionths of a dollar: spent, left (null without end), and by operation."""
    ledger = state.ledger
    return {"spent": ledger.spent, "left": ledger.left, "by_operation": dict(ledger.by_operation)}


def _post(state: State, one: Post, handles: Mapping[str, str]) -> dict[str, Any]:
    shown: Json = {
        "id": one.id, "author": handles[one.author_id], "text": one.text, "at": moment(one.at),
        "conversation_id": one.conversation_id, "in_reply_to": one.reply_to, "quotes": one.quotes,
        "by_app": one.by_app, "deleted": one.id in state.world.gone, "hidden": one.id in state.world.hidden,
        "versions": state.world.versions[one.first], "media": list(one.media),
    }  # fmt: skip
    if one.poll is not None:
        counted = list(one.poll.votes.values())
        votes = [counted.count(place) for place in range(1, len(one.poll.options) + 1)]
        shown["poll"] = {
            "options": list(one.poll.options),
            "votes": votes,
            "ends": moment(one.poll.ends or one.at),
        }
    return shown


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
    for sent in state.directs.all[-_SHOWN:]:
        private.setdefault(tuple(sorted((sent.sender_id, sent.recipient_id))), []).append(sent)
    shown: Json = {
        "state": state,
        "conversations": sorted(conversations.values(), key=lambda many: int(many[-1].id), reverse=True),
        "private": sorted(private.values(), key=lambda many: int(many[-1].id), reverse=True),
        "users": world.users,
        "brands": world.accounts(),
        "problem": request.query_params.get("problem", ""),
        "now": state.now_text(),
        "clock": state.clock.now(),
        "faults": state.faults.in_force(),
        "rtl": RIGHT_TO_LEFT,
    }
    page: HTMLResponse = _PAGES.TemplateResponse(request, "x.html", shown)
    return page
