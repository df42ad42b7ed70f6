"""The simulated post office, spoken to by Python's own clients, behaves as mail servers do."""

import imaplib
import smtplib
from collections.abc import Iterator

import httpx
import pytest

from makewhole.simulators import mail
from makewhole.simulators.mail import Post
from makewhole.simulators.running import Simulator

OURS, ANNA = "care@shop.example", "anna@people.example"


@pytest.fixture
def post() -> Iterator[Post]:
    """A running post office."""
    with Post() as made:
        yield made


def port(url: str) -> int:
    """The port of an address."""
    return int(url.rpartition(":")[2])


def smtp(post: Post) -> smtplib.SMTP:
    """A line to hand mail in, logged in."""
    line = smtplib.SMTP("127.0.0.1", port(post.smtp), "shop.example", timeout=5)
    line.login(OURS, "password-mail")
    return line


def imap(post: Post) -> imaplib.IMAP4:
    """A line to the mailbox, logged in."""
    line = imaplib.IMAP4("127.0.0.1", port(post.imap), timeout=5)
    line.login(OURS, "password-mail")
    return line


def test_mail_handed_in_reaches_its_reader_with_dots_and_all(post: Post) -> None:
    with smtp(post) as line:
        assert line.sendmail(OURS, [ANNA], "Subject: hi\r\n\r\n.dot\r\n..two\r\n") == {}
    assert post.office.delivered[0].content == b"Subject: hi\r\n\r\n.dot\r\n..two\r\n"


def test_nobody_gets_in_with_a_wrong_password(post: Post) -> None:
    with smtplib.SMTP("127.0.0.1", port(post.smtp), "x", timeout=5) as line:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            line.login(OURS, "wrong")
        assert line.mail(OURS)[0] == 530
    with pytest.raises(imaplib.IMAP4.error):
        imaplib.IMAP4("127.0.0.1", port(post.imap), timeout=5).login(OURS, "wrong")


def test_refusing_greylisting_and_cutting_happen_as_told(post: Post) -> None:
    assert post.office.change({"greylist": 1, "refused": ["no@people.example"], "cut_after_data": 1}) is None
    with smtp(post) as line:
        line.mail(OURS)
        assert [line.rcpt(who)[0] for who in (ANNA, ANNA, "no@people.example")] == [451, 250, 550]
        with pytest.raises(smtplib.SMTPServerDisconnected):
            line.data(b"Subject: x\r\n\r\nx")
    assert len(post.office.delivered) == 1, "it was taken before the line was cut"
    assert "unknown fault" in str(post.office.change({"nonsense": 1}))
    assert "list of addresses" in str(post.office.change({"refused": "x"}))


def test_what_came_is_found_fetched_and_searched(post: Post) -> None:
    name = mail.write(post.office, ANNA, "One", "first")
    mail.write(post.office, ANNA, "Two", "second")
    line = imap(post)
    assert line.select("INBOX", readonly=True) == ("OK", [b"2"])
    assert line.uid("SEARCH", "UID", "2:*")[1] == [b"2"]
    assert line.uid("SEARCH", "UID", "9:*")[1] == [b"2"], "a set that ends in * names the last mail"
    assert line.uid("SEARCH", "HEADER", "Message-ID", f'"{name}"')[1] == [b"1"]
    whole = line.uid("FETCH", "1", "(BODY.PEEK[]<0.100000>)")[1][0][1]
    assert b"first" in whole
    assert line.uid("FETCH", "1", "(BODY.PEEK[]<0.9>)")[1][0][1] == whole[:9]
    assert line.append("Sent", r"(\Seen)", None, b"Subject: copy\r\n\r\nx")[0] == "OK"
    assert line.append("Nowhere", None, None, b"x")[0] == "NO"
    line.logout()


def test_the_page_shows_what_people_got_and_lets_a_visitor_write(post: Post) -> None:
    with smtp(post) as line:
        line.sendmail(
            OURS, [ANNA], "Subject: your parcel\r\nMessage-ID: <1@shop.example>\r\n\r\non its way\r\n"
        )
    with Simulator(mail.app(post)) as site:
        assert "on its way" in httpx.get(site.url).text
        form = {"from": ANNA, "subject": "Re: your parcel", "text": "thanks"}
        assert httpx.post(f"{site.url}/_control/mail", data=form).status_code == 303
        state = httpx.get(f"{site.url}/_control/state").json()
        assert state["inbox"][0]["subject"] == "Re: your parcel"
        assert httpx.post(f"{site.url}/_control/mail", json={"from": "nobody"}).status_code == 400
        assert httpx.post(f"{site.url}/_control/faults", json={"twice": "x"}).status_code == 400
