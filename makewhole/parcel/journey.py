"""Where a parcel is, from its scans: status, silence, and what is wrong, however untidy the scans are.

Scans come out of order, twice, from the future or from the year 1, in local time without a zone, and of
another parcel with the same number. Those that can't be true are set aside with a ground and never dropped
from the record, which is the store's. Law is not asked: "presumed lost" is a working limit of `patience`.

>>> from datetime import UTC, datetime
>>> scan = Scan(datetime(2026, 11, 1, 9, tzinfo=UTC), "in_transit")
>>> parcel = Consignment("RB123456785GB", postal=True)
>>> where = whereabouts((scan,), parcel, datetime(2026, 11, 16, tzinfo=UTC))
>>> where.status, where.silent_days, where.problem, where.presumed_lost_on.isoformat()
('in_transit', 14, 'silent', '2026-12-16')
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from makewhole.because import Because, Ground
from makewhole.parcel import stories
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.patience import DEFAULT, Patience, limits
from makewhole.parcel.reasons import REASONS
from makewhole.parcel.scan import CONDITIONS, ENDS, ONWARD, STATUSES, TABLE, Scan, moment

__all__ = [
    "CONDITIONS",
    "ENDS",
    "GRAVE",
    "STATUSES",
    "Hours",
    "Problem",
    "Scan",
    "Whereabouts",
    "moment",
    "problem_at",
    "trusted",
    "whereabouts",
]
Problem = Literal[
    "lost",
    "damaged",
    "returned",
    "conflict",
    "fee_due",
    "customs",
    "silent",
    "exception",
    "late",
    "unreadable",
]
"""What can be wrong with a parcel, the worst first; `problem_at` says which it is at an hour."""
GRAVE: frozenset[str] = frozenset({"lost", "damaged", "returned", "conflict", "fee_due"})
"""What is worse than anything the clock can bring."""
_FEES = frozenset({"customs_duties", "consignee_unpaid"})
_STOPPED = frozenset({"on_hold", "delivery_failed"})
_HARMLESS = frozenset({"holiday", "consignee_asked"})
_SOURCE = "makewhole/parcel/journey.py"
_CONFLICT = "several carriers claim this number and tell what can't be of one parcel"
_UNREADABLE = "something was told that can't be read, or can't be true; it is kept as it came"
IMPOSSIBLE = "impossible"
"""The rule of the ground for scans whose time can't be true."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD, _AHEAD_WITHOUT_ZONE = timedelta(hours=1), timedelta(hours=15)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when a parcel is late, silent for too long, and presumed lost, if nothing more is heard of it.

    None where that hour does not come. With customs, silence is measured by what is usual there.
    """

    late_from: datetime | None = None
    silent_from: datetime | None = None
    lost_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the scans come to at a moment. `silent_days` are whole days since the last scan we can trust.

    `last` is the scan that says how things stand; `standing` is what is wrong by itself, `problem` what is
    wrong now, the hours counted in. `trusted` are the scans that count, oldest first.
    """

    status: str
    last: Scan | None
    silent_days: int | None
    delivered_at: datetime | None
    problem: Problem | None
    presumed_lost_on: date | None
    because: Because
    standing: Problem | None = None
    hours: Hours = Hours()
    trusted: tuple[Scan, ...] = ()


def problem_at(standing: Problem | None, status: str, hours: Hours, now: datetime) -> Problem | None:
    """The worst that is wrong at an hour, of what is wrong by itself and what the clock has brought."""
    if standing in GRAVE:
        return standing
    if hours.lost_from is not None and now >= hours.lost_from:
        return "lost"
    if hours.silent_from is not None and now >= hours.silent_from:
        return "customs" if status == "customs" else "silent"
    if standing == "exception":
        return standing
    return "late" if hours.late_from is not None and now > hours.late_from else standing


def _ground(rule: str, says: str, **facts: str | int | bool | None) -> Ground:
    return Ground(f"journey.{rule}", says, _SOURCE, facts)


def _wrong(scan: Scan, now: datetime) -> str | None:
    """Why a scan's time can't be true, or None."""
    if scan.at < _EARLIEST:
        return "is dated before any parcel we could carry"
    if scan.at > now + (_AHEAD if scan.offset_known else _AHEAD_WITHOUT_ZONE):
        return "lies in the future"
    return None


def trusted(scans: Sequence[Scan], now: datetime) -> tuple[tuple[Scan, ...], Because]:
    """The scans that can be true, each once and in order of time, and a ground for what was set aside."""
    kept: dict[tuple[datetime, str, str | None, str | None], Scan] = {}
    wrong: Counter[str] = Counter()
    for scan in sorted(scans, key=_place_in_time):
        if (why := _wrong(scan, now)) is not None:
            wrong[why] += 1
        else:
            kept.setdefault((scan.at, scan.status, scan.place, scan.words), scan)
    grounds = [_ground(IMPOSSIBLE, f"a scan {why}", scans=count) for why, count in wrong.items()]
    if twice := len(scans) - wrong.total() - len(kept):
        grounds.append(_ground("scan", "a scan is there twice", scans=twice))
    if unzoned := sum(not scan.offset_known for scan in kept.values()):
        says = "a scan has no zone; its time may be off by 14 hours"
        grounds.append(_ground("scan", says, scans=unzoned))
    return tuple(kept.values()), tuple(grounds)


def _place_in_time(scan: Scan) -> tuple[datetime, int, str]:
    """Where a scan stands among the others: by time, then by how far along, then always in the same way."""
    rest = (scan.place, scan.country, scan.words, scan.source, scan.reason, scan.holder, scan.condition)
    return scan.at, TABLE[scan.status]["order"], repr((scan.offset_known, rest))


def _undoes(scan: Scan, standing: Scan) -> bool:
    """Whether a later scan changes how things stand: movement does not undo a hand-over or a return."""
    if scan.status == "unknown":
        return False
    if standing.status == "returned":
        # What is "delivered" on the way back was delivered to the sender; a person looks at such a parcel.
        return scan.status in ("lost", "damaged")
    return standing.status != "delivered" or scan.status not in ONWARD


def _standing(ordered: Sequence[Scan]) -> Scan | None:
    """The scan that says how things stand."""
    standing: Scan | None = None
    for scan in ordered:
        if standing is None or _undoes(scan, standing):
            standing = scan
    return standing


def _whole_days(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, (now - since).days)


def _hours(status: str, heard: datetime | None, patience: Patience, consignment: Consignment) -> Hours:
    """When the clock makes a problem of it."""
    if status in ENDS:
        late = None if status in ("delivered", "cancelled") else consignment.promised_by
        return Hours(late_from=late)
    if heard is None:
        return Hours(late_from=consignment.promised_by)
    quiet = {"customs": patience.customs_days, "ready_for_pickup": None}.get(status, patience.silent_days)
    return Hours(
        consignment.promised_by,
        None if quiet is None else heard + timedelta(days=quiet + 1),
        heard + timedelta(days=patience.lost_days),
    )


def _standing_problem(status: str, reason: str | None) -> tuple[Problem | None, Because]:
    """What is wrong by itself, whatever the hour, with its ground."""
    if own := TABLE[status].get("problem"):
        return own, (_ground("status", f"the carrier says {status}: {STATUSES[status]}"),)
    if status in ENDS:
        return None, ()
    if reason in _FEES:
        return "fee_due", (_ground("fee_due", REASONS[reason].says, reason=reason),)
    if status in _STOPPED or (reason is not None and reason not in _HARMLESS):
        says = STATUSES[status] if reason is None else REASONS[reason].says
        return "exception", (_ground("exception", f"it has stopped: {says}", reason=reason),)
    return None, ()


def _by_the_clock(problem: Problem | None, silent: int | None, patience: Patience, late_days: int) -> Because:
    """The ground of a problem that only the hour makes one."""
    facts: dict[str, str | int | bool | None] = {"silent_days": silent}
    if problem == "lost":
        says = f"nothing was heard for {patience.lost_days} days or more, so it is presumed lost"
        return (Ground("journey.presumed_lost", says, patience.source, facts),)
    if problem == "customs":
        says = f"with customs for more than the usual {patience.customs_days} days"
        return (Ground("journey.customs", says, patience.source, facts),)
    if problem == "silent":
        says = f"nothing was heard for more than the usual {patience.silent_days} days"
        return (Ground("journey.silent", says, patience.source, facts),)
    return (_ground("late", "the promised time has passed", days=late_days),)


def _days_late(consignment: Consignment, until: datetime) -> int | None:
    """Whole days past the promise; None where it is kept or there is none."""
    due = consignment.promised_by
    return None if due is None or until <= due else (until - due).days


def _status(standing: Scan | None, conflict: bool, consignment: Consignment) -> str:
    if conflict:
        return "unknown"
    return standing.status if standing else "pending" if consignment.accepted_at is None else "picked_up"


def _not_understood(last: Scan | None, grounds: Because) -> int:
    """How many scans can't be true, and the last word where we have no word for it."""
    impossible = sum(int(one.facts["scans"] or 0) for one in grounds if one.rule == f"journey.{IMPOSSIBLE}")
    return impossible + (last is not None and last.status == "unknown")


def whereabouts(
    scans: Sequence[Scan],
    consignment: Consignment,
    now: datetime,
    patience: tuple[Patience, ...] = DEFAULT,
    unread: int = 0,
) -> Whereabouts:
    """Where the parcel stands at `now` (aware UTC), what is wrong with it, and why we think so.

    `unread` is how many events were told that could not be read as scans.
    """
    possible, grounds = trusted(scans, now)
    settled = stories.settle(possible, consignment)
    ordered = settled.scans
    standing = None if settled.conflict else _standing(ordered)
    last = ordered[-1] if ordered else None
    status = _status(standing, settled.conflict, consignment)
    row = limits(consignment, now.date(), patience)
    heard = last.at if last else consignment.accepted_at
    silent = 0 if status in ENDS else _whole_days(heard, now)
    delivered = standing.at if standing and status == "delivered" else None
    own, why = _standing_problem(status, standing.reason if standing else None)
    if settled.conflict:
        own, why = "conflict", (_ground("conflict", _CONFLICT, scans=len(ordered)),)
    elif own is None and status not in ENDS and (odd := unread + _not_understood(last, grounds)):
        own, why = "unreadable", (_ground("unreadable", _UNREADABLE, events=odd),)
    if settled.aside:
        grounds += (
            _ground("another", "a scan tells of another parcel with this number", scans=len(settled.aside)),
        )
    hours = _hours(status, heard, row, consignment)
    problem = problem_at(own, status, hours, now)
    if problem is not None and problem != own:
        why += _by_the_clock(problem, silent, row, _days_late(consignment, now) or 0)
    elif delivered is not None and (late := _days_late(consignment, delivered)) is not None:
        why += (_ground("late", "it arrived after the promised time", days=late),)
    if standing and last and standing is not last:
        grounds += (_ground("order", f"a later scan does not undo {status}", later=last.status),)
    if not ordered:
        grounds += (_ground("none", "there is no scan we can trust"),)
    elif not why:
        grounds += (_ground("status", f"the last word is {status}: {STATUSES[status]}"),)
    lost_on = None if hours.lost_from is None else hours.lost_from.date()
    return Whereabouts(
        status, standing, silent, delivered, problem, lost_on, why + grounds, own, hours, ordered
    )
