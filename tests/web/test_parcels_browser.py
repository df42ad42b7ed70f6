"""The parcels' pages in a real browser: readable by everybody, by keys alone, without a script, and live."""

from playwright.sync_api import Page, expect

from makewhole.parcel.scan import Scan
from tests.web.conftest import staffed
from tests.web.parcel_rows import DAY, contested, delivered, messy, standing, told
from tests.web.test_browser import DESK, PATIENT, PHONE, SCHEMES, browser_of, sign_in, site, wrongs
from tests.world import World


def fits(page: Page) -> bool:
    """Whether nothing runs off the side of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def a_shop(world: World) -> tuple[int, int]:
    """Parcels good and bad, on several lanes."""
    staffed(world)
    now = world.house.clock.now()
    for n, days in enumerate((8, 10, 12)):
        delivered(world, f"CNDE{n}", days, promised_by=now - 2 * DAY)
    standing(world, "CNDE8", operator="dhl", silent_from=now - DAY)
    delivered(world, "DEFR1", 2, lane="DE-FR", operator="dhl", promised_by=now)
    return messy(world), contested(world)


def test_every_page_is_accessible_on_desk_and_phone_in_both_languages(world: World, chromium: str) -> None:
    one, two = a_shop(world)
    paths = [
        f"/desk/parcels/{one}",
        f"/desk/parcels/{two}",
        "/desk/parcels",
        "/desk/lanes",
        "/desk/parcels?kind=damaged",
    ]
    found: dict[str, list[str]] = {}
    with site(world) as url, browser_of(chromium) as browser:
        for scheme in SCHEMES:
            for size, tongue in ((DESK, "en"), (PHONE, "zh")):
                page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
                sign_in(page, url)
                for path in paths:
                    page.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={tongue}")
                    found[f"{scheme} {tongue} {path}"] = wrongs(page)
                    assert fits(page), f"{path} runs off at {size}"
                page.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_the_lists_are_walked_and_the_board_is_sorted_by_keys_alone(world: World, chromium: str) -> None:
    a_shop(world)
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=DESK)
        sign_in(page, url)
        page.keyboard.press("g")
        page.keyboard.press("t")
        page.wait_for_url("**/desk/parcels")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/parcels/*")
        page.keyboard.press("u")
        page.wait_for_url("**/desk/parcels")
        page.get_by_role("link", name="Lanes").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/lanes")
        page.get_by_role("link", name="Late").press("Enter")
        expect(page.get_by_role("columnheader", name="Late")).to_have_attribute("aria-sort", "descending")
        page.get_by_role("link", name="Late").press("Enter")
        expect(page.get_by_role("columnheader", name="Late")).to_have_attribute("aria-sort", "ascending")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download CSV").click()
        assert taken.value.suggested_filename == "lanes-28-days.csv"


def test_without_a_script_a_parcel_is_sought_read_and_the_board_looks_further_back(
    world: World, chromium: str
) -> None:
    one, _ = a_shop(world)
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
        sign_in(page, url)
        page.goto(f"{url}/desk/parcels")
        page.fill("#number", "hh 1001")
        page.press("#number", "Enter")
        page.wait_for_url(f"**/desk/parcels/{one}")
        assert "1001" not in page.url, "numbers stay out of addresses"
        expect(page.get_by_text("Frankfurt, Germany").first).to_be_visible()
        assert page.locator("svg.chart .spot").count() >= 2
        page.goto(f"{url}/desk/lanes")
        page.select_option("#days", "56")
        page.click(".filters button")
        page.wait_for_url("**days=56**")
        expect(page.get_by_text("the last 56 days")).to_be_visible()


def test_what_is_heard_of_a_parcel_appears_by_itself(world: World, chromium: str) -> None:
    one, _ = a_shop(world)
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=DESK)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        sign_in(page, url)
        page.goto(f"{url}/desk/parcels/{one}")
        expect(page.get_by_role("heading", name="What happened")).to_be_visible()
        now = world.house.clock.now().replace(microsecond=0)
        told(world, "RB123456785CN", Scan(now, "out_for_delivery", "Bremen", "DE", "Auf dem Weg", "dhl"))
        expect(page.locator(".timeline").get_by_text("Out for delivery")).to_be_visible(timeout=PATIENT)
        assert said == []
