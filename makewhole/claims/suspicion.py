"""What makes us look twice. Suspicion can slow a claim down by sending it to a person; it never refuses.

>>> Suspicion("photo_seen_before", "a photo came with another claim already").kind
'photo_seen_before'
"""

from dataclasses import dataclass

from makewhole.because import Ground
from makewhole.claims.facts import ClaimFacts


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason for a person to look, in words that accuse nobody."""

    kind: str
    says: str

    def as_ground(self) -> Ground:
        """The suspicion as a ground of the decision that it slowed down."""
        return Ground(f"suspicion.{self.kind}", self.says, "house rule: slows, never refuses")


def suspect(facts: ClaimFacts) -> tuple[Suspicion, ...]:
    """The reasons that hold, none being the usual answer."""
    found = []
    if facts.photo_hashes & facts.photo_hashes_seen_before:
        found.append(Suspicion("photo_seen_before", "a photo came with another claim already"))
    if facts.other_claims_for_parcel > 0:
        found.append(Suspicion("parcel_claimed_before", "there is another claim for this parcel"))
    value = facts.consignment.value
    if value is not None and value.currency == facts.asked.currency:
        most = value.minor + (facts.charges.minor if facts.charges is not None else 0)
        if facts.asked.minor > most:
            found.append(Suspicion("more_than_value", "more is asked than the goods and their delivery cost"))
    return tuple(found)
