"""RAR and 7z by libarchive where it is present; tar and gzip everywhere."""

import bz2
import ctypes.util
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.adapters.unpack import libarchive_stream
from mailbot.adapters.unpack.members import MEBIBYTE, UnpackLimits
from mailbot.adapters.unpack.probe import probe
from mailbot.adapters.unpack.rar_headers import RarHeaders, rar_headers
from mailbot.core.record.documents import Kind, Problem
from tests.adapters.unpack.conftest import Unpack
from tests.adapters.unpack.test_zips import zipped
from tests.support.archives import locked_rar5, rar4, rar5, rar5_record

with_libarchive = pytest.mark.skipif(
    libarchive_stream.library() is None, reason="the system has no libarchive"
)
GBK_NAME = "报送/教体局.txt".encode("gbk")


@with_libarchive
def test_an_old_rar_with_gbk_names_is_read(unpack: Unpack) -> None:
    found = unpack(rar4({GBK_NAME: b"hello", b"__MACOSX/._x": b""}), "报送.rar")
    (member,) = found.members
    assert (member.name, member.raw_name) == ("教体局.txt", GBK_NAME)
    assert (member.size, member.inside, found.problem) == (5, ("报送.rar",), None)


@with_libarchive
def test_a_new_rar_is_read_and_its_climbing_names_are_flagged(unpack: Unpack) -> None:
    found = unpack(rar5({"报送/教体局.txt": b"hello", "../../x": b"y"}))
    assert [(m.name, m.problem) for m in found.members] == [
        ("教体局.txt", None),
        ("x", Problem.UNSAFE),
    ]


@with_libarchive
@pytest.mark.parametrize("data", [rar4({b"a": b"b"}, flags=0x80), locked_rar5()])
def test_a_rar_with_locked_headers_is_encrypted(unpack: Unpack, data: bytes) -> None:
    assert unpack(data).problem == Problem.ENCRYPTED


@with_libarchive
@pytest.mark.parametrize(
    "data",
    [rar4({b"a": b"b" * 99}), rar5({"a": b"b" * 99})],
    ids=["rar 4", "rar 5"],
)
def test_a_broken_rar_is_corrupt_and_never_raises(unpack: Unpack, data: bytes) -> None:
    assert unpack(data[:90]).problem or unpack(data[:90]).members[0].problem
    for at in range(8, len(data)):
        unpack(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


LOCK = rar5_record(1, b"\0\0\x0f" + bytes(32))
TIME = rar5_record(3, b"\x03" + bytes(4))


@with_libarchive
def test_files_under_a_password_in_a_new_rar_are_told_by_name(unpack: Unpack) -> None:
    found = unpack(rar5({"教体局.txt": b"ciphered"}, extra=TIME + LOCK))
    assert [(m.name, m.problem, m.stored) for m in found.members] == [
        ("教体局.txt", Problem.ENCRYPTED, None)
    ]
    assert found.problem == Problem.ENCRYPTED
    assert unpack(rar5({"a.txt": b"x"}, extra=TIME)).members[0].size == 1


@with_libarchive
def test_one_volume_of_several_is_unsupported(unpack: Unpack) -> None:
    assert unpack(rar5({"a": b"b"}, volume=True)).problem == Problem.UNSUPPORTED
    assert unpack(rar4({b"a": b"b"}, flags=1)).problem == Problem.UNSUPPORTED


@with_libarchive
def test_a_file_that_only_points_to_another_is_not_taken_for_empty(
    unpack: Unpack,
) -> None:
    for kind in (b"\4", b"\5"):  # a hard link, a copy
        link = rar5_record(5, kind + b"\0\1a")
        (member,) = unpack(rar5({"b": b""}, extra=link)).members
        assert member.problem == Problem.UNSUPPORTED


def test_the_headers_of_a_rar_end_at_nonsense_and_at_their_bound(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.rar"
    start = b"Rar!\x1a\x07\x01\x00"
    path.write_bytes(start + b"crc!" + b"\xff\xff\xff\x7f")
    assert rar_headers(path) == RarHeaders()
    path.write_bytes(start + b"crc!\x0b\2" + b"\xff" * 10)
    assert rar_headers(path) == RarHeaders()
    path.write_bytes(start + b"crc!\2\3\0" * 10_001)
    assert rar_headers(path) == RarHeaders()


@with_libarchive
def test_too_many_files_in_a_rar_are_too_large(unpack: Unpack) -> None:
    found = unpack(
        rar5({f"{n}": b"" for n in range(5)}), limits=UnpackLimits(entries=3)
    )
    assert found.problem == Problem.TOO_LARGE


def test_without_the_library_rar_is_unsupported_and_doctor_says_so(
    unpack: Unpack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libarchive_stream, "_NAMES", ())
    monkeypatch.setattr(ctypes.util, "find_library", lambda _n: None)
    libarchive_stream.library.cache_clear()
    assert unpack(rar5({"a": b"b"})).problem == Problem.UNSUPPORTED
    (part,) = probe()
    assert not part.present
    monkeypatch.setattr(libarchive_stream, "_NAMES", ("no-such-library.so",))
    libarchive_stream.library.cache_clear()
    assert libarchive_stream.library() is None
    monkeypatch.undo()
    libarchive_stream.library.cache_clear()


@with_libarchive
def test_a_zip_that_is_cut_short_gives_what_came_whole(unpack: Unpack) -> None:
    found = unpack(zipped({"a.txt": b"hello", "b.txt": bytes(range(200))})[:150])
    assert (found.members[0].name, found.members[0].size) == ("a.txt", 5)
    assert found.problem == Problem.CORRUPT


@with_libarchive
def test_a_broken_zip_that_is_too_much_is_told_as_that(unpack: Unpack) -> None:
    data = zipped({f"{n}": b"" for n in range(5)})[:-20]
    assert unpack(data, limits=UnpackLimits(entries=3)).problem == Problem.TOO_LARGE


@with_libarchive
def test_doctor_is_told_which_library_there_is() -> None:
    (part,) = probe()
    assert part.present
    assert part.says[0].isdigit()


@pytest.fixture
def seven(tmp_path: Path) -> str:
    program = shutil.which("7z") or shutil.which("7zz")
    if program is None or libarchive_stream.library() is None:
        pytest.skip("7z or libarchive is not installed")
    (tmp_path / "教体局.txt").write_text("hello")
    (tmp_path / "bomb").write_bytes(bytes(30 * MEBIBYTE))
    return program


def packed(program: str, folder: Path, *arguments: str) -> bytes:
    archive = folder / "made.7z"
    command = [program, "a", str(archive), *arguments]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return archive.read_bytes()


def test_a_7z_is_read(unpack: Unpack, seven: str, tmp_path: Path) -> None:
    (member,) = unpack(packed(seven, tmp_path, "教体局.txt")).members
    assert (member.name, member.size, member.kind) == ("教体局.txt", 5, Kind.TXT)


@pytest.mark.parametrize("headers", ["on", "off"])
def test_a_7z_under_a_password_is_encrypted(
    unpack: Unpack, seven: str, tmp_path: Path, headers: str
) -> None:
    data = packed(seven, tmp_path, "-psecret", f"-mhe={headers}", "教体局.txt")
    found = unpack(data)
    assert found.problem == Problem.ENCRYPTED
    assert {m.problem for m in found.members} <= {Problem.ENCRYPTED}


def test_a_7z_bomb_is_a_bomb(unpack: Unpack, seven: str, tmp_path: Path) -> None:
    assert unpack(packed(seven, tmp_path, "bomb")).problem == Problem.BOMB


def taped(files: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", encoding=encoding, format=tarfile.GNU_FORMAT
    ) as tape:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        tape.addfile(folder)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tape.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tape.addfile(link)
    return out.getvalue()


PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "plain": bytes,
}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_tar_is_read_plain_and_packed(
    unpack: Unpack, pack: Callable[[bytes], bytes]
) -> None:
    found = unpack(pack(taped({"教体局.txt": b"hello"}, "gbk")), "a.tar.gz")
    assert [(m.name, m.size, m.problem) for m in found.members] == [
        ("教体局.txt", 5, None),
        ("link", 0, Problem.UNSAFE),
    ]


def test_a_single_packed_file_bears_its_containers_name(unpack: Unpack) -> None:
    (member,) = unpack(gzip.compress(b"hello"), "表.txt.GZ").members
    assert (member.name, member.size) == ("表.txt", 5)
    (member,) = unpack(bz2.compress(b"hello"), "表").members
    assert member.name == "表"


@pytest.mark.parametrize("pack", list(PACKERS.values())[:3], ids=list(PACKERS)[:3])
def test_a_packed_file_that_is_cut_short_is_corrupt(
    unpack: Unpack, pack: Callable[[bytes], bytes]
) -> None:
    data: bytes = pack(bytes(range(256)) * 99)
    (member,) = unpack(data[: len(data) // 2]).members
    assert member.problem == Problem.CORRUPT


def test_a_tar_that_is_cut_short_is_corrupt(unpack: Unpack) -> None:
    data = taped({"a": b"x" * 2000, "b": b"y" * 2000})
    found = unpack(data[:1900])
    assert found.problem == Problem.CORRUPT or found.members[-1].problem
    found = unpack(gzip.compress(data)[:60])
    assert found.problem or found.members[-1].problem


def test_a_packed_bomb_is_a_bomb(unpack: Unpack) -> None:
    assert unpack(gzip.compress(bytes(40 * MEBIBYTE))).problem == Problem.BOMB
