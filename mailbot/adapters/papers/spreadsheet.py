"""How our spreadsheets are dressed: cells, heights, the printed page; one for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from mailbot.adapters.papers.printing import cell_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOMENT = "yyyy-mm-dd hh:mm"
_PAPER_A4 = 9
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Lines:
    """How high the lines of a font are, and how much of a column its letters take.

    `points` a line, `room` points above and below all of them, `highest` a row at most
    (Excel allows 409); `wide` and `narrow` are a Han letter and any other in
    characters of the standard font, `margin` what of a column's width stays empty.
    """

    points: float
    room: float
    highest: float
    wide: float = 2
    narrow: float = 1
    margin: float = 0

    def height(self, words: Sequence[str], widths: Sequence[float]) -> float:
        """Return the height at which no wrapped line of a row is cut.

        Neither Excel nor LibreOffice fits the rows of a file it did not write itself.
        """
        most = max(map(self._lines, words, widths))
        return min(self.highest, most * self.points + self.room)

    def _lines(self, words: str, width: float) -> int:
        return sum(
            1 + int(self._width(line) / (width - self.margin))
            for line in words.split("\n")
        )

    def _width(self, line: str) -> float:
        wide = sum(east_asian_width(letter) in "FWA" for letter in line)
        return wide * self.wide + (len(line) - wide) * self.narrow


def box(color: str) -> Border:
    """Return a thin frame around a cell; `color` as ARGB in hexadecimal."""
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a number or moment as such, all else as text that can be no formula.

    openpyxl makes a formula of a string that begins with =; Excel does so when
    someone edits a cell that begins with + - @, unless it is marked as quoted.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        message = f"第{row}行第{column}列是合并单元格的一部分，不能写入"
        raise TypeError(message)
    if isinstance(value, datetime):
        # Excel knows no offsets: the office's own clock is written.
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT
    elif isinstance(value, int | float):
        cell.value = value
    elif value is not None:
        words = str(value)
        cell.value = cell_text(words)
        cell.data_type = "s"
        cell.quotePrefix = words.startswith(_FORMULA)
    return cell


def across(sheet: Worksheet, row: int, columns: int, words: str) -> Cell:
    """Write words into one cell as wide as the table."""
    cell = put(sheet, row, 1, words)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    return cell


def fit_a4(sheet: Worksheet) -> None:
    """Print on A4, as many pages long as it takes and one wide."""
    sheet.page_setup.paperSize = _PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a table lies: its headings' row, its last row, its columns.

    `end` is the last row printed, where words stand below the table; 0 for the last.
    """

    header: int
    last: int
    columns: int
    end: int = 0


def lay_out(sheet: Worksheet, table: Extent, frozen: str = "A") -> None:
    """Freeze and repeat the headings, filter them, print on A4 landscape, numbered.

    What stands left of the column `frozen` stays in view, too.
    """
    letter = get_column_letter(table.columns)
    last = max(table.last, table.header)
    sheet.freeze_panes = f"{frozen}{table.header + 1}"
    sheet.auto_filter.ref = f"A{table.header}:{letter}{last}"
    sheet.print_title_rows = f"{table.header}:{table.header}"
    sheet.print_area = f"A1:{letter}{table.end or last}"
    sheet.page_setup.orientation = "landscape"
    fit_a4(sheet)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def saved(book: Workbook, title: str, creator: str) -> bytes:
    """Return the workbook's file."""
    book.properties.title = cell_text(title)
    book.properties.creator = cell_text(creator)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
