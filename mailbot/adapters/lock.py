"""One process at a time works on a state folder; the lock says who holds it."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mailbot.errors import NeedsStaff, TryLater
from mailbot.fault_words import why

_BEYOND = 1 << 20

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        # a byte beyond the words, which others must be able to read
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_file(state: Path) -> Path:
    """Make the state folder and its lock, readable by their owner only."""
    path = state / "lock"
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        state.chmod(0o700)  # a checkout makes it readable by others
        path.touch(mode=0o600)
    except OSError as fault:
        words = f"不能使用工作文件夹 {state}（{why(fault)}），请检查路径和权限"
        raise NeedsStaff(words) from fault
    return path


def lock_holder(state: Path) -> str:
    """Return the words of the process that holds a folder, "" for nobody.

    Words that a crash left are no holder: only then is the lock itself tried, so that
    nobody who asks stands in the way of one that begins.
    """
    try:
        with (state / "lock").open("r+", encoding="utf-8") as file:
            if words := file.read().strip():
                with suppress(OSError):
                    _take(file.fileno())
                    words = ""
    except OSError:  # no folder, no lock, or not ours to see
        return ""
    return words


@contextmanager
def state_lock(state: Path, owner: str) -> Iterator[bool]:
    """Hold the folder's lock; TryLater names the process that has it.

    Gives True if the one that held it before did not end in order: its words are
    still there.

    The system lets go of it when the process ends, however it ends: a lock left
    behind by a crash is none.
    """
    with _lock_file(state).open("a+", encoding="utf-8") as file:
        try:
            _take(file.fileno())
        except OSError as fault:
            file.seek(0)
            holder = file.read().strip() or "另一进程"
            words = f"{holder} 正在使用此工作文件夹，请等它结束或先停止它"
            raise TryLater(words) from fault
        file.seek(0)
        crashed = bool(file.read().strip())
        file.truncate(0)
        file.write(f"mailbot {owner}（进程{os.getpid()}，{socket.gethostname()}）")
        file.flush()
        yield crashed
        file.truncate(0)  # reached only in order: after a fault the words stay
