"""What a child is lent for one task: files to read, and a room to write in.

A child's walls are raised once, for all its tasks. So the files of a task come to it:
each under a number in a folder that it may only read. What it leaves in its room is
fetched by mailbot when it has answered, and nothing is left there for the next task.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from pathlib import Path

from mailbot.adapters.confine.limits import LENT, ROOM
from mailbot.adapters.confine.wire import Request
from mailbot.errors import TryLater
from mailbot.fault_words import why

_log = logging.getLogger(__name__)


class Lent(str):
    """The path of a file that a task may read."""

    __slots__ = ()


class Workroom(str):
    """The path of a folder into which what a task writes is brought afterwards."""

    __slots__ = ()


class Lending:
    """Brings one child what its task needs, and home what the task made."""

    def __init__(self, folder: Path) -> None:
        """Make the child's folders; `folder` is its own and private."""
        self._in, self._room = folder / LENT, folder / ROOM
        self._into: dict[Path, str] = {}
        for place in (self._in, self._room):
            place.mkdir(mode=0o700)

    def bring(self, request: Request) -> Request:
        """Lay out what a task names; return it with the paths as the child knows them.

        Raises TryLater where the disk forbids it.
        """
        try:
            args = tuple(self._brought(n, a) for n, a in enumerate(request.args))
        except OSError as fault:
            msg = f"来信文件未能交给解析进程（{why(fault)}），稍后自动重试"
            raise TryLater(msg) from fault
        return Request(request.module, request.name, args, request.kwargs)

    def _brought(self, number: int, argument: object) -> object:
        match argument:
            case Lent():
                place = self._in / str(number)
                _copy(argument, place)
                return str(place)
            case Workroom():
                place = self._room / str(number)
                place.mkdir(mode=0o700)
                self._into[place] = str(argument)
                return str(place)
            case _:
                return argument

    def take_home(self) -> None:
        """Fetch what the task wrote; TryLater where the disk forbids it."""
        try:
            for place, into in self._into.items():
                with os.scandir(place) as found:
                    for entry in found:
                        _fetch(entry, Path(into))
        except OSError as fault:
            msg = f"解析结果未能保存（{why(fault)}），稍后自动重试"
            raise TryLater(msg) from fault

    def left(self) -> tuple[str, ...]:
        """Name what a task that died had written into its workrooms."""
        return tuple(left.name for place in self._into for left in place.iterdir())

    def clear(self) -> None:
        """Leave nothing of this task for the next."""
        self._into.clear()
        for place in (self._in, self._room):
            with os.scandir(place) as found:
                left = list(found)
            for entry in left:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    Path(entry.path).unlink(missing_ok=True)


def _copy(source: str, place: Path) -> None:
    """Lay a file into the folder that a child may only read.

    A second name costs nothing, but holds only where the child may open it: its
    owner's files.
    """
    if hasattr(os, "geteuid") and Path(source).stat().st_uid == os.geteuid():
        try:
            os.link(source, place, follow_symlinks=True)
        except OSError:  # another disk, or one that knows no second names
            pass
        else:
            return
    shutil.copyfile(source, place)


def _fetch(entry: os.DirEntry[str], into: Path) -> None:
    """Take a file that a task wrote; no link, for it leads where no child may go."""
    about = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        _log.warning("a confined process left something else than a file")
        return
    target = into / entry.name
    try:
        Path(entry.path).replace(target)
    except OSError:  # another disk
        shutil.copyfile(entry.path, target, follow_symlinks=False)
