"""Waiting for mail: told at once where the host can, in vain where it cannot."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from mailbot.adapters.mail.imap import idle
from mailbot.errors import TryLater
from tests.support.dovecot import Mailbox
from tests.support.imap_inbox import dovecot_inbox, scripted_inbox
from tests.support.scripted_imap import Exchange, scripted_imap

MAIL = b"Subject: x\r\n\r\nhello\r\n"
IDLER = "IMAP4rev1 IDLE"


def later(seconds: float, act: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def test_a_delivery_ends_the_wait_within_three_seconds(mailbox: Mailbox) -> None:
    with dovecot_inbox(mailbox) as inbox:
        folder = inbox.folders()[0]
        timer = later(0.3, lambda: mailbox.deliver(MAIL))
        started = time.monotonic()
        assert inbox.wait(20, threading.Event())
        assert time.monotonic() - started < 3.3
        timer.join()
        assert inbox.list_new(inbox.folders()[0], folder.uidnext - 1)


def test_a_mail_that_came_between_listing_and_waiting_is_told_at_once(
    mailbox: Mailbox,
) -> None:
    with dovecot_inbox(mailbox) as inbox:
        inbox.folders()
        mailbox.deliver(MAIL)
        started = time.monotonic()
        assert inbox.wait(20, threading.Event())
        assert time.monotonic() - started < 1


def test_a_quiet_mailbox_ends_the_wait_in_time(mailbox: Mailbox) -> None:
    with dovecot_inbox(mailbox) as inbox:
        inbox.folders()
        assert not inbox.wait(0.2, threading.Event())
        assert len(inbox.folders()) == 1


def test_stopping_ends_the_wait_at_once(mailbox: Mailbox) -> None:
    stop = threading.Event()
    with dovecot_inbox(mailbox) as inbox:
        timer = later(0.2, stop.set)
        started = time.monotonic()
        assert not inbox.wait(20, stop)
        assert time.monotonic() - started < 2
        timer.join()


def test_a_host_without_idle_is_waited_for_in_vain() -> None:
    stop = threading.Event()
    with scripted_imap() as server, scripted_inbox(server) as inbox:
        assert not inbox.wait(0.05, stop)
        stop.set()
        assert not inbox.wait(60, stop)
    assert "IDLE" not in server.words()


def test_news_in_the_same_packet_as_the_permission_to_idle_is_noticed() -> None:
    def hurried(exchange: Exchange) -> None:
        exchange.connection.sendall(b"+ idling\r\n* 1 EXISTS\r\n")

    with (
        scripted_imap(capabilities=IDLER, answers={"IDLE": hurried}) as server,
        scripted_inbox(server) as inbox,
    ):
        started = time.monotonic()
        assert inbox.wait(20, threading.Event())
        assert time.monotonic() - started < 3


def test_news_that_came_between_two_rounds_is_not_left_to_the_longest_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idle, "_FIRST_ROUND", 0.1)
    permissions = iter([b"+ idling\r\n", b"+ idling\r\n* 1 EXISTS\r\n"])

    def hurried_later(exchange: Exchange) -> None:
        exchange.connection.sendall(next(permissions))

    with (
        scripted_imap(capabilities=IDLER, answers={"IDLE": hurried_later}) as server,
        scripted_inbox(server) as inbox,
    ):
        started = time.monotonic()
        assert inbox.wait(20, threading.Event())
        assert time.monotonic() - started < 3


def test_chatter_while_idling_is_no_mail() -> None:
    def chatter(exchange: Exchange) -> None:
        exchange.send("+ idling", "* OK still here", "* 3 EXPUNGE")

    with (
        scripted_imap(capabilities=IDLER, answers={"IDLE": chatter}) as server,
        scripted_inbox(server) as inbox,
    ):
        assert not inbox.wait(0.3, threading.Event())


def test_idle_is_renewed_before_the_server_gives_us_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idle, "RENEW_SECONDS", 0.1)
    monkeypatch.setattr(idle, "_FIRST_ROUND", 0.1)
    with (
        scripted_imap(capabilities=IDLER) as server,
        scripted_inbox(server) as inbox,
    ):
        assert not inbox.wait(0.5, threading.Event())
    assert [w.split()[0] for w in server.heard].count("IDLE") >= 3


@pytest.mark.parametrize("words", [b"", b"* BYE shutting down\r\n", b"* 1 EXI"])
def test_a_cut_while_idling_is_noticed_and_not_said_goodbye_to(words: bytes) -> None:
    def cut(exchange: Exchange) -> None:
        def last_words() -> None:
            exchange.connection.sendall(words)
            exchange.hang_up()

        exchange.send("+ idling")
        later(0.1, last_words)

    with scripted_imap(capabilities=IDLER, answers={"IDLE": cut}) as server:
        with scripted_inbox(server) as inbox:
            started = time.monotonic()
            with pytest.raises(TryLater):
                inbox.wait(60, threading.Event())
            assert time.monotonic() - started < 4
        assert "LOGOUT" not in server.words()


def test_a_host_that_refuses_to_idle_is_tried_later() -> None:
    with (
        scripted_imap(
            capabilities=IDLER, answers={"IDLE": lambda said: said.done("BAD no")}
        ) as server,
        scripted_inbox(server) as inbox,
        pytest.raises(TryLater),
    ):
        inbox.wait(5, threading.Event())
