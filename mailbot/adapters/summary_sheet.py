"""summary.xlsx: five sheets for filters and printing, every word a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from mailbot.core.printing import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from mailbot.core.summary import Cell, Summary

HEADER_ROW = 2
PAPER_A4 = 9
MOMENT = "yyyy-mm-dd hh:mm"
FONT = "宋体"
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


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell's words with the style that the mail gives them."""

    words: str
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading and width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, its columns and how its rows are made."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Summary], Sequence[Sequence[object]]]


class SummaryWorkbooks:
    """Makes spreadsheet files of summaries."""

    def summary(self, summary: Summary) -> bytes:
        """Return the summary as an .xlsx file."""
        return summary_xlsx(summary)


def summary_xlsx(summary: Summary) -> bytes:
    """Return the five sheets: 汇总, 明细, 待核实, 催报记录, 通讯录.

    Row 1 says what the sheet shows, row 2 the headings (frozen, with filters). Moments
    are real dates; all else that is no number is text, never a formula.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    for number, page in enumerate(_PAGES):
        if number:
            sheet = book.create_sheet()
        sheet.title = page.name
        _fill(sheet, page, summary)
    book.properties.title = cell_text(summary.sentence)
    book.properties.creator = "mailbot"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, page: Page, summary: Summary) -> None:
    title = _put(sheet, 1, 1, f"{page.name}　{summary.sentence}")
    title.font = Font(name=FONT, size=12, bold=True)
    title.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.merge_cells(
        start_row=1, end_row=1, start_column=1, end_column=len(page.columns)
    )
    sheet.row_dimensions[1].height = 36
    for number, column in enumerate(page.columns, start=1):
        cell = _put(sheet, HEADER_ROW, number, column.heading)
        cell.font, cell.fill, cell.border = (
            Font(name=FONT, size=11, bold=True),
            _HEAD,
            _BOX,
        )
        cell.alignment = Alignment("center", "center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    rows = page.rows(summary)
    for line, values in enumerate(rows, start=HEADER_ROW + 1):
        for number, value in enumerate(values, start=1):
            _dress(_put(sheet, line, number, value), value)
    _lay_out(sheet, HEADER_ROW + len(rows), len(page.columns))


def _put(sheet: Worksheet, row: int, column: int, value: object) -> SheetCell:
    """Write a number or moment as such, all else as text that can be no formula."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, SheetCell):
        message = f"第{row}行第{column}列是合并单元格的一部分，不能写入"
        raise TypeError(message)
    if isinstance(value, datetime):
        # Excel knows no offsets: the office's own clock is written.
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT
    elif isinstance(value, int):
        cell.value = value
    elif value is not None:
        words = value.words if isinstance(value, Styled) else str(value)
        cell.value = cell_text(words)
        cell.data_type = "s"
        cell.quotePrefix = words.startswith(_FORMULA)
    return cell


def _dress(cell: SheetCell, value: object) -> None:
    cell.border, cell.font = _BOX, Font(name=FONT, size=11)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
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


def _styled(cell: Cell) -> Styled:
    note = f"（{cell.note}）" if cell.note else ""
    return Styled(f"{cell.sign} {cell.words}{note}", cell.style)


def _matrix(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            r.unit,
            _styled(r.state),
            _styled(r.electronic),
            _styled(r.stamped),
            "、".join(map(str, r.items_missing)),
            r.received_at,
            r.late_days or None,
        )
        for r in summary.matrix
    ]


def _versions(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            v.unit,
            v.period,
            v.copy,
            v.version,
            v.state,
            v.received_at,
            v.sender,
            v.remarks,
            v.path,
        )
        for v in summary.versions
    ]


def _tasks(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (
            t.id,
            t.what,
            t.proposal,
            "\n".join(t.reasons),
            t.sender,
            t.since,
            "\n".join(f"{w.name}：{w.words}" for w in t.ways),
        )
        for t in summary.tasks
    ]


def _reminders(summary: Summary) -> list[tuple[object, ...]]:
    return [(r.at, r.unit, r.period, r.to, r.reason, r.fate) for r in summary.reminders]


def _contacts(summary: Summary) -> list[tuple[object, ...]]:
    return [
        (c.unit, c.contact, c.telephone, "\n".join(c.addresses))
        for c in summary.contacts
    ]


def _columns(*columns: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in columns)


_PAGES = (
    Page(
        "汇总",
        _columns(
            ("单位", 32),
            ("情况", 14),
            ("电子版", 18),
            ("盖章PDF", 18),
            ("缺项", 14),
            ("时间", 18),
            ("迟报天数", 11),
        ),
        _matrix,
    ),
    Page(
        "明细",
        _columns(
            ("单位", 30),
            ("季度", 18),
            ("类别", 12),
            ("版本", 7),
            ("情况", 10),
            ("收到时间", 18),
            ("发件地址", 28),
            ("备注", 24),
            ("存放位置", 44),
        ),
        _versions,
    ),
    Page(
        "待核实",
        _columns(
            ("编号", 10),
            ("附件或来信", 30),
            ("建议", 36),
            ("理由", 44),
            ("发件地址", 28),
            ("来信时间", 18),
            ("处理方法", 40),
        ),
        _tasks,
    ),
    Page(
        "催报记录",
        _columns(
            ("时间", 18),
            ("单位", 30),
            ("季度", 18),
            ("收件地址", 30),
            ("缘由", 44),
            ("结果", 24),
        ),
        _reminders,
    ),
    Page(
        "通讯录",
        _columns(("单位", 32), ("联系人", 14), ("电话", 18), ("邮箱", 44)),
        _contacts,
    ),
)
