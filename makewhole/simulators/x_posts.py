"""Posts through the simulated X's API: create, delete, hide, look up, search, count, mentions."""

from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_door import Call, not_allowed, not_found, operation
from makewhole.simulators.x_model import Draft, Json, Poll, Post, Problem, forbidden, invalid
from makewhole.simulators.x_pages import between, paged
from makewhole.simulators.x_search import BadQuery, matches, parse
from makewhole.simulators.x_shapes import moment
from makewhole.simulators.x_text import links
from makewhole.simulators.x_world import QUOTE_RULE

_KNOWN = {
    "text", "reply", "poll", "media", "quote_tweet_id", "edit_options", "direct_message_deep_link",
    "made_with_ai", "paid_partnership", "reply_settings", "nullcast", "geo", "for_super_followers_only",
    "share_with_followers", "community_id", "card_uri",
}  # fmt: skip
_SEARCHED_BACK = timedelta(days=7)
_MOST_MENTIONS = 800
_MEDIA_LASTS = timedelta(hours=24)
_STEPS = {"minute": 60, "hour": 3_600, "day": 86_400}


def routes() -> list[Route]:
    """Every route about posts."""
    return [
        operation("/2/tweets", "POST", "create", _create, "user", "tweet.write"),
        operation("/2/tweets", "GET", "post", _lookup, scope="tweet.read"),
        operation("/2/tweets/search/recent", "GET", "search", _search, scope="tweet.read"),
        operation("/2/tweets/counts/recent", "GET", "counts", _count, "app"),
        operation("/2/tweets/{id}", "GET", "post", _post, scope="tweet.read"),
        operation("/2/tweets/{id}", "DELETE", "delete", _delete, "user", "tweet.write"),
        operation("/2/tweets/{id}/hidden", "PUT", "hide", _hide, "user", "tweet.moderate.write"),
        operation("/2/users/{id}/mentions", "GET", "mentions", _mentions, scope="tweet.read"),
        operation("/2/users/{id}/tweets", "GET", "post", _posts_of, scope="tweet.read"),
        Route("/media/{id}", _media),
    ]


async def _create(call: Call) -> Response | Problem:
    body = await call.body()
    draft = body if isinstance(body, Problem) else _draft(call, body)
    if isinstance(draft, Problem):
        return draft
    world, ledger = call.state.world, call.state.ledger
    answered = world.posts.get(draft.reply_to or "")
    made = call.state.publish(call.me, draft)
    if isinstance(made, Problem):
        return made
    summoned = answered is not None and answered.author_id != call.me.id
    ledger.charge(
        "create", "create_link" if links(draft.text) else "create_summoned" if summoned else "create"
    )
    data = {"id": made.id, "text": made.text, call.spelling.history: world.versions[made.first]}
    return JSONResponse({"data": data}, 201)


def _draft(call: Call, body: Json) -> Draft | Problem:
    strange = sorted(set(body) - _KNOWN)
    if strange:
        return invalid(f"Not known here: {', '.join(strange)}.")
    text, poll, media = body.get("text", ""), _poll(body.get("poll")), _attached(call, body.get("media"))
    if isinstance(poll, Problem):
        return poll
    if isinstance(media, Problem):
        return media
    if not isinstance(text, str) or (not text.strip() and not media):
        return invalid("A post needs text or media.")
    if sum(map(bool, (poll, media, body.get("quote_tweet_id"), body.get("card_uri")))) > 1:
        return invalid("Media, polls, quotes and cards exclude one another.")
    if body.get("quote_tweet_id"):
        return forbidden(QUOTE_RULE)
    reply, edits = body.get("reply"), body.get("edit_options")
    return Draft(
        text,
        reply_to=_inner(reply, "in_reply_to_tweet_id"),
        media=tuple(media or ()),
        poll=poll,
        edits=_inner(edits, "previous_post_id"),
        made_with_ai=body.get("made_with_ai") is True,
        paid_partnership=body.get("paid_partnership") is True,
    )


def _inner(value: Any, name: str) -> str | None:
    inner = value.get(name) if isinstance(value, dict) else None
    return str(inner) if inner else None


def _poll(asked: Any) -> Poll | Problem | None:
    if asked is None:
        return None
    options = asked.get("options") if isinstance(asked, dict) else None
    minutes = asked.get("duration_minutes") if isinstance(asked, dict) else None
    if not isinstance(options, list) or not 2 <= len(options) <= 4:
        return invalid("A poll has 2 to 4 options.")
    if not all(isinstance(one, str) and 1 <= len(one) <= 25 for one in options):
        return invalid("A poll's option has 1 to 25 characters.")
    if not isinstance(minutes, int) or not 5 <= minutes <= 10_080:
        return invalid("A poll's duration_minutes is between 5 and 10080.")
    return Poll(tuple(options), minutes)


def _attached(call: Call, asked: Any) -> list[str] | Problem | None:
    """Media keys for the ids a post names: its own, finished, and less than a day old."""
    if asked is None:
        return None
    ids = asked.get("media_ids") if isinstance(asked, dict) else None
    if not isinstance(ids, list) or not 1 <= len(ids) <= 4:
        return invalid("A post takes 1 to 4 media_ids.")
    found = [call.state.media.get(str(one)) for one in ids]
    fresh = call.state.clock.now() - _MEDIA_LASTS
    good = [
        one
        for one in found
        if one and one.owner_id == call.me.id and one.content is not None and one.at > fresh
    ]
    return [one.key for one in good] if len(good) == len(ids) else invalid("Your media IDs are invalid.")


async def _post(call: Call) -> Response | Problem:
    return _looked_up(call, [call.path("id")], "id", single=True)


async def _lookup(call: Call) -> Response | Problem:
    ids = [one for one in call.query("ids").split(",") if one]
    if not 1 <= len(ids) <= 100:
        return invalid("ids are 1 to 100, with commas between them.")
    return _looked_up(call, ids, "ids", single=False)


def _looked_up(call: Call, ids: list[str], parameter: str, *, single: bool) -> Response | Problem:
    strange = [one for one in ids if not (one.isascii() and one.isdecimal() and len(one) <= 19)]
    if strange:
        return invalid(f"The `{parameter}` query parameter value [{strange[0]}] is not valid")
    world, found, errors = call.state.world, [], []
    for one in ids:
        post = world.posts.get(one)
        if post is None or one in world.gone:
            errors.append(not_found(call, "tweet", parameter, one))
        elif not world.visible(post, call.user):
            errors.append(not_allowed(call, "tweet", parameter, one))
        else:
            found.append(post)
    body: Json = _told(call, found, "post") if found else {}
    if single and found:
        body["data"] = body["data"][0]
    return JSONResponse({**body, **({"errors": errors} if errors else {})})


def _told(call: Call, found: list[Post], kind: str) -> Json:
    state = call.state
    state.ledger.read(call.operation, kind, [one.id for one in found], state.clock.now())
    return call.spelling.posts(state.world, found, call.asked, state.by_key(), state.site)


async def _search(call: Call) -> Response | Problem:
    read = parse(call.query("query"))
    if isinstance(read, BadQuery):
        return invalid(read.says)
    back = call.state.clock.now() - _SEARCHED_BACK
    found = between(call, back)
    if isinstance(found, Problem):
        return found
    return _page(call, [one for one in found if matches(call.state.world, one, read)], 10, "post")


async def _mentions(call: Call) -> Response | Problem:
    named = call.state.world.users.get(call.path("id"))
    if named is None:
        return JSONResponse({"errors": [not_found(call, "user", "id", call.path("id"))]})
    found = between(call, None)
    if isinstance(found, Problem):
        return found
    kept = [one for one in found if call.state.mentions(one, named)][-_MOST_MENTIONS:]
    owner = next(iter(call.state.world.accounts()), None)
    return _page(call, kept, 5, "owned" if owner is not None and owner.id == named.id else "post")


async def _posts_of(call: Call) -> Response | Problem:
    author = call.state.world.users.get(call.path("id"))
    if author is None:
        return JSONResponse({"errors": [not_found(call, "user", "id", call.path("id"))]})
    found = between(call, None)
    if isinstance(found, Problem):
        return found
    return _page(call, [one for one in found if one.author_id == author.id], 5, "post")


def _page(call: Call, found: list[Post], at_least: int, kind: str) -> Response | Problem:
    cut = paged(call, found, at_least)
    if isinstance(cut, Problem):
        return cut
    part, meta = cut
    return JSONResponse({**_told(call, part, kind), "meta": meta} if part else {"meta": meta})


async def _count(call: Call) -> Response | Problem:
    read = parse(call.query("query"))
    if isinstance(read, BadQuery):
        return invalid(read.says)
    step, now = _STEPS.get(call.query("granularity", "hour")), call.state.clock.now()
    found = between(call, now - _SEARCHED_BACK)
    if step is None:
        return invalid("granularity is minute, hour or day.")
    if isinstance(found, Problem):
        return found
    ats = [one.at.timestamp() for one in found if matches(call.state.world, one, read)]
    since, until = call.query("start_time"), call.query("end_time")
    begin = (datetime.fromisoformat(since) if since else now - _SEARCHED_BACK).timestamp()
    end = (datetime.fromisoformat(until) if until else now).timestamp()
    name, rows = f"{call.spelling.dialect}_count", []
    while begin < end:
        # Only the first and the last stretch may be shorter than the step.
        after = min(end, (begin // step + 1) * step)
        many = sum(begin <= at < after for at in ats)
        rows.append({"start": _moment(begin), "end": _moment(after), name: many})
        begin = after
    call.state.ledger.charge("counts", "counts")
    return JSONResponse({"data": rows, "meta": {f"total_{name}": sum(row[name] for row in rows)}})


def _moment(seconds: float) -> str:
    return moment(datetime.fromtimestamp(seconds).astimezone())


async def _delete(call: Call) -> Response | Problem:
    gone = call.state.delete(call.me, call.path("id"))
    if isinstance(gone, Problem):
        return gone
    call.state.ledger.charge("delete", "delete")
    return JSONResponse({"data": {"deleted": gone is not None}})


async def _hide(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    if not isinstance(body.get("hidden"), bool):
        return invalid("hidden is true or false.")
    done = call.state.world.hide(call.me, call.path("id"), body["hidden"])
    return done if isinstance(done, Problem) else JSONResponse({"data": {"hidden": done}})


async def _media(request: Request) -> Response:
    """A picture of a public post, as anybody may load it."""
    kept = request.app.state.x.media.get(request.path_params["id"])
    shown = kept is not None and kept.content is not None and not kept.category.startswith("dm_")
    return Response(kept.content, media_type=kept.kind) if shown else Response(status_code=404)
