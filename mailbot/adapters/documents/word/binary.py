"""Word's .doc and WPS' .wps: an OLE file whose text is told in marks ([MS-DOC]).

LibreOffice needs seconds for one and antiword leaks what was deleted, so mailbot
reads them itself: pieces, paragraph and character properties, tables by their marks.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from typing import Final

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.ole import Ole
from mailbot.adapters.documents.story import Block, told
from mailbot.adapters.documents.word.binary_file import (
    HIDDEN,
    ON,
    STYLE,
    WordFile,
    hidden_styles,
)
from mailbot.adapters.documents.word.glyphs import symbol
from mailbot.adapters.documents.word.nesting import Edge, Nesting, RowShape
from mailbot.core.record.documents import Content, Problem

_WORD_2: Final = b"\xdb\xa5\x2d\0"
_DELETED: Final = 0x0800  # sprmCFRMarkDel
_CHARACTER_STYLE: Final = 0x4A30  # sprmCIstd
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW = 0x244B, 0x244C
_DEFINE_TABLE: Final = 0xD608
_SYMBOL: Final = 0x6A09
_ENDS: Final = re.compile("[\r\x07\x0c]")
_CELL: Final = "\x07"
_STRUCK: Final = "\0"  # stands in the place of a character that is not shown
_FIELD: Final = re.compile("[\x13\x14\x15]")
# 0x0B line break, 0x1E hard hyphen, 0x1F soft hyphen, 0x0E column break
_SHOWN: Final = {0x0B: "\n", 0x0E: "\n", 0x1E: "-"} | dict.fromkeys((0, 1, 8, 0x1F))
# stories in the order of their text; what is read of them, and when
_MAIN, _NOTES, _HEADERS, _COMMENTS, _ENDNOTES, _BOXES, _HEADER_BOXES = (
    0,
    1,
    2,
    4,
    5,
    6,
    7,
)
_TOLD: Final = (_MAIN, _BOXES, _HEADERS, _HEADER_BOXES, _NOTES, _ENDNOTES)


def read_doc(content: bytes) -> Content:
    """Return text and tables of a .doc; Refusal where it cannot be read."""
    if content.startswith(_WORD_2):  # of before OLE: what it is, is known
        raise Refusal(Problem.UNSUPPORTED)
    with Ole(content) as ole:
        document = ole.stream("WordDocument")
        tables = ole.stream("0Table"), ole.stream("1Table")
        data = ole.stream("Data")
    if not document:
        raise Refusal(Problem.CORRUPT)
    try:
        reader = _Reader(WordFile(document, tables, data))
        blocks = [block for story in _TOLD for block in reader.story(story)]
    except (struct.error, IndexError) as error:
        raise Refusal(Problem.CORRUPT) from error
    return told(blocks)


class _Reader:
    """Turns the marked text of one story after another into blocks."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._hiding = hidden_styles(word.style_sheet())
        self._text = _without(word.text(), _unseen(word, self._hiding))
        self._fields: list[bool] = []  # per open field: are we at its result yet?

    def story(self, number: int) -> list[Block]:
        """Return the blocks of a story: 0 the body, 1 footnotes, 2 headers, …."""
        lengths = self._word.stories
        start = sum(max(length, 0) for length in lengths[:number])
        end = min(start + max(lengths[number], 0), len(self._text))
        nesting = Nesting()
        self._fields = []
        carried = ""  # the text before a paragraph mark that was deleted
        for match in _ENDS.finditer(self._text, start, end):
            raw = self._text[start : match.start()]
            struck = _STRUCK in raw
            text = carried + self._shown(raw)
            carried = self._take(nesting, text, match.start(), struck=struck)
            start = match.end()
        nesting.paragraph(carried + self._shown(self._text[start:end]), 0)
        return nesting.blocks()

    def _take(self, nesting: Nesting, text: str, mark: int, *, struck: bool) -> str:
        """Hand one paragraph on; return its text when its own end was deleted."""
        offset = self._offset(mark)
        sprms = self._word.paragraphs.at(offset)
        depth = _depth(sprms)
        if _style(sprms, STYLE) in self._hiding:
            text, struck = "", True
        deleted = _on(self._word.characters.at(offset), _DELETED)
        if _on(sprms, _ROW_END) or _on(sprms, _INNER_ROW):
            nesting.row(_shape(sprms), depth, deleted=deleted)
        elif self._text[mark] == _CELL or _on(sprms, _INNER_CELL):
            nesting.cell(text, depth, struck=struck)
        elif deleted:
            return text
        else:
            nesting.paragraph(text, depth)
        return ""

    def _offset(self, place: int) -> int:
        """Return the file offset of a character."""
        index = bisect_right(self._word.pieces, place, key=lambda piece: piece.start)
        piece = self._word.pieces[index - 1]
        return piece.offset + (place - piece.start) * piece.width

    def _shown(self, text: str) -> str:
        """Drop field instructions, removed places and marks that have no shape."""
        pieces: list[str] = []
        at = 0
        for match in _FIELD.finditer(text):
            pieces.append(self._if_result(text[at : match.start()]))
            self._field(match.group())
            at = match.end()
        pieces.append(self._if_result(text[at:]))
        whole = "".join(pieces).translate(_SHOWN)
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _if_result(self, text: str) -> str:
        return text if all(self._fields) else ""

    def _field(self, mark: str) -> None:
        if mark == "\x13":
            self._fields.append(False)
        elif mark == "\x14" and self._fields:
            self._fields[-1] = True
        elif mark == "\x15" and self._fields:
            self._fields.pop()


def _unseen(word: WordFile, hiding: frozenset[int]) -> list[tuple[int, int, str]]:
    """Return the character ranges that are not shown, or shown as something else."""
    found: list[tuple[int, int, str]] = []
    runs = word.characters
    for piece in word.pieces:
        limit = piece.offset + (piece.end - piece.start) * piece.width
        at = max(bisect_right(runs.starts, piece.offset) - 1, 0)
        while at < len(runs.starts) and runs.starts[at] < limit:
            instead = _instead(runs.sprms[at], hiding)
            if instead is not None:
                start = (runs.starts[at] - piece.offset) // piece.width + piece.start
                end = (runs.ends[at] - piece.offset) // piece.width + piece.start
                found.append((max(start, piece.start), min(end, piece.end), instead))
            at += 1
        if piece.change and piece.change[1] in ON:
            found.append((piece.start, piece.end, ""))
    return found


def _instead(sprms: dict[int, bytes], hiding: frozenset[int]) -> str | None:
    """Return what stands for a run that is not shown as written, None if it is."""
    if _on(sprms, _DELETED) or _on(sprms, HIDDEN):
        return ""
    if HIDDEN not in sprms and _style(sprms, _CHARACTER_STYLE) in hiding:
        return ""
    if _SYMBOL in sprms:
        return symbol(struct.unpack("<HH", sprms[_SYMBOL])[1])
    return None


def _without(text: str, ranges: list[tuple[int, int, str]]) -> str:
    """Blank the ranges out, leaving every character's place and the marks."""
    if not ranges:
        return text
    shown = list(text)
    for start, end, instead in ranges:
        for place in range(start, min(end, len(shown))):
            if not _ENDS.match(shown[place]):
                shown[place] = instead or _STRUCK
    return "".join(shown)


def _style(sprms: dict[int, bytes], place: int) -> int:
    """Return a run's or a paragraph's style number, -1 where it has none."""
    return int.from_bytes(sprms[place], "little") if place in sprms else -1


def _on(sprms: dict[int, bytes], code: int) -> bool:
    value = sprms.get(code, b"")
    return bool(value) and value[0] in ON


def _depth(sprms: dict[int, bytes]) -> int:
    """Return how many tables deep a paragraph lies."""
    if _DEPTH in sprms:
        return max(0, int.from_bytes(sprms[_DEPTH], "little", signed=True))
    return 1 if _on(sprms, _IN_TABLE) else 0


def _shape(sprms: dict[int, bytes]) -> RowShape:
    """Return a row's cells as its sprmTDefTable draws them."""
    table = sprms.get(_DEFINE_TABLE)
    if not table:
        return RowShape()
    count = table[0]
    limits = struct.unpack_from(f"<{count + 1}h", table, 1)
    at = 1 + 2 * (count + 1)
    edges: list[Edge] = []
    for i in range(count):
        cell = table[at + 20 * i : at + 20 * i + 2]
        bits = int.from_bytes(cell, "little")  # cells without a description are plain
        down, right = (bits >> 5) & 3 == 1, bits & 3 == 1
        edges.append(Edge(limits[i + 1], continues_down=down, continues_right=right))
    return RowShape(limits[0], tuple(edges))
