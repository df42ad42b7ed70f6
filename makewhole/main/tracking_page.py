"""A carrier's answer as a page for a person: where the parcel stands, its scans, and what was assumed."""

from dataclasses import dataclass
from datetime import datetime

from makewhole.because import Because
from makewhole.gateways import tracking
from makewhole.gateways.tracking import Answer
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import STATUSES, Scan, whereabouts

_NO_NUMBER = "(no number)"
_STANDARDS = {
    "epcis": "EPCIS 2.0",
    "edi": "EDIFACT and X12",
    "edifact": "EDIFACT (IFTSTA, EMSEVT)",
    "x12": "X12 214",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a parcel stands by one answer: our word, and whether the carrier said it of the whole or of a scan.

    `delivered_at` is ISO 8601 in UTC; None, with `status` None, where the answer says nothing of a parcel.
    """

    status: str | None
    by: str | None
    problem: str | None
    delivered_at: str | None
    because: Because


def standing(one: Answer, at: datetime) -> Standing:
    """The carrier's own overall status where it tells one we know, else what its scans come to at an hour."""
    where = whereabouts(one.scans, Consignment(one.number or _NO_NUMBER), at, unread=len(one.unread))
    by_scans = where.status if one.scans else None
    told = one.status if one.status not in (None, "unknown") else None
    return Standing(
        told or by_scans or one.status,
        "carrier" if told or (one.status and not by_scans) else "scans" if by_scans else None,
        where.problem if one.scans else None,
        where.delivered_at.isoformat() if where.delivered_at else None,
        where.because,
    )


def page(answers: tuple[Answer, ...], at: datetime) -> str:
    """The answers for a person, one parcel after the other."""
    return "\n\n".join("\n".join(_lines(one, at)) for one in answers)


def _lines(one: Answer, at: datetime) -> list[str]:
    where = standing(one, at)
    lines = [f"{one.number or _NO_NUMBER}  read by {reader(one).says}"]
    if where.status is not None:
        said = "as the carrier says" if where.by == "carrier" else "by its scans"
        lines.append(f"  status     {where.status}: {STATUSES[where.status]} ({said})")
    if where.delivered_at is not None:
        lines.append(f"  delivered  {where.delivered_at}")
    if one.expected_on is not None:
        lines.append(f"  expected   {one.expected_on}")
    if where.problem is not None:
        lines.append(f"  problem    {where.problem} (seen from {at:%Y-%m-%d})")
    lines += [f"  told       {f'{each.code}: ' if each.code else ''}{each.says}" for each in one.told]
    if one.scans:
        lines.append("  scans, the oldest first")
        lines += [_scan(*each) for each in zip(one.scans, one.local, one.codes, strict=True)]
    lines += [f"  withdrawn  {each.at:%Y-%m-%d %H:%M} {each.status}" for each in one.withdrawn]
    lines += [f"  unread     {each.says}" for each in one.unread]
    lines += [f"  assumed    {doubt}" for doubt in one.doubts]
    if not (one.scans or one.status or one.told or one.unread):
        lines.append("  nothing is said of a parcel here")
    return lines


def _scan(scan: Scan, local: datetime, code: str | None) -> str:
    """One scan on a line, on the carrier's own clock."""
    clock = local.strftime("%Y-%m-%d %H:%M") + (local.strftime("%z") or " ?")
    meant = f"{scan.status} ({scan.reason})" if scan.reason else scan.status
    shown = scan.country and scan.country not in (scan.place or "").split()
    place = ", ".join(part for part in (scan.place, scan.country if shown else None) if part)
    said = " ".join(
        part for part in (scan.words, f"[{code}]" if code and code != scan.words else None) if part
    )
    return "    " + "  ".join([f"{clock:<21}", f"{meant:<18}", *(part for part in (place, said) if part)])


@dataclass(frozen=True, slots=True)
class Reader:
    """Which of our readers read an answer: by a `table`, by a `standard`, or by the `names` of its fields."""

    kind: str
    says: str


def reader(one: Answer) -> Reader:
    """Who read an answer."""
    if one.carrier in _STANDARDS:
        return Reader("standard", f"our reader for {_STANDARDS[one.carrier]}")
    shape = tracking.shape_named(one.carrier)
    if one.guessed or shape is None:
        return Reader("names", "our reader, which found the fields by their names")
    return Reader("table", f"our reader for {shape.says}")
