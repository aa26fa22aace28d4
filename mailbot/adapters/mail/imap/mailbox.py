"""The office's mailbox as the flows see it: folders, what is new, and its bytes.

Nothing here changes the mailbox: staff read the same one in webmail.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from mailbot.adapters.mail.hosts import HostProfile, profile_of
from mailbot.adapters.mail.imap import bodies, listing
from mailbot.adapters.mail.imap.connection import Connection, OpenedFolder
from mailbot.adapters.mail.imap.faults import CommandRefused
from mailbot.adapters.mail.imap.idle import idle_for_news
from mailbot.adapters.mail.imap.values import (
    Arrival,
    FetchLimits,
    Folder,
    ImapAccount,
    Listed,
    Patience,
    Role,
)
from mailbot.errors import FolderMissing, TryLater

_OLDEST = 3  # mails that are asked for as a proof


class ImapInbox:
    """One account's inbox; a context manager that holds one connection, re-enterable.

    One connection = one thread. Every method raises TryLater (the next round, on a
    new connection, may succeed) or NeedsStaff (a person must act first).
    """

    def __init__(
        self,
        account: ImapAccount,
        limits: FetchLimits | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._account = account
        self._limits = limits or FetchLimits()
        self._patience = patience or Patience()
        self._connection: Connection | None = None
        self._chosen: tuple[tuple[str, Role], ...] = ()
        self._lacking = ""
        self._current: tuple[str, OpenedFolder] | None = None
        self._told: dict[str, Folder] = {}

    @property
    def profile(self) -> HostProfile:
        """What is known of the host: its pause between rounds, its back-off."""
        return profile_of(self._account.door.host)

    def __enter__(self) -> Self:
        """Connect and log in, unless connected already."""
        self._connected()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection, whatever happened."""
        self.close()

    def close(self) -> None:
        """Log out where the connection still lives; always safe to call."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._chosen = ()
        self._current = None

    def folders(self) -> tuple[Folder, ...]:
        """Return the folders to read, freshly opened: INBOX first, then junk."""
        connection = self._connected()
        if not self._chosen:
            wanted = self._account.folders
            names = listing.names(connection, needed=bool(wanted))
            self._chosen = listing.choose(names, wanted)
            self._lacking = listing.lacking(names, wanted)
        self._current = None
        found = tuple(listing.open_folders(connection, self._chosen))
        self._told = {folder.name: folder for folder in found}
        return found

    def must_be_whole(self) -> None:
        """Raise FolderMissing if a folder of the settings was not among `folders()`."""
        if self._lacking:
            raise FolderMissing(self._lacking)

    def list_new(self, folder: Folder, after_uid: int) -> tuple[Listed, ...]:
        """List the mails of a folder whose UID is above `after_uid`, ascending."""
        if 0 < folder.uidnext <= after_uid + 1:
            return ()
        connection, opened = self._opened(folder)
        uids = listing.uids_after(connection, opened, after_uid)
        return tuple(listing.facts(connection, uids))

    def list_all(self, folder: Folder) -> tuple[Listed, ...]:
        """List every mail of a folder, without trusting any cursor."""
        connection, opened = self._opened(folder)
        return tuple(listing.facts(connection, listing.all_uids(connection, opened)))

    def list_missing(self, folder: Folder, known: frozenset[int]) -> tuple[Listed, ...]:
        """List the mails of a folder whose UID is not in `known`.

        UIDs below all known ones are those of mails passed over before: an old
        mailbox may hold a hundred thousand.
        """
        connection, opened = self._opened(folder)
        lowest = min(known, default=0)
        every = listing.all_uids(connection, opened)
        missing = [uid for uid in every if uid > lowest and uid not in known]
        return tuple(listing.facts(connection, missing))

    def dates(self, folder: Folder, mails: Iterable[Listed]) -> dict[int, bytes]:
        """Return the header fields that tell when mails came, by UID.

        A mail of which the server tells none is left out.
        """
        connection, _ = self._opened(folder)
        return bodies.dates(connection, [mail.uid for mail in mails])

    def fetch(
        self, folder: Folder, mails: Iterable[Listed], spill: Path
    ) -> Iterator[Arrival]:
        """Fetch bodies in bounded batches; one arrival a mail, in the order given.

        Mails above `FetchLimits.pieces_above` come as files under the directory
        `spill`, which the caller then owns; all others as bytes.
        """
        for batch in bodies.batches(mails, self._limits):
            connection, _ = self._opened(folder)
            yield from bodies.arrivals(connection, batch, self._limits, spill)

    def hands_out(self, folder: Folder, but: frozenset[int]) -> bool | None:
        """Tell whether the server hands out a mail whose UID is not in `but`.

        None where there is no other. The oldest are asked for: they came before.
        """
        connection, opened = self._opened(folder)
        asked = range(1, min(opened.exists, _OLDEST) + 1)
        try:
            others = (connection.uid_at(position) for position in asked)
            other = next((uid for uid in others if uid and uid not in but), None)
            return None if other is None else bodies.comes(connection, other)
        except CommandRefused:
            return False

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait for new mail in the inbox: True as soon as some may be there.

        Where the host offers no IDLE it waits in vain for `seconds`, or until
        `stop` is set.
        """
        connection = self._connected()
        if not connection.offers("IDLE"):
            stop.wait(seconds)
            return False
        opened = connection.examine("INBOX")
        self._current = None
        told = self._told.get("INBOX")
        if told and (told.uidvalidity, told.uidnext) != (
            opened.uidvalidity,
            opened.uidnext,
        ):
            return True
        return idle_for_news(connection, seconds, stop)

    def _connected(self) -> Connection:
        """Return the live connection, a new one if the old one died."""
        if self._connection is None or not self._connection.alive:
            self.close()
            self._connection = Connection(self._account, self._patience)
        return self._connection

    def _opened(self, folder: Folder) -> tuple[Connection, OpenedFolder]:
        """Open a folder unless it is open; TryLater if its UIDs have begun anew."""
        connection = self._connected()
        if self._current is None or self._current[0] != folder.name:
            self._current = (folder.name, connection.examine(folder.name))
        opened = self._current[1]
        if opened.uidvalidity != folder.uidvalidity:
            self._current = None
            words = f"邮箱文件夹“{folder.name}”刚被服务器重建，下一轮重新读取。"
            raise TryLater(words)
        return connection, opened
