"""Tables without upright lines: their columns are told by the words themselves.

Units print the annex with level rules only, or with none. Where a heading stands that
annex tables have, the gaps common to all lines part its columns, and bands, numbers
or rules its rows; then it is a table like those with lines. Where columns or rows
cannot be told apart nothing is guessed: `Found.unclear` says it, for people to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from mailbot.adapters.documents.printed.lineless.columns import (
    Span,
    column_in,
    columns_of,
)
from mailbot.adapters.documents.printed.lineless.head import Head, find_head
from mailbot.adapters.documents.printed.lineless.rows import (
    Part,
    Slab,
    breaks_of,
    slabs_of,
)
from mailbot.adapters.documents.printed.lineless.rules import Rules, table_end
from mailbot.adapters.documents.printed.lineless.words import (
    Line,
    lines_of,
    without_furniture,
)
from mailbot.adapters.documents.printed.placed import (
    Glyph,
    PlacedBlock,
    once,
    page_blocks,
)
from mailbot.adapters.documents.printed.ruled import Box, Lattice, Stroke, lattices
from mailbot.core.form.words import Column, number_of

_MARGIN: Final = 2.0  # points between a table's words and its edges
_ROW_EDGE: Final = 0.5  # points; an edge stays clear of the words
_NAMES: Final = (Column.ITEM, Column.UNITS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page turned upright: its characters and its drawn lines.

    `clipped`: words of narrow cells lay over those of the next ones, and were parted.
    """

    glyphs: Sequence[Glyph]
    level: Sequence[Stroke]
    upright: Sequence[Stroke]
    clipped: bool = False


@dataclass(slots=True)
class _Page:
    """A page's part of one table: the heading on it, if any, and the lines below."""

    number: int
    rules: Rules
    head: Head | None
    body: list[Line]
    slabs: list[Slab] = field(default_factory=list)


def blocks_of(sheets: Sequence[Sheet]) -> tuple[list[list[PlacedBlock]], bool]:
    """Return each page's tables and lines; whether a table's columns are unclear."""
    told, unclear = _told(sheets)
    pages = [
        page_blocks(one.glyphs, one.level, one.upright, told.get(number))
        for number, one in enumerate(sheets)
    ]
    return pages, unclear


def _told(sheets: Sequence[Sheet]) -> tuple[dict[int, Lattice], bool]:
    """Return the tables told by their words, by page number."""
    ruled = [_ruled(sheet) for sheet in sheets]
    loose = [_loose(*pair) for pair in zip(sheets, ruled, strict=True)]
    found: dict[int, Lattice] = {}
    unclear = False
    for pages, head in _tables(sheets, without_furniture(loose), ruled):
        told = _lattices(pages, head)
        unclear = unclear or told is None
        found |= told or {}
    return found, unclear


def _ruled(sheet: Sheet) -> list[Lattice]:
    """Return the tables whose columns are drawn."""
    return [one for one in lattices(sheet.level, sheet.upright) if one.has_columns]


def _loose(sheet: Sheet, ruled: list[Lattice]) -> list[Line]:
    """Return the lines outside of drawn tables."""
    glyphs = [
        one
        for one in once(sheet.glyphs)
        if not any(
            table.ys[0] < one.middle < table.ys[-1]
            and table.xs[0] < one.left < table.xs[-1]
            for table in ruled
        )
    ]
    return lines_of(glyphs)


def _tables(
    sheets: Sequence[Sheet], lines: Sequence[list[Line]], ruled: Sequence[list[Lattice]]
) -> list[tuple[list[_Page], Head]]:
    """Gather the pages of each table: from its heading to the next one, or its end."""
    found: list[tuple[list[_Page], Head]] = []
    for number, page in enumerate(lines):
        rules = Rules(sheets[number].level)
        head = find_head(page)
        goes_on = bool(found) and found[-1][0][-1].number == number - 1
        if head is None and (ruled[number] or not (goes_on and page)):
            continue
        below = _above_drawn(page[head.last :], head, ruled[number]) if head else page
        end = table_end(below, head or found[-1][1], rules)
        one = _Page(number, rules, head, below[:end])
        if head is None or (goes_on and head.is_like(found[-1][1])):
            if end:
                found[-1][0].append(one)
        else:
            found.append(([one], head))
    return found


def _above_drawn(lines: list[Line], head: Head, ruled: list[Lattice]) -> list[Line]:
    """Return the lines below a heading, down to the next table that is drawn."""
    tops = [one.ys[0] for one in ruled if one.ys[0] > head.top]
    return [line for line in lines if line[0].top < min(tops, default=line[0].bottom)]


def _lattices(pages: list[_Page], head: Head) -> dict[int, Lattice] | None:
    """Return a table's cells on each of its pages, None where they are unclear."""
    body = [line for page in pages for line in page.body]
    if not body:
        return {}
    spans = columns_of(head, body)
    if spans is None:
        return None
    roles = [one.role for one in head.columns]
    for page in pages:
        page.slabs = slabs_of(_parts(page.body, spans, roles))
    names = [place for place, role in enumerate(roles) if role in _NAMES]
    ruled = [page.rules.between(page.slabs) for page in pages]
    if all(one is not None for one in ruled):
        breaks: list[list[float]] | None = [one or [] for one in ruled]
    else:
        breaks = breaks_of([page.slabs for page in pages], names)
    if breaks is None:
        return None
    return {
        page.number: _lattice(page, spans, edges)
        for page, edges in zip(pages, breaks, strict=True)
    }


def _parts(
    body: list[Line], spans: Sequence[Span], roles: Sequence[Column | None]
) -> list[Part]:
    found: list[Part] = []
    for line in body:
        for one in line:
            column = column_in(spans, one)
            role = roles[column] if column >= 0 else None
            numbered = role is Column.NO and number_of(one.text) is not None
            found.append(Part(one, column, numbered=numbered))
    return found


def _lattice(page: _Page, spans: Sequence[Span], breaks: list[float]) -> Lattice:
    """Draw the lines that the table has not, and return its cells."""
    xs = _edges(spans)
    ys = _heights(page, breaks)
    level = [Stroke(y, xs[0], xs[-1]) for y in ys]
    level = page.rules.partly(level, xs, ys)
    upright = [Stroke(xs[0], ys[0], ys[-1]), Stroke(xs[-1], ys[0], ys[-1])]
    wide = [one.piece for slab in page.slabs for one in slab.parts if one.column < 0]
    for x in xs[1:-1]:
        for top, bottom in pairwise(ys):
            crossed = any(
                one.left < x < one.right and top < one.top < bottom for one in wide
            )
            if not crossed:
                upright.append(Stroke(x, top, bottom))
    found = lattices(level, upright)[0]
    return replace(found, boxes=tuple(_snug(box, spans) for box in found.boxes))


def _snug(box: Box, spans: Sequence[Span]) -> Box:
    """Bring a cell's sides to its column's words: there its lines were wrapped."""
    left, right = spans[box.column].left, spans[box.column + box.columns - 1].right
    return replace(box, left=left - _MARGIN, right=right + _MARGIN)


def _edges(spans: Sequence[Span]) -> list[float]:
    """Return the columns' edges: half-way between their words."""
    between = [(one.right + other.left) / 2 for one, other in pairwise(spans)]
    return [spans[0].left - _MARGIN, *between, spans[-1].right + _MARGIN]


def _heights(page: _Page, breaks: list[float]) -> list[float]:
    """Return the rows' edges from the table's top to its bottom, heading included."""
    bottom = page.slabs[-1].bottom + _ROW_EDGE if page.slabs else 0.0
    if page.head is None:
        return [page.slabs[0].top - _ROW_EDGE, *breaks, bottom]
    top = page.head.top - _ROW_EDGE
    if not page.slabs:
        return [top, page.head.bottom + _ROW_EDGE]
    return [top, (page.head.bottom + page.slabs[0].top) / 2, *breaks, bottom]
