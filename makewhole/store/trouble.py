"""What the database's side of the world can do to us, in words a person can act on.

One exception, because every such trouble is the machine's or the operator's to mend and no decision of
ours: the doors print `says` and end. This module decides nothing.

>>> Unavailable("no room left", "free some space").says
'no room left; free some space'
"""


class Unavailable(Exception):
    """The database can't be had as asked: `what` is wrong, and `mend` says what to do about it.

    Nothing was half written. Neither text holds a password or anything personal.
    """

    def __init__(self, what: str, mend: str) -> None:
        self.what = what
        self.mend = mend
        super().__init__(self.says)

    @property
    def says(self) -> str:
        """The whole sentence, for a terminal or a log."""
        return f"{self.what}; {self.mend}"
