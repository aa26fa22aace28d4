"""The bounds a child puts on itself before it touches a stranger's file.

Each bound is taken where the system offers it; what is missing is reported, not
fatal: Windows knows neither setrlimit nor namespaces, and there the wall clock
alone holds a child.
"""

from __future__ import annotations

import ctypes
import math
import os
import re
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from mailbot.adapters.confine.limits import Confinement, Limits

resource: ModuleType | None
try:
    resource = import_module("resource")
except ImportError:  # pragma: no cover - Windows
    resource = None

# linux/prctl.h and linux/sched.h
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
# proc(5): what could be had without swapping, in kB
_AVAILABLE: Final = re.compile(r"^MemAvailable: +(\d+) kB$", re.MULTILINE)
_SHORT_BYTES: Final = 128 << 20
_NETWORK_EVENTS: Final = frozenset(
    {
        "socket.__new__",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
    }
)


def confine(limits: Limits, parent: int) -> Confinement:
    """Lay every bound on this process that the system offers, for good.

    `parent` is mailbot's process id: a child whose parent died before it could
    ask to die with it leaves at once.
    """
    os.umask(0o077)
    orphans = _die_with_parent(parent)
    isolated = _leave_network()
    refused = _refuse_sockets()
    resources = _bound_resources(limits)
    network = "namespace" if isolated else "python" if refused else "open"
    return Confinement(resources=resources, network=network, orphans=orphans)


def _die_with_parent(parent: int) -> bool:
    """Tie this process's life to its parent's, and its orphans to itself."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    tied = bool(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)
    return tied


def _leave_network() -> bool:
    """Move into a network namespace without a single interface.

    An ordinary user may do so only together with a user namespace; where those
    are switched off, root may still do it alone.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        _stay_who_we_are(user, group)
        return True
    return bool(libc.unshare(_CLONE_NEWNET) == 0)


def _stay_who_we_are(user: int, group: int) -> None:
    """Map our own ids into the new user namespace (user_namespaces(7)).

    Without the map a process is `nobody` in its own eyes; it works even so.
    """
    for file, text in (
        ("uid_map", f"{user} {user} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{group} {group} 1"),
    ):
        try:
            Path("/proc/self", file).write_text(text, encoding="ascii")
        except OSError:
            return


def _refuse_sockets() -> bool:
    """Refuse Python's sockets: an audit hook can never be taken out again."""

    def refuse(event: str, _args: tuple[object, ...]) -> None:
        if event in _NETWORK_EVENTS:
            msg = "a confined process has no network"
            raise PermissionError(msg)

    sys.addaudithook(refuse)
    return True


def _bound_resources(limits: Limits) -> bool:
    """Lower the limits; tell whether the system took every one of them."""
    if resource is None:
        return False
    taken = True
    for which, bound in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        # never above a hard limit that somebody set lower already
        _, hard = resource.getrlimit(which)
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        try:
            resource.setrlimit(which, (value, value))
        except (OSError, ValueError):  # macOS has RLIMIT_AS and refuses it
            taken = False
    return taken


def allow_cpu(seconds: int) -> None:
    """Give the coming task `seconds` of processor time beyond what is spent.

    The soft limit's SIGXCPU ends the process; it is moved on for every task.
    """
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(spent.ru_utime + spent.ru_stime) + seconds
    soft = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def resident_bytes() -> int:
    """Return this process's resident memory, 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def host_is_short() -> bool:
    """Tell whether the machine itself has hardly any memory left (Linux)."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return False
    found = _AVAILABLE.search(text)
    return found is not None and int(found[1]) * 1024 < _SHORT_BYTES


def descendants(process: int) -> tuple[int, ...]:
    """Return the ids of all living descendants of `process` (Linux), nearest first."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        children = _children(waiting.pop(0))
        found += children
        waiting += children
    return tuple(found)


def _children(process: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        texts = [(t / "children").read_text(encoding="ascii") for t in threads]
    except OSError:
        return []
    return [int(word) for text in texts for word in text.split()]
