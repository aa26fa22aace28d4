"""Sending letters to a real SMTP server, and knowing what became of each."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from mailbot.adapters.mail.secure import Door
from mailbot.adapters.mail.smtp.sending import SmtpPostman
from mailbot.adapters.mail.smtp.session import SmtpAccount, SmtpPatience
from mailbot.core.letters.sending import RefusalKind, Refused, Sent, Unknown
from mailbot.demo.imap_server import free_port
from mailbot.errors import NeedsStaff, TryLater
from mailbot.ports.mailbox import Security
from tests.support.smtp_server import SmtpScript, smtp_server
from tests.support.talker import Talker

if TYPE_CHECKING:
    pass

HASTY = SmtpPatience(connect=10.0, read=10.0, verdict=10.0, slowest=1000.0)
SHORT = SmtpPatience(connect=0.5, read=0.3, verdict=0.5, slowest=1e6)
US = "office@example.org"
UNIT = "clerk@example.org"
LETTER = b"Subject: x\r\n\r\nfirst\r\n.dot\r\n..two\r\nlast\r\n"


def postman(server: SmtpScript, patience: SmtpPatience = HASTY) -> SmtpPostman:
    door = Door(server.host, server.port, Security.PLAIN, setting="MAILBOT_SMTP")
    return SmtpPostman(SmtpAccount(door), patience)


def test_a_letter_arrives_byte_for_byte_with_its_dots() -> None:
    with smtp_server() as server, postman(server) as man:
        assert isinstance(man.send(US, UNIT, LETTER), Sent)
    (mail,) = server.mails
    assert (mail.sender, mail.recipients, mail.content) == (US, (UNIT,), LETTER)


@pytest.mark.parametrize("letter", [b"a: b\n\nno end", b"a: b\r\n\r\n.\r\n", b""])
def test_any_line_end_and_any_last_line_is_sent_right(letter: bytes) -> None:
    with smtp_server() as server, postman(server) as man:
        assert isinstance(man.send(US, UNIT, letter), Sent)
    wanted = letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert server.mails[0].content.removesuffix(b"\r\n") == wanted.removesuffix(b"\r\n")


def test_all_letters_of_a_session_go_over_one_connection() -> None:
    with smtp_server() as server:
        before = server.connections
        with postman(server) as man:
            for _ in range(3):
                assert isinstance(man.send(US, UNIT, LETTER), Sent)
        assert len(server.mails) == 3
        assert server.connections == before + 1


def test_a_session_without_letters_does_not_connect() -> None:
    with smtp_server() as server:
        before = server.connections
        with postman(server):
            pass
        assert server.connections == before


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("where", "answer", "kind"),
    [
        ("MAIL", "421 HL:ICC too many connections", RefusalKind.LATER),
        ("MAIL", "451 try again later", RefusalKind.LATER),
        ("RCPT", "450 mailbox busy", RefusalKind.LATER),
        ("RCPT", "550 5.1.1 User unknown", RefusalKind.DEAD_ADDRESS),
        ("RCPT", "552 mailbox full", RefusalKind.LATER),
        ("DATA", "550 Sender frequency limited", RefusalKind.TOMORROW),
        ("DATA", "552 message size exceeds limit", RefusalKind.TOO_LARGE),
        ("DATA", "554 DT:SPM 163 smtp", RefusalKind.SPAM),
    ],
)
def test_a_refused_letter_says_why_and_the_next_one_goes(
    where: str, answer: str, kind: RefusalKind
) -> None:
    with smtp_server(answers={where: [answer]}) as server, postman(server) as man:
        refused = man.send(US, UNIT, LETTER)
        assert isinstance(refused, Refused)
        assert (refused.kind, refused.code) == (kind, int(answer[:3]))
        assert refused.text in answer
        assert isinstance(man.send(US, UNIT, LETTER), Sent)
        assert len(server.mails) == 1


def test_a_greylisted_letter_goes_at_the_second_try() -> None:
    with smtp_server(greylist=True) as server, postman(server) as man:
        refused = man.send(US, UNIT, LETTER)
        assert isinstance(refused, Refused)
        assert refused.kind is RefusalKind.LATER
        assert not refused.permanent
        assert isinstance(man.send(US, UNIT, LETTER), Sent)


def test_a_letter_over_the_servers_limit_is_not_even_offered() -> None:
    with smtp_server() as server, postman(server) as man:
        refused = man.send(US, UNIT, b"x" * 1_100_000)
        assert isinstance(refused, Refused)
        assert (refused.kind, refused.permanent) == (RefusalKind.TOO_LARGE, True)
        assert isinstance(man.send(US, UNIT, LETTER), Sent)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no-at-sign",
        "two@at@signs",
        "a b@example.org",
        "a@example.org>\r\nDATA",
        "办公室@example.org",
        "<a@example.org>",
        "a@example.org,b@example.org",
    ],
)
def test_an_address_that_could_not_stand_in_a_command_is_dead(address: str) -> None:
    with smtp_server() as server, postman(server) as man:
        refused = man.send(US, address, LETTER)
        assert isinstance(refused, Refused)
        assert refused.kind is RefusalKind.DEAD_ADDRESS
        assert server.mails == []


# ------------------------------------------------------------------ broken sessions


def test_a_cut_after_the_letter_and_before_the_answer_is_unknown() -> None:
    with smtp_server(hang_up_after_data=True) as server, postman(server) as man:
        assert isinstance(man.send(US, UNIT, LETTER), Unknown)
        assert len(server.mails) == 1
        server.hang_up_after_data = False
        assert isinstance(man.send(US, UNIT, LETTER), Sent)


def test_garbage_on_quit_does_not_undo_a_letter() -> None:
    with smtp_server(garbage_on_quit=b"\x15\x03\x01\x00\x02garbage\r\n") as server:
        with postman(server) as man:
            assert isinstance(man.send(US, UNIT, LETTER), Sent)
        assert len(server.mails) == 1


def test_a_connection_that_died_between_two_letters_is_opened_anew() -> None:
    with smtp_server() as server, postman(server) as man:
        assert isinstance(man.send(US, UNIT, LETTER), Sent)
        assert man._smtp is not None
        assert man._smtp.sock is not None
        man._smtp.sock.shutdown(socket.SHUT_RDWR)
        assert isinstance(man.send(US, UNIT, LETTER), Sent)
        assert len(server.mails) == 2


def talked_to(talker: Talker, patience: SmtpPatience = SHORT) -> SmtpPostman:
    door = Door("127.0.0.1", talker.port, Security.PLAIN, setting="MAILBOT_SMTP")
    return SmtpPostman(SmtpAccount(door), patience)


HELLO = (b"220 hi\r\n", b"250 hi\r\n")


@pytest.mark.parametrize(
    "lines",
    [
        (b"421 HL:ICC busy\r\n",),
        (b"",),
        (b"220 hi\r\n", b""),
        (*HELLO, b""),
        (*HELLO, b"250 OK\r\n", b""),
        (*HELLO, b"250 OK\r\n", b"250 OK\r\n", b""),
        (*HELLO, b"\xff\xff garbage\r\n"),
    ],
)
def test_a_cut_or_silence_before_the_letter_was_handed_over_is_tried_later(
    lines: tuple[bytes, ...],
) -> None:
    with Talker(*lines) as talker, talked_to(talker) as man:
        try:
            outcome = man.send(US, UNIT, LETTER)
        except TryLater:
            return
        assert isinstance(outcome, Refused)
        assert outcome.kind is RefusalKind.LATER


@pytest.mark.parametrize("answer", [b"garbage\r\n", b"777 what\r\n", b""])
def test_an_answer_to_the_letter_that_means_nothing_is_unknown(answer: bytes) -> None:
    accepted = (b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n", b"", b"", b"", b"", b"")
    with (
        Talker(*HELLO, *accepted, *[b""] * 2, answer) as talker,
        talked_to(talker) as man,
    ):
        assert isinstance(man.send(US, UNIT, b"a: b\r\n"), Unknown)


def test_a_host_that_blocks_us_needs_staff() -> None:
    with (
        Talker(b"554 IP in blacklist\r\n") as talker,
        talked_to(talker) as man,
        pytest.raises(NeedsStaff, match="554 IP in blacklist"),
    ):
        man.check()


def test_a_refusal_in_gbk_is_readable() -> None:
    lines = (*HELLO, b"250 OK\r\n", "550 用户不存在\r\n".encode("gbk"), b"250 OK\r\n")
    with Talker(*lines) as talker, talked_to(talker) as man:
        refused = man.send(US, UNIT, LETTER)
    assert refused == Refused(RefusalKind.DEAD_ADDRESS, 550, "用户不存在")


def test_a_server_that_drips_bytes_is_given_up_in_time() -> None:
    drip = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = drip.accept()
        with connection:
            try:
                for _ in range(100):
                    connection.sendall(b"2")
                    threading.Event().wait(0.05)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    door = Door("127.0.0.1", drip.getsockname()[1], Security.PLAIN)
    started = time.monotonic()
    with SmtpPostman(SmtpAccount(door), SHORT) as man, pytest.raises(TryLater):
        man.send(US, UNIT, LETTER)
    assert time.monotonic() - started < 4
    thread.join()
    drip.close()


def test_a_server_that_is_down_is_tried_later() -> None:
    door = Door("127.0.0.1", free_port(), Security.PLAIN)
    with (
        SmtpPostman(SmtpAccount(door), HASTY) as man,
        pytest.raises(TryLater, match="连接被拒绝"),
    ):
        man.send(US, UNIT, LETTER)


@pytest.mark.parametrize(
    "after_refusal",
    [
        (b"550 no such user\r\n", b"500 what is RSET\r\n"),
        (b"421 closing now\r\n",),
        (b"250 OK\r\n", b"250 no permission to send\r\n"),
        (b"250 OK\r\n", b"451 not now\r\n", b"250 OK\r\n"),
    ],
)
def test_after_any_refusal_the_next_letter_finds_a_clean_session(
    after_refusal: tuple[bytes, ...],
) -> None:
    with (
        Talker(*HELLO, b"250 OK\r\n", *after_refusal) as talker,
        talked_to(talker) as man,
    ):
        assert isinstance(man.send(US, UNIT, LETTER), Refused)
        kept = man._smtp is not None
        again = man.send(US, UNIT, LETTER) if not kept else None
    assert kept or isinstance(again, Refused)
    assert kept == (after_refusal[-1] == b"250 OK\r\n")
