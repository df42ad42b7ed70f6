"""The months by how their names begin, in the languages carriers write them in.

>>> month_of("August"), month_of("déc."), month_of("juillet"), month_of("März"), month_of("Monday")
(8, 12, 7, 3, None)
"""

_NAMES = (
    "jan ene gen",
    "feb fév fev",
    "mar mär mrz mrt",
    "apr abr avr",
    "may mai mag mei",
    "jun giu juin",
    "jul lug juil",
    "aug ago aoû aou",
    "sep set",
    "oct okt out ott",
    "nov",
    "dec dez dic déc",
)
_MONTHS = {each: month for month, names in enumerate(_NAMES, start=1) for each in names.split()}


def month_of(name: str) -> int | None:
    """1 to 12, or None. Four letters are asked before three: juin and juillet begin alike."""
    plain = name.casefold()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])
