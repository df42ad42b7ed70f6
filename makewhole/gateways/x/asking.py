"""How the parts of the client ask: a read gives a body or None, a write gives what was made or the rule
against it."""

from collections.abc import AsyncIterator, Mapping

from makewhole.gateways.wire import Json, Sent, TheirFault, Undeliverable
from makewhole.gateways.x import page
from makewhole.gateways.x.access import Access
from makewhole.gateways.x.dialect import asking_for_users
from makewhole.gateways.x.refusals import refusal
from makewhole.gateways.x.shapes import Account
from makewhole.gateways.x.wire import Asked, Wire

_ASK_AGAIN_SECONDS = 60


class Asking:
    """One account's or the app's voice on a wire. The operations are in the parts that inherit this."""

    def __init__(self, wire: Wire, access: Access) -> None:
        self.wire = wire
        self.access = access
        self._me: Account | None = None

    async def me(self) -> Account:
        """The account this token speaks for; read once and kept."""
        if self._me is None:
            account = Account.read(
                (await self._read(Asked("me", params=asking_for_users())) or {}).get("data")
            )
            if account is None:
                raise TheirFault("X does not say whose token this is", _ASK_AGAIN_SECONDS)
            self._me = account
        return self._me

    async def _read(self, asked: Asked) -> Json | None:
        """The body of an answer; None for 404. What X refuses to be asked is `TheirFault`, naming the
        rule."""
        answer = await self.wire.ask(self.access, asked)
        if not answer.refused:
            return answer.body
        if answer.status == 404:
            return None
        raise TheirFault(
            f"X would not be asked: {refusal(answer.status, answer.body).rule}", _ASK_AGAIN_SECONDS
        )

    async def _write(self, asked: Asked) -> Json | Undeliverable:
        """What the answer holds in `data` (the older documents give some things bare), or the rule."""
        answer = await self.wire.ask(self.access, asked)
        if answer.refused:
            return refusal(answer.status, answer.body)
        data = answer.body.get("data", answer.body)
        return data if isinstance(data, dict) else {}

    async def _make(self, asked: Asked, id_name: str) -> Sent | Undeliverable:
        """What X calls the thing it made. `TheirFault` with `maybe_done` where it gives no id."""
        made = await self._write(asked)
        if isinstance(made, Undeliverable):
            return made
        remote_id = made.get(id_name)
        if not remote_id:
            raise TheirFault("X took it and gave no id", maybe_done=True)
        return Sent(str(remote_id))

    async def _pages(
        self, name: str, *, at: Mapping[str, str] | None = None, params: Mapping[str, str], pages: int
    ) -> AsyncIterator[Json]:
        """Pages of an answer, at most `pages`, each a body."""
        asked = dict(params)
        for _ in range(pages):
            body = await self._read(Asked(name, at or {}, asked)) or {}
            yield body
            token = page.following(body)
            if not token:
                return
            asked["next_token" if name == "search" else "pagination_token"] = token
