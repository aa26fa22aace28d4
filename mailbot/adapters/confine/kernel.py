"""The kernel's own calls that Python has no name for, and what they offer here."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mailbot.adapters.confine.syscalls import MACHINES, as_bytes, filter_of

# linux/prctl.h, linux/seccomp.h, linux/capability.h
_PR_SET_SECCOMP: Final = 22
_PR_GET_SECCOMP: Final = 21
_SECCOMP_MODE_FILTER: Final = 2
_CAPABILITY_VERSION: Final = 0x20080522
# asm-generic/unistd.h; the same numbers on every machine of MACHINES
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_CAPSET: Final = {"x86_64": 126}
_CAPSET_ELSEWHERE: Final = 91
# linux/landlock.h
READ: Final = 0b1100  # files and folders
_WRITE_FILE, _TRUNCATE, _DEVICES = 1 << 1, 1 << 14, 1 << 15
_OF_FILES: Final = 0b111 | _TRUNCATE | _DEVICES
# files and folders made, written, moved and removed: no device, socket, pipe or link
_ROOM: Final = READ | 0b110010 | 1 << 7 | 1 << 8 | 1 << 13 | _TRUNCATE
_RIGHTS: Final = {
    1: 1 << 13,
    2: 1 << 14,
    3: 1 << 15,
    4: 1 << 15,
}  # younger ones: 1 << 16
_TCP: Final = 0b11  # bind, connect
_SCOPES: Final = 0b11  # abstract UNIX sockets, signals
_TCP_SINCE, _SCOPES_SINCE = 4, 6


class _Program(ctypes.Structure):
    """`struct sock_fprog`: how many steps, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


class _Rules(ctypes.Structure):
    """`struct landlock_ruleset_attr` of ABI 6; a shorter one is an older ABI's."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    """`struct landlock_path_beneath_attr`."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def libc() -> ctypes.CDLL:
    """Return the C library this process runs on."""
    return ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """Return the ABI of landlock that the kernel offers, 0 for none."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return 0
    return max(0, _call(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION))


def filters_calls() -> bool:
    """Tell whether the kernel takes filters of system calls, for a known machine."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    return bool(libc().prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0)


def filter_calls() -> bool:
    """Refuse for good what `syscalls` refuses; needs no_new_privs. Tell if it holds."""
    steps = filter_of(MACHINES[platform.machine()], os.getpid())
    program = _Program(len(steps), as_bytes(steps))
    taken = libc().prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0
    )
    return bool(taken == 0)


def give_up_capabilities() -> None:
    """Be root in name only: what a user without any right may do, and no more."""
    call = _CAPSET.get(platform.machine(), _CAPSET_ELSEWHERE)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call(call, ctypes.byref(header), ctypes.byref(nothing))


def bind_to(readable: Iterable[str], writable: Iterable[str], room: str) -> bool:
    """Let this process open nothing but these, for good; tell whether it holds.

    `readable` and what lies beneath may be read, `writable` files written as well,
    `room` changed at will. What is not there is left out.
    """
    version = landlock_version()
    every = _RIGHTS.get(version, 1 << 16) - 1
    network = _TCP if version >= _TCP_SINCE else 0
    scopes = _SCOPES if version >= _SCOPES_SINCE else 0
    size = 24 if scopes else 16 if network else 8
    rules = _call(
        _LANDLOCK_CREATE, ctypes.byref(_Rules(every, network, scopes)), size, 0
    )
    if rules < 0:
        return False
    try:
        for path in readable:
            _permit(rules, path, READ)
        for path in writable:
            _permit(rules, path, (READ | _WRITE_FILE | _TRUNCATE) & every)
        _permit(rules, room, _ROOM & every)
        return _call(_LANDLOCK_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _permit(rules: int, path: str, allowed: int) -> None:
    """Add a rule for a file, or for a folder and what is in it."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            of_it = allowed if Path(path).is_dir() else allowed & _OF_FILES
            _call(
                _LANDLOCK_ADD,
                rules,
                _PATH_BENEATH,
                ctypes.byref(_Beneath(of_it, handle)),
                0,
            )
        finally:
            os.close(handle)


def _call(number: int, *arguments: object) -> int:
    """Make a system call by its number; -1 where it fails."""
    return int(libc().syscall(number, *arguments))
