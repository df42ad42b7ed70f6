"""Webhooks, their replay, and activity subscriptions through the simulated X's API."""

from datetime import UTC, datetime
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_door import Call, operation
from makewhole.simulators.x_model import Json, Problem, forbidden, invalid
from makewhole.simulators.x_push import MOST_SUBSCRIPTIONS
from makewhole.simulators.x_webhook import Subscription

PUBLIC = {
    "profile.update.bio", "profile.update.profile_picture", "profile.update.banner_picture",
    "profile.update.screenname", "profile.update.geo", "profile.update.url", "profile.update.verified_badge",
    "profile.update.affiliate_badge", "profile.update.handle", "news.new", "spaces.start", "spaces.end",
    "broadcast.start", "broadcast.end", "broadcast.chat", "post.create", "post.delete",
}  # fmt: skip
PRIVATE = {
    "post.mention.create": "tweet.read", "post.reply.create": "tweet.read", "post.quote.create": "tweet.read",
    "post.repost.create": "tweet.read", "like.create": "like.read", "follow.follow": "follows.read",
    "follow.unfollow": "follows.read", "dm.sent": "dm.read", "dm.received": "dm.read",
    "dm.indicate_typing": "dm.read", "dm.read": "dm.read", "chat.received": "dm.read", "chat.sent": "dm.read",
    "chat.conversation_join": "dm.read", "chat.conversation.join": "dm.read",
}  # fmt: skip
"""Events only a user who authorized the app has, by the scope that gives them."""


def routes() -> list[Route]:
    """Every route about being told."""
    hooks, subs = "/2/webhooks", "/2/activity/subscriptions"
    return [
        operation(hooks, "POST", "webhooks", _register, "app", priced=False),
        operation(hooks, "GET", "webhooks", _webhooks, "app", priced=False),
        operation(f"{hooks}/replay", "POST", "replay", _replay, "app", priced=False),
        operation(f"{hooks}/{{id}}", "PUT", "webhooks", _validate, "app", priced=False),
        operation(f"{hooks}/{{id}}", "DELETE", "webhooks", _remove, "app", priced=False),
        operation(subs, "POST", "subscriptions", _subscribe, priced=False),
        operation(subs, "GET", "subscriptions", _subscriptions, priced=False),
        operation(subs, "DELETE", "subscriptions", _unsubscribe_many, "app", priced=False),
        operation(f"{subs}/{{id}}", "PUT", "subscriptions", _change, "app", priced=False),
        operation(f"{subs}/{{id}}", "DELETE", "subscriptions", _unsubscribe, "app", priced=False),
    ]


def _unknown(what: str) -> Problem:
    return Problem(404, "Not Found Error", f"Could not find {what}.", "resource-not-found")


def _wrapped(call: Call, shape: Json) -> JSONResponse:
    # The older document gives a new webhook and a replay bare.
    return JSONResponse(shape if call.spelling.dialect == "tweet" else {"data": shape})


async def _register(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    if not isinstance(body.get("url"), str):
        return invalid("A webhook needs a url.")
    made = await call.state.pushes.register(body["url"])
    return invalid(made) if isinstance(made, str) else _wrapped(call, made.shape())


async def _webhooks(call: Call) -> Response | Problem:
    many = [one.shape() for one in call.state.pushes.webhooks.values()]
    return JSONResponse({"data": many, "meta": {"result_count": len(many)}})


async def _validate(call: Call) -> Response | Problem:
    hook = call.state.pushes.webhooks.get(call.path("id"))
    if hook is None:
        return _unknown("webhook")
    valid = await call.state.pushes.validate(hook)
    return JSONResponse({"data": {"attempted": True, "valid": valid}})


async def _remove(call: Call) -> Response | Problem:
    hook = call.state.pushes.webhooks.get(call.path("id"))
    if hook is None:
        return _unknown("webhook")
    call.state.pushes.remove(hook)
    return JSONResponse({"data": {"deleted": True}})


async def _replay(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    hook = call.state.pushes.webhooks.get(str(body.get("webhook_id", "")))
    since, until = _minute(body.get("from_date")), _minute(body.get("to_date"))
    if since is None or until is None or since >= until:
        return invalid("from_date and to_date are minutes of UTC, yyyymmddhhmm, the first before the second.")
    if hook is None:
        return _unknown("webhook")
    job = call.state.pushes.replay(hook, since, until)
    return _wrapped(call, {"job_id": job, "created_at": call.state.now_text()})


def _minute(text: Any) -> datetime | None:
    if not isinstance(text, str) or len(text) != 12:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None


async def _subscribe(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    kind, watched, hook, tag = (body.get(name) for name in ("event_type", "filter", "webhook_id", "tag"))
    if not isinstance(kind, str) or kind not in PUBLIC | set(PRIVATE):
        return invalid(f"event_type [{kind}] is not known.")
    if not isinstance(watched, dict) or not watched or set(watched) - {"user_id", "keyword", "direction"}:
        return invalid("filter holds user_id, keyword or direction.")
    if hook is not None and hook not in call.state.pushes.webhooks:
        return invalid("webhook_id is of no registered webhook.")
    user_id = str(watched.get("user_id", ""))
    if kind in PRIVATE:
        no = _not_theirs(call, user_id)
        if no is not None:
            return no
    if user_id and user_id not in call.state.world.users:
        return invalid("filter.user_id is of no user.")
    if len(call.state.pushes.subscriptions) >= MOST_SUBSCRIPTIONS:
        return forbidden("SubscriptionLimitExceeded")
    plain = {name: str(value) for name, value in watched.items()}
    made = call.state.pushes.subscribe(kind, plain, hook, str(tag) if tag else None)
    if made is None:
        return invalid("DuplicateSubscriptionFailed")
    data: Json = {"subscription": made.shape()}
    many = len(call.state.pushes.subscriptions)
    if call.spelling.dialect == "tweet":
        data["total_subscriptions_for_instance_id"] = many
    return JSONResponse({"data": data, "meta": {"total_subscriptions": many}})


def _not_theirs(call: Call, user_id: str) -> Problem | None:
    """A private event belongs to a user who authorized the app; their own token or the app's asks for it."""
    authorized = user_id in {one.id for one in call.state.world.accounts()}
    if authorized and (call.app or call.me.id == user_id):
        return None
    return forbidden("This event type needs the authorization of the user in filter.user_id.")


async def _subscriptions(call: Call) -> Response | Problem:
    many = [one.shape() for one in call.state.pushes.subscriptions.values()]
    meta = {"result_count": len(many)}
    return JSONResponse({"data": many, "meta": meta})


def _of(call: Call) -> Subscription | None:
    return call.state.pushes.subscriptions.get(call.path("id"))


async def _change(call: Call) -> Response | Problem:
    body, found = await call.body(), _of(call)
    if isinstance(body, Problem):
        return body
    if found is None:
        return _unknown("subscription")
    if "webhook_id" in body:
        if body["webhook_id"] not in call.state.pushes.webhooks:
            return invalid("webhook_id is of no registered webhook.")
        found.webhook_id = body["webhook_id"]
    if "tag" in body:
        found.tag = str(body["tag"])
    found.changed = call.state.clock.now()
    many = len(call.state.pushes.subscriptions)
    return JSONResponse({"data": {"subscription": found.shape(), "total_subscriptions": many}})


async def _unsubscribe(call: Call) -> Response | Problem:
    found = _of(call)
    if found is None:
        return _unknown("subscription")
    del call.state.pushes.subscriptions[found.id]
    return JSONResponse({"data": {"deleted": True}})


async def _unsubscribe_many(call: Call) -> Response | Problem:
    ids = [one for one in call.query("ids").split(",") if one]
    gone = [one for one in ids if call.state.pushes.subscriptions.pop(one, None) is not None]
    meta = {"total_subscriptions": len(call.state.pushes.subscriptions)}
    if call.spelling.dialect == "tweet":
        return JSONResponse({"data": {"deleted": bool(gone)}, "meta": meta})
    rows = [{"subscription_id": one, "deleted": one in gone} for one in ids]
    return JSONResponse({"data": rows, "meta": meta})
