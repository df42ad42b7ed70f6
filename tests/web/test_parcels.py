"""The pages of parcels: what is shown of one, to whom, and what is found among many."""

from datetime import timedelta

from fastapi.testclient import TestClient

from makewhole.store import scans
from makewhole.store.scans import ScanRow
from tests.web.conftest import AGENT, PASSWORD
from tests.web.pages import sign_in, text
from tests.world import BRAND, World


def told(world: World, parcel: int, *rows: ScanRow) -> None:
    """What a carrier told of a parcel."""
    now = world.house.clock.now()
    known = [(row, scans.digest(repr(row))) for row in rows]
    with world.house.database.writing() as conn:
        scans.keep_scans(conn, BRAND, parcel, None, known, now)


def test_a_parcel_shows_its_events_where_they_were_and_what_is_not_believed(
    quiet: World, client: TestClient
) -> None:
    parcel, now = quiet.parcel(), quiet.house.clock.now()
    told(
        quiet,
        parcel,
        ScanRow(now - timedelta(days=9), "picked_up", "Shenzhen", "CN", "Accepted", "17track", True),
        ScanRow(now - timedelta(days=2), "customs", "Frankfurt", "DE", "Held", "17track", True),
        ScanRow(now + timedelta(days=90), "delivered", "Bremen", "DE", "Done", "17track", True),
        ScanRow(None, "unknown", source="17track", doubt="its time is 'yesterday'"),
    )
    sign_in(client, AGENT, PASSWORD)
    page = client.get(f"/desk/parcels/{parcel}")
    assert page.status_code == 200
    shown = text(page.text)
    for words in (
        "Shenzhen, China",
        "Frankfurt, Germany",
        "It lies in the future",
        "its time is 'yesterday'",
    ):
        assert words in shown, words
    assert '<path class="way" d="M' in page.text, "the way is drawn"
