"""Inboxes on the test servers, in one word."""

from __future__ import annotations

from pathlib import Path

from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import FetchLimits, ImapAccount, Patience
from mailbot.adapters.mail.secure import Door
from mailbot.ports.mailbox import Security
from tests.support.dovecot import Mailbox
from tests.support.scripted_imap import ScriptedImap

SHORT = Patience(connect=0.3, read=0.3, command=0.6, slowest=1e6)
HASTY = Patience(connect=10.0, read=10.0, command=15.0, slowest=1000.0)


def dovecot_account(mailbox: Mailbox, folders: tuple[str, ...] = ()) -> ImapAccount:
    door = Door(mailbox.host, mailbox.port, ca_file=mailbox.ca_file)
    return ImapAccount(door, mailbox.user, mailbox.password, folders)


def dovecot_inbox(
    mailbox: Mailbox,
    folders: tuple[str, ...] = (),
    limits: FetchLimits | None = None,
) -> ImapInbox:
    return ImapInbox(dovecot_account(mailbox, folders), limits, HASTY)


def scripted_account(server: ScriptedImap) -> ImapAccount:
    door = Door("127.0.0.1", server.port, Security.PLAIN)
    return ImapAccount(door, "office", "geheim-7K3F")


def scripted_inbox(
    server: ScriptedImap,
    limits: FetchLimits | None = None,
    patience: Patience = HASTY,
) -> ImapInbox:
    return ImapInbox(scripted_account(server), limits, patience)


def new_in_inbox(inbox: ImapInbox, spill: Path) -> list[object]:
    """Return what arrives when everything in the first folder is fetched."""
    folder = inbox.folders()[0]
    return list(inbox.fetch(folder, inbox.list_new(folder, 0), spill))
