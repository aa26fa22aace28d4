"""Zip archives by the standard library, member by member, never `extractall`.

Sources: PKWARE APPNOTE 6.3; Info-ZIP's Unicode path field 0x7075 (APPNOTE 4.6.9);
bombs with overlapping entries: D. Fifield, "A better zip bomb" (2019).
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from mailbot.adapters.unpack.members import Exhausted, Loose, Opened, Unopenable
from mailbot.adapters.unpack.names import decoded, is_junk
from mailbot.adapters.unpack.room import Room, Shelf
from mailbot.core.record.documents import Problem

_CHUNK: Final = 256 * 1024
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_ENTRY_MARK: Final = b"PK\x01\x02"
_ENTRY_BYTES: Final = 46
_LOCAL_MARK: Final = b"PK\x03\x04"
_LOCAL_HEADER_BYTES: Final = 30
_UNICODE_PATH: Final = 0x7075
# The directory is read whole into memory: what no honest archive of a mail needs.
_DIRECTORY_BYTES: Final = 4 * 1024 * 1024
_TAIL_BYTES: Final = 65535 + 22 + 20 + 56  # comment, end record, both of ZIP64
_BROKEN: Final = (
    EOFError,
    IndexError,
    OSError,  # bzip2's data errors
    UnicodeDecodeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def open_zip(source: Path, room: Room, shelf: Shelf) -> Opened:
    """Open a zip; raises Unopenable for what its directory already shows."""
    _refuse_huge_directory(source)
    try:
        with _archive(source) as archive:
            entries = [i for i in archive.infolist() if not is_junk(_name(i)[0])]
    except (*_BROKEN, NotImplementedError) as fault:
        raise Unopenable(Problem.CORRUPT) from fault
    _refuse_overlap(entries)
    readable = [info for info in entries if not _is_locked(info)]
    room.announce(shelf, len(entries), sum(info.file_size for info in readable))
    if entries and not readable:
        return Opened(list(_locked(entries)))
    return Opened(_loose(source, entries))


class _Lenient(io.BufferedReader):
    """A zip's bytes; headers that call a name UTF-8 which is not are mended.

    Some packers set the flag and write GBK; the library gives the whole archive up.
    """

    mending = True  # while headers are read, not content

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if self.mending and data.startswith(_ENTRY_MARK):
            return _with_true_flags(data)
        if self.mending and data.startswith(_LOCAL_MARK):
            return data[:6] + bytes((data[6], data[7] & ~(_UTF8 >> 8))) + data[8:]
        return data


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    with (
        _Lenient(io.FileIO(source)) as file,  # closes the bytes beneath it, too
        zipfile.ZipFile(file) as archive,
    ):
        file.mending = False
        yield archive


def _with_true_flags(directory: bytes) -> bytes:
    """Return a directory without the UTF-8 flag where a name is no UTF-8."""
    mended = bytearray(directory)
    at = 0
    while directory.startswith(_ENTRY_MARK, at) and at + _ENTRY_BYTES < len(directory):
        (flags,) = struct.unpack_from("<H", directory, at + 8)
        lengths = struct.unpack_from("<HHH", directory, at + 28)
        name = directory[at + _ENTRY_BYTES : at + _ENTRY_BYTES + lengths[0]]
        if flags & _UTF8 and not _is_utf8(name):
            struct.pack_into("<H", mended, at + 8, flags & ~_UTF8)
        at += _ENTRY_BYTES + sum(lengths)
    return bytes(mended)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_locked(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & _ENCRYPTED)


def _locked(entries: Sequence[zipfile.ZipInfo]) -> Iterator[Loose]:
    for info in entries:
        yield Loose(*_name(info), Problem.ENCRYPTED)


def _loose(source: Path, entries: Sequence[zipfile.ZipInfo]) -> Iterator[Loose]:
    with _archive(source) as archive:
        for info in entries:
            yield Loose(*_name(info), _content(archive, info))


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Iterator[bytes] | Problem:
    if _is_locked(info):
        return Problem.ENCRYPTED
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem.UNSAFE
    return _chunks(archive, info)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with _member(archive, info) as member:
            while chunk := member.read(_CHUNK):
                yield chunk
    except NotImplementedError as fault:  # a method the library does not know
        raise Unopenable(Problem.UNSUPPORTED) from fault
    except _BROKEN as fault:
        raise Unopenable(Problem.CORRUPT) from fault


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member whatever name stands beside its content.

    Some packers write GBK there and UTF-8 in the directory; the library takes the
    difference for an attack, but no name of theirs is ever used as a path here.
    """
    stream = archive.fp
    if not isinstance(stream, _Lenient):
        return archive.open(info)
    stream.seek(info.header_offset + 26)
    length = int.from_bytes(stream.read(2), "little")
    stream.seek(info.header_offset + _LOCAL_HEADER_BYTES)
    stated, info.orig_filename = info.orig_filename, stream.read(length).decode("cp437")
    stream.mending = True
    try:
        return archive.open(info)
    finally:
        stream.mending, info.orig_filename = False, stated


def _refuse_huge_directory(source: Path) -> None:
    """Refuse by the size of the directory that the end records state."""
    with source.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _TAIL_BYTES))
        tail = stream.read()
    if max(_directory_sizes(tail), default=0) > _DIRECTORY_BYTES:
        raise Exhausted(Problem.TOO_LARGE)


def _directory_sizes(tail: bytes) -> Iterator[int]:
    """Read the directory's size from the end record and from ZIP64's."""
    for mark, at, form in ((b"PK\x05\x06", 12, "<I"), (b"PK\x06\x06", 40, "<Q")):
        place = tail.rfind(mark)
        if place >= 0 and place + at + struct.calcsize(form) <= len(tail):
            (size,) = struct.unpack_from(form, tail, place + at)
            if size != 0xFFFFFFFF:  # noqa: PLR2004 - "see ZIP64"
                yield size


def _refuse_overlap(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse entries that share compressed bytes: only bombs do that."""
    ordered = sorted(entries, key=lambda info: info.header_offset)
    for first, second in pairwise(ordered):
        end = first.header_offset + _LOCAL_HEADER_BYTES + first.compress_size
        if end > second.header_offset:
            raise Exhausted(Problem.BOMB)


def _name(info: zipfile.ZipInfo) -> tuple[str, bytes]:
    """Return a member's name as text and as it was written.

    Without the UTF-8 flag the library has decoded it as cp437, which loses
    nothing; Chinese programs wrote GBK there.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename, info.orig_filename.encode("utf-8", "surrogatepass")
    raw = info.orig_filename.encode("cp437", "replace")
    return _unicode_path(info.extra, raw) or decoded(raw), raw


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the name of field 0x7075 if it was made for this name, else ""."""
    at = 0
    while at + 4 <= len(extra):
        field, length = struct.unpack_from("<HH", extra, at)
        data = extra[at + 4 : at + 4 + length]
        if field == _UNICODE_PATH and data[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return data[5:].decode("utf-8", "replace")
        at += 4 + length
    return ""
