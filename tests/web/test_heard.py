"""The console says what came in, what could not be read and why, and what was passed over."""

from fastapi.testclient import TestClient

from makewhole.desk import take
from makewhole.gateways import x_events
from makewhole.store import intake
from tests.web.conftest import ADMIN, PASSWORD
from tests.web.pages import sign_in, text
from tests.world import BRAND, World


def test_what_came_and_was_not_kept_is_counted_where_people_look(quiet: World, client: TestClient) -> None:
    now = quiet.house.clock.now()
    take.take(quiet.house, BRAND, [{"data": {"id": "1"}}, {"data": {"id": "2"}}], via="poll")
    liked = {"data": {"event_uuid": "-1", "event_type": "like.create", "payload": {"id": "3"}}}
    take.told(quiet.house, BRAND, x_events.events(liked))
    with quiet.house.database.writing() as conn:
        intake.move_cursor(conn, BRAND, "mentions:77", "5", now)
        intake.note_missed(conn, now)
    sign_in(client, ADMIN, PASSWORD)
    page = text(client.get("/desk/inbox").text)
    for words in (
        "no text × 2",
        "like.create × 1",
        "Could not be read, and is nowhere kept: 2",
        "Mentions last",
    ):
        assert words in " ".join(page.split()), words
    assert "X is asked to send again" in page


def test_before_anything_is_listened_to_the_console_says_so(quiet: World, client: TestClient) -> None:
    sign_in(client, ADMIN, PASSWORD)
    assert "Nothing is listened to yet" in text(client.get("/desk/inbox").text)
