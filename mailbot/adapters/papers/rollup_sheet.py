"""The consolidated table as an Excel sheet: text cells only, ready for filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from mailbot.adapters.papers.printing import cell_text
from mailbot.core.summary.rollup import Given, Rollup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TEXT = "仿宋_GB2312"
TITLE = "方正小标宋简体"
HEAD = "黑体"
WIDTHS = (7, 26, 26, 72, 18, 20)  # in characters of the standard font
HEADER_ROW = 3
PAPER_A4 = 9
LINE_HEIGHT = 16.5  # points, of 12 point letters
HEADING_HEIGHT = 26  # points
HIGHEST_ROW = 409  # points: Excel's limit
LETTER = 2.3  # widths of a Chinese letter at 12 points in standard characters
STATE_COLUMN = "报送情况"
STATES = {
    Given.REPORTED: "已报送",
    Given.NIL: "已报送（无进展）",
    Given.ITEM_MISSING: "本项未填",
    Given.UNREADABLE: "未能识别",
    Given.NOT_REPORTED: "未报送",
}
_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ABSENT = PatternFill("solid", fgColor="FFFCE4D6")
_HEADING = PatternFill("solid", fgColor="FFE7E6E6")
_FORMULA = ("=", "+", "-", "@")


def consolidated_xlsx(rollup: Rollup) -> bytes:
    """Return a .xlsx of the consolidated table, one row a unit and item.

    Row 1 bears the title, row 2 office and period, row 3 the headings with a
    filter; a sixth column says whether the unit reported. No cell is merged below
    the title, so that sorting and filtering work.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = cell_text(rollup.period)
    last = _write_rows(sheet, rollup)
    _write_title(sheet, rollup)
    _lay_out(sheet, last)
    book.properties.title = cell_text(rollup.title)
    book.properties.creator = cell_text(rollup.office)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a cell as text, whatever it looks like, and return it.

    openpyxl makes a formula of a string that begins with =; Excel does so when
    someone edits a cell that begins with + - @, unless it is marked as quoted.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        message = f"第{row}行第{column}列是合并单元格的一部分，不能写入"
        raise TypeError(message)
    cell.value = cell_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _write_rows(sheet: Worksheet, rollup: Rollup) -> int:
    """Write headings and rows; return the last row's number."""
    for column, words in enumerate((*rollup.columns, STATE_COLUMN), start=1):
        cell = put_text(sheet, HEADER_ROW, column, words)
        cell.font = Font(name=HEAD, size=12)
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border, cell.fill = _BOX, _HEADING
    sheet.row_dimensions[HEADER_ROW].height = HEADING_HEIGHT
    row = HEADER_ROW
    for row, (cells, absent) in enumerate(_rows(rollup), start=HEADER_ROW + 1):
        for column, words in enumerate(cells, start=1):
            cell = put_text(sheet, row, column, words)
            side = "left" if column in {2, 3, 4} else "center"
            cell.font = Font(name=TEXT, size=12)
            cell.alignment = Alignment(side, "center", wrap_text=True)
            cell.border = _BOX
            if absent:
                cell.fill = _ABSENT
        sheet.row_dimensions[row].height = _height(cells)
    return row


def _height(cells: Sequence[str]) -> float:
    """Return the height that a row's words need: not every program finds it."""
    lines = [
        sum(1 + int(_wide(part) / (width - 1)) for part in words.split("\n"))
        for words, width in zip(cells, WIDTHS, strict=True)
    ]
    return min(HIGHEST_ROW, max(lines) * LINE_HEIGHT + 6)


def _wide(words: str) -> float:
    """Return how wide words are, in characters of the standard font."""
    return sum(1.2 if char.isascii() else LETTER for char in words)


def _rows(rollup: Rollup) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield each row's cells, and whether the unit owes something in it."""
    for item in rollup.rows:
        for given in item.contributions:
            words = "\n".join(given.lines)
            state = STATES[given.given] + (f"\n{given.note}" if given.note else "")
            cells = (str(item.no), item.name, given.unit, words, given.due, state)
            yield cells, given.given in {Given.ITEM_MISSING, Given.NOT_REPORTED}


def _write_title(sheet: Worksheet, rollup: Rollup) -> None:
    """Write the two rows above the headings, each across the whole table."""
    under = f"汇总单位：{rollup.office}    报告期：{rollup.period}"
    for row, words, font in (
        (1, rollup.title, Font(name=TITLE, size=20)),
        (2, under, Font(name=TEXT, size=12)),
    ):
        cell = put_text(sheet, row, 1, words)
        cell.font = font
        cell.alignment = Alignment("center", "center")
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS)
        )
    sheet.row_dimensions[1].height = 36
    sheet.row_dimensions[2].height = 22


def _lay_out(sheet: Worksheet, last: int) -> None:
    """Set widths, filter, frozen heading and the printed page (A4 landscape)."""
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:F{last}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:F{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    footer = _HeaderFooterPart(text="第 &P 页，共 &N 页")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=footer)
