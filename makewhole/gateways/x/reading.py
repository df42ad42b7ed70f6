"""Reading: posts, people, mentions, messages, and what we already said, to look a doubtful send up."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from makewhole.gateways.wire import Json
from makewhole.gateways.x import page
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.dialect import asking_for_users
from makewhole.gateways.x.shapes import Account, Looked, Problem, Trace, answered_by, many, number
from makewhole.gateways.x.wire import Asked

_IDS_A_CALL = 100
_PAGE = 100
_ALL_THERE_ARE = 10_000
"""More pages than thirty days of messages fill: reading ends at what is known, never before."""


class Reading(Asking):
    """What may be asked without changing anything."""

    async def user(self, handle: str) -> Account | None:
        """The account behind a handle (with or without @), or None."""
        asked = Asked("user", {"username": handle.lstrip("@")}, asking_for_users())
        return Account.read((await self._read(asked) or {}).get("data"))

    async def users(self, ids: Sequence[str]) -> tuple[Account, ...]:
        """The accounts with these ids; those that are gone are left out. 100 ids a call."""
        found: list[Account] = []
        for some in _hundreds(ids):
            body = await self._read(Asked("users", params={"ids": some, **asking_for_users()})) or {}
            found += [account for each in page.things(body) if (account := Account.read(each))]
        return tuple(found)

    async def post(self, post_id: str) -> Json | None:
        """One post as `{"data", "includes"}`, or None when it is gone or hidden from us."""
        body = await self._read(Asked("post", {"id": post_id}, self.wire.dialect.asking_for_posts()))
        return next(iter(page.posts(body or {})), None)

    async def posts(self, ids: Sequence[str]) -> Looked:
        """Posts by id, and those X names as gone. 100 ids a call."""
        found: list[Json] = []
        missing: list[Problem] = []
        for some in _hundreds(ids):
            asked = Asked("posts", params={"ids": some, **self.wire.dialect.asking_for_posts()})
            body = await self._read(asked) or {}
            found += page.posts(body)
            missing += many(Problem, body.get("errors"))
        return Looked(tuple(found), tuple(missing))

    async def search(
        self, query: str, since_id: str | None = None, until: str | None = None, most: int = 500
    ) -> list[Json]:
        """Posts of the last seven days that fit a query, newest first, between two ids (both left out).

        Where `most` came, there may be older ones: ask again with `until` the oldest id of these.
        """
        return await self._newest("search", {"query": query}, {}, since_id, until, most)

    async def count(self, query: str) -> int:
        """How many posts of the last seven days fit a query. Takes the app's token."""
        total, counted = 0, self.wire.dialect.counted
        async for body in self._pages("count", params={"query": query, "granularity": "day"}, pages=4):
            total += sum(number(each.get(counted)) for each in page.things(body))
        return total

    async def mentions(
        self, user_id: str, since_id: str | None = None, until: str | None = None, most: int = 800
    ) -> list[Json]:
        """Posts that mention an account, newest first, as `search` gives them; X keeps the last 800."""
        return await self._newest("mentions", {}, {"id": user_id}, since_id, until, most)

    async def own_posts(self, since: datetime) -> tuple[Trace, ...]:
        """What this account posted since a moment, newest first."""
        params = {
            "max_results": str(_PAGE),
            "start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            **self.wire.dialect.asking_for_posts(),
        }
        at = {"id": (await self.me()).id}
        found = self._pages("own_posts", at=at, params=params, pages=8)
        return tuple([Trace.read(each) async for each in _things(found)])

    async def own_replies_to(self, post_id: str, conversation_id: str | None = None) -> tuple[Trace, ...]:
        """Our own replies to one post, found by recent search (seven days back), newest first.

        Without `conversation_id` the post is read first to learn it; an empty answer then also covers a post
        that is gone.
        """
        if conversation_id is None:
            post = await self.post(post_id)
            if post is None:
                return ()
            conversation_id = str(post["data"].get("conversation_id") or post_id)
        query = f"conversation_id:{conversation_id} from:{(await self.me()).handle}"
        found = await self.search(query)
        return tuple(Trace.read(each["data"]) for each in found if post_id in answered_by(each["data"]))

    async def messages(self, user_id: str | None = None, since_id: str | None = None) -> list[Json]:
        """Private messages, with one person or with all, 30 days back, newest first, each flat as a pushed
        one comes out of `x_events` and with its `media`. X takes no `since_id` here; but no page beyond it is
        asked for, as each message read is billed."""
        ours = (await self.me()).id
        found: list[Json] = []
        async for body in self._events(user_id, _ALL_THERE_ARE):
            some = page.messages(body, ours)
            newer = [each for each in some if since_id is None or _after(str(each["id"]), since_id)]
            found += newer
            if len(newer) < len(some):
                break
        return found

    async def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own messages to one person (30 days back), newest first."""
        ours = (await self.me()).id
        found = _things(self._events(user_id))
        return tuple([Trace.read(each) async for each in found if str(each.get("sender_id", "")) == ours])

    def _events(self, user_id: str | None, pages: int = 5) -> AsyncIterator[Json]:
        params = {"max_results": str(_PAGE), **self.wire.dialect.asking_for_messages()}
        if user_id is None:
            return self._pages("messages", params=params, pages=pages)
        return self._pages("messages_with", at={"participant_id": user_id}, params=params, pages=pages)

    async def _newest(
        self,
        name: str,
        params: dict[str, str],
        at: dict[str, str],
        since_id: str | None,
        until: str | None,
        most: int,
    ) -> list[Json]:
        # X charges what it gives, so no more is asked for than is wanted; ten is the least it takes.
        params |= {"max_results": str(max(10, min(_PAGE, most))), **self.wire.dialect.asking_for_posts()}
        params |= {"since_id": since_id} if since_id else {}
        params |= {"until_id": until} if until else {}
        found: list[Json] = []
        async for body in self._pages(name, at=at, params=params, pages=-(-most // _PAGE)):
            found += page.posts(body)
        return found[:most]


def _hundreds(ids: Sequence[str]) -> list[str]:
    return [",".join(ids[first : first + _IDS_A_CALL]) for first in range(0, len(ids), _IDS_A_CALL)]


def _after(number: str, other: str) -> bool:
    return (len(number), number) > (len(other), other)


async def _things(bodies: AsyncIterator[Json]) -> AsyncIterator[Json]:
    async for body in bodies:
        for each in page.things(body):
            yield each
