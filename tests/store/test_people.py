"""What is personal is sealed per person, joined by keyed hash, and gone when its key is."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from makewhole.store import brands, joins, people
from makewhole.store.database import Database
from makewhole.store.people import Contact
from makewhole.store.vault import Vault, WrongMaster

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
ANNA = Contact("email", "anna@example.org")


@pytest.fixture
def vault(database: Database) -> Vault:
    with database.writing() as conn:
        brands.put(conn, "shop", "Shop", ["shop"], "EUR", NOW)
        brands.put(conn, "other", "Other", ["other"], "EUR", NOW)
    return Vault(bytes(range(32)))


def test_two_reports_of_one_person_meet_and_two_brands_never_do(database: Database, vault: Vault) -> None:
    with database.writing() as conn:
        first = people.meet(conn, vault, "shop", ANNA, "de", NOW)
        again = people.meet(conn, vault, "shop", Contact("email", " ANNA@Example.org "), None, NOW)
        elsewhere = people.meet(conn, vault, "other", ANNA, None, NOW)
    assert first == again != elsewhere


def test_two_that_come_at_once_get_the_same_person(database: Database, vault: Vault) -> None:
    met: list[int] = []

    def come() -> None:
        with database.writing() as conn:
            met.append(people.meet(conn, vault, "shop", ANNA, None, NOW))

    both = [threading.Thread(target=come) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(set(met)) == 1


def test_no_table_holds_a_contact_in_the_clear(database: Database, vault: Vault) -> None:
    with database.writing() as conn:
        person = people.meet(conn, vault, "shop", ANNA, None, NOW)
        assert people.contact_of(conn, vault, person, "email") == "anna@example.org"
        row = conn.execute(sa.text("SELECT join_hash, sealed FROM person_contact")).one()
    assert b"anna" not in bytes(row.sealed)
    assert b"anna" not in bytes(row.join_hash)


def test_a_forgotten_person_leaves_nothing_that_opens(database: Database, vault: Vault) -> None:
    with database.writing() as conn:
        person = people.meet(conn, vault, "shop", ANNA, None, NOW)
        sealed = people.key_of(conn, vault, person).seal(b"x", "about")
        people.forget(conn, person, NOW)
        with pytest.raises(KeyError, match="forgotten"):
            people.key_of(conn, vault, person)
        assert people.meet(conn, vault, "shop", ANNA, None, NOW) != person
    assert sealed


def test_a_sealed_value_opens_only_about_what_it_was_sealed_about(vault: Vault) -> None:
    key = vault.unwrap(vault.new_key())
    sealed = key.seal(b"GB33", "payout")
    assert key.open(sealed, "payout") == b"GB33"
    with pytest.raises(InvalidTag):
        key.open(sealed, "contact")


def test_the_keys_of_another_house_are_told_apart_in_words(vault: Vault) -> None:
    with pytest.raises(WrongMaster, match="not of one house"):
        Vault(bytes(32)).unwrap(vault.new_key())


def test_people_joined_are_one_until_they_are_split_or_forgotten(database: Database, vault: Vault) -> None:
    with database.writing() as conn:
        anna = people.meet(conn, vault, "shop", ANNA, None, NOW)
        on_x = people.meet(conn, vault, "shop", Contact("x", "77"), None, NOW)
        third = people.meet(conn, vault, "shop", Contact("x", "78"), None, NOW)
        assert joins.join(conn, "shop", anna, on_x, "agreed", None, NOW) is not None
        assert joins.join(conn, "shop", on_x, anna, "agreed", None, NOW) is None, "they are one already"
        joins.join(conn, "shop", on_x, third, "agreed", None, NOW)
        assert people.together(conn, third) == (anna, on_x, third)
        assert people.contact_of(conn, vault, third, "email") == "anna@example.org"
        people.forget(conn, on_x, NOW)
        assert people.together(conn, third) == (third,)
        assert people.contact_of(conn, vault, third, "email") is None


def test_a_contact_nothing_arrives_at_is_not_given_out(database: Database, vault: Vault) -> None:
    with database.writing() as conn:
        anna = people.meet(conn, vault, "shop", ANNA, None, NOW)
        number = people.number_of(conn, vault, "shop", ANNA)
        assert number is not None
        people.bury(conn, number, NOW)
        assert people.contact_of(conn, vault, anna, "email") is None
        assert people.contact(conn, vault, number) is None
        assert people.meet(conn, vault, "shop", ANNA, None, NOW) == anna, "it is still theirs"
