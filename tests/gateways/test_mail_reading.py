"""What comes by mail is read as it was meant, in every charset and shape, and nothing that comes crashes."""

import base64
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.mail import Mail, Unreadable, bounds, read

HEAD = b"From: Anna <anna@people.example>\r\nMessage-ID: <1@people.example>\r\nSubject: hi\r\n"


def mail(body: bytes, more: bytes = b"") -> Mail:
    """A mail that can be read."""
    found = read(HEAD + more + b"\r\n" + body)
    assert isinstance(found, Mail), found
    return found


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "我的包裹在哪里？"),
        ("gb2312", "我的包裹在哪里"),
        ("gb18030", "我的包裹在哪里"),
        ("big5", "我的包裹在哪裡"),
        ("iso-2022-jp", "荷物が届きません"),
        ("shift_jis", "荷物が届きません"),
        ("euc-kr", "소포가 오지 않았어요"),
        ("koi8-r", "Где моя посылка"),
        ("windows-1251", "Где моя посылка"),
        ("windows-1256", "أين طردي"),
        ("iso-8859-1", "Où est mon colis"),
        ("windows-1252", "Où est “mon colis”"),
        ("utf-16", "Wo ist es"),
    ],
)
def test_a_text_is_read_in_its_charset(charset: str, text: str) -> None:
    more = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n".encode()
    coded = base64.encodebytes(text.encode(charset))
    assert mail(coded, more).text == text


def test_a_charset_that_is_none_is_read_as_best_it_can_be() -> None:
    for name in (b"x-unknown", b"undefined", b"zlib", b"idna", b"\xff", b"unicode_escape"):
        assert "caf" in mail("café".encode(), b"Content-Type: text/plain; charset=" + name + b"\r\n").text


def test_encoded_words_and_bare_bytes_in_headers_are_read() -> None:
    head = b"From: =?gb2312?B?1cXI/Q==?= <z@people.example>\r\n"
    found = read(head + b"Subject: =?utf-8?Q?Wo_?= =?utf-8?Q?ist_es=3F?=\r\n\r\nx")
    assert isinstance(found, Mail)
    assert (found.name, found.subject) == ("张三", "Wo ist es?")
    bare = read("From: Zoë <z@people.example>\r\nSubject: Où ça\r\n\r\nx".encode())
    assert isinstance(bare, Mail)
    assert (bare.name, bare.subject) == ("Zoë", "Où ça")


def test_quoted_printable_flowed_text_is_joined() -> None:
    more = b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
    more += b"Content-Transfer-Encoding: quoted-printable\r\n"
    assert mail(b"My parcel=20\r\nis late=2E\r\n> old \r\n> words\r\n", more).text == "My parcel is late."


def test_of_two_ways_of_saying_it_the_plain_one_is_read_and_html_where_there_is_no_other() -> None:
    made = EmailMessage()
    made["From"] = "anna@people.example"
    made.set_content("plain words")
    made.add_alternative("<p>html words</p>", subtype="html")
    found = read(made.as_bytes(policy=SMTP))
    assert isinstance(found, Mail)
    assert found.text == "plain words"
    only = EmailMessage()
    only["From"] = "anna@people.example"
    only.set_content("<style>p{}</style><p>Hello&nbsp;<b>you</b><br>there", subtype="html")
    only.add_attachment(b"x" * 10, maintype="application", subtype="pdf", filename="rechnung für.pdf")
    read_only = read(only.as_bytes(policy=SMTP))
    assert isinstance(read_only, Mail)
    assert read_only.text == "Hello you\nthere"
    assert [(file.name, file.media_type) for file in read_only.files] == [
        ("rechnung für.pdf", "application/pdf")
    ]


def test_conversations_are_named_newest_first() -> None:
    more = b"In-Reply-To: <c@x.example>\r\nReferences: <a@x.example>\r\n <b@x.example> <c@x.example>\r\n"
    assert mail(b"x", more).references == ("c@x.example", "b@x.example", "a@x.example")


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied\r\n",
        b"Auto-Submitted: auto-generated; x=y\r\n",
        b"Precedence: bulk\r\n",
        b"X-Auto-Response-Suppress: All\r\n",
        b"X-Autoreply: yes\r\n",
        b"List-Id: <news.shop.example>\r\n",
        b"Return-Path: <>\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
    ],
)
def test_what_a_machine_sent_is_told_from_what_a_person_wrote(header: bytes) -> None:
    found = read(HEAD + header + b"\r\nx")
    assert isinstance(found, Mail)
    assert found.nature.kind != "person"
    assert mail(b"x", b"Auto-Submitted: no\r\nX-Auto-Response-Suppress: None\r\n").nature.kind == "person"


@pytest.mark.parametrize(
    "local", ["mailer-daemon", "no-reply", "noreply", "DoNotReply", "postmaster", "bounce+a"]
)
def test_an_address_nobody_reads_is_not_answered(local: str) -> None:
    found = read(f"From: {local}@shop.example\r\n\r\nx".encode())
    assert isinstance(found, Mail)
    assert found.nature.kind != "person"


def test_a_delivery_report_names_the_letter_that_came_back() -> None:
    report = (
        b"From: MAILER-DAEMON@mx.example\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Action: %s\r\nStatus: %s\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <letter-7.ab@shop.example>\r\nSubject: x\r\n\r\nbody\r\n--b--\r\n"
    )
    for action, status, for_good in ((b"failed", b"5.1.1", True), (b"delayed", b"4.4.1", False)):
        found = read(report % (action, status))
        assert isinstance(found, Mail)
        assert found.failed is not None
        assert (found.failed.message_id, found.failed.for_good) == ("letter-7.ab@shop.example", for_good)


@pytest.mark.parametrize(
    "bomb",
    [
        HEAD + b"\r\n" + b"a" * (bounds.LARGEST + 1),
        HEAD + b"X: " + b"a" * 300_000 + b"\r\n\r\nx",
        HEAD + b"X: y\r\n" * 100_000 + b"\r\nx",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 200_000,
        HEAD
        + b"Content-Type: multipart/mixed; boundary*0=b; boundary*1=c\r\n\r\n"
        + b"--bc\r\n\r\n" * 200_000,
        HEAD
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5000)
        ),
        HEAD + b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(50)) + b"x",
    ],
    ids=["large", "long header", "many headers", "many parts", "hidden boundary", "nested", "nested mails"],
)
def test_a_bomb_is_known_in_a_moment_and_named(bomb: bytes) -> None:
    began = time.monotonic()
    found = read(bomb)
    assert time.monotonic() - began < 3
    assert isinstance(found, Unreadable)
    assert found.sender == "anna@people.example"
    assert found.says


def test_a_huge_html_part_costs_a_moment() -> None:
    more = b"Content-Type: text/html\r\n"
    for wild in (b"<!--" * 500_000, b"<a" * 500_000, b"<div class='" * 200_000, b"&" * 1_000_000):
        began = time.monotonic()
        assert len(mail(wild, more).text) <= 100_000
        assert time.monotonic() - began < 3


@given(
    st.binary(max_size=400),
    st.binary(max_size=400),
    st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed"]),
)
def test_any_bytes_give_a_mail_or_a_word(head: bytes, body: bytes, kind: bytes) -> None:
    for content in (
        head + b"\r\n\r\n" + body,
        HEAD
        + head
        + b"\r\nContent-Type: "
        + kind
        + b"; boundary=b; charset="
        + head[:9]
        + b"\r\n\r\n--b\r\n"
        + body,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + head + b"\r\n\r\n" + body,
    ):
        found = read(content)
        assert isinstance(found, Mail | Unreadable)
        assert found.message_id


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was_sent(text: str) -> None:
    made = EmailMessage()
    made["From"] = "anna@people.example"
    plain = "".join(c for c in text if c.isprintable() and not 0xD800 <= ord(c) < 0xE000).strip(" >-")
    made.set_content(f"Hello {plain} bye")
    found = read(made.as_bytes(policy=SMTP))
    assert isinstance(found, Mail)
    assert found.text.split() == f"Hello {plain} bye".split()
