"""What the engine's own tables say of errands: which wait, which failed, and how a failed one runs again."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from dbos import DBOSClient

QUEUE = "errands"
SCHEMA = "dbos"


def failures(conn: sa.Connection) -> Mapping[str, int]:
    """How many errands ended in an error of ours, by name: each wants a look, none is forgotten."""
    return _counted(conn, "'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'")


def again(url: str) -> int:
    """Run the errands that ended in an error again, from their first step. Returns how many."""
    client = DBOSClient(system_database_url=url, dbos_system_schema=SCHEMA)
    try:
        failed = client.list_workflows(status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], load_input=False)
        for run in failed:
            client.rewind_workflow(run.workflow_id, queue_name=QUEUE)
        return len(failed)
    finally:
        client.destroy()


def tidy(url: str, before: datetime, most: int = 1_000) -> int:
    """Delete the engine's record of errands that ended well before a moment, oldest first. Returns how many.

    Their keys are free again, so it must lie further back than anything that might owe them twice.
    """
    client = DBOSClient(system_database_url=url, dbos_system_schema=SCHEMA)
    try:
        done = client.list_workflows(
            status="SUCCESS",
            completed_before=before.isoformat(),
            limit=most,
            load_input=False,
            load_output=False,
        )
        client.delete_workflows([run.workflow_id for run in done])
        return len(done)
    finally:
        client.destroy()


def waiting(conn: sa.Connection) -> Mapping[str, int]:
    """How many errands are owed or running now, by name; those owed for a later moment are not counted."""
    return _counted(conn, "'ENQUEUED', 'PENDING'")


def _counted(conn: sa.Connection, states: str) -> Mapping[str, int]:
    # The states stand in the question itself: only so may the engine's partial indexes answer it, however
    # many errands are done.
    rows = conn.execute(
        sa.text(
            f"SELECT name, count(*) FROM {SCHEMA}.workflow_status WHERE status IN ({states}) GROUP BY name"
        )
    )
    return {str(row[0]): int(row[1]) for row in rows}
