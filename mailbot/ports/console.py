"""The ledger's rooms for the console: who may come in, what was done, what is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailbot.core.entry.entry import DoorCode, Keeper, Knock, Stay
from mailbot.core.record.catalogue import Event, Found, Search
from mailbot.core.record.documents import Kind
from mailbot.core.record.preview import Preview
from mailbot.core.record.records import KeptFile


class Entries(Protocol):
    """Who may come in: people, codes, sessions, and attempts at the door."""

    def keepers(self) -> tuple[Keeper, ...]:
        """Return everybody of whom something is kept, by address."""
        ...

    def keep(self, keeper: Keeper) -> None:
        """Keep somebody's role and password in place of what was kept before."""
        ...

    def give(self, code: DoorCode) -> None:
        """Record a code; its `id` is given by the ledger."""
        ...

    def code(self, browser: str) -> DoorCode | None:
        """Return the newest code that a browser asked for."""
        ...

    def tried(self, code: int) -> bool:
        """Count one guess; False if there were too many already."""
        ...

    def use(self, code: int) -> bool:
        """Use a code up; False if another was faster."""
        ...

    def open(self, secret: str, stay: Stay) -> None:
        """Open a session under the hash of its secret."""
        ...

    def stay(self, secret: str) -> Stay | None:
        """Return the session with that hash, None if there is none or it was ended."""
        ...

    def stays(self) -> tuple[Stay, ...]:
        """Return every session that was not ended, newest first."""
        ...

    def seen(self, secret: str, at: datetime) -> None:
        """Note that a session was used."""
        ...

    def end(self, secret: str) -> None:
        """End one session."""
        ...

    def end_all(self, address: str) -> int:
        """End every session of somebody ("": of everybody); count them."""
        ...

    def knock(self, knock: Knock) -> None:
        """Record an attempt at the door."""
        ...

    def knocks(self, since: datetime) -> tuple[Knock, ...]:
        """Return the attempts since then."""
        ...

    def clear(self, before: datetime) -> None:
        """Forget attempts, codes and ended sessions older than that."""
        ...


class Catalogue(Protocol):
    """What was done, and the files by their words: for people who look."""

    def find(self, wanted: Search) -> Found:
        """Return a page of the files that fit, the newest first."""
        ...

    def letter(self, mail: int) -> KeptFile | None:
        """Return where a mail of ours lies, None if it is not to be shown."""
        ...

    def events(self, before: int, limit: int) -> Sequence[Event]:
        """Return what was done, newest first, from below that number on (0: all)."""
        ...


class Passwords(Protocol):
    """Turns passwords into what may be kept of them (argon2id, RFC 9106)."""

    def hash(self, password: str) -> str:
        """Return the hash of a password, with its salt and cost inside."""
        ...

    def fits(self, kept: str, password: str) -> bool:
        """Tell whether it is that password; as slow where nothing is kept ("")."""
        ...


class Previews(Protocol):
    """What people see of a file; strangers' bytes are read in confined children."""

    def of(self, path: Path, sha256: str, kind: Kind) -> Preview:
        """Return what can be shown of a file; read anew unless it was before."""
        ...

    def page(self, path: Path, sha256: str, kind: Kind, number: int) -> bytes:
        """Return a page's picture (JPEG), b"" if it cannot be drawn."""
        ...

    def letter(self, path: Path, sha256: str) -> str:
        """Return the words of a mail (RFC 5322 bytes), "" if it cannot be read."""
        ...

    def remove(self, sha256: str) -> None:
        """Remove what was drawn of a file."""
        ...
