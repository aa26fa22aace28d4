"""One logged-in IMAP connection: few commands, typed, read-only, bounded in time.

No command that changes a mailbox is here, and folders are opened by EXAMINE alone
(RFC 3501 6.3.2).
"""

from __future__ import annotations

import contextlib
import imaplib
import select
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.adapters.mail.deadline import TimeLimit
from mailbot.adapters.mail.hosts import HostProfile, profile_of
from mailbot.adapters.mail.imap.faults import (
    CommandRefused,
    connection_lost,
    login_fault,
    open_fault,
    too_slow,
)
from mailbot.adapters.mail.imap.values import ImapAccount, Patience
from mailbot.adapters.mail.imap.wire import Client, LoginError, decode_utf7
from mailbot.adapters.mail.secure import network_fault
from mailbot.errors import MailbotError, NeedsStaff
from mailbot.ports.mailbox import Security

# What imaplib and IMAPClient raise on answers they cannot read.
_PARSE_FAULTS = (ValueError, TypeError, IndexError, KeyError, AttributeError)
_GOODBYE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class OpenedFolder:
    """What EXAMINE told: 0 for a number the server left out."""

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True)
class FolderName:
    """One line of LIST: decoded name, its last component, lower-case attributes."""

    name: str
    leaf: str
    attributes: frozenset[str]


class Connection:
    """A logged-in connection; each call raises TryLater, CommandRefused, NeedsStaff."""

    def __init__(self, account: ImapAccount, patience: Patience) -> None:
        self._account = account
        self._patience = patience
        self._deadline = TimeLimit()
        self._idling = False
        self._identified = False
        self.profile: HostProfile = profile_of(account.door.host)
        self.alive = True
        self._client = self._connect()
        try:
            self._log_in()
        except MailbotError:
            self.close()
            raise

    def offers(self, capability: str) -> bool:
        """Tell whether the server advertised a capability."""
        with self._speaking(self._patience.command):
            return bool(self._client.has_capability(capability))

    def folder_names(self) -> tuple[FolderName, ...]:
        """Return every folder that can be opened and whose name can be read."""
        with self._speaking(self._patience.command):
            # Decoded one by one below: a single name that is not modified UTF-7
            # would otherwise cost the whole list.
            self._client.folder_encode = False
            try:
                lines = self._client.list_folders()
            finally:
                self._client.folder_encode = True
        return tuple(_readable_names(lines))

    def examine(self, name: str) -> OpenedFolder:
        """Open a folder read-only; NeedsStaff where the host calls us unsafe."""
        try:
            return self._examine(name)
        except CommandRefused as refusal:
            if self._identified or not refusal.unsafe:
                raise open_fault(refusal, name, self.profile) from refusal
        self._identify()
        try:
            return self._examine(name)
        except CommandRefused as refusal:
            raise open_fault(refusal, name, self.profile) from refusal

    def search(self, criteria: str) -> list[int]:
        """Return the UIDs that meet purely numeric criteria, ascending."""
        with self._speaking(self._patience.command):
            return sorted(set(self._client.search(criteria)))

    def fetch(
        self, uids: Sequence[int], items: Sequence[str], size: int = 0
    ) -> dict[int, dict[bytes, Any]]:
        """Fetch `items` of UIDs; `size` bytes are expected, for the deadline.

        A UID or an item may be missing from the answer: never index blindly.
        """
        with self._speaking(self._patience.transfer(size)):
            found: dict[int, dict[bytes, Any]] = self._client.fetch(list(uids), items)
            return found

    def uid_at(self, position: int) -> int:
        """Return the UID of the message at this sequence number, 0 if none."""
        with self._speaking(self._patience.command):
            self._client.use_uid = False
            try:
                answer = self._client.fetch([position], ["UID"])
            finally:
                self._client.use_uid = True
            uid = answer.get(position, {}).get(b"UID", 0)
            return int(uid)

    def idle(self) -> None:
        """Enter IDLE (RFC 2177)."""
        with self._speaking(self._patience.command):
            self._client.idle()
            self._idling = True

    def idle_news(self, seconds: float) -> tuple[tuple[Any, ...], ...]:
        """Wait up to `seconds` for what the server tells while idling."""
        with self._speaking(seconds + self._patience.command):
            return tuple(self._client.idle_check(timeout=seconds))

    def idle_done(self) -> tuple[tuple[Any, ...], ...]:
        """Leave IDLE; return what the server had still to tell."""
        with self._speaking(self._patience.command):
            _, news = self._client.idle_done()
            self._idling = False
            return tuple(news)

    def readable(self) -> bool:
        """Tell whether something waits on the socket: data, or its end."""
        with self._speaking(self._patience.command):
            ready, _, _ = select.select([self._client.socket()], [], [], 0)
            return bool(ready)

    def close(self) -> None:
        """Say goodbye on a live connection; just hang up a dead or idling one."""
        if self.alive and not self._idling:
            with (
                contextlib.suppress(imaplib.IMAP4.error, OSError, *_PARSE_FAULTS),
                self._deadline.within(_GOODBYE_SECONDS),
            ):
                self._client.logout()
        self._hang_up()

    def _connect(self) -> Client:
        account = self._account
        try:
            with self._deadline.within(self._patience.command):
                return Client(account.door, self._deadline, self._patience)
        except imaplib.IMAP4.error as error:
            raise connection_lost(error, account.door) from error
        except OSError as error:
            raise network_fault(error, account.door) from error
        except _PARSE_FAULTS as error:
            raise connection_lost(error, account.door) from error

    def _log_in(self) -> None:
        account = self._account
        if account.door.security is Security.STARTTLS:
            self._start_tls()
        if self._client.is_known_already:
            return
        with self._speaking(self._patience.command):
            try:
                self._client.login(account.user, account.password)
            except LoginError as error:
                raise login_fault(error, account, self.profile) from None
        if self.profile.always_id or self.offers("ID"):
            self._identify()

    def _start_tls(self) -> None:
        with self._speaking(self._patience.command):
            # Who is let in before TLS has begun may be in a stranger's hands.
            known = self._client.is_known_already
            if known or not self._client.has_capability("STARTTLS"):
                words = (
                    f"邮件服务器 {self._account.door} 不支持 STARTTLS，"
                    "为免密码外泄已停止连接。"
                    "请将 MAILBOT_IMAP_SECURITY 改为 tls（端口一般为 993）。"
                )
                raise NeedsStaff(words)
            self._client.starttls(self._account.door.context())
            self._deadline.watch(self._client.socket())

    def _identify(self) -> None:
        with self._speaking(self._patience.command):
            self._client.identify()
            self._identified = True

    def _examine(self, name: str) -> OpenedFolder:
        with self._speaking(self._patience.command):
            told = self._client.select_folder(name, readonly=True)
        return OpenedFolder(
            uidvalidity=int(told.get(b"UIDVALIDITY", 0)),
            uidnext=int(told.get(b"UIDNEXT", 0)),
            exists=int(told.get(b"EXISTS", 0)),
        )

    @contextlib.contextmanager
    def _speaking(self, seconds: float) -> Iterator[None]:
        """Bound one exchange in time and translate whatever goes wrong in it."""
        door = self._account.door
        try:
            with self._deadline.within(seconds):
                yield
        except imaplib.IMAP4.abort as error:
            self._hang_up()
            raise self._lost(error) from error
        except OSError as error:  # first: a certificate error is a ValueError, too
            self._hang_up()
            raise (
                too_slow(door) if self._deadline.passed else network_fault(error, door)
            ) from error
        except (imaplib.IMAP4.error, *_PARSE_FAULTS) as error:
            if self._deadline.passed or CommandRefused.broke_the_line(error):
                self._hang_up()
                raise self._lost(error) from error
            raise CommandRefused(str(error), door) from error

    def _lost(self, error: Exception) -> MailbotError:
        door = self._account.door
        return too_slow(door) if self._deadline.passed else connection_lost(error, door)

    def _hang_up(self) -> None:
        self.alive = False
        with contextlib.suppress(imaplib.IMAP4.error, OSError, *_PARSE_FAULTS):
            self._client.shutdown()


def _readable_names(lines: Sequence[Any]) -> Iterator[FolderName]:
    for flags, delimiter, wire in lines:
        attributes = frozenset(
            flag.decode("ascii", "replace").lower() for flag in flags
        )
        if attributes & {"\\noselect", "\\nonexistent"}:
            continue
        try:
            name: str = decode_utf7(wire)
        except ValueError:  # binascii.Error and UnicodeError are ones
            continue
        between = delimiter.decode("ascii", "replace") if delimiter else ""
        leaf = name.rpartition(between)[2] if between else name
        yield FolderName(name, leaf, attributes)
