"""What else privacy law asks beside a claim: access, portability, complaints, breaches, transfers abroad.

Decides by when each is answered or told, and whether data may leave. Rows in `tables/privacy.toml`; beside
it: docs/law/privacy.md.

>>> order = Request(country="CN", kind="transfer", contract_needed=True)
>>> transfer(order, "pipl", date(2026, 3, 1)).admissible
True
"""

from datetime import date

from makewhole.law import counting, rows
from makewhole.law.conclusion import Deadline, Missing
from makewhole.law.privacy_request import NAMES, Duty, Request

_ROWS = rows.table("privacy")
_MOST_PERSONS = 100_000
_RISK = Missing(
    "privacy.risk",
    "Is the breach likely to harm the persons concerned?",
    {"yes": "the authority is told", "no": "it is written down, with the reasons"},
)
_NEEDED = Missing(
    "privacy.contract_needed",
    "Can the person's own order or delivery be carried out without sending the data abroad?",
    {"no": "they may go for it", "yes": "they need another ground"},
)
_GROUNDS = Missing(
    "privacy.adequate",
    "Was the country found adequate, or are standard clauses in place?",
    {"yes": "the data may go", "no": "only for the person's own contract"},
)
_PERSONS = Missing(
    "privacy.persons",
    "Of how many persons do data leave this year, and are sensitive data among them?",
    {"fewer than 100,000, none sensitive": "exempt", "more": "standard contract, certificate or assessment"},
)


def answered(request: Request, law: str, on: date, answer: Deadline) -> Duty:
    """Access, portability, a complaint or a breach: what to do, and by when."""
    row = _ROWS.find(f"{law}_{request.kind}", on)
    if row is None:
        says = f"what {NAMES[law]} asks for this on {on} is not on record: a person decides"
        none = _ROWS.rule(f"{law}_automated").ground(says)
        return Duty(regime=NAMES[law], admissible=None, because=(none,), doubts=(says,))
    if request.kind == "breach":
        return _breach(request, law, row)
    if request.kind == "complaint":
        by = counting.last_day(str(row.value), request.received_on).by if request.received_on else None
        ground = row.ground(f"acknowledged within {row.value}" + (f": by {by}" if by else ""))
        duties = ("acknowledge the complaint", "look into it without delay", "tell the person the outcome")
        return Duty(regime=NAMES[law], admissible=True, because=(ground,), duties=duties, answer_by=by)
    what = "a copy of the data, and what is done with them"
    if request.kind == "portability":
        what = "what the person gave, in a common format a machine reads"
    return Duty(
        regime=NAMES[law],
        admissible=True,
        because=(row.ground(what), *answer.because),
        duties=(f"give {what}", "leave out what would harm others"),
        answer_by=answer.by,
    )


def _breach(request: Request, law: str, row: rows.Row) -> Duty:
    """Tell the authority, by the third day where the law counts hours, unless no harm is likely."""
    if request.risk is None:
        known = row.ground("a breach became known")
        return Duty(regime=NAMES[law], admissible=None, because=(known,), missing=(_RISK,))
    if not request.risk and law != "pipl":
        says = "no harm is likely: it is written down, with the reasons, and nobody need be told"
        return Duty(
            regime=NAMES[law], admissible=True, because=(row.ground(says),), duties=("write it down",)
        )
    by = (
        counting.last_day(str(row.value), request.received_on).by
        if row.value and request.received_on
        else None
    )
    when = (
        f"within 72 hours: by the same hour of {by}"
        if by
        else "at once"
        if law == "pipl"
        else "within 72 hours"
    )
    duties = ("tell the authority", "tell the persons where the risk is high", "write it down")
    return Duty(
        regime=NAMES[law],
        admissible=True,
        because=(row.ground(f"the authority is told {when}"),),
        duties=duties,
        answer_by=by,
    )


def transfer(request: Request, law: str, on: date) -> Duty:
    """Whether data may leave the country."""
    row, regime = _ROWS.find(f"{law}_transfer", on), NAMES[law]
    if row is None:
        return answered(request, law, on, Deadline(None, ()))
    if law == "pipl":
        return _from_china(request, row, on)
    if request.adequate or request.safeguards:
        says = (
            "the country was found adequate" if request.adequate else "standard clauses or the like bind it"
        )
        return Duty(
            regime=regime, admissible=True, because=(row.ground(says),), duties=("say so in the notice",)
        )
    if request.adequate is None and request.safeguards is None and not request.contract_needed:
        asked = row.ground("data leave the country")
        return Duty(regime=regime, admissible=None, because=(asked,), missing=(_GROUNDS,))
    if request.contract_needed:
        narrow = _ROWS.at(f"{law}_transfer_contract", on)
        says = "the person's own contract cannot be carried out without it: for single transfers"
        return Duty(
            regime=regime, admissible=True, because=(narrow.ground(says),), duties=("send no more than that",)
        )
    says = "neither adequate, nor bound by safeguards, nor needed for the person's contract"
    return Duty(regime=regime, admissible=False, because=(row.ground(says),))


def _from_china(request: Request, row: rows.Row, on: date) -> Duty:
    """Out of China: free for the person's own order, and for few persons without sensitive data."""
    free = _ROWS.find("pipl_transfer_free", on)
    assess = ("assess the impact (art. 55)", "tell the person who receives it (art. 39)")
    if free is None:
        says = "an export needs one of the routes of the law"
        return Duty(regime="PIPL", admissible=None, because=(row.ground(says),), doubts=(says,))
    if request.contract_needed:
        says = "needed for the person's own purchase or delivery abroad: exempt"
        return Duty(regime="PIPL", admissible=True, because=(free.ground(says),), duties=assess)
    asked = None
    if request.contract_needed is None:
        asked = _NEEDED
    elif request.persons is None or request.sensitive is None:
        asked = _PERSONS
    if asked is not None:
        open_one = row.ground("data leave China")
        return Duty(regime="PIPL", admissible=None, because=(open_one,), missing=(asked,))
    if (request.persons or 0) < _MOST_PERSONS and not request.sensitive:
        says = (
            f"{request.persons} persons this year, fewer than {_MOST_PERSONS}, none of it sensitive: exempt"
        )
        return Duty(regime="PIPL", admissible=True, because=(free.ground(says),), duties=assess)
    says = "a standard contract, a certificate or the authority's assessment is needed first"
    routes = (*assess, "standard contract, certificate or security assessment")
    return Duty(regime="PIPL", admissible=None, because=(row.ground(says),), duties=routes, doubts=(says,))


def california(row: rows.Row) -> Duty:
    """California's rules on automated decisions reach other matters than a parcel's refund."""
    says = "finance, housing, education, work and health are significant; a parcel's refund probably is not"
    return Duty(regime="CCPA", admissible=True, because=(row.ground(says),), doubts=(says,))
