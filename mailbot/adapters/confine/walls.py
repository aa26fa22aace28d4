"""Which wall stands round a child's files, decided from what the system offers."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final


class Wall(StrEnum):
    """What keeps a child from the files that are none of its business.

    Behind either wall the same calls are refused (`syscalls`).
    """

    LANDLOCK = "landlock"  # the kernel's own rules for one process (Linux 5.13)
    TREE = "tree"  # a file tree of its own, without the rest (namespaces, Linux 4.19)
    NONE = "none"


EVERY_WALL: Final = (Wall.LANDLOCK, Wall.TREE)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a system offers: landlock's ABI (0 = none), seccomp, mount namespaces."""

    landlock: int = 0
    filters: bool = False
    namespaces: bool = False


def wall_for(offer: Offer, wanted: Collection[Wall] = EVERY_WALL) -> Wall:
    """Return the best wall that can be had; `wanted` are those that may be taken.

    Without a filter of calls a child could still signal, trace or ask its
    neighbours: then neither counts as a wall.
    """
    if not offer.filters:
        return Wall.NONE
    if offer.landlock and Wall.LANDLOCK in wanted:
        return Wall.LANDLOCK
    if offer.namespaces and Wall.TREE in wanted:
        return Wall.TREE
    return Wall.NONE


# Libraries of the system, its fonts and time zones; what libraries ask of the machine.
_SYSTEM: Final = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/zoneinfo",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/random",
)
DEVICES: Final = ("/dev/null", "/dev/zero")
_OF_PACKAGES: Final = ("site-packages", "dist-packages")


def readable(more: Collection[str] = ()) -> tuple[str, ...]:
    """Return what a child may read besides its file: Python, libraries, mailbot.

    A checkout or a folder of somebody's own on the import path is not among them:
    it may be the working folder with its secrets. `more` are folders of such.
    """
    own = str(Path(__file__).parents[2])
    paths = (*_of_python(), own, *more, *_SYSTEM, "/proc/self", f"/proc/{os.getpid()}")
    return tuple(dict.fromkeys(path for path in paths if Path(path).exists()))


def _of_python() -> Iterator[str]:
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield sysconfig.get_path(name)
    for entry in sys.path:
        path = Path(entry)
        if path.name in {*_OF_PACKAGES, "lib-dynload"} or path.suffix == ".zip":
            yield entry
    yield f"{sys.base_prefix}/lib"
