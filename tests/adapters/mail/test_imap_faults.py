"""Servers that lie, drip, hang up or count down: nothing is lost, all is bounded."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.adapters.mail.imap.faults import CommandRefused
from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import (
    FetchLimits,
    InMemory,
)
from mailbot.errors import TryLater
from tests.support.imap_inbox import (
    SHORT,
    new_in_inbox,
    scripted_account,
    scripted_inbox,
)
from tests.support.scripted_imap import (
    Answer,
    Exchange,
    fetch_line,
    on_bodies,
    scripted_imap,
    usual,
)

MAIL = b"Subject: x\r\n\r\nhello\r\n"


def test_a_cut_in_mid_fetch_keeps_what_came_and_says_later(tmp_path: Path) -> None:
    def cut_second(exchange: Exchange) -> None:
        if exchange.arguments.startswith("1 "):
            usual(exchange)
            return
        exchange.connection.sendall(b"* 2 FETCH (UID 2 BODY[] {500}\r\nhalf a mail")
        exchange.hang_up()

    with (
        scripted_imap(mails={1: MAIL, 2: MAIL}, answers=on_bodies(cut_second)) as s,
        scripted_inbox(s, FetchLimits(batch_count=1)) as inbox,
    ):
        folder = inbox.folders()[0]
        arriving = inbox.fetch(folder, inbox.list_new(folder, 0), tmp_path)
        first = next(arriving)
        assert isinstance(first, InMemory)
        assert first.content == MAIL
        with pytest.raises(TryLater):
            next(arriving)


def test_after_a_cut_the_next_call_connects_anew(tmp_path: Path) -> None:
    with (
        scripted_imap(mails={1: MAIL}, answers={"EXAMINE": Exchange.hang_up}) as server,
        scripted_inbox(server) as inbox,
    ):
        with pytest.raises(TryLater):
            inbox.folders()
        server.answers.clear()
        assert len(new_in_inbox(inbox, tmp_path)) == 1


@pytest.mark.parametrize("command", ["LIST", "EXAMINE", "SEARCH", "FETCH"])
def test_a_bye_at_any_command_is_tried_later(command: str, tmp_path: Path) -> None:
    def bye(exchange: Exchange) -> None:
        exchange.send("* BYE autologout")
        exchange.hang_up()

    with (
        scripted_imap(mails={1: MAIL}, answers={command: bye}) as server,
        scripted_inbox(server) as inbox,
        pytest.raises(TryLater),
    ):
        new_in_inbox(inbox, tmp_path)


def test_a_silent_server_is_given_up_after_the_read_timeout() -> None:
    with (
        scripted_imap(answers={"EXAMINE": lambda _: None}) as server,
        scripted_inbox(server, patience=SHORT) as inbox,
        pytest.raises(TryLater, match=r"没有回应|中断"),
    ):
        inbox.folders()


def _drip(connection_of: Exchange, raw: bytes) -> None:
    stop = threading.Event()
    for octet in raw:
        stop.wait(0.05)
        connection_of.connection.sendall(bytes([octet]))


def test_a_server_that_drips_bytes_is_given_up_in_time(tmp_path: Path) -> None:
    def drip(exchange: Exchange) -> None:
        line = fetch_line(exchange.server, 1, 1, "BODY.PEEK[]")
        _drip(exchange, line + b"\r\n" * 200)

    started = time.monotonic()
    with (
        scripted_imap(mails={1: MAIL * 20}, answers=on_bodies(drip)) as server,
        scripted_inbox(server, patience=SHORT) as inbox,
        pytest.raises(TryLater, match="过慢"),
    ):
        new_in_inbox(inbox, tmp_path)
    assert time.monotonic() - started < 5


def test_a_greeting_that_drips_is_given_up_in_time() -> None:
    def drip(exchange: Exchange) -> None:
        _drip(exchange, b"* CAPABILITY IMAP4rev1 " + b"X" * 500)

    with (
        scripted_imap(answers={"CAPABILITY": drip}) as server,
        pytest.raises(TryLater),
        scripted_inbox(server, patience=SHORT),
    ):
        pass


def test_unsolicited_answers_between_the_wanted_ones_do_no_harm(
    tmp_path: Path,
) -> None:
    def chatter(exchange: Exchange) -> None:
        exchange.send(
            "* 2 FETCH (FLAGS (\\Seen))",
            "* 99 EXISTS",
            "* OK still here",
            "* 1 FETCH (UID 77 FLAGS (\\Answered))",
        )
        usual(exchange)
        # After the tagged answer: it is read with the next command.
        exchange.send("* 1 FETCH (UID 1 FLAGS (\\Seen))")

    with (
        scripted_imap(mails={1: MAIL, 2: MAIL}, answers={"FETCH": chatter}) as server,
        scripted_inbox(server, FetchLimits(batch_count=1)) as inbox,
    ):
        arrived = new_in_inbox(inbox, tmp_path)
    assert [type(a) for a in arrived] == [InMemory, InMemory]


def test_folders_that_cannot_be_opened_or_read_do_not_hide_the_inbox() -> None:
    folders = (
        '* LIST (\\Noselect) "/" "Junk"',
        '* LIST () "/" "&bad-utf7"',
        '* LIST () "/" INBOX',
        '* LIST () NIL "Spam"',
        '* LIST () "/" 2023',
    )

    def examine(exchange: Exchange) -> None:
        if "Spam" in exchange.arguments:
            exchange.done("NO not now")
        else:
            usual(exchange)

    with (
        scripted_imap(folders=folders, answers={"EXAMINE": examine}) as server,
        scripted_inbox(server) as inbox,
    ):
        assert [f.name for f in inbox.folders()] == ["INBOX"]


def forbidden(exchange: Exchange) -> None:
    exchange.done("NO LIST is forbidden here")


def garbled(exchange: Exchange) -> None:
    exchange.send("* LIST garbage")
    exchange.done()


TWO_FOLDERS = ('* LIST () "/" INBOX', '* LIST (\\Junk) "/" Junk')


@pytest.mark.parametrize("fault", [forbidden, Exchange.hang_up])
def test_a_junk_folder_that_cannot_be_opened_does_not_hold_back_the_inbox(
    tmp_path: Path, fault: Answer
) -> None:
    def examine(exchange: Exchange) -> None:
        (fault if "Junk" in exchange.arguments else usual)(exchange)

    with (
        scripted_imap(
            mails={1: MAIL}, folders=TWO_FOLDERS, answers={"EXAMINE": examine}
        ) as server,
        scripted_inbox(server) as inbox,
    ):
        assert [folder.name for folder in inbox.folders()] == ["INBOX"]
        assert len(new_in_inbox(inbox, tmp_path)) == 1


@pytest.mark.parametrize("fault", [forbidden, garbled])
def test_where_folders_are_not_listed_the_inbox_is_read_all_the_same(
    tmp_path: Path, fault: Answer
) -> None:
    with (
        scripted_imap(mails={1: MAIL}, answers={"LIST": fault}) as server,
        scripted_inbox(server) as inbox,
    ):
        assert len(new_in_inbox(inbox, tmp_path)) == 1


def test_folders_named_in_the_settings_need_the_list() -> None:
    with scripted_imap(answers={"LIST": lambda e: e.done("NO not now")}) as server:
        account = replace(scripted_account(server), folders=("季度报表",))
        with ImapInbox(account) as inbox, pytest.raises(TryLater, match="not now"):
            inbox.folders()


def test_an_answer_that_cannot_be_parsed_is_a_refusal_of_that_command_alone() -> None:
    def garbage(exchange: Exchange) -> None:
        exchange.send("* SEARCH one two")
        exchange.done()

    with (
        scripted_imap(mails={1: MAIL}, answers={"SEARCH": garbage}) as server,
        scripted_inbox(server) as inbox,
    ):
        folder = inbox.folders()[0]
        with pytest.raises(CommandRefused):
            inbox.list_new(folder, 0)
        server.answers.clear()
        assert len(inbox.list_new(folder, 0)) == 1
    assert server.heard.count('LIST "" *') <= 1


def test_an_endless_line_is_tried_later() -> None:
    def endless(exchange: Exchange) -> None:
        exchange.send("* SEARCH " + "1 " * 600_000)

    with (
        scripted_imap(mails={1: MAIL}, answers={"SEARCH": endless}) as server,
        scripted_inbox(server) as inbox,
        pytest.raises(TryLater, match="中断"),
    ):
        inbox.list_new(inbox.folders()[0], 0)


def test_closing_an_inbox_that_was_never_opened_does_nothing() -> None:
    with scripted_imap() as server:
        scripted_inbox(server).close()
    assert server.heard == []
