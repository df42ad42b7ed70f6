"""Customs words in a real browser: a lead changes one, and a customer reads it on the page of a claim."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from makewhole.store import parcels, scans
from makewhole.store.scans import ScanRow
from tests.web.conftest import served
from tests.web.test_browser import DESK, PHONE, browser_of, sign_in, wrongs
from tests.world import BRAND, WAYBILL, World


def held(world: World) -> None:
    """The parcel is with customs, who want to be paid."""
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        parcel = parcels.put(conn, BRAND, {"waybill": WAYBILL, "origin": "CN", "destination": "SA"}, now)
        scan = ScanRow(
            now - timedelta(days=2), "customs", "Riyadh", "SA", "Held", "carrier", True, "customs_duties"
        )
        scans.keep_scans(conn, BRAND, parcel, None, [(scan, scans.digest("held"))], now)


def test_a_word_on_customs_is_changed_on_the_desk_and_read_by_a_customer_on_a_phone(
    quiet: World, chromium: str, tmp_path: Path
) -> None:
    quiet.parcel()
    held(quiet)
    claim = quiet.claim()
    with served(quiet.house) as url, browser_of(chromium) as browser:
        desk = browser.new_page(viewport=DESK)
        sign_in(desk, url)
        desk.goto(f"{url}/desk/customs")
        assert wrongs(desk) == []
        desk.screenshot(path=tmp_path / "customs.png")
        desk.get_by_role("link", name="Saudi Arabia").click()
        desk.get_by_role("link", name="Charges").click()
        desk.get_by_label("Working days, at most").fill("many")
        desk.get_by_role("button", name="Save as our own word").click()
        expect(desk.get_by_role("alert")).to_contain_text("“many” is no count of days")
        assert wrongs(desk) == []
        desk.screenshot(path=tmp_path / "customs-wrong.png", full_page=True)
        desk.get_by_label("Working days, at most").fill("9")
        desk.get_by_text("Your own sentence, by language").click()
        desk.get_by_label("العربية").fill("اتصل بنا قبل الدفع.")
        desk.get_by_role("button", name="Save as our own word").click()
        expect(desk.get_by_text("Your own word", exact=True)).to_be_visible()
        assert wrongs(desk) == []
        desk.screenshot(path=tmp_path / "customs-place.png", full_page=True)
        desk.set_viewport_size(PHONE)
        for path in ("", "/SA?matter=duties"):
            desk.goto(f"{url}/desk/customs{path}")
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} runs off"
        phone = browser.new_page(viewport=PHONE)
        phone.goto(f"{url}/c/{claim.token}?lang=ar")
        expect(phone.get_by_role("heading", name="أين الشحنة")).to_be_visible()
        expect(phone.get_by_text("اتصل بنا قبل الدفع.")).to_be_visible()
        expect(phone.locator("html")).to_have_attribute("dir", "rtl")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "nothing runs off a phone"
        )
        assert wrongs(phone) == []
        phone.screenshot(path=tmp_path / "progress-ar.png", full_page=True)
        phone.goto(f"{url}/c/{claim.token}?lang=en")
        expect(phone.get_by_text("Duty or import tax is due before customs release it.")).to_be_visible()
        phone.screenshot(path=tmp_path / "progress-en.png", full_page=True)
