"""The mailbox as a stream of what is new: folders, UIDs and bodies behind one door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.stubborn import Fetching
from mailbot.adapters.mail.imap.values import (
    Arrival,
    Folder,
    InMemory,
    Listed,
    OnDisk,
    Role,
    TooLarge,
    Unreadable,
    Vanished,
)
from mailbot.adapters.mail.mime.reading import head_of, message_id_of
from mailbot.core.mail.arrival import Plausible
from mailbot.core.record.records import MailState, Origin, ServerPlace
from mailbot.ports import Marker, TooOld

_BATCH_BYTES = 8 << 20
_BATCH_COUNT = 200
_HEAD_BYTES = 64 << 10
_EPOCH = 1971  # a date of 1970, in any zone, is a missing one


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A mail just fetched; see `mailbot.ports.Incoming`."""

    place: ServerPlace
    received_at: datetime
    size: int
    content: bytes | Path
    refused: str = ""
    message_id: str = ""
    origin: Origin = Origin.MAILBOX


class MailboxStream:
    """Yields what the ledger has not seen, folder by folder, in bounded batches.

    `spill` is where mails too large for memory go; `now` stands for a mail's time
    of arrival where neither server nor header tells a plausible one. Mails received
    before `since` (the day of the notice, in the office's zone) are left alone, and
    counted: an old mailbox may hold a hundred thousand.
    """

    def __init__(
        self,
        inbox: ImapInbox,
        account: str,
        spill: Path,
        now: Callable[[], datetime],
        since: datetime,
    ) -> None:
        self._inbox = inbox
        self._account = account
        self._spill = spill
        self._now = now
        self._since = since

    def new_mails(self, after: Marker) -> Iterator[Sequence[FetchedMail]]:
        """Fetch what is new, in batches bounded by bytes and number.

        FolderMissing, after all that is there, if a folder of the settings is not.
        """
        for folder in self._inbox.folders():
            yield from self._new_in(folder, after)
        self._inbox.must_be_whole()

    def missing_mails(self, known: Marker) -> Iterator[Sequence[FetchedMail]]:
        """Fetch every mail that is not known, wherever its UID stands.

        Where none is known there is nothing to compare: an old mailbox may hold a
        hundred thousand from before the notice.
        """
        for folder in self._inbox.folders():
            uids = known.known_uids(self._account, folder.name, folder.uidvalidity)
            if uids:
                listed = self._inbox.list_missing(folder, uids)
                missing = self._dated(folder, listed)
                yield from self._fetched(folder, missing)
            else:
                yield from self._new_in(folder, known)
        self._inbox.must_be_whole()

    def close(self) -> None:
        """Let go of the connection."""
        self._inbox.close()

    def _new_in(self, folder: Folder, after: Marker) -> Iterator[Sequence[FetchedMail]]:
        newest = after.newest_uid(self._account, folder.name, folder.uidvalidity)
        listed = self._dated(folder, self._inbox.list_new(folder, newest))
        self._pass_over_old(folder, listed, after)
        yield from self._fetched(folder, listed)

    def _pass_over_old(
        self, folder: Folder, listed: Sequence[Listed], after: Marker
    ) -> None:
        """Count what is too old; list but once what stands before the first recent."""
        old = [mail.uid for mail in listed if not self._is_recent(mail)]
        if old:
            first = takewhile(lambda mail: not self._is_recent(mail), listed)
            upto = max((mail.uid for mail in first), default=0)
            place = (self._account, folder.name, folder.uidvalidity)
            after.pass_over(*place, TooOld(upto, tuple(old)), self._now())

    def _dated(self, folder: Folder, listed: Sequence[Listed]) -> tuple[Listed, ...]:
        """Give each mail the first plausible date that server or header tells.

        Where there is none, one whose server date is no date (1970) counts as just
        received; one that is said to be old stays old.
        """
        plausible = Plausible.about(self._since, self._now())
        odd = [m for m in listed if plausible.first((m.internaldate,)) is None]
        heads = self._inbox.dates(folder, odd) if odd else {}
        told = {m.uid: self._told(m, heads.get(m.uid, b""), plausible) for m in odd}
        return tuple(
            replace(m, internaldate=told[m.uid]) if m.uid in told else m for m in listed
        )

    def _told(self, mail: Listed, head: bytes, plausible: Plausible) -> datetime | None:
        message = head_of(head, self._since.tzinfo or UTC)
        dated = plausible.first((message.received_at, message.date))
        if dated is None and mail.internaldate and mail.internaldate < self._since:
            return mail.internaldate if mail.internaldate.year > _EPOCH else None
        return dated

    def _fetched(
        self, folder: Folder, listed: Iterable[Listed]
    ) -> Iterator[Sequence[FetchedMail]]:
        recent = [mail for mail in listed if self._is_recent(mail)]
        arrivals = Fetching(self._inbox, folder, self._spill).arrivals(recent)
        yield from _batches(self._incoming(folder, a) for a in arrivals)

    def _is_recent(self, mail: Listed) -> bool:
        return (mail.internaldate or self._since) >= self._since

    def _incoming(self, folder: Folder, arrival: Arrival) -> FetchedMail:
        content, refused = _content(arrival)
        listed: Listed = arrival.mail
        whole = isinstance(content, bytes) and content and not refused
        size = len(content) if whole else listed.size  # type: ignore[arg-type]
        return FetchedMail(
            place=ServerPlace(
                self._account,
                folder.name,
                folder.uidvalidity,
                listed.uid,
                junk=folder.role is Role.JUNK,
            ),
            received_at=listed.internaldate or self._now(),
            size=size,
            content=content,
            refused=refused,
            message_id=message_id_of(_head(content)),
        )


class WholeMailbox:
    """The same mailbox, trusting no cursor: whatever the ledger lacks is new."""

    def __init__(self, stream: MailboxStream) -> None:
        self._stream = stream

    def new_mails(self, after: Marker) -> Iterator[Sequence[FetchedMail]]:
        """Fetch what is not known, in batches bounded by bytes and number."""
        return self._stream.missing_mails(after)

    def close(self) -> None:
        """Let go of the connection."""
        self._stream.close()


def _head(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content[:_HEAD_BYTES]
    with content.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _content(arrival: Arrival) -> tuple[bytes | Path, str]:
    """Return what came, and "" or the state in which the mail ends without it."""
    match arrival:
        case InMemory(content=content):
            return content, ""
        case OnDisk(path=path):
            return path, ""
        case TooLarge(head=head):
            return head, MailState.TOO_LARGE
        case Vanished():
            return b"", MailState.VANISHED
        case Unreadable():
            return b"", MailState.FAILED


def _batches(mails: Iterator[FetchedMail]) -> Iterator[Sequence[FetchedMail]]:
    batch: list[FetchedMail] = []
    held = 0
    for mail in mails:
        batch.append(mail)
        held += len(mail.content) if isinstance(mail.content, bytes) else 0
        if held >= _BATCH_BYTES or len(batch) >= _BATCH_COUNT:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
