"""What customs of a country usually ask for: which paper or payment, from whom, how long, and the choices.

A word is looked up by country and matter in dated rows: the packaged ones (`customs.toml`), then a brand's
own, which count first. A row says how sure it is (flag V, P or U) and where it is from; how a customer is
told is `care.whereabouts`'s business, and what a claim comes to is `law`'s.

>>> from datetime import date
>>> found = word("BR", "documents", PACKAGED, date(2026, 11, 22))
>>> found.papers, found.names["tax_id"], found.givers
(('tax_id', 'invoice', 'payment'), 'CPF, CNPJ', ('consignee',))
>>> word("XZ", "duties", PACKAGED, date(2026, 11, 22))
Unknown(country='XZ', matter='duties')
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

from makewhole import tables
from makewhole.because import Refused
from makewhole.money import Money, parse

Matter = Literal["documents", "duties", "inspection", "prohibited", "delay"]
Kind = Literal["duty_free", "tax_free", "waived", "prepaid", "flat", "rate_below", "rate_above", "most"]
Flag = Literal["V", "P", "U"]
MATTERS: Final[tuple[Matter, ...]] = get_args(Matter)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_TABLE: Final[dict[str, Any]] = tables.read("makewhole.parcel", "customs.toml")
PAPERS: Final[dict[str, str]] = dict(_TABLE["papers"])
"""Every paper or fact customs can ask for, with what it is."""
GIVERS: Final = ("consignee", "seller", "carrier")
CHOICES: Final = ("pay", "give", "correct", "wait", "return", "refuse")
PAYEES: Final = ("carrier", "customs")
GROUPS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(countries) for name, countries in _TABLE["groups"].items()
}
"""Countries that share their rows, under one name of two letters."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One figure of what is due. By `kind`: no duty up to `sum` (duty_free), no import tax up to it
    (tax_free), not asked for where it comes to no more (waived), taken at the till up to it by a seller in
    `scheme` (prepaid), due for each kind of goods in a small parcel (flat), `permille` up to or above it
    (rate_below, rate_above), a parcel worth more counts as trade (most). A `sum` of zero in duty_free or
    tax_free: due whatever the goods are worth. Valid from `since` until the day before `until`.
    """

    kind: Kind
    sum: Money
    permille: int | None = None
    scheme: str = ""
    since: date = date.min
    until: date = date.max
    flag: Flag = "V"
    source: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of charge; allowed are {', '.join(KINDS)}")
        if self.sum.minor < 0:
            raise ValueError("a charge's sum is not negative")
        if (self.permille is not None) != self.kind.startswith("rate"):
            raise ValueError("a rate, and nothing else, has its permille")


@dataclass(frozen=True, slots=True)
class CustomsWord:
    """What is known of one matter at one destination.

    `papers` are of `PAPERS`, `names` what a paper is called there ("CPF"), `givers` who must give it,
    `pay_to` whom the charge is paid to, `days` the usual working days from lowest to highest, `storage_days`
    how long it is kept before it goes back (None: the notice says so). `measured` where the days come from
    parcels we saw. `own` is a brand's row; `notes` are its own words by language. `flag` speaks of all but
    the charges, which carry their own.
    """

    country: str
    matter: Matter
    papers: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    givers: tuple[str, ...] = ()
    charges: tuple[Charge, ...] = ()
    pay_to: str | None = None
    days: tuple[int, int] | None = None
    storage_days: int | None = None
    choices: tuple[str, ...] = ()
    flag: Flag = "P"
    source: str = ""
    checked_on: date = date.min
    own: bool = False
    measured: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Charge, ...]:
        """The charges that may be told: one nobody has read up (U) is not."""
        return tuple(charge for charge in self.charges if charge.flag != "U")

    @property
    def sure(self) -> bool:
        """Whether all that is told was read in the official text or in two sources apart."""
        return self.flag == "V" and all(charge.flag == "V" for charge in self.told)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known of this matter at this destination; the way forward is the notice one was sent."""

    country: str | None
    matter: Matter


def word(country: str | None, matter: Matter, rows: Sequence[CustomsWord], on: date) -> CustomsWord | Unknown:
    """What the rows say of a matter in a country on a day: a brand's own row before a packaged one, the
    country's before its group's, the later before the earlier; its charges are those of the day."""
    groups = tuple(name for name, members in GROUPS.items() if country in members)
    for own in (True, False):
        for name in (country, *groups):
            for row in reversed(rows):
                if (row.own, row.country, row.matter) == (own, name, matter):
                    charges = tuple(c for c in row.charges if c.since <= on < c.until)
                    return replace(row, country=country or row.country, charges=charges)
    return Unknown(country, matter)


def between(origin: str | None, destination: str | None) -> bool:
    """Whether a parcel passes customs on its way; not within a country or a union of customs, and not where
    an end is unknown.

    >>> between("CN", "DE"), between("DE", "FR"), between("GB", "FR"), between(None, "FR")
    (True, False, True, False)
    """
    if origin is None or destination is None or origin == destination:
        return False
    return not any({origin, destination} <= members for members in GROUPS.values())


def working_days(begin: date, end: date) -> int:
    """Days from Monday to Friday after `begin` until `end`; holidays are not known here.

    >>> working_days(date(2026, 11, 20), date(2026, 11, 24))
    2
    """
    whole, rest = divmod(max(0, (end - begin).days), 7)
    return whole * 5 + sum((begin + timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))


_LEAST_SEEN: Final = 20


def measured(found: CustomsWord, spans: Sequence[tuple[date, date]]) -> CustomsWord:
    """The word with the usual days as parcels of this lane had them, in and out of customs; where fewer than
    20 were seen the table's stand. The range holds the middle eight in ten."""
    if len(spans) < _LEAST_SEEN:
        return found
    days = sorted(working_days(begin, end) for begin, end in spans)
    low, high = days[len(days) // 10], days[len(days) * 9 // 10]
    return replace(found, days=(low, max(low, high)), measured=True)


def _charge(row: Mapping[str, Any], above: Mapping[str, Any]) -> Charge:
    sum_ = parse(row["sum"], row["currency"])
    if isinstance(sum_, Refused):
        raise ValueError(f"customs.toml, {above['country']}: {sum_.says}")
    return Charge(
        row["kind"],
        sum_,
        row.get("permille"),
        row.get("scheme", ""),
        row.get("from", date.min),
        row.get("until", date.max),
        row.get("flag", above["flag"]),
        row.get("source", above["source"]),
    )


def _words(row: Mapping[str, Any]) -> Iterator[CustomsWord]:
    """A destination's row as one word a matter; what it leaves out is the matter's own."""
    days = row.get("days")
    for matter in MATTERS:
        usual = _TABLE["matter"][matter]
        documents = matter == "documents"
        yield CustomsWord(
            row["country"],
            matter,
            tuple(row["papers"] if documents else usual["papers"]),
            row.get("names", {}),
            tuple(row.get("givers", usual["givers"]) if documents else usual["givers"]),
            tuple(_charge(each, row) for each in row.get("charge", ())) if matter == "duties" else (),
            row.get("pay_to", "carrier") if matter == "duties" else None,
            None if days is None or matter == "prohibited" else (days[0], days[1]),
            row.get("storage_days"),
            tuple(usual["choices"]),
            row["flag"],
            row["source"],
            row["checked"],
        )


PACKAGED: Final[tuple[CustomsWord, ...]] = tuple(each for row in _TABLE["row"] for each in _words(row))
"""The words that come with the house."""
COUNTRIES: Final[tuple[str, ...]] = tuple(
    sorted({name for row in PACKAGED for name in GROUPS.get(row.country, frozenset({row.country}))})
)
"""Every country the packaged words speak of."""
