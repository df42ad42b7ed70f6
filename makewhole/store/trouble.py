"""What the database's side of the world can do to us, in words a person can act on.

Exceptions, because every such trouble is the machine's or the operator's to mend and no decision of
ours: the doors print the words and end. This module decides nothing.

>>> str(Unavailable("no room left", "free some space"))
'no room left; free some space'
"""


class DatabaseTrouble(Exception):
    """The database cannot serve; the text says why and what to do, and nothing was half written.

    The text holds no password and nothing personal.
    """


class Unavailable(DatabaseTrouble):
    """The database can't be had as asked: `what` is wrong, and `mend` says what to do about it."""

    def __init__(self, what: str, mend: str) -> None:
        self.what = what
        self.mend = mend
        super().__init__(f"{what}; {mend}")
