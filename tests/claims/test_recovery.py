"""What is then asked of the carrier: by the law of the carriage, in time, and never more than was paid."""

from datetime import date

from makewhole.claims.recovery import documents, plan
from makewhole.gateways.rates import EcbRates
from makewhole.law.facts import KINDS
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


def test_a_mode_without_a_law_here_names_no_figure() -> None:
    got = plan(claim(parcel(mode="road", postal=False)), euros(40), RATES, NOW)
    assert (got.possible, got.amount, got.act_by) == (None, None, None)
    assert got.because


def test_each_kind_of_loss_has_its_papers() -> None:
    for kind in KINDS:
        papers = [one.kind for one in documents(kind)]
        assert papers[0] == "waybill"
        assert papers[-1] == "proof_of_payment"
        assert len(set(papers)) == len(papers)
