"""Rows, columns and cells of OpenDocument tables: groups, repeats, spans (9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_COLUMNS, MAX_ROWS, Refusal
from mailbot.adapters.documents.package import attribute, descendants, local, whole
from mailbot.core.documents import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from mailbot.adapters.documents.story import Cell

_ROW_GROUPS: Final = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_COLUMN_GROUPS: Final = frozenset(
    ("table-columns", "table-header-columns", "table-column-group")
)
OUT_OF_SIGHT: Final = frozenset(("collapse", "filter"))


def folded(text: str | None) -> str:
    """Fold blanks as ODF does; a run of them is told by text:s."""
    return (text or "").replace("\n", " ").replace("\t", " ")


def row_elements(table: etree._Element) -> Iterator[etree._Element]:
    """Yield a table's rows, those of its groups in place."""
    for one in table:
        name = local(one)
        if name == "table-row":
            yield one
        elif name in _ROW_GROUPS:
            yield from row_elements(one)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield a text table's visible rows, each as often as it is repeated."""
    left = MAX_ROWS
    for row in row_elements(table):
        times = max(whole(attribute(row, "number-rows-repeated"), 1), 1)
        left -= times
        if left < 0:
            raise Refusal(Problem.TOO_LARGE)
        if attribute(row, "visibility") not in OUT_OF_SIGHT:
            yield from [row] * times


def was_deleted(row: etree._Element, cells: list[Cell]) -> bool:
    """Say whether all that stood in a row was deleted under tracking.

    LibreOffice has no other mark for a deleted row: text:change stands in each cell.
    """
    if any(any(cell.blocks) for cell in cells):
        return False
    return next(descendants(row, "change"), None) is not None


def cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield a row's cells with their columns; covered ones count, too."""
    column = 0
    for one in row:
        times = max(whole(attribute(one, "number-columns-repeated"), 1), 1)
        if column + times > MAX_COLUMNS:
            raise Refusal(Problem.TOO_LARGE)
        for _ in range(times):
            yield column, one
            column += 1


def spans(cell: etree._Element) -> tuple[int, int]:
    """Return over how many rows and columns a cell reaches."""
    height = whole(attribute(cell, "number-rows-spanned"), 1)
    width = whole(attribute(cell, "number-columns-spanned"), 1)
    return min(max(height, 1), MAX_ROWS), min(max(width, 1), MAX_COLUMNS)


def hidden_columns(table: etree._Element) -> Iterator[tuple[int, int]]:
    """Yield the ranges of columns that are hidden or filtered out."""
    column = 0
    for one in _column_elements(table):
        times = max(whole(attribute(one, "number-columns-repeated"), 1), 1)
        if attribute(one, "visibility") in OUT_OF_SIGHT:
            yield column, column + times - 1
        column += times


def _column_elements(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        name = local(one)
        if name == "table-column":
            yield one
        elif name in _COLUMN_GROUPS:
            yield from _column_elements(one)
