"""Streams, their rules, connections and usage through the simulated X's API."""

from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_door import Call, operation
from makewhole.simulators.x_ledger import MOST_POSTS_A_MONTH
from makewhole.simulators.x_model import Json, Problem, invalid
from makewhole.simulators.x_stream import ACTIVITY, FILTERED, Connection, Lines

_RULES = "/2/tweets/search/stream/rules"


def routes() -> list[Route]:
    """Every route about listening."""
    return [
        operation("/2/tweets/search/stream", "GET", "stream", _stream, "app"),
        operation("/2/activity/stream", "GET", "activity", _activity, "app"),
        operation(_RULES, "GET", "rules", _rules, "app", priced=False),
        operation(_RULES, "POST", "rules_write", _change_rules, "app", priced=False),
        operation(f"{_RULES}/counts", "GET", "rules", _count_rules, "app", priced=False),
        operation("/2/connections", "GET", "connections", _connections, "app", priced=False),
        operation("/2/connections", "DELETE", "connections", _drop, "app", priced=False),
        operation("/2/connections/all", "DELETE", "connections", _drop_all, "app", priced=False),
        operation("/2/connections/{endpoint}", "DELETE", "connections", _drop_of, "app", priced=False),
        operation("/2/usage/tweets", "GET", "usage", _usage, "app", priced=False),
    ]


async def _stream(call: Call) -> Response | Problem:
    if not call.state.rules.all:
        more = {"connection_issue": "RuleConfigurationIssue"}
        detail = "There are no rules associated with this stream."
        return Problem(409, "ConnectionException", detail, "streaming-connection", more)
    return _opened(call, FILTERED)


async def _activity(call: Call) -> Response | Problem:
    return _opened(call, ACTIVITY)


def _opened(call: Call, endpoint: str) -> Response | Problem:
    made = call.state.streams.open(endpoint, call.request.client.host if call.request.client else "")
    if made is None:
        more = {"connection_issue": "TooManyConnections"}
        detail = "This stream is currently at the maximum allowed connection limit."
        return Problem(429, "ConnectionException", detail, "streaming-connection", more)
    return Lines(call.state.streams, made)


def _meta(call: Call, **more: Any) -> Json:
    return {"sent": call.state.now_text(), **more}


async def _rules(call: Call) -> Response | Problem:
    ids = [one for one in call.query("ids").split(",") if one]
    found = [one.shape() for one in call.state.rules.all.values() if not ids or one.id in ids]
    meta = _meta(call, result_count=len(found))
    return JSONResponse({"data": found, "meta": meta} if found else {"meta": meta})


async def _change_rules(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    dry = call.query("dry_run") == "true"
    if set(body) == {"add"} and isinstance(body["add"], list) and body["add"]:
        return _add_rules(call, body["add"], dry)
    asked = body.get("delete")
    if set(body) == {"delete"} and isinstance(asked, dict):
        ids, values = ([str(one) for one in asked.get(name) or []] for name in ("ids", "values"))
        gone = call.state.rules.delete(ids, values, dry=dry)
        left = len(ids) + len(values) - gone
        meta = _meta(call, summary={"deleted": gone, "not_deleted": left})
        wrong: Json = {"title": "Invalid Request", "detail": "Some rules are not there."}
        wrong["type"] = call.problem_type("invalid-request")
        return JSONResponse({"meta": meta, **({"errors": [wrong]} if left else {})})
    return invalid("One of add and delete, and not both.")


def _add_rules(call: Call, asked: list[Any], dry: bool) -> Response | Problem:
    made, wrong = call.state.rules.add(asked, call.state.world.new_id(), dry=dry)
    summary = {
        "created": len(made), "not_created": len(wrong), "valid": len(made), "invalid": len(wrong),
    }  # fmt: skip
    body: Json = {"meta": _meta(call, summary=summary)}
    if made:
        body["data"] = [one.shape() for one in made]
    if wrong:
        body["errors"] = wrong
    # X answers 201 where a rule was made and 400 where none was; its document lists 200 alone.
    return JSONResponse(body, 201 if made and not dry else 200 if made else 400)


async def _count_rules(call: Call) -> Response | Problem:
    many = len(call.state.rules.all)
    data = {"cap_per_client_app": "1000", "project_rules_count": str(many)}
    return JSONResponse({"data": data})


async def _connections(call: Call) -> Response | Problem:
    status = call.query("status", "active")
    if status not in ("active", "inactive", "all"):
        return invalid("status is active, inactive or all.")
    found = [
        one.shape()
        for one in reversed(call.state.streams.history)
        if status == "all" or (one.closed is None) == (status == "active")
    ]
    meta = {"result_count": len(found)}
    return JSONResponse({"data": found, "meta": meta} if found else {"meta": meta})


def _dropped(call: Call, found: list[Connection], unknown: list[str]) -> Response:
    call.state.streams.end("close", found)
    for one in found:
        call.state.streams.ended(one, "ForceDisconnect")
    results: list[Json] = [{"uuid": one.id, "success": True} for one in found]
    results += [{"uuid": one, "success": False, "error_message": "not connected"} for one in unknown]
    data = {"successful_kills": len(found), "failed_kills": len(unknown), "results": results}
    return JSONResponse({"data": data})


async def _drop(call: Call) -> Response | Problem:
    body = await call.body()
    if isinstance(body, Problem):
        return body
    uuids = body.get("uuids")
    if not isinstance(uuids, list) or not uuids:
        return invalid("uuids is a list of connection ids.")
    found = [one for one in call.state.streams.active() if one.id in uuids]
    return _dropped(call, found, [str(one) for one in uuids if one not in {two.id for two in found}])


async def _drop_all(call: Call) -> Response | Problem:
    return _dropped(call, call.state.streams.active(), [])


async def _drop_of(call: Call) -> Response | Problem:
    return _dropped(call, call.state.streams.active(call.path("endpoint")), [])


async def _usage(call: Call) -> Response | Problem:
    ledger, new = call.state.ledger, call.spelling.dialect == "post"

    def number(value: int) -> int | str:
        return str(value) if new else value

    days = [
        {"date": f"{day.isoformat()}T00:00:00.000Z", "usage": number(many)}
        for day, many in sorted(ledger.posts_by_day.items())
    ]
    data = {
        "cap_reset_day": 1, "project_cap": number(MOST_POSTS_A_MONTH), "project_id": "1",
        "project_usage": number(ledger.posts_this_month(call.state.clock.now())),
        "daily_project_usage": {"project_id": number(1), "usage": days},
        "daily_client_app_usage": [
            {"client_app_id": "29820954", "usage": days, "usage_result_count": len(days)}
        ],
    }  # fmt: skip
    return JSONResponse({"data": data})
