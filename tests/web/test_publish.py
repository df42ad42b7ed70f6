"""Publishing in the console: planned by one, looked at and approved by another, without a script."""

import re

import httpx
from fastapi.testclient import TestClient

from makewhole.store import publishing
from makewhole.store.publishing import Publication
from tests.web.conftest import ADMIN, LEAD, PASSWORD, staffed, visitor
from tests.web.pages import send, sign_in, text
from tests.world import World, until

THREAD = "How we settle claims.\n\n---\n\nLost parcels are paid once it is clear."


def kept(world: World, number: int) -> Publication:
    with world.house.database.reading() as conn:
        found = publishing.get(conn, number)
    assert found is not None
    return found


def written(client: TestClient, kind: str, **fields: str) -> str:
    """Fill in the form of a kind; returns the address of its preview."""
    path = f"/desk/publish/new?kind={kind}"
    answer = send(client, path, path, fields)
    assert answer.status_code == 303, text(answer.text)
    return str(answer.headers["location"])


def approve(client: TestClient, path: str) -> httpx.Response:
    """Press the button of the preview."""
    seen = re.search(r'name="digest" value="([0-9a-f]{64})"', client.get(path).text)
    assert seen is not None
    answer: httpx.Response = send(client, path, path, {"act": "approve", "digest": seen[1]})
    return answer


def test_a_thread_is_written_by_one_approved_by_another_and_published(world: World) -> None:
    staffed(world)
    with visitor(world.house) as ann, visitor(world.house) as mei:
        sign_in(ann, ADMIN, PASSWORD)
        sign_in(mei, LEAD, PASSWORD)
        path = written(ann, "thread", text=THREAD)
        shown = text(ann.get(path).text)
        for words in (
            "How we settle claims.",
            "1/2",
            "21 of 280",
            "US$0.015",
            "US$0.03",
            "A colleague looks",
        ):
            assert words in shown, shown
        assert approve(ann, path).status_code == 409, "her own words"
        assert approve(mei, path).status_code == 303
        number = int(path.rpartition("/")[2])
        until(lambda: kept(world, number).state == "published", otherwise="it was not published")
        done = text(mei.get(path).text)
        assert "Published" in done
        assert "Open on X" in done
        assert f"<{path}>" in text(mei.get("/desk/publish").text)


def test_what_is_wrong_is_said_and_nothing_is_lost(client: TestClient) -> None:
    sign_in(client, ADMIN, PASSWORD)
    for kind, fields, word in (
        ("post", {"text": "x" * 281}, "weighs 281 of at most 280"),
        ("post", {"text": "News", "at": "tomorrow"}, "Write a day and a time"),
        ("poll", {"text": "How?", "option1": "One", "minutes": "60"}, "2 to 4 options"),
        ("poll", {"text": "How?", "option1": "a", "option2": "b", "minutes": "soon"}, "Write the minutes"),
        ("report", {"period": "week"}, "report a longer time"),
        ("faq", {"opening": "Ask us.", "text": ""}, ""),
    ):
        path = f"/desk/publish/new?kind={kind}"
        answer = send(client, path, path, fields)
        if word:
            assert (answer.status_code, word in text(answer.text)) == (422, True), text(answer.text)
            assert fields.get("text", "") in answer.text


def test_questions_and_answers_become_a_thread_and_a_draft_can_be_changed(quiet: World) -> None:
    with visitor(quiet.house) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        asked = "Do you ship to Malta?\nYes, in six days.\n\nHow do I claim?\nBy the form on our site."
        path = written(ann, "faq", opening="Questions we hear often.", text=asked)
        number = int(path.rpartition("/")[2])
        assert [part.body for part in kept(quiet, number).parts] == [
            "Questions we hear often.",
            "Do you ship to Malta?\n\nYes, in six days.",
            "How do I claim?\n\nBy the form on our site.",
        ]
        form = ann.get(f"{path}/edit").text
        assert "Do you ship to Malta?" in form
        answer = send(ann, f"{path}/edit", f"{path}/edit?kind=thread", {"text": THREAD})
        assert answer.status_code == 303
        assert len(kept(quiet, number).parts) == 2


def test_a_moment_is_by_the_clock_of_the_brands_zone(quiet: World) -> None:
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql("INSERT INTO brand_manners (brand, zone) VALUES ('halden', 'Asia/Shanghai')")
    with visitor(quiet.house) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        path = written(ann, "post", text="At nine in Shanghai.", at="2026-11-30T09:00")
    at = kept(quiet, int(path.rpartition("/")[2])).publish_at
    assert at.isoformat() == "2026-11-30T01:00:00+00:00"


def test_another_brands_publications_are_not_there(quiet: World) -> None:
    with visitor(quiet.house) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        path = written(ann, "post", text="Ours alone.")
    number = int(path.rpartition("/")[2])
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO brand (id, name, created_at) VALUES ('other', 'Other', now());"
            f"UPDATE publication SET brand = 'other' WHERE id = {number}"
        )
    with visitor(quiet.house) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        assert ann.get(path).status_code == 404
        assert ann.get(f"{path}/edit").status_code == 404
        assert "Ours alone" not in ann.get("/desk/publish").text


def test_the_pages_speak_chinese(quiet: World) -> None:
    with visitor(quiet.house) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        for path, word in (("/desk/publish", "发布"), ("/desk/publish/new?kind=poll", "选项 1")):
            assert word in ann.get(path, headers={"accept-language": "zh-CN"}).text
