"""Pieces of printed lines, for tables whose columns no line parts.

A piece is what stands together on one line; a page's own furniture (its number, what
every page repeats at its edge) is known here, so that it is taken for no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.placed import Glyph

_PAGE_NUMBER: Final = re.compile(
    r"^\W*(第?\d{1,4}页?)(\W*(共|of|/)?\W*\d{1,4}页?)?\W*$", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one line that stand together; points from the upper left corner.

    `starts` are the left edges of its glyphs.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    starts: tuple[float, ...] = ()

    @property
    def size(self) -> float:
        """The height of its tallest glyph."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """The middle between its left and right."""
        return (self.left + self.right) / 2


Line = list[Piece]


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the printed lines from top down, each cut wherever a gap stands in it."""
    rows: list[list[Glyph]] = []
    middle, height = 0.0, 0.0
    for one in sorted(glyphs, key=lambda glyph: glyph.middle):
        if not one.text.strip():
            continue
        if not rows or one.middle - middle > USUAL.same_line * max(height, 1.0):
            rows.append([])
            middle, height = one.middle, one.bottom - one.top
        rows[-1].append(one)
    return [_level(_pieces(sorted(row, key=lambda one: one.left))) for row in rows]


def _level(line: Line) -> Line:
    """Give a line's pieces one height: figures of another font stand out of it."""
    tall = sorted((one for one in line if not one.text.isascii()), key=_by_top)
    if not tall:
        return line
    like = tall[len(tall) // 2]
    return [
        replace(one, top=like.top, bottom=like.bottom)
        if one.text.isascii() or abs(one.top - like.top) < USUAL.uneven_tops * like.size
        else one
        for one in line
    ]


def _by_top(piece: Piece) -> float:
    return piece.top


def _pieces(row: list[Glyph]) -> Line:
    groups: list[list[Glyph]] = []
    for one in row:
        size = one.bottom - one.top
        if not groups or one.left - groups[-1][-1].right > USUAL.cells_apart * size:
            groups.append([])
        groups[-1].append(one)
    return [_piece(group) for group in groups]


def _piece(group: list[Glyph]) -> Piece:
    """Join glyphs; Chinese ones tell the height, those of a Latin font are taller."""
    tall = [one for one in group if not one.text.isascii()] or group
    return Piece(
        "".join(one.text for one in group),
        min(one.left for one in group),
        min(one.top for one in tall),
        max(one.right for one in group),
        max(one.bottom for one in tall),
        tuple(one.left for one in group),
    )


def spaced_out(line: Line) -> Line:
    """Return a line with 序 号, 责 任 单 位 as one piece each."""
    found: Line = []
    alone = False  # whether the last piece was made of single characters
    for one in line:
        single = len(one.text) == 1
        near = found and one.left - found[-1].right < USUAL.spaced_out * one.size
        if single and alone and near:
            last = found.pop()
            top, bottom = min(last.top, one.top), max(last.bottom, one.bottom)
            found.append(Piece(last.text + one.text, last.left, top, one.right, bottom))
        else:
            found.append(one)
        alone = single
    return found


def text_of(line: Line) -> str:
    """Return a line's words without the gaps in it."""
    return "".join(one.text for one in line)


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages' lines without page numbers and what pages repeat at an edge."""
    found: list[list[Line]] = []
    for number, page in enumerate(pages):
        others = [
            line
            for i, other in enumerate(pages)
            if i != number
            for line in other[: USUAL.edge_lines] + other[-USUAL.edge_lines :]
        ]
        begin, end = 0, len(page)
        while begin < end and _is_furniture(page, begin, begin + 1, others):
            begin += 1
        while end > begin and _is_furniture(page, end - 1, end - 2, others):
            end -= 1
        found.append(page[begin:end])
    return found


def _is_furniture(
    page: list[Line], place: int, beside: int, others: list[Line]
) -> bool:
    """Say whether the outermost line of a page stands apart and is no row's."""
    if not 0 <= beside < len(page):
        return False
    line, inner = page[place], page[beside]
    gap = max(line[0].top - inner[0].bottom, inner[0].top - line[0].bottom)
    if gap < line[0].size:
        return False
    return _is_number(line, page) or _is_among(line, others)


def _is_number(line: Line, page: list[Line]) -> bool:
    """Say whether a line is the page's number: it does not stand where rows begin."""
    left = min(one.left for other in page if other is not line for one in other)
    beside_the_margin = line[0].left - left > 2 * line[0].size
    return beside_the_margin and _PAGE_NUMBER.match(text_of(line)) is not None


def _is_among(line: Line, others: list[Line]) -> bool:
    """Say whether another page has the same words, figures apart, in the same place.

    A heading repeated over columns is none of these: it has several pieces.
    """
    words = _DIGITS.sub("", text_of(line))
    return (
        len(line) < USUAL.pieces_of_a_row
        and bool(words)
        and any(
            abs(line[0].top - other[0].top) < USUAL.same_place
            and words == _DIGITS.sub("", text_of(other))
            for other in others
        )
    )
