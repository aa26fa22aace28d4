"""The consolidated table as an Excel sheet: text cells only, ready for filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from mailbot.adapters.papers.printing import cell_text
from mailbot.adapters.papers.spreadsheet import (
    Extent,
    Lines,
    across,
    box,
    fit_a4,
    lay_out,
    put,
    saved,
)
from mailbot.adapters.papers.summary_pages import (
    LEDGER,
    LEDGER_COLUMNS,
    ledger_rows,
)
from mailbot.adapters.papers.summary_sheet import fill_sheet
from mailbot.core.summary.rollup import Given, Rollup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TEXT = "仿宋_GB2312"
TITLE = "方正小标宋简体"
HEAD = "黑体"
WIDTHS = (7, 26, 26, 72, 18, 20, 30)  # in characters of the standard font
HEADER_ROW = 3
LINE_HEIGHT = 16.5  # points, of 12 point letters
HEADING_HEIGHT = 26  # points
STATE_COLUMN = "报送情况"
SOURCE_COLUMN = "来源"
UNPLACED = "待归项"
LACKING = "缺报缺项"
STATES = {
    Given.REPORTED: "已报送",
    Given.NIL: "已报送（无进展）",
    Given.ITEM_MISSING: "本项未填",
    Given.UNREADABLE: "未能识别",
    Given.UNPLACED: "见待归项",
    Given.NOT_REPORTED: "未报送",
}
_LINES = Lines(LINE_HEIGHT, room=6, highest=409, wide=2.3, narrow=1.2, margin=1)
_BOX = box("FF000000")
_ABSENT = PatternFill("solid", fgColor="FFFCE4D6")
_HEADING = PatternFill("solid", fgColor="FFE7E6E6")
_LEFT = {2, 3, 4, 7}
_SHARED = {1, 2}  # of all the units of an item


def consolidated_xlsx(rollup: Rollup) -> bytes:
    """Return a .xlsx of the consolidated table, one row a unit and item.

    Row 1 bears the title, row 2 how things stand, row 3 the headings with a filter;
    two further columns say whether the unit reported and which file was read. Rows
    that fit no item stand at the end under 待归项; a second sheet lists what is
    lacking.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = cell_text(rollup.period)
    last = _write_rows(sheet, rollup)
    end = _write_unplaced(sheet, rollup, last)
    _write_title(sheet, rollup)
    _lay_out(sheet, last, end)
    _write_lacking(book, rollup)
    if rollup.targets:
        words = f"{LEDGER}　{rollup.period}　{rollup.targets_gist}"
        ledger: Worksheet = book.create_sheet(LEDGER)
        fill_sheet(ledger, words, LEDGER_COLUMNS, ledger_rows(rollup.targets))
    return saved(book, rollup.title, rollup.office)


def _write_rows(sheet: Worksheet, rollup: Rollup) -> int:
    """Write headings and rows; return the last row's number.

    Number and name are one cell beside all of an item's units. They stand under it
    in each row, too, so that a filter still finds every one.
    """
    headings = (*rollup.columns, STATE_COLUMN, SOURCE_COLUMN)
    _write_row(sheet, HEADER_ROW, headings, heading=True)
    row = HEADER_ROW
    for row, (cells, absent) in enumerate(_rows(rollup), start=HEADER_ROW + 1):
        _write_row(sheet, row, cells, fill=_ABSENT if absent else None)
    first = HEADER_ROW + 1
    for item in rollup.rows:
        end = first + len(item.contributions) - 1
        if end > first:  # merge_cells would clear the words beneath
            sheet.merged_cells.add(f"A{first}:A{end}")
            sheet.merged_cells.add(f"B{first}:B{end}")
        first = end + 1
    return row


def _write_row(
    sheet: Worksheet,
    row: int,
    cells: Sequence[str],
    *,
    fill: PatternFill | None = None,
    heading: bool = False,
) -> None:
    """Write one ruled row, as high as its words need."""
    for column, words in enumerate(cells, start=1):
        cell = put(sheet, row, column, words)
        side = "left" if column in _LEFT and not heading else "center"
        cell.font = Font(name=HEAD if heading else TEXT, size=12)
        cell.alignment = Alignment(side, "center", wrap_text=True)
        cell.border = _BOX
        if heading or (fill and column not in _SHARED):
            cell.fill = fill or _HEADING
    sheet.row_dimensions[row].height = (
        HEADING_HEIGHT if heading else _LINES.height(cells, WIDTHS)
    )


def _write_unplaced(sheet: Worksheet, rollup: Rollup, last: int) -> int:
    """Write the rows that fit no item below the table; return the last row."""
    if not rollup.unplaced:
        return last
    row = first = last + 2
    _write_heading(sheet, first, f"{UNPLACED}（照原文，未归入以上各项）")
    for row, one in enumerate(rollup.unplaced, start=first + 1):
        words = "\n".join(one.paragraphs)
        _write_row(
            sheet,
            row,
            (UNPLACED, one.item, one.unit, words, one.due, one.reason, one.source),
        )
    return row


def _write_heading(sheet: Worksheet, row: int, words: str) -> None:
    """Write a heading across the table."""
    across(sheet, row, len(WIDTHS), words).font = Font(name=HEAD, size=14)
    sheet.row_dimensions[row].height = HEADING_HEIGHT


def _write_lacking(book: Workbook, rollup: Rollup) -> None:
    """Write the second sheet: which unit lacks what."""
    sheet: Worksheet = book.create_sheet(LACKING)
    lacks = [(unit, "未报送") for unit in rollup.silent]
    lacks += [(unit, note) for note, units in rollup.notes for unit in units]
    lacks += [(unit, "内容未能识别") for unit in rollup.unread]
    lacks += [
        (unit, f"缺第{'、'.join(map(str, numbers))}项")
        for unit, numbers in rollup.lacking
    ]
    for row, cells in enumerate((("单位", "缺报、缺项情况"), *lacks), start=1):
        for column, words in enumerate(cells, start=1):
            cell = put(sheet, row, column, words)
            cell.font = Font(name=TEXT if row > 1 else HEAD, size=12)
            cell.border = _BOX
        sheet.row_dimensions[row].height = LINE_HEIGHT + 4
    sheet.column_dimensions["A"].width = WIDTHS[2] * 2
    sheet.column_dimensions["B"].width = WIDTHS[2]
    fit_a4(sheet)


def _rows(rollup: Rollup) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield each row's cells, and whether the unit owes something in it."""
    sources = dict(rollup.sources)
    for item in rollup.rows:
        for given in item.contributions:
            source = sources.get(given.unit, "")
            words = "\n".join(given.lines)
            state = STATES[given.given] + (f"\n{given.note}" if given.note else "")
            start = (str(item.no), item.name, given.unit)
            cells = (*start, words, given.due, state, source)
            yield cells, given.given in {Given.ITEM_MISSING, Given.NOT_REPORTED}


def _write_title(sheet: Worksheet, rollup: Rollup) -> None:
    """Write the two rows above the headings, each across the whole table."""
    under = f"汇总单位：{rollup.office}    报告期：{rollup.period}    {rollup.standing}"
    for row, words, font in (
        (1, rollup.title, Font(name=TITLE, size=20)),
        (2, under, Font(name=TEXT, size=12)),
    ):
        cell = across(sheet, row, len(WIDTHS), words)
        cell.font = font
        cell.alignment = Alignment("center", "center")
    sheet.row_dimensions[1].height = 36
    sheet.row_dimensions[2].height = 22


def _lay_out(sheet: Worksheet, last: int, end: int) -> None:
    """Set widths, filter, frozen heading and the printed page (A4 landscape)."""
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    lay_out(sheet, Extent(HEADER_ROW, last, len(WIDTHS), end))
    sheet.print_options.horizontalCentered = True
