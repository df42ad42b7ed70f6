"""How long silence is normal."""

from datetime import date

import pytest

from makewhole.parcel.consignment import Consignment
from makewhole.parcel.patience import DEFAULT, Patience, limits, service_class

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("consignment", "lost_days"),
    [
        (Consignment("1", service="Worldwide Express"), 14),
        (Consignment("1", origin="DE", destination="DE"), 15),
        (Consignment("1", mode="sea", origin="CN", destination="US"), 75),
        (Consignment("1", postal=True, origin="CN", destination="US"), 45),
        (Consignment("1"), 30),
    ],
)
def test_the_first_row_that_fits_is_used(consignment: Consignment, lost_days: int) -> None:
    assert limits(consignment, TODAY).lost_days == lost_days


def test_a_row_counts_from_its_day_on() -> None:
    later = Patience(1, 1, 1, date(2027, 1, 1), "the seller's own")
    assert limits(Consignment("1"), TODAY, (later,)) == DEFAULT[-1]
    assert limits(Consignment("1"), date(2027, 1, 1), (later,)) == later


def test_a_service_nobody_classed_is_standard() -> None:
    assert service_class("Tracked 48") == "standard"
