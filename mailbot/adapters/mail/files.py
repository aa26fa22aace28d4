"""Mails that lie in files as an inbox: .eml, mbox, Maildir, or a zip of them."""

from __future__ import annotations

import hashlib
import lzma
import mailbox
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from mailbot.adapters.mail.imap.intake import FetchedMail
from mailbot.core.mail.arrival import Plausible
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import Message
from mailbot.core.record.records import Origin, ServerPlace
from mailbot.errors import NeedsStaff
from mailbot.ports import Marker

ACCOUNT = "import"
_AT_ONCE = 50
_MEMBER_LIMIT = 64 << 20
_MEMBERS_LIMIT = 100_000
_HEADER_LIMIT = 1 << 20
_FROM_LINE = b"From "
_MAILS = ("new", "cur")  # a Maildir's own folders, in the order of reading
_ZIP_BEGINS = b"PK\x03\x04"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
)
_LOCKED, _UTF8 = 0x1, 0x800  # flag bits of a member (APPNOTE 4.4.4)
# What systems put into zips of their own accord: nobody asks for it.
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_MESSAGE = re.compile(r"\.(eml|mail|msg822)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of what was given that was not taken in, and why."""

    path: str
    problem: Problem


Note = Callable[[PassedOver], None]


class FileInbox:
    """Yields every mail in the paths; one taken before is passed over by its bytes.

    `now` stands for the time of arrival of a mail that tells none that can be true
    of a notice issued at `since`; `head` reads the header of such a mail, in a confined
    child. `passed_over` tells, once the mails are read, what in the paths could not be.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        now: Callable[[], datetime],
        since: datetime,
        head: Callable[[bytes], Message],
    ) -> None:
        self._paths = paths
        self._now = now
        self._since = since
        self._head = head
        self.passed_over: list[PassedOver] = []

    def new_mails(self, after: Marker) -> Iterator[Sequence[FetchedMail]]:
        """Yield the mails in batches; NeedsStaff names a path that holds none."""
        new = (mail for path in self._paths for mail in self._unknown(path, after))
        while batch := list(islice(new, _AT_ONCE)):
            yield batch

    def close(self) -> None:
        """Do nothing: no connection is held."""

    def _unknown(self, path: Path, after: Marker) -> Iterator[FetchedMail]:
        known = set(after.known_uids(ACCOUNT, path.name, 0))
        for raw in raw_mails(path, self.passed_over.append):
            mail = self._incoming(path, raw)
            if mail.place.uid not in known:
                known.add(mail.place.uid)
                yield mail

    def _incoming(self, path: Path, raw: bytes) -> FetchedMail:
        message = self._head(raw[:_HEADER_LIMIT])
        plausible = Plausible.about(self._since, self._now())
        told = plausible.first((message.received_at, message.date))
        digest = hashlib.sha256(raw).digest()
        return FetchedMail(
            place=ServerPlace(ACCOUNT, path.name, 0, int.from_bytes(digest[:7], "big")),
            received_at=told or self._now(),
            size=len(raw),
            content=raw,
            message_id=message.message_id,
            origin=Origin.IMPORT,
        )


def raw_mails(path: Path, note: Note) -> Iterator[bytes]:
    """Yield the bytes of every mail in a file or folder; NeedsStaff if unreadable.

    `note` is told of each part of it that cannot be taken.
    """
    if path.is_dir():
        yield from _folder(path, note)
    elif not path.is_file():
        raise NeedsStaff(f"找不到 {path}，请检查路径")
    else:
        yield from _single(path, note)


def _single(path: Path, note: Note) -> Iterator[bytes]:
    with path.open("rb") as file:
        begin = file.read(len(_FROM_LINE))
    if begin.startswith(_ZIP_BEGINS):
        yield from _zipped(path, note)
    elif begin == _FROM_LINE:
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
        box.close()
    else:
        yield path.read_bytes()


def _folder(path: Path, note: Note) -> Iterator[bytes]:
    """Yield the mails of a Maildir or of a plain folder, those of subfolders too.

    A Maildir keeps its subfolders beside its mails (`.Sent`), a server's store one
    Maildir in another; links are not followed, they may lead in a circle.
    """
    maildir = (path / "cur").is_dir() or (path / "new").is_dir()
    own = [path / name for name in _MAILS if maildir and (path / name).is_dir()]
    others = sorted(entry for entry in path.iterdir() if entry not in own)
    for entry in (*own, *others):
        if entry.is_symlink() or (maildir and entry.name == "tmp"):
            continue
        if entry.is_file():
            if _MESSAGE.search(entry.name) or _looks_packed(entry):
                yield from _among_others(entry, note)
        elif entry in own:
            mails = (file for file in sorted(entry.iterdir()) if file.is_file())
            yield from (file.read_bytes() for file in mails)
        elif entry.is_dir():
            yield from _folder(entry, note)


def _among_others(path: Path, note: Note) -> Iterator[bytes]:
    """Yield the mails of a file in a folder; a damaged zip does not cost the rest."""
    try:
        yield from _single(path, note)
    except NeedsStaff:
        note(PassedOver(str(path), Problem.CORRUPT))


def _looks_packed(path: Path) -> bool:
    if path.suffix.lower() == ".zip":
        return True
    with path.open("rb") as file:  # Thunderbird's mbox files have no suffix
        return file.read(len(_FROM_LINE)) == _FROM_LINE


def _zipped(path: Path, note: Note) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as fault:
        raise NeedsStaff(f"{path} 是损坏的压缩包，请检查") from fault
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        for member in members[:_MEMBERS_LIMIT]:
            # a damaged or locked member does not cost the others
            found = _member(archive, member)
            if isinstance(found, Problem):
                note(PassedOver(f"{path}/{_name(member)}", found))
            else:
                yield from found
        for member in members[_MEMBERS_LIMIT:]:
            note(PassedOver(f"{path}/{_name(member)}", Problem.TOO_LARGE))


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Iterable[bytes] | Problem:
    """Return the mails of a member; none if it is junk, or why it is not taken."""
    if member.flag_bits & _LOCKED:
        return Problem.ENCRYPTED
    try:
        with archive.open(member) as file:
            raw = file.read(_MEMBER_LIMIT + 1)
    except NotImplementedError:  # an unknown compression
        return Problem.UNSUPPORTED
    except _DAMAGED:
        return Problem.CORRUPT
    return Problem.TOO_LARGE if len(raw) > _MEMBER_LIMIT else _mails(raw, member)


def _mails(raw: bytes, member: zipfile.ZipInfo) -> Iterable[bytes] | Problem:
    if raw.startswith(_FROM_LINE):
        return _split_mbox(raw)
    if _JUNK.search(member.filename):
        return ()
    is_mail = _MESSAGE.search(member.filename) or b":" in raw[:200]
    return (raw,) if is_mail else Problem.UNSUPPORTED


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name: without the mark for UTF-8 it is GBK in practice."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _split_mbox(raw: bytes) -> Sequence[bytes]:
    """Part an mbox in memory at its From lines (RFC 4155)."""
    return re.split(rb"(?:\A|\n)From [^\n]*\n", raw)[1:]
