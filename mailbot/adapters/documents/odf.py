"""OpenDocument texts and sheets (.odt, .ods; ISO 26300) without LibreOffice.

Out: text under display="none", hidden paragraphs and sections, deletions (they lie in
text:tracked-changes), hidden sheets, rows and columns, annotations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_COLUMNS, MAX_ROWS, Refusal
from mailbot.adapters.documents.package import (
    Package,
    attribute,
    child,
    children,
    descendants,
    local,
    whole,
)
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.story import Block, Cell, Grid, told
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree
if TYPE_CHECKING:
    from lxml import etree

_PARAGRAPHS: Final = frozenset(("p", "h"))
_UNSEEN: Final = frozenset(
    (
        "tracked-changes",
        "annotation",
        "annotation-end",
        "hidden-text",
        "note-citation",
        "forms",
        "sequence-decls",
        "desc",
        "title",
        "hidden-paragraph",
        "soft-page-break",
        "ruby-text",
        "script",
        "variable-decls",
        "user-field-decls",
        "event-listeners",
    )
)
_MANIFEST: Final = "META-INF/manifest.xml"
_MAX_BLANKS: Final = 1000


def read_odt(content: bytes) -> Content:
    """Return text and tables of an .odt; Refusal where it cannot be read."""
    body, walker = _opened(content, "text")
    return told(walker.blocks(body) + walker.aside)


def read_ods(content: bytes) -> Content:
    """Return the visible sheets of an .ods; Refusal where it cannot be read."""
    body, walker = _opened(content, "spreadsheet")
    sheets = [
        one
        for one in children(body, "table")
        if attribute(one, "style-name") not in walker.hidden.tables
    ]
    return told(sheet_grid(walker.sheet(one)) for one in sheets)


def _opened(content: bytes, kind: str) -> tuple[etree._Element, _Walker]:
    """Return the body of an ODF package and a walker that knows its styles."""
    package = Package(content)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Refusal(Problem.ENCRYPTED)
    root = package.xml("content.xml")
    body = child(root, "body", kind)
    if body is None:
        raise Refusal(Problem.CORRUPT)
    roots = [root]
    if "styles.xml" in package:
        roots.append(package.xml("styles.xml"))
    return body, _Walker(_hidden(roots))


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Names of the styles that hide text, and of those that hide sheets."""

    text: frozenset[str]
    tables: frozenset[str]


def _hidden(roots: list[etree._Element]) -> _Hidden:
    text: set[str] = set()
    tables: set[str] = set()
    for root in roots:
        for style in descendants(root, "style"):
            name = attribute(style, "name")
            for one in style:
                if attribute(one, "display") == "none":
                    text.add(name)
                elif (
                    local(one) == "table-properties"
                    and attribute(one, "display") == "false"
                ):
                    tables.add(name)
    return _Hidden(frozenset(text), frozenset(tables))


class _Walker:
    """Goes through text in reading order; notes and boxes of a line come after it."""

    def __init__(self, hidden: _Hidden) -> None:
        self.hidden = hidden
        self.aside: list[Block] = []

    def blocks(self, container: etree._Element) -> list[Block]:
        """Return paragraphs and tables of a body, a cell, a box, a section."""
        found: list[Block] = []
        for one in container:
            name = local(one)
            if name in _UNSEEN or self._is_hidden(one):
                continue
            if name in _PARAGRAPHS:
                found += self._paragraph(one)
            elif name == "table":
                found.append(self._table(one))
            else:  # lists, sections, frames, indexes: what they hold
                found += self.blocks(one)
        return found

    def _is_hidden(self, one: etree._Element) -> bool:
        if attribute(one, "display") in {"none", "condition"}:
            return local(one) == "section"
        return attribute(one, "style-name") in self.hidden.text

    def _paragraph(self, element: etree._Element) -> list[Block]:
        pieces: list[str] = []
        boxes: list[Block] = []
        if child(element, "hidden-paragraph") is None:
            self._inline(element, pieces, boxes)
        return ["".join(pieces), *boxes]

    def _inline(
        self, element: etree._Element, pieces: list[str], boxes: list[Block]
    ) -> None:
        pieces.append(folded(element.text))
        for one in element:
            self._piece(one, pieces, boxes)
            pieces.append(folded(one.tail))

    def _piece(
        self, one: etree._Element, pieces: list[str], boxes: list[Block]
    ) -> None:
        name = local(one)
        if name in _UNSEEN or self._is_hidden(one):
            return
        if name == "note":
            self.aside += self.blocks(one)
        elif name in {"frame", "text-box", "custom-shape", "g"}:
            boxes += self.blocks(one)
        elif name == "s":
            pieces.append(" " * min(whole(attribute(one, "c"), 1), _MAX_BLANKS))
        elif name in {"tab", "line-break"}:
            pieces.append("\t" if name == "tab" else "\n")
        else:
            self._inline(one, pieces, boxes)

    def _table(self, table: etree._Element) -> Grid:
        found: list[Cell] = []
        number = 0
        for row in rows(table):
            drawn = self._row(row, number)
            if not was_deleted(row, drawn):
                found += drawn
                number += 1
        return Grid(tuple(found))

    def _row(self, row: etree._Element, number: int) -> list[Cell]:
        drawn: list[Cell] = []
        for column, one in cells(row):
            if local(one) == "table-cell":
                blocks = tuple(self.blocks(one))
                drawn.append(Cell(number, column, blocks, *spans(one)))
        return drawn

    def sheet(self, table: etree._Element) -> Sheet:
        """Return a sheet's texts; repeated empty rows and cells cost nothing."""
        sheet = Sheet(attribute(table, "name"))
        sheet.hidden_columns += hidden_columns(table)
        number = 0
        for row in row_elements(table):
            times = max(whole(attribute(row, "number-rows-repeated"), 1), 1)
            if attribute(row, "visibility") in OUT_OF_SIGHT:
                sheet.hidden_rows |= set(range(number, number + min(times, MAX_ROWS)))
            else:
                self._sheet_row(row, range(number, number + times), sheet)
            number += times
        return sheet

    def _sheet_row(self, row: etree._Element, numbers: range, sheet: Sheet) -> None:
        column = 0
        for one in row:
            times = max(whole(attribute(one, "number-columns-repeated"), 1), 1)
            text = self._cell_text(one) if local(one) == "table-cell" else ""
            if text:
                self._put(sheet, numbers, range(column, column + times), text)
                height, width = spans(one)
                if height * width > 1:
                    first = numbers.start
                    sheet.merges.append(
                        Merge(first, first + height - 1, column, column + width - 1)
                    )
            column += times

    def _cell_text(self, cell: etree._Element) -> str:
        lines = [block for block in self.blocks(cell) if isinstance(block, str)]
        return "\n".join(lines).strip()

    def _put(self, sheet: Sheet, rows: range, columns: range, text: str) -> None:
        if len(rows) > MAX_ROWS or len(columns) > MAX_COLUMNS:
            raise Refusal(Problem.TOO_LARGE)
        for row in rows:
            for column in columns:
                sheet.put(row, column, text)


# Rows, columns and cells of OpenDocument tables: groups, repeats, spans (9.1).

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
