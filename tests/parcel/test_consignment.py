"""The contract of carriage."""

from datetime import datetime

import pytest

from makewhole.parcel.consignment import Consignment


def test_a_lane_with_an_unknown_end_says_which() -> None:
    parcel = Consignment("RB123456785GB", origin="GB")
    assert (parcel.lane, parcel.domestic) == ("GB-??", None)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Consignment("RB123456785GB", promised_by=datetime(2026, 11, 1))


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Consignment("RB123456785GB", weight_grams=-1)
