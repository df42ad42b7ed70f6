"""The door of the simulated X's API: who calls, whether they may, limits, credits, and X's form of a "no".

`operation` makes a route out of a handler. A handler gives an answer or a `Problem`; everything a call passes
through before and after it is here, once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_ledger import MOST_POSTS_A_MONTH
from makewhole.simulators.x_model import Json, Problem, User, invalid
from makewhole.simulators.x_oauth import Caller
from makewhole.simulators.x_shapes import Asked, Spelling
from makewhole.simulators.x_state import State

Auth = Literal["any", "app", "user"]

_TYPES = {"tweet": "https://api.twitter.com/2/problems/", "post": "https://api.x.com/2/problems/"}
_UNAUTHORIZED = Problem(401, "Unauthorized", "Unauthorized")
_TOO_MANY = Problem(429, "Too Many Requests", "Too Many Requests")
_WRONG_KIND = (
    "Authenticating with {used} is forbidden for this endpoint.  "
    "Supported authentication types are [{wanted}]."
)
_OF_APP, _OF_USER = "OAuth 2.0 Application-Only", "OAuth 2.0 User Context"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was let in."""

    state: State
    request: Request
    user: User | None
    app: bool
    operation: str
    asked: Asked
    spelling: Spelling

    @property
    def me(self) -> User:
        """The user whose token this is; operations that need one are only reached with one."""
        if self.user is None:
            raise LookupError("this call speaks for no user")
        return self.user

    def path(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, otherwise: str = "") -> str:
        """A query parameter."""
        return self.request.query_params.get(name, otherwise)

    async def body(self) -> Json | Problem:
        """The JSON object sent."""
        try:
            body = await self.request.json()
        except ValueError:
            return invalid("The request body is not JSON.")
        return body if isinstance(body, dict) else invalid("The request body is a JSON object.")

    def problem_type(self, kind: str) -> str:
        """The full name of a kind of problem, in this dialect."""
        return _TYPES[self.spelling.dialect] + kind


Handler = Callable[[Call], Awaitable[Response | Problem]]


def operation(
    path: str,
    method: str,
    name: str,
    handler: Handler,
    auth: Auth = "any",
    scope: str = "",
    priced: bool = True,
) -> Route:
    """A route of the API: `name` is its row in the limits, `priced` whether it needs credits."""

    async def endpoint(request: Request) -> Response:
        state: State = request.app.state.x
        state.site = str(request.base_url).rstrip("/")
        spelling = _spelling(state, request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        caller = state.tokens.caller(token, state.clock.now())
        if caller is None:
            return answer(_UNAUTHORIZED, spelling)
        no = _not_for(caller, auth, scope) or (_cannot_pay(state, name) if priced else None)
        if no is not None:
            return answer(no, spelling)
        as_app = auth == "app" or caller.user is None
        allowed, headers = state.limits.spend(
            name, None if as_app or caller.user is None else caller.user.id, state.clock.now()
        )
        asked = Asked.of(request.query_params)
        call = Call(state, request, caller.user, caller.app, name, asked, spelling)
        if allowed:
            made = await handler(call)
        else:
            made = _rate_limited() if name in ("media", "metadata") else _TOO_MANY
        response = answer(made, spelling) if isinstance(made, Problem) else made
        response.headers.update(headers)
        return response

    return Route(path, endpoint, methods=[method])


def answer(said: Problem, spelling: Spelling) -> JSONResponse:
    """A refusal in X's form."""
    kind = _TYPES[spelling.dialect] + said.kind if said.kind else "about:blank"
    body = {"title": said.title, "detail": said.detail, "type": kind, "status": said.status, **said.more}
    return JSONResponse(body, said.status, media_type="application/problem+json")


def not_found(call: Call, sort: str, parameter: str, value: str) -> Json:
    """X's entry in `errors` for something that is not there."""
    return {
        "value": value, "parameter": parameter, "resource_id": value, "resource_type": sort,
        "title": "Not Found Error", "detail": f"Could not find {sort} with {parameter}: [{value}].",
        "type": call.problem_type("resource-not-found"),
    }  # fmt: skip


def not_allowed(call: Call, sort: str, parameter: str, value: str) -> Json:
    """X's entry in `errors` for something this caller may not see."""
    return {
        "value": value, "parameter": parameter, "resource_id": value, "resource_type": sort,
        "section": "data", "title": "Authorization Error",
        "detail": f"Sorry, you are not authorized to see the {sort} with {parameter}: [{value}].",
        "type": call.problem_type("not-authorized-for-resource"),
    }  # fmt: skip


def _spelling(state: State, request: Request) -> Spelling:
    """The dialect a request itself uses, else the one that is set. Streams name `tweet.fields` in both."""
    if not request.url.path.endswith("/stream"):
        for dialect in ("tweet", "post"):
            if f"{dialect}.fields" in request.query_params:
                return Spelling("post" if dialect == "post" else "tweet")
    return state.spelling


def _not_for(caller: Caller, auth: Auth, scope: str) -> Problem | None:
    if auth == "user" and caller.user is None:
        detail = _WRONG_KIND.format(used=_OF_APP, wanted=_OF_USER)
    elif auth == "app" and not caller.app:
        detail = _WRONG_KIND.format(used=_OF_USER, wanted=_OF_APP)
    elif scope and caller.user is not None and caller.scopes is not None and scope not in caller.scopes:
        return Problem(403, "Forbidden", "Forbidden")
    else:
        return None
    return Problem(403, "Unsupported Authentication", detail, "unsupported-authentication")


def _cannot_pay(state: State, name: str) -> Problem | None:
    if state.ledger.left == 0:
        detail = "Your enrolled account [29820954] does not have any credits to fulfill this request."
        return Problem(402, "CreditsDepleted", detail, "credits", {"account_id": 29820954})
    reads = name in ("search", "mentions", "post", "stream", "activity")
    if reads and state.ledger.posts_this_month(state.clock.now()) >= MOST_POSTS_A_MONTH:
        more = {"period": "Monthly", "scope": "Product"}
        detail = "Usage cap exceeded: Monthly product cap"
        return Problem(429, "UsageCapExceeded", detail, "usage-capped", more)
    return None


def _rate_limited() -> Response:
    # Some of X's doors still say it in the older form.
    return JSONResponse({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, 429)
