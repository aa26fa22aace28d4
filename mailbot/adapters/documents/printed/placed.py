"""Glyphs at positions become lines, paragraphs and cells.

A printed cell holds lines, not paragraphs: a line that left no room for the next
character goes on in the next one, any other ended where its writer ended it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mailbot.adapters.documents.printed.joining import (
    begins_item,
    ends_sentence,
    glued,
    hold_together,
    hold_with_quotes,
)
from mailbot.adapters.documents.printed.ruled import (
    Box,
    Lattice,
    Stroke,
    column_at,
    lattices,
)

_SAME_LINE: Final = 0.5  # of a glyph's height between two middles
_LATIN_GAP: Final = 0.25  # of a glyph's height: a space that was not written
# What may be left at a line's end beside the next word, of a glyph's height: programs
# put unwritten space between Chinese and Latin. A paragraph mostly ends a sentence.
_SPARE, _SPARE_AT_END = 0.6, 0.1
_LAST: Final = 2.6  # glyph heights between a full cell's last line's top and its edge
_WIDE_GAP: Final = 1.6  # likewise between Chinese characters, which often stand apart


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height its line is known by."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    size: float
    first: float  # the first word's or character's width
    quoted: float  # the same where no line may break beside a quotation mark


@dataclass(slots=True)
class Place:
    """A cell's paragraphs, and the printed lines they were joined from."""

    box: Box
    paragraphs: list[str]
    lines: list[_Line]
    margin: float

    def is_continued_by(self, rest: Place) -> bool:
        """Say whether the last paragraph here goes on in another cell's first line."""
        if not self.lines or not rest.lines:
            return False
        return _goes_on(self.lines[-1], rest.lines[0], self.box, self.margin)

    def is_full(self) -> bool:
        """Say whether the text reaches down to the cell's lower edge."""
        last = self.lines[-1] if self.lines else None
        return last is not None and self.box.bottom - last.top < _LAST * last.size


@dataclass(slots=True)
class PlacedTable:
    """One page's table; `rows` of the grid, its columns' edges, its cells."""

    xs: tuple[float, ...]
    top: float
    rows: int
    places: list[Place] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Return the text of the cell that covers a place of the grid."""
        for one in self.places:
            box = one.box
            if box.row <= row < box.row + box.rows and (
                box.column <= column < box.column + box.columns
            ):
                return "\n".join(one.paragraphs)
        return ""


PlacedBlock = str | PlacedTable


def page_blocks(
    glyphs: Sequence[Glyph],
    level: Sequence[Stroke],
    upright: Sequence[Stroke],
    told: Lattice | None = None,
) -> list[PlacedBlock]:
    """Return a page's tables and the lines around them, from top down.

    `told` is a table whose words, not lines, told its columns; frames drawn in it
    make no other.
    """
    tables = lattices(level, upright)
    if told is not None:
        tables = [one for one in tables if one.has_columns or not told.covers(one)]
        tables = sorted([*tables, told], key=lambda one: (one.ys[0], one.xs[0]))
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    finder = _Finder(tables)
    for glyph in once(glyphs):
        place = finder.place(glyph)
        (outside if place is None else inside.setdefault(place, [])).append(glyph)
    found: list[tuple[float, PlacedBlock]] = [
        (line.top, line.text) for line in _lines(outside)
    ]
    for number, table in enumerate(tables):
        found.append((table.ys[0], _table(number, table, inside)))
    return [block for _, block in sorted(found, key=lambda one: one[0])]


def _table(
    number: int, table: Lattice, inside: dict[tuple[int, int], list[Glyph]]
) -> PlacedTable:
    places = [
        _place(box, _lines(inside.get((number, index), [])))
        for index, box in enumerate(table.boxes)
    ]
    return PlacedTable(table.xs, table.ys[0], len(table.ys) - 1, places)


class _Finder:
    """Finds the cell a glyph stands in: the smallest, for tables lie in cells."""

    def __init__(self, tables: list[Lattice]) -> None:
        self._tables = tables
        self._grids = [_grid_index(table) for table in tables]

    def place(self, glyph: Glyph) -> tuple[int, int] | None:
        """Return (table, cell), or None for text outside all tables."""
        x, y = (glyph.left + glyph.right) / 2, glyph.middle
        found: list[tuple[float, tuple[int, int]]] = []
        for number, table in enumerate(self._tables):
            row, column = column_at(table.ys, y), column_at(table.xs, x)
            if row >= 0 and column >= 0:
                index = self._grids[number][row, column]
                box = table.boxes[index]
                area = (box.right - box.left) * (box.bottom - box.top)
                found.append((area, (number, index)))
        return min(found)[1] if found else None


def _grid_index(table: Lattice) -> dict[tuple[int, int], int]:
    return {
        (row, column): index
        for index, box in enumerate(table.boxes)
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    }


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Drop what is drawn twice in one place: some programs make bold so."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    for one in glyphs:
        if one.text:
            seen.setdefault((one.text, round(one.left), round(one.top)), one)
    return list(seen.values())


def _lines(glyphs: list[Glyph]) -> list[_Line]:
    """Gather glyphs of one height into lines, from top down."""
    found: list[list[Glyph]] = []
    middle, height = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        if not found or glyph.middle - middle > _SAME_LINE * max(height, 1.0):
            found.append([])
            middle, height = glyph.middle, glyph.bottom - glyph.top
        found[-1].append(glyph)
    lines = [_line(sorted(one, key=lambda glyph: glyph.left)) for one in found]
    return [line for line in lines if line.text.strip()]


def _line(glyphs: list[Glyph]) -> _Line:
    pieces: list[str] = []
    size = max(one.bottom - one.top for one in glyphs)
    for before, one in zip([None, *glyphs], glyphs, strict=False):
        if before is not None and _is_apart(before, one, size):
            pieces.append(" ")
        pieces.append(one.text)
    seen = [one for one in glyphs if not one.text.isspace()] or glyphs
    text = "".join(pieces).strip(" \t")
    widths = _first_width(seen, hold_together), _first_width(seen, hold_with_quotes)
    return _Line(text, seen[0].left, seen[-1].right, seen[0].top, size, *widths)


def _is_apart(before: Glyph, one: Glyph, size: float) -> bool:
    """Say whether a space belongs between two glyphs that were drawn apart."""
    if before.text.isspace() or one.text.isspace():
        return False
    latin = before.text.isascii() and one.text.isascii()
    return one.left - before.right > size * (_LATIN_GAP if latin else _WIDE_GAP)


def _first_width(glyphs: list[Glyph], hold: Callable[[str, str], bool]) -> float:
    """Return the width of what cannot be divided at a line's start."""
    last = glyphs[0]
    for one in glyphs[1:]:
        if not hold(last.text, one.text):
            break
        last = one
    return last.right - glyphs[0].left


def _place(box: Box, lines: list[_Line]) -> Place:
    """Join a cell's lines into paragraphs."""
    margin = min((line.left - box.left for line in lines), default=0.0)
    margin = max(0.0, min(margin, max((line.size for line in lines), default=0.0)))
    paragraphs: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and _goes_on(before, line, box, margin):
            paragraphs[-1] = glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return Place(box, paragraphs, lines, margin)


def _goes_on(before: _Line, line: _Line, box: Box, margin: float) -> bool:
    """Say whether a line is the next part of the paragraph before it."""
    if begins_item(before.text, line.text):
        return False
    if ends_sentence(before.text):
        needed = line.first + line.size * _SPARE_AT_END
    else:
        needed = line.quoted + line.size * _SPARE
    return _room(before, box, margin) < needed


def _room(line: _Line, box: Box, margin: float) -> float:
    """Return what is left of a line; a centred one has half of it on either side."""
    left, right = line.left - box.left - margin, box.right - margin - line.right
    centred = abs(left - right) < line.size and left > 0
    return left + right if centred else right
