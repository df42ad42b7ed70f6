"""What is then asked of the carrier: by the law of the carriage, in time, and never more than was paid."""

from datetime import date

from makewhole.claims.recovery import Account, against_carrier, documents, plan
from makewhole.gateways.rates import EcbRates
from makewhole.law.facts import KINDS, Carriage, Facts, Loss, Package
from makewhole.money import Money
from tests.claims.claimed import NOW, claim, euros, parcel

RATES = EcbRates()


def test_a_lost_registered_item_is_claimed_from_the_post_before_the_inquiry_ends() -> None:
    got = plan(claim(), euros(40), RATES, NOW)
    assert got.law.regime == "UPU"
    assert got.act_by == date(2027, 3, 10)
    assert got.amount == Money(3_638, "EUR")
    assert got.addressee == "origin postal operator"


def test_no_more_is_asked_of_the_carrier_than_was_paid() -> None:
    assert plan(claim(), euros(20), RATES, NOW).amount == euros(20)


def test_damage_by_air_must_be_complained_of_in_fourteen_days() -> None:
    by_air = parcel(mode="air", postal=False, service=None)
    got = plan(claim(by_air, last="delivered", days=3, problem="damaged"), euros(40), RATES, NOW)
    assert got.law.regime == "MC99"
    assert got.act_by == date(2026, 11, 10)
    assert "photos" in [one.kind for one in got.documents]


def test_a_mode_nobody_knows_names_no_figure() -> None:
    got = plan(claim(parcel(mode=None, postal=False)), euros(40), RATES, NOW)
    assert (got.possible, got.amount, got.act_by) == (None, None, None)
    assert got.because


def test_each_kind_of_loss_has_its_papers() -> None:
    for kind in KINDS:
        papers = [one.kind for one in documents(kind)]
        assert papers[0] == "waybill"
        assert papers[-1] == "proof_of_payment"
        assert len(set(papers)) == len(papers)


ROAD = Facts(
    claim="sender_v_carrier",
    carriage=Carriage(
        mode="road",
        postal=False,
        origin="PL",
        destination="DE",
        operator="Example Trucking",
        contract_on=date(2026, 9, 1),
        accepted_on=date(2026, 9, 1),
        due_on=date(2026, 9, 4),
        packages=(Package(40_000),),
        charges=euros(120),
        duties=euros(60),
    ),
    loss=Loss(kind="loss", value=euros(300), happened_on=date(2026, 9, 3)),
)


def test_duties_that_customs_repaid_are_asked_for_once() -> None:
    whole = against_carrier(ROAD, euros(300), RATES, NOW)
    netted = against_carrier(ROAD, euros(300), RATES, NOW, account=Account(duties_repaid=euros(45)))
    assert whole.law.regime == "CMR"
    assert dict(whole.on_top) == {"freight": euros(120), "duties": euros(60)}
    assert (whole.amount, netted.amount) == (euros(480), euros(435))
    assert netted.netted == (("duties repaid", euros(45)),)


def test_more_than_the_duties_is_never_netted_for_them() -> None:
    got = against_carrier(ROAD, euros(300), RATES, NOW, account=Account(duties_repaid=euros(90)))
    assert got.amount == euros(420)


def test_what_the_carrier_paid_already_comes_off() -> None:
    got = against_carrier(ROAD, euros(300), RATES, NOW, account=Account(from_carrier=euros(480)))
    assert got.amount == euros(0)


def test_goods_are_asked_for_up_to_what_was_paid_and_freight_on_top() -> None:
    got = against_carrier(ROAD, euros(100), RATES, NOW)
    assert (got.goods, got.amount) == (euros(100), euros(280))


def test_a_sum_that_cannot_be_converted_is_said_and_gives_no_figure() -> None:
    got = against_carrier(ROAD, euros(300), RATES, NOW, account=Account(duties_repaid=Money(1_000, "KES")))
    assert got.amount is None
    assert "KES" in got.doubts[-1]


def test_each_thing_asked_on_top_has_its_paper_and_the_clocks_run() -> None:
    got = against_carrier(ROAD, euros(300), RATES, NOW)
    assert {"freight_invoice", "customs_receipt"} <= {one.kind for one in got.documents}
    assert "barred" in [clock.does for clock in got.clocks]
    assert got.addressee == "Example Trucking"
