"""What every reader tells: blocks of text and tables, and how they become Content.

A reader's duty ends at `Block`s in reading order; grids, merged cells, nested
tables and the bounds on all of them are settled here, once for all kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailbot.adapters.documents.bounds import (
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_SHEET_COLUMNS,
    Refusal,
)
from mailbot.core.record.documents import Content, Problem, Table

# Controls have no shape a person sees; U+00A0 looks like a space and is one to a
# reader; a byte order mark in mid-text is a leftover of pasting.
_SEEN: dict[int, str | None] = dict.fromkeys(range(32))
_SEEN |= {0x09: "\t", 0x0A: "\n", 0x0D: "\n", 0x2028: "\n", 0xA0: " "}
_SEEN |= dict.fromkeys((0x7F, 0xFEFF))
# A lone half of a surrogate pair (from \u escapes, from broken files) cannot be
# written as UTF-8 and would break the ledger far from here.
_SEEN |= dict.fromkeys(range(0xD800, 0xE000))


@dataclass(frozen=True, slots=True)
class Cell:
    """One drawn cell: where it begins in the grid, how far it reaches, its content."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as drawn; no two of its cells claim the same place."""

    cells: tuple[Cell, ...]


Block = str | Grid | Content  # Content: a part that another reader read


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell as the word processors' rows tell it: from left to right.

    `continues` marks the lower part of a cell merged downwards.
    """

    column: int
    columns: int
    blocks: tuple[Block, ...]
    continues: bool = False


def grid_of_rows(rows: Sequence[Sequence[Drawn]]) -> Grid:
    """Join the parts of vertically merged cells: rows of `Drawn` become one grid."""
    cells: list[Cell] = []
    open_at: dict[int, int] = {}  # column -> index of the cell that may be continued
    for number, row in enumerate(rows):
        still_open: dict[int, int] = {}
        for part in row:
            index = open_at.get(part.column) if part.continues else None
            if index is None:
                index = len(cells)
                cells.append(
                    Cell(number, part.column, part.blocks, columns=part.columns)
                )
            else:
                cells[index] = _one_row_longer(cells[index])
            still_open[part.column] = index
        open_at = still_open
    return Grid(tuple(cells))


def _one_row_longer(cell: Cell) -> Cell:
    return Cell(cell.row, cell.column, cell.blocks, cell.rows + 1, cell.columns)


def clean(text: str) -> str:
    """Return what a person sees of the text, without blanks around it."""
    return text.translate(_SEEN).strip()


def told(blocks: Iterable[Block], pages: int | None = None) -> Content:
    """Return the Content of blocks in reading order, within the bounds.

    Raises Refusal(TOO_LARGE).
    """
    telling = _Telling()
    lines = [telling.line(block, ()) for block in blocks]
    text = "\n".join(line for line in lines if line)
    return Content(text=text, tables=tuple(telling.tables), pages=pages)


@dataclass(slots=True)
class _Telling:
    """The tables met so far and what is left of the bounds."""

    tables: list[Table] = field(default_factory=list)
    characters: int = MAX_CHARACTERS
    cells: int = MAX_CELLS

    def line(self, block: Block, around: tuple[int, ...]) -> str:
        """Return the text of a block; a table among them is also kept as such.

        `around` are the tables it stands in, from the outermost in.
        """
        if isinstance(block, Grid):
            if len(around) > MAX_DEPTH:
                raise Refusal(Problem.TOO_LARGE)
            return self._table(block, around)
        text = clean(block if isinstance(block, str) else block.text)
        self.characters -= len(text)
        if self.characters < 0:
            raise Refusal(Problem.TOO_LARGE)
        if isinstance(block, Content):
            self._take(block, around)
        return text

    def _take(self, part: Content, around: tuple[int, ...]) -> None:
        """Keep the tables of a part that was read before, where they stand."""
        first = len(self.tables)
        outer = around[-1] if around else None
        for table in part.tables:
            self.cells -= sum(map(len, table.rows))
            within = outer if table.within is None else first + table.within
            self.tables.append(Table(table.rows, within))
        if self.cells < 0:
            raise Refusal(Problem.TOO_LARGE)

    def _table(self, grid: Grid, around: tuple[int, ...]) -> str:
        """Keep the table before those inside it; return its rows as lines."""
        rows = self._empty(grid)
        if not rows:
            return ""
        place = len(self.tables)
        within = around[-1] if around else None
        self.tables.append(Table((), within))
        seen: list[list[str]] = [[] for _ in rows]
        for cell in grid.cells:
            text = clean(
                "\n".join(self.line(block, (*around, place)) for block in cell.blocks)
            )
            seen[cell.row].append(text)
            for row in rows[cell.row : cell.row + cell.rows]:
                row[cell.column] = text
        self.tables[place] = Table(tuple(tuple(row) for row in rows), within)
        return "\n".join("\t".join(row).rstrip() for row in seen if any(row))

    def _empty(self, grid: Grid) -> list[list[str]]:
        """Return the grid's rectangle of empty texts, paid from the bounds."""
        height = max((cell.row + cell.rows for cell in grid.cells), default=0)
        width = max(
            (cell.column + max(cell.columns, 1) for cell in grid.cells), default=0
        )
        self.cells -= height * width
        if self.cells < 0 or width > MAX_SHEET_COLUMNS:
            raise Refusal(Problem.TOO_LARGE)
        return [[""] * width for _ in range(height)]
