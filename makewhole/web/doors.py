"""What every page is made with: the house, the templates, the reader's language, and honest forms.

A `Doors` is made once for an application. It renders; it decides nothing about a claim or a thread.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, ParamSpec, TypeVar

from fastapi import Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from makewhole.desk.connect import Setup
from makewhole.desk.house import House
from makewhole.store import views_house
from makewhole.store.views_house import BrandView
from makewhole.web.live import Live
from makewhole.web.problems import Stop
from makewhole.web.speech import Speech, choose
from makewhole.words import CONSOLE_LANGUAGES, LANGUAGES, NAMES

P = ParamSpec("P")
T = TypeVar("T")
YEAR = 365 * 24 * 3600
FLASHES = frozenset(
    {"flash-filed", "flash-accepted", "flash-appealed", "flash-done", "flash-asked", "flash-warned"}
    | {"flash-nobody-warned"}
)
"""Words a page says once after it was led to."""


@dataclass(frozen=True, slots=True)
class DemoStop:
    """A place a newcomer can go to from the first page of a demonstration; texts are message ids."""

    href: str
    title: str
    text: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the wiring knows about this site. Secrets belong to outside parties' webhooks."""

    brand: str
    https: bool = False
    public_url: str = ""
    """Where customers reach this site; without it, links lead to where the request came in."""
    demo: tuple[DemoStop, ...] = ()
    metrics_token: str | None = None
    x_secret: str = ""
    x_consumer_secret: str = ""
    payment_secret: str = ""
    push_secrets: Mapping[str, str] = field(default_factory=dict)
    """What a source of scans signs its pushes with, by source."""
    shop_secrets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What a shop signs its webhooks with, by brand and shop."""
    setup: Setup | None = None
    """What the settings say of X, for the page that sets it up."""
    idle_minutes: int = 30
    behind_proxy: bool = False


@cache
def fingerprint(path: str) -> str:
    """The address of a static file, changing when the file does; a missing file keeps its plain address."""
    file = files("makewhole.web").joinpath("static", path)
    if not file.is_file():
        return f"/static/{path}"
    return f"/static/{path}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("makewhole.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["static"] = fingerprint
    env.globals["icon"] = env.get_template("parts/icons.html").module
    return env


class _Wrongs(dict[str, str]):
    """What is wrong, by field; a field nothing is wrong with reads as an empty word."""

    def __missing__(self, name: str) -> str:
        return ""


class Doors:
    """The house as doors see it."""

    def __init__(self, house: House, settings: WebSettings, live: Live) -> None:
        self.house = house
        self.settings = settings
        self.live = live
        self.pages = _environment()
        self._brand: BrandView | None = None

    def brand(self) -> BrandView:
        """The brand this site speaks for, read once."""
        if self._brand is None:
            with self.house.database.reading() as conn:
                found = views_house.brand(conn, self.settings.brand)
            if found is None:
                raise Stop(503, "away")
            self._brand = found
        return self._brand

    def cookie(self, name: str) -> str:
        """A cookie's full name: bound to this host where the site is served over https."""
        return f"__Host-{name}" if self.settings.https else name

    def speech(self, request: Request, console: bool = False) -> Speech:
        """The reader's language, now."""
        chosen = choose(
            request.query_params.get("lang"),
            request.cookies.get("lang"),
            request.headers.get("accept-language"),
            console,
        )
        return Speech(chosen, self.house.clock.now())

    def peer(self, request: Request) -> str:
        """Whose address a request came from; a proxy's word counts only where settings say there is one."""
        if self.settings.behind_proxy:
            told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
            if told:
                return told
        return request.client.host if request.client is not None else "?"

    def csrf(self, request: Request) -> str:
        """The token a form of this reader carries: keyed, and tied to their session or visitor cookie."""
        return self.house.vault.token_hash(f"form {_holder(self, request)}").hex()

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what blocks on a thread, from an endpoint that must stay on the loop."""
        return await run_in_threadpool(work, *args, **kwargs)

    def render(self, request: Request, template: str, speech: Speech, **context: Any) -> str:
        """A template as this reader sees it."""
        console = context.setdefault("console", False)
        path = request.scope.get("page", request.url.path)
        tongues = [(code, NAMES[code]) for code in (CONSOLE_LANGUAGES if console else LANGUAGES)]
        given = {
            "t": speech.t,
            "lang": speech.language,
            "dir": speech.direction,
            "now": speech.now,
            "money_words": speech.money,
            "dollars": speech.dollars,
            "time_words": speech.time,
            "day_words": speech.day,
            "ago_words": speech.ago,
            "lane_words": speech.lane,
            "place_words": speech.place,
            "hub_words": speech.hub,
            "number_words": speech.number,
            "percent_words": speech.permille,
            "carrier_words": speech.carrier,
            "source_words": speech.source,
            "theme": _theme(request),
            "csrf": self.csrf(request),
            "brand": self.brand(),
            "here": path,
            "home": "/desk" if console else "/",
            "tongues": tongues,
            "demo": self.settings.demo,
            "flash": _flash(request),
            "body_class": "",
            "wrong": _Wrongs(context.pop("wrong", {})),
        }
        return self.pages.get_template(template).render(given | context)

    def show(
        self, request: Request, template: str, status: int = 200, *, console: bool = False, **context: Any
    ) -> HTMLResponse:
        """A whole page, with the cookies that keep its language and its forms honest."""
        speech = self.speech(request, console)
        page = HTMLResponse(
            self.render(request, template, speech, console=console, **context),
            status,
            headers={"content-language": speech.language, "vary": "accept-language, cookie"},
        )
        self.keep(request, page)
        return page

    def keep(self, request: Request, response: Response) -> None:
        """Set the visitor's cookie where it is new, and the language's where it was just chosen.

        A word that was to be said once has been said now.
        """
        if _flash(request) is not None:
            response.delete_cookie("flash", httponly=True, samesite="lax")
        if not request.cookies.get(self.cookie("visitor")):
            self.set_cookie(response, "visitor", _holder(self, request), 30 * 24 * 3600)
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            response.set_cookie("lang", asked, max_age=YEAR, samesite="lax", secure=self.settings.https)

    def set_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        """A cookie scripts can't read and other sites can't send."""
        response.set_cookie(
            self.cookie(name),
            value,
            max_age=seconds,
            httponly=True,
            samesite="lax",
            secure=self.settings.https,
            path="/",
        )


def doors_of(request: Request) -> Doors:
    """The doors of the running application."""
    doors: Doors = request.app.state.doors
    return doors


Here = Annotated[Doors, Depends(doors_of)]


async def entered(request: Request) -> FormData:
    """The fields and files of a form."""
    return await request.form(max_files=24, max_fields=60)


Entry = Annotated[FormData, Depends(entered)]


def honest(request: Request, doors: Here, entry: Entry) -> None:
    """Refuse a form that did not come from a page of ours shown to this reader."""
    if not hmac.compare_digest(field_of(entry, "csrf").encode(), doors.csrf(request).encode()):
        raise Stop(403, "stale")


Number = Annotated[int, Path(ge=1, le=2**62)]
"""A row's number in an address, within what the database counts to."""


def field_of(entry: FormData, name: str, most: int = 5_000) -> str:
    """A text field, stripped and bounded, its lines ended by one sign; empty when it is absent or a file."""
    value = entry.get(name)
    return value.replace("\x00", "").replace("\r\n", "\n").strip()[:most] if isinstance(value, str) else ""


def to(path: str, flash: str | None = None) -> RedirectResponse:
    """Go on to another page, perhaps with a short word there."""
    response = RedirectResponse(path, 303)
    if flash is not None:
        response.set_cookie("flash", flash, max_age=20, httponly=True, samesite="lax")
    return response


def _holder(doors: Doors, request: Request) -> str:
    held = request.cookies.get(doors.cookie("session")) or request.cookies.get(doors.cookie("visitor"))
    if held:
        return held
    fresh: str = request.scope.setdefault("visitor", secrets.token_urlsafe(18))
    return fresh


def _theme(request: Request) -> str | None:
    kept = request.cookies.get("theme")
    return kept if kept in ("light", "dark") else None


def _flash(request: Request) -> str | None:
    kept = request.cookies.get("flash", "")
    return kept if kept in FLASHES else None
