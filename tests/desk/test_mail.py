"""Mail in and out: kept once, answered in its conversation, never answered to a machine, never sent twice."""

import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from makewhole.desk import joining, post_in
from makewhole.desk.postman import Postman, look
from makewhole.gateways.mail import Came
from makewhole.simulators import mail
from makewhole.simulators.mail import Post
from makewhole.simulators.mail_office import Office
from makewhole.store import people
from makewhole.store.database import Database
from makewhole.web import staff
from makewhole.worker import Worker
from tests.world import BRAND, WAYBILL, World, a_world, until

ANNA = "anna@people.example"
ASKS = "My parcel has not arrived and there has been no news for weeks. Where is it?"
"""Plain enough to be answered by the machine."""


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "PNG")
    return made.getvalue()


PICTURE = _picture()


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server with our mailbox on it."""
    with Post(Office("care@halden.example", "password-mail")) as made:
        yield made


@pytest.fixture
def mailed(database: Database, tmp_path: Path, post: Post) -> Iterator[World]:
    """A brand's house with a mailbox and a worker that reads it."""
    with a_world(database, tmp_path / "data", working=False, post=post) as made:
        made.worker = Worker(made.house)
        made.worker.start()
        began(made)
        yield made


def began(world: World) -> None:
    """Wait until the mailbox is read from now on."""
    until(lambda: bool(world.rows("SELECT 1 FROM mail_box")), otherwise="nobody opened the mailbox")


def inbox_of(world: World, post: Post) -> int:
    """Look into the mailbox once, as the postman would; returns how many mails were looked at."""
    with world.house.mail[BRAND].open() as inbox:
        inbox.select()
        return look(world.house, BRAND, inbox)


def became(world: World) -> list[str]:
    """What each mail became, in order."""
    return [row[0] for row in world.rows("SELECT became FROM mail_seen ORDER BY id")]


def got(post: Post, who: str = ANNA) -> list[dict[str, str]]:
    """The mails somebody got from us."""
    return [mail.shown(one.content) for one in post.office.delivered if one.to == who]


def test_a_mail_about_a_parcel_is_answered_by_mail_in_its_conversation(mailed: World, post: Post) -> None:
    mailed.parcel()
    name = mail.write(post.office, ANNA, "Where is my parcel?", f"It is {WAYBILL}. {ASKS}", name="Anna Lee")
    until(lambda: bool(got(post)), otherwise="no answer came")
    answer = got(post)[0]
    assert answer["in-reply-to"] == name
    assert answer["subject"] == "Re: Where is my parcel?"
    assert answer["auto-submitted"] == "auto-replied"
    assert WAYBILL in answer["text"]
    again = mail.write(post.office, ANNA, "Re: Where is my parcel?", ASKS, in_reply_to=answer["message-id"])
    until(lambda: len(got(post)) == 2, otherwise="the second mail was not answered")
    assert got(post)[1]["references"].split() == [answer["message-id"], again]
    assert mailed.rows("SELECT count(*) FROM thread")[0][0] == 1
    sent = post.office.folder("Sent")
    assert sent is not None
    until(lambda: len(sent.mails) == 2, otherwise="no copies in the Sent folder")


def test_the_same_mail_delivered_twice_is_answered_once(mailed: World, post: Post) -> None:
    post.office.faults.twice = 1
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: len(became(mailed)) == 2, otherwise="both copies were not seen")
    assert became(mailed) == ["post", "twice"]
    mailed.rests()
    assert len(got(post)) == 1


def test_what_lay_in_the_mailbox_before_us_is_not_answered(
    database: Database, tmp_path: Path, post: Post
) -> None:
    mail.write(post.office, ANNA, "Old", ASKS)
    with a_world(database, tmp_path / "data", working=False, post=post) as world:
        assert inbox_of(world, post) == 0
        mail.write(post.office, ANNA, "New", ASKS)
        assert inbox_of(world, post) == 1
        assert [row[0] for row in world.rows("SELECT subject FROM person_mail")] == ["New"]


def test_a_mailbox_numbered_anew_brings_nothing_in_twice(
    database: Database, tmp_path: Path, post: Post
) -> None:
    with a_world(database, tmp_path / "data", working=False, post=post) as world:
        inbox_of(world, post)
        mail.write(post.office, ANNA, "One", ASKS)
        inbox_of(world, post)
        post.office.renumber()
        mail.write(post.office, ANNA, "Two", ASKS)
        inbox_of(world, post)
        assert became(world) == ["post", "twice", "post"]
        assert inbox_of(world, post) == 0


def test_a_mail_cut_off_in_the_middle_is_fetched_again(mailed: World, post: Post) -> None:
    post.office.faults.cut_in_fetch = 1
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: became(mailed) == ["post"], 25, otherwise="it never came in")
    assert mailed.rows("SELECT text FROM person_post")[0][0] == f"Parcel\n\n{ASKS}"


def test_a_machine_that_says_so_is_never_answered(mailed: World, post: Post) -> None:
    post.office.faults.answering.append(ANNA)
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: became(mailed) == ["post", "automatic"], otherwise="the machine did not answer")
    mailed.rests()
    assert len(got(post)) == 1
    assert mailed.rows("SELECT count(*) FROM person_post")[0][0] == 2


def test_a_machine_that_does_not_say_so_gets_a_few_answers_and_then_a_person(
    mailed: World, post: Post
) -> None:
    post.office.faults.answering_rudely.append(ANNA)
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(
        lambda: bool(mailed.rows("SELECT 1 FROM thread WHERE held_because LIKE '%automatic answers%'")),
        40,
        otherwise="nobody noticed the loop",
    )
    mailed.rests()
    assert len(got(post)) == post_in.MOST_ANSWERS_A_DAY


def test_a_letter_that_comes_back_is_undeliverable_and_its_address_written_to_no_more(
    mailed: World, post: Post
) -> None:
    post.office.faults.bouncing.append(ANNA)
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: "bounce" in became(mailed), otherwise="nothing came back")
    mailed.rests()
    letter = mailed.rows("SELECT state, way_forward FROM person_letter")[0]
    assert letter.state == "undeliverable"
    assert "another address" in letter.way_forward
    assert mailed.rows("SELECT lane FROM thread")[0][0] == "person"
    mail.write(post.office, ANNA, "Again", ASKS)
    until(lambda: len(became(mailed)) == 3)
    mailed.rests()
    assert not got(post)


def test_an_address_refused_for_good_makes_the_letter_undeliverable(mailed: World, post: Post) -> None:
    post.office.faults.refused.append(ANNA)
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: bool(mailed.rows("SELECT 1 FROM person_letter WHERE state = 'undeliverable'")))
    told = mailed.rows("SELECT because FROM person_letter")[0][0][-1]
    assert told["rule"] == "smtp 550"
    assert not mailed.rows("SELECT 1 FROM mail_sent")


def test_a_mail_to_unsubscribe_stops_our_letters_at_once(mailed: World, post: Post) -> None:
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: bool(got(post)), otherwise="no answer came")
    assert "mailto:care@halden.example?subject=unsubscribe" in got(post)[0]["list-unsubscribe"]
    mail.write(post.office, ANNA, "unsubscribe", "")
    until(lambda: became(mailed) == ["post", "stop"])
    mail.write(post.office, ANNA, "Parcel again", ASKS)
    until(lambda: len(became(mailed)) == 3)
    mailed.rests()
    assert len(got(post)) == 1


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (b"From: anna@people.example\r\n" + b"X-A: b\r\n" * 900 + b"\r\nhi", "lines"),
        (
            b"From: anna@people.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + b"--b\r\n\r\nx\r\n" * 5000,
            "parts",
        ),
        (
            b"From: anna@people.example\r\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(70)
            ),
            "times",
        ),
    ],
)
def test_a_mail_bomb_is_kept_with_a_word_and_costs_the_mail_beside_it_nothing(
    mailed: World, post: Post, broken: bytes, word: str
) -> None:
    post.office.arrive("bomb@people.example", [post.office.address], broken)
    mail.write(post.office, "bo@people.example", "Parcel", ASKS)
    until(lambda: bool(got(post, "bo@people.example")), otherwise="the good mail was lost")
    assert became(mailed) == ["unreadable", "post"]
    assert word in mailed.rows("SELECT says FROM mail_seen ORDER BY id")[0][0]
    held = mailed.rows("SELECT held_because FROM thread WHERE lane = 'person'")[0][0]
    assert held.startswith("a mail that can't be read")


def test_a_mail_that_names_somebody_elses_conversation_is_not_let_into_it(mailed: World, post: Post) -> None:
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: bool(got(post)), otherwise="no answer came")
    ours = got(post)[0]["message-id"]
    mail.write(post.office, "eve@people.example", "Re: Parcel", ASKS, in_reply_to=ours)
    until(lambda: bool(got(post, "eve@people.example")), otherwise="Eve got no answer of her own")
    assert len({row[0] for row in mailed.rows("SELECT thread FROM person_mail")}) == 2
    assert len(got(post)) == 1


def test_a_mail_of_a_name_somebody_else_used_is_not_lost(mailed: World, post: Post) -> None:
    mail.write(post.office, ANNA, "One", ASKS, message_id="<same@people.example>")
    mail.write(post.office, "bo@people.example", "Two", ASKS, message_id="<same@people.example>")
    until(lambda: bool(got(post, "bo@people.example")), otherwise="Bo's mail was lost")
    assert became(mailed) == ["post", "post"]


def test_one_process_reads_a_mailbox_and_another_takes_over(mailed: World, post: Post) -> None:
    second = Postman(mailed.house)
    second.start()
    try:
        for number in range(5):
            mail.write(post.office, ANNA, f"Parcel {number}", ASKS)
        until(lambda: len(became(mailed)) == 5)
        assert mailed.worker is not None
        mailed.worker._postman.stop()
        mail.write(post.office, ANNA, "One more", ASKS)
        until(lambda: len(became(mailed)) == 6, 30, otherwise="nobody took over")
        assert set(became(mailed)) == {"post"}
    finally:
        second.stop()


def test_a_code_from_their_own_page_joins_two_accounts_and_a_person_splits_them(
    mailed: World, post: Post
) -> None:
    mail.write(post.office, ANNA, "Parcel", ASKS)
    until(lambda: bool(got(post)))
    anna = mailed.rows("SELECT id FROM person")[0][0]
    code = joining.code_for(mailed.house, BRAND, anna, "Send it from your other account, and both are one.")
    mail.write(post.office, "anna.lee@work.example", "code", f"here: {code.lower()}")
    until(lambda: bool(got(post, "anna.lee@work.example")), otherwise="nothing was said to it")
    join = mailed.rows("SELECT id, consent, post FROM person_join")[0]
    assert join.consent.startswith("Send it")
    assert join.post is not None
    assert mailed.rows("SELECT count(*) FROM statement WHERE kind = 'consent'")[0][0] == 1
    with mailed.house.database.writing() as conn:
        other = max(people.together(conn, anna))
        people.opt_out(conn, BRAND, other, mailed.house.clock.now())
        assert people.opted_out(conn, anna), "their word to stop holds for both"
    mail.write(post.office, "eve@people.example", "code", code)
    until(lambda: len(became(mailed)) == 3)
    assert len(mailed.rows("SELECT 1 FROM person_join")) == 1, "a code is good for once"
    staff.hire(mailed.house, BRAND, "ann@halden.example", "Ann", "admin", "correct-horse-1")
    member = mailed.rows("SELECT id FROM staff")[0][0]
    assert joining.split(mailed.house, BRAND, join.id, member) is None
    with mailed.house.database.reading() as conn:
        assert people.together(conn, anna) == (anna,)
        assert not people.opted_out(conn, anna)
    assert joining.split(mailed.house, BRAND, join.id, member) is not None


def test_hundreds_of_wild_mails_crash_nothing(database: Database, tmp_path: Path, post: Post) -> None:
    source = random.Random(7)
    good = mail.write(post.office, ANNA, "Ünïcode 包裹", ASKS, html="<p>x</p>")
    whole = post.office.folder("INBOX").mails[0].content
    with a_world(database, tmp_path / "data", working=False, post=post) as world:
        for number in range(150):
            wild = bytearray(whole)
            for _ in range(source.randrange(1, 40)):
                wild[source.randrange(len(wild))] = source.randrange(256)
            came = Came(number + 1, len(wild), None, bytes(wild[: source.randrange(len(wild))]))
            assert post_in.take_mail(world.house, BRAND, came, 1).kind
        assert good


def test_a_claimant_hears_by_mail_what_became_of_their_claim(mailed: World, post: Post) -> None:
    mailed.parcel()
    lodged = mailed.claim(contact=ANNA, updates="email", language="de", asked_minor=400_000)
    mailed.reaches(lodged.claim, "with_person")
    until(lambda: len(got(post)) == 2, otherwise="no letters came")
    first, second = got(post)
    assert first["subject"] == second["subject"] == f"Ihre Forderung {lodged.ref}"
    assert "wird gerade geprüft" in first["text"]
    assert "Mensch sieht sie sich jetzt an" in second["text"]
    assert "4000" not in first["text"] + second["text"]
    mailed.rests()
    assert [row[0] for row in mailed.rows("SELECT kind || ' ' || state FROM person_letter")] == [
        "claim_update sent",
        "claim_update sent",
    ]


def test_pictures_sent_in_answer_to_a_letter_about_a_claim_are_shown_for_it(
    mailed: World, post: Post
) -> None:
    mailed.parcel()
    lodged = mailed.claim(contact=ANNA, updates="email", problem="damaged")
    mailed.reaches(lodged.claim, "awaiting_evidence")
    until(lambda: len(got(post)) == 2, otherwise="no letters came")
    answer = EmailMessage()
    answer["From"], answer["To"], answer["Subject"] = ANNA, post.office.address, "Re: claim"
    answer["Message-ID"], answer["In-Reply-To"] = "<pics@people.example>", got(post)[1]["message-id"]
    answer.set_content("Here they are.")
    answer.add_attachment(PICTURE, maintype="image", subtype="png", filename="box.png")
    answer.add_attachment(b"MZ not a picture", maintype="image", subtype="png", filename="virus.png")
    post.office.arrive(ANNA, [post.office.address], answer.as_bytes(policy=SMTP))
    mailed.reaches(lodged.claim, "with_person")
    assert [tuple(row) for row in mailed.rows("SELECT kind, media_type FROM person_evidence")] == [
        ("photo_goods", "image/png")
    ]
    forged = answer.as_bytes(policy=SMTP).replace(b"anna@people", b"evee@people").replace(b"<pics", b"<evil")
    post.office.arrive("evee@people.example", [post.office.address], forged)
    until(lambda: len(became(mailed)) == 2)
    assert mailed.rows("SELECT count(*) FROM person_evidence")[0][0] == 1
