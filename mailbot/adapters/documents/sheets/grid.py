"""What the two spreadsheet readers share: a sheet's cells become one grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mailbot.adapters.documents.bounds import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEET_COLUMNS,
    Refusal,
)
from mailbot.adapters.documents.story import Cell, Grid
from mailbot.core.record.documents import Problem

_MAX_WORK: Final = 5_000_000  # cells looked at under merged ranges of one sheet


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, counted from 0."""

    top: int
    bottom: int
    left: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Say whether a cell lies in the range."""
        inside = self.left <= column <= self.right
        return inside and self.top <= row <= self.bottom


@dataclass(slots=True)
class Sheet:
    """One sheet as read: texts by (row, column) from 0, and what is hidden.

    `hidden_columns` are ranges, both ends included: whole sheets are hidden so.
    """

    name: str = ""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Keep a cell that says something; raise Refusal(TOO_LARGE) beyond bounds."""
        if not text or text.isspace():
            return
        if len(self.cells) >= MAX_CELLS:
            raise Refusal(Problem.TOO_LARGE)
        self.cells[row, column] = text


def sheet_grid(sheet: Sheet) -> Grid:
    """Return the visible part of the used range, hidden rows and columns closed up.

    The bounds are on what is used and visible: offices often format whole columns,
    and a format alone says nothing. Raises Refusal(TOO_LARGE).
    """
    rows = _places(
        {row for row, _ in sheet.cells},
        [(one.top, one.bottom) for one in _said(sheet)],
        [(row, row) for row in sheet.hidden_rows],
        MAX_ROWS,
    )
    columns = _places(
        {column for _, column in sheet.cells},
        [(one.left, one.right) for one in _said(sheet)],
        sheet.hidden_columns,
        MAX_SHEET_COLUMNS,
    )
    merges = {(one.top, one.left): one for one in sheet.merges}
    covered = _covered(sheet)
    cells = (
        _cell(text, merges.get(at, Merge(at[0], at[0], at[1], at[1])), rows, columns)
        for at, text in sorted(sheet.cells.items())
        if at not in covered
    )
    return Grid(tuple(cell for cell in cells if cell.rows and cell.columns))


def _said(sheet: Sheet) -> list[Merge]:
    """Return the merges whose cell says something; others draw only a frame."""
    return [one for one in sheet.merges if (one.top, one.left) in sheet.cells]


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    """Return the filled cells that lie unseen under a merged one."""
    found: set[tuple[int, int]] = set()
    work = 0
    for one in sheet.merges:
        area = (one.bottom - one.top + 1) * (one.right - one.left + 1)
        work += min(area, len(sheet.cells))
        if work > _MAX_WORK:
            raise Refusal(Problem.TOO_LARGE)
        found |= _inside(one, sheet, area)
    return found


def _inside(merge: Merge, sheet: Sheet, area: int) -> set[tuple[int, int]]:
    """Return the filled cells inside a merge, its own first one apart."""
    first = (merge.top, merge.left)
    if area > len(sheet.cells):
        return {at for at in sheet.cells if at != first and merge.holds(*at)}
    return {
        (row, column)
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if (row, column) != first and (row, column) in sheet.cells
    }


def _places(
    used: set[int],
    merged: list[tuple[int, int]],
    hidden: Iterable[tuple[int, int]],
    limit: int,
) -> dict[int, int]:
    """Return where each visible row (or column) of the used range stands."""
    if not used:
        return {}
    first = min(used)
    last = max(used | {end for _, end in merged if end - first <= limit})
    out = sorted(hidden)
    if last - first > limit and not _closes_up(first, last, out, limit):
        raise Refusal(Problem.TOO_LARGE)
    gone = {n for low, high in out for n in range(max(low, first), min(high, last) + 1)}
    return {
        n: at for at, n in enumerate(n for n in range(first, last + 1) if n not in gone)
    }


def _closes_up(
    first: int, last: int, hidden: list[tuple[int, int]], limit: int
) -> bool:
    """Say whether what is hidden brings a long range back inside the limit."""
    gone = sum(max(0, min(high, last) - max(low, first) + 1) for low, high in hidden)
    return last - first - gone <= limit and last - first <= 50 * limit


def _cell(
    text: str, area: Merge, rows: dict[int, int], columns: dict[int, int]
) -> Cell:
    """Return a cell on what is visible of its area (0 rows or columns: nothing)."""
    down = [
        rows[n]
        for n in range(area.top, min(area.bottom, area.top + MAX_ROWS) + 1)
        if n in rows
    ]
    right = [
        columns[n]
        for n in range(area.left, min(area.right, area.left + MAX_COLUMNS) + 1)
        if n in columns
    ]
    row, column = min(down, default=0), min(right, default=0)
    return Cell(row, column, (text,), len(down), len(right))
