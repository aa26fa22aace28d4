"""The ledger's rooms for what came in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from mailbot.core.judge.seal_trust import SealRuling
from mailbot.core.letters.answers import ToldFile
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.history import FiledCopy
from mailbot.core.record.records import (
    CopyState,
    CopyVersion,
    FiledDocument,
    FlaggedMail,
    JudgedMail,
    KeptFile,
    MailState,
    ReviewItem,
    SavedMail,
    ServerPlace,
    Settled,
    UnreadMail,
    WaitingMail,
)
from mailbot.ports.mailbox import Cursor


class Mails(Cursor, Protocol):
    """The mails the ledger knows."""

    def renumber(self, mails: Sequence[SavedMail]) -> frozenset[ServerPlace]:
        """Give mails known under an earlier UIDVALIDITY their new place; return it."""
        ...

    def save(self, mails: Iterable[SavedMail]) -> int:
        """Record mails as seen; return how many were new."""
        ...

    def add(self, mail: int | None, filed: FiledDocument) -> int:
        """Record a document that came without a mail; return its number."""
        ...

    def waiting(self, limit: int) -> tuple[WaitingMail, ...]:
        """Return mails that were saved and not yet judged, oldest first."""
        ...

    def ready(self, limit: int, now: datetime) -> tuple[WaitingMail, ...]:
        """Return those of them whose turn it is, oldest first.

        One that was put back rests a while, and later mails of the same bytes with it.
        """
        ...

    def put_back(self, mail: WaitingMail, fault: str, until: datetime) -> None:
        """Let a mail wait till then: a fault of ours, not its own, kept it unread."""
        ...

    def refused(self) -> tuple[WaitingMail, ...]:
        """Return mails that could not be fetched and that nobody was told of."""
        ...

    def record(self, judged: JudgedMail, at: datetime) -> tuple[int, ...]:
        """Record a verdict and its documents; return the documents' numbers."""
        ...

    def close(self, mail: int, state: MailState, fault: str, at: datetime) -> None:
        """End a mail that could not be judged, with the reason."""
        ...

    def unsee(self, numbers: Sequence[int]) -> None:
        """Forget mails that were never judged, as if they had not been fetched."""
        ...

    def count(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Count mails judged in that span by outcome, `unrelated` apart."""
        ...

    def flagged(self, flag: FlagKind, since: datetime) -> tuple[FlaggedMail, ...]:
        """Return mails received since then that carry a flag, oldest first."""
        ...


class Unread(Protocol):
    """What could not be read, and waits for another try or for staff."""

    def every(self) -> tuple[UnreadMail, ...]:
        """Return what failed and nobody settled, and what was put back, by age."""
        ...

    def again(self, unread: Sequence[UnreadMail]) -> None:
        """Let what failed wait anew, as if nothing had been found of it."""
        ...

    def recorded(self, mail: int) -> tuple[tuple[int, str], ...]:
        """Return the files of a mail that are recorded: number and SHA-256."""
        ...


class Copies(Protocol):
    """Which unit has handed in what."""

    def add(self, copy: CopyVersion, by: str, at: datetime) -> CopyVersion:
        """Record a version, with the next free number; return it as recorded."""
        ...

    def of_period(self, period: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a period, oldest first."""
        ...

    def of_unit(self, unit: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a unit, oldest first."""
        ...

    def ends(self, unit: str, period: str) -> tuple[CopyVersion, ...]:
        """Return, of each copy, the first and last filed and the last refused."""
        ...

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:
        """Return the unit's copies that count now, one of each kind, for matching."""
        ...

    def elsewhere(self, unit: str, period: str | None) -> tuple[tuple[str, str], ...]:
        """Return (period, text) of what was filed for other periods, oldest first."""
        ...

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        """Return the filed versions with exactly these bytes."""
        ...

    def accepted(self, unit: str, period: str) -> tuple[str, ...]:
        """Return the titles of other business that staff called the unit's report."""
        ...

    def said(self, period: str, flag: str) -> dict[int, str]:
        """Return what a flag of the period's documents says besides, by document."""
        ...

    def mark(self, document: int, state: CopyState, reason: str) -> None:
        """Change what the versions made from a document are worth."""
        ...


class Reviews(Protocol):
    """What waits for staff."""

    def add(self, items: Iterable[ReviewItem]) -> None:
        """Put things before staff."""
        ...

    def open(self) -> tuple[ReviewItem, ...]:
        """Return what waits, oldest first."""
        ...

    def ignored(self, flag: str) -> tuple[ReviewItem, ...]:
        """Return files with that flag that were never put before staff, oldest first.

        What they would be filed as is left open, but for their unit.
        """
        ...

    def find(self, review_id: str) -> ReviewItem | None:
        """Return the waiting item called so (R12, R12.2), None if none waits."""
        ...

    def documents(
        self, mails: Collection[int]
    ) -> tuple[tuple[int, FiledDocument], ...]:
        """Return all files of some mails, with their numbers in the ledger."""
        ...

    def assign(self, item: ReviewItem, notice: str) -> None:
        """Give a waiting thing to another notice of the office."""
        ...

    def settle(self, item: ReviewItem, decision: str, by: str, at: datetime) -> bool:
        """Record what staff decided; False if another was faster."""
        ...

    def settled(self, review_id: str) -> Settled | None:
        """Return the settled item called so, None if there is none."""
        ...

    def reopen(self, item: ReviewItem) -> None:
        """Put a settled item before staff again."""
        ...

    def rulings(self, flag: FlagKind) -> tuple[SealRuling, ...]:
        """Return how files with that flag were confirmed or refused, newest first."""
        ...

    def document(self, item: ReviewItem) -> tuple[int, FiledDocument] | None:
        """Return the file the item is about, with its number in the ledger."""
        ...

    def told(self, mails: Collection[int]) -> tuple[ToldFile, ...]:
        """Return what the senders of some mails are told of their files, in order."""
        ...


class Files(Protocol):
    """Every file that the ledger speaks of."""

    def kept(self) -> tuple[KeptFile, ...]:
        """Return every file that should be there."""
        ...

    def unrelated(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the raw copies of unrelated mails judged before that moment."""
        ...

    def received(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the files of everything received before that moment."""
        ...

    def forget(self, files: tuple[KeptFile, ...]) -> None:
        """Let rows speak no more of files that were deleted."""
        ...

    def newest(self) -> tuple[tuple[str, datetime], ...]:
        """Return per folder the newest moment of which a mail is recorded."""
        ...
