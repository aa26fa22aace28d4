"""Which folders to read, and which mails in one are new: by UID, never by flags."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

from mailbot.adapters.mail.imap.connection import Connection, FolderName, OpenedFolder
from mailbot.adapters.mail.imap.faults import CommandRefused
from mailbot.adapters.mail.imap.values import Folder, Listed, Role
from mailbot.errors import NeedsStaff, TryLater

# imaplib refuses a line over 1,000,000 bytes; a UID takes 11 at most.
SEARCH_WINDOW = 50_000
LIST_CHUNK = 500
_FACTS = ("UID", "RFC822.SIZE", "INTERNALDATE", "FLAGS")
# Names of folders that hosts put suspicious mail into, where no flag tells (RFC 6154).
_JUNK_NAMES = frozenset(
    {
        *("垃圾邮件", "垃圾箱", "垃圾邮箱", "广告邮件", "病毒邮件", "病毒文件夹"),
        *("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail"),
    }
)

logger = logging.getLogger(__name__)


def names(connection: Connection, *, needed: bool) -> Sequence[FolderName]:
    """Return the folders there are; without a `needed` one, none where LIST fails.

    The inbox can be read all the same.
    """
    try:
        return connection.folder_names()
    except CommandRefused as refusal:
        if needed:
            raise
        logger.warning("folders_not_listed why=%s", refusal.text)
        return ()


def choose(
    found: Sequence[FolderName], wanted: tuple[str, ...]
) -> tuple[tuple[str, Role], ...]:
    """Choose the folders to read: those `wanted`, else INBOX and the junk ones.

    One that is wanted by name and is not there is left out (`lacking` tells of it);
    NeedsStaff if that leaves none.
    """
    if not wanted:
        junk = ((f.name, Role.JUNK) for f in found if _is_junk(f))
        return (("INBOX", Role.INBOX), *junk)
    by_name = {_key(f.name): f for f in found}
    there = [n for n in map(_key, wanted) if n in by_name or n == "INBOX"]
    if not there:
        raise NeedsStaff(lacking(found, wanted), "有文件夹找不到")
    return tuple((n, _role(by_name.get(n))) for n in there)


def lacking(found: Sequence[FolderName], wanted: tuple[str, ...]) -> str:
    """Say which folders wanted by name are not there, "" if all are."""
    there = {_key(f.name) for f in found} | {"INBOX"}
    missing = "、".join(n for n in wanted if _key(n) not in there)
    return missing and (
        f"邮箱中没有文件夹“{missing}”，其余文件夹照常读取，"
        f"请修改 MAILBOT_IMAP_FOLDERS。现有文件夹：{'、'.join(f.name for f in found)}。"
    )


def open_folders(
    connection: Connection, chosen: Iterable[tuple[str, Role]]
) -> Iterator[Folder]:
    """Open each folder in turn; a junk folder that cannot be opened is left out.

    So are those after one at which the server hangs up: the inbox stands first.
    """
    for name, role in chosen:
        try:
            opened = connection.examine(name)
        except TryLater:
            if role is Role.INBOX:
                raise
            logger.warning("folder_left_out name=%s", name)
            if connection.alive:
                continue
            return
        yield Folder(name, role, opened.uidvalidity, opened.uidnext)


def uids_after(connection: Connection, opened: OpenedFolder, after: int) -> list[int]:
    """Return the UIDs above `after` in the open folder, ascending.

    Never asks for `n:*`: where n lies past the end that range descends, which QQ
    answers with BAD and others with the last message.
    """
    if opened.exists == 0 or 0 < opened.uidnext <= after + 1:
        return []
    top = opened.uidnext - 1 if opened.uidnext else connection.uid_at(opened.exists)
    if top <= after:
        return []
    return _search(connection, f"UID {after + 1}:{top}", opened.exists)


def all_uids(connection: Connection, opened: OpenedFolder) -> list[int]:
    """Return every UID of the open folder, without trusting UIDNEXT."""
    if opened.exists == 0:
        return []
    return _search(connection, "ALL", opened.exists)


def facts(connection: Connection, uids: Sequence[int]) -> Iterator[Listed]:
    """Yield what the server lists of each UID that is still there, ascending."""
    for start in range(0, len(uids), LIST_CHUNK):
        chunk = uids[start : start + LIST_CHUNK]
        try:
            yield from _facts(connection, chunk)
        except CommandRefused:
            for uid in chunk:
                yield from _facts_of_one(connection, uid)


def _search(connection: Connection, criteria: str, exists: int) -> list[int]:
    """Search in windows of sequence numbers, the newest first.

    A mail expunged meanwhile moves the later ones down into a window that is still
    to come: some may be found twice, none is missed.
    """
    if exists <= SEARCH_WINDOW:
        return connection.search(criteria)
    found: set[int] = set()
    for high in range(exists, 0, -SEARCH_WINDOW):
        low = max(1, high - SEARCH_WINDOW + 1)
        found.update(connection.search(f"{low}:{high} {criteria}"))
    return sorted(found)


def _facts(connection: Connection, uids: Sequence[int]) -> Iterator[Listed]:
    answers = connection.fetch(uids, _FACTS)
    # An answer without a size is an unsolicited one: the mail itself is gone.
    yield from (_listed(uid, answers[uid]) for uid in uids if uid in answers)


def _facts_of_one(connection: Connection, uid: int) -> Iterator[Listed]:
    """List one mail of a refused chunk, without facts if it is refused again."""
    try:
        yield from _facts(connection, (uid,))
    except CommandRefused:
        logger.warning("facts_refused uid=%d", uid)
        yield Listed(uid, size=0, internaldate=None)


def _listed(uid: int, answer: dict[bytes, Any]) -> Listed:
    return Listed(
        uid=uid,
        size=int(answer.get(b"RFC822.SIZE") or 0),
        internaldate=_aware(answer.get(b"INTERNALDATE")),
        flags=tuple(f.decode("ascii", "replace") for f in answer.get(b"FLAGS") or ()),
    )


def _aware(told: datetime | None) -> datetime | None:
    """Put IMAPClient's own offset class into the standard one, equal and picklable."""
    offset = told.utcoffset() if told is not None else None
    if told is None or offset is None:
        return None
    return told.replace(tzinfo=timezone(offset))


def _is_junk(folder: FolderName) -> bool:
    if "\\junk" in folder.attributes:
        return True
    return folder.leaf.casefold() in _JUNK_NAMES


def _role(folder: FolderName | None) -> Role:
    return Role.JUNK if folder is not None and _is_junk(folder) else Role.INBOX


def _key(name: str) -> str:
    """INBOX is the one name that has no case (RFC 3501 5.1)."""
    return "INBOX" if name.upper() == "INBOX" else name
