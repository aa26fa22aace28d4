"""Tries the walls from inside: runs in a child, and does what one taken over would.

Nothing here does harm where it succeeds: files are opened and closed, signal 0 only
asks whether it could be sent. Past Python's own refusals it speaks to the kernel.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from mailbot.adapters.confine.kernel import libc

_SHELL: Final = b"/bin/sh"
_AF_UNIX, _STREAM = 1, 1
_BIND: Final = 4096


class Breach(StrEnum):
    """What a child could do although it must not."""

    READ = "read"
    WRITE = "write"
    PROGRAM = "program"
    UNIX_SOCKET = "unix_socket"
    SIGNAL = "signal"
    MOUNT = "mount"


def breaches(
    reading: tuple[str, ...], writing: tuple[str, ...], service: int
) -> tuple[tuple[Breach, str], ...]:
    """Try everything; return what was possible, with the path where there is one.

    `reading` and `writing` are files that no child may open, `service` is the
    process that no child may signal.
    """
    found = [(Breach.READ, path) for path in reading if _opens(path, os.O_RDONLY)]
    found += [(Breach.WRITE, path) for path in writing if _opens(path, os.O_WRONLY)]
    tries: tuple[tuple[Breach, Callable[[], bool]], ...] = (
        (Breach.PROGRAM, _runs_a_shell),
        (Breach.UNIX_SOCKET, _has_unix_socket),
        (Breach.SIGNAL, lambda: bool(libc().kill(service, 0) == 0)),
        (Breach.MOUNT, _mounts),
    )
    return (*found, *((breach, "") for breach, possible in tries if possible()))


def _opens(path: str, how: int) -> bool:
    try:
        os.close(os.open(path, how | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def _runs_a_shell() -> bool:
    """Ask for a shell with words nowhere in memory: only who may run it hears EFAULT.

    Nothing is run, and no process is needed to try.
    """
    ctypes.set_errno(0)
    libc().execve(_SHELL, ctypes.c_void_p(1), None)
    return ctypes.get_errno() == errno.EFAULT


def _has_unix_socket() -> bool:
    handle = int(libc().socket(_AF_UNIX, _STREAM, 0))
    if handle >= 0:
        os.close(handle)
    return handle >= 0


def _mounts() -> bool:
    return bool(libc().mount(b"/tmp", b"/tmp", None, _BIND, None) == 0)
