"""Records and strings of Excel's binary format ([MS-XLS] 2.1.4, 2.5.293)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from mailbot.adapters.documents.bounds import MAX_CHARACTERS, Refusal
from mailbot.core.record.documents import Problem

_CONTINUE: Final = 0x003C
_WIDE, _EXTENDED, _RICH = 1, 4, 8  # a string's flag bits


class Records:
    """The records of a stream from an offset on: (kind, data)."""

    def __init__(self, stream: bytes, offset: int) -> None:
        self._stream = stream
        self._at = offset

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while self._at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, self._at)
            start = self._at + 4
            self._at = start + size
            yield kind, self._stream[start : start + size]

    def continued(self) -> list[bytes]:
        """Take and return the CONTINUE records that follow the present one."""
        found: list[bytes] = []
        while self._stream[self._at : self._at + 2] == _CONTINUE.to_bytes(2, "little"):
            (size,) = struct.unpack_from("<H", self._stream, self._at + 2)
            found.append(self._stream[self._at + 4 : self._at + 4 + size])
            self._at += 4 + size
        return found


def text_at(data: bytes, at: int) -> str:
    """Return the string that stands whole at an offset of one record."""
    return _Strings([data[at:]]).string()


def shared_strings(chunks: list[bytes]) -> list[str]:
    """Return the shared strings told by an SST record and those continuing it."""
    (count,) = struct.unpack_from("<I", chunks[0], 4)
    strings = _Strings([chunks[0][8:], *chunks[1:]])
    return [strings.string() for _ in range(min(count, sum(map(len, chunks))))]


class _Strings:
    """Reads strings across record borders; a border repeats the width flag."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        self._chunk = 0
        self._at = 0
        self._left = MAX_CHARACTERS

    def string(self) -> str:
        """Return the next string; struct.error or IndexError where none is left."""
        count, flags = struct.unpack("<HB", self._plain(3))
        runs = struct.unpack("<H", self._plain(2))[0] if flags & _RICH else 0
        more = struct.unpack("<I", self._plain(4))[0] if flags & _EXTENDED else 0
        self._left -= count
        if self._left < 0:
            raise Refusal(Problem.TOO_LARGE)
        text = self._characters(count, wide=bool(flags & _WIDE))
        self._skip(4 * runs + more)
        return text

    def _characters(self, count: int, *, wide: bool) -> str:
        parts: list[str] = []
        while count > 0:
            width = 2 if wide else 1
            if self._rest() < width:  # the rest stands in the next record
                self._next()
                wide = bool(self._plain(1)[0] & _WIDE)
                continue
            size = min(count, self._rest() // width)
            raw = self._plain(size * width)
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= size
        return "".join(parts)

    def _rest(self) -> int:
        return len(self._chunks[self._chunk]) - self._at

    def _next(self) -> None:
        self._chunk += 1
        self._at = 0

    def _plain(self, size: int) -> bytes:
        """Take bytes that no border divides; a border may stand before them."""
        if self._rest() == 0:
            self._next()
        data = self._chunks[self._chunk][self._at : self._at + size]
        if len(data) < size:
            raise IndexError(size)
        self._at += size
        return data

    def _skip(self, size: int) -> None:
        while size > 0:
            if self._rest() == 0:
                self._next()
            step = min(size, self._rest())
            self._at += step
            size -= step
