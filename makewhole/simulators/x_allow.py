"""The simulated X's page to authorize an app on, and its token endpoints.

The page is what a person sees who connects an account: what the app asks for, and which of the accounts here
says yes. A program may post the page's form itself.
"""

from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.simulators.x_state import State
from makewhole.simulators.x_text import HANDLE

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")


def routes() -> list[Route]:
    """The page and the tokens."""
    shown = [
        Route(path, _authorize, methods=["GET", "POST"])
        for path in ("/i/oauth2/authorize", "/2/oauth2/authorize")
    ]
    return [
        *shown,
        Route("/2/oauth2/token", _token, methods=["POST"]),
        Route("/2/oauth2/revoke", _revoke, methods=["POST"]),
        Route("/oauth2/token", _app_token, methods=["POST"]),
    ]


async def _form(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


async def _authorize(request: Request) -> Response:
    state: State = request.app.state.x
    asked = await _form(request) if request.method == "POST" else dict(request.query_params)
    wrong = state.tokens.wrong(asked)
    handle = asked.get("handle", "").lstrip("@")
    if request.method == "POST" and wrong is None:
        back = {"state": asked["state"]}
        if asked.get("decision") != "allow":
            back["error"] = "access_denied"
        elif not HANDLE.fullmatch(handle):
            wrong = "choose the account that says yes"
        else:
            account = state.world.person(handle)
            state.world.acts(account)
            back["code"] = state.tokens.allow(account, asked, state.clock.now())
        if wrong is None:
            joined = "&" if "?" in asked["redirect_uri"] else "?"
            return RedirectResponse(f"{asked['redirect_uri']}{joined}{urlencode(back)}", 303)
    shown = {
        "wrong": wrong,
        "asked": asked,
        "scopes": asked.get("scope", "").split(),
        "accounts": state.world.accounts() or list(state.world.users.values())[:1],
    }
    return _PAGES.TemplateResponse(request, "x_authorize.html", shown, 400 if wrong else 200)


def _refused(error: str, says: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": says}, status)


async def _token(request: Request) -> Response:
    state: State = request.app.state.x
    form = await _form(request)
    if not state.tokens.knows_client(form, request.headers.get("authorization", "")):
        return _refused("unauthorized_client", "Missing valid authorization header", 401)
    grant, now = form.get("grant_type"), state.clock.now()
    if grant == "authorization_code":
        given, named = state.tokens.exchange(form, now), "authorization code"
    elif grant == "refresh_token":
        given, named = state.tokens.refresh(form, now), "token"
    else:
        return _refused("unsupported_grant_type", "grant_type is authorization_code or refresh_token")
    if given is None:
        return _refused("invalid_request", f"Value passed for the {named} was invalid.")
    return JSONResponse(given, headers={"cache-control": "no-store"})


async def _revoke(request: Request) -> Response:
    state: State = request.app.state.x
    form = await _form(request)
    if not state.tokens.knows_client(form, request.headers.get("authorization", "")):
        return _refused("unauthorized_client", "Missing valid authorization header", 401)
    state.tokens.revoke(form.get("token", ""))
    return JSONResponse({"revoked": True})


async def _app_token(request: Request) -> Response:
    """The app's own bearer token, for its key and secret."""
    state: State = request.app.state.x
    if (await _form(request)).get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type", "grant_type is client_credentials")
    token = state.tokens.app_token(request.headers.get("authorization", ""))
    if token is None:
        said = {
            "code": 99,
            "message": "Unable to verify your credentials",
            "label": "authenticity_token_error",
        }
        return JSONResponse({"errors": [said]}, 403)
    return JSONResponse({"token_type": "bearer", "access_token": token})
