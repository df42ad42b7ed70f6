"""The page "What am I owed?" in a real browser, by keys alone and with no script, from nothing known."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from makewhole.law import parties, rows
from tests.web.test_browser import DESK, PHONE, SCHEMES, browser_of, site, wrongs
from tests.world import World

LOST = {"claim": "sender_v_carrier", "loss.kind": "loss", "carriage.postal": "no"}
BY_AIR = {
    **LOST,
    "carriage.mode": "air",
    "carriage.origin": "CN",
    "carriage.destination": "DE",
    "carriage.contract_on": "2026-09-28",
    "carriage.accepted_on": "2026-09-28",
    "carriage.due_on": "2026-10-05",
    "carriage.packages": "2,0",
    "loss.happened_on": "2026-10-02",
    "loss.value": "180.00",
}
REGISTERED = {
    **LOST,
    "carriage.postal": "yes",
    "carriage.service": "registered",
    "carriage.origin": "CN",
    "carriage.destination": "DE",
    "carriage.accepted_on": "2026-07-15",
    "carriage.charges": "4.80",
    "loss.value": "25",
}
BY_ROAD = {
    **LOST,
    "carriage.mode": "road",
    "carriage.origin": "PL",
    "carriage.destination": "DE",
    "carriage.contract_on": "2026-09-01",
    "carriage.accepted_on": "2026-09-01",
    "carriage.due_on": "2026-09-04",
    "carriage.packages": "40",
    "carriage.charges": "120",
    "carriage.duties": "0",
    "loss.happened_on": "2026-09-03",
    "loss.value": "900",
}
UNKNOWN_LEG = {
    **LOST,
    "carriage.mode": "sea-road",
    "carriage.origin": "CN",
    "carriage.destination": "DE",
    "carriage.governing_law": "DE",
    "carriage.packages": "10",
    "loss.value": "600",
}
A_BUYER = {
    "claim": "buyer_v_seller",
    "sale.buyer_country": "FR",
    "sale.buyer_is_consumer": "yes",
    "sale.carrier_chosen_by_buyer": "no",
    "sale.handed_to": "nobody",
    "sale.contract_on": "2026-08-01",
    "sale.terminated": "yes",
    "sale.price": "86",
}
EXAMPLES: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "air": (BY_AIR, ("MC99 art. 22",)),
    "registered": (REGISTERED, ("UPU",)),
    "road": (BY_ROAD, ("CMR art. 23",)),
    "unknown leg": (UNKNOWN_LEG, ("HGB",)),
    "buyer": (A_BUYER, ("CRD",)),
}


def _fill(page: Page, name: str, answer: str) -> None:
    """Answer one question as its control takes it; what is not told is not known."""
    control = page.locator(f'[name="{name}"]')
    kind = control.first.evaluate("one => one.type")
    if kind == "radio":
        page.locator(f'[name="{name}"][value="{answer or "?"}"]').check()
    elif kind == "select-one":
        control.select_option(answer or "?")
    else:
        control.fill(answer)


def _walk(page: Page, url: str, answers: Mapping[str, str]) -> list[str]:
    """From the empty page to the answer; what was asked, in order."""
    page.goto(f"{url}/owed?lang=en")
    asked: list[str] = []
    for _ in range(14):
        names = page.locator("main form :is(input:not([type=hidden]), select)").evaluate_all(
            "all => [...new Set(all.map(one => one.name))].filter(name => !name.endsWith('.currency'))"
        )
        if not names:
            return asked
        assert set(names).isdisjoint(asked), f"asked twice: {set(names) & set(asked)}"
        asked += names
        for name in names:
            _fill(page, name, answers.get(name, ""))
        page.locator("main form button").press("Enter")
        page.wait_for_load_state()
    raise AssertionError(f"no answer after {asked}")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_stranger_comes_from_an_empty_page_to_the_answer_with_its_articles(
    world: World, chromium: str, name: str
) -> None:
    answers, articles = EXAMPLES[name]
    with site(world) as url, browser_of(chromium) as browser:
        for script in (True, False):
            page = browser.new_context(viewport=PHONE, java_script_enabled=script).new_page()
            asked = _walk(page, url, answers)
            said = page.locator("main").inner_text()
            assert all(article in said for article in articles), said
            assert page.locator("main .money.big").count() == 1, said
            assert len(asked) <= len(answers) + 2, "only what still matters is asked"


def test_each_step_is_accessible_in_light_in_dark_and_from_right_to_left(world: World, chromium: str) -> None:
    steps = [
        "",
        "claim=sender_v_carrier",
        "claim=sender_v_carrier&carriage.postal=no&carriage.mode=air",
        "claim=sender_v_carrier&carriage.postal=no&carriage.mode=air&carriage.packages=minus",
        "&".join(f"{key}={value}" for key, value in BY_AIR.items()) + "&loss.value.currency=EUR",
    ]
    found: dict[str, list[str]] = {}
    with site(world) as url, browser_of(chromium) as browser:
        for scheme in SCHEMES:
            for size in (PHONE, DESK):
                page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
                for tongue in ("en", "ar"):
                    for number, step in enumerate(steps):
                        page.goto(f"{url}/owed?lang={tongue}&{step}")
                        found[f"{scheme} {tongue} {size['width']} {number}"] = wrongs(page)
                        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
                page.goto(f"{url}/law/rows?lang=en")
                found[f"{scheme} {size['width']} rows"] = wrongs(page)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "rows"
                page.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_the_rows_of_the_law_are_found_by_instrument_and_by_flag(world: World, chromium: str) -> None:
    doubtful = sum(row.flag != "V" for row in rows.table("montreal").rows)
    with site(world) as url, browser_of(chromium) as browser:
        page = browser.new_page(viewport=DESK)
        page.goto(f"{url}/law/rows?lang=en")
        page.select_option('[name="of"]', "montreal")
        page.select_option('[name="flag"]', "PU")
        page.locator("main form button").press("Enter")
        page.wait_for_load_state()
        assert page.locator("main li").count() == doubtful
        page.goto(f"{url}/law/rows?lang=en&of=parties")
        said = page.locator("main").inner_text()
        assert all(code in said for code in parties.states("cmr"))
