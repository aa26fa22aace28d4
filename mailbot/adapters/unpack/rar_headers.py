"""What libarchive does not tell of a RAR: locked and pointing files, and volumes.

libarchive 3.6 knows no file encryption in RAR 5 and gives out the ciphered bytes
as the file; a file stored as "the same as that one" comes out empty. Source: the
RAR 5.0 and RAR 4 technical notes at rarlab.com.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_RAR5: Final = b"Rar!\x1a\x07\x01\x00"
_RAR4: Final = b"Rar!\x1a\x07\x00"
_MAIN, _FILE, _ARCHIVE_LOCK, _END = 1, 2, 4, 5  # types of RAR 5 blocks
_HAS_EXTRA, _HAS_DATA = 1, 2  # flags of RAR 5 blocks
_HAS_TIME, _HAS_CRC = 2, 4  # flags of RAR 5 files
_VOLUME: Final = 1
_LOCK, _POINTER = 1, 5  # types of extra records
_HEADER_BYTES: Final = 2 * 1024 * 1024  # the format's own bound
_BLOCKS: Final = 10_000


@dataclass(frozen=True, slots=True)
class RarHeaders:
    """`locked` names the files under a password, `pointing` those that only point."""

    volume: bool = False
    locked: tuple[bytes, ...] = ()
    pointing: tuple[bytes, ...] = ()


class _Header:
    """One RAR 5 header, read number by number; missing bytes count as zeros."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def number(self) -> int:
        """Read a variable-length number: seven bits a byte, lowest first."""
        value = shift = 0
        while True:
            byte = self.data[self.at] if self.at < len(self.data) else 0
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 63:  # noqa: PLR2004 - a 64-bit number
                return value

    def bytes(self, length: int) -> bytes:
        """Read `length` bytes, fewer at the end."""
        self.at += length
        return self.data[self.at - length : self.at]


def rar_headers(source: Path) -> RarHeaders:
    """Read a RAR's headers as far as they go; nothing for another file."""
    with source.open("rb") as stream:
        head = stream.read(len(_RAR5))
        if head == _RAR5:
            return _rar5(stream)
        if head.startswith(_RAR4):
            # main header: CRC of two bytes, type, flags, of which bit 0 is "volume"
            stream.seek(len(_RAR4) + 3)
            flags = int.from_bytes(stream.read(2), "little")
            return RarHeaders(volume=bool(flags & _VOLUME))
    return RarHeaders()


def _rar5(stream: BinaryIO) -> RarHeaders:
    volume, locked, pointing = False, [], []
    for kind, header, extra in _blocks(stream):
        if kind == _MAIN:
            volume = bool(header.number() & _VOLUME)
        elif kind == _FILE:
            name = _file_name(header)
            records = _records(header.data[-extra:] if extra else b"")
            locked += [name] * (_LOCK in records)
            pointing += [name] * (_POINTER in records)
    return RarHeaders(volume, tuple(locked), tuple(pointing))


def _blocks(stream: BinaryIO) -> Iterator[tuple[int, _Header, int]]:
    """Yield each block's type, its header behind the sizes, its extra area's size."""
    for _ in range(_BLOCKS):
        stream.seek(4, 1)  # the header's CRC
        size = _size(stream)
        if not 0 < size <= _HEADER_BYTES:
            return
        header = _Header(stream.read(size))
        kind, flags = header.number(), header.number()
        extra = header.number() if flags & _HAS_EXTRA else 0
        data = header.number() if flags & _HAS_DATA else 0
        if kind in {_ARCHIVE_LOCK, _END}:
            return
        yield kind, header, extra
        stream.seek(min(data, 1 << 40), 1)


def _size(stream: BinaryIO) -> int:
    """Read a header's size: a number of at most three bytes."""
    place = stream.tell()
    head = _Header(stream.read(3))
    size = head.number()
    stream.seek(place + head.at)
    return size


def _file_name(header: _Header) -> bytes:
    flags = header.number()
    header.number()  # unpacked size
    header.number()  # attributes
    header.bytes((4 if flags & _HAS_TIME else 0) + (4 if flags & _HAS_CRC else 0))
    header.number()  # compression
    header.number()  # system
    return header.bytes(header.number())


def _records(extra: bytes) -> set[int]:
    """Return the types of the records in a header's extra area."""
    records, found = _Header(extra), set[int]()
    while records.at < len(extra):
        size = records.number()
        end = records.at + size
        found.add(records.number())
        records.at = max(end, records.at)
    return found
