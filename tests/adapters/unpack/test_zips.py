"""Zip archives: names, locks, bombs, breaks."""

import io
import stat
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from mailbot.adapters.unpack.members import MEBIBYTE, UnpackLimits
from mailbot.core.record.documents import Kind, Problem
from tests.adapters.unpack.conftest import Unpack


def zipped(
    entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, extra: bytes = b""
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.extra = method, extra
            archive.writestr(info, content)
    return out.getvalue()


def named(raw: bytes, content: bytes = b"x", extra: bytes = b"") -> bytes:
    """Return a zip whose one name is these bytes, without the UTF-8 flag."""
    placeholder = "x" * len(raw)
    data = zipped({placeholder: content}, extra=extra)
    return data.replace(placeholder.encode(), raw)


def test_members_come_out_under_names_of_our_own(unpack: Unpack) -> None:
    found = unpack(zipped({"报送/报表.txt": b"hello", "b.txt": b"x"}), "报送.zip")
    first, second = found.members
    assert (first.name, first.entry) == ("报表.txt", "报送/报表.txt")
    assert first.inside == second.inside == ("报送.zip",)
    assert (first.kind, first.size) == (Kind.TXT, 5)
    assert first.stored is not None
    assert first.stored.name.startswith("member-")
    assert first.stored.read_bytes() == b"hello"
    assert first.sha256.startswith("2cf24dba")
    assert found.problem is None


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("沂源县教体局.txt".encode("gbk"), "沂源县教体局.txt"),
        ("沂源县教体局.txt".encode(), "沂源县教体局.txt"),
        ("縣教育局季報表.txt".encode("big5"), "縣教育局季報表.txt"),
        ("沂源縣𠮷镇㐂.txt".encode("gb18030"), "沂源縣𠮷镇㐂.txt"),
        (b"plain.txt", "plain.txt"),
        (b"\xff\xff.txt", "ÿÿ.txt"),
    ],
)
def test_a_name_without_the_flag_is_utf8_or_gbk(
    unpack: Unpack, raw: bytes, name: str
) -> None:
    (member,) = unpack(named(raw)).members
    assert (member.name, member.raw_name) == (name, raw)


def test_a_name_that_differs_beside_the_content_does_no_harm(unpack: Unpack) -> None:
    data = zipped({"教体局.txt": b"hello"})
    gbk = "教体局县.tx".encode("gbk").ljust(len("教体局.txt".encode()))
    odd = bytearray(data.replace("教体局.txt".encode(), gbk, 1))
    odd[7] &= ~0x08  # the local header's UTF-8 flag
    (member,) = unpack(bytes(odd)).members
    assert (member.name, member.size, member.problem) == ("教体局.txt", 5, None)


def test_a_name_that_only_claims_to_be_utf8_is_gbk(unpack: Unpack) -> None:
    claiming = bytearray(named("教体局.txt".encode("gbk")))
    for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        claiming[claiming.index(mark) + at] |= 0x08  # general purpose flag, bit 11
    found = unpack(bytes(claiming))
    (member,) = found.members
    assert (found.problem, member.problem, member.name) == (None, None, "教体局.txt")
    assert member.size > 0


def test_info_zips_unicode_name_is_taken_when_it_was_made_for_this_name(
    unpack: Unpack,
) -> None:
    def extra(raw: bytes) -> bytes:
        body = b"\1" + struct.pack("<I", zlib.crc32(raw)) + "教体局.txt".encode()
        other = struct.pack("<HH", 0x5455, 1) + b"\0"
        return other + struct.pack("<HH", 0x7075, len(body)) + body

    (right,) = unpack(named(b"????.txt", extra=extra(b"????.txt"))).members
    (wrong,) = unpack(named(b"abcd.txt", extra=extra(b"????.txt"))).members
    assert (right.name, wrong.name) == ("教体局.txt", "abcd.txt")


def test_names_that_lead_out_are_text_and_flagged(
    unpack: Unpack, tmp_path: Path
) -> None:
    names = ["../../x.txt", "/etc/passwd", "a\\..\\..\\b.txt", "a\x01.txt"]
    found = unpack(zipped(dict.fromkeys(names, b"evil")))
    assert [m.entry for m in found.members] == names
    assert {m.problem for m in found.members} == {Problem.UNSAFE}
    assert all(m.stored and m.stored.parent == tmp_path / "out" for m in found.members)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "source"]


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("C:\\Users\\张某\\Desktop\\报表.docx", "报表.docx"),
        ("d:报表.docx", "报表.docx"),
        ("D:/报送/报表.docx", "报表.docx"),
    ],
)
def test_a_whole_path_of_windows_is_read_under_its_last_name(
    unpack: Unpack, entry: str, name: str
) -> None:
    (member,) = unpack(zipped({entry: b"good"})).members
    assert (member.name, member.entry, member.problem) == (name, entry, None)


def test_folders_and_the_shadows_of_a_mac_are_skipped(unpack: Unpack) -> None:
    names = ["d/", "__MACOSX/._a", "d/__MACOSX/x", "a.txt"]
    found = unpack(zipped(dict.fromkeys(names, b"")))
    assert [m.name for m in found.members] == ["a.txt"]


def test_a_companion_comes_out_and_is_not_looked_into(unpack: Unpack) -> None:
    inner = zipped({"x.txt": b"x"})
    found = unpack(zipped({"d/themedata.thmx": inner, "报送.zip": inner}))
    assert [(m.name, m.opened) for m in found.members] == [
        ("themedata.thmx", False),
        ("报送.zip", True),
        ("x.txt", False),
    ]


def locked(data: bytes) -> bytes:
    """Set the encryption bit in the local header and in the directory."""
    out = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        out[place + at] |= 1
    return bytes(out)


def test_a_locked_archive_shows_its_names_and_says_so(unpack: Unpack) -> None:
    found = unpack(locked(zipped({"a.txt": b"x"})))
    assert found.problem == Problem.ENCRYPTED
    assert [(m.name, m.problem) for m in found.members] == [
        ("a.txt", Problem.ENCRYPTED)
    ]


def test_files_beside_a_locked_one_are_read(unpack: Unpack) -> None:
    found = unpack(locked(zipped({"a.txt": b"x", "b.txt": b"y"})))
    assert [m.problem for m in found.members] == [Problem.ENCRYPTED, None]
    assert found.problem is None


def test_a_link_is_not_followed(unpack: Unpack) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    (member,) = unpack(out.getvalue()).members
    assert (member.problem, member.stored) == (Problem.UNSAFE, None)


@pytest.mark.parametrize(
    "method",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
)
def test_every_method_of_the_library_is_read_and_its_breaks_are_known(
    unpack: Unpack, method: int, tmp_path: Path
) -> None:
    content = bytes(n * n % 251 for n in range(5500))
    data = zipped({"a.txt": content}, method)
    assert unpack(data).members[0].size == 5500
    broken = bytearray(data)
    broken[60:64] = b"\xff\xff\xff\xff"
    found = unpack(bytes(broken))
    assert found.members[0].problem == Problem.CORRUPT
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_an_unknown_method_is_unsupported(unpack: Unpack) -> None:
    data = bytearray(zipped({"a.txt": b"x"}))
    data[8] = data[data.find(b"PK\x01\x02") + 10] = 97
    assert unpack(bytes(data)).members[0].problem == Problem.UNSUPPORTED


@pytest.mark.parametrize("cut", [4, 30, 60])
def test_a_zip_that_is_cut_short_is_corrupt(unpack: Unpack, cut: int) -> None:
    data = zipped({"a.txt": b"hello"})
    assert unpack(data[:-cut]).problem == Problem.CORRUPT


def test_a_bomb_is_refused_by_what_its_directory_says(
    unpack: Unpack, tmp_path: Path
) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.txt", "w") as member,
    ):
        for _ in range(400):
            member.write(bytes(MEBIBYTE))
    begun = time.thread_time()
    assert unpack(out.getvalue()).problem == Problem.BOMB
    assert time.thread_time() - begun < 2
    assert not list((tmp_path / "out").iterdir())


def test_too_many_and_too_large_files_are_refused(unpack: Unpack) -> None:
    many = zipped({f"{n}.txt": b"" for n in range(201)})
    assert unpack(many).problem == Problem.TOO_LARGE
    data = zipped({"a": b"x" * 3000}, zipfile.ZIP_STORED)
    assert unpack(data, limits=UnpackLimits(total=2000)).problem == Problem.TOO_LARGE
    (member,) = unpack(data, limits=UnpackLimits(member=2000)).members
    assert (member.problem, member.stored) == (Problem.TOO_LARGE, None)


def test_the_limits_hold_for_all_containers_together(unpack: Unpack) -> None:
    inner = zipped({"a.txt": b"x" * 900}, zipfile.ZIP_STORED)
    outer = zipped({"1.zip": inner, "2.zip": inner, "3.zip": inner}, zipfile.ZIP_STORED)
    found = unpack(outer, limits=UnpackLimits(total=5000))
    assert [(m.name, m.problem) for m in found.members if m.problem] == [
        ("3.zip", Problem.TOO_LARGE)
    ]
    found = unpack(outer, limits=UnpackLimits(entries=4))
    assert found.problem == Problem.TOO_LARGE


def test_entries_that_share_bytes_are_a_bomb(unpack: Unpack) -> None:
    data = zipped({"a": b"x" * 90, "b": b"y" * 90}, zipfile.ZIP_STORED)
    second = data.rfind(b"PK\x01\x02")
    overlapping = bytearray(data)
    overlapping[second + 42 : second + 46] = struct.pack("<I", 10)
    assert unpack(bytes(overlapping)).problem == Problem.BOMB


def test_a_huge_directory_is_not_even_read(unpack: Unpack) -> None:
    data = bytearray(zipped({"a": b"x"}))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 50_000_000)
    assert unpack(bytes(data)).problem == Problem.TOO_LARGE
    zip64 = b"PK\x06\x06" + bytes(36) + struct.pack("<QQ", 50_000_000, 0)
    data[end + 12 : end + 16] = b"\xff" * 4
    data[end:end] = zip64
    assert unpack(bytes(data)).problem == Problem.TOO_LARGE


def test_bombs_in_bombs_end_within_the_limits(unpack: Unpack) -> None:
    data = zipped({"0.txt": bytes(90 * MEBIBYTE)})
    for _ in range(3):
        data = zipped({f"{n}.zip": data for n in range(16)})
    begun = time.thread_time()
    found = unpack(data)
    assert time.thread_time() - begun < 5
    assert {m.problem for m in found.members} <= {Problem.BOMB, Problem.TOO_LARGE, None}
    assert any(m.problem == Problem.BOMB for m in found.members)
    assert sum(m.size for m in found.members) < 200 * MEBIBYTE


def test_an_archive_in_archives_is_opened_to_the_depth_allowed(unpack: Unpack) -> None:
    data = zipped({"表.txt": b"hello"})
    for n in (3, 2):
        data = zipped({f"{n}.zip": data})
    found = unpack(data, "1.zip")
    assert found.members[-1].inside == ("1.zip", "2.zip", "3.zip")
    assert [m.opened for m in found.members] == [True, True, False]
    deeper = unpack(zipped({"b.zip": data}), "a.zip")
    assert (deeper.members[-1].name, deeper.members[-1].problem) == (
        "3.zip",
        Problem.BOMB,
    )


def quine() -> bytes:
    """Return a zip that holds itself as far as one level can: its own bytes twice."""
    data = zipped({"r.zip": b""})
    for _ in range(12):
        data = zipped({"r.zip": data, "s.zip": data}, zipfile.ZIP_STORED)
    return data


def test_an_endless_nest_ends(unpack: Unpack) -> None:
    begun = time.thread_time()
    found = unpack(quine())
    assert time.thread_time() - begun < 5
    assert any(m.problem == Problem.BOMB for m in found.members)


def test_a_document_or_a_text_is_no_container(unpack: Unpack) -> None:
    assert unpack(b"%PDF-1.4\n").members == ()


def test_no_flipped_byte_raises(unpack: Unpack) -> None:
    data = zipped({"报表.txt": b"hello" * 9, "b.zip": zipped({"c": b"d"})})
    for at in range(0, len(data), 2):
        unpack(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        unpack(data[:at])
