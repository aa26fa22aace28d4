"""The archive: write-once files under the state folder, readable by their owner."""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.core.fault_words import why
from mailbot.core.filing import safe_part
from mailbot.core.records import MailState, SavedMail
from mailbot.errors import TryLater
from mailbot.faultpoints import Point, reached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from mailbot.ports import Incoming

_CHUNK = 1 << 20
_HANDS = 4  # files that are written and synced at once
_SYNCERS = ThreadPoolExecutor(_HANDS, "sync")  # threads cost more than a sync
_OWNER_ONLY, _FILE_MODE = 0o700, 0o600


class DiskArchive:
    """Files below `state`: `spool/` for raw mails, `archive/<notice>/` for people."""

    def __init__(self, state: Path, notice: str) -> None:
        self._state = state
        self._root = state / "archive" / safe_part(notice)
        self._spool = state / "spool"
        self._work = state / "work"
        # new names, and whether their bytes are new too; None: sync each at once
        self._unsynced: dict[Path, bool] | None = None

    def save(self, mails: Sequence[Incoming]) -> Sequence[SavedMail]:
        """Make raw mails durable in the spool; return them in the same order.

        All are written, each is synced, and the folder once: when this returns, a
        power cut loses none of them. Several are synced at once, for a disk takes
        their journal entries together. TryLater when the disk is full.
        """
        with _disk_faults(), ThreadPoolExecutor(_HANDS) as hands:
            self._make(self._spool)
            saved = list(hands.map(self._save, mails))
            _sync_folder(self._spool)
        return saved

    def _save(self, mail: Incoming) -> SavedMail:
        if mail.refused and not mail.content:
            return self._saved(mail, "", "", MailState(mail.refused))
        place = mail.place
        where = hashlib.sha256(f"{place.account}\0{place.folder}".encode()).hexdigest()
        name = f"{where[:8]}-{place.uidvalidity}-{place.uid}.eml"
        digest = _put(mail.content, self._spool / name)
        state = MailState(mail.refused or MailState.WAITING)
        return self._saved(mail, digest, f"spool/{name}", state)

    def _saved(
        self, mail: Incoming, digest: str, stored: str, state: MailState
    ) -> SavedMail:
        return SavedMail(
            place=mail.place,
            origin=mail.origin,
            sha256=digest,
            size=mail.size,
            message_id=mail.message_id,
            received_at=mail.received_at,
            stored=stored,
            state=state,
        )

    def keep_raw(self, stored: str, name: tuple[str, ...]) -> str:
        """Give a spooled mail its place in the archive; return its path.

        The spooled copy stays: until the verdict is recorded, the ledger knows the
        mail by it alone. Run again after a crash it finds the work done.
        """
        return self._kept(self.path(stored), self._below(name), new_bytes=False)

    def file(self, source: Path, folder: tuple[str, ...], name: str) -> str:
        """Put a copy of `source` under `folder` as `name`; return its path."""
        return self._kept(source, self._below((*folder, name)))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what is filed inside durable at its end, all at once: much quicker."""
        filed = self._unsynced = {}
        try:
            yield
        finally:
            self._unsynced = None
        _sync_all(filed)

    def _kept(self, source: Path, target: Path, *, new_bytes: bool = True) -> str:
        with _disk_faults():
            placed = _place(source, target)
        if self._unsynced is None:
            _sync_all({placed: new_bytes})
        else:
            self._unsynced[placed] = new_bytes
        return self._stored(placed)

    def path(self, stored: str) -> Path:
        """Return where a stored file lies; ValueError outside the state folder."""
        path = (self._state / stored).resolve()
        if not path.is_relative_to(self._state.resolve()):
            message = f"{stored!r} lies outside the state folder"
            raise ValueError(message)
        return path

    @contextmanager
    def workroom(self) -> Iterator[Path]:
        """Lend an empty private folder that is gone afterwards."""
        with _disk_faults():
            self._make(self._work)
            folder = Path(tempfile.mkdtemp(dir=self._work))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def discard(self, stored: str) -> None:
        """Delete a spooled file; nothing in the archive is ever deleted here."""
        path = self.path(stored)
        if path.is_relative_to(self._spool.resolve()):
            path.unlink(missing_ok=True)

    def sweep(self, spoken_of: Collection[str], before: datetime) -> int:
        """Remove what crashes left: spooled files no row speaks of, old workrooms.

        Only under the folder's lock, and between rounds: a spooled file without a
        row is either filed already, or will be fetched again. Workrooms untouched
        since `before` belong to nobody. Return how many were removed.
        """
        spooled = (p for p in self._spool.glob("*") if p.is_file())
        idle = [p for p in spooled if self._stored(p) not in spoken_of]
        idle += self._root.rglob(".*.part")
        for path in idle:
            path.unlink(missing_ok=True)
        moment = before.timestamp()
        rooms = [p for p in self._work.glob("*") if p.stat().st_mtime < moment]
        for room in rooms:
            shutil.rmtree(room, ignore_errors=True)
        return len(idle) + len(rooms)

    def destroy(self, stored: str) -> None:
        """Delete a file for good, at staff's word only (retention)."""
        self.path(stored).unlink(missing_ok=True)

    def digest(self, stored: str) -> str:
        """Return a file's SHA-256 (hex), "" if there is none."""
        path = self.path(stored)
        return digest_of(path) if path.is_file() else ""

    def present(self) -> tuple[str, ...]:
        """Return the paths of every file in archive and spool, unfinished ones too."""
        roots = (self._root, self._spool)
        found = (path for root in roots for path in root.rglob("*") if path.is_file())
        return tuple(sorted(self._stored(path) for path in found))

    def _below(self, parts: tuple[str, ...]) -> Path:
        path = self._root.joinpath(*(safe_part(part) for part in parts))
        self._make(path.parent)
        return path

    def _make(self, folder: Path) -> None:
        """Make a folder, and each one above it, readable by its owner only.

        mkdir gives its mode to the last folder alone; the state folder itself may
        have been made by a checkout or by hand.
        """
        if folder.is_dir():
            return
        if folder != self._state:
            self._make(folder.parent)
            folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            return
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)

    def _stored(self, path: Path) -> str:
        return path.relative_to(self._state).as_posix()


def _put(content: bytes | Path, target: Path) -> str:
    """Write content durably under its final name; return its SHA-256 (hex)."""
    if isinstance(content, Path):
        digest = digest_of(content)
        content.chmod(_FILE_MODE)
        _sync_file(content)
        content.replace(target)
        return digest
    with _unfinished(target.with_suffix(".part")) as part:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_FILE_MODE)
        part.replace(target)
    reached(Point.WRITTEN)
    return hashlib.sha256(content).hexdigest()


def _place(source: Path, target: Path) -> Path:
    """Give `source` a second name, not yet durable; return the name it got.

    A link is atomic and refuses an existing name: nothing is ever overwritten.
    """
    source.chmod(_FILE_MODE)
    for candidate in _numbered(target):
        try:
            _link(source, candidate)
        except FileExistsError:
            if not filecmp.cmp(candidate, source, shallow=False):
                continue
        reached(Point.PLACED)
        return candidate
    raise AssertionError  # pragma: no cover - _numbered never ends


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links (FAT, some network shares)
        with _unfinished(target.with_name(f".{target.name}.part")) as part:
            shutil.copyfile(source, part)
            part.chmod(_FILE_MODE)
            _sync_file(part)
            if target.exists():  # one process alone writes here, see lock.py
                raise FileExistsError(target) from None
            part.replace(target)


@contextmanager
def _unfinished(part: Path) -> Iterator[Path]:
    """Leave no unfinished file behind, whatever stops the writing."""
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _numbered(target: Path) -> Iterator[Path]:
    yield target
    number = 2
    while True:
        yield target.with_name(f"{target.stem}({number}){target.suffix}")
        number += 1


def digest_of(path: Path) -> str:
    """Return a file's SHA-256 (hex), read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_all(placed: Mapping[Path, bool]) -> None:
    """Sync the folders of new names, and the files whose bytes are new too."""
    folders = {path.parent for path in placed}
    with _disk_faults():
        list(_SYNCERS.map(_sync_file, [p for p, is_new in placed.items() if is_new]))
        list(_SYNCERS.map(_sync_folder, folders))


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; its journal keeps renames in order by itself.
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        words = f"写入磁盘失败（{why(fault)}），请检查磁盘空间和权限；稍后自动重试"
        raise TryLater(words) from fault
