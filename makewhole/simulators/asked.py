"""What a control page of a simulated party is asked, as a JSON object; anything else asks for nothing."""

from typing import Any

from starlette.requests import Request


async def asked(request: Request) -> dict[str, Any]:
    """The object in a request's body; empty where there is none."""
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
