"""The inside of Word 97–2003's binary format: pieces, formatting runs ([MS-DOC]).

Text lies in pieces scattered over the WordDocument stream; what a character or a
paragraph *is* lies in 512-byte pages keyed by file offset (FC), not by character.
"""

from __future__ import annotations

import itertools
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_CHARACTERS, Refusal
from mailbot.core.record.documents import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIB_MAGIC: Final = 0xA5EC
_OLD_MAGIC: Final = frozenset((0xA5DC, 0xA5DB, 0xA59B, 0xA59C))  # Word 2, 6 and 95
_ENCRYPTED: Final = 0x0100
_TABLE_1: Final = 0x0200
_FIRST_WORD_97: Final = 101  # nFib below this: Word 6 and 95, another layout
_PAIRS: Final = 0x9A  # FibRgFcLcb97: pairs of offset and length in the table stream
_STSH, _CHPX, _PAPX, _CLX = 1, 12, 13, 33  # their places among the pairs
_STORIES: Final = (
    0x4C  # lengths: main, footnotes, headers, -, comments, endnotes, boxes…
)
_PAGE: Final = 512
_OPERAND_SIZE: Final = (1, 1, 2, 4, 2, 2, -1, 3)  # by the top three bits of a sprm
HIDDEN: Final = 0x083C  # sprmCFVanish
ON: Final = frozenset((1, 0x81))  # of a toggle: on, or the opposite of a style's off
STYLE: Final = 0  # no sprm: the place of a paragraph's style number among them
_DEFINE_TABLE: Final = 0xD608
_HUGE_PAPX: Final = (0x6645, 0x6646)
# Single-byte pieces are code page 1252 with these exceptions ([MS-DOC] 2.4.1).
_CODE_PAGE: Final = "cp1252"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start`..`end` lie at `offset`, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int
    change: tuple[int, int] | None  # a sprm and its value that hold for the piece


@dataclass(frozen=True, slots=True)
class Runs:
    """Formatting by file offset: run i holds from starts[i] to ends[i]."""

    starts: list[int]
    ends: list[int]
    sprms: list[dict[int, bytes]]

    def at(self, offset: int) -> dict[int, bytes]:
        """Return the properties of the byte at an offset ({} where none are told)."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.ends[index]:
            return {}
        return self.sprms[index]


class WordFile:
    """The streams of a .doc with their tables read; struct.error on broken ones."""

    def __init__(
        self, document: bytes, tables: tuple[bytes, bytes], data: bytes
    ) -> None:
        magic, version = struct.unpack_from("<HH", document)
        (flags,) = struct.unpack_from("<H", document, 10)
        if magic in _OLD_MAGIC:
            raise Refusal(Problem.UNSUPPORTED)
        if magic != _FIB_MAGIC:
            raise Refusal(Problem.CORRUPT)
        if flags & _ENCRYPTED:
            raise Refusal(Problem.ENCRYPTED)
        if version < _FIRST_WORD_97:
            raise Refusal(Problem.UNSUPPORTED)
        self._document, self._data = document, data
        self._table = tables[1 if flags & _TABLE_1 else 0]
        self.stories = struct.unpack_from("<8i", document, _STORIES)
        self._groups: list[bytes] = []
        self.pieces = self._pieces()
        self.characters = self._runs(_CHPX, _character_page)
        self.paragraphs = self._runs(_PAPX, self._paragraph_page)

    def part(self, index: int) -> bytes:
        """Return the structure that pair `index` of the FIB points to."""
        offset, length = struct.unpack_from("<Ii", self._document, _PAIRS + 8 * index)
        return self._table[offset : offset + max(length, 0)]

    def style_sheet(self) -> bytes:
        """Return the STSH, whose styles may hide text."""
        return self.part(_STSH)

    def text(self) -> str:
        """Return every story's characters; raise Refusal(TOO_LARGE) beyond bounds."""
        found: list[str] = []
        for piece in self.pieces:
            length = piece.end - piece.start
            raw = self._document[piece.offset : piece.offset + length * piece.width]
            if len(raw) < length * piece.width:
                raise Refusal(Problem.CORRUPT)
            if piece.width == 1:
                found.append(raw.decode(_CODE_PAGE, "replace"))
            else:
                # lone surrogates keep one character a unit; pairs are joined later
                units = struct.unpack(f"<{length}H", raw)
                found.append("".join(map(chr, units)))
        return "".join(found)

    def _pieces(self) -> list[Piece]:
        clx = self.part(_CLX)
        at = 0
        while at < len(clx) and clx[at] == 1:
            (length,) = struct.unpack_from("<H", clx, at + 1)
            self._groups.append(clx[at + 3 : at + 3 + length])
            at += 3 + length
        (length,) = struct.unpack_from("<I", clx, at + 1)
        table = clx[at + 5 : at + 5 + length]
        count = (len(table) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}i", table)
        if starts[0] != 0 or any(b < a for a, b in itertools.pairwise(starts)):
            raise Refusal(Problem.CORRUPT)
        if starts[-1] > MAX_CHARACTERS:
            raise Refusal(Problem.TOO_LARGE)
        return [
            self._piece(table, 4 * (count + 1) + 8 * i, starts[i], starts[i + 1])
            for i in range(count)
        ]

    def _piece(self, table: bytes, at: int, start: int, end: int) -> Piece:
        _, offset, change = struct.unpack_from("<HIH", table, at)
        if offset & 0x40000000:
            return Piece(start, end, (offset & 0x3FFFFFFF) // 2, 1, self._large(change))
        return Piece(start, end, offset, 2, self._large(change))

    def _large(self, change: int) -> tuple[int, int] | None:
        """Return a piece's one deletion or hiding told by a group of sprms."""
        if not change & 1:
            return _small(change)
        index = change >> 1
        sprms = read_sprms(self._groups[index]) if index < len(self._groups) else {}
        for code in (0x0800, HIDDEN):
            if code in sprms:
                return code, sprms[code][0]
        return None

    def _runs(self, index: int, page: _PageReader) -> Runs:
        plc = self.part(index)
        count = max(0, (len(plc) - 4) // 8)
        numbers = (
            struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
        )
        runs = Runs([], [], [])
        found: list[tuple[int, int, dict[int, bytes]]] = []
        for number in dict.fromkeys(numbers):  # a page told twice would be a bomb
            at = (number & 0x3FFFFF) * _PAGE
            block = self._document[at : at + _PAGE]
            if len(block) == _PAGE:
                found += page(block)
        for start, end, sprms in sorted(found, key=lambda run: run[0]):
            runs.starts.append(start)
            runs.ends.append(end)
            runs.sprms.append(sprms)
        return runs

    def _paragraph_page(
        self, page: bytes
    ) -> Iterator[tuple[int, int, dict[int, bytes]]]:
        count = page[_PAGE - 1]
        limits = struct.unpack_from(f"<{count + 1}I", page)
        for i in range(count):
            at = page[4 * (count + 1) + 13 * i] * 2
            sprms: dict[int, bytes] = {}
            if at:
                words = page[at]
                begin, size = (
                    (at + 1, 2 * words - 1) if words else (at + 2, 2 * page[at + 1])
                )
                # the first two bytes are the style's number
                sprms = self._with_huge(read_sprms(page[begin + 2 : begin + size]))
                sprms[STYLE] = page[begin : begin + 2]
            yield limits[i], limits[i + 1], sprms

    def _with_huge(self, sprms: dict[int, bytes]) -> dict[int, bytes]:
        """Add what a paragraph too large for its page keeps in the Data stream."""
        for code in _HUGE_PAPX:
            if code in sprms:
                (at,) = struct.unpack("<I", sprms[code])
                (size,) = struct.unpack_from("<H", self._data, at)
                sprms = sprms | read_sprms(self._data[at + 2 : at + 2 + size])
        return sprms


_PageReader = Callable[[bytes], Iterator[tuple[int, int, dict[int, bytes]]]]


def _small(change: int) -> tuple[int, int] | None:
    """Return the deletion or hiding a Prm0 tells by its one-byte sprm number."""
    code = {0x41: 0x0800, 0x5C: 0x083C}.get((change >> 1) & 0x7F)
    return None if change & 1 or code is None else (code, change >> 8)


def _character_page(page: bytes) -> Iterator[tuple[int, int, dict[int, bytes]]]:
    count = page[_PAGE - 1]
    limits = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        at = page[4 * (count + 1) + i] * 2
        sprms = read_sprms(page[at + 1 : at + 1 + page[at]]) if at else {}
        yield limits[i], limits[i + 1], sprms


def read_sprms(group: bytes) -> dict[int, bytes]:
    """Split a grpprl into its single property modifiers: code -> operand."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 < len(group):
        (code,) = struct.unpack_from("<H", group, at)
        at += 2
        size = _OPERAND_SIZE[code >> 13]
        if code == _DEFINE_TABLE:
            size = (
                struct.unpack_from("<H", group, at)[0] - 1
                if at + 2 <= len(group)
                else 0
            )
            at += 2
        elif size < 0:
            size = group[at]
            at += 1
        found[code] = group[at : at + size]
        at += max(size, 0)
    return found


# Styles of a .doc that hide their text ([MS-DOC] 2.9.271 STSH, 2.9.260 STD).

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
