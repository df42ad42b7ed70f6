"""What a check of the installation found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, what was found, and what to do if it is not."""

    name: str
    ok: bool
    says: str
    mend: str = ""
