"""What a source's error code means for us, as the dated table beside this file has it.

>>> meant("17track", -18010020).says
'this carrier tells only who names the phone number on the label'
>>> meant("17track", -1).do
'stop'
"""

from dataclasses import dataclass

from makewhole import tables


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to `do` (one of the table's words), what it `says`, and the `way` forward."""

    do: str
    says: str
    way: str


def meant(source: str, code: object) -> Meaning:
    """The meaning of a code; one that is in no table means that it will not be found like this."""
    row = tables.read("makewhole.gateways.trackers", "refusals.toml")[source].get(str(code))
    if row is None:
        return Meaning(
            "stop", f"{source} refuses it with code {str(code)[:20]}", "look it up in its documentation"
        )
    return Meaning(row["do"], row["says"], row["way"])
