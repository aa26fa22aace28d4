"""Styles of a .doc that hide their text ([MS-DOC] 2.9.271 STSH, 2.9.260 STD)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.word_file import HIDDEN, ON, read_sprms

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH, _CHARACTER = 1, 2  # kinds of style
_BEFORE: Final = {
    _PARAGRAPH: 1,
    _CHARACTER: 0,
}  # groups before the one wanted


def hidden_styles(sheet: bytes) -> frozenset[int]:
    """Return the numbers of the styles that hide; none of a sheet that is broken."""
    try:
        return frozenset(
            number for number, style, base in _styles(sheet) if _hides(style, base)
        )
    except (struct.error, IndexError):
        return frozenset()


def _styles(sheet: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield each style's number, bytes, and the length of its fixed part."""
    if not sheet:
        return
    size, count, base = struct.unpack_from("<HHH", sheet)
    at = 2 + size
    for number in range(count):
        (length,) = struct.unpack_from("<H", sheet, at)
        if length:
            yield number, sheet[at + 2 : at + 2 + length], base
        at += 2 + length


def _hides(style: bytes, base: int) -> bool:
    kind = style[2] & 15
    if kind not in _BEFORE:
        return False
    (letters,) = struct.unpack_from("<H", style, base)
    at = base + 2 + 2 * letters + 2
    for _ in range(_BEFORE[kind]):
        at += at % 2
        at += 2 + struct.unpack_from("<H", style, at)[0]
    at += at % 2
    (size,) = struct.unpack_from("<H", style, at)
    value = read_sprms(style[at + 2 : at + 2 + size]).get(HIDDEN, b"\0")
    return value[:1] != b"" and value[0] in ON
