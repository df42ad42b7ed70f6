"""A letter by mail leaves once: when it may have left is noted, and a doubt is looked up, never guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from makewhole.desk.ways import WAYS
from makewhole.desk.ways_mail import name_of
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.simulators import mail
from makewhole.simulators.mail import Post
from makewhole.simulators.mail_office import Office, header
from makewhole.store import letters, people
from makewhole.store import mail as rows
from makewhole.store.database import Database
from makewhole.store.letters import Letter
from tests.world import BRAND, World, a_world

ANNA = "anna@people.example"
BY_MAIL = WAYS["email"]


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that lays no copies into the Sent folder by itself."""
    with Post(Office("care@halden.example", "password-mail")) as made:
        yield made


@pytest.fixture
def world(database: Database, tmp_path: Path, post: Post) -> Iterator[World]:
    """A house with a mailbox, and nobody who works in it."""
    with a_world(database, tmp_path / "data", working=False, post=post) as made:
        yield made


def a_letter(world: World, body: str = "Your parcel is on its way.", language: str = "en") -> Letter:
    """A letter that is owed to Anna."""
    with world.house.database.writing() as conn:
        now = world.house.clock.now()
        contact = people.Contact("email", ANNA)
        number = letters.write(
            conn,
            brand=BRAND,
            person=people.meet(conn, world.house.vault, BRAND, contact, None, now),
            name=f"test-{body}",
            kind="private_reply",
            channel="email",
            body=body,
            language=language,
            state="owed",
            because=[],
            now=now,
        )
        assert number is not None
        found = letters.get(conn, number)
        assert found is not None
        return found


def handed(world: World, letter: Letter) -> rows.Handed | None:
    """What is noted of the letter's handing over."""
    with world.house.database.reading() as conn:
        return rows.handed(conn, letter.id)


def test_a_letter_reaches_its_person_as_text_and_page_with_a_copy_in_sent(world: World, post: Post) -> None:
    letter = a_letter(world, "مرحبا\nhttps://shop.example/c/1?a=b&c=d", "ar")
    said = BY_MAIL.send(world.house, letter, ANNA)
    assert said == Sent(name_of(world.house, world.house.mail[BRAND], letter))
    raw = post.office.delivered[0].content
    shown = mail.shown(raw)
    assert shown["from"] == "Halden Home <care@halden.example>"
    assert shown["text"] == "مرحبا\nhttps://shop.example/c/1?a=b&c=d\n"
    assert header(raw, "Content-Type").startswith("multipart/alternative")
    assert world.house.mail[BRAND].sent(said.remote_id)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_send_whose_answer_was_lost_is_never_repeated_blind(world: World, post: Post) -> None:
    letter = a_letter(world)
    post.office.faults.cut_after_data = 1
    with pytest.raises(TheirFault) as lost:
        BY_MAIL.send(world.house, letter, ANNA)
    assert lost.value.maybe_done
    with pytest.raises(TheirFault, match="no copy lies"):
        BY_MAIL.sent_before(world.house, letter, ANNA)
    with pytest.raises(TheirFault, match="another try"):
        BY_MAIL.send(world.house, letter, ANNA)
    assert len(post.office.delivered) == 1
    with world.house.database.writing() as conn:
        name = name_of(world.house, world.house.mail[BRAND], letter)
        rows.proves_sent(conn, BRAND, [name], world.house.clock.now())
    assert BY_MAIL.sent_before(world.house, letter, ANNA) == (name,), "who answers a letter has got it"


def test_where_the_server_files_copies_a_lost_answer_is_looked_up(database: Database, tmp_path: Path) -> None:
    office = Office("care@halden.example", "password-mail", files_copies=True)
    with Post(office) as post, a_world(database, tmp_path / "data", working=False, post=post) as world:
        kept, lost = a_letter(world, "one"), a_letter(world, "two")
        office.faults.cut_after_data = 1
        with pytest.raises(TheirFault):
            BY_MAIL.send(world.house, kept, ANNA)
        name = name_of(world.house, world.house.mail[BRAND], kept)
        assert BY_MAIL.sent_before(world.house, kept, ANNA) == (name,)
        office.faults.cut_in_data = 1
        with pytest.raises(TheirFault):
            BY_MAIL.send(world.house, lost, ANNA)
        assert BY_MAIL.sent_before(world.house, lost, ANNA) == ()
        assert isinstance(BY_MAIL.send(world.house, lost, ANNA), Sent)
        assert len(office.delivered) == 2


def test_not_now_leaves_nothing_behind_and_no_is_a_fact(world: World, post: Post) -> None:
    letter = a_letter(world)
    post.office.faults.greylist = 1
    with pytest.raises(TheirFault, match="451") as later:
        BY_MAIL.send(world.house, letter, ANNA)
    assert not later.value.maybe_done
    assert later.value.retry_after == 300
    assert BY_MAIL.sent_before(world.house, letter, ANNA) == ()
    post.office.faults.refused.append(ANNA)
    refused = BY_MAIL.send(world.house, letter, ANNA)
    assert isinstance(refused, Undeliverable)
    assert refused.rule == "smtp 550"
    assert handed(world, letter) is None
    post.office.faults.refused.clear()
    assert isinstance(BY_MAIL.send(world.house, letter, ANNA), Sent)


def test_a_wrong_password_is_their_fault_and_asked_again_much_later(world: World, post: Post) -> None:
    post.office.password = "changed"
    with pytest.raises(TheirFault, match="name and password") as wrong:
        BY_MAIL.send(world.house, a_letter(world), ANNA)
    assert wrong.value.retry_after == 900
    with pytest.raises(TheirFault, match="name and password"):
        world.house.mail[BRAND].check()


def test_an_address_no_server_can_write_is_refused_before_a_line_is_opened(world: World, post: Post) -> None:
    for address in ("änna@people.example", "a b@people.example", "@people.example"):
        refused = BY_MAIL.send(world.house, a_letter(world, address), address)
        assert isinstance(refused, Undeliverable)
    said = BY_MAIL.send(world.house, a_letter(world, "idn"), "anna@bücher.example")
    assert isinstance(said, Sent)
    assert post.office.delivered[0].to == "anna@xn--bcher-kva.example"


def test_the_same_letter_has_the_same_name_and_another_house_another(world: World) -> None:
    letter = a_letter(world)
    box = world.house.mail[BRAND]
    assert name_of(world.house, box, letter) == name_of(world.house, box, letter)
    assert name_of(world.house, box, letter).endswith("@halden.example")
    assert name_of(world.house, box, a_letter(world, "other")) != name_of(world.house, box, letter)
