"""Reading a mailbox on Dovecot, and leaving it as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import (
    FetchLimits,
    ImapAccount,
    InMemory,
    OnDisk,
    Role,
    TooLarge,
    Vanished,
)
from mailbot.adapters.mail.secure import Door
from mailbot.errors import NeedsStaff, TryLater
from mailbot.ports.mailbox import Security
from tests.support.dovecot import Dovecot, Mailbox
from tests.support.imap_inbox import HASTY, dovecot_inbox, new_in_inbox
from tests.support.pymap_server import PymapServer

SMALL = b"Subject: x\r\n\r\nhello\r\n"
JUNE = datetime(2023, 6, 30, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def test_mails_arrive_byte_for_byte_in_the_order_of_their_uids(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    bodies = [b"Subject: %d\r\n\r\n" % n + bytes(range(1, 10)) * n for n in range(9)]
    for body in bodies:
        mailbox.deliver(body)
        with dovecot_inbox(mailbox) as inbox:
            inbox.folders()  # Dovecot numbers mails as it sees them
    with dovecot_inbox(mailbox) as inbox:
        arrived = new_in_inbox(inbox, tmp_path)
    contents = [a.content for a in arrived if isinstance(a, InMemory)]
    assert [c.replace(b"\r\n", b"\n") for c in contents] == [
        b.replace(b"\r\n", b"\n") for b in bodies
    ]


def test_the_moment_of_arrival_is_the_servers_with_its_offset(
    mailbox: Mailbox,
) -> None:
    mailbox.deliver(SMALL, internaldate=JUNE)
    with dovecot_inbox(mailbox) as inbox:
        (listed,) = inbox.list_new(inbox.folders()[0], 0)
    assert listed.internaldate == JUNE
    assert listed.internaldate is not None
    assert type(listed.internaldate.tzinfo) is timezone


def test_reading_leaves_the_mailbox_exactly_as_it_was(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    for _ in range(3):
        mailbox.deliver(SMALL)
    before = mailbox.files()
    with dovecot_inbox(mailbox) as inbox:
        assert len(new_in_inbox(inbox, tmp_path)) == 3
    assert mailbox.files() == before


def test_only_mails_past_the_cursor_are_new(mailbox: Mailbox) -> None:
    for _ in range(4):
        mailbox.deliver(SMALL)
    with dovecot_inbox(mailbox) as inbox:
        (folder,) = (f for f in inbox.folders() if f.role is Role.INBOX)
        assert [m.uid for m in inbox.list_new(folder, 2)] == [3, 4]
        assert inbox.list_new(folder, 4) == ()
        assert inbox.list_new(folder, 99) == ()
        assert [m.uid for m in inbox.list_all(folder)] == [1, 2, 3, 4]


def test_an_empty_folder_has_nothing_new(mailbox: Mailbox) -> None:
    with dovecot_inbox(mailbox) as inbox:
        folder = inbox.folders()[0]
        assert inbox.list_new(folder, 0) == ()
        assert inbox.list_all(folder) == ()


@pytest.mark.parametrize("name", ["Junk", "垃圾邮件", "病毒文件夹"])
def test_the_junk_folder_is_read_under_its_flag_or_its_name(
    mailbox: Mailbox, tmp_path: Path, name: str
) -> None:
    mailbox.deliver(SMALL, folder=name)
    mailbox.deliver(SMALL, folder="已发送")
    with dovecot_inbox(mailbox) as inbox:
        inbox_folder, junk = inbox.folders()
        (arrived,) = inbox.fetch(junk, inbox.list_new(junk, 0), tmp_path)
    assert (inbox_folder.role, junk.role, junk.name) == (Role.INBOX, Role.JUNK, name)
    assert isinstance(arrived, InMemory)


def test_folders_named_in_the_settings_are_the_ones_read(mailbox: Mailbox) -> None:
    mailbox.deliver(SMALL, folder="季度报表")
    mailbox.deliver(SMALL, folder="Junk")
    with dovecot_inbox(mailbox, ("inbox", "季度报表", "Junk")) as inbox:
        folders = inbox.folders()
    assert [(f.name, f.role) for f in folders] == [
        ("INBOX", Role.INBOX),
        ("季度报表", Role.INBOX),
        ("Junk", Role.JUNK),
    ]


def test_a_folder_of_the_settings_that_is_missing_is_told_with_those_there(
    mailbox: Mailbox,
) -> None:
    # issue R: one folder that was renamed never stops the others
    with dovecot_inbox(mailbox, ("INBOX", "季报")) as inbox:
        assert [folder.name for folder in inbox.folders()] == ["INBOX"]
        with pytest.raises(NeedsStaff, match=r"季报.*MAILBOT_IMAP_FOLDERS.*INBOX"):
            inbox.must_be_whole()


def test_large_mails_come_in_pieces_as_files_of_their_owner(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    large = b"Subject: x\r\n\r\n" + b"0123456789abcde\r\n" * 40_000
    mailbox.deliver(SMALL)
    mailbox.deliver(large)
    limits = FetchLimits(pieces_above=100_000, piece_bytes=65_536)
    with dovecot_inbox(mailbox, limits=limits) as inbox:
        folder = inbox.folders()[0]
        by_size = sorted(inbox.list_new(folder, 0), key=lambda m: m.size)
        small, big = inbox.fetch(folder, by_size, tmp_path)
    assert isinstance(small, InMemory)
    assert isinstance(big, OnDisk)
    assert big.path.read_bytes() == large
    assert big.path.stat().st_mode & 0o077 == 0


def test_a_mail_over_the_limit_is_told_and_not_fetched(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    mailbox.deliver(SMALL * 100)
    with dovecot_inbox(mailbox, limits=FetchLimits(message_bytes=1000)) as inbox:
        (arrived,) = new_in_inbox(inbox, tmp_path)
    assert isinstance(arrived, TooLarge)


def test_a_mail_deleted_after_listing_is_told_as_vanished(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    first = mailbox.deliver(SMALL)
    mailbox.deliver(SMALL)
    with dovecot_inbox(mailbox) as inbox:
        folder = inbox.folders()[0]
        listed = inbox.list_new(folder, 0)
        for home in (mailbox.folder() / "new", mailbox.folder() / "cur"):
            for path in home.glob(f"{first.name}*"):
                path.unlink()
        arrived = list(inbox.fetch(folder, listed, tmp_path))
    assert sorted(type(a).__name__ for a in arrived) == ["InMemory", "Vanished"]
    assert any(isinstance(a, Vanished) for a in arrived)


def test_a_renumbered_folder_is_noticed_before_anything_is_fetched(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    mailbox.deliver(SMALL)
    with dovecot_inbox(mailbox) as inbox:
        folder = inbox.folders()[0]
        listed = inbox.list_new(folder, 0)
    mailbox.renumber(uidvalidity=folder.uidvalidity + 1)
    with dovecot_inbox(mailbox) as inbox:
        with pytest.raises(TryLater, match="重建"):
            list(inbox.fetch(folder, listed, tmp_path))
        assert inbox.folders()[0].uidvalidity == folder.uidvalidity + 1


def test_the_server_may_restart_between_two_rounds(
    dovecot: Dovecot, mailbox: Mailbox, tmp_path: Path
) -> None:
    mailbox.deliver(SMALL)
    inbox = dovecot_inbox(mailbox)
    with inbox:
        inbox.folders()
        dovecot.stop()
        try:
            with pytest.raises(TryLater):
                inbox.folders()
            with pytest.raises(TryLater, match="连接被拒绝"):
                inbox.folders()
        finally:
            dovecot.start()
        assert len(new_in_inbox(inbox, tmp_path)) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.PLAIN])
def test_starttls_and_plain_on_loopback_work_too(
    mailbox: Mailbox, security: Security
) -> None:
    mailbox.deliver(SMALL)
    door = Door(mailbox.host, mailbox.plain_port, security, mailbox.ca_file)
    account = ImapAccount(door, mailbox.user, mailbox.password)
    with ImapInbox(account, patience=HASTY) as inbox:
        assert len(inbox.list_new(inbox.folders()[0], 0)) == 1


def test_pymap_is_read_like_any_server(
    pymap_server: PymapServer, tmp_path: Path
) -> None:
    pymap_server.deliver(SMALL, internaldate=JUNE)
    pymap_server.deliver(SMALL, folder="垃圾邮件")
    door = Door(pymap_server.host, pymap_server.port, Security.PLAIN)
    account = ImapAccount(door, pymap_server.user, pymap_server.password)
    limits = FetchLimits(pieces_above=10, piece_bytes=7)
    with ImapInbox(account, limits, HASTY) as inbox:
        folder, junk = inbox.folders()
        (listed,) = inbox.list_new(folder, 0)
        (arrived,) = inbox.fetch(folder, [listed], tmp_path)
        assert len(inbox.list_all(junk)) == 1
    assert listed.internaldate == JUNE.astimezone(UTC)
    assert isinstance(arrived, OnDisk)
    assert arrived.path.read_bytes() == SMALL
