"""The site in a real browser: a customer on a phone, accessibility on every page, and the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from makewhole.gateways.payment import SandboxClient
from makewhole.store import parcels, scans
from makewhole.store.scans import ScanRow
from tests.web.conftest import ADMIN, PASSWORD, WEB, served, staffed
from tests.web.pages import photo
from tests.world import BRAND, WAYBILL, World

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 860}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENT = 90_000.0
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@contextmanager
def browser_of(chromium: str) -> Iterator[Browser]:
    """A browser of this test's own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def site(world: World) -> Iterator[str]:
    """The site, with the payment provider telling it what became of a payout."""
    with served(world.house, replace(WEB, metrics_token=None)) as url:
        provider = world.house.payment
        assert isinstance(provider, SandboxClient)
        provider.register_webhook(f"{url}/hooks/payment")
        yield url


def sign_in(page: Page, url: str) -> None:
    """Sign in to the console."""
    page.goto(f"{url}/desk/sign-in")
    page.fill("#email", ADMIN)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/desk/inbox")


def arrived(world: World) -> None:
    """The parcel arrived two days ago."""
    world.parcel()
    now = world.house.clock.now()
    scan = ScanRow(now - timedelta(days=2), "delivered", "Bremen", "DE", "Delivered", "carrier", True)
    with world.house.database.writing() as conn:
        parcel = parcels.find(conn, BRAND, [WAYBILL])
        assert parcel is not None
        scans.keep_scans(conn, BRAND, parcel.id, None, [(scan, scans.digest("delivered"))], now)


def wrongs(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, WCAG 2.2 AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]
    ]


def test_a_claim_is_filed_on_a_phone_decided_accepted_and_paid_while_one_watches(
    world: World, chromium: str, tmp_path: Path
) -> None:
    arrived(world)
    picture = tmp_path / "lamp.jpg"
    picture.write_bytes(photo())
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=PHONE, accept_downloads=True)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(url)
        page.get_by_role("link", name="File a claim").first.click()
        expect(page.get_by_text("The box from outside")).to_be_hidden()
        page.get_by_label("It is damaged").check()
        expect(page.get_by_text("The box from outside")).to_be_visible()
        page.get_by_label("Not usable at all").check()
        page.get_by_label("Waybill or order number").fill("RB 123 456 785 CN")
        page.get_by_label("How much do you ask for?").fill("40")
        page.get_by_label("Where do we reach you?").fill("anna@example.org")
        page.set_input_files("input[name=photo_goods] >> nth=1", picture)
        expect(page.get_by_text("✓ lamp.jpg")).to_be_visible()
        other = tmp_path / "box.jpg"
        other.write_bytes(photo("#2f4f4f"))
        page.set_input_files("input[name=photo_outside] >> nth=1", other)
        page.get_by_role("button", name="Send the claim").click()
        page.wait_for_url("**/c/*")
        expect(page.get_by_role("button", name="Accept €40.00")).to_be_visible(timeout=PATIENT)
        page.get_by_label("Where shall we pay?").fill("acct-anna")
        page.get_by_role("button", name="Accept €40.00").click()
        expect(page.get_by_role("heading", name="You have been paid")).to_be_visible(timeout=PATIENT)
        expect(page.get_by_text("Sealed as line").first).to_be_visible(timeout=PATIENT)
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download").last.click()
        assert taken.value.suggested_filename.startswith("receipt-MW-")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off a phone"
        assert said == []


def test_every_page_is_accessible_in_light_in_dark_and_from_right_to_left(
    world: World, chromium: str
) -> None:
    staffed(world)
    world.parcel()
    offered, asked, doubted = (
        world.claim(),
        world.claim(problem="damaged", contact="b@example.org"),
        world.claim(asked_minor=90_000, contact="c@example.org", story="A rare watch."),
    )
    world.says("lena", "@HaldenHome my lawyer will hear of this, parcel RB123456785CN was stolen")
    world.poll()
    world.reaches(offered.claim, "offered")
    world.reaches(asked.claim, "awaiting_evidence")
    world.reaches(doubted.claim, "with_person")
    world.rests()
    customers = [
        "/",
        "/claim",
        "/contact",
        "/style",
        "/nothing",
        f"/c/{offered.token}",
        f"/c/{asked.token}",
        f"/c/{doubted.token}",
    ]
    console = [
        "/desk/inbox?lane=all",
        "/desk/thread/1",
        "/desk/claims",
        f"/desk/claims/{doubted.ref}",
        "/desk/log",
        "/desk/keys",
    ]
    found: dict[str, list[str]] = {}
    with site(world) as url, browser_of(chromium) as browser:
        for scheme in SCHEMES:
            page = browser.new_page(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
            for path in customers:
                for tongue in ("en", "ar"):
                    page.goto(f"{url}{path}?lang={tongue}")
                    found[f"{scheme} {tongue} {path}"] = wrongs(page)
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            page.close()
            desk = browser.new_page(viewport=DESK, color_scheme=scheme, reduced_motion="reduce")
            desk.goto(f"{url}/desk/sign-in?lang=en")
            found[f"{scheme} sign-in"] = wrongs(desk)
            sign_in(desk, url)
            for path in console:
                desk.goto(f"{url}{path}")
                found[f"{scheme} {path}"] = wrongs(desk)
            desk.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_the_console_is_walked_by_keys_alone_and_new_posts_come_by_themselves(
    world: World, chromium: str
) -> None:
    staffed(world)
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=DESK)
        sign_in(page, url)
        page.goto(f"{url}/desk/inbox?lane=all")
        expect(page.get_by_text("Nothing here yet")).to_be_visible()
        world.says("lena", "@HaldenHome where is my parcel?")
        world.says("omar", "@HaldenHome it came broken!")
        world.poll()
        expect(page.locator(".line")).to_have_count(2, timeout=PATIENT)
        world.rests()
        page.reload()
        page.keyboard.press("j")
        first = page.evaluate("document.activeElement.id")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") != first
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == first
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/thread/*")
        page.keyboard.press("u")
        page.wait_for_url("**/desk/inbox")
        page.keyboard.press("g")
        page.keyboard.press("c")
        page.wait_for_url("**/desk/claims")
        page.locator("body").press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("language", ["ar"])
def test_the_whole_way_works_without_a_script(world: World, chromium: str, language: str) -> None:
    world.parcel()
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
        page.goto(f"{url}/claim?lang={language}")
        page.check("input[value=lost]")
        page.fill("#number", "RB123456785CN")
        page.fill("#amount", "40")
        page.fill("#contact", "anna@example.org")
        page.click("main button")
        page.wait_for_url("**/c/*")
        claim = int(world.rows("SELECT id FROM claim")[0][0])
        world.reaches(claim, "offered")
        page.reload()
        page.fill("#account", "acct-anna")
        page.locator("form[action$='/accept'] button").click()
        world.reaches(claim, "paying", "paid")
        page.reload()
        assert page.locator(".steps li[data-done]").count() >= 3
