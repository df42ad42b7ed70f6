"""`POST /api/v1/assessments`: what the law gives on sets of facts, as `makewhole assess` says it.

Facts have the fields of docs/assess.md. Nothing is stored, and nothing of it is personal.
"""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from makewhole.because import Refused
from makewhole.law import telling
from makewhole.law.assess import assess
from makewhole.law.calendar import clocks
from makewhole.law.reading import read
from makewhole.web.api import ANSWERS, caller
from makewhole.web.doors import Here
from makewhole.web.problems import Problem

router = APIRouter(prefix="/api/v1", responses=ANSWERS, tags=["v1"], dependencies=[Depends(caller)])


class AssessmentsIn(BaseModel):
    """Sets of facts to assess, each in the fields of docs/assess.md."""

    model_config = ConfigDict(extra="forbid")

    facts: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=100)]
    on: Annotated[dt.date | None, Field(description="the day to assess at; today where left out")] = None


class AssessedOut(BaseModel):
    """One answer: the assessment with its articles, and every clock that runs."""

    assessment: dict[str, Any]
    calendar: list[dict[str, Any]]


class AssessmentsOut(BaseModel):
    """The answers, in the order of the facts."""

    answers: list[AssessedOut]


@router.post("/assessments")
def assessments(doors: Here, given: AssessmentsIn) -> AssessmentsOut:
    """What the law gives on each set of facts, with its articles and its clocks."""
    house = doors.house
    now = house.clock.now()
    if given.on is not None:
        now = dt.datetime.combine(given.on, dt.time(23, 59, 59), dt.UTC)
    answers = []
    for number, plain in enumerate(given.facts):
        facts = read(plain)
        if isinstance(facts, Refused):
            where = f"facts.{number}: {facts.says}"
            raise Problem(
                422, "unreadable", "A field can't be read", where, "see docs/assess.md", facts.way_forward
            )
        found = assess(facts, house.rates, now, house.accepted_rows)
        running = telling.calendar(clocks(facts, found))
        answers.append(AssessedOut(assessment=telling.assessment(found), calendar=running))
    return AssessmentsOut(answers=answers)
