"""The archive: write-once files under the state folder, readable by their owner."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailbot.adapters.archive.naming import FILE_MODE, Naming, unfinished
from mailbot.adapters.archive.syncing import (
    HANDS,
    SyncedBatch,
    disk_faults,
    sync_file,
    sync_folder,
)
from mailbot.core.record.filing import safe_part
from mailbot.core.record.records import MailState, SavedMail
from mailbot.faultpoints import Point, reached
from mailbot.ports import Incoming

_CHUNK = 1 << 20
_OWNER_ONLY = 0o700


class DiskArchive:
    """Files below `state`: `spool/` for raw mails, `archive/<notice>/` for people."""

    def __init__(self, state: Path, notice: str) -> None:
        self._state = state
        self._root = state / "archive" / safe_part(notice)
        self._spool = state / "spool"
        self._work = state / "work"
        self._previews = state / "preview"
        self._batch: SyncedBatch | None = None  # None: sync each at once
        self._naming = Naming()

    def save(self, mails: Sequence[Incoming]) -> Sequence[SavedMail]:
        """Make raw mails durable in the spool; return them in the same order.

        All are written, each is synced, and the folder once: when this returns, a
        power cut loses none of them. Several are synced at once, for a disk takes
        their journal entries together. TryLater when the disk is full.
        """
        reached(Point.FETCHED)
        with disk_faults(), ThreadPoolExecutor(HANDS) as hands:
            self._make(self._spool)
            saved = list(hands.map(self._save, mails))
            sync_folder(self._spool)
        reached(Point.SPOOLED)
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
    def together(self) -> Iterator[SyncedBatch]:
        """Sync what is filed inside by other hands, at the latest at its end.

        `begin` says that all names are given, `wait` returns when all are durable.
        """
        batch = self._batch = SyncedBatch()
        try:
            yield batch
        except BaseException:
            batch.abandon()
            raise
        finally:
            self._batch = None
        batch.wait()

    def _kept(self, source: Path, target: Path, *, new_bytes: bool = True) -> str:
        with disk_faults():
            placed = self._naming.place(source, target)
        batch = self._batch or SyncedBatch()
        batch.add(placed, new_bytes=new_bytes)
        if batch is not self._batch:
            batch.wait()
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
        with disk_faults():
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
        """Delete a file and its previews for good, at staff's word only (retention)."""
        self.conceal(self.digest(stored))
        self._naming.forget()
        self.path(stored).unlink(missing_ok=True)

    def conceal(self, sha256: str) -> None:
        """Remove what was drawn of a file, for people to look at; the file stays."""
        if sha256.isalnum():
            shutil.rmtree(self._previews / sha256, ignore_errors=True)

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
        content.chmod(FILE_MODE)
        sync_file(content)
        content.replace(target)
        return digest
    with unfinished(target.with_suffix(".part")) as part:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(FILE_MODE)
        part.replace(target)
    reached(Point.WRITTEN)
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return a file's SHA-256 (hex), read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()
