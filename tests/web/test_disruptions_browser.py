"""Disruptions in a real browser: read on the desk and on a phone, and the customers written to by a press."""

from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import expect

from tests.web.conftest import served
from tests.web.parcel_rows import DAY
from tests.web.test_browser import DESK, PHONE, SCHEMES, browser_of, sign_in, wrongs
from tests.web.test_disruptions import WAYBILLS, asked, raised
from tests.world import BRAND, World, until


def slow(world: World) -> int:
    """A lane that is slow for five of fifty counted days, with three parcels in it, one of whose owners wrote
    to us in private."""
    parcels = [world.parcel(waybill, order_ref=f"HH-{n}") for n, waybill in enumerate(WAYBILLS)]
    asked(world, "anna", parcels[0], privately=True)
    asked(world, "ben", parcels[1], privately=False, language="fr")
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        for back in range(50):
            happened = (9 if back < 6 else 40) + back * 7 % 5 - (back % 7 == 2) * 18 * (back > 5)
            day = (now - back * DAY).date()
            conn.execute(
                sa.text("INSERT INTO day_count VALUES (:b, :d, 'CN-DE', 'gls', '', '', 'moves', 1, 100, :s)"),
                {"b": BRAND, "d": day, "s": happened},
            )
            conn.execute(
                sa.text("INSERT INTO day_counted VALUES (:b, :d, :n, true, :n)"),
                {"b": BRAND, "d": day, "n": now},
            )
    raised(
        world, [], kind="hub", subject="Leipzig, DE", measure="held", usual=0.01, now_=0.06, cause="strike"
    )
    return raised(world, parcels)


def test_a_person_reads_what_is_slow_and_writes_to_who_waits(
    quiet: World, chromium: str, tmp_path: Path
) -> None:
    number = slow(quiet)
    with served(quiet.house) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=DESK)
        sign_in(page, url)
        page.goto(f"{url}/desk/disruptions")
        expect(page.get_by_text("4 times less often than usual")).to_be_visible()
        assert wrongs(page) == []
        page.screenshot(path=tmp_path / "list.png", full_page=True)
        page.get_by_role("link", name="China → Germany").click()
        page.get_by_text("What they would read").first.click()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            until(lambda: page.evaluate("document.getAnimations().length") == 0)  # the colours have changed
            assert wrongs(page) == []
            page.screenshot(path=tmp_path / f"one-{scheme}.png", full_page=True)
        page.get_by_role("button", name="Write to the chosen customers").click()
        expect(page.get_by_text("The letters are owed")).to_be_visible()
        expect(page.get_by_text("Going out")).to_be_visible()
        expect(page.get_by_role("button", name="Write to the chosen customers")).to_be_hidden()
        phone = browser.new_page(viewport=PHONE)
        sign_in(phone, url)
        for path in ("", f"/{number}"):
            phone.goto(f"{url}/desk/disruptions{path}?lang=zh")
            assert wrongs(phone) == []
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "runs off a phone"
            phone.screenshot(path=tmp_path / f"phone{path.strip('/')}.png", full_page=True)
