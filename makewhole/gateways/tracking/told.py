"""Errors and notices wherever a carrier puts them: lists, single objects, SOAP faults, problem documents,
codes beside a message, a flag of success that is down. One finder for all carriers; the names are in
`errors.toml`.

>>> found({"errors": [{"code": "51101", "name": "TOO_MANY", "message": "Ten or less."}]})
(Told(code='51101', says='Ten or less.'),)
>>> found({"title": "Not Found", "status": 404, "detail": "No such number"}), found({"error": "Unauthorized"})
((Told(code='404', says='No such number'),), (Told(code='', says='Unauthorized'),))
>>> found({"returnCode": 200, "shipment": {"events": [{"code": "A", "message": "in transit"}]}})
()
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from makewhole import tables
from makewhole.gateways.tracking.answer import Told, Tree
from makewhole.gateways.tracking.roles import words_of
from makewhole.gateways.tracking.tree import fold, text

_TABLE: dict[str, Any] = tables.read("makewhole.gateways.tracking", "errors.toml")
_OUTRIGHT, _HOLDERS, _NEEDS_AN_OBJECT, _FLAGS = (
    frozenset(_TABLE[key].split()) for key in ("outright", "holders", "needs_an_object", "flags")
)
_CODES, _SAYS, _OUTRIGHT_CODES, _OUTRIGHT_SAYS = (
    tuple(_TABLE[key].split()) for key in ("codes", "says", "outright_codes", "outright_says")
)
_ANSWERS: dict[str, str] = _TABLE["answers"]
_FINE = frozenset(("", *_TABLE["fine"].split()))
_LAST_CODES = ("number", "type", "key")
_DOWN = frozenset({"false", "0", "no", "n", "fail", "failed", "failure"})
_UP = frozenset({"true", "1", "yes", "y"})
_SENTENCES = ("message", "msg", "detail", "title", "info", "mensagem", "mensaje", "meldung")
_LONGEST, _MOST = 500, 100
_NO_WORDS = "the carrier told a code and no words"
Names = dict[str, Tree]
"""An object's values by folded name."""


def found(root: Tree, but: Iterable[Tree] = ()) -> tuple[Told, ...]:
    """Every error and notice in a tree, outermost first, each once; `but` is not looked into."""
    search = _Search({id(each) for each in but})
    search.look(root, top=True)
    return tuple(dict.fromkeys(search.told or search.flagged))[:_MOST]


def only(root: Tree) -> tuple[Told, ...]:
    """What a body says where nothing else could be read in it: its outermost sentence, with its code."""
    level = [root]
    while level:
        for names in (_folded(each) for each in level if isinstance(each, dict)):
            said = (text(names.get(name)) for name in _SENTENCES)
            if any(each and each.casefold() not in _FINE for each in said) and (one := _told(names)):
                return (one,)
        inside = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for many in inside for each in many if isinstance(each, dict | list)]
    return ()


class _Search:
    """One walk through a body. Objects in `skip` (events, other parcels) are left alone."""

    def __init__(self, skip: set[int]) -> None:
        self.told: list[Told] = []
        self.flagged: list[Told] = []
        self._skip = skip

    def look(self, node: Tree, *, top: bool = False) -> None:
        """An object or a list that is not itself known to be an error."""
        if id(node) in self._skip:
            return
        if isinstance(node, list):
            for each in node:
                self.look(each, top=top)
        elif isinstance(node, dict):
            names = _folded(node)
            told = self._fault(names) or self._plain(names, top and _is_problem(node))
            if told is not None:
                self.told.append(told)
            if told is None and any(str(names[flag]).casefold() in _DOWN for flag in _FLAGS & names.keys()):
                flagged = _told(names, coded=False)
                self.flagged += [] if flagged is None else [flagged]
            for name, value in _inside(node):
                if not _holds(name):
                    self.look(value)
                elif isinstance(value, dict | list) or (told is None and fold(name) not in _NEEDS_AN_OBJECT):
                    self._within(value, names)

    def _within(self, value: Tree, around: Names) -> None:
        """What stands under a name for errors: a sentence, an object, or a list of either."""
        if isinstance(value, list):
            for each in value:
                self._within(each, around if isinstance(each, str) else {})
        elif isinstance(value, dict) and id(value) not in self._skip:
            names = _folded(value)
            told = self._fault(names) or _told(names)
            if told is not None:
                self.told.append(told)
            for name, each in _inside(value):
                if isinstance(each, dict | list):
                    self._within(each, {}) if _holds(name) or told is None else self.look(each)
        elif (says := text(value)) is not None and says.casefold() not in _FINE | _DOWN:
            self.told.append(Told(_code(around) or "", says[:_LONGEST]))

    def _fault(self, names: Names) -> Told | None:
        """A SOAP fault: what its detail says goes before what the fault itself does."""
        detail = names.get("detail")
        if "faultstring" not in names or not isinstance(detail, dict):
            return None
        inner = _Search(self._skip)
        inner.look(detail)
        if not inner.told:
            return _told(names)
        outer = text(names.get("faultstring"))
        first = inner.told[0]
        self.told += inner.told[1:]
        return replace(first, says=outer) if first.says == _NO_WORDS and outer else first

    def _plain(self, names: Names, problem: bool) -> Told | None:
        """The error an object is by what stands in it alone."""
        for code, says in _ANSWERS.items():
            if (number := text(names.get(code))) is not None and number.casefold() not in _FINE:
                beside = (text(names.get(name)) for name in (says, "message", "msg", "info"))
                return _told({"code": number, "message": next((each for each in beside if each), None)})
        # Where all is said to be well, a code without a sentence is the carrier's own word for that.
        well = any(str(names[flag]).casefold() in _UP for flag in _FLAGS & names.keys())
        outright = any(text(names.get(name)) for name in _OUTRIGHT_SAYS) or any(
            (text(names.get(name)) or "").casefold() not in _FINE for name in _OUTRIGHT_CODES if not well
        )
        if outright or problem:
            return _told(names)
        meta = names.get("meta")
        if isinstance(meta, dict):
            inside = _folded(meta)
            if _refusal(text(inside.get("code"))):
                return _told(inside)
        return None


def _folded(node: dict[str, Tree]) -> Names:
    return {fold(key): value for key, value in node.items()}


def _holds(name: str) -> bool:
    """Whether under this name stands what went wrong, and nothing else."""
    folded = fold(name)
    if folded in _HOLDERS or folded in _OUTRIGHT:
        return True
    words = set(words_of(name))
    return bool(words & _OUTRIGHT) and folded not in (*_CODES, *_SAYS)


def _inside(node: dict[str, Tree]) -> list[tuple[str, Tree]]:
    """What is left to look into: the detail of a SOAP fault is read with the fault."""
    fault = any(fold(name) == "faultstring" for name in node)
    return [(name, value) for name, value in node.items() if not (fault and fold(name) == "detail")]


def _is_problem(node: dict[str, Tree]) -> bool:
    """Whether the outermost object is itself the error: a sentence, and a code or a status of refusal."""
    if any(isinstance(value, dict | list) and value and not _holds(name) for name, value in node.items()):
        return False
    names = _folded(node)
    sentence = any(
        text(names.get(name)) for name in ("message", "msg", "detail", "errordescription", "title")
    )
    code = next((code for name in ("code", "status", "errorcode") if (code := text(names.get(name)))), None)
    return sentence and (code is None or code.casefold() not in _FINE) and len(names) <= 10


def _refusal(code: str | None) -> bool:
    return code is not None and code.isdigit() and int(code) >= 400


def _told(names: Names, *, coded: bool = True) -> Told | None:
    """Code and sentence of an object; None where it holds neither, or says that all is well."""
    code = _code(names)
    said = [each for name in _SAYS if (each := text(names.get(name)))]
    # A sentence goes before a key such as "error.not_found".
    says = next((each for each in said if " " in each), said[0] if said else None)
    if says is None and (not coded or code is None or code.casefold() in _FINE):
        return None
    return Told((code or "")[:100], (says or _NO_WORDS)[:_LONGEST])


def _code(names: Names) -> str | None:
    """The code: the first of the names that has one; `error` too where a description stands beside it."""
    strong = [said for name in _CODES if name not in _LAST_CODES and (said := text(names.get(name)))]
    if not strong and text(names.get("errordescription")):
        strong = [said for said in [text(names.get("error"))] if said]
    if not strong:
        weak = [said for name in ("status", *_LAST_CODES) if (said := text(names.get(name)))]
        strong = [
            said for said in weak if said.casefold() not in _FINE and len(said) <= 40 and "/" not in said
        ]
    return strong[0] if strong else None
