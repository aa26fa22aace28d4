"""Bodies: every listed mail comes out as one arrival, whatever the server does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mailbot.adapters.mail.imap import bodies
from mailbot.adapters.mail.imap.values import (
    FetchLimits,
    Folder,
    InMemory,
    Listed,
    OnDisk,
    Role,
    TooLarge,
    Unreadable,
    Vanished,
)
from mailbot.errors import TryLater
from tests.support.imap_inbox import new_in_inbox, scripted_inbox
from tests.support.scripted_imap import (
    Exchange,
    fetch_line,
    on_bodies,
    scripted_imap,
    usual,
)

MAIL = b"Subject: x\r\n\r\nhello\r\n"


def test_a_body_left_out_of_a_batch_is_asked_for_again(tmp_path: Path) -> None:
    def forget_in_batches(exchange: Exchange) -> None:
        if exchange.arguments.startswith("1,2"):
            exchange.send("* 2 FETCH (UID 2 FLAGS (\\Seen))")
            exchange.send(fetch_line(exchange.server, 1, 1, "BODY.PEEK[]"))
            exchange.done()
        else:
            usual(exchange)

    with (
        scripted_imap(
            mails={1: MAIL, 2: MAIL}, answers=on_bodies(forget_in_batches)
        ) as server,
        scripted_inbox(server) as inbox,
    ):
        arrived = new_in_inbox(inbox, tmp_path)
    assert [type(a) for a in arrived] == [InMemory, InMemory]


def test_one_mail_the_server_cannot_read_does_not_stop_the_others(
    tmp_path: Path,
) -> None:
    def refuse_second(exchange: Exchange) -> None:
        if "2" in exchange.arguments.split()[0].split(","):
            exchange.done("NO [SERVERBUG] cannot read mail")
        else:
            usual(exchange)

    mails = {1: MAIL, 2: MAIL, 3: MAIL}
    with (
        scripted_imap(mails=mails, answers=on_bodies(refuse_second)) as server,
        scripted_inbox(server) as inbox,
    ):
        first, second, third = new_in_inbox(inbox, tmp_path)
    assert isinstance(first, InMemory)
    assert isinstance(second, Unreadable)
    assert "SERVERBUG" in second.why
    assert isinstance(third, InMemory)


@pytest.mark.parametrize("body", ["NIL", "no body"])
def test_a_mail_without_a_body_is_told_as_unreadable(tmp_path: Path, body: str) -> None:
    def nil(exchange: Exchange) -> None:
        if body == "NIL":
            exchange.send("* 1 FETCH (UID 1 BODY[] NIL)")
        exchange.done()

    with (
        scripted_imap(mails={1: MAIL}, answers=on_bodies(nil)) as server,
        scripted_inbox(server) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, Unreadable)


def test_a_short_body_sent_as_a_quoted_number_is_still_bytes(tmp_path: Path) -> None:
    def quoted(exchange: Exchange) -> None:
        exchange.send('* 1 FETCH (UID 1 BODY[] "123")')
        exchange.done()

    with (
        scripted_imap(mails={1: b"123"}, answers=on_bodies(quoted)) as server,
        scripted_inbox(server) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, InMemory)
    assert arrived.content == b"123"


def test_a_mail_expunged_between_listing_and_fetching_has_vanished(
    tmp_path: Path,
) -> None:
    with (
        scripted_imap(mails={1: MAIL, 2: MAIL}) as server,
        scripted_inbox(server) as inbox,
    ):
        folder = inbox.folders()[0]
        listed = inbox.list_new(folder, 0)
        del server.mails[1]
        gone, there = inbox.fetch(folder, listed, tmp_path)
    assert isinstance(gone, Vanished)
    assert isinstance(there, InMemory)


def test_a_mail_whose_facts_are_refused_is_listed_all_the_same() -> None:
    def refuse(exchange: Exchange) -> None:
        if "2" in exchange.arguments.split()[0].split(","):
            exchange.done("NO broken")
        else:
            usual(exchange)

    with (
        scripted_imap(mails={1: MAIL, 2: MAIL}, answers={"FETCH": refuse}) as server,
        scripted_inbox(server) as inbox,
    ):
        listed = inbox.list_new(inbox.folders()[0], 0)
    assert [m.uid for m in listed] == [1, 2]
    assert listed[1].internaldate is None


PIECES = FetchLimits(pieces_above=50, piece_bytes=40, message_bytes=1000)


@pytest.mark.parametrize("told", [60, 100, 400])
def test_a_wrongly_told_size_costs_no_byte(tmp_path: Path, told: int) -> None:
    with (
        scripted_imap(mails={1: bytes(range(100))}, sizes={1: told}) as server,
        scripted_inbox(server, PIECES) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, OnDisk)
    assert arrived.path.read_bytes() == bytes(range(100))


def test_a_mail_that_proves_too_large_on_the_way_leaves_no_file(
    tmp_path: Path,
) -> None:
    with (
        scripted_imap(mails={1: b"x" * 5000}, sizes={1: 900}) as server,
        scripted_inbox(server, PIECES) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, TooLarge)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_ignores_parts_and_sends_all_is_understood(
    tmp_path: Path,
) -> None:
    def whole(exchange: Exchange) -> None:
        exchange.send(fetch_line(exchange.server, 1, 1, "BODY.PEEK[]"))
        exchange.done()

    with (
        scripted_imap(mails={1: MAIL * 10}, answers=on_bodies(whole)) as server,
        scripted_inbox(server, PIECES) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, OnDisk)
    assert arrived.path.read_bytes() == MAIL * 10


def test_a_cut_between_two_pieces_leaves_no_file(tmp_path: Path) -> None:
    def cut(exchange: Exchange) -> None:
        if "<0." in exchange.arguments:
            usual(exchange)
        else:
            exchange.hang_up()

    with (
        scripted_imap(mails={1: b"x" * 100}, answers=on_bodies(cut)) as server,
        scripted_inbox(server, PIECES) as inbox,
        pytest.raises(TryLater),
    ):
        new_in_inbox(inbox, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_large_mail_deleted_before_it_is_fetched_has_vanished(
    tmp_path: Path,
) -> None:
    with (
        scripted_imap(mails={1: b"x" * 100, 2: MAIL}) as server,
        scripted_inbox(server, PIECES) as inbox,
    ):
        folder = inbox.folders()[0]
        listed = inbox.list_new(folder, 0)[:1]
        del server.mails[1]
        (arrived,) = inbox.fetch(folder, listed, tmp_path)
    assert isinstance(arrived, Vanished)
    assert list(tmp_path.iterdir()) == []


def test_a_large_mail_the_server_refuses_is_told_as_unreadable(
    tmp_path: Path,
) -> None:
    with (
        scripted_imap(
            mails={1: b"x" * 100}, answers=on_bodies(lambda said: said.done("NO bad"))
        ) as server,
        scripted_inbox(server, PIECES) as inbox,
    ):
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, Unreadable)


def test_a_full_disk_says_later_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(bodies, "_new_file", full)
    with (
        scripted_imap(mails={1: b"x" * 100}) as server,
        scripted_inbox(server, PIECES) as inbox,
        pytest.raises(TryLater, match="磁盘空间"),
    ):
        new_in_inbox(inbox, tmp_path)


def listed(*sizes: int) -> list[Listed]:
    return [Listed(n, size, None) for n, size in enumerate(sizes, 1)]


def test_batches_are_bounded_by_bytes_and_by_count() -> None:
    limits = FetchLimits(batch_bytes=100, batch_count=3)
    groups = bodies.batches(listed(40, 40, 40, 150, 1, 1, 1, 1), limits)
    assert [[m.size for m in group] for group in groups] == [
        [40, 40],
        [40],
        [150],
        [1, 1, 1],
        [1],
    ]


def test_no_mail_makes_no_batch() -> None:
    assert list(bodies.batches([], FetchLimits())) == []


def test_the_profile_of_the_host_is_at_hand() -> None:
    with scripted_imap() as server:
        assert scripted_inbox(server).profile.name == "default"
    assert Folder("INBOX", Role.INBOX, 1, 1).role == "inbox"
