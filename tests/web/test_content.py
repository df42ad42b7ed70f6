"""Posts of X in the console: shown by X's rules, with the age of the copy; what leaves by hand; erasing."""

import re
from datetime import timedelta

import sqlalchemy as sa
from fastapi.testclient import TestClient

from makewhole.desk import content_look, take
from tests.web.conftest import ADMIN, AGENT, LEAD, PASSWORD
from tests.web.pages import send, sign_in, text
from tests.world import BRAND, HANDLE, World

STORY = "my red lamp &amp; its box never came, see https://t.co/a1 #lost"


def told(world: World, number: str = "71", words: str = STORY, **more: object) -> str:
    """A post is taken in as X gives it; the address of its thread."""
    raw = {
        "data": {
            "id": number, "text": f"@{HANDLE} {words}", "author_id": "5",
            "created_at": "2026-11-22T01:02:03Z",
            "entities": {
                "mentions": [{"start": 0, "end": 11, "username": HANDLE}],
                "urls": [{"url": "https://t.co/a1", "display_url": "shop.example/7", "start": 58, "end": 73}],
                "hashtags": [{"tag": "lost", "start": 74, "end": 79}],
            },
            **more,
        },
        "includes": {"users": [{"id": "5", "username": "ana_li", "name": "Ana <b>Li</b>"}]},
    }  # fmt: skip
    take.take(world.house, BRAND, [raw])
    [row] = world.rows("SELECT thread FROM person_post WHERE remote_id = :r", r=number)
    return f"/desk/thread/{row.thread}"


def test_r20_the_thread_page_shows_a_post_by_xs_display_rules(quiet: World, client: TestClient) -> None:
    page = told(quiet)
    sign_in(client, AGENT, PASSWORD)
    answer = client.get(page)
    html = answer.text
    for link in (
        'href="https://x.com/ana_li" rel="noreferrer"><bdi>@ana_li</bdi>',
        f'href="https://x.com/{HANDLE}" rel="noreferrer nofollow">@{HANDLE}<',
        'href="https://t.co/a1" rel="noreferrer nofollow">shop.example/7<',
        'href="https://x.com/hashtag/lost" rel="noreferrer nofollow">#lost<',
        'href="https://x.com/ana_li/status/71" rel="noreferrer"><time',
        'href="https://x.com/ana_li/status/71" rel="noreferrer">View on X<',
    ):
        assert link in html, link
    assert "Ana &lt;b&gt;Li&lt;/b&gt;" in html, "a name is words and nothing else"
    assert f">@{HANDLE}</a> my red lamp &amp; its box never came, see <a" in html, "the words as they are"
    assert not re.search(r"<(iframe|embed|object)|src=\"https?:", html), (
        "nothing of a page is fetched from outside"
    )
    assert "twimg" not in answer.headers["content-security-policy"]


def test_r20_an_edited_post_says_so_and_shows_its_versions(quiet: World, client: TestClient) -> None:
    told(quiet, "71", "first words of the story", edit_history_tweet_ids=["71"])
    page = told(quiet, "72", "second words of the story", edit_history_tweet_ids=["71", "72"])
    sign_in(client, AGENT, PASSWORD)
    html = client.get(page).text
    assert "second words of the story" in html
    assert re.search(r"<summary>Edited</summary>.*first words of the story", html, re.DOTALL)
    assert 'href="https://x.com/ana_li/status/72/history"' in html


def test_r10_a_post_that_is_gone_is_shown_nowhere_in_the_console(quiet: World, client: TestClient) -> None:
    page = told(quiet)
    sign_in(client, ADMIN, PASSWORD)
    assert "red lamp" in client.get(page).text
    take.gone(quiet.house, ["71"])
    for path in (page, "/desk/inbox?lane=all", "/desk/content", "/desk/log"):
        html = client.get(path).text
        assert "red lamp" not in html, path
        assert "ana_li" not in html, path
    assert "No longer on X" in client.get(page).text


def test_r11_a_page_with_an_old_copy_says_its_age_owes_a_look_and_waits_for_nobody(
    quiet: World, client: TestClient
) -> None:
    page = told(quiet)
    sign_in(client, AGENT, PASSWORD)
    owed = "SELECT 1 FROM dbos.workflow_status WHERE name = :n"
    assert "old copy" not in client.get(page).text
    assert not quiet.rows(owed, n=content_look.ERRAND)
    then = quiet.house.clock.now() - timedelta(hours=30)
    with quiet.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE person_post SET received_at = :t"), {"t": then})
    # No worker works here: what the page shows, it shows without X.
    html = client.get(page).text
    assert "old copy, being renewed" in html
    assert "red lamp" in html
    assert "<span>" in text(html), "its age"
    client.get(page)
    client.get("/desk/inbox?lane=all")
    assert len(quiet.rows(owed, n=content_look.ERRAND)) == 1


def test_r17_leads_take_posts_out_by_hand_and_are_counted(quiet: World, client: TestClient) -> None:
    told(quiet)
    sign_in(client, AGENT, PASSWORD)
    assert client.get("/desk/content").status_code == 403
    sign_in(client, LEAD, PASSWORD)
    ids = send(client, "/desk/content", "/desk/content/export", {"what": "ids"})
    assert (ids.text, ids.headers["content-type"]) == ("71\n", "text/plain; charset=utf-8")
    whole = send(client, "/desk/content", "/desk/content/export", {"what": "posts"})
    assert '"handle": "ana_li"' in whole.text
    assert [tuple(row) for row in quiet.rows("SELECT what, count FROM content_export ORDER BY id")] == [
        ("ids", 1),
        ("posts", 1),
    ]
    with quiet.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE content_export SET count = 500 WHERE what = 'posts'"))
    refused = send(client, "/desk/content", "/desk/content/export", {"what": "posts"})
    assert refused.status_code == 409
    assert "500 whole posts" in text(refused.text)
    assert client.post("/desk/content/export", data={"what": "ids"}).status_code == 403, "no form, no file"


def test_r12_an_admin_erases_after_a_look_and_with_the_name_typed(quiet: World, client: TestClient) -> None:
    told(quiet)
    sign_in(client, LEAD, PASSWORD)
    assert send(client, "/desk/content", "/desk/content/erase", {"brand": BRAND}).status_code == 403
    sign_in(client, ADMIN, PASSWORD)
    assert "Conversations 1" in text(client.get("/desk/content").text).replace("\n", " ")
    wrong = send(client, "/desk/content", "/desk/content/erase", {"brand": "hald"})
    assert wrong.status_code == 422
    assert not quiet.rows("SELECT 1 FROM content_erasure")
    done = send(client, "/desk/content", "/desk/content/erase", {"brand": BRAND, "why": "access ended"})
    assert done.status_code == 303
    [row] = quiet.rows("SELECT why, staff IS NOT NULL AS named FROM content_erasure")
    assert tuple(row) == ("access ended", True)
    assert "Being erased" in client.get("/desk/content").text
