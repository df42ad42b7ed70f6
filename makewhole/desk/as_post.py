"""What came by mail or by the form, in the shape of a post, so that every later step reads one shape.

>>> as_post("1", 7, "hi", "Anna", None)["includes"]["users"][0]["username"], masked("anna@shop.example")
('Anna', 'a…@shop.example')
"""

from datetime import datetime
from typing import Any


def as_post(remote_id: str, person: int, text: str, who: str, at: datetime | None) -> dict[str, Any]:
    """A private message of a person; `who` is what pages call them, and holds no address."""
    author = f"person-{person}"
    return {
        "data": {
            "id": remote_id,
            "text": text,
            "author_id": author,
            "conversation_id": "mail",
            "created_at": None if at is None else at.isoformat(),
        },
        "includes": {"users": [{"id": author, "username": who}]},
    }


def masked(address: str) -> str:
    """An address as a page shows whose it is, without giving it away."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"
