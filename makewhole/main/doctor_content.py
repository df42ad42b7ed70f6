"""The doctor's look at what is kept of X: whether X was asked of it within the time it allows."""

from datetime import timedelta

from makewhole.desk import content
from makewhole.desk.house import House
from makewhole.main.findings import Finding
from makewhole.store import content as kept
from makewhole.store import content_jobs

_WORKS_FOR = timedelta(hours=2)
"""How long a round may take from its start until X has answered."""


def examine(house: House) -> list[Finding]:
    """One line, where anything of X is kept for longer than a round."""
    now = house.clock.now()
    with house.database.reading() as conn:
        since = kept.oldest(conn)
        until = content_jobs.followed_until(conn)
        last = next((job for job in content_jobs.latest(conn) if job.says not in (None, "complete")), None)
    due = now - content.every(house) - _WORKS_FOR
    if since is None or since > due:
        return []
    if until is not None and until > due:
        return [Finding("X content", True, f"as X wants it up to {until:%Y-%m-%d %H:%M} UTC")]
    why = f"; the last word was: {last.says}" if last is not None else ""
    told = "never" if until is None else f"last on {until:%Y-%m-%d %H:%M} UTC"
    return [
        Finding(
            "X content",
            False,
            f"X was {told} asked what became of what is kept{why}",
            "ask now: makewhole content follow; a worker asks by itself (makewhole work)",
        )
    ]
