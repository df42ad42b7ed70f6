"""Accounts on X in the store: sealed, one main one a brand, taken away for good, connected once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from makewhole.store import brands, keys, x_accounts
from makewhole.store.x_accounts import Connected, Keeper, Login

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MAIN = Connected("7", "@HaldenHome", "main", ["tweet.read"], '{"access": "very-secret"}')


@pytest.fixture
def vault(tmp_path):
    return keys.at(tmp_path / "keys").vault


@pytest.fixture
def halden(database, vault):
    with database.writing() as conn:
        brands.put(conn, "halden", "Halden Home", ["HaldenHome"], "EUR", NOW)
        x_accounts.connect(conn, vault, "halden", MAIN, NOW)
    return database


def keeper(database, vault):
    return Keeper(database, vault, lambda: NOW)


def test_tokens_are_kept_sealed_and_come_back_as_they_were(halden, vault):
    with halden.reading() as conn:
        kept = conn.execute(sa.text("SELECT * FROM x_account")).one()
    assert b"very-secret" not in b"".join(bytes(one) for one in kept if isinstance(one, bytes | memoryview))
    assert "very-secret" not in str(kept)
    assert keeper(halden, vault).load("7") == MAIN.tokens
    assert keeper(halden, vault).load("8") is None


def test_a_handle_finds_the_account_that_may_answer(halden):
    with halden.reading() as conn:
        assert x_accounts.by_handle(conn, "halden", "haldenHOME").id == "7"
        assert x_accounts.by_handle(conn, "halden", "other") is None


def test_a_new_main_account_takes_the_place_of_the_former(halden, vault):
    with halden.writing() as conn:
        x_accounts.connect(conn, vault, "halden", Connected("8", "HaldenCare", "main", [], "{}"), NOW)
    with halden.reading() as conn:
        found = x_accounts.of_brand(conn, "halden")
    assert [(one.handle, one.role) for one in found] == [("haldencare", "main"), ("haldenhome", "other")]


def test_a_text_somebody_else_renewed_is_given_and_not_renewed_again(halden, vault):
    asked = []

    def renewed(text):
        asked.append(text)
        return f"next {len(asked)}"

    assert keeper(halden, vault).renew("7", MAIN.tokens, renewed) == "next 1"
    assert keeper(halden, vault).renew("7", MAIN.tokens, renewed) == "next 1"
    assert asked == [MAIN.tokens]
    assert keeper(halden, vault).load("7") == "next 1"


def test_a_renewal_that_fails_leaves_the_text_as_it_was(halden, vault):
    def fails(text):
        raise ConnectionError("no line")

    with pytest.raises(ConnectionError):
        keeper(halden, vault).renew("7", MAIN.tokens, fails)
    assert keeper(halden, vault).load("7") == MAIN.tokens


def test_an_account_x_refuses_loses_its_tokens_and_says_why(halden, vault):
    assert keeper(halden, vault).renew("7", MAIN.tokens, lambda text: None) is None
    assert keeper(halden, vault).load("7") is None
    with halden.reading() as conn:
        row = x_accounts.get(conn, "7")
        assert (row.revoked_at, row.revoked_because) == (NOW, "X refuses to renew its token")
        assert x_accounts.by_handle(conn, "halden", "HaldenHome") is None


def test_a_revoked_account_can_be_connected_again(halden, vault):
    with halden.writing() as conn:
        assert x_accounts.revoke(conn, "7", "oauth.revoke", NOW)
        assert not x_accounts.revoke(conn, "7", "oauth.revoke", NOW)
        x_accounts.connect(conn, vault, "halden", MAIN, NOW)
    assert keeper(halden, vault).load("7") == MAIN.tokens


def test_what_a_person_attests_is_on_record(halden):
    with halden.writing() as conn:
        x_accounts.attest(conn, "7", "mia@halden.example", "@MiaOfHalden", NOW)
        row = x_accounts.get(conn, "7")
    assert (row.attested_by, row.human_handle, row.attested_at) == ("mia@halden.example", "miaofhalden", NOW)


def test_a_connection_is_finished_once_and_within_ten_minutes(halden, vault):
    login = Login("halden", "main", "verifier-verifier", "https://care.example/back", "mia@halden.example")
    with halden.writing() as conn:
        x_accounts.begin_login(conn, vault, "state-1", login, NOW)
        x_accounts.begin_login(conn, vault, "state-2", login, NOW)
        assert x_accounts.take_login(conn, vault, "state-9", NOW) is None
        assert x_accounts.take_login(conn, vault, "state-1", NOW + timedelta(minutes=9)) == login
        assert x_accounts.take_login(conn, vault, "state-1", NOW + timedelta(minutes=9)) is None
        assert x_accounts.take_login(conn, vault, "state-2", NOW + timedelta(minutes=11)) is None
