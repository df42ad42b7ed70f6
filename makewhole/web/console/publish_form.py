"""The form of a publication: what a person wrote, read into a draft, with a word for each wrong field."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from makewhole.because import Refused
from makewhole.care import publication
from makewhole.desk import report
from makewhole.desk.house import House
from makewhole.store.publishing import Draft, Publication
from makewhole.web.doors import field_of
from makewhole.words import LANGUAGES

KINDS: Final = ("post", "thread", "poll", "report", "faq")
_BETWEEN: Final = "\n\n---\n\n"


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was filled in: what to show again, what is wrong, and the draft where nothing is."""

    kind: str
    values: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    draft: Draft | None = None


def read(house: House, brand: str, zone: str, kind: str, entry: FormData, t: Callable[..., str]) -> Written:
    """A filled-in form. The moment is by the clock of the brand's zone; without one it is now."""
    names = ("text", "at", "minutes", "account", "permission", "paid", "opening", "period", "language")
    values = {name: field_of(entry, name, 20_000) for name in names}
    options = [field_of(entry, f"option{place}", 100) for place in range(1, 5)]
    values |= {f"option{place}": option for place, option in enumerate(options, 1)}
    wrong: dict[str, str] = {}
    at = _moment(values["at"], zone, house.clock.now())
    if at is None:
        wrong["at"] = t("desk-publish-at-wrong")
    parts = _parts(house, brand, kind, values)
    if isinstance(parts, Refused):
        wrong["period"] = t("error-refused", why=f"{parts.says}. {parts.way_forward}")
        parts = ()
    minutes = values["minutes"]
    if kind == "poll" and not minutes.isdecimal():
        wrong["minutes"] = t("desk-publish-minutes-wrong")
    if wrong or at is None:
        return Written(kind, values, wrong)
    poll = kind == "poll"
    draft = Draft(
        kind,
        parts,
        at,
        account=values["account"] or None,
        options=tuple(option for option in options if option) if poll else (),
        minutes=min(int(minutes), 10**6) if poll else None,
        paid=bool(values["paid"]),
        permission=values["permission"][:500],
    )
    return Written(kind, values, {}, draft)


def again(found: Publication, zone: str) -> Written:
    """The form of a draft that is there already."""
    bodies = [part.body for part in found.parts]
    values = {f"option{place}": option for place, option in enumerate(found.options, 1)}
    values |= {
        "text": _BETWEEN.join(bodies),
        "at": found.publish_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"),
        "minutes": str(found.minutes or ""),
        "account": found.account or "",
        "permission": found.permission,
        "paid": "yes" if found.paid else "",
    }
    kind = "thread" if found.kind == "faq" else "post" if found.kind == "report" else found.kind
    return Written(kind, values)


def _parts(house: House, brand: str, kind: str, values: dict[str, str]) -> tuple[str, ...] | Refused:
    if kind == "report":
        period = values["period"] if values["period"] in report.PERIODS else "week"
        language = values["language"] if values["language"] in LANGUAGES else "en"
        said = report.report(house, brand, period, language)
        return said if isinstance(said, Refused) else (said,)
    if kind == "faq":
        return publication.faq(values["opening"], publication.questions(values["text"]))
    if kind == "thread":
        return publication.parts(values["text"])
    return (values["text"].replace("\r\n", "\n"),)


def _moment(told: str, zone: str, now: dt.datetime) -> dt.datetime | None:
    if not told:
        return now
    try:
        at = dt.datetime.fromisoformat(told)
    except ValueError:
        return None
    return (at.replace(tzinfo=ZoneInfo(zone)) if at.tzinfo is None else at).astimezone(dt.UTC)
