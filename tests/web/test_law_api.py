"""Assessments by API: the answers of `makewhole assess`, in order, and a refusal that names its field."""

import pytest
from fastapi.testclient import TestClient

from tests.web.test_api import HEADERS, keyed
from tests.world import World

__all__ = ["keyed"]
LOST = {
    "claim": "sender_v_carrier",
    "carriage": {
        "mode": "air",
        "postal": False,
        "origin": "CN",
        "destination": "DE",
        "accepted_on": "2026-09-28",
        "due_on": "2026-10-05",
        "packages": [{"kilograms": "2.0"}],
    },
    "loss": {"kind": "loss", "happened_on": "2026-10-02", "value": "180.00 EUR"},
    "payout_currency": "EUR",
}


def test_each_set_of_facts_is_answered_in_its_place(keyed: World, client: TestClient) -> None:
    body = {"facts": [LOST, {"claim": "sender_v_carrier"}], "on": "2026-10-30"}
    got = client.post("/api/v1/assessments", json=body, headers=HEADERS)
    assert got.status_code == 200, got.text
    first, second = got.json()["answers"]
    assert first["assessment"]["payable"] == "63.06 EUR"
    assert "MC99 art. 22(3), 24" in [ground["rule"] for ground in first["assessment"]["because"]]
    assert [clock["does"] for clock in first["calendar"]] == ["opens", "barred"]
    assert second["assessment"]["missing"][0]["fact"] == "carriage.postal"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"claim": "mine"}, "facts.0: claim: read 'mine'"),
        ({"carriage": {"mode": "aeroplane"}}, "facts.0: carriage.mode: read 'aeroplane'"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(
    keyed: World, client: TestClient, facts: dict[str, object], says: str
) -> None:
    got = client.post("/api/v1/assessments", json={"facts": [facts]}, headers=HEADERS)
    assert got.status_code == 422
    assert says in got.text


def test_nothing_is_assessed_without_a_key(client: TestClient) -> None:
    assert client.post("/api/v1/assessments", json={"facts": [LOST]}).status_code == 401
