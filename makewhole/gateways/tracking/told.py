"""Errors and notices wherever a carrier puts them: lists, single objects, SOAP faults, problem documents, codes
beside a message. One finder for all carriers; a carrier's shape names only what this would miss or misread.

>>> found({"errors": [{"code": "51101", "name": "TOO_MANY", "message": "Ten or less."}]})
(Told(code='51101', says='Ten or less.'),)
>>> found({"title": "Not Found", "status": 404, "detail": "No such number"}), found({"error": "Unauthorized"})
((Told(code='404', says='No such number'),), (Told(code='', says='Unauthorized'),))
>>> found({"returnCode": 200, "shipment": {"events": [{"code": "A", "message": "in transit"}]}})
()
"""

from collections.abc import Iterable

from makewhole.gateways.tracking.answer import Told, Tree
from makewhole.gateways.tracking.tree import fold, text

_HOLDERS = frozenset(
    "error errors errorlist errormessages fault faults exception exceptions systemexception businessexception"
    " message messages notification notifications notice notices warning warnings alert alerts validationerrors"
    " fielderrors condition conditions problem problems apierrors authenticationfault responseerrors".split()
)
"""Under these names stands what went wrong, and nothing else."""
_NEEDS_AN_OBJECT = frozenset("message notification notice condition".split())
"""A bare sentence under one of these may be anything; an object or a list is an error or a notice."""
_CODES = (
    "code", "errorcode", "errorid", "errorlevel", "faultcode", "conditioncode", "returncode", "responsestatuscode",
    "responsecode", "httpcode", "statuscode", "messagecode", "errornumber", "number", "status", "type", "key",
)  # fmt: skip
_SAYS = (
    "message", "errormessage", "detail", "description", "errordescription", "errordesc", "faultstring", "conditiondata",
    "returnmessage", "responsestatusmessage", "responsemessage", "httpmessage", "statusmessage", "statuserror",
    "messagetext", "text", "reason", "title", "name", "error", "msg",
)  # fmt: skip
# A code under one of these names, or a sentence under one, makes its object an error wherever it stands.
_OUTRIGHT_CODES = ("errorcode", "faultcode", "conditioncode", "errornumber", "errorid")
_OUTRIGHT_SAYS = (
    "errormessage", "errordescription", "errordesc", "faultstring", "conditiondata", "statuserror", "errortext",
)  # fmt: skip
# A code beside its message: an error where the code is not one of success.
_ANSWER_CODES = {"returncode": "returnmessage", "responsestatuscode": "responsestatusmessage",
                 "httpcode": "httpmessage", "responsecode": "responsemessage"}  # fmt: skip
_FINE = frozenset(
    {"", "0", "00", "000", "0000", "200", "201", "204", "ok", "success", "successful", "true", "none"}
)
_LONGEST = 500


def found(root: Tree, but: Iterable[Tree] = ()) -> tuple[Told, ...]:
    """Every error and notice in a tree, outermost first, each once; what stands in `but` is not looked into."""
    search = _Search({id(each) for each in but})
    search.look(root, top=True)
    return tuple(dict.fromkeys(search.told))


class _Search:
    """One walk through a body. Objects in `skip` (events, other parcels) are left alone."""

    def __init__(self, skip: set[int]) -> None:
        self.told: list[Told] = []
        self._skip = skip

    def look(self, node: Tree, *, top: bool = False) -> None:
        if id(node) in self._skip:
            return
        if isinstance(node, list):
            for each in node:
                self.look(each)
        elif isinstance(node, dict):
            names = {fold(key): value for key, value in node.items()}
            told = None if self._is_fault(names) else self._plain(names, top)
            if told is not None:
                self.told.append(told)
            for name, value in names.items():
                if name not in _HOLDERS:
                    self.look(value)
                elif isinstance(value, dict | list) or (told is None and name not in _NEEDS_AN_OBJECT):
                    self._within(value, names)

    def _within(self, value: Tree, around: dict[str, Tree]) -> None:
        """What stands under a name for errors: a sentence, an object, or a list of either."""
        if isinstance(value, list):
            for each in value:
                self._within(each, around if isinstance(each, str) else {})
        elif isinstance(value, dict) and id(value) not in self._skip:
            names = {fold(key): each for key, each in value.items()}
            told = None if self._is_fault(names) else _told(names)
            if told is not None:
                self.told.append(told)
            for name, each in names.items():
                if isinstance(each, dict | list):
                    self._within(each, {}) if name in _HOLDERS or told is None else self.look(each)
        elif (says := text(value)) is not None and says.casefold() not in _FINE | {"false", "no"}:
            self.told.append(Told(_code(around) or "", says[:_LONGEST]))

    def _is_fault(self, names: dict[str, Tree]) -> bool:
        """Whether this is a SOAP fault whose detail says more than the fault itself."""
        inner = _Search(self._skip)
        if "faultstring" in names and isinstance(names.get("detail"), dict):
            inner.look(names["detail"])
        return bool(inner.told)

    def _plain(self, names: dict[str, Tree], top: bool) -> Told | None:
        """The error an object is by what stands in it alone."""
        for code, says in _ANSWER_CODES.items():
            if (number := text(names.get(code))) is not None and number.casefold() not in _FINE:
                return _told({"code": number, "message": names.get(says)})
        outright = any(text(names.get(name)) for name in _OUTRIGHT_SAYS) or any(
            (text(names.get(name)) or "").casefold() not in _FINE for name in _OUTRIGHT_CODES
        )
        if outright or (top and _is_problem(names)):
            return _told(names)
        meta = names.get("meta")
        if isinstance(meta, dict):
            inside = {fold(key): value for key, value in meta.items()}
            if _refusal(text(inside.get("code"))):
                return _told(inside)
        return None


def _is_problem(names: dict[str, Tree]) -> bool:
    """Whether the outermost object is itself the error: a sentence, and a code or a status of refusal."""
    if any(isinstance(value, dict | list) and value for name, value in names.items() if name not in _HOLDERS):
        return False
    sentence = any(text(names.get(name)) for name in ("message", "detail", "errordescription", "title"))
    code = next((code for name in ("code", "status", "errorcode") if (code := text(names.get(name)))), None)
    return sentence and (code is None or code.casefold() not in _FINE) and len(names) <= 10


def _refusal(code: str | None) -> bool:
    return code is not None and code.isdigit() and int(code) >= 400


def _told(names: dict[str, Tree]) -> Told | None:
    """Code and sentence of an object; None where it holds neither, or says that all is well."""
    code = _code(names)
    says = next((said for name in _SAYS if (said := text(names.get(name)))), None)
    if says is None and (code is None or code.casefold() in _FINE):
        return None
    if says is not None and says == code and text(names.get("errordescription")):
        says = text(names.get("errordescription"))
    return Told((code or "")[:100], (says or f"the carrier told the code {code} and no words")[:_LONGEST])


def _code(names: dict[str, Tree]) -> str | None:
    """The code: the first of the names that has one; `error` too where a description stands beside it."""
    coded = next((said for name in _CODES[:-3] if (said := text(names.get(name)))), None)
    if coded is None and text(names.get("errordescription")):
        coded = text(names.get("error"))
    if coded is None:
        status = text(names.get("status"))
        coded = status if status is not None and status.casefold() not in _FINE else None
    return coded
