"""The pages of parcels: what is shown of one, to whom, and what is found among many."""

import csv
import io
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from makewhole.because import Ground
from makewhole.parcel.scan import Scan
from makewhole.store import brands, disruptions, parcels, watches
from makewhole.web.console import lanes, troubles
from tests.web.conftest import AGENT, LEAD, PASSWORD, staffed, visitor
from tests.web.pages import send, sign_in, text
from tests.web.parcel_rows import DAY, SECRET, contested, delivered, messy, standing, told
from tests.world import BRAND, World


@pytest.fixture
def agent(client: TestClient) -> TestClient:
    """An agent, signed in."""
    sign_in(client, AGENT, PASSWORD)
    return client


def waybills(page: str) -> list[str]:
    """The numbers of a list, in its order."""
    return re.findall(r'class="[^"]*mono[^"]*" dir="ltr">([^<]+)<', page)


def test_nobody_sees_a_parcel_without_signing_in(quiet: World, client: TestClient) -> None:
    number = messy(quiet)
    for path in ("", f"/{number}", f"/{number}/live", f"/{number}/answers/1"):
        assert client.get(f"/desk/parcels{path}").headers["location"] == "/desk/sign-in"
    for path in ("/desk/lanes", "/desk/lanes.csv"):
        assert client.get(path).headers["location"] == "/desk/sign-in"
    assert client.post("/desk/parcels", data={"number": "RB1"}).status_code in (303, 403)


def test_each_event_says_what_where_when_by_whom_and_why(quiet: World, agent: TestClient) -> None:
    page = agent.get(f"/desk/parcels/{messy(quiet)}")
    shown = text(page.text)
    for words in (
        "At customs Dorsten, Germany",
        "UTC+1",
        "DHL",
        "via 17TRACK",
        "Duty or tax is due (customs)",
        "Duties <due>",
        "With customs",
        "Wet",
        "Picked up Shenzhen, China",
        "UTC+8 · China Post",
        "HH-1001",
        "Fee due",
    ):
        assert words in shown, words


def test_what_is_not_sure_or_not_believed_says_so(quiet: World, agent: TestClient) -> None:
    shown = text(agent.get(f"/desk/parcels/{messy(quiet)}").text)
    assert "Delivered Bremen, Germany Set aside" in shown
    assert "It lies in the future, so it is not counted." in shown
    assert "The carrier named no time zone" in shown
    assert "One event could not be read" in shown
    assert "its time, 'yesterday', is none we can read" in shown


def test_the_map_has_numbered_stops_in_words_too_and_a_town_nobody_knows_is_approximate(
    quiet: World, agent: TestClient
) -> None:
    page = agent.get(f"/desk/parcels/{messy(quiet)}").text
    assert '<path class="way" d="M' in page
    assert page.count('class="spot') >= 2
    shown = text(page)
    assert "Shenzhen, China" in shown
    assert "Dorsten, Germany (country known only)" in shown
    assert "Bremen" not in shown.partition("Where it was")[2].partition("What happened")[0]


def test_two_carriers_claiming_one_number_are_both_shown_and_nothing_is_drawn_between(
    quiet: World, agent: TestClient
) -> None:
    page = agent.get(f"/desk/parcels/{contested(quiet)}").text
    shown = text(page)
    assert "Two carriers claim it" in shown
    assert "None of them is believed over the other." in shown
    assert "Delivered Berlin, Germany" in shown
    assert "Delivered Lyon, France" in shown
    assert 'class="way"' not in page


def test_events_told_twice_are_one_with_all_who_told_them(quiet: World, agent: TestClient) -> None:
    number, at = quiet.parcel(), quiet.house.clock.now().replace(microsecond=0) - DAY
    for teller in ("china_post", "dhl"):
        told(quiet, "RB123456785CN", Scan(at, "in_transit", "Leipzig", "DE", "Sorted", teller))
    shown = text(agent.get(f"/desk/parcels/{number}").text).partition("What happened")[2]
    assert shown.count("Sorted") == 1
    assert "China Post, DHL" in shown


def test_a_clock_that_runs_backwards_is_seen(quiet: World, agent: TestClient) -> None:
    number, at = quiet.parcel(), quiet.house.clock.now().replace(microsecond=0)
    told(
        quiet,
        "RB123456785CN",
        Scan(at - 2 * DAY, "delivered", "Bremen", "DE", "Zugestellt", "dhl"),
        Scan(at - DAY, "out_for_delivery", "Bremen", "DE", "Unterwegs", "dhl"),
    )
    shown = text(agent.get(f"/desk/parcels/{number}").text).partition("What happened")[2]
    assert shown.count("one of the two clocks may be wrong") == 1
    assert shown.index("Out for delivery") < shown.index("clocks may be wrong") < shown.index("Delivered")


def test_a_parcel_leads_to_its_disruption_its_talk_and_its_claims(world: World) -> None:
    staffed(world)
    number = messy(world)
    claim = world.claim()
    world.says("lena", "@HaldenHome where is my parcel RB123456785CN?")
    world.poll()
    world.rests()
    now = world.house.clock.now()
    ground = (Ground("disruption.moves", "fewer move", "test"),)
    with world.house.database.writing() as conn:
        what = (BRAND, "lane", "CN-DE", "moves", now.date(), 0.5, 0.1, "unknown", ground, now)
        disruption, _ = disruptions.raise_(conn, *what)
        disruptions.catch(conn, disruption, [number], now)
    with visitor(world.house) as client:
        sign_in(client, AGENT, PASSWORD)
        page = client.get(f"/desk/parcels/{number}").text
        thread = re.search(r'href="(/desk/thread/\d+)"', page)
        assert thread is not None
        for path in (f"/desk/disruptions/{disruption}", f"/desk/claims/{claim.ref}"):
            assert f'href="{path}"' in page, path
        for path in (thread[1], f"/desk/claims/{claim.ref}"):
            assert f'href="/desk/parcels/{number}"' in client.get(path).text, f"{path} leads back"


def test_an_answer_as_it_came_is_for_leads_and_is_plain_text(quiet: World, client: TestClient) -> None:
    number = messy(quiet)
    answer = quiet.rows("SELECT id FROM person_answer")[0][0]
    path = f"/desk/parcels/{number}/answers/{answer}"
    sign_in(client, AGENT, PASSWORD)
    assert path not in client.get(f"/desk/parcels/{number}").text
    assert client.get(path).status_code == 403
    client.cookies.clear()
    sign_in(client, LEAD, PASSWORD)
    page = client.get(f"/desk/parcels/{number}").text
    assert path in page
    assert SECRET not in page
    got = client.get(path)
    assert SECRET in got.text
    assert got.headers["content-type"].startswith("text/plain")
    assert client.get(f"/desk/parcels/{number + 1}/answers/{answer}").status_code == 404


def test_another_brands_parcel_is_not_there(quiet: World, agent: TestClient) -> None:
    now = quiet.house.clock.now()
    with quiet.house.database.writing() as conn:
        brands.put(conn, "other", "Other", ["Other"], "EUR", now, attested=True)
        number = parcels.put(conn, "other", {"waybill": "RB123456785CN", "origin": "CN"}, now)
    assert agent.get(f"/desk/parcels/{number}").status_code == 404
    assert send(agent, "/desk/parcels", "/desk/parcels", {"number": "RB123456785CN"}).status_code == 404
    assert "RB123456785CN" not in agent.get("/desk/parcels").text
    assert "China" not in text(agent.get("/desk/lanes").text)


def test_a_parcel_nothing_is_known_of_shows_a_way_forward(quiet: World, agent: TestClient) -> None:
    shown = text(agent.get(f"/desk/parcels/{quiet.parcel()}").text)
    assert "Nothing was heard of it yet" in shown
    assert "Ask the carrier now" in shown


def test_asking_the_carrier_is_owed_and_not_offered_where_it_was_just_heard_of(
    quiet: World, agent: TestClient
) -> None:
    number = quiet.parcel()
    path = f"/desk/parcels/{number}"
    assert send(agent, path, f"{path}/ask", {}).headers["location"] == path
    with quiet.house.database.reading() as conn:
        watch = watches.one(conn, number)
    assert watch is not None
    assert watch.because == "complained"
    assert watch.look_at is not None
    assert watch.look_at - quiet.house.clock.now() < timedelta(minutes=1)
    assert agent.post(f"{path}/ask", data={}).status_code == 403, "a form of ours is needed"
    messy(quiet)
    heard = text(agent.get(path).text)
    assert "Ask the carrier now" not in heard
    assert "It can be asked again" in heard


@pytest.mark.parametrize("typed", ["rb 1234 56785 cn", "HH-1001", "hh1001"])
def test_the_only_parcel_found_is_opened_at_once(quiet: World, agent: TestClient, typed: str) -> None:
    number = messy(quiet)
    found = send(agent, "/desk/parcels", "/desk/parcels", {"number": typed})
    assert found.headers["location"] == f"/desk/parcels/{number}"


def test_several_are_listed_and_none_says_what_to_do(quiet: World, agent: TestClient) -> None:
    standing(quiet, "YT2000000000000001")
    standing(quiet, "YT2000000000000002")
    listed = send(agent, "/desk/parcels", "/desk/parcels", {"number": "YT2"})
    assert sorted(waybills(listed.text)) == ["YT2000000000000001", "YT2000000000000002"]
    nothing = send(agent, "/desk/parcels", "/desk/parcels", {"number": "<i>ZZ"})
    assert nothing.status_code == 404
    assert "A number is found from its beginning" in text(nothing.text)
    assert "<i>" not in nothing.text
    assert (
        send(agent, "/desk/parcels", "/desk/parcels", {"number": ""}).headers["location"] == "/desk/parcels"
    )
    assert agent.post("/desk/parcels", data={"number": "YT2"}).status_code == 403


def test_problems_are_counted_and_picked_by_kind(quiet: World, agent: TestClient) -> None:
    now = quiet.house.clock.now()
    standing(quiet, "LATE1", late_from=now - DAY)
    standing(quiet, "QUIET1", silent_from=now - 2 * DAY)
    standing(quiet, "LOST1", silent_from=now - 9 * DAY, lost_from=now - 3 * DAY)
    standing(quiet, "FEE1", problem="fee_due", reason="customs_duties", status="customs")
    standing(quiet, "FINE1", late_from=now + DAY, silent_from=now + DAY, lost_from=now + 9 * DAY)
    everything = agent.get("/desk/parcels").text
    assert waybills(everything) == ["FEE1", "LATE1", "QUIET1", "LOST1"]
    assert "All problems 4" in text(everything)
    assert "Silent too long 1" in text(everything)
    for kind, expected in (("late", "LATE1"), ("silent", "QUIET1"), ("lost", "LOST1"), ("fee_due", "FEE1")):
        assert waybills(agent.get(f"/desk/parcels?kind={kind}").text) == [expected], kind
    assert waybills(agent.get("/desk/parcels?kind=nonsense&before=x.y").text) == waybills(everything)


def test_pages_of_problems_neither_repeat_nor_leave_out_one(quiet: World, agent: TestClient) -> None:
    now = quiet.house.clock.now()
    expected = {f"LATE{n:03}" for n in range(2 * troubles.PAGE + 7)}
    for n, waybill in enumerate(sorted(expected)):
        # Several begin in one moment: the page must not end between them and forget the rest.
        standing(quiet, waybill, late_from=now - DAY * (n // 10))
    path, seen = "/desk/parcels?kind=late", list[str]()
    for _ in range(5):
        page = agent.get(path).text
        seen += waybills(page)
        older = re.search(r'href="(/desk/parcels\?[^"]*before=[^"]*)"', page)
        if older is None:
            break
        path = older[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen))
    assert set(seen) == expected


def test_without_parcels_the_list_and_the_board_say_how_they_come(agent: TestClient) -> None:
    assert "No parcels yet" in text(agent.get("/desk/parcels").text)
    assert "No parcels in this time" in text(agent.get("/desk/lanes").text)


def test_when_nothing_is_wrong_the_list_says_so(quiet: World, agent: TestClient) -> None:
    standing(quiet, "FINE1")
    assert "Nothing is wrong" in text(agent.get("/desk/parcels").text)


def rows_of(page: str) -> list[list[str]]:
    """The cells of a board's rows, head row left out."""
    made = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        made.append([" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells])
    return made


def fares(world: World) -> None:
    """Two lanes: one slow with two carriers, one quick."""
    now = world.house.clock.now()
    for n, days in enumerate((8, 10, 12, 30)):
        delivered(world, f"CNDE{n}", days, promised_by=now - 5 * DAY if days == 30 else now)
    standing(world, "CNDE9", operator="=cmd|' /C calc'!A0", lost_from=now - DAY)
    for n in range(2):
        delivered(world, f"DEFR{n}", 2, lane="DE-FR", operator="dhl", promised_by=now)


def test_the_board_tells_how_lanes_fare_and_is_sorted_as_one_likes(quiet: World, agent: TestClient) -> None:
    fares(quiet)
    by_volume = rows_of(agent.get("/desk/lanes").text)
    assert [row[0] for row in by_volume] == [
        "China → Germany",
        "YunExpress",
        "=cmd|' /C calc'!A0",
        "Germany → France",
    ] or (by_volume[0][0] == "China → Germany" and by_volume[-1][0] == "Germany → France")
    whole = by_volume[0]
    assert whole[1] == "5"
    assert "20% 1" in whole[3], "one of five came after its promise"
    assert "20% 1" in whole[4], "one of five is lost"
    up = rows_of(agent.get("/desk/lanes?sort=late&dir=up").text)
    assert up[0][0] == "Germany → France"
    by_name = rows_of(agent.get("/desk/lanes?sort=lane").text)
    assert by_name[0][0] == "China → Germany"
    assert "the last 28 days" in agent.get(f"/desk/lanes?days={'9' * 5000}").text
    page = agent.get("/desk/lanes?sort=late").text
    assert 'aria-sort="descending"' in page
    assert 'href="/desk/lanes?days=28&amp;sort=late&amp;dir=up"' in page


def test_a_lane_leads_to_its_disruption(quiet: World, agent: TestClient) -> None:
    fares(quiet)
    now = quiet.house.clock.now()
    ground = (Ground("disruption.moves", "fewer move", "test"),)
    with quiet.house.database.writing() as conn:
        number, _ = disruptions.raise_(
            conn, BRAND, "lane", "CN-DE", "moves", now.date(), 0.5, 0.1, "unknown", ground, now
        )
    assert f'href="/desk/disruptions/{number}"' in agent.get("/desk/lanes").text


def test_a_lane_much_of_which_is_caught_in_a_carriers_disruption_leads_to_it(
    quiet: World, agent: TestClient
) -> None:
    held = [standing(quiet, f"CNDE{n}") for n in range(5)]
    loose = [standing(quiet, f"DEFR{n}", lane="DE-FR") for n in range(9)]
    now = quiet.house.clock.now()
    ground = (Ground("disruption.moves", "fewer move", "test"),)
    with quiet.house.database.writing() as conn:
        number, _ = disruptions.raise_(
            conn, BRAND, "carrier", "yunexpress", "moves", now.date(), 0.5, 0.1, "unknown", ground, now
        )
        disruptions.catch(conn, number, [held[0], loose[0]], now)
    page = agent.get("/desk/lanes").text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</th>", page, re.DOTALL)
    assert [f"/desk/disruptions/{number}" in row for row in rows if "China" in row] == [True]
    assert [f"/desk/disruptions/{number}" in row for row in rows if "France" in row] == [False]


def test_the_file_has_the_same_figures_and_no_formula(quiet: World, agent: TestClient) -> None:
    fares(quiet)
    got = agent.get("/desk/lanes.csv?days=28")
    assert got.headers["content-disposition"] == 'attachment; filename="lanes-28-days.csv"'
    rows = list(csv.DictReader(io.StringIO(got.text.removeprefix("\ufeff"))))
    whole = next(row for row in rows if row["lane"] == "CN-DE" and not row["operator"])
    assert (whole["volume"], whole["late"], whole["lost"]) == ("5", "1", "1")
    assert float(whole["p10"]) <= float(whole["p50"]) <= float(whole["p90"])
    operators = {row["operator"] for row in rows}
    assert "'=cmd|' /C calc'!A0" in operators
    assert not any(operator.startswith("=") for operator in operators)


def test_an_odd_span_or_order_is_taken_for_the_usual(agent: TestClient, quiet: World) -> None:
    fares(quiet)
    usual = agent.get("/desk/lanes").text
    for query in ("days=0", "days=-1", "days=99999999999", "sort=nonsense", "days=x&sort=&dir=sideways"):
        assert rows_of(agent.get(f"/desk/lanes?{query}").text) == rows_of(usual), query
    assert lanes.SPANS[0] == 7


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_of_every_kind_is_in_the_catalogue(quiet: World, agent: TestClient, language: str) -> None:
    number = messy(quiet)
    for path in (f"/desk/parcels/{number}", "/desk/parcels", "/desk/lanes"):
        assert agent.get(f"{path}?lang={language}").status_code == 200
    for kind in troubles.KINDS:
        assert agent.get(f"/desk/parcels?kind={kind}&lang={language}").status_code == 200
