"""AfterShip's Tracking API (versions 2024-07 and later): a tracking is made once, then listed or pushed.

Several carriers may claim one number there, each under its `slug`; all of them come back. Form and limits:
aftership.com/docs/tracking/2025-01 (one tracking a call, 6 list calls a second).
"""

import json
from collections.abc import Sequence
from dataclasses import replace

import httpx

from makewhole.gateways.trackers.pacing import Turns
from makewhole.gateways.trackers.port import FREE, NotFound, Price, Registered, Spent, Tracked, tracked
from makewhole.gateways.trackers.refusals import Meaning, meant
from makewhole.gateways.wire import TIMEOUT, Json, NoCredit, TheirFault, call, document, objects

NAME = "aftership"
URL = "https://api.aftership.com"
VERSION = "2025-07"
_PER_SECOND = 5
_ASK_AGAIN_SECONDS, _ASK_A_PERSON_SECONDS = 60, 900


class AfterShip:
    """The aggregator over HTTP."""

    name = NAME
    pushes = True
    batch = 1

    def __init__(
        self,
        key: str,
        base_url: str = URL,
        price: Price = FREE,
        *,
        version: str = VERSION,
        http: httpx.Client | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        per_second: int = _PER_SECOND,
    ) -> None:
        self.price = price
        self._http = http or httpx.Client(timeout=timeout)
        self._base = f"{base_url.rstrip('/')}/tracking/{version}"
        self._headers = {"as-api-key": key, "content-type": "application/json"}
        self._turns = Turns(per_second)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def takes(self, operator: str | None) -> bool:
        """It knows some thousand carriers and finds which one by itself."""
        return True

    def register(self, numbers: Sequence[tuple[str | None, str]]) -> Registered:
        """Have it watch waybills, one call each, and push what happens. Raises `TheirFault`."""
        taken: list[str] = []
        refused: dict[str, NotFound] = {}
        made = 0
        for at, (_, number) in enumerate(numbers):
            means = self._create(number)
            if means is None or means.do == "have":
                made += means is None
                taken.append(number)
            elif means.do == "quota":
                later = tuple(number for _, number in numbers[at:])
                return Registered(tuple(taken), refused, later, (self._cost(at + 1, made),))
            else:
                refused[number] = NotFound(means.says, means.way)
        return Registered(tuple(taken), refused, (), (self._cost(len(numbers), made),))

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far; makes a tracking where there is none. Raises `TheirFault`."""
        self._turns.take()
        asked = {"tracking_numbers": number}
        answer = call(self._http, "GET", f"{self._base}/trackings", params=asked, headers=self._headers)
        data = _data(document(answer))
        if not answer.is_success or data is None:
            raise TheirFault(f"AfterShip would not answer ({answer.status_code})", _ASK_AGAIN_SECONDS)
        if not any(one.get("tracking_number") == number for one in objects(data.get("trackings"))):
            return self._begun(number)
        spent = (self._cost(1, 0, looks=1),)
        return tracked(NAME, number, answer.content, spent)

    def _begun(self, number: str) -> NotFound:
        """A tracking is made; what it tells comes with a later look."""
        told = self.register([(None, number)])
        spent = (self._cost(2, 0, looks=1), told.spent[0])
        if told.later:
            raise NoCredit("AfterShip's limit of trackings is reached", _ASK_A_PERSON_SECONDS)
        if number in told.refused:
            return replace(told.refused[number], spent=spent)
        return NotFound("AfterShip began to watch it just now", spent=spent)

    def _create(self, number: str) -> Meaning | None:
        """None where a tracking was made, else what the refusal means."""
        self._turns.take()
        content = json.dumps({"tracking_number": number}).encode()
        answer = call(
            self._http, "POST", f"{self._base}/trackings", content=content, headers=self._headers, writes=True
        )
        if answer.is_success:
            return None
        meta = document(answer).get("meta")
        return meant(NAME, meta.get("code") if isinstance(meta, dict) else answer.status_code)

    def _cost(self, calls: int, made: int, looks: int = 0) -> Spent:
        return Spent(NAME, calls, self.price.register * made + self.price.look * looks)


def _data(said: Json) -> Json | None:
    data = said.get("data")
    return data if isinstance(data, dict) else None
