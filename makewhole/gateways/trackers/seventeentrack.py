"""17TRACK's API v2.4: a waybill is registered once, which is what costs, and then looked at or pushed.

`operator` is our name of a carrier; 17TRACK has numbers of its own for them, so it is left to find the
carrier from the waybill unless the parcel's operator is such a number already. Form and limits:
help.17track.net (40 numbers a call, 3 calls a second).
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx

from makewhole.gateways.trackers.pacing import Turns
from makewhole.gateways.trackers.port import FREE, NotFound, Price, Registered, Spent, Tracked, tracked
from makewhole.gateways.trackers.refusals import Meaning, meant
from makewhole.gateways.wire import TIMEOUT, Json, NoCredit, NotLetIn, TheirFault, call, document, objects

NAME = "17track"
URL = "https://api.17track.net"
_MOST, _PER_SECOND = 40, 3
_ASK_AGAIN_SECONDS, _ASK_A_PERSON_SECONDS = 60, 900


class SeventeenTrack:
    """The aggregator over HTTP."""

    name = NAME
    pushes = True
    batch = _MOST

    def __init__(
        self,
        key: str,
        base_url: str = URL,
        price: Price = FREE,
        *,
        http: httpx.Client | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        per_second: int = _PER_SECOND,
    ) -> None:
        self.price = price
        self._http = http or httpx.Client(timeout=timeout)
        self._base = base_url.rstrip("/")
        self._headers = {"17token": key}
        self._turns = Turns(per_second)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def takes(self, operator: str | None) -> bool:
        """It knows some two thousand carriers and finds which one by itself."""
        return True

    def register(self, numbers: Sequence[tuple[str | None, str]]) -> Registered:
        """Have it watch up to 40 waybills and push what happens. Raises `TheirFault`."""
        data, _ = self._ask("register", [_item(operator, number) for operator, number in numbers])
        left = {number for _, number in numbers}
        taken = [number for number in _numbers(data.get("accepted")) if number in left]
        cost = Spent(NAME, 1, self.price.register * len(taken))
        refused: dict[str, NotFound] = {}
        for item in objects(data.get("rejected")):
            number, means = str(item.get("number")), _meaning(item)
            if number not in left or means.do == "quota":
                continue
            if means.do == "have":
                taken.append(number)
            else:
                refused[number] = NotFound(means.says, means.way)
        later = left - set(taken) - set(refused)
        return Registered(tuple(taken), refused, tuple(sorted(later)), (cost,))

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far; registers the waybill where it was not. Raises `TheirFault`."""
        calls, micro = 1, self.price.look
        found = self._look(operator, number)
        if isinstance(found, Meaning) and found.do == "register":
            told = self.register([(operator, number)])
            calls, micro = calls + 1, micro + told.spent[0].micro
            if number in told.refused:
                return replace(told.refused[number], spent=(Spent(NAME, calls, micro),))
            if number in told.later:
                raise NoCredit("17TRACK's quota is used up", _ASK_A_PERSON_SECONDS)
            found = self._look(operator, number)
            calls, micro = calls + 1, micro + self.price.look
        spent = (Spent(NAME, calls, micro),)
        if isinstance(found, bytes):
            return tracked(NAME, number, found, spent)
        return NotFound(found.says, found.way, spent)

    def quota(self) -> int | None:
        """How many waybills may still be registered; None where it does not say. Raises `TheirFault`."""
        data, _ = self._ask("getquota", [])
        left = data.get("quota_remain")
        return left if isinstance(left, int) else None

    def _look(self, operator: str | None, number: str) -> bytes | Meaning:
        """The body that tells of the waybill, or what its refusal means."""
        data, body = self._ask("gettrackinfo", [_item(operator, number)])
        if number in _numbers(data.get("accepted")):
            return body
        for item in objects(data.get("rejected")):
            means = _meaning(item)
            _raise_fault(means)
            return means
        return meant(NAME, -18019909)

    def _ask(self, verb: str, asked: list[Json]) -> tuple[Json, bytes]:
        """What was accepted and rejected, and the body as it came."""
        self._turns.take()
        path = f"{self._base}/track/v2.4/{verb}"
        content = json.dumps(asked).encode()
        headers = {**self._headers, "content-type": "application/json"}
        answer = call(self._http, "POST", path, content=content, headers=headers)
        said = document(answer)
        data = said.get("data")
        if said.get("code") == 0 and isinstance(data, dict):
            return data, answer.content
        errors = objects(data.get("errors")) if isinstance(data, dict) else []
        code = errors[0].get("code") if errors else said.get("code")
        means = meant(NAME, code)
        _raise_fault(means)
        raise TheirFault(f"17TRACK would not answer ({means.says})", _ASK_AGAIN_SECONDS)


def _raise_fault(means: Meaning) -> None:
    """Raise what is wrong with our account there, or with them, rather than with the waybill."""
    if means.do == "quota":
        raise NoCredit(f"{means.says}: {means.way}", _ASK_A_PERSON_SECONDS)
    if means.do == "fault":
        raise NotLetIn(f"{means.says}: {means.way}", _ASK_A_PERSON_SECONDS)


def _item(operator: str | None, number: str) -> Json:
    known = operator is not None and operator.isascii() and operator.isdecimal()
    return {"number": number, "carrier": int(operator or 0)} if known else {"number": number}


def _meaning(item: Json) -> Meaning:
    error = item.get("error")
    return meant(NAME, error.get("code") if isinstance(error, dict) else None)


def _numbers(many: Any) -> list[str]:
    return [str(one.get("number")) for one in objects(many)]
