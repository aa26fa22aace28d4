"""Names in the archive: given once, never taken back, numbered where taken.

A unit may send the same name hundreds of times. What lies beside a wanted name is
looked through once and remembered by size and ending, so that a file is compared
with its likes only.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from mailbot.adapters.archive.syncing import sync_file
from mailbot.faultpoints import Point, reached

FILE_MODE = 0o600
# The directory of a zip and the trailer of a PDF stand last and tell two versions
# apart; what begins a form is the same in all of them.
_ENDING = 4096
_MOST_REMEMBERED = 500  # wanted names, of which several files came
_Mark = tuple[int, bytes]  # size, and the digest of the last bytes


@dataclass(slots=True)
class _Beside:
    """The files that lie under one wanted name, and the next free number."""

    likes: defaultdict[_Mark, list[Path]] = field(
        default_factory=lambda: defaultdict(list)
    )
    number: int = 1


class Naming:
    """Gives files their names; one process alone does so, see `adapters/lock.py`."""

    def __init__(self) -> None:
        self._wanted: OrderedDict[Path, _Beside] = OrderedDict()

    def place(self, source: Path, target: Path) -> Path:
        """Give `source` a second name, not yet durable; return the name it got.

        A link is atomic and refuses an existing name: nothing is ever overwritten.
        The same bytes under the name, or under one of its numbers, are that file.
        """
        source.chmod(FILE_MODE)
        placed = target if _linked(source, target) else self._beside(source, target)
        reached(Point.PLACED)
        return placed

    def forget(self) -> None:
        """Look anew at what lies where: a file was deleted."""
        self._wanted.clear()

    def _beside(self, source: Path, target: Path) -> Path:
        """Return the equal file that lies there, else a numbered name for `source`."""
        beside = self._known(target)
        mark = _mark(source)
        for like in beside.likes[mark]:
            if like.is_file() and filecmp.cmp(like, source, shallow=False):
                return like
        while True:
            candidate = _numbered(target, beside.number)
            is_new = _linked(source, candidate)
            beside.number += 1
            beside.likes[mark if is_new else _mark(candidate)].append(candidate)
            if is_new or filecmp.cmp(candidate, source, shallow=False):
                return candidate

    def _known(self, target: Path) -> _Beside:
        """Return what is known of a wanted name; of the oldest ones nothing is."""
        known = self._wanted.setdefault(target, _Beside())
        self._wanted.move_to_end(target)
        if len(self._wanted) > _MOST_REMEMBERED:
            self._wanted.popitem(last=False)
        return known


def _numbered(target: Path, number: int) -> Path:
    if number == 1:
        return target
    return target.with_name(f"{target.stem}({number}){target.suffix}")


def _mark(path: Path) -> _Mark:
    """Return what tells a file from most others without reading it whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _ENDING))
        return size, hashlib.sha256(file.read()).digest()


def _linked(source: Path, target: Path) -> bool:
    """Give a file another name; False, and nothing done, where that is taken."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without links (FAT, some network shares)
        return _copied(source, target)
    return True


def _copied(source: Path, target: Path) -> bool:
    if target.exists():  # nobody else can make it meanwhile
        return False
    with unfinished(target.with_name(f".{target.name}.part")) as part:
        shutil.copyfile(source, part)
        part.chmod(FILE_MODE)
        sync_file(part)
        part.replace(target)
    return True


@contextmanager
def unfinished(part: Path) -> Iterator[Path]:
    """Leave no unfinished file behind, whatever stops the writing."""
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
