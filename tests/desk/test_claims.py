"""A claim from one entry to the money, by the machine where it is simple and by a person where it is not."""

from dataclasses import replace

from makewhole.because import Refused
from makewhole.books import accounts
from makewhole.desk import appeal, pay, rule
from makewhole.desk.lodge import Faults, LodgeForm, lodge
from makewhole.desk.photo import Photo
from makewhole.gateways.payment import Notice
from makewhole.store import ledger, payouts, people
from tests.world import BRAND, WAYBILL, World

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(64)


def hired(world: World, email: str) -> int:
    with world.house.database.writing() as conn:
        return int(
            conn.exec_driver_sql(
                "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
                f" VALUES ('halden', '{email}', 'X', 'lead', 'x', now()) RETURNING id"
            ).scalar_one()
        )


def books(world: World) -> dict[str, int]:
    with world.house.database.reading() as conn:
        return {account: minor for (account, _), minor in ledger.balances(conn, BRAND).items() if minor}


def test_a_simple_claim_is_offered_accepted_and_paid_with_no_hand_touching_it(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    offered = world.reaches(claim, "offered")
    assert (offered.grade, offered.offer_minor) == ("simple", 4000)
    accepted = pay.accept(world.house, claim, "acct-anna")
    assert not isinstance(accepted, Refused)
    assert accepted.state == "paying"
    payout = world.settles(f"{offered.ref}-1")
    assert pay.noticed(world.house, Notice("e1", payout))
    assert not pay.noticed(world.house, Notice("e1", payout)), "a notice sent twice is applied once"
    assert world.row(claim).state == "paid"
    assert books(world) == {accounts.COMPENSATION: 4000, accounts.PROVIDER: -4000}


def test_an_offer_is_accepted_once(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    world.reaches(claim, "offered")
    pay.accept(world.house, claim, "acct-anna")
    second = pay.accept(world.house, claim, "acct-anna")
    assert isinstance(second, Refused)
    assert len(world.rows("SELECT id FROM payout")) == 1


def test_money_that_comes_back_is_owed_again_and_goes_to_another_account(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    offered = world.reaches(claim, "offered")
    pay.accept(world.house, claim, "acct-anna")
    settled = world.settles(f"{offered.ref}-1")
    pay.noticed(world.house, Notice("e1", settled))
    pay.noticed(world.house, Notice("e2", replace(settled, state="returned", reason="account_closed")))
    assert world.row(claim).state == "payout_failed"
    assert books(world)[accounts.PAYABLE] == -4000
    again = pay.retry(world.house, claim, "acct-other")
    assert not isinstance(again, Refused)
    pay.noticed(world.house, Notice("e3", world.settles(f"{offered.ref}-2")))
    assert world.row(claim).state == "paid"
    assert books(world) == {accounts.COMPENSATION: 4000, accounts.PROVIDER: -4000}


def test_an_account_the_provider_refuses_leaves_the_debt_standing(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    world.reaches(claim, "offered")
    pay.accept(world.house, claim, "acct-closed")
    assert world.reaches(claim, "payout_failed").offer_minor == 4000
    assert books(world)[accounts.PAYABLE] == -4000


def test_more_than_the_goods_cost_goes_to_a_person_and_never_to_a_refusal(world: World) -> None:
    world.parcel()
    claim = world.claim(asked_minor=90_000).claim
    row = world.reaches(claim, "with_person")
    assert row.decision is not None
    assert any("more is asked" in ground["says"] for ground in row.decision["because"])


def test_damage_asks_for_the_photos_that_decide_and_then_decides(world: World) -> None:
    world.parcel()
    claim = world.claim(problem="damaged", severity="total").claim
    row = world.reaches(claim, "awaiting_evidence")
    assert row.decision is not None
    assert {need["kind"] for need in row.decision["needs"]} == {"photo_goods", "photo_outside"}
    shown = [Photo("photo_goods", "image/png", PHOTO), Photo("photo_outside", "image/png", PHOTO + b"2")]
    assert not isinstance(appeal.supply(world.house, claim, shown, {}), Refused)
    assert world.reaches(claim, "offered", "with_person").version > row.version


def test_a_person_declines_and_the_appeal_goes_to_another_person(world: World) -> None:
    first, second = hired(world, "a@halden.example"), hired(world, "b@halden.example")
    world.parcel()
    claim = world.claim(asked_minor=90_000).claim
    world.reaches(claim, "with_person")
    no_reason = rule.rule(world.house, claim, first, "decline", None, " ")
    assert isinstance(no_reason, Refused)
    declined = rule.rule(world.house, claim, first, "decline", None, "The order cost forty euros.")
    assert not isinstance(declined, Refused)
    assert declined.state == "declined"
    appeal.appeal(world.house, claim, "There were two orders in the box.")
    assert world.row(claim).state == "appealed"
    same = rule.rule(world.house, claim, first, "offer", 4000, "On second thoughts.")
    assert isinstance(same, Refused)
    assert "somebody else" in same.says
    other = rule.rule(world.house, claim, second, "offer", 8000, "Both orders were in it.")
    assert not isinstance(other, Refused)
    assert (other.state, other.offer_minor) == ("offered", 8000)


def test_what_is_wrong_with_an_entry_is_said_field_by_field_and_nothing_is_kept(world: World) -> None:
    bad = LodgeForm(
        brand=BRAND,
        problem="stolen",
        asked_minor=-5,
        currency="ERU",
        contact_kind="email",
        contact="x",
        photos=(Photo("photo_goods", "text/html", b"<html>"),),
    )
    faults = lodge(world.house, bad)
    assert isinstance(faults, Faults)
    assert set(faults.by_field) == {"problem", "asked", "currency", "contact", "waybill", "photos"}
    assert not world.rows("SELECT 1 FROM claim")
    assert not world.rows("SELECT 1 FROM person")


def test_a_second_report_of_the_same_loss_makes_no_second_claim(world: World) -> None:
    world.parcel()
    first = world.claim()
    faults = lodge(
        world.house,
        LodgeForm(
            brand=BRAND,
            problem="lost",
            asked_minor=4000,
            currency="EUR",
            contact_kind="email",
            contact=" Anna@Example.org ",
            waybill="rb 123456785 cn",
        ),
    )
    assert isinstance(faults, Faults)
    assert "already with us" in faults.by_field["waybill"].says
    assert first.ref not in str(faults), "whoever knows an address learns nothing of its claims"


def test_a_parcel_nobody_knows_is_claimed_for_all_the_same(world: World) -> None:
    claim = world.claim(waybill=WAYBILL).claim
    assert world.reaches(claim, "awaiting_evidence", "with_person").parcel is None


def test_what_a_claimant_adds_unasked_stops_neither_the_decision_nor_a_time_limit(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    assert not isinstance(appeal.supply(world.house, claim, (), {"severity": "total"}), Refused)
    offered = world.reaches(claim, "offered")
    appeal.supply(world.house, claim, (Photo("photo_goods", "image/png", PHOTO),), {})
    assert world.row(claim).version == offered.version, "a time limit finds the claim by its version"


def test_after_an_appeal_only_what_is_missing_is_paid(world: World) -> None:
    first, second = hired(world, "a@halden.example"), hired(world, "b@halden.example")
    world.parcel()
    claim = world.claim(asked_minor=90_000).claim
    row = world.reaches(claim, "with_person")
    rule.rule(world.house, claim, first, "offer", 3000, "The order cost forty euros; the rest is not ours.")
    pay.accept(world.house, claim, "acct-anna")
    pay.noticed(world.house, Notice("e1", world.settles(f"{row.ref}-1")))
    appealed = appeal.appeal(world.house, claim, "It was more.")
    assert not isinstance(appealed, Refused)
    assert appealed.decide_by is not None
    less = rule.rule(world.house, claim, second, "offer", 3000, "It stays at that.")
    assert isinstance(less, Refused)
    assert not isinstance(rule.rule(world.house, claim, second, "offer", 5000, "The vase too."), Refused)
    pay.accept(world.house, claim, "acct-other")
    assert world.settles(f"{row.ref}-2").money.minor == 2000
    pay.noticed(world.house, Notice("e2", world.settles(f"{row.ref}-2")))
    assert books(world) == {accounts.COMPENSATION: 5000, accounts.PROVIDER: -5000}


def test_each_payout_goes_to_the_account_named_for_it(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    offered = world.reaches(claim, "offered")
    pay.accept(world.house, claim, "acct-anna")
    with world.house.database.writing() as conn:
        later = people.Contact("payout", "acct-somebody-else")
        people.add_contact(conn, world.house.vault, BRAND, offered.person, later, world.house.clock.now())
        order = payouts.of(conn, claim)[0]
        assert order.account is not None
        assert people.contact(conn, world.house.vault, order.account) == "acct-anna"
