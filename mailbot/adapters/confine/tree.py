"""The second wall: a file tree that holds what a child needs, and nothing else.

For kernels without landlock (4.19, 5.10). In a mount namespace of its own the child
moves into an empty tree into which its folders were bound under their own names.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from mailbot.adapters.confine.kernel import libc

# sys/mount.h
_RDONLY, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_REMOUNT, _BIND, _REC, _PRIVATE = 32, 4096, 16384, 1 << 18
_NOATIME, _NODIRATIME, _RELATIME = 1024, 2048, 1 << 21
_KEPT: Final = _NOSUID | _NODEV | _NOEXEC | _NOATIME | _NODIRATIME | _RELATIME
_ST_RELATIME: Final = 4096  # statvfs(3) has another bit for it than mount(2)
_DETACH: Final = 2
_PIVOT_ROOT: Final = {"x86_64": 155}
_PIVOT_ROOT_ELSEWHERE: Final = 41


def move_in(base: Path, read: Iterable[str], write: Sequence[str], room: Path) -> bool:
    """Move this process into the tree built at `base`; tell whether it is there.

    Needs a mount namespace of its own. `read` are read only, `write` and `room` not.
    A wall half built is none: the process then stays where it was.
    """
    try:
        _mount(None, "/", _REC | _PRIVATE)
        base.mkdir()
        _mount("tmpfs", str(base), _NOSUID | _NODEV, "tmpfs", "size=1m,mode=0755")
        taken: list[Path] = []
        for path in sorted({*read, *write, str(room)}):
            if not any(Path(path).is_relative_to(t) for t in taken):
                _take(path, base)
                taken.append(Path(path))
        open_for_writing = {f"{base}{path}" for path in (*write, str(room))}
        for mount in _mounts_in(base):
            if mount not in open_for_writing:
                _close_for_writing(mount)
        _pivot(base)
    except OSError:
        return False
    return True


def _take(path: str, base: Path) -> None:
    """Bind a file or folder of the true tree to its own name in the new one."""
    place = Path(f"{base}{path}")
    if Path(path).is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    _mount(path, str(place), _BIND | _REC)


def _mounts_in(base: Path) -> list[str]:
    """Return every mount of the new tree, those that came with a folder too."""
    rows = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    points = (row.split()[4].encode().decode("unicode_escape") for row in rows)
    found = [point.encode("latin-1").decode() for point in points]
    return [point for point in found if Path(point).is_relative_to(base)]


def _close_for_writing(mount: str) -> None:
    """Make a mount read only; the bits that its owner locked must stay as they are."""
    bits = os.statvfs(mount).f_flag
    kept = bits & _KEPT & ~_RELATIME
    relative = _RELATIME if bits & _ST_RELATIME else 0
    _mount(None, mount, _REMOUNT | _BIND | _RDONLY | kept | relative)


def _pivot(base: Path) -> None:
    """Make `base` the root and let the old one go."""
    os.chdir(base)
    call = _PIVOT_ROOT.get(platform.machine(), _PIVOT_ROOT_ELSEWHERE)
    if libc().syscall(call, b".", b".") != 0:
        raise OSError
    # the old root lies upon the new one now
    if libc().umount2(b".", _DETACH) != 0:
        raise OSError
    os.chdir("/")


def _mount(
    source: str | None, target: str, flags: int, kind: str = "", data: str = ""
) -> None:
    arguments = (
        source.encode() if source else None,
        target.encode(),
        kind.encode() or None,
        flags,
        data.encode() or None,
    )
    if libc().mount(*arguments) != 0:
        raise OSError
