"""Files: how they are examined, and where they are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailbot.core.record.deaths import NO_DEATHS, Deaths
from mailbot.core.record.documents import Document
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import SavedMail
from mailbot.ports.mailbox import Incoming


class Examiner(Protocol):
    """Reads mails and files in confined processes; never raises for their content."""

    def mail(self, raw: Path, into: Path, deaths: Deaths = NO_DEATHS) -> ExaminedMail:
        """Read a mail, unpack it, read its files; leave their bytes in `into`.

        Each Document's `stored` is the file's path in `into`. Raises ReaderDied where
        a process died at it: the next try wants its `deaths`, and an empty `into`.
        TryLater where the machine lets nothing be read.
        """
        ...

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file (an archive gives its members too)."""
        ...

    def headings(
        self, mail: ExaminedMail, into: Path, deaths: Deaths = NO_DEATHS
    ) -> ExaminedMail:
        """Read the headings of scans too: slow, so only where nothing else tells.

        Raises as `mail` does.
        """
        ...

    def drawn(self, document: Document, into: Path) -> tuple[tuple[int, bytes], ...]:
        """Return (page, PNG) of every page of a file on which a seal was seen."""
        ...


class Batch(Protocol):
    """Files that got their names together and become durable meanwhile."""

    def begin(self) -> None:
        """Say that all names are given."""
        ...

    def wait(self) -> None:
        """Return when everything is durable; TryLater if the disk forbids it."""
        ...


class Archive(Protocol):
    """Files that people can open; written once, never changed."""

    def save(self, mails: Sequence[Incoming]) -> Sequence[SavedMail]:
        """Make raw mails durable in the spool; return them in the same order."""
        ...

    def keep_raw(self, stored: str, name: tuple[str, ...]) -> str:
        """Give a spooled mail its place in the archive; return its path.

        The spooled copy stays until it is discarded.
        """
        ...

    def file(self, source: Path, folder: tuple[str, ...], name: str) -> str:
        """Put a copy of `source` under `folder` as `name`; return its path.

        An existing file with the same bytes is that copy already; one with other
        bytes makes this one get a number. Nothing is ever overwritten.
        """
        ...

    def together(self) -> AbstractContextManager[Batch]:
        """Sync what is filed inside by other hands, at the latest at its end."""
        ...

    def path(self, stored: str) -> Path:
        """Return where a stored file lies; ValueError outside the state folder."""
        ...

    def workroom(self) -> AbstractContextManager[Path]:
        """Lend an empty private folder that is gone afterwards."""
        ...

    def discard(self, stored: str) -> None:
        """Delete a spooled file that was kept long enough."""
        ...

    def sweep(self, spoken_of: Collection[str], before: datetime) -> int:
        """Remove spooled files no row speaks of, and workrooms left before then."""
        ...

    def destroy(self, stored: str) -> None:
        """Delete a file and its previews for good, at staff's word only (retention)."""
        ...

    def conceal(self, sha256: str) -> None:
        """Remove what was drawn of a file, for people to look at; the file stays."""
        ...

    def digest(self, stored: str) -> str:
        """Return a file's SHA-256 (hex), "" if there is none."""
        ...

    def present(self) -> tuple[str, ...]:
        """Return the paths of every file in archive and spool."""
        ...
