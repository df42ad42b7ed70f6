"""The brand's own terms as the errands read them, and the time limits that follow from settings and terms.

Used by every errand that needs them; it calls none of them.
"""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from makewhole.because import Refused
from makewhole.claims import grade
from makewhole.claims.terms import Terms, demo, read
from makewhole.desk.house import House
from makewhole.store import brands


def terms_of(conn: sa.Connection, brand: str) -> Terms:
    """The brand's own published terms, else the packaged ones."""
    kept = brands.get(conn, brand).terms
    if kept is None:
        return demo()
    published = dict(kept)
    terms = read(published, published.pop("prose"))
    if isinstance(terms, Refused):
        raise ValueError(f"the terms of {brand} were checked when they were published: {terms.says}")
    return terms


def appeal_window(house: House, conn: sa.Connection, brand: str) -> timedelta:
    """How long after an answer another look may be asked for: a setting, else what the terms promise."""
    if house.periods.appeal_within is not None:
        return house.periods.appeal_within
    return timedelta(days=terms_of(conn, brand).appeal_within_days)


def grading(house: House) -> grade.Settings:
    """The settings a claim is graded by, with this house's time limits and accepted rows."""
    periods = house.periods

    def limits(decide_within: timedelta) -> grade.Durations:
        return grade.Durations(
            decide_within=decide_within,
            pay_within=periods.pay_within,
            evidence_within=periods.evidence_within,
            answer_within=periods.accept_within,
        )

    return replace(
        grade.DEFAULT,
        simple=limits(periods.decide_simple),
        complex=limits(periods.decide_complex),
        disputed=limits(periods.decide_disputed),
        accepted_rows=house.accepted_rows,
    )
