"""Users through the simulated X's API: me, by id, by name, one or a hundred."""

from collections.abc import Callable, Sequence

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.x_door import Call, not_found, operation
from makewhole.simulators.x_model import Json, Problem, User, invalid
from makewhole.simulators.x_shapes import user


def routes() -> list[Route]:
    """Every route about users."""
    return [
        operation("/2/users/me", "GET", "users", _me, "user", "users.read"),
        operation("/2/users", "GET", "users", _many, scope="users.read"),
        operation("/2/users/by", "GET", "users", _many_by_handle, scope="users.read"),
        operation("/2/users/by/username/{handle}", "GET", "users", _by_handle, scope="users.read"),
        operation("/2/users/{id}", "GET", "users", _by_id, scope="users.read"),
    ]


async def _me(call: Call) -> Response | Problem:
    return _told(call, [call.me.id], "id", call.state.world.users.get, single=True)


async def _by_id(call: Call) -> Response | Problem:
    return _told(call, [call.path("id")], "id", call.state.world.users.get, single=True)


async def _by_handle(call: Call) -> Response | Problem:
    return _told(call, [call.path("handle")], "username", call.state.world.by_handle, single=True)


async def _many(call: Call) -> Response | Problem:
    return _listed(call, "ids", call.state.world.users.get)


async def _many_by_handle(call: Call) -> Response | Problem:
    return _listed(call, "usernames", call.state.world.by_handle)


def _listed(call: Call, name: str, find: Callable[[str], User | None]) -> Response | Problem:
    asked = [one for one in call.query(name).split(",") if one]
    if not 1 <= len(asked) <= 100:
        return invalid(f"{name} are 1 to 100, with commas between them.")
    return _told(call, asked, name, find, single=False)


def _told(
    call: Call, asked: Sequence[str], parameter: str, find: Callable[[str], User | None], *, single: bool
) -> Response:
    found, errors = [], []
    for one in asked:
        known = find(one)
        if known is None or known.deactivated:
            errors.append(not_found(call, "user", parameter, one))
        elif known.suspended:
            why = {"title": "Forbidden", "detail": f"User has been suspended: [{one}]."}
            errors.append({**not_found(call, "user", parameter, one), **why})
        else:
            found.append(known)
    state = call.state
    state.ledger.read("users", "user", [one.id for one in found], state.clock.now())
    shapes = [_shape(call, one) for one in found]
    body: Json = {"errors": errors} if errors else {}
    if shapes:
        body["data"] = shapes[0] if single else shapes
    return JSONResponse(body)


def _shape(call: Call, one: User) -> Json:
    shown = user(one, call.spelling.dialect, call.asked)
    if call.user is not None and "receives_your_dm" in call.asked.users:
        shown["receives_your_dm"] = call.state.directs.receives(one, call.user)
    if call.user is not None and "connection_status" in call.asked.users:
        shown["connection_status"] = ["blocking"] if one.id in call.user.blocks else []
    return shown
