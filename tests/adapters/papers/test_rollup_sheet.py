"""The consolidated sheet: text only, ready for filters and for the printer."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.adapters.papers.rollup_sheet import consolidated_xlsx
from mailbot.adapters.papers.spreadsheet import put
from mailbot.core.form.reading import read_form
from mailbot.core.notice.periods import QUARTER
from mailbot.core.summary.rollup import Report, consolidate
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    NOTICE,
    TITLE,
    annex_rows,
    document,
)

HOSTILE = (
    '=HYPERLINK("http://x","点")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0",
    "建成\x00\x012处", "2025-06-30", "0012",
)  # fmt: skip


def sheet_with(progress: str, note: str = "") -> Worksheet:
    rows = [(*annex_rows(1)[0][:3], progress, "=1")]
    form = read_form(document([COLUMNS, *rows]), NOTICE)
    reports = [Report(CIVIL, form, note)]
    raw = consolidated_xlsx(consolidate(NOTICE, QUARTER.numbered(2025, 2), reports))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return book.worksheets[0]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_becomes_a_formula_a_number_or_a_date(words: str) -> None:
    sheet = sheet_with(words)
    cells = [
        cell for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["D4"].value == words.replace("\x00", "").replace("\x01", "")


def test_what_looks_like_a_formula_stays_text_when_edited() -> None:
    sheet = sheet_with("=1+1")
    assert sheet["D4"].quotePrefix
    assert not sheet["C4"].quotePrefix


def test_no_formula_element_is_in_the_file() -> None:
    form = read_form(document([COLUMNS, (*annex_rows(1)[0][:3], "=1", "")]), NOTICE)
    rollup = consolidate(NOTICE, QUARTER.numbered(2025, 2), [Report(CIVIL, form)])
    with zipfile.ZipFile(io.BytesIO(consolidated_xlsx(rollup))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_sheet_can_be_filtered_and_printed() -> None:
    sheet = sheet_with("建成2处", note="缺盖章PDF版")
    assert sheet["A1"].value == TITLE
    assert [cell.value for cell in sheet[3]] == [*COLUMNS, "报送情况", "来源"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:G{sheet.max_row}"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet["F4"].value == "已报送\n缺盖章PDF版"
    assert sheet["D5"].value == "（未报送）"


def test_long_words_get_a_high_row_within_excels_limit() -> None:
    assert sheet_with("一句话").row_dimensions[4].height < 60
    assert sheet_with("推进社区助餐网络建设。" * 400).row_dimensions[4].height == 409


def test_a_cell_swallowed_by_a_merged_one_is_refused_in_words() -> None:
    sheet = openpyxl.Workbook().worksheets[0]
    sheet.merge_cells("A1:B1")
    with pytest.raises(TypeError, match="合并单元格"):
        put(sheet, 1, 2, "甲")


def test_an_items_number_and_name_are_one_cell_and_a_filter_still_finds_each() -> None:
    rollup = consolidate(NOTICE, QUARTER.numbered(2025, 2), [])
    raw = consolidated_xlsx(rollup)
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    first, row = set(), 4
    for item in rollup.rows:
        end = row + len(item.contributions) - 1
        first |= {f"A{row}:A{end}", f"B{row}:B{end}"} if end > row else set()
        row = end + 1
    assert first
    assert first <= merged
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        words = parts.read("xl/worksheets/sheet1.xml").decode()
    assert all(f'<c r="B{line}" ' in words for line in range(4, row))


def test_rows_that_fit_no_item_and_what_is_lacking_are_in_the_book() -> None:
    rows = [annex_rows(1)[0], ("9", "创建书香机关", CIVIL, "读书会6次。", "全年")]
    form = read_form(document([COLUMNS, *rows]), NOTICE)
    reports = [Report(CIVIL, form, "缺盖章PDF版", "民政局.docx（电子版第1版）")]
    raw = consolidated_xlsx(consolidate(NOTICE, QUARTER.numbered(2025, 2), reports))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    last = [cell.value for cell in book.worksheets[0][book.worksheets[0].max_row]]
    assert last[:5] == ["待归项", "9 创建书香机关", CIVIL, "读书会6次。", "全年"]
    assert last[6] == "民政局.docx（电子版第1版）"
    lacking = [row[:2] for row in book.worksheets[1].iter_rows(2, values_only=True)]
    assert (CIVIL, "缺盖章PDF版") in lacking
    assert not any("第4项" in str(what) for unit, what in lacking if unit == CIVIL)
