"""Our accounts at the mail servers, as the settings have them."""

from __future__ import annotations

from pathlib import Path

from mailbot.adapters.mail.imap.values import FetchLimits, ImapAccount
from mailbot.adapters.mail.secure import Door
from mailbot.adapters.mail.smtp.session import SmtpAccount
from mailbot.settings import Server, Settings


def imap_account(settings: Settings) -> tuple[ImapAccount, FetchLimits]:
    """Return the mailbox to read, and how much of a mail; BadSettings as Door."""
    imap, intake = settings.imap, settings.policy.intake
    door = _door(settings, imap, "MAILBOT_IMAP")
    account = ImapAccount(door, imap.user, imap.password, intake.folders)
    return account, FetchLimits(message_bytes=intake.max_message_bytes)


def smtp_account(settings: Settings) -> SmtpAccount:
    """Return through whom letters go; BadSettings as Door."""
    smtp = settings.smtp
    return SmtpAccount(_door(settings, smtp, "MAILBOT_SMTP"), smtp.user, smtp.password)


def keys(settings: Settings) -> object:
    """Return what the servers are reached by: it changes when somebody mends it."""
    folders = settings.policy.intake.folders
    return settings.imap, settings.smtp, settings.ca_file, folders


def _door(settings: Settings, server: Server, setting: str) -> Door:
    return Door(
        host=server.host,
        port=server.port,
        security=server.security,
        ca_file=Path(settings.ca_file) if settings.ca_file else None,
        setting=setting,
    )
