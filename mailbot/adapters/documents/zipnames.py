"""The names in a zip's directory, read within bounds and from broken files too.

The standard library builds an object for each entry and gives up on a file whose
end is missing; to tell a docx from an archive the first few thousand names do.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import BinaryIO

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_COMMENT_BYTES: Final = 65535
_DIRECTORY_BYTES: Final = 1024 * 1024
_MEMBER_BYTES: Final = 1024 * 1024
_LOCAL: Final = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_FAULTS: Final = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def is_zip(stream: BinaryIO) -> bool:
    """Tell whether a zip directory stands at the end, whatever the start is."""
    return bool(_directory(stream))


def zip_names(stream: BinaryIO) -> tuple[str, ...]:
    """Return the entries' names, decoded loosely; at most a megabyte of directory."""
    directory = _directory(stream)
    if directory:
        return tuple(_directory_names(directory))
    return tuple(_local_names(stream))


def zip_member(stream: BinaryIO, name: str) -> bytes:
    """Return at most a megabyte of one entry's content, b"" if unreadable."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(name) as member:
            return member.read(_MEMBER_BYTES)
    except _FAULTS:
        return b""


def _directory(stream: BinaryIO) -> bytes:
    """Return the central directory's first bytes, b"" if there is none.

    Its place is reckoned from the end record backwards, so junk before the zip
    does no harm; a ZIP64 file is left to the names beside the contents.
    """
    size = stream.seek(0, 2)
    start = max(0, size - _COMMENT_BYTES - _END_BYTES)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return b""
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    place = start + at - length
    if place < 0:
        return b""
    stream.seek(place)
    data = stream.read(min(length, _DIRECTORY_BYTES))
    return data if data.startswith(b"PK\x01\x02") else b""


def _directory_names(directory: bytes) -> list[str]:
    names: list[str] = []
    at = 0
    while directory[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(directory):
        name, extra, comment = struct.unpack_from("<HHH", directory, at + 28)
        names.append(_decoded(directory[at + 46 : at + 46 + name]))
        at += 46 + name + extra + comment
    return names


def _local_names(stream: BinaryIO) -> list[str]:
    """Collect the names that stand before the contents: the end may be cut off."""
    stream.seek(0)
    data = stream.read(4 * _DIRECTORY_BYTES)
    return [
        _decoded(data[found.end() : found.end() + int.from_bytes(found[1], "little")])
        for found in _LOCAL.finditer(data)
    ]


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "replace")
