"""Making names and bytes durable, by several hands: a disk takes them together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from mailbot.errors import TryLater
from mailbot.fault_words import is_the_hosts, of_the_host, why

HANDS = 4  # files that are written and synced at once
_SYNCERS = ThreadPoolExecutor(HANDS, "sync")  # threads cost more than a sync


class SyncedBatch:
    """Files that were given names and are synced while the caller does other things.

    A file's bytes are synced from the moment it is added, the folders of the new
    names when all of them are given: once each.
    """

    def __init__(self) -> None:
        self._folders: set[Path] = set()
        self._begun: list[Future[None]] = []

    def add(self, placed: Path, *, new_bytes: bool) -> None:
        """Take in a name; its bytes too, unless they were synced under another."""
        self._folders.add(placed.parent)
        if new_bytes:
            self._begun.append(_SYNCERS.submit(sync_file, placed))

    def begin(self) -> None:
        """Begin to sync the folders: all names are given."""
        folders, self._folders = self._folders, set()
        self._begun += [_SYNCERS.submit(sync_folder, folder) for folder in folders]

    def wait(self) -> None:
        """Return when everything is durable; TryLater if the disk forbids it."""
        self.begin()
        begun, self._begun = self._begun, []
        faults = [future.exception() for future in begun]
        with disk_faults():
            for fault in faults:
                if fault is not None:
                    raise fault

    def abandon(self) -> None:
        """Wait for what was begun, whatever comes of it: another fault is told."""
        for future in self._begun:
            future.exception()


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a folder's names durable.

    Windows cannot open a folder; its journal keeps renames in order by itself.
    """
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def disk_faults() -> Iterator[None]:
    """Say of what the disk refuses what to do about it, and that it is tried again."""
    try:
        yield
    except RuntimeError as fault:
        if not is_the_hosts(fault):
            raise
        words = f"本机暂时无法保存来信（{of_the_host(fault)}），稍后自动重试"
        raise TryLater(words) from fault
    except OSError as fault:
        words = f"写入磁盘失败（{why(fault)}），请检查磁盘空间和权限；稍后自动重试"
        raise TryLater(words) from fault
