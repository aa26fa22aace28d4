"""The bounds a child puts on itself before it touches a stranger's file.

Each bound is taken where the system offers it; what is missing is reported, not
fatal: Windows knows neither setrlimit nor namespaces, and there the wall clock
alone holds a child.
"""

from __future__ import annotations

import math
import os
import re
import signal
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from mailbot.adapters.confine import kernel, tree
from mailbot.adapters.confine.limits import LENT, ROOM, Confinement, Limits, Start
from mailbot.adapters.confine.walls import DEVICES, Offer, Wall, readable, wall_for

resource: ModuleType | None
try:
    resource = import_module("resource")
except ImportError:  # pragma: no cover - Windows
    resource = None

# linux/prctl.h and linux/sched.h
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWNS: Final = 0x00020000
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


@dataclass(frozen=True, slots=True)
class _Left:
    """Which of the system's namespaces this process has left for one of its own."""

    network: bool
    files: bool


def confine(start: Start) -> Confinement:
    """Lay every bound on this process that the system offers, for good.

    A child whose parent died before it could ask to die with it leaves at once. The
    filter of calls comes last: it refuses what the other walls are built with.
    """
    os.umask(0o077)
    orphans = _die_with_parent(start.parent)
    offer = _offered() if start.fence.walls else Offer()
    first = wall_for(offer, start.fence.walls)
    left = _leave(files=first is not Wall.LANDLOCK)
    offer = replace(offer, namespaces=left.files)
    wanted = wall_for(offer, start.fence.walls)
    wall = _wall_off(wanted, Path(start.folder), start.fence.more)
    python = _refuse_sockets()
    resources = _bound_resources(start.limits)
    calls = offer.filters and _filter()
    return Confinement(
        resources=resources,
        network=_network(isolated=left.network, calls=calls, python=python),
        orphans=orphans,
        files=(wall if calls else Wall.NONE).value,
        calls=calls,
    )


def _offered() -> Offer:
    return Offer(kernel.landlock_version(), kernel.filters_calls())


def _network(*, isolated: bool, calls: bool, python: bool) -> str:
    if isolated:
        return "namespace"
    if calls:
        return "calls"
    return "python" if python else "open"


def _wall_off(wanted: Wall, folder: Path, more: tuple[str, ...]) -> Wall:
    """Raise the wall round this process's files; return what stands."""
    if wanted is Wall.NONE:
        return wanted
    room = folder / ROOM
    read = (*readable(more), str(folder / LENT))
    if wanted is Wall.LANDLOCK:
        stands = kernel.bind_to(read, DEVICES, str(room))
    else:
        stands = tree.move_in(folder / "tree", read, DEVICES, room)
    os.chdir(room)
    return wanted if stands else Wall.NONE


def _filter() -> bool:
    kernel.give_up_capabilities()
    return kernel.filter_calls()


def _die_with_parent(parent: int) -> bool:
    """Tie this process's life to its parent's, and its orphans to itself."""
    if sys.platform != "linux":
        return False
    libc = kernel.libc()
    tied = bool(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)
    return tied


def _leave(*, files: bool) -> _Left:
    """Move into a network namespace without an interface, with `files` a tree too.

    An ordinary user may do so only together with a user namespace; where those
    are switched off, root may still do it alone.
    """
    if sys.platform != "linux":
        return _Left(network=False, files=False)
    libc = kernel.libc()
    user, group = os.getuid(), os.getgid()
    wanted = _CLONE_NEWNET | (_CLONE_NEWNS if files else 0)
    if libc.unshare(_CLONE_NEWUSER | wanted) == 0:
        _stay_who_we_are(user, group)
        return _Left(network=True, files=files)
    left = bool(libc.unshare(wanted) == 0)
    return _Left(network=left, files=files and left)


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
