"""Setting X up, step by step: what each step was last found to be. Holds no secret and no token."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it was last found: `state` is done, waiting or wrong."""

    step: str
    state: str
    says: str
    mend: str
    checked_at: dt.datetime


def keep(
    conn: sa.Connection, brand: str, step: str, state: str, says: str, mend: str, now: dt.datetime
) -> None:
    """Keep what a step was found to be."""
    conn.execute(
        sa.text(
            "INSERT INTO setup_step (brand, step, state, says, mend, checked_at)"
            " VALUES (:b, :p, :s, :w, :m, :n)"
            " ON CONFLICT (brand, step) DO UPDATE SET state = excluded.state, says = excluded.says,"
            " mend = excluded.mend, checked_at = excluded.checked_at"
        ),
        {"b": brand, "p": step, "s": state, "w": says, "m": mend, "n": now},
    )


def of_brand(conn: sa.Connection, brand: str) -> dict[str, StepRow]:
    """A brand's steps, by name, as they were last found."""
    rows = conn.execute(
        sa.text("SELECT step, state, says, mend, checked_at FROM setup_step WHERE brand = :b"), {"b": brand}
    )
    return {row.step: StepRow(*row) for row in rows}
