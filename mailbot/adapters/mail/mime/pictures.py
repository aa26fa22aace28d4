"""Which pictures shown in a letter are pages, and which are logos.

Clerks paste the photograph of a stamped page into the letter's body; mail programs
put logos, avatars and rules there the same way. Only size tells them apart.
"""

from __future__ import annotations

import struct
from typing import Final

_SHORT_SIDE: Final = 500  # pixels; a banner is wide but low
_LONG_SIDE: Final = 700
_BYTES: Final = 20_000  # a photographed page is more, an empty frame less
_SEGMENTS: Final = 200  # of a JPEG before its frame
_SIDE: Final = 0x3FFF  # fourteen bits of a WebP's side
_NO_FRAME: Final = frozenset((0xC4, 0xC8, 0xCC))  # tables among the frame markers


def is_page(picture: bytes) -> bool:
    """Tell whether a PNG, JPEG, BMP or WebP is large enough to show a page of text."""
    if len(picture) < _BYTES:
        return False
    sides = sorted(_sides(picture))
    return sides[0] >= _SHORT_SIDE and sides[1] >= _LONG_SIDE


def _sides(picture: bytes) -> tuple[int, int]:
    """Return width and height in pixels, zeros where the bytes do not say."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack_from(">II", picture, 16)
        return width, height
    if picture.startswith(b"BM"):
        width, height = struct.unpack_from("<ii", picture, 18)
        return abs(width), abs(height)
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return _webp_sides(picture)
    return _jpeg_sides(picture) if picture.startswith(b"\xff\xd8") else (0, 0)


def _webp_sides(picture: bytes) -> tuple[int, int]:
    """Read the sides in a WebP's first chunk (RFC 9649, 2.5 to 2.7; RFC 6386, 9.1)."""
    match picture[12:16]:
        case b"VP8X":
            wide, high = picture[24:27], picture[27:30]
            sides = (int.from_bytes(side, "little") + 1 for side in (wide, high))
        case b"VP8L":
            packed = int.from_bytes(picture[21:25], "little")
            sides = ((packed >> shift & _SIDE) + 1 for shift in (0, 14))
        case b"VP8 ":
            sides = (side & _SIDE for side in struct.unpack_from("<HH", picture, 26))
        case _:
            return 0, 0
    width, height = sides
    return width, height


def _jpeg_sides(picture: bytes) -> tuple[int, int]:
    """Step over a JPEG's segments to its frame (ITU T.81, B.2.2)."""
    at = 2
    for _ in range(_SEGMENTS):
        if at + 9 > len(picture) or picture[at] != 0xFF:  # noqa: PLR2004 - a marker
            break
        marker = picture[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:  # noqa: PLR2004
            height, width = struct.unpack_from(">HH", picture, at + 5)
            return width, height
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return 0, 0
