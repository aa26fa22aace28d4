"""The room that unpacked files go into: our own names, and counted bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mailbot.adapters.unpack.members import Exhausted, Unopenable, UnpackLimits
from mailbot.core.record.documents import Problem


@dataclass(slots=True)
class Shelf:
    """One container's part of the room: its packed size, what came out so far."""

    packed: int
    unpacked: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a file's bytes lie, how many they are, and their SHA-256."""

    path: Path
    size: int
    sha256: str


class Room:
    """Writes files under names of its own, and stops when the limits are reached.

    One room serves all containers of a mail, so that the limits hold for them
    together. Files already in the folder are never touched.
    """

    def __init__(self, folder: Path, limits: UnpackLimits) -> None:
        self.limits = limits
        self._folder = folder
        self._entries = 0
        self._bytes = 0

    def announce(self, shelf: Shelf, entries: int, declared: int) -> None:
        """Refuse a container by what its directory says, before a byte is read.

        `declared` is the sum of the sizes it states, which may be a lie.
        """
        if self._is_bomb(shelf, declared):
            raise Exhausted(Problem.BOMB)
        if self._bytes + declared > self.limits.total:
            raise Exhausted(Problem.TOO_LARGE)
        if self._entries + entries > self.limits.entries:
            raise Exhausted(Problem.TOO_LARGE)

    def _is_bomb(self, shelf: Shelf, unpacked: int) -> bool:
        return (
            unpacked > self.limits.ratio_from
            and unpacked > self.limits.ratio * shelf.packed
        )

    def enter(self) -> None:
        """Count one more file; raises Exhausted when there are too many."""
        if self._entries >= self.limits.entries:
            raise Exhausted(Problem.TOO_LARGE)
        self._entries += 1

    def store(self, chunks: Iterable[bytes], shelf: Shelf) -> Stored:
        """Write one file; nothing stays of one that is refused on the way.

        Raises Unopenable when the file is too large or broken, Exhausted when the
        container is a bomb or the room is full.
        """
        path = self._next_path()
        try:
            return self._write(path, chunks, shelf)
        except Unopenable:
            path.unlink(missing_ok=True)
            raise

    def _next_path(self) -> Path:
        number = self._entries
        while (path := self._folder / f"member-{number:04}").exists():
            number += 1
        return path

    def _write(self, path: Path, chunks: Iterable[bytes], shelf: Shelf) -> Stored:
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as out:
            for chunk in chunks:
                size += len(chunk)
                self._count(len(chunk), size, shelf)
                digest.update(chunk)
                out.write(chunk)
        return Stored(path, size, digest.hexdigest())

    def _count(self, more: int, size: int, shelf: Shelf) -> None:
        self._bytes += more
        shelf.unpacked += more
        if self._is_bomb(shelf, shelf.unpacked):
            raise Exhausted(Problem.BOMB)
        if self._bytes > self.limits.total:
            raise Exhausted(Problem.TOO_LARGE)
        if size > self.limits.member:
            raise Unopenable(Problem.TOO_LARGE)
