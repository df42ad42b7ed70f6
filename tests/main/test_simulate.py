"""Every outside party there is a simulator of can be run by its name."""

import pytest
from starlette.testclient import TestClient

from makewhole.main.serve import SIMULATED, Party


@pytest.mark.parametrize("party", [one for one in Party if one is not Party.mail])
def test_a_party_runs_by_its_name_and_fails_on_purpose_when_told_to(party: Party) -> None:
    with TestClient(SIMULATED[party]()) as client:
        assert client.post("/_control/faults", json={"busy": 0.5}).is_success


@pytest.mark.parametrize("party", [Party.shopify, Party.woocommerce])
def test_a_shop_is_the_one_it_is_called(party: Party) -> None:
    assert SIMULATED[party]().state.shop.settings.kind == party.value
