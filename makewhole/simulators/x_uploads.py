"""Media and compliance jobs through the simulated X's API: what goes up in parts, what is asked for later."""

import base64
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_compliance import Job, result
from makewhole.simulators.x_door import Call, operation
from makewhole.simulators.x_model import Json, Media, Problem, invalid
from makewhole.simulators.x_state import State

_LASTS_SECONDS = 86_400
_MOST_PART = 5 * 1024 * 1024
_MOST = {"tweet_image": 5, "dm_image": 5, "tweet_gif": 15, "dm_gif": 15, "tweet_video": 512, "dm_video": 512}
"""Megabytes by category."""


def routes() -> list[Route]:
    """Every route about media and compliance."""
    media = "/2/media"
    return [
        operation(f"{media}/upload", "POST", "media", _at_once, "user", "media.write", priced=False),
        operation(f"{media}/upload", "GET", "media", _status, "user", "media.write", priced=False),
        operation(f"{media}/upload/initialize", "POST", "media", _begin, "user", "media.write", priced=False),
        operation(
            f"{media}/upload/{{id}}/append", "POST", "media", _append, "user", "media.write", priced=False
        ),
        operation(
            f"{media}/upload/{{id}}/finalize", "POST", "media", _finalize, "user", "media.write", priced=False
        ),
        operation(f"{media}/metadata", "POST", "metadata", _describe, "user", "media.write"),
        operation("/2/compliance/jobs", "POST", "compliance", _job, "app", priced=False),
        operation("/2/compliance/jobs", "GET", "compliance", _jobs, "app", priced=False),
        operation("/2/compliance/jobs/{id}", "GET", "compliance", _one_job, "app", priced=False),
        Route("/compliance/{id}/upload", _upload, methods=["PUT"]),
        Route("/compliance/{id}/download", _download),
    ]


async def _fields(call: Call) -> Json | Problem:
    """A JSON body, or the fields of a form with files as bytes."""
    if "json" in call.request.headers.get("content-type", ""):
        return await call.body()
    async with call.request.form() as form:
        return {
            name: await value.read() if isinstance(value, UploadFile) else value
            for name, value in form.items()
        }


def _bytes(value: Any) -> bytes | None:
    """A file's bytes: raw from a form, base64 from JSON."""
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except ValueError:
        return None


def _made(call: Call, kind: str, category: str, size: int | None) -> Media:
    state = call.state
    made = Media(state.world.new_id(), call.me.id, kind, category, state.clock.now(), size)
    state.media[made.id] = made
    return made


def _shape(one: Media) -> Json:
    shown: Json = {"id": one.id, "media_key": one.key, "expires_after_secs": _LASTS_SECONDS}
    if one.content is not None:
        shown["size"] = len(one.content)
    return shown


def _of(call: Call, media_id: str) -> Media | Problem:
    found = call.state.media.get(media_id)
    if found is None or found.owner_id != call.me.id:
        return Problem(404, "Not Found Error", "Could not find media.", "resource-not-found")
    return found


def _said(data: Json) -> JSONResponse:
    # The older document wants a `meta` here and says nothing of what is in it.
    return JSONResponse({"data": data, "meta": {}})


async def _begin(call: Call) -> Response | Problem:
    body = await _fields(call)
    if isinstance(body, Problem):
        return body
    kind, size = str(body.get("media_type", "")), body.get("total_bytes")
    category = str(body.get("media_category") or "tweet_image")
    if "/" not in kind or not str(size).isdecimal() or category not in _MOST:
        return invalid(f"media_type, total_bytes and a media_category of {', '.join(_MOST)} are needed.")
    if int(str(size)) > _MOST[category] * 1024 * 1024:
        return invalid(f"The file is too large: at most {_MOST[category]} MB for {category}.")
    return _said(_shape(_made(call, kind, category, int(str(size)))))


async def _append(call: Call) -> Response | Problem:
    found, body = _of(call, call.path("id")), await _fields(call)
    if isinstance(found, Problem):
        return found
    if isinstance(body, Problem):
        return body
    part, place = _bytes(body.get("media")), str(body.get("segment_index", ""))
    if part is None or not place.isdecimal() or int(place) > 999 or len(part) > _MOST_PART:
        return invalid("media (at most 5 MB) and segment_index (0 to 999) are needed.")
    found.parts[int(place)] = part
    ends = int(call.state.clock.now().timestamp()) + _LASTS_SECONDS
    return _said({"expires_at": ends})


async def _finalize(call: Call) -> Response | Problem:
    found = _of(call, call.path("id"))
    if isinstance(found, Problem):
        return found
    whole = b"".join(found.parts[place] for place in sorted(found.parts))
    if sorted(found.parts) != list(range(len(found.parts))) or len(whole) != found.size:
        return invalid("Segments are missing, or do not add up to total_bytes.")
    found.content = whole
    shown = _shape(found)
    if found.type == "video":
        shown["processing_info"] = {"state": "pending", "check_after_secs": 1}
        if call.spelling.dialect == "tweet":
            shown["processing_info"]["type"] = found.type
    return _said(shown)


async def _status(call: Call) -> Response | Problem:
    found = _of(call, call.query("media_id"))
    if isinstance(found, Problem):
        return found
    found.asked_of += 1
    if found.type != "video":
        return _said(_shape(found))
    running: Json = {"state": "in_progress", "check_after_secs": 1, "progress_percent": 50}
    state = running if found.asked_of == 1 else {"state": "succeeded", "progress_percent": 100}
    if call.spelling.dialect == "tweet":
        state["type"] = found.type  # the older document wants one; the newer takes none
    return _said({**_shape(found), "processing_info": state})


async def _at_once(call: Call) -> Response | Problem:
    body = await _fields(call)
    if isinstance(body, Problem):
        return body
    content, category = _bytes(body.get("media")), str(body.get("media_category", ""))
    if content is None or category not in ("tweet_image", "dm_image"):
        return invalid("media and a media_category of tweet_image or dm_image are needed.")
    if len(content) > _MOST[category] * 1024 * 1024:
        return invalid(f"The file is too large: at most {_MOST[category]} MB for {category}.")
    made = _made(call, str(body.get("media_type") or "image/jpeg"), category, len(content))
    made.content = content
    return _said(_shape(made))


async def _describe(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    found = _of(call, str(body.get("id", "")))
    if isinstance(found, Problem):
        return found
    told = body.get("metadata")
    alt = told.get("alt_text") if isinstance(told, dict) else None
    text = alt.get("text") if isinstance(alt, dict) else None
    if not isinstance(text, str) or len(text) > 1_000:
        return invalid("metadata.alt_text.text has at most 1000 characters.")
    found.alt = text
    call.state.ledger.charge("metadata", "metadata")
    return JSONResponse({"data": {"id": found.id, "associated_metadata": {"alt_text": {"text": text}}}})


async def _job(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    kind, state = body.get("type"), call.state
    if kind not in ("tweets", "users"):
        return invalid("type is tweets or users.")
    if state.jobs.running(kind, state.clock.now()):
        detail = "You cannot create a new job if one is already in progress."
        return Problem(409, "Conflict", detail, "conflict")
    name, resumable = str(body.get("name", ""))[:64], body.get("resumable") is True
    made = Job(state.world.new_id(), kind, name, state.clock.now(), resumable)
    state.jobs.all[made.id] = made
    return JSONResponse({"data": made.shape(state.site)})


async def _jobs(call: Call) -> Response | Problem:
    kind, status = call.query("type"), call.query("status")
    if kind not in ("tweets", "users"):
        return invalid("type is tweets or users.")
    found = [one for one in call.state.jobs.all.values() if one.kind == kind]
    for one in found:
        one.look(call.state.clock.now())
    shown = [one.shape(call.state.site) for one in found if not status or one.status == status]
    meta = {"result_count": len(shown)}
    return JSONResponse({"data": shown, "meta": meta} if shown else {"meta": meta})


async def _one_job(call: Call) -> Response | Problem:
    found = call.state.jobs.all.get(call.path("id"))
    if found is None:
        return Problem(404, "Not Found Error", "Could not find job.", "resource-not-found")
    found.look(call.state.clock.now())
    return JSONResponse({"data": found.shape(call.state.site)})


async def _upload(request: Request) -> Response:
    """The address a job gives for its ids: no token, as on X, where it is a store's signed address."""
    state: State = request.app.state.x
    found = state.jobs.all.get(request.path_params["id"])
    wrong = found.upload(await request.body(), state.clock.now()) if found else "no such job"
    return PlainTextResponse(wrong or "", 400 if wrong else 200)


async def _download(request: Request) -> Response:
    """The address of a job's result."""
    state: State = request.app.state.x
    found = state.jobs.all.get(request.path_params["id"])
    if found is None or found.status != "complete":
        return PlainTextResponse("not ready", 404)
    became = state.post_became if found.kind == "tweets" else state.user_became
    return PlainTextResponse(result(found.ids, became, state.now_text()), media_type="application/x-ndjson")
