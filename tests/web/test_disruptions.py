"""The pages of disruptions: a person sees what is slow and why, and writes to those who wait, each once."""

import csv
import io
import re

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from makewhole import durable
from makewhole.because import Ground
from makewhole.store import day_counts, disruptions
from makewhole.web.console.disruptions import Size, size
from tests.web.conftest import AGENT, PASSWORD
from tests.web.pages import send, sign_in, text
from tests.web.parcel_rows import DAY
from tests.world import BRAND, HANDLE, World

WHY = (Ground("disruption.moves", "fewer parcels are scanned on their way in a day", "scans", {"seen": 4}),)
WAYBILLS = ("RB123456785CN", "RB987654321CN", "RB473124829CN")


def raised(world: World, parcels: list[int], **more: object) -> int:
    """A lane that is slow for five days, with parcels caught in it."""
    now = world.house.clock.now()
    facts: dict[str, object] = {
        "kind": "lane",
        "subject": "CN-DE",
        "measure": "moves",
        "cause": "customs_delay",
    }
    facts |= {"began_on": (now - 5 * DAY).date(), "usual": 0.4, "now_": 0.1, "because": WHY, "at": now} | more
    with world.house.database.writing() as conn:
        number, new = disruptions.raise_(conn, BRAND, **facts)  # type: ignore[arg-type]  # as the test names
        disruptions.catch(conn, number, parcels, now)
    assert new
    return number


def asked(world: World, handle: str, parcel: int, *, privately: bool, language: str = "de") -> int:
    """Somebody wrote to us about a parcel; returns the thread."""
    if privately:
        world.writes(handle, "wo ist mein Paket?")
    else:
        world.says(handle, f"@{HANDLE} wo ist mein Paket?")
        world.poll()
    with world.house.database.writing() as conn:
        thread = conn.execute(sa.text("SELECT max(id) FROM thread")).scalar_one()
        conn.execute(
            sa.text("UPDATE thread SET parcel = :p, language = :l WHERE id = :t"),
            {"p": parcel, "l": language, "t": thread},
        )
    return int(thread)


@pytest.fixture
def agent(client: TestClient) -> TestClient:
    """An agent, signed in."""
    sign_in(client, AGENT, PASSWORD)
    return client


@pytest.fixture
def slow(quiet: World) -> tuple[World, int, list[int]]:
    """Three parcels in a disruption: of one who wrote to us in private, one who wrote in public alone, and of
    nobody we know."""
    parcels = [quiet.parcel(waybill, order_ref=f"HH-{n}") for n, waybill in enumerate(WAYBILLS)]
    asked(quiet, "anna", parcels[0], privately=True)
    asked(quiet, "ben", parcels[1], privately=False, language="fr")
    return quiet, raised(quiet, parcels), parcels


def test_nobody_sees_disruptions_without_signing_in(quiet: World, client: TestClient) -> None:
    number = raised(quiet, [])
    for path in ("", f"/{number}", f"/{number}/customers.csv"):
        assert client.get(f"/desk/disruptions{path}").headers["location"] == "/desk/sign-in"


def test_the_list_says_what_is_off_by_how_much_and_why(quiet: World, agent: TestClient) -> None:
    assert "Nothing is counted yet" in agent.get("/desk/disruptions").text
    raised(quiet, [quiet.parcel()])
    raised(quiet, [], kind="customs", subject="BR", measure="held", usual=0.01, now_=0.05, cause="unknown")
    raised(quiet, [], kind="carrier", subject="gls", measure="arrives", usual=0.3, now_=0.0, cause="volume")
    shown = text(agent.get("/desk/disruptions").text)
    for words in (
        "China → Germany Lane",
        "Fewer parcels move on · 4 times less often than usual · each step about",
        "1 parcel in it",
        "Customs takes longer than usual",
        "Customs, Brazil",
        "More parcels are held · 5 times the usual",
        "GLS Carrier",
        "not one lately",
        "More parcels than usual",
    ):
        assert words in shown, words


def test_a_hub_is_said_with_its_countrys_name(quiet: World, agent: TestClient) -> None:
    raised(quiet, [], kind="hub", subject="Leipzig, DE")
    raised(quiet, [], kind="hub", subject="Depot 7, ??", measure="held")
    page = text(agent.get("/desk/disruptions").text)
    assert "Leipzig, Germany" in page
    assert "Depot 7 " in page
    assert "??" not in page


def test_one_that_is_over_says_how_it_ended_and_warns_nobody(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, _ = slow
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        disruptions.end(conn, number, "over", now.date(), WHY, now)
    page = agent.get(f"/desk/disruptions/{number}")
    assert "It is as usual again." in text(page.text)
    assert 'name="parcel"' not in page.text
    assert "It is as usual again." in text(agent.get("/desk/disruptions").text)


def test_only_who_opened_a_way_can_be_chosen_and_reads_it_in_their_language(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    _, number, parcels = slow
    page = agent.get(f"/desk/disruptions/{number}").text
    assert re.findall(r'name="parcel" value="(\d+)"', page) == [str(parcels[0])]
    shown = text(page)
    for words in ("Message on X", "No way is open", "Customer not known", "3 parcels in it"):
        assert words in shown, words
    assert "Viele Pakete" in page or "viele Pakete" in page
    assert re.search(r'lang="fr">[^<]+', page)


def test_pressing_owes_each_chosen_customer_one_letter_and_nothing_in_public(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, parcels = slow
    before = {row.id for row in world.rows("SELECT id FROM person_letter")}
    for _ in range(2):
        send(
            agent,
            f"/desk/disruptions/{number}",
            f"/desk/disruptions/{number}/warn",
            {"parcel": [str(parcel) for parcel in parcels]},
        )
    written = [
        row
        for row in world.rows("SELECT id, kind, channel, language, state, body, name FROM person_letter")
        if row.id not in before
    ]
    assert [(row.kind, row.channel, row.language, row.state) for row in written] == [
        ("private_reply", "x", "de", "owed")
    ]
    assert written[0].name == f"disruption-{number}:warn:{parcels[0]}"
    assert "HH-0" in written[0].body
    with world.house.database.reading() as conn:
        assert durable.waiting(conn)["deliver"] >= 1
    [told] = world.rows("SELECT kind FROM statement ORDER BY id DESC LIMIT 1")
    assert told.kind == "letter"
    shown = agent.get(f"/desk/disruptions/{number}").text
    assert "Going out" in text(shown)
    assert 'name="parcel"' not in shown


def test_who_asked_us_to_stop_is_not_written_to(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, parcels = slow
    with world.house.database.writing() as conn:
        conn.execute(
            sa.text(
                "INSERT INTO person_optout (person, brand, since) SELECT person, brand, last_at FROM thread"
                " WHERE parcel = :p ON CONFLICT DO NOTHING"
            ),
            {"p": parcels[0]},
        )
    before = world.rows("SELECT count(*) AS letters FROM person_letter")
    send(
        agent,
        f"/desk/disruptions/{number}",
        f"/desk/disruptions/{number}/warn",
        {"parcel": str(parcels[0])},
    )
    assert world.rows("SELECT count(*) AS letters FROM person_letter") == before
    assert "Asked us not to write" in text(agent.get(f"/desk/disruptions/{number}").text)


def test_a_press_from_elsewhere_or_about_nothing_is_refused(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, parcels = slow
    forged = agent.post(f"/desk/disruptions/{number}/warn", data={"parcel": str(parcels[0]), "csrf": "x"})
    assert forged.status_code == 403
    for wrong in ("", "1e9", "-1", "9" * 40, "' OR 1=1"):
        answered = send(
            agent,
            f"/desk/disruptions/{number}",
            f"/desk/disruptions/{number}/warn",
            {"parcel": wrong},
        )
        assert answered.status_code == 303
    assert not world.rows("SELECT 1 FROM person_letter WHERE name LIKE 'disruption-%'")
    assert agent.get("/desk/disruptions/999").status_code == 404


def test_the_file_has_every_parcel_and_no_formula(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, parcels = slow
    with world.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE parcel SET order_ref = '=1+1' WHERE id = :p"), {"p": parcels[2]})
    answered = agent.get(f"/desk/disruptions/{number}/customers.csv")
    rows = list(csv.DictReader(io.StringIO(answered.text.removeprefix("\ufeff"))))
    assert {row["waybill"] for row in rows} == set(WAYBILLS)
    by = {row["waybill"]: row for row in rows}
    assert by[WAYBILLS[2]]["order"] == "'=1+1"
    assert (by[WAYBILLS[0]]["way"], by[WAYBILLS[1]]["why_not"]) == ("x", "unreached")
    assert "anna" not in answered.text


def test_the_chart_shows_the_days_as_they_were_counted(
    slow: tuple[World, int, list[int]], agent: TestClient
) -> None:
    world, number, _ = slow
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        for back in range(20):
            conn.execute(
                sa.text("INSERT INTO day_count VALUES (:b, :d, 'CN-DE', 'gls', '', '', 'moves', 1, 100, :s)"),
                {"b": BRAND, "d": (now - back * DAY).date(), "s": 40 if back > 5 else 10},
            )
        shares = day_counts.shares(conn, BRAND, "lane", "CN-DE", "moves", 56)
    assert [one.share for one in shares] == [0.4] * 14 + [0.1] * 6
    page = agent.get(f"/desk/disruptions/{number}").text
    assert len(re.findall(r'class="share(?: off)?"', page)) == 20
    assert len(re.findall(r'class="share off"', page)) == 6


@pytest.mark.parametrize(
    ("measure", "usual", "now", "expected"),
    [
        ("moves", 0.4, 0.1, Size(True, 4.0, 7.5)),
        ("moves", 0.4, 0.0, Size(True, None, None)),
        ("complaints", 0.01, 0.05, Size(False, 5.0, None)),
        ("held", 0.0, 0.05, Size(False, None, None)),
    ],
)
def test_how_much_is_off_is_told_and_what_never_happens_has_no_figure(
    quiet: World, measure: str, usual: float, now: float, expected: Size
) -> None:
    number = raised(quiet, [], measure=measure, usual=usual, now_=now)
    with quiet.house.database.reading() as conn:
        row = disruptions.get(conn, number)
    assert row is not None
    assert size(row) == expected
