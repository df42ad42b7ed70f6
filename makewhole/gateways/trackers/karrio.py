"""Carriers asked directly through Karrio, which is an optional extra (`makewhole[karrio]`).

Each question runs in a process of its own (`karrio_child`): it sees none of our environment and nothing but
the one carrier's keys, has its time, and is ended after it; what it prints is bounded and is data, nothing
more. Its events are read by our own codes and words; Karrio's own status is taken only where we have none.
"""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from makewhole import tables
from makewhole.gateways import tracking
from makewhole.gateways.trackers.port import FREE, NotFound, Registered, Spent, Tracked
from makewhole.gateways.tracking import codes
from makewhole.gateways.tracking.answer import Answer
from makewhole.gateways.wire import TheirFault
from makewhole.parcel.journey import Scan

NAME = "karrio"
_CHILD = "makewhole.gateways.trackers.karrio_child"
_SECONDS, _ASK_AGAIN_SECONDS = 30.0, 300
_LARGEST = 4_000_000
_PLAIN = "makewhole"
MISSING = NotFound("Karrio is not installed here", "install the extra: pip install 'makewhole[karrio]'")


def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("karrio") is not None


class Karrio:
    """Direct carriers; `connectors` are the settings of each of Karrio's connectors that is used, by name."""

    name = NAME
    pushes = False
    batch = 1
    price = FREE

    def __init__(self, connectors: Mapping[str, Mapping[str, str]], *, seconds: float = _SECONDS) -> None:
        self._connectors = connectors
        self._seconds = seconds
        table: dict[str, list[str]] = tables.read("makewhole.gateways.trackers", "karrio.toml")["operators"]
        self._by_operator = {
            operator: connector for connector in connectors for operator in table.get(connector, (connector,))
        }

    def close(self) -> None:
        """Nothing is held between questions."""

    def takes(self, operator: str | None) -> bool:
        """Whether a connector with keys carries this operator's waybills."""
        return operator in self._by_operator

    def register(self, numbers: Sequence[tuple[str | None, str]]) -> Registered:
        """Nobody pushes here."""
        return Registered(
            (), {number: NotFound("a carrier asked directly pushes nothing") for _, number in numbers}
        )

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far as the carrier itself tells it. Raises `TheirFault`."""
        connector = self._by_operator.get(operator or "")
        if connector is None:
            return NotFound("no connector with keys carries this operator's waybills")
        if not installed():
            return MISSING
        said = self._asked(connector, number)
        spent = (Spent(NAME, 1, 0),)
        if said.get("missing"):
            way = f"pip install karrio-{connector.replace('_', '-')}, or correct MAKEWHOLE_KARRIO"
            return NotFound(f"Karrio has no connector {connector!r} here", way, spent)
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        answers = tuple(_read(one, connector) for one in tracking.read(_PLAIN, body))
        if any(one.scans or one.unread for one in answers):
            return Tracked(f"{NAME}:{connector}", answers, body, spent)
        told = said.get("told")
        says = (
            told[0][1] if isinstance(told, list) and told and told[0][1] else "it has said nothing of it yet"
        )
        return NotFound(f"the carrier's answer through Karrio: {says}", spent=spent)

    def _asked(self, connector: str, number: str) -> dict[str, Any]:
        question = {"connector": connector, "settings": dict(self._connectors[connector]), "number": number}
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", _CHILD],
                input=json.dumps(question).encode(),
                capture_output=True,
                timeout=self._seconds,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise TheirFault(f"{connector} did not answer in time", _ASK_AGAIN_SECONDS) from fault
        if len(done.stdout) > _LARGEST:
            raise TheirFault(f"{connector} answered with more than is read of an answer", _ASK_AGAIN_SECONDS)
        try:
            said = json.loads(done.stdout)
        except ValueError as fault:
            raise TheirFault(
                f"Karrio ended without an answer from {connector} ({done.returncode})", _ASK_AGAIN_SECONDS
            ) from fault
        return said if isinstance(said, dict) else {}


def _read(answer: Answer, connector: str) -> Answer:
    """The answer with Karrio's own status for events whose code and words say nothing to us."""
    scans = tuple(_helped(scan, raw, connector) for scan, raw in zip(answer.scans, answer.raw, strict=True))
    return replace(answer, scans=scans)


def _helped(scan: Scan, raw: Any, connector: str) -> Scan:
    scan = replace(scan, source=connector)
    if scan.status != "unknown":
        return scan
    coded = codes.of(connector, str(raw.get("status"))) or codes.of(_PLAIN, str(raw.get("karrio")))
    return scan if coded is None else replace(scan, status=coded.status, reason=scan.reason or coded.reason)
