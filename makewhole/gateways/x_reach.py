"""Whether X could reach us, and whether our clocks agree: one look each, bounded in time.

X pushes only to an https address without a port; on this machine, for the simulated X, any address will do.
A look asks our own door the question X would ask it, so that a wrong secret is found before X finds it.

>>> fits("https://care.example"), fits("https://care.example:8443"), fits("http://care.example")
(True, False, False)
>>> fits("http://127.0.0.1:8080", here=True)
True
"""

import secrets
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import httpx

from makewhole.gateways.wire import TIMEOUT, TheirFault, unheard
from makewhole.gateways.x_signature import Secrets, crc_response

_HERE: Final = ("127.0.0.1", "::1", "localhost")


def is_here(url: str) -> bool:
    """Whether an address is on this machine, as the simulated X's is."""
    return _host(url) in _HERE


def fits(url: str, here: bool = False) -> bool:
    """Whether X takes an address; `here`: X itself is simulated on this machine."""
    if here and is_here(url):
        return True
    try:
        where = urlsplit(url)
        return where.scheme == "https" and bool(where.hostname) and where.port is None and not is_here(url)
    except ValueError:
        return False


def answers(hook: str, keys: Secrets) -> str:
    """What is wrong with how our door answers X's challenge at this address; empty where it is right."""
    token = secrets.token_urlsafe(16)
    try:
        with httpx.Client(timeout=TIMEOUT) as http:
            said = http.get(hook, params={"crc_token": token})
    except httpx.HTTPError as fault:
        return f"nobody answers there ({type(fault).__name__})"
    if said.status_code != 200:
        return f"it answers {said.status_code}, and X wants 200"
    try:
        given = said.json().get("response_token")
    except (ValueError, AttributeError):
        return "it does not answer in JSON"
    if given != crc_response(token, keys):
        return "it answers by other secrets than those set here"
    return ""


def seconds_ahead(url: str, now: datetime) -> int:
    """How far our clock (`now`) is ahead of X's, in seconds; raises `TheirFault` where X says no time."""
    try:
        with httpx.Client(timeout=TIMEOUT) as http:
            said = http.get(url)
    except httpx.HTTPError as fault:
        raise unheard(fault) if isinstance(fault, httpx.RequestError) else TheirFault("no answer") from fault
    told = said.headers.get("date", "")
    try:
        return round((now - parsedate_to_datetime(told)).total_seconds())
    except (ValueError, TypeError) as fault:
        raise TheirFault("X says no time") from fault


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
