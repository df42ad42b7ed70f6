"""The last act: some people are forgotten by a process that dies on the way, and the log stays whole."""

import os
import subprocess
import sys
from typing import Final

from tests.stories.storm import invariants
from tests.stories.storm.invariants import Aftermath
from tests.stories.storm.processes import ROOT
from tests.stories.storm.schedule import LAST_POINTS
from tests.stories.storm.town import Town

PEOPLE: Final = 4
PROGRAM: Final = """
import sys
from makewhole.desk.forget import forget
from makewhole.main import wiring
from makewhole.main.settings import Settings
with wiring.furnished(Settings()) as house:
    for person in sys.argv[1:]:
        forget(house, int(person))
"""
TABLES: Final = (
    "person_opening", "person_evidence", "person_claim", "person_letter", "person_post", "person_contact",
    "person_key",
)  # fmt: skip


def forget_some(town: Town) -> list[int]:
    """Forget some people whose claims rest; each effect point of it is deadly once. Returns who."""
    with town.house.database() as conn:
        rows = conn.execute(
            b"SELECT id FROM person WHERE id NOT IN (SELECT person FROM claim WHERE state NOT IN"
            b" ('paid', 'closed', 'withdrawn', 'declined')) ORDER BY id LIMIT %s",
            [PEOPLE],
        ).fetchall()
    people = [int(str(row[0])) for row in rows]
    for point in (*LAST_POINTS, None):
        if point is None:
            town.house.recall()
        else:
            town.house.ask([point])
        subprocess.run(
            [sys.executable, "-c", PROGRAM, *map(str, people)],
            env={
                **os.environ,
                **town.house.env,
                "MAKEWHOLE_STORM": str(town.house.order),
                "PYTHONPATH": ROOT,
            },
            cwd=town.house.folder,
            capture_output=True,
            check=point is None,
        )
        town.house.died_at()
    return people


def forgotten(seen: Aftermath, people: list[int]) -> list[str]:
    """Nothing of theirs is left in any table, their keys included, and the log says so and still holds."""
    wrong = []
    for table in TABLES:
        [(left,)] = seen.rows(f"SELECT count(*) FROM {table} WHERE person IN ({', '.join(map(str, people))})")
        if left:
            wrong.append(f"{table} holds {left} rows of people who were forgotten")
    said = seen.rows("SELECT subject FROM statement WHERE kind = 'erasure'")
    if sorted(subject for (subject,) in said) != sorted(f"person-{person}" for person in people):
        wrong.append(f"{len(said)} erasures are stated for {len(people)} people")
    return wrong + invariants.tree(seen)
