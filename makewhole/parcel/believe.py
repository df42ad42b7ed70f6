"""How far a bare number is believed, given the words around it.

The rules, in one place: letters with a check digit that holds are valid, letters without one plausible.
Digits alone are valid with their carrier named and a word for waybill near (for the long structured ones one
of the two is enough), plausible with one of the two, and else a candidate. What contradicts itself, where
nothing else explains it, is misread.

>>> believe("1Z9763EF1210861375", NONE).verdict
'valid'
>>> believe("986578788855", NONE).verdict
'candidate'
"""

from dataclasses import dataclass
from itertools import chain, combinations

from makewhole.parcel.context import NONE, Context
from makewhole.parcel.formats import Fit, fits
from makewhole.parcel.reading import RANK, Verdict

_SHORT = 11
_SLIPS = dict(zip("OILZSGB012568", "0112568OIZSGB", strict=True))
"""What eyes and cameras take for one another."""
_MOST_SLIPS = 12


@dataclass(frozen=True, slots=True)
class Believed:
    """A verdict on one number in one format."""

    operator: str | None
    format: str
    verdict: Verdict
    because: str


def _says(fit: Fit) -> str:
    return f"{fit.format.name}: {fit.says}"


def _named(fit: Fit, context: Context) -> bool:
    return fit.operator in context.named or fit.format.operator in context.named


def _lettered(fit: Fit, named: bool, context: Context) -> Verdict | None:
    believed: Verdict = "valid" if fit.sure else "plausible"
    if fit.format.context == "none":
        return believed if fit.holds else "misread"
    enough = named or (context.labelled and fit.format.context == "any")
    if not fit.holds:
        return "misread" if enough and (context.labelled or context.close) else None
    if enough:
        return believed
    return "candidate" if fit.format.context == "any" else None


def _digits_alone(fit: Fit, length: int, named: bool, context: Context) -> Verdict | None:
    labelled = context.labelled or (named and fit.operator in context.close)
    if not fit.holds:
        # Another carrier named may well issue such digits; they contradict nothing of that carrier's.
        alone = fit.format.context == "any" and (fit.format.distinct or not context.named)
        return "misread" if labelled and (named or alone) else None
    if fit.format.context == "operator" and not named:
        return None
    if fit.sure and ((named and labelled) or (fit.format.distinct and (named or labelled))):
        return "valid"
    if labelled or (named and fit.sure and length > _SHORT):
        return "plausible"
    return "candidate"


def _verdicts(number: str, found: list[Fit], context: Context) -> list[tuple[Fit, Verdict]]:
    digits = number.isdigit()
    verdicts = []
    for fit in found:
        named = _named(fit, context)
        if digits:
            verdict = _digits_alone(fit, len(number), named, context)
        else:
            verdict = _lettered(fit, named, context)
        if verdict is not None:
            verdicts.append((fit, verdict))
    return verdicts


def _together(verdicts: list[tuple[Fit, Verdict]], context: Context) -> Believed:
    """One belief from the formats a number fits: the best verdict, its carrier open when several share it."""
    best = min((verdict for _, verdict in verdicts), key=RANK.__getitem__)
    alike = [fit for fit, verdict in verdicts if verdict == best]
    alike = [fit for fit in alike if _named(fit, context)] or alike
    operators = {fit.operator for fit in alike}
    because = "; ".join(_says(fit) for fit in alike[:3])
    if len(operators) > 1:
        return Believed(None, alike[0].format.id, best, f"fits several carriers: {because}")
    return Believed(alike[0].operator, alike[0].format.id, best, because)


def _slip(number: str) -> Believed | None:
    """O for 0, 8 for B and their like in a number that would otherwise hold: said in words, never mended.

    O and I are looked at first, then any letter that may be a digit, then digits that may be letters.
    """
    places = [i for i, c in enumerate(number) if c in _SLIPS]
    if len(places) > _MOST_SLIPS:
        return None
    ranks = [[i for i in places if number[i] in among] for among in ("OI", "OILZSGB")]
    for wrong in chain.from_iterable(combinations(r, many) for r in (*ranks, places) for many in (1, 2)):
        mended = "".join(_SLIPS[c] if i in wrong else c for i, c in enumerate(number))
        if mended.isdigit():
            continue
        usual = all(number[i] in "OI" for i in wrong)
        fit = next(
            (f for f in fits(mended) if f.holds and f.format.context == "none" and (f.sure or usual)), None
        )
        if fit is not None:
            return Believed(fit.operator, fit.format.id, "misread", _slipped(fit, number, wrong))
    return None


def _slipped(fit: Fit, number: str, wrong: tuple[int, ...]) -> str:
    said = []
    for digit in (False, True):
        places = [i for i in wrong if number[i].isdigit() == digit]
        if places:
            read, belongs = ("digit", "letter") if digit else ("letter", "digit")
            these = " and ".join(sorted({number[i] for i in places}))
            may = " or ".join(sorted({_SLIPS[number[i]] for i in places}))
            where = ", ".join(str(i + 1) for i in places)
            said.append(f"the {read} {these} where a {belongs} belongs at place {where}; it may be {may}")
    return f"{fit.format.name} with {', and '.join(said)}"


def _open(found: list[Fit], context: Context) -> bool:
    """Whether the digits' carrier is not named and one without check digits could have issued them."""
    if any(_named(fit, context) for fit in found):
        return False
    return any(fit.holds and fit.format.context == "operator" and not fit.sure for fit in found)


def believe(number: str, context: Context = NONE, whole: bool = True) -> Believed | None:
    """The belief in a bare number among its words, or None when nothing says it is a waybill.

    `whole` is whether it was written as one word; groups that fit nothing are no number at all.
    """
    digits = number.isdigit()
    found = fits(number)
    if digits and context.other is not None:
        return None
    verdicts = _verdicts(number, found, context)
    if digits and any(_named(fit, context) for fit in found):
        # The carrier is named and such digits are its own: what others would make of them does not matter.
        verdicts = [(fit, verdict) for fit, verdict in verdicts if _named(fit, context)]
    if context.other is not None:
        verdicts = [(fit, verdict) for fit, verdict in verdicts if fit.format.context == "none"]
    if not whole:
        # Groups make many shapes by chance; only a lettered one or the named carrier's is worth a "misread".
        verdicts = [(fit, v) for fit, v in verdicts if fit.holds or not digits or _named(fit, context)]
    elif digits and _open(found, context) and verdicts and all(v == "misread" for _, v in verdicts):
        says = "holds by no check digit; a carrier that uses none may have issued it"
        return Believed(None, "unknown", "candidate", says)
    if whole and not digits and verdicts and all(v == "misread" for _, v in verdicts):
        return _slip(number) or _together(verdicts, context)
    if verdicts:
        return _together(verdicts, context)
    if whole and not digits and (slip := _slip(number)) is not None:
        return slip
    if whole and context.labelled and sum(c.isdigit() for c in number) >= 6:
        return Believed(None, "unknown", "candidate", "called a tracking number, of no shape we know")
    return None


_ALONE: tuple[Verdict, ...] = ("valid", "plausible", "candidate", "misread")


def by_itself(number: str, operator: str | None = None) -> list[Believed]:
    """Every belief in a number said to be `operator`'s, that carrier's first, then the best; never empty."""
    ranked: list[tuple[bool, int, Believed]] = []
    for fit in fits(number):
        own = operator in (fit.operator, fit.format.operator)
        verdict: Verdict = "valid" if fit.sure else "plausible"
        if not fit.holds:
            verdict = "misread"
        elif number.isdigit() and not own:
            verdict = "candidate"
        believed = Believed(fit.operator, fit.format.id, verdict, _says(fit))
        ranked.append((operator is not None and not own, _ALONE.index(verdict), believed))
    best = [believed for _, _, believed in sorted(ranked, key=lambda row: row[:2])]
    if any(believed.verdict != "misread" for believed in best):
        return best
    slip = None if number.isdigit() else _slip(number)
    if best:
        return [slip, *best] if slip else best
    whose = f"{operator} uses" if operator else "we know"
    return [slip or Believed(operator, "unknown", "misread", f"of no shape {whose}")]
