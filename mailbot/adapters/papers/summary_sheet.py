"""summary.xlsx: seven sheets for filters and printing, every word a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from mailbot.adapters.papers.spreadsheet import (
    Extent,
    Lines,
    across,
    box,
    lay_out,
    put,
    saved,
)
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
FONT = "宋体"
LINE_POINTS = 16.0
ROOM_POINTS = 4.0  # above and below: a table without it is hard to read
_LINES = Lines(LINE_POINTS, room=ROOM_POINTS, highest=404)  # 25 lines
_BOX = box("FFB8BEC8")
_HEAD = PatternFill("solid", fgColor="FFE9ECF2")
_FILLS = {
    "good": PatternFill("solid", fgColor="FFE7F5EA"),
    "half": PatternFill("solid", fgColor="FFFFF4D6"),
    "lack": PatternFill("solid", fgColor="FFFDECEA"),
    "wait": PatternFill("solid", fgColor="FFE3F1FD"),
}


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
        sheet.title = page.name
        said = summary.targets_gist if page.name == LEDGER else summary.sentence
        words = f"{page.name}　{said}"
        fill_sheet(sheet, words, page.columns, page.rows(summary))
    return saved(book, summary.sentence, "mailbot")


def fill_sheet(
    sheet: Worksheet,
    words: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
) -> None:
    """Write a sheet: `words` across its top, headings with a filter, and the rows."""
    title = across(sheet, 1, len(columns), words)
    title.font = Font(name=FONT, size=12, bold=True)
    title.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 36
    for number, column in enumerate(columns, start=1):
        cell = put(sheet, HEADER_ROW, number, column.heading)
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
            shown = value.words if isinstance(value, Styled | Linked) else value
            _dress(put(sheet, line, number, shown), value)
        sheet.row_dimensions[line].height = _LINES.height(
            tuple(map(_words, values)), tuple(column.width for column in columns)
        )
    table = Extent(HEADER_ROW, HEADER_ROW + len(rows), len(columns))
    lay_out(sheet, table, frozen="B")


def _words(value: object) -> str:
    if isinstance(value, Styled | Linked):
        return value.words
    return value if isinstance(value, str) else ""


def _dress(cell: SheetCell, value: object) -> None:
    cell.border, cell.font = _BOX, Font(name=FONT, size=11)
    short = isinstance(value, Styled | datetime | int | float)
    side = "center" if short else "left"
    cell.alignment = Alignment(side, "center", wrap_text=True)
    if isinstance(value, Styled) and value.style in _FILLS:
        cell.fill = _FILLS[value.style]
    if isinstance(value, Linked):
        cell.hyperlink = value.link
