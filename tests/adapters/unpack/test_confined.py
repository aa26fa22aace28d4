"""Unpacking where it really happens: in a confined child, which stays small."""

import io
import time
import zipfile
from pathlib import Path

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import MEGABYTE, Fence, Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.unpack.members import Tools
from mailbot.adapters.unpack.walk import Unpacker
from tests.adapters.unpack.conftest import parse_mail


def unpack_names(source: str, folder: str) -> tuple[list[str], str, int]:
    """Return members' names, the container's problem and the peak memory in KiB."""
    unpacker = Unpacker(Tools(kind_of, parse_mail), Path(folder))
    found = unpacker.unpack(Path(source), "a", kind_of(Path(source)))
    return [m.name for m in found.members], str(found.problem or ""), peak_kib()


def peak_kib() -> int:
    """Return the most memory this process ever held, in KiB; 0 if not on Linux.

    Not `ru_maxrss`, which a new process inherits from the one that started it.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if "VmHWM" in line), 0)


def test_large_files_and_bombs_pass_through_a_small_child(tmp_path: Path) -> None:
    large, bomb = tmp_path / "large.zip", tmp_path / "bomb.zip"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("大.bin", bytes(60 * MEGABYTE))
    large.write_bytes(out.getvalue())
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(60 * MEGABYTE))
        archive.writestr("b.txt", b"x")
    folder = tmp_path / "out"
    folder.mkdir()
    begun = time.perf_counter()
    fence = Fence(more=(str(Path(__file__).parents[2]),), unconfined=True)
    with Pool(Limits(), workers=1, fence=fence) as pool:
        first = pool.call(unpack_names, Lent(large), Workroom(folder))
        second = pool.call(unpack_names, Lent(bomb), Workroom(folder))
    assert time.perf_counter() - begun < 20
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert first[:2] == (["大.bin"], "")
    assert second[:2] == ([], "bomb")
    assert max(first[2], second[2]) < 100 * 1024
