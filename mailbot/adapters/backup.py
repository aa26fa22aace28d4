"""The state folder as one file, and back again."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from mailbot.errors import NeedsStaff, TryLater
from mailbot.fault_words import why

LEDGER = "mailbot.sqlite"
_KEPT = ("archive", "spool")
_ALONE = ("key",)  # files of the state folder itself
_NO_CONTENT = {".gitkeep", "lock"}
_FILE_MODE = 0o600
_ROOM, _WORK = ".restore-", "work"


def write_backup(state: Path, target: Path, copy_ledger: Callable[[Path], None]) -> int:
    """Write archive, spool and a consistent ledger as one .tar.gz; count the files.

    The ledger is copied first: a file that comes later is in the archive without a
    row, which a restored mailbot fetches again; never a row without its file. The
    backup appears whole or not at all. TryLater when the disk is full.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # among the workrooms: what a kill leaves there is swept away in time
        (state / _WORK).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=state / _WORK) as room:
            ledger = Path(room) / LEDGER
            copy_ledger(ledger)
            part.touch(mode=_FILE_MODE)
            with tarfile.open(part, "w:gz", compresslevel=1) as bundle:
                bundle.add(ledger, LEDGER)
                count = 1 + sum(_add(bundle, state, path) for path in _files(state))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as fault:
        raise TryLater(f"备份未能写入 {target}：{why(fault)}") from fault
    finally:
        part.unlink(missing_ok=True)
    return count


def _as_it_is(_room: Path) -> None:
    """Change nothing."""


def restore_backup(
    source: Path, state: Path, prepare: Callable[[Path], None] = _as_it_is
) -> int:
    """Lay a backup out as a state folder; count the files.

    `prepare` may change what was laid out before it takes its place, the ledger as
    the last: a ledger that is there is a whole one, and prepared. NeedsStaff if the
    folder holds anything, or the file is no whole backup: nothing is overwritten,
    and nothing half restored stays.
    """
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in state.glob(f"{_ROOM}*"):
        shutil.rmtree(left)  # of a restore that was killed
    if any(path.name not in _NO_CONTENT for path in state.glob("*")):
        raise NeedsStaff(f"{state} 不是空的，为免覆盖，请先移走其中的内容")
    try:
        with tempfile.TemporaryDirectory(dir=state, prefix=_ROOM) as name:
            room = Path(name)
            with tarfile.open(source, "r:gz") as bundle:
                count = sum(_restore(bundle, member, room) for member in bundle)
            if not (room / LEDGER).exists():
                raise NeedsStaff(f"{source} 里没有台账，不是mailbot的备份")
            prepare(room)
            for path in sorted(room.iterdir(), key=lambda p: p.name == LEDGER):
                path.rename(state / path.name)
    except (tarfile.TarError, EOFError, OSError, zlib.error) as fault:
        reason = "，可能已损坏或不是mailbot的备份"
        if isinstance(fault, OSError) and fault.errno:
            reason = f"（{why(fault)}）"
        words = f"{source} 不能读取{reason}"
        raise NeedsStaff(words) from fault
    return count


def _files(state: Path) -> Iterator[Path]:
    yield from (path for name in _ALONE if (path := state / name).is_file())
    for folder in _KEPT:
        yield from (p for p in sorted((state / folder).rglob("*")) if p.is_file())


def _add(bundle: tarfile.TarFile, state: Path, path: Path) -> bool:
    try:
        bundle.add(path, path.relative_to(state).as_posix())
    except FileNotFoundError:  # moved from spool to archive meanwhile
        return False
    return True


def _restore(bundle: tarfile.TarFile, member: tarfile.TarInfo, state: Path) -> bool:
    """Write one member under the folder; pass over what no backup of ours holds."""
    parts = PurePosixPath(member.name).parts
    content = bundle.extractfile(member) if member.isfile() else None
    foreign = ".." in parts or member.name.startswith("/") or "\\" in member.name
    if content is None or foreign:
        return False
    target = state.joinpath(*parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as file:
        while piece := content.read(1 << 20):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    target.chmod(_FILE_MODE)
    return True
