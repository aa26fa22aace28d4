"""The values an inbox is spoken of with: account, folders, listings, arrivals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mailbot.adapters.mail.secure import Door, check_credentials

MIB = 1024 * 1024


class Role(StrEnum):
    """What a folder is for; mails from junk are never answered."""

    INBOX = "inbox"
    JUNK = "junk"


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Whose mailbox is read, and where.

    `folders` names the folders to read; empty means INBOX and what the server marks
    or names as junk. The password never shows in a repr. Raises BadSettings.
    """

    door: Door
    user: str
    password: str = field(repr=False)
    folders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what LOGIN cannot carry."""
        check_credentials(self.door.setting, self.user, self.password)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take.

    Seconds to connect, to say the next word, for one small command; and the slowest
    transfer that is still waited for, in bytes a second.
    """

    connect: float = 20.0
    read: float = 60.0
    command: float = 180.0
    slowest: float = 8192.0

    def transfer(self, size: int) -> float:
        """Return the seconds that fetching `size` bytes may take."""
        return self.command + size / self.slowest


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds of one fetch, in bytes and messages; memory use follows from them."""

    batch_bytes: int = 8 * MIB
    batch_count: int = 200
    pieces_above: int = 8 * MIB
    piece_bytes: int = 4 * MIB
    message_bytes: int = 64 * MIB


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it was when last opened; `uidvalidity` names the epoch of its UIDs.

    `uidnext` is 0 where the server does not tell it (RFC 3501 2.3.1.1).
    """

    name: str
    role: Role
    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail as the server lists it, before its body is fetched.

    `internaldate` is aware, and None where the server sends none that can be read;
    `size` in bytes is the server's word, which not every server keeps.
    """

    uid: int
    size: int
    internaldate: datetime | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InMemory:
    """A mail that arrived whole: its bytes."""

    mail: Listed
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A large mail that was fetched in pieces: its file, not yet synced to disk."""

    mail: Listed
    path: Path


@dataclass(frozen=True, slots=True)
class Vanished:
    """A mail that was deleted between listing and fetching."""

    mail: Listed


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A mail over the size limit; it stays on the server, all but its header.

    `head` is that header (RFC 5322 2.2), b"" where the server would not give it.
    """

    mail: Listed
    head: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail that is there but that the server cannot hand out; `why` in its words."""

    mail: Listed
    why: str


Arrival = InMemory | OnDisk | Vanished | TooLarge | Unreadable
