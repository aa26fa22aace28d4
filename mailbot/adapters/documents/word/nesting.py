"""Paragraph streams with table marks, as .doc and RTF tell them, become blocks.

Both formats write no table element: each paragraph says how deep in tables it lies
and whether its end is a cell's end or a row's end, and the row's end tells where the
cells' edges are. Edges are in twips from the page's left margin.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from mailbot.adapters.documents.bounds import MAX_DEPTH, Refusal
from mailbot.adapters.documents.story import Block, Drawn, Grid, grid_of_rows
from mailbot.core.record.documents import Problem

# Word itself takes edges this near (half a character) for one column.
_SAME_EDGE: Final = 60


@dataclass(frozen=True, slots=True)
class Edge:
    """One cell as the row's end defines it: right edge, and how it is merged."""

    right: int
    continues_down: bool = False
    continues_right: bool = False  # the later part of a cell merged sideways


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row's left edge and its cells from left to right."""

    left: int = 0
    edges: tuple[Edge, ...] = ()


@dataclass(slots=True)
class _Row:
    shape: RowShape
    cells: list[tuple[Block, ...]]


@dataclass(slots=True)
class _Open:
    """A table still being told: finished rows, the row and the cell in hand."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    struck: bool = False  # something in the row in hand was deleted or hidden


class Nesting:
    """Takes paragraphs in order and returns the blocks they make."""

    def __init__(self) -> None:
        self._body: list[Block] = []
        self._open: list[_Open] = []

    def paragraph(self, text: str, depth: int) -> None:
        """Take a paragraph that ends as such, `depth` tables deep."""
        self._reach(depth)
        (self._open[-1].blocks if self._open else self._body).append(text)

    def cell(self, text: str, depth: int, *, struck: bool = False) -> None:
        """Take the paragraph that ends a cell; `struck`: some of it is not shown."""
        self.paragraph(text, max(depth, 1))
        table = self._open[-1]
        table.struck |= struck
        table.cells.append(tuple(table.blocks))
        table.blocks = []

    def row(self, shape: RowShape, depth: int, *, deleted: bool = False) -> None:
        """Take a row's end; a deleted row leaves nothing.

        Its end's mark alone proves nothing: LibreOffice puts it on the row before, and
        marks the deleted one only by deleting all that stands in it.
        """
        self._reach(max(depth, 1))
        table = self._open[-1]
        says = any(any(cell) for cell in table.cells)
        if table.cells and (says or not (deleted or table.struck)):
            table.rows.append(_Row(shape, table.cells))
        table.cells, table.blocks, table.struck = [], [], False

    def blocks(self) -> list[Block]:
        """End what is open and return everything told."""
        self._reach(0)
        return self._body

    def _reach(self, depth: int) -> None:
        """Open or close tables until `depth` are open."""
        if depth > MAX_DEPTH:
            raise Refusal(Problem.TOO_LARGE)
        while len(self._open) < depth:
            self._open.append(_Open())
        while len(self._open) > depth:
            table = self._open.pop()
            into = self._open[-1].blocks if self._open else self._body
            if table.cells:  # a file cut short in mid-row still tells its cells
                table.rows.append(_Row(RowShape(), table.cells))
            into.append(_grid(table.rows))
            into += table.blocks


def _grid(rows: list[_Row]) -> Grid:
    """Lay the rows' cells on the columns that all edges together make."""
    edges = _columns(rows)
    return grid_of_rows([_drawn(row, edges) for row in rows])


def _columns(rows: list[_Row]) -> list[int]:
    """Return the distinct edges of a table from left to right."""
    found: list[int] = []
    every = {edge.right for row in rows for edge in row.shape.edges}
    every |= {row.shape.left for row in rows if row.shape.edges}
    for position in sorted(every):
        if not found or position - found[-1] > _SAME_EDGE:
            found.append(position)
    return found


def _drawn(row: _Row, columns: list[int]) -> list[Drawn]:
    more = row.cells[len(row.shape.edges) :]
    # LibreOffice's RTF ends a row that holds a table with cells that are not there
    if not row.shape.edges or any(any(blocks) for blocks in more):
        return [Drawn(at, 1, blocks) for at, blocks in enumerate(row.cells)]
    drawn: list[Drawn] = []
    left = _column(row.shape.left, columns)
    for edge, blocks in zip(row.shape.edges, row.cells, strict=False):
        right = max(_column(edge.right, columns), left + 1)
        if edge.continues_right and drawn:
            before = drawn.pop()
            both = (*before.blocks, *blocks)
            left, blocks = before.column, both  # noqa: PLW2901 - the cell grows
        drawn.append(Drawn(left, right - left, blocks, continues=edge.continues_down))
        left = right
    return drawn


def _column(position: int, columns: list[int]) -> int:
    """Return the index of the edge a position belongs to."""
    at = bisect_left(columns, position - _SAME_EDGE)
    return min(at, len(columns) - 1)
