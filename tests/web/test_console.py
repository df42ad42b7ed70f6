"""The console: who gets in, what staff see, and what they may decide."""

import re

import sqlalchemy as sa
from fastapi.testclient import TestClient

from makewhole.desk import appeal, form_in, take
from makewhole.store import joins, meter
from tests.web.conftest import ADMIN, AGENT, LEAD, PASSWORD, staffed, visitor
from tests.web.pages import csrf, send, sign_in, text
from tests.world import BRAND, World, until


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    for path in (
        "/desk/inbox",
        "/desk/claims",
        "/desk/log",
        "/desk/keys",
        "/desk/thread/1",
        "/desk/inbox/live",
    ):
        assert client.get(path).headers["location"] == "/desk/sign-in", path


def test_e_mail_and_password_must_fit_together(client: TestClient) -> None:
    for email, password in ((ADMIN, "wrong-password"), ("nobody@halden.example", PASSWORD), ("", "")):
        refused = sign_in(client, email, password)
        assert refused.status_code == 401
        assert "E-mail and password don’t fit together." in refused.text
    assert sign_in(client, ADMIN.upper(), PASSWORD).headers["location"] == "/desk/inbox"
    assert client.get("/desk/inbox").status_code == 200


def test_only_keyed_hashes_of_sessions_are_kept(quiet: World, client: TestClient) -> None:
    sign_in(client, ADMIN, PASSWORD)
    token = client.cookies["session"]
    kept = quiet.rows("SELECT token_hash FROM staff_session")[0][0]
    assert kept == quiet.house.vault.token_hash(token)
    assert token.encode() not in bytes(kept)
    assert quiet.rows("SELECT password_hash FROM staff LIMIT 1")[0][0].startswith("$argon2id$")


def test_an_idle_session_ends_and_signing_out_ends_it_at_once(quiet: World, client: TestClient) -> None:
    sign_in(client, ADMIN, PASSWORD)
    with quiet.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE staff_session SET seen_at = seen_at - interval '31 minutes'"))
    assert client.get("/desk/inbox").status_code == 303
    sign_in(client, ADMIN, PASSWORD)
    token = client.cookies["session"]
    send(client, "/desk/inbox", "/desk/sign-out", {})
    client.cookies.set("session", token)
    assert client.get("/desk/inbox").status_code == 303


def test_guessing_a_password_is_slowed_down(client: TestClient) -> None:
    answers = [sign_in(client, ADMIN, f"guess-number-{n}").status_code for n in range(8)]
    assert answers[:6] == [401] * 6
    assert answers[6:] == [429] * 2
    assert sign_in(client, ADMIN, PASSWORD).status_code == 429, "not even with the right one"
    assert sign_in(client, LEAD, PASSWORD).status_code == 303, "but others get in"


def test_a_thread_shows_what_was_said_how_it_was_read_and_why_a_letter_waits(world: World) -> None:
    staffed(world)
    world.parcel()
    world.says("lena", "@HaldenHome my lawyer will hear of this, parcel RB123456785CN was stolen")
    world.poll()
    world.rests()
    with visitor(world.house) as client:
        sign_in(client, AGENT, PASSWORD)
        inbox = client.get("/desk/inbox?lane=all")
        assert "@lena" in text(inbox.text)
        thread = client.get(re.findall(r'href="(/desk/thread/\d+)"', inbox.text)[0])
        for word in ("@lena", "RB123456785CN · valid", "Held for you", "Waits for you because", "China Post"):
            assert word.lower() in text(thread.text).lower().replace("_", " "), word
        held = re.search(r'action="/desk/letter/(\d+)"', thread.text)
        assert held is not None, "nothing waits for a person"
        page = str(thread.url.path)
        data = {
            "thread": page.rpartition("/")[2],
            "act": "send",
            "text": "We are so sorry. A person has it in hand.",
        }
        assert send(client, page, f"/desk/letter/{held[1]}", data).status_code == 303
        until(lambda: "A person has it in hand." in client.get(page).text and "Sent" in client.get(page).text)
        assert send(client, page, f"/desk/letter/{held[1]}", data).status_code == 409, "a letter leaves once"


def test_a_person_rules_with_a_reason_and_never_on_an_appeal_against_themselves(world: World) -> None:
    staffed(world)
    world.parcel()
    lodged = world.claim(asked_minor=90_000)
    world.reaches(lodged.claim, "with_person")
    page = f"/desk/claims/{lodged.ref}"
    with visitor(world.house) as client:
        sign_in(client, LEAD, PASSWORD)
        for word in ("What the rules say", "Look twice", "€900.00", "Offer a sum"):
            assert word in text(client.get(page).text), word
        assert lodged.ref in client.get("/desk/claims").text
        assert send(client, page, page, {"outcome": "decline", "reason": ""}).status_code == 422
        assert (
            send(client, page, page, {"outcome": "offer", "amount": "no", "reason": "x"}).status_code == 422
        )
        assert (
            send(client, page, page, {"outcome": "decline", "reason": "It was never sent."}).status_code
            == 303
        )
        theirs = client.get(f"/c/{lodged.token}?lang=fr").text
        assert theirs.count("It was never sent.") == 1, "whom it was written to reads it, once"
        assert "Une personne a examiné votre demande." in theirs
        client.get("/desk/claims?lang=en")
        appeal.appeal(world.house, lodged.claim, "It was.")
        mine = client.get(page)
        assert "You decided on this claim before." in mine.text
        token = csrf(client, page)
        ruled = client.post(page, data={"csrf": token, "outcome": "offer", "amount": "40", "reason": "Yes."})
        assert ruled.status_code == 403
    with visitor(world.house) as client:
        sign_in(client, AGENT, PASSWORD)
        assert "Appeals are for a lead." in client.get(page).text
    with visitor(world.house) as client:
        sign_in(client, ADMIN, PASSWORD)
        ruled = send(client, page, page, {"outcome": "offer", "amount": "40,00", "reason": "You are right."})
        assert ruled.status_code == 303
    assert world.row(lodged.claim).offer_minor == 4000


def test_the_log_shows_its_latest_head_and_hands_out_receipts(world: World) -> None:
    staffed(world)
    world.parcel()
    world.claim()
    world.rests()
    with visitor(world.house) as client:
        sign_in(client, AGENT, PASSWORD)
        page = client.get("/desk/log").text
        number = re.findall(r"/desk/receipt/(\d+)", page)[0]
        assert client.get(f"/desk/receipt/{number}").headers["content-type"] == "application/json"
        assert client.get("/desk/receipt/999999").status_code == 404


def test_keys_are_for_admins_and_shown_once(quiet: World, client: TestClient) -> None:
    sign_in(client, LEAD, PASSWORD)
    assert client.get("/desk/keys").status_code == 403
    sign_in(client, ADMIN, PASSWORD)
    made = send(client, "/desk/keys", "/desk/keys", {"name": "shop"})
    key = re.findall(r"mwk_[A-Za-z0-9_-]+", made.text)[0]
    assert key not in client.get("/desk/keys").text
    headers = {"authorization": f"Bearer {key}"}
    assert client.get("/api/v1/claims/MW-AAAAAAAA", headers=headers).status_code == 404
    number = str(quiet.rows("SELECT id FROM api_key")[0][0])
    send(client, "/desk/keys", "/desk/keys", {"revoke": number})
    assert client.get("/api/v1/claims/MW-AAAAAAAA", headers=headers).status_code == 401


def test_the_console_shows_what_x_costs_and_when_a_waiting_letter_goes(world: World) -> None:
    staffed(world)
    with visitor(world.house) as client:
        sign_in(client, LEAD, PASSWORD)
        assert "US$0.00 of US$20.00" in text(client.get("/desk/inbox").text)
        world.says("anna_k", "@HaldenHome where is my parcel? It is two weeks late")
        world.poll()
        until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE state = 'sent'")))
        thread = world.rows("SELECT id FROM thread")[0].id
        until(lambda: bool(world.rows("SELECT 1 FROM x_call WHERE about = :t", t=f"thread-{thread}")))
        page = text(client.get(f"/desk/thread/{thread}").text)
        assert "This thread\nUS$0.01" in page, page
        assert "publish × 1: US$0.01" in page
        assert "goes at about" not in page
        with world.house.database.writing() as conn:
            conn.exec_driver_sql(
                "INSERT INTO pace_wait SELECT id, brand, 'post', '', 5, 0, now() FROM person_letter"
            )
            conn.exec_driver_sql("UPDATE person_letter SET state = 'owed'")
        page = text(client.get(f"/desk/thread/{thread}").text)
        assert "goes at about" in page
        assert "Waiting for their turn on X: 1" in page


def test_the_console_says_when_the_days_budget_stopped_the_machine(quiet: World, client: TestClient) -> None:
    sign_in(client, LEAD, PASSWORD)
    now = quiet.house.clock.now()
    with quiet.house.database.writing() as conn:
        meter.spent(conn, BRAND, "main", "search", 100, 15_000_000, now, optional=True)
    assert "reads nobody waits for have stopped" in text(client.get("/desk/inbox").text)
    with quiet.house.database.writing() as conn:
        meter.spent(conn, BRAND, "main", "publish", 1, 5_000_000, now)
    assert "budget is spent: answers wait for you" in text(client.get("/desk/inbox").text)
    told = client.get("/metrics", headers={"authorization": "Bearer m3trics"}).text
    assert 'makewhole_x_spent_micro_dollars{brand="halden"} 2e+07' in told
    assert 'makewhole_x_spent_optional_micro_dollars{brand="halden"} 1.5e+07' in told
    assert 'makewhole_x_budget_micro_dollars{brand="halden"} 2e+07' in told


def test_a_complaint_that_may_not_be_answered_by_machine_can_be_opened_on_x(world: World) -> None:
    staffed(world)
    take.take(
        world.house,
        BRAND,
        [{"data": {"id": "77", "text": "my parcel from Halden never arrived, so angry", "author_id": "5"}}],
    )
    until(lambda: world.rows("SELECT lane FROM thread")[0][0] == "person")
    with visitor(world.house) as client:
        sign_in(client, LEAD, PASSWORD)
        page = client.get(f"/desk/thread/{world.rows('SELECT id FROM thread')[0].id}").text
    assert 'href="https://x.com/i/web/status/77"' in page
    assert "Open on X" in page


def test_what_one_person_said_by_mail_and_on_x_is_one_conversation_and_can_be_split(quiet: World) -> None:
    quiet.says("lena", "@HaldenHome where is my parcel?")
    quiet.poll()
    form_in.write_in(
        quiet.house, form_in.Written(BRAND, "lena@people.example", "Still waiting.", "", "en", "once")
    )
    on_x, by_form = (row[0] for row in quiet.rows("SELECT person FROM thread ORDER BY id"))
    with quiet.house.database.writing() as conn:
        joins.join(conn, BRAND, on_x, by_form, "the words they agreed to", None, quiet.house.clock.now())
    with visitor(quiet.house) as desk:
        sign_in(desk, LEAD, PASSWORD)
        page = text(desk.get("/desk/thread/1").text)
        assert "where is my parcel?" in page
        assert "Still waiting." in page
        assert "the words they agreed to" in page
        assert send(desk, "/desk/thread/1", "/desk/join/1/split", {"thread": "1"}).status_code == 303
        apart = text(desk.get("/desk/thread/1").text)
        assert "Still waiting." not in apart
        assert send(desk, "/desk/thread/1", "/desk/join/1/split", {"thread": "1"}).status_code == 404
