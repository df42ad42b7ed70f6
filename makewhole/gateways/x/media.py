"""Pictures and films: sent up in parts and waited for, described for those who can't see them, and brought
down.

What is brought down is bounded, and comes only from X's own hosts: an address in a post is somebody else's
word.
"""

import asyncio
import re
from typing import Literal

import httpx

from makewhole.gateways.wire import Json, Sent, TheirFault, Undeliverable, judge, unheard
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.wire import Asked, bounded

LARGEST = 100_000_000
"""Bytes of a picture or film we bring down."""

_PART = 4_000_000
_LARGEST_UP = {"image": 5_000_000, "gif": 15_000_000, "video": 512_000_000}
_HOSTS = ("twimg.com",)
_OF_MESSAGE = re.compile(r"/(?:dm|dm_conversations/media)/([0-9]+)/([0-9]+)/([^/?#]+)")
_CHECKS = 60
_LONGEST_DOWNLOAD = 120.0
_SOURCE = "X API v2 media upload, OpenAPI 2.167; media best practices, 2026-08-22"
_KINDS = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "image/bmp": "image",
    "image/tiff": "image",
    "image/gif": "gif",
    "video/mp4": "video",
    "video/webm": "video",
    "video/quicktime": "video",
}


class Media(Asking):
    """Uploads take the account's token; downloads carry none but those of private messages."""

    async def upload(
        self, content: bytes, media_type: str, use: Literal["tweet", "dm"] = "tweet"
    ) -> Sent | Undeliverable:
        """Send a picture or film up, wait until X has worked on it, and give its id. `use` says whether it
        goes with a post or a private message. It can be used for 24 hours, by this account."""
        kind = _KINDS.get(media_type)
        if kind is None:
            says = f"X takes {', '.join(sorted(_KINDS))}; this is {media_type}."
            return Undeliverable("x.media-type", says, _SOURCE)
        if not 0 < len(content) <= _LARGEST_UP[kind]:
            says = f"X takes 1 to {_LARGEST_UP[kind]:,} bytes of {media_type}; this has {len(content):,}."
            return Undeliverable("x.media-size", says, _SOURCE)
        body: Json = {
            "media_category": f"{use}_{kind}", "media_type": media_type, "total_bytes": len(content),
        }  # fmt: skip
        begun = await self._make(Asked("upload_begin", body=body), "id")
        if isinstance(begun, Undeliverable):
            return begun
        at = {"id": begun.remote_id}
        for number, first in enumerate(range(0, len(content), _PART)):
            part = await self._write(Asked("upload_part", at, part=(content[first : first + _PART], number)))
            if isinstance(part, Undeliverable):
                return part
        ended = await self._write(Asked("upload_end", at))
        return ended if isinstance(ended, Undeliverable) else await self._worked_on(begun, ended)

    async def _worked_on(self, begun: Sent, said: Json) -> Sent | Undeliverable:
        for _ in range(_CHECKS):
            info = said.get("processing_info")
            state = info.get("state") if isinstance(info, dict) else None
            if state in (None, "succeeded"):
                return begun
            if state == "failed":
                return Undeliverable("x.media-failed", "X could not work on the picture or film.", _SOURCE)
            after = info.get("check_after_secs") if isinstance(info, dict) else None
            await asyncio.sleep(
                min(int(after), 30) if isinstance(after, int | str) and str(after).isdecimal() else 1
            )
            asked = Asked("upload_state", params={"media_id": begun.remote_id, "command": "STATUS"})
            said = (await self._read(asked) or {}).get("data") or {}
        raise TheirFault("X is still working on the picture or film", 60)

    async def describe(self, media_id: str, alt: str) -> Sent | Undeliverable:
        """Say in words what a picture shows; at most 1,000 characters. Safe to repeat."""
        body: Json = {"id": media_id, "metadata": {"alt_text": {"text": alt[:1000]}}}
        said = await self._write(Asked("describe", body=body))
        return said if isinstance(said, Undeliverable) else Sent(media_id)

    async def media_of_message(self, url: str) -> bytes | Undeliverable:
        """A picture of a private message, by the address that came with it; only the two accounts may see it.
        The token goes to the API alone, never to that address."""
        found = _OF_MESSAGE.search(url)
        if found is None:
            return Undeliverable("x.media-host", "The address is not that of a message's picture.", _SOURCE)
        at = {"dm_id": found[1], "media_id": found[2], "resource_id": found[3]}
        answer = await self.wire.ask(self.access, Asked("message_media", at))
        if answer.refused:
            return Undeliverable("x.gone", f"X answered {answer.status} for the picture.", _SOURCE)
        return answer.content

    async def download(self, url: str) -> bytes | Undeliverable:
        """A picture or film of a public post, from X's own hosts, at most 100 MB. No token goes with it."""
        if not self.wire.is_theirs(url, _HOSTS):
            return Undeliverable("x.media-host", "The picture does not lie at X; it is not fetched.", _SOURCE)
        try:
            async with asyncio.timeout(_LONGEST_DOWNLOAD), self.wire.http.stream("GET", url) as answer:
                judge(answer)
                if answer.is_error:
                    return Undeliverable(
                        "x.gone", f"X answered {answer.status_code} for the picture.", _SOURCE
                    )
                return await bounded(answer, LARGEST)
        except TimeoutError as fault:
            raise TheirFault("the picture did not come in time") from fault
        except (httpx.TransportError, httpx.DecodingError) as fault:
            raise unheard(fault) from fault
