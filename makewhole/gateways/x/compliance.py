"""Batch compliance jobs: which of the posts and people we hold are gone from X, by ids alone.

A job is made, its ids are put to an address X names, and its result is read from another one. Where these lie
at X itself they ask for the app's token; where they lie at Google's storage, as in X's older documents, they
are signed by themselves and never see it. One job of a kind runs at a time, so a job has a name: what was
begun and not heard of is found by it and carried on with.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Literal

import httpx

from makewhole.gateways.wire import Sent, TheirFault, Undeliverable, judge, unheard
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.refusals import refusal
from makewhole.gateways.x.shapes import Job, Verdict, many, one
from makewhole.gateways.x.wire import Asked, bounded

_HOSTS = ("storage.googleapis.com",)
_LARGEST_RESULT = 200_000_000
_LONGEST = 300.0
_SOURCE = "docs.x.com: compliance/batch-compliance/integrate, 2026-11"
_OVER = ("failed", "expired")
Kind = Literal["tweets", "users"]


class Compliance(Asking):
    """Takes the app's token."""

    async def compliance_job(self, kind: Kind, ids: Sequence[str], name: str = "") -> Sent | Undeliverable:
        """Begin a job over these ids; gives the job's id. X works on it for minutes to hours. Where a job of
        that name is there, it is carried on with: its ids are sent if it waits for them."""
        wrong = next((each for each in ids if not each.isdecimal()), None)
        if wrong is not None:
            return Undeliverable("x.compliance", f"{wrong[:40]!r} is no id of X.", _SOURCE)
        job = await self._begun(kind, name) if name else None
        if job is not None and job.status != "created":
            return Sent(job.id)
        if job is None:
            made = await self._write(
                Asked("compliance_job", body={"type": kind, **({"name": name} if name else {})})
            )
            if isinstance(made, Undeliverable):
                return made
            job = one(Job, made)
        if job is None or not job.upload_url:
            raise TheirFault("X made a job and did not say where its ids go", 60)
        if not self.wire.is_theirs(job.upload_url, _HOSTS):
            return Undeliverable("x.compliance", "X names an address that is not its own.", _SOURCE)
        answer = await self._bytes("PUT", job.upload_url, ("\n".join(ids) + "\n").encode())
        return Sent(job.id) if answer.is_success else refusal(answer.status_code, {})

    async def _begun(self, kind: Kind, name: str) -> Job | None:
        found = await self.compliance_jobs(kind)
        return next((each for each in found if each.name == name and each.status not in _OVER), None)

    async def compliance_jobs(self, kind: Kind) -> tuple[Job, ...]:
        """Jobs of the last seven days."""
        return many(
            Job, (await self._read(Asked("compliance_jobs", params={"type": kind})) or {}).get("data")
        )

    async def compliance_result(self, job_id: str) -> tuple[Verdict, ...] | str:
        """What became of the ids X has something to say of; until it is complete, the job's status."""
        job = one(Job, (await self._read(Asked("compliance_state", {"id": job_id})) or {}).get("data"))
        if job is None:
            return "expired"
        if job.status != "complete":
            return job.status
        if not self.wire.is_theirs(job.download_url, _HOSTS):
            raise TheirFault("X names an address for the result that is not its own", 60)
        answer = await self._bytes("GET", job.download_url)
        if not answer.is_success:
            raise TheirFault(f"the result's address answered {answer.status_code}", 60)
        return tuple(each for line in answer.content.splitlines() if (each := _verdict(line)) is not None)

    async def _bytes(self, method: str, url: str, content: bytes | None = None) -> httpx.Response:
        headers = {"content-type": "text/plain"} if content is not None else {}
        if self.wire.is_theirs(url, ()):
            headers["authorization"] = f"Bearer {await self.access.bearer()}"
        request = self.wire.http.build_request(method, url, content=content, headers=headers)
        try:
            async with asyncio.timeout(_LONGEST):
                answer = await self.wire.http.send(request, stream=True)
                try:
                    body = await bounded(answer, _LARGEST_RESULT)
                finally:
                    await answer.aclose()
        except TimeoutError as fault:
            raise TheirFault("the address of the job did not answer in time") from fault
        except (httpx.TransportError, httpx.DecodingError) as fault:
            raise unheard(fault) from fault
        judge(answer)
        return httpx.Response(answer.status_code, content=body)


def _verdict(line: bytes) -> Verdict | None:
    try:
        return one(Verdict, json.loads(line))
    except ValueError:
        return None
