"""Where a parcel is, in every language: nothing missing, nothing personal, no promise, whatever the scans."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makewhole.care import customs_lines, disclosure, order_lines
from makewhole.care.order_lines import OrderView
from makewhole.care.saying import WORDS, carrier, country, named, place, there
from makewhole.care.whereabouts import ParcelView, customs_matter, lines
from makewhole.money import Money
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.customs import (
    KINDS,
    MATTERS,
    PACKAGED,
    PAPERS,
    Charge,
    CustomsWord,
    Flag,
    Unknown,
    word,
)
from makewhole.parcel.journey import STATUSES, Scan, whereabouts
from makewhole.parcel.outlook import Outlook, eta
from makewhole.parcel.reasons import REASONS
from makewhole.words import LANGUAGES, RIGHT_TO_LEFT

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PARCEL = Consignment(
    "RB123456785CN",
    "china_post",
    origin="CN",
    destination="BR",
    postal=True,
    accepted_at=NOW - timedelta(days=50),
)
_UNFILLED = re.compile(r"[{}]|\$[a-z]|\?\?\?|\bNone\b")
_PHONE = "+49 151 23456789"


def view(*scans: Scan, parcel: Consignment = PARCEL, **more: object) -> ParcelView:
    """What is known of a parcel with these scans."""
    return ParcelView(whereabouts(scans, parcel, NOW), eta(parcel, scans, NOW), parcel, **more)  # type: ignore[arg-type]  # any field of it


def ago(days: float, status: str, **more: object) -> Scan:
    """A scan so many days ago."""
    return Scan(NOW - timedelta(days=days), status, **more)  # type: ignore[arg-type]  # any field of it


def whole(told: tuple[str, ...]) -> str:
    """All lines, each of which says something whole."""
    assert told
    for line in told:
        assert line.strip() == line
        assert line
        assert not _UNFILLED.search(line), line
        assert "  " not in line, line
    return "\n".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", sorted(STATUSES))
def test_every_status_with_every_reason_is_told_in_every_language_itself(language: str, status: str) -> None:
    for reason in (None, *REASONS):
        for days in (0.5, 4, 40):
            found = view(ago(days, status, reason=reason, country="BR"), disrupted_since=date(2026, 11, 1))
            text = whole(lines(found, language, NOW))
            assert WORDS.say(language, "status-" + status.replace("_", "-")) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_catalogue_is_there_in_the_language_itself(language: str) -> None:
    for message in WORDS.ids("en"):
        assert WORDS.has(language, message), message


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_language_answers_in_english(language: str) -> None:
    english = whole(lines(view(ago(9, "in_transit", country="CN")), "en", NOW)).split(". ")
    for line in whole(lines(view(ago(9, "in_transit", country="CN")), language, NOW)).split(". "):
        assert line not in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_of_customs_everywhere_is_told_in_every_language(language: str) -> None:
    for row in PACKAGED:
        found = word(row.country, row.matter, PACKAGED, NOW.date())
        whole(customs_lines.lines(found, language))
    for matter in MATTERS:
        assert country("TV", language) in whole(customs_lines.lines(Unknown("TV", matter), language))
        assert "?" not in whole(customs_lines.lines(Unknown(None, matter), language)).replace("？", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_charge_is_told_with_its_sum(language: str, kind: str) -> None:
    rated = 335 if kind.startswith("rate") else None
    for minor in (0, 5000):
        charge = Charge(kind, Money(minor, "USD"), rated, "IOSS" if kind == "prepaid" else "")  # type: ignore[arg-type]  # each of KINDS
        found = CustomsWord("BR", "duties", charges=(charge,), source="Receita", checked_on=date(2026, 11, 1))
        text = whole(customs_lines.lines(found, language))
        if minor:
            assert "USD" in text
        if rated:
            assert re.search(r"33[.,٫]5|٣٣[.,٫]٥", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_papers_are_told_in_every_number_and_every_form(language: str) -> None:
    for days in (1, 2, 3, 5, 11, 21, 22, 100):
        for measured in (False, True):
            found = CustomsWord(
                "BR", "documents", tuple(PAPERS), givers=("consignee", "seller"), days=(days, days),
                storage_days=days, choices=("pay", "give", "correct", "wait", "return", "refuse"),
                pay_to="customs", source="x", checked_on=date(2026, 11, 1), measured=measured,
            )  # fmt: skip
            whole(customs_lines.lines(found, language))


def test_plural_forms_are_those_of_the_language() -> None:
    def storage(language: str, days: int) -> str:
        return WORDS.say(language, "customs-storage", days=days)

    assert [storage("ru", n).split("её хранят ")[1].split(",")[0] for n in (1, 2, 5, 21)] == [
        "1 день",
        "2 дня",
        "5 дней",
        "21 день",
    ]
    assert ["يومًا واحدًا" in storage("ar", 1), "يومين" in storage("ar", 2), "3 أيام" in storage("ar", 3)] == [
        True
    ] * 3
    assert "11 يومًا" in storage("ar", 11)
    assert "for 1 day and" in storage("en", 1)


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_what_runs_the_other_way_is_set_apart(language: str) -> None:
    found = view(ago(3, "customs", place="Curitiba", country="BR", reason="customs_duties"))
    text = whole(lines(found, language, NOW))
    assert "\N{FIRST STRONG ISOLATE}Curitiba\N{POP DIRECTIONAL ISOLATE}" in text
    assert text.count("\N{FIRST STRONG ISOLATE}") == text.count("\N{POP DIRECTIONAL ISOLATE}")


def test_last_scan_place_holder_silence_next_step_and_arrival_are_all_there() -> None:
    parcel = Consignment(
        "1Z9763EF1210861375", "dpd", origin="DE", destination="FR", accepted_at=NOW - timedelta(days=5)
    )
    outlook = Outlook(date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 28), 80, (), risk_late=700)
    where = whereabouts((ago(4, "in_transit", place="Aachen", country="DE"),), parcel, NOW)
    text = whole(lines(ParcelView(where, outlook, parcel, usual_silence=3), "en", NOW))
    for told in (
        "It is on its way. Last scan: November 18, 2026 (4 days ago). Where: Aachen, Germany. DPD has it.",
        "Up to 3 days without a scan is normal on this route.",
        "Next it usually goes to the depot near you",
        "We expect it between November 24, 2026 and November 28, 2026, most likely on November 25, 2026.",
        "We are fairly sure of this (80%).",
        "It may well come later than promised.",
        "If it has not come by November 28, 2026, please tell us.",
    ):
        assert told in text, told


def test_customs_come_next_only_where_there_is_a_border_for_them() -> None:
    def coming(origin: str, destination: str) -> str:
        parcel = Consignment("1Z9763EF1210861375", "dpd", origin=origin, destination=destination)
        where = whereabouts((ago(1, "in_transit", country=origin),), parcel, NOW)
        return whole(lines(ParcelView(where, None, parcel), "en", NOW))

    assert "goes through customs (Germany)" in coming("CN", "DE")
    assert "goes through customs (United Kingdom)" in coming("FR", "GB")
    assert "customs" not in coming("DE", "FR")


def test_what_waits_to_be_fetched_is_not_expected_any_more() -> None:
    text = whole(lines(view(ago(1, "ready_for_pickup", country="BR")), "en", NOW))
    assert "It is waiting for you at the pick-up point." in text
    assert "We expect" not in text


@pytest.mark.parametrize(
    ("flag", "said"), [("V", "Checked on November"), ("P", "As far as we know on November")]
)
def test_only_what_somebody_read_is_said_to_be_checked(flag: Flag, said: str) -> None:
    found = CustomsWord("BR", "delay", source="a broker", checked_on=date(2026, 11, 1), flag=flag)
    assert said in whole(customs_lines.lines(found, "en"))


def test_a_silence_promises_no_search_nobody_began() -> None:
    text = whole(lines(view(ago(15, "in_transit", country="CN")), "en", NOW))
    assert "no scan for 15 days. We keep asking the carrier for news of it." in text


def test_the_day_of_a_scan_is_the_day_it_was_there() -> None:
    evening = datetime(2026, 11, 20, 22, tzinfo=UTC)
    parcel = Consignment("RB123456785CN")

    def day(country: str, zoned: bool) -> str:
        scan = Scan(evening, "in_transit", country=country, offset_known=zoned)
        return lines(ParcelView(whereabouts((scan,), parcel, NOW), None, parcel), "en", NOW)[0]

    assert "November 21, 2026 (1 day ago)" in day("JP", True)
    assert "November 20, 2026 (2 days ago)" in day("JP", False)
    assert "November 20, 2026" in day("GB", True)
    assert there(evening.replace(hour=15), "RU").day == 20, "its clocks do not agree on the day"


def test_a_lost_parcel_is_never_promised_and_a_claim_is_offered() -> None:
    by_silence = whole(lines(view(ago(45, "in_transit", country="CN")), "en", NOW))
    assert "After this much silence we treat it as lost." in by_silence
    assert "You can open a claim now." in by_silence
    assert "is normal on this route" not in by_silence
    by_carrier = whole(lines(view(ago(2, "lost")), "en", NOW))
    assert "The carrier counts it as lost." in by_carrier
    assert "You can open a claim now." in by_carrier
    for text in (by_silence, by_carrier):
        assert "expect" not in text
        assert "silence we treat" not in by_carrier


def test_who_has_claimed_already_is_not_told_to() -> None:
    for scan in (
        ago(45, "in_transit", country="CN"),
        ago(2, "lost"),
        ago(2, "damaged"),
        ago(15, "in_transit"),
    ):
        assert "claim" in whole(lines(view(scan), "en", NOW))
        assert "claim" not in whole(lines(view(scan, claimed=True), "en", NOW))


def test_a_hold_at_customs_says_which_paper_who_gives_it_how_long_and_the_choices() -> None:
    text = whole(lines(view(ago(3, "customs", country="BR", reason="customs_documents")), "en", NOW))
    for told in (
        "Customs are missing a paper or a fact about the goods.",
        "a tax or identity number (CPF, CNPJ)",
        "Who gives it: you.",
        "Working days it usually takes, by general experience: 2\u201320. It is usually kept for 30 days",
        "- Have it corrected",
        "- Have it sent back",
        "As far as we know on November 22, 2026. Source: Receita Federal",
    ):
        assert told in text, told
    duties = whole(lines(view(ago(3, "customs", country="BR", reason="customs_duties")), "en", NOW))
    for told in ("- Pay the charge", "- Refuse it", "never by a link in a message you did not expect", "USD"):
        assert told in duties, told


def test_no_day_is_named_while_a_payment_or_a_paper_is_missing() -> None:
    for reason in (
        "customs_duties",
        "customs_documents",
        "customs_prohibited",
        "consignee_unpaid",
        "consignee_address",
    ):
        status = "customs" if reason.startswith("customs") else "on_hold"
        text = whole(lines(view(ago(1, status, country="BR", reason=reason)), "en", NOW))
        assert "We expect" not in text, reason
    waiting = whole(lines(view(ago(1, "customs", country="BR")), "en", NOW))
    assert "We expect it" in waiting
    assert "Working days it usually takes" in waiting


def test_what_is_due_is_said_once() -> None:
    at_customs = whole(lines(view(ago(1, "customs", country="BR", reason="customs_duties")), "en", NOW))
    assert "Something has to be paid" not in at_customs
    at_the_door = whole(lines(view(ago(1, "on_hold", country="BR", reason="consignee_unpaid")), "en", NOW))
    assert "Something has to be paid before it goes on." in at_the_door


def test_a_disruption_is_told_beside_whatever_else_is_wrong() -> None:
    found = view(ago(1, "customs", country="BR", reason="customs_duties"), disrupted_since=date(2026, 11, 12))
    assert "Since November 12, 2026 many parcels on this route" in whole(lines(found, "en", NOW))


def test_customs_of_the_country_it_leaves_ask_nothing_of_the_customer() -> None:
    text = whole(lines(view(ago(3, "customs", country="CN", reason="customs_documents")), "en", NOW))
    assert "still with customs in the country it was sent from (China)" in text
    assert "CPF" not in text


def test_a_country_nobody_knows_is_told_plainly() -> None:
    parcel = Consignment("RB123456785CN", origin="CN", destination="TV")
    scans = (ago(3, "customs", country="TV", reason="customs_duties"),)
    found = ParcelView(whereabouts(scans, parcel, NOW), None, parcel)
    assert "We do not know what customs there (Tuvalu) usually ask for." in whole(lines(found, "en", NOW))
    nowhere = ParcelView(whereabouts((ago(3, "customs", reason="customs_duties"),), Consignment("1"), NOW))
    assert "We do not know yet which country's customs have it." in whole(lines(nowhere, "en", NOW))


@pytest.mark.parametrize(
    "written",
    [
        "Musterstraße 12, 10115 Berlin",
        "12 High Street, London SW1A 1AA",
        "Calle Mayor 5",
        "anna@example.com",
        "https://evil.example/x",
        "@anna_k",
        "北京市朝阳路 12号",
    ],
)
def test_no_street_and_no_address_is_told_even_in_private(written: str) -> None:
    text = whole(lines(view(ago(2, "in_transit", place=written, country="DE")), "en", NOW))
    assert "Where: Germany." in text
    assert not disclosure.has_address(text)


def test_what_a_carrier_wrote_is_cleaned_and_bounded() -> None:
    assert place("10115 BERLIN", "en") == "BERLIN"
    assert place(f"Depot {_PHONE}", "en").startswith("Depot")
    assert "23456789" not in place(f"Depot {_PHONE}", "en")
    assert len(named("x" * 5000, "en")) == 60
    assert named("a\u202eb\x00c\ud800", "en") == "abc"
    assert carrier("see www.evil.example", "en") == ""
    assert carrier("s10", "en") == "S10"
    told = view(ago(2, "in_transit", holder="s10", country="DE"), parcel=Consignment("1", "s10"))
    assert "has it" not in whole(lines(told, "en", NOW))


_SCAN = st.builds(
    Scan,
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
    st.sampled_from(sorted(STATUSES)),
    st.none() | st.text(max_size=80),
    st.none() | st.sampled_from(["BR", "CN", "XX", "", "brazil", "US"]) | st.text(max_size=3),
    st.none() | st.text(max_size=20),
    st.none(),
    st.booleans(),
    st.none() | st.sampled_from(sorted(REASONS)),
    st.none() | st.text(max_size=30) | st.sampled_from(["customs", "consignee"]),
)


@settings(max_examples=150)
@given(
    st.lists(_SCAN, max_size=5),
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, "BR", "EU", "TV", "??"]),
    st.none() | st.integers(1, 400),
    st.sampled_from([None, "", "x" * 90, "dhl", "s10", "4px"]),
)
def test_whatever_the_scans_there_are_lines_and_nothing_is_raised(
    scans: list[Scan], language: str, to: str | None, usual: int | None, operator: str | None
) -> None:
    parcel = Consignment(
        "RB123456785CN", operator, origin="CN", destination=to, promised_by=NOW - timedelta(days=3)
    )
    found = ParcelView(
        whereabouts(scans, parcel, NOW),
        eta(parcel, scans, NOW),
        parcel,
        disrupted_since=NOW.date(),
        usual_silence=usual,
    )
    told = lines(found, language, NOW)
    assert told
    assert all(line.strip() for line in told)
    assert sum(map(len, told)) < 6_000, "a private message holds 10,000 characters"
    assert customs_matter(found.whereabouts) in (None, *MATTERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_that_is_no_parcel_yet_says_how_far_it_is(language: str) -> None:
    for state in ("open", "shipped", "cancelled"):
        for days in (-3, 3):
            due = NOW + timedelta(days=days)
            whole(order_lines.lines(OrderView("1001", state, NOW, due, due), language, NOW))
        whole(order_lines.lines(OrderView("1001", state), language, NOW))


def test_an_order_that_should_have_left_says_so_and_one_that_has_is_not_late() -> None:
    past = NOW - timedelta(days=3)
    late = whole(order_lines.lines(OrderView("1001", "open", None, past), "en", NOW))
    assert "It should have left by November 19, 2026." in late
    gone = whole(order_lines.lines(OrderView("1001", "shipped", None, past), "en", NOW))
    assert "should have left" not in gone
    assert "no tracking number for it yet" in gone
    assert order_lines.lines(OrderView("1001", "cancelled", NOW, past, past), "en", NOW) == (
        "It was cancelled.",
    )
