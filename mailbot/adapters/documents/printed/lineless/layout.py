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
from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
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
class PagePart:
    """A page's part of one table: the heading on it, if any, and the lines below."""

    number: int
    rules: Rules
    head: Head | None
    body: list[Line]
    slabs: list[Slab] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table on one page as its words tell it: its part, its columns, its rows.

    `breaks` are the heights at which a row ends and the next begins.
    """

    part: PagePart
    spans: tuple[Span, ...]
    breaks: tuple[float, ...]

    @property
    def xs(self) -> list[float]:
        """The columns' edges: half-way between their words."""
        spans, margin = self.spans, USUAL.table_margin
        between = [(one.right + other.left) / 2 for one, other in pairwise(spans)]
        return [spans[0].left - margin, *between, spans[-1].right + margin]

    @property
    def ys(self) -> list[float]:
        """The rows' edges from the table's top to its bottom, heading included."""
        head, slabs, edge = self.part.head, self.part.slabs, USUAL.row_edge
        bottom = slabs[-1].bottom + edge if slabs else 0.0
        if head is None:
            return [slabs[0].top - edge, *self.breaks, bottom]
        if not slabs:
            return [head.top - edge, head.bottom + edge]
        below = (head.bottom + slabs[0].top) / 2
        return [head.top - edge, below, *self.breaks, bottom]

    def lattice(self) -> Lattice:
        """Draw the lines that the table has not, and return its cells."""
        xs, ys = self.xs, self.ys
        level = [Stroke(y, xs[0], xs[-1]) for y in ys]
        level = self.part.rules.partly(level, xs, ys)
        found = lattices(level, self._upright(xs, ys))[0]
        return replace(found, boxes=tuple(self._snug(box) for box in found.boxes))

    def _upright(self, xs: list[float], ys: list[float]) -> list[Stroke]:
        """Return the columns' edges, open where words run over several of them."""
        slabs = self.part.slabs
        wide = [one.piece for slab in slabs for one in slab.parts if one.column < 0]
        sides = [Stroke(xs[0], ys[0], ys[-1]), Stroke(xs[-1], ys[0], ys[-1])]
        return sides + [
            Stroke(x, top, bottom)
            for x in xs[1:-1]
            for top, bottom in pairwise(ys)
            if not any(
                one.left < x < one.right and top < one.top < bottom for one in wide
            )
        ]

    def _snug(self, box: Box) -> Box:
        """Bring a cell's sides to its column's words: there its lines were wrapped."""
        first, last = self.spans[box.column], self.spans[box.column + box.columns - 1]
        margin = USUAL.table_margin
        return replace(box, left=first.left - margin, right=last.right + margin)


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
) -> list[tuple[list[PagePart], Head]]:
    """Gather the pages of each table: from its heading to the next one, or its end."""
    found: list[tuple[list[PagePart], Head]] = []
    for number, page in enumerate(lines):
        rules = Rules(sheets[number].level)
        head = find_head(page)
        goes_on = bool(found) and found[-1][0][-1].number == number - 1
        if head is None and (ruled[number] or not (goes_on and page)):
            continue
        below = _above_drawn(page[head.last :], head, ruled[number]) if head else page
        end = table_end(below, head or found[-1][1], rules)
        one = PagePart(number, rules, head, below[:end])
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


def _lattices(pages: list[PagePart], head: Head) -> dict[int, Lattice] | None:
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
        page.number: Layout(page, spans, tuple(edges)).lattice()
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
