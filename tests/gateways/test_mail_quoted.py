"""What a person wrote anew is told from what their mail program quotes, in the languages we answer in."""

import pytest

from makewhole.gateways.mail.quoted import fresh

HISTORY = "\n> We are sorry your delivery is running late.\n> Reply STOP and we won't message you again."


@pytest.mark.parametrize(
    "head",
    [
        "On Tue, 3 Feb 2026 at 10:00, Halden <care@halden.example> wrote:",
        "On Tue, 3 Feb 2026 at 10:00, Halden Home Customer Care\n<care@halden.example> wrote:",
        "Am Di., 3. Feb. 2026 um 10:00 Uhr schrieb Halden <care@halden.example>:",
        "Le mar. 3 févr. 2026 à 10:00, Halden <care@halden.example> a écrit :",
        "El mar, 3 feb 2026 a las 10:00, Halden (<care@halden.example>) escribió:",
        "Em ter., 3 de fev. de 2026 às 10:00, Halden <care@halden.example> escreveu:",
        "Il giorno mar 3 feb 2026 alle ore 10:00 Halden <care@halden.example> ha scritto:",
        "Halden <care@halden.example> 于2026年2月3日周二 10:00写道：",
        "2026年2月3日(火) 10:00 Halden <care@halden.example>:",
        "2026년 2월 3일 (화) 오전 10:00, Halden <care@halden.example>님이 작성:",
        "вт, 3 февр. 2026 г. в 10:00, Halden <care@halden.example>:",
        "03.02.2026 10:00, Halden пишет:",
        "Pada tanggal Sel, 3 Feb 2026 pukul 10.00 Halden <care@halden.example> menulis:",
        "في الثلاثاء، 3 فبراير 2026 في 10:00 ص تمت كتابة ما يلي بواسطة Halden <care@halden.example>:",
        "मंगल, 3 फ़र॰ 2026 को 10:00 बजे को Halden <care@halden.example> ने लिखा:",
    ],
)
def test_the_head_of_a_quoted_mail_is_known_in_every_language(head: str) -> None:
    for history in (HISTORY, HISTORY.replace("> ", "")):
        assert fresh(f"Still nothing.\n\n{head}\n{history}") == "Still nothing."


@pytest.mark.parametrize(
    "block",
    [
        "-----Original Message-----\nFrom: Halden\nSubject: Re",
        "-----Ursprüngliche Nachricht-----\nVon: Halden",
        "---------------- 原始邮件 ----------------\n发件人: Halden",
        "From: Halden <care@halden.example>\nSent: Tuesday\nTo: Anna\nSubject: Re: parcel\n\nold words",
        "________________\nVon: Halden\nGesendet: Dienstag\nAn: Anna\nBetreff: Re\n\nalte Worte",
        "发件人: Halden\n发送时间: 2026年2月3日\n收件人: 安娜\n主题: 回复\n\n旧的内容",
        "От: Halden\nОтправлено: вторник\nКому: Анна\nТема: Re\n\nстарые слова",
    ],
)
def test_a_quoted_block_with_its_own_head_is_cut_off(block: str) -> None:
    assert fresh(f"Still nothing.\n\n{block}").strip("_ \n") == "Still nothing."


@pytest.mark.parametrize(
    "text",
    [
        "The driver wrote:\nnobody at home",
        "My order from 2026: still not here.\nPlease help.",
        "From: China\nIt takes too long.",
        "Status on the page on 3 Feb 2026 at 10:00:\nin transit",
        "I paid 40 EUR > 30 EUR limit",
        "司机写道：没人在家",
    ],
)
def test_a_persons_own_words_are_never_cut(text: str) -> None:
    assert fresh(text) == text


def test_answers_between_quoted_lines_stay() -> None:
    head = "On 3 Feb 2026, Halden <care@halden.example> wrote:"
    said = f"{head}\n> Which number?\nRB123456785CN\n> And photos?\nLater."
    assert fresh(said) == "RB123456785CN\nLater."


def test_signatures_and_what_phones_add_are_left_out() -> None:
    assert fresh("Where is it?\n\n-- \nAnna Lee\n+49 30 1234567") == "Where is it?"
    assert fresh("Where is it?\n\nSent from my iPhone") == "Where is it?"
    assert fresh("Von meinem Balkon sah ich den Fahrer.\nEr fuhr vorbei.") == (
        "Von meinem Balkon sah ich den Fahrer.\nEr fuhr vorbei."
    )


def test_a_forwarded_mail_is_kept_whole() -> None:
    said = "Please see below.\n\n---------- Forwarded message ----------\nYour order 123 has shipped."
    assert fresh(said) == said


def test_an_answer_without_new_words_is_empty_and_our_own_stop_is_not_read_as_theirs() -> None:
    assert fresh(f"On 3 Feb 2026 at 10:00, Halden <care@halden.example> wrote:\n{HISTORY}") == ""
