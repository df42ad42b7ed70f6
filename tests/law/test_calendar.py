"""Every clock of a parcel, in order, each with the rule that sets it."""

from datetime import UTC, date, datetime

from makewhole import tables
from makewhole.law import calendar, counting
from makewhole.law.assess import assess
from makewhole.law.facts import Carriage, CarrierTerms, Facts, Loss, Package, Sale
from makewhole.money import SDR, NoRates

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AIR = Facts(
    claim="consignee_v_carrier",
    carriage=Carriage(
        mode="air",
        postal=False,
        origin="CN",
        destination="DE",
        terms=CarrierTerms(claim_within_days=30),
        accepted_on=date(2026, 5, 4),
        due_on=date(2026, 5, 8),
        delivered_on=date(2026, 5, 9),
        packages=(Package(1500),),
    ),
    loss=Loss(kind="damage", value=SDR.of("20")),
)


def _days(facts: Facts) -> list[tuple[str, date | None]]:
    return [(clock.does, clock.by) for clock in calendar.clocks(facts, assess(facts, NoRates(), NOW))]


def test_a_damaged_air_parcel_has_its_complaint_its_carriers_window_and_its_suit() -> None:
    assert _days(AIR) == [
        ("file", date(2026, 5, 23)),
        ("own_window", date(2026, 6, 3)),
        ("barred", date(2028, 5, 9)),
    ]


def test_each_clock_names_the_article_that_sets_it() -> None:
    clocks = calendar.clocks(AIR, assess(AIR, NoRates(), NOW))
    rules = [[ground.rule for ground in clock.because] for clock in clocks]
    assert rules[0][0] == "MC99 art. 31(2)"
    assert rules[1]
    assert rules[2][0] == "MC99 art. 35"


def test_a_complaint_that_ends_on_a_saturday_moves_on_before_a_german_court() -> None:
    file = calendar.clocks(AIR, assess(AIR, NoRates(), NOW))[0]
    assert (file.by, file.moves_to) == (date(2026, 5, 23), date(2026, 5, 26))
    assert file.because[-1].facts["row"] == "roll-DE"


def test_an_inquiry_with_china_post_is_answered_in_sixty_days() -> None:
    posted = Facts(
        claim="sender_v_carrier",
        carriage=Carriage(
            mode="post",
            service="registered",
            operator="China Post",
            origin="CN",
            destination="FR",
            accepted_on=date(2026, 3, 2),
        ),
        loss=Loss(kind="loss", claimed_on=date(2026, 5, 1)),
    )
    answers = [
        (clock.by, clock.because[0].rule)
        for clock in calendar.clocks(posted, assess(posted, NoRates(), NOW))
        if clock.does == "answer"
    ]
    assert (date(2026, 6, 30), "CN Postal Law art. 49") in answers


def test_a_clock_whose_start_is_unknown_is_listed_without_a_day() -> None:
    posted = Facts(
        claim="sender_v_carrier",
        carriage=Carriage(mode="post", service="registered", origin="CN", destination="FR"),
        loss=Loss(kind="loss"),
    )
    listed = calendar.clocks(posted, assess(posted, NoRates(), NOW))
    assert [(clock.does, clock.by, clock.period) for clock in listed if clock.by is None] == [
        ("answer", None, "3 months")
    ]


def test_a_buyer_sees_the_last_day_of_delivery_and_no_carriers_window() -> None:
    sale = Sale(
        buyer_country="FR",
        buyer_is_consumer=True,
        contract_on=date(2026, 4, 20),
        carrier_chosen_by_buyer=False,
        handed_to="nobody",
    )
    facts = Facts(claim="buyer_v_seller", sale=sale, carriage=AIR.carriage)
    assert ("deliver", date(2026, 5, 20)) in _days(facts)
    assert "file" not in [does for does, _ in _days(facts)]


def test_every_row_of_the_clocks_can_be_counted_and_is_cited() -> None:
    for row in tables.read("makewhole.law", "tables/clocks.toml")["row"]:
        assert counting.period(row["value"]).count > 0
        assert row["flag"] in "VPU"
        assert row["article"]
        assert row["source"]
        assert row["does"] in ("acknowledge", "answer")
