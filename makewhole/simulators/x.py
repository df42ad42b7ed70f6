"""A small X on loopback: posts, search, messages, limits and webhooks, under X's own rules for apps.

`app(settings)` is the whole of it. Apps speak to `/2/...` with a bearer token; people of this world post
through `/_control/post` and `/_control/dm`, or by hand on the page at `/`. Nothing leaves the machine except
events to the addresses registered as webhooks. State lives as long as the app does.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators import x_control
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Faulty, Plan
from makewhole.simulators.x_limits import PUBLISHED, Limits
from makewhole.simulators.x_push import Pushes
from makewhole.simulators.x_search import BadQuery, matches, parse
from makewhole.simulators.x_shapes import Spelling, conversation, direct, user
from makewhole.simulators.x_state import State
from makewhole.simulators.x_world import Post, Problem, User, World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """An account an app may act for, and the bearer token it does so with."""

    handle: str
    token: str = field(repr=False)
    name: str = ""
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What this X is like: accounts with tokens, webhook secrets, spelling, limits, faults and clock."""

    accounts: tuple[Account, ...] = (Account("HaldenHome", "token-halden", "Halden Home", 48_200),)
    client_secret: str = field(default="simulated-client-secret", repr=False)
    consumer_secret: str = field(default="simulated-consumer-secret", repr=False)
    dialect: Literal["tweet", "post"] = "tweet"
    limits: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PUBLISHED)
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


def app(settings: Settings | None = None) -> Starlette:
    """The simulated X as an ASGI app."""
    chosen = settings or Settings()
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    world = World(clock.now)
    for account in chosen.accounts:
        world.account(account.handle, account.token, account.name, account.followers)
    pushes = Pushes(clock, faults, chosen.client_secret, chosen.consumer_secret)
    state = State(world, pushes, faults, clock, Limits(chosen.limits), Spelling(chosen.dialect))
    made = Starlette(
        routes=[*_routes(), *x_control.routes()],
        middleware=[Middleware(Faulty, faults=faults, clock=clock, guarded="/2/")],
    )
    made.state.x = state
    return made


Handler = Callable[[State, User, Request], Awaitable[Response]]


def _route(path: str, method: str, operation: str, handler: Handler) -> Route:
    """A route that knows who calls and counts it against the limits."""

    async def endpoint(request: Request) -> Response:
        state: State = request.app.state.x
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        caller = state.world.tokens.get(token)
        if caller is None:
            return problem(Problem(401, "Unauthorized", "Unauthorized"))
        allowed, headers = state.limits.spend(operation, caller.id, state.clock.now())
        if allowed and operation == "dm":
            allowed, day = state.limits.spend("dm_day", caller.id, state.clock.now())
            headers = headers if allowed else day
        answer = (
            await handler(state, caller, request)
            if allowed
            else problem(Problem(429, "Too Many Requests", "Too Many Requests"))
        )
        answer.headers.update(headers)
        return answer

    return Route(path, endpoint, methods=[method])


def _routes() -> list[Route]:
    return [
        _route("/2/tweets", "POST", "create", _create),
        _route("/2/tweets/search/recent", "GET", "search", _search),
        _route("/2/tweets/{id}", "GET", "post", _post),
        _route("/2/users/me", "GET", "users", _me),
        _route("/2/users/by/username/{handle}", "GET", "users", _by_handle),
        _route("/2/users/{id}/mentions", "GET", "mentions", _mentions),
        _route("/2/users/{id}", "GET", "users", _by_id),
        _route("/2/dm_conversations/with/{id}/messages", "POST", "dm", _message),
        _route("/2/dm_conversations/with/{id}/dm_events", "GET", "dm_events", _messages),
        _route("/2/webhooks", "POST", "webhooks", _register),
        _route("/2/webhooks", "GET", "webhooks", _webhooks),
        _route("/2/webhooks/replay", "POST", "webhooks", _replay),
        _route("/2/webhooks/{id}", "PUT", "webhooks", _validate),
        _route("/2/activity/subscriptions", "POST", "webhooks", _subscribe),
    ]


def problem(said: Problem) -> JSONResponse:
    """A refusal in X's form."""
    kind = "about:blank" if said.status != 400 else "https://api.x.com/2/problems/invalid-request"
    body = {"title": said.title, "detail": said.detail, "type": kind, "status": said.status}
    return JSONResponse(body, said.status, media_type="application/problem+json")


def _invalid(detail: str) -> JSONResponse:
    return problem(Problem(400, "Invalid Request", detail))


def _unknown(resource: str) -> JSONResponse:
    return problem(Problem(404, "Not Found Error", f"Could not find {resource}."))


async def _body(request: Request) -> Json | None:
    try:
        body = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


async def _create(state: State, caller: User, request: Request) -> Response:
    body = await _body(request)
    if body is None or not isinstance(body.get("text"), str) or not body["text"].strip():
        return _invalid("A post needs text.")
    strange = set(body) - {"text", "reply", "made_with_ai", "direct_message_deep_link", "reply_settings"}
    if strange:
        return _invalid(f"Not supported here: {', '.join(sorted(strange))}.")
    answers = body.get("reply")
    target = answers.get("in_reply_to_tweet_id") if isinstance(answers, dict) else None
    made = state.publish(caller, body["text"], target)
    if isinstance(made, Problem):
        return problem(made)
    name = f"edit_history_{state.spelling.dialect}_ids"
    return JSONResponse({"data": {"id": made.id, "text": made.text, name: [made.id]}}, 201)


async def _post(state: State, caller: User, request: Request) -> Response:
    found = state.world.posts.get(request.path_params["id"])
    if found is None:
        return _unknown("post")
    page = state.spelling.posts(state.world, [found])
    return JSONResponse({"data": page["data"][0], "includes": page["includes"]})


def _page(state: State, request: Request, found: list[Post], at_least: int) -> Response:
    """Newest first, cut into pages; a page's token is the number of posts before it."""
    asked, token = request.query_params.get("max_results", "10"), request.query_params.get("pagination_token")
    token = request.query_params.get("next_token") or token or "0"
    if not asked.isdecimal() or not at_least <= int(asked) <= 100 or not token.isdecimal():
        return _invalid(f"max_results is between {at_least} and 100.")
    since = request.query_params.get("since_id", "0")
    later = [one for one in reversed(found) if int(one.id) > int(since)] if since.isdecimal() else []
    first, size = int(token), int(asked)
    part = later[first : first + size]
    meta: Json = {"result_count": len(part)}
    if part:
        meta |= {"newest_id": part[0].id, "oldest_id": part[-1].id}
    if first + size < len(later):
        meta["next_token"] = str(first + size)
    if not part:
        return JSONResponse({"meta": meta})
    return JSONResponse({**state.spelling.posts(state.world, part), "meta": meta})


async def _search(state: State, caller: User, request: Request) -> Response:
    terms = parse(request.query_params.get("query", ""))
    if isinstance(terms, BadQuery):
        return _invalid(terms.says)
    found = [one for one in state.world.posts.values() if matches(state.world, one, terms)]
    return _page(state, request, found, 10)


async def _mentions(state: State, caller: User, request: Request) -> Response:
    named = state.world.users.get(request.path_params["id"])
    if named is None:
        return _unknown("user")
    found = [one for one in state.world.posts.values() if state.mentions(one, named)]
    return _page(state, request, found, 5)


def _user(state: State, caller: User, found: User | None) -> Response:
    if found is None:
        return _unknown("user")
    reachable = state.world.wrote_to(found.id, caller.id)
    return JSONResponse({"data": {**user(found, state.spelling.dialect), "receives_your_dm": reachable}})


async def _me(state: State, caller: User, request: Request) -> Response:
    return _user(state, caller, caller)


async def _by_id(state: State, caller: User, request: Request) -> Response:
    return _user(state, caller, state.world.users.get(request.path_params["id"]))


async def _by_handle(state: State, caller: User, request: Request) -> Response:
    return _user(state, caller, state.world.by_handle(request.path_params["handle"]))


async def _message(state: State, caller: User, request: Request) -> Response:
    body, to = await _body(request), state.world.users.get(request.path_params["id"])
    if body is None or not isinstance(body.get("text"), str) or not body["text"].strip():
        return _invalid("A message needs text.")
    if to is None:
        return _unknown("user")
    sent = state.message(caller, to, body["text"], by_app=True)
    if isinstance(sent, Problem):
        return problem(sent)
    data = {"dm_conversation_id": conversation(caller.id, to.id), "dm_event_id": sent.id}
    return JSONResponse({"data": data}, 201)


async def _messages(state: State, caller: User, request: Request) -> Response:
    found = state.world.between(caller.id, request.path_params["id"])[:100]
    return JSONResponse({"data": [direct(one) for one in found], "meta": {"result_count": len(found)}})


async def _register(state: State, caller: User, request: Request) -> Response:
    body = await _body(request)
    if body is None or not isinstance(body.get("url"), str):
        return _invalid("A webhook needs a url.")
    made = await state.pushes.register(body["url"])
    if isinstance(made, str):
        return _invalid(made)
    shape = x_control.webhook(made)
    return JSONResponse(shape if state.spelling.dialect == "tweet" else {"data": shape})


async def _webhooks(state: State, caller: User, request: Request) -> Response:
    many = [x_control.webhook(one) for one in state.pushes.webhooks.values()]
    return JSONResponse({"data": many, "meta": {"result_count": len(many)}})


async def _validate(state: State, caller: User, request: Request) -> Response:
    hook = state.pushes.webhooks.get(request.path_params["id"])
    if hook is None:
        return _unknown("webhook")
    return JSONResponse({"data": {"valid": await state.pushes.validate(hook)}})


async def _replay(state: State, caller: User, request: Request) -> Response:
    return JSONResponse({"data": {"job_id": str(state.pushes.replay()), "created_at": state.now_text()}})


async def _subscribe(state: State, caller: User, request: Request) -> Response:
    body = await _body(request) or {}
    watched = body.get("filter")
    user_id = str(watched.get("user_id", "")) if isinstance(watched, dict) else ""
    hook, kind = str(body.get("webhook_id", "")), str(body.get("event_type", ""))
    if hook not in state.pushes.webhooks or user_id not in state.world.users or not kind:
        return _invalid("A subscription needs an event_type, a filter.user_id and a registered webhook_id.")
    made = state.pushes.subscribe(kind, user_id, hook, str(body.get("tag", kind)))
    shape = {
        "subscription_id": made.id, "event_type": kind, "filter": {"user_id": user_id},
        "webhook_id": hook, "tag": made.tag, "created_at": state.now_text(), "updated_at": state.now_text(),
    }  # fmt: skip
    return JSONResponse({"data": {"subscription": shape}})
