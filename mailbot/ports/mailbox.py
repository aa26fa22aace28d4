"""The mailbox the flows read, and the postman who carries their letters."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from mailbot.core.letters.sending import Delivery
from mailbot.core.record.records import Origin, ServerPlace


class Security(StrEnum):
    """How a connection to a mail server is protected; `plain` is for loopback alone."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class Incoming(Protocol):
    """A mail just fetched: its place, and its bytes or the file that holds them.

    `refused` is "" for a mail that came whole, else `too_large` or `vanished`.
    """

    @property
    def place(self) -> ServerPlace:
        """Say where the mail lies on the server."""
        ...

    @property
    def received_at(self) -> datetime:
        """Say when the server received it (INTERNALDATE, RFC 3501 2.3.3)."""
        ...

    @property
    def size(self) -> int:
        """Return its size in bytes as the server tells it."""
        ...

    @property
    def content(self) -> bytes | Path:
        """Return its bytes, or the temporary file that a large one was put in."""
        ...

    @property
    def message_id(self) -> str:
        """Return its Message-ID (RFC 5322 3.6.4), "" if it has none."""
        ...

    @property
    def origin(self) -> Origin:
        """Say how it came to us."""
        ...

    @property
    def refused(self) -> str:
        """Say why it was not fetched, "" if it was."""
        ...


class Inbox(Protocol):
    """The mailbox on its server; it is only ever read."""

    def new_mails(self, after: Marker) -> Iterator[Sequence[Incoming]]:
        """Fetch what is new, in batches bounded by bytes.

        Raises TryLater when the server is away, NeedsStaff when it refuses us;
        FolderMissing, after all that could be read, when a folder is not there.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Watcher(Protocol):
    """An eye on the mailbox that sees new mail arrive."""

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait for new mail; False after `seconds` in vain, or when told to stop."""
        ...


class Cursor(Protocol):
    """What is known already of a folder: asked by the inbox, answered by the ledger."""

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        ...

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there, for the slow full comparison."""
        ...


@dataclass(frozen=True, slots=True)
class TooOld:
    """Mails of a folder that were not taken in for their age.

    Nothing up to the UID `upto` is of interest, so it need never be listed again
    (0: no such UID); `uids` are those that were too old, wherever they stand.
    """

    upto: int
    uids: tuple[int, ...]


class Marker(Cursor, Protocol):
    """A cursor that also remembers what was looked at and left alone."""

    def pass_over(
        self,
        account: str,
        folder: str,
        uidvalidity: int,
        passed: TooOld,
        now: datetime,
    ) -> None:
        """Remember what is too old; counting the same mails again changes nothing."""
        ...


class Postman(Protocol):
    """Carries finished letters to the SMTP server."""

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Hand over one letter; say what became of it."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
