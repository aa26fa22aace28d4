"""summary.xlsx: seven sheets for filters and printing, every word a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from mailbot.adapters.papers.printing import cell_text
from mailbot.adapters.papers.summary_pages import (
    LEDGER,
    PAGES,
    Column,
    Linked,
    Styled,
)
from mailbot.core.summary.summary import Summary

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 2
PAPER_A4 = 9
MOMENT = "yyyy-mm-dd hh:mm"
FONT = "宋体"
LINE_POINTS = 16.0
ROOM_POINTS = 4.0  # above and below: a table without it is hard to read
MOST_LINES = 25  # Excel allows rows of 409 points
_THIN = Side(style="thin", color="FFB8BEC8")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE9ECF2")
_FILLS = {
    "good": PatternFill("solid", fgColor="FFE7F5EA"),
    "half": PatternFill("solid", fgColor="FFFFF4D6"),
    "lack": PatternFill("solid", fgColor="FFFDECEA"),
    "wait": PatternFill("solid", fgColor="FFE3F1FD"),
}
_FORMULA = ("=", "+", "-", "@")


class SummaryWorkbooks:
    """Makes spreadsheet files of summaries."""

    def summary(self, summary: Summary) -> bytes:
        """Return the summary as an .xlsx file."""
        return summary_xlsx(summary)


def summary_xlsx(summary: Summary) -> bytes:
    """Return the sheets: 汇总, 明细, 待核实, 催报记录, 通讯录, 其他来件, 台账.

    Row 1 says what the sheet shows, row 2 the headings (frozen, with filters). Moments
    are real dates; all else that is no number is text, never a formula.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    for number, page in enumerate(PAGES):
        if number:
            sheet = book.create_sheet()
        said = summary.targets_gist if page.name == LEDGER else summary.sentence
        title = f"{page.name}　{said}"
        fill_sheet(sheet, title, page.columns, page.rows(summary))
        sheet.title = page.name
    book.properties.title = cell_text(summary.sentence)
    book.properties.creator = "mailbot"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fill_sheet(
    sheet: Worksheet,
    words: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
) -> None:
    """Write a sheet: `words` across its top, headings with a filter, and the rows."""
    title = _put(sheet, 1, 1, words)
    title.font = Font(name=FONT, size=12, bold=True)
    title.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
    sheet.row_dimensions[1].height = 36
    for number, column in enumerate(columns, start=1):
        cell = _put(sheet, HEADER_ROW, number, column.heading)
        cell.font, cell.fill, cell.border = (
            Font(name=FONT, size=11, bold=True),
            _HEAD,
            _BOX,
        )
        cell.alignment = Alignment("center", "center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[HEADER_ROW].height = LINE_POINTS + 2 * ROOM_POINTS
    for line, values in enumerate(rows, start=HEADER_ROW + 1):
        for number, value in enumerate(values, start=1):
            _dress(_put(sheet, line, number, value), value)
        sheet.row_dimensions[line].height = _height(values, columns)
    _lay_out(sheet, HEADER_ROW + len(rows), len(columns))


def _height(values: Sequence[object], columns: Sequence[Column]) -> float:
    """Return the height in points at which no wrapped line is cut.

    Neither Excel nor LibreOffice fits the rows of a file it did not write itself.
    """
    most = max(
        _lines(_words(value), column.width)
        for value, column in zip(values, columns, strict=True)
    )
    return LINE_POINTS * min(most, MOST_LINES) + ROOM_POINTS


def _lines(words: str, width: int) -> int:
    """Count the lines that words take in a column; Han characters are two wide."""
    return sum(
        1 + sum(1 + (east_asian_width(c) in "FWA") for c in line) // width
        for line in words.split("\n")
    )


def _words(value: object) -> str:
    if isinstance(value, Styled | Linked):
        return value.words
    return value if isinstance(value, str) else ""


def _put(sheet: Worksheet, row: int, column: int, value: object) -> SheetCell:
    """Write a number or moment as such, all else as text that can be no formula."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, SheetCell):
        message = f"第{row}行第{column}列是合并单元格的一部分，不能写入"
        raise TypeError(message)
    if isinstance(value, datetime):
        # Excel knows no offsets: the office's own clock is written.
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT
    elif isinstance(value, int | float):
        cell.value = value
    elif value is not None:
        words = _words(value)
        cell.value = cell_text(words)
        cell.data_type = "s"
        cell.quotePrefix = words.startswith(_FORMULA)
    if isinstance(value, Linked):
        cell.hyperlink = value.link
    return cell


def _dress(cell: SheetCell, value: object) -> None:
    cell.border, cell.font = _BOX, Font(name=FONT, size=11)
    short = isinstance(value, Styled | datetime | int | float)
    across = "center" if short else "left"
    cell.alignment = Alignment(across, "center", wrap_text=True)
    if isinstance(value, Styled) and value.style in _FILLS:
        cell.fill = _FILLS[value.style]


def _lay_out(sheet: Worksheet, last: int, width: int) -> None:
    """Set frozen heading, filter and the printed page (A4 landscape)."""
    end = get_column_letter(width)
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{end}{max(last, HEADER_ROW)}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{end}{max(last, HEADER_ROW)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
