"""A seller's own promise: a dated document with rules and prose, hashed, and what it gives in one case.

Rules are read in order; the first that holds gives the promise. Where a rule on the way turns on a fact
nobody knows, and where only the last rule is left, a person decides. The document as the machine reads it
is canonical JSON (RFC 8785) with the hash of its prose inside, so one hash names both. This module does not
know the law: the settlement gives the customer the better of the two.

>>> demo().version
'2026-01-01'
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from makewhole import tables
from makewhole.because import Because, Ground, Refused
from makewhole.claims import rules
from makewhole.money import EXPONENTS, Money

BASES = ("value", "charges", "part_value")
SOURCE = "the seller's published terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the terms are read against: the facts by name, and the sums a percentage may be of."""

    facts: Mapping[str, rules.Known]
    value: Money | None = None
    charges: Money | None = None
    part_value: Money | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What the terms give: a sum, or None where a person decides (`unclear` says why)."""

    money: Money | None
    because: Because
    unclear: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """A document in force from a day on. `document` is plain JSON; make it with `read`."""

    document: Mapping[str, Any]
    canonical: bytes
    hash: str
    prose: Mapping[str, str]

    @property
    def name(self) -> str:
        """The document's own id."""
        return str(self.document["id"])

    @property
    def version(self) -> str:
        """The day from which it is in force, which is also its version."""
        return str(self.document["in_force_from"])

    @property
    def claim_within_days(self) -> int:
        """How long after (due) delivery the seller wants to be told."""
        return int(self.document["claim_within_days"])

    @property
    def appeal_within_days(self) -> int:
        """How long after an answer the claimant may ask for another look."""
        return int(self.document["appeal_within_days"])

    @property
    def outside_body(self) -> str:
        """Who hears an appeal where nobody else is left."""
        return str(self.document["outside_body"])

    def says(self, rule: str, language: str) -> tuple[str, str] | None:
        """What a rule says in `language`, else in the document's own first words: (words, their language).

        The language is "" where the document does not name it; None: there is no such rule.
        """
        for one in self.document["rules"]:
            if one["id"] == rule:
                spoken = _spoken(one["says"])
                tongue = language if language in spoken else next(iter(spoken))
                return spoken[tongue], tongue
        return None

    def promise(self, case: Case) -> Promise:
        """What the terms give in this case, with the rule it rests on."""
        for rule in self.document["rules"]:
            if rule.get("person"):
                return self._unclear(rule, "no rule before the last one holds")
            held = rules.holds(rule["when"], case.facts)
            if isinstance(held, rules.Unknown):
                return self._unclear(rule, f"the rule turns on {held.fact}, which is not known")
            if held:
                return self._given(rule, case)
        raise AssertionError("terms end with a rule that hands over to a person; `read` made sure")

    def _given(self, rule: Mapping[str, Any], case: Case) -> Promise:
        give = rule["give"]
        if "fixed" in give:
            return self._fixed(rule, case)
        base = {"value": case.value, "charges": case.charges, "part_value": case.part_value}[give["of"]]
        if base is None:
            return self._unclear(rule, f"a sum is missing: {give['of']}")
        money = base.share(give["percent"], 100)
        if "cap" in give:
            cap = give["cap"].get(base.currency)
            if cap is None:
                return self._unclear(rule, f"the terms name no upper limit in {base.currency}")
            money = Money(min(money.minor, cap), base.currency)
        if give.get("charges") and case.charges is not None and case.charges.currency == money.currency:
            money = money + case.charges
        return Promise(money, (self._ground(rule, _main(rule), {"sum": money.text()}),))

    def _fixed(self, rule: Mapping[str, Any], case: Case) -> Promise:
        currency = case.value.currency if case.value is not None else None
        minor = rule["give"]["fixed"].get(currency)
        if currency is None or minor is None:
            return self._unclear(rule, f"the terms name no sum in {currency or 'an unknown currency'}")
        money = Money(minor, currency)
        return Promise(money, (self._ground(rule, _main(rule), {"sum": money.text()}),))

    def _unclear(self, rule: Mapping[str, Any], why: str) -> Promise:
        return Promise(None, (self._ground(rule, f"a person decides: {why}", {}),), why)

    def _ground(self, rule: Mapping[str, Any], says: str, facts: Mapping[str, str]) -> Ground:
        cited = f"terms {self.name} of {self.version}, rule {rule['id']}"
        return Ground(cited, says, SOURCE, {"terms_hash": self.hash, **facts})


def read(document: Mapping[str, Any], prose: Mapping[str, str]) -> Terms | Refused:
    """Terms from a document and its prose by language; a refusal names the rule that is wrong."""
    wrong = _fault(document) or (None if prose.get("en") else "prose in English is missing")
    if wrong is not None:
        return Refused("terms.document", wrong, "docs/terms.md", "mend that place and publish again")
    hashes = {tongue: hashlib.sha256(text.encode()).hexdigest() for tongue, text in sorted(prose.items())}
    whole = {**document, "prose_sha256": hashes}
    canonical = rfc8785.dumps(whole)
    return Terms(whole, canonical, hashlib.sha256(canonical).hexdigest(), dict(prose))


def _spoken(says: str | Mapping[str, str]) -> Mapping[str, str]:
    """A rule's sentence by language; one sentence alone is in whatever language the seller wrote."""
    return {"": says} if isinstance(says, str) else dict(sorted(says.items(), key=_english_first))


def _english_first(said: tuple[str, str]) -> tuple[bool, str]:
    return said[0] != "en", said[0]


def _main(rule: Mapping[str, Any]) -> str:
    """The sentence that goes on record: in English where there is one."""
    return next(iter(_spoken(rule["says"]).values()))


def in_force(published: tuple[Terms, ...], on: date) -> Terms | None:
    """The latest of the published terms that was in force on that day."""
    held = [terms for terms in published if terms.version <= on.isoformat()]
    return max(held, key=lambda terms: terms.version) if held else None


def demo() -> Terms:
    """The packaged example, fit to copy for a first document of one's own."""
    packaged = dict(tables.read("makewhole.claims", "published/demo.toml"))
    prose = packaged.pop("prose")
    terms = read(packaged, prose)
    if isinstance(terms, Refused):
        raise ValueError(terms.says)
    return terms


def _fault(document: Mapping[str, Any]) -> str | None:
    for name in ("id", "seller", "in_force_from", "outside_body"):
        if not isinstance(document.get(name), str) or not document[name]:
            return f"{name} is missing"
    try:
        date.fromisoformat(document["in_force_from"])
    except ValueError:
        return "in_force_from is a date, as 2026-01-31"
    for name in ("claim_within_days", "appeal_within_days"):
        if not isinstance(document.get(name), int) or not 1 <= document[name] <= 3650:
            return f"{name} is a whole number of days, 1 to 3650"
    listed = document.get("rules")
    if not isinstance(listed, list) or not listed:
        return "rules are missing"
    for position, rule in enumerate(listed, start=1):
        wrong = _rule_fault(rule, last=position == len(listed))
        if wrong is not None:
            return f"rule {position} ({rule.get('id', 'without id')}): {wrong}"
    return None


def _rule_fault(rule: Mapping[str, Any], last: bool) -> str | None:
    if not rule.get("id") or not rule.get("says"):
        return "id and says are needed"
    spoken = rule["says"] if isinstance(rule["says"], Mapping) else {"": rule["says"]}
    if not all(isinstance(words, str) and words for words in spoken.values()):
        return "says is a sentence, or a table of sentences by language"
    if bool(rule.get("person")) != last:
        return "the last rule, and only that one, hands over to a person"
    if last:
        return "the last rule has no conditions" if rule.get("when") else None
    if not rule.get("when"):
        return "without a condition no later rule could ever hold"
    return rules.fault(rule["when"]) or _give_fault(rule.get("give"))


def _give_fault(give: Any) -> str | None:
    if isinstance(give, Mapping) and "fixed" in give:
        return _sums_fault("fixed", give["fixed"]) if set(give) == {"fixed"} else "fixed stands alone"
    if not isinstance(give, Mapping) or give.get("of") not in BASES:
        return f"give names what it is of: {', '.join(BASES)}"
    if not isinstance(give.get("percent"), int) or not 1 <= give["percent"] <= 100:
        return "percent is a whole number, 1 to 100"
    return _sums_fault("cap", give.get("cap", {}))


def _sums_fault(name: str, sums: Any) -> str | None:
    if not isinstance(sums, Mapping):
        return f"{name} is a table of sums by currency"
    for currency, minor in sums.items():
        if currency not in EXPONENTS or not isinstance(minor, int) or minor <= 0:
            return f"{name} in {currency} is a positive whole number of minor units"
    return None
