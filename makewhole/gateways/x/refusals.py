"""What X's "no" means: the first row of refusals.toml that fits a status and the words of an answer."""

from makewhole import tables
from makewhole.gateways.wire import Json, Undeliverable


def refusal(status: int, said: Json) -> Undeliverable:
    """The rule X names, in its own words or ours; `x.refused` where no row fits.

    >>> refusal(403, {"detail": "You are not allowed to create a Tweet with duplicate content."}).rule
    'x.duplicate'
    """
    text = words(said).lower()
    for row in tables.read("makewhole.gateways.x", "refusals.toml")["refusal"]:
        if row["status"] == status and row["phrase"] in text:
            return Undeliverable(row["rule"], row["says"], row["source"])
    return Undeliverable("x.refused", f"X answered {status}.", "X API v2 response codes")


def words(said: Json) -> str:
    """All that a refusal says in words."""
    parts = [said.get("detail"), said.get("title"), said.get("error_description"), said.get("error")]
    problems = said.get("errors")
    for one in problems if isinstance(problems, list) else []:
        if isinstance(one, dict):
            parts += [one.get("message"), one.get("detail"), one.get("title")]
    return " ".join(str(part) for part in parts if part)
