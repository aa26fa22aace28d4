"""The Word documents of the office, read back as Word would show them."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml.ns import qn

from mailbot.adapters.papers.annex import blank_annex
from mailbot.adapters.papers.rollup_pages import consolidated_docx
from mailbot.core.form.coverage import is_blank
from mailbot.core.form.reading import Form, read_form
from mailbot.core.notice.periods import QUARTER
from mailbot.core.record.documents import Content, Table
from mailbot.core.summary.rollup import Report, Rollup, consolidate
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    FUND,
    ITEMS,
    NOTICE,
    TITLE,
    UNION,
    WOMEN,
    annex_rows,
    document,
    form_document,
)

Q2 = QUARTER.numbered(2025, 2)


def opened(raw: bytes) -> Content:
    """Read a document of ours: merged cells repeat, as every reader gives them."""
    found = docx.Document(io.BytesIO(raw))
    rows = [tuple(cell.text for cell in row.cells) for row in found.tables[0].rows]
    text = "\n".join(paragraph.text for paragraph in found.paragraphs)
    return Content(text=text, tables=(Table(tuple(rows)),))


def form_of(*numbers: int) -> Form:
    form = read_form(form_document(*numbers), NOTICE)
    assert form is not None
    return form


def some_rollup(*reports: Report) -> Rollup:
    return consolidate(NOTICE, Q2, reports)


def test_the_blank_annex_holds_only_the_units_own_items() -> None:
    content = opened(blank_annex(NOTICE, UNION, Q2))
    form = read_form(content, NOTICE)
    assert form is not None
    assert [row.item_no for row in form.rows] == [2, 4]
    assert is_blank(form, NOTICE)
    assert form.heading.title == TITLE
    assert form.heading.unit_text == UNION
    assert form.heading.period_text == "第二季度"


def test_the_blank_annex_says_where_to_send_which_copies() -> None:
    text = opened(blank_annex(NOTICE, CIVIL, Q2)).text
    assert (
        "请将电子版和加盖单位公章的PDF版报县老龄办"
        "（联系电话：0000000，邮箱：llb@example.org）。"
    ) in text


def test_a_unit_with_one_item_gets_room_to_write() -> None:
    one = docx.Document(io.BytesIO(blank_annex(NOTICE, FUND, Q2))).tables[0]
    two = docx.Document(io.BytesIO(blank_annex(NOTICE, UNION, Q2))).tables[0]
    assert (one.rows[1].height or 0) > (two.rows[1].height or 0)


def test_the_consolidated_table_reads_back_cell_by_cell() -> None:
    rollup = some_rollup(Report(WOMEN, form_of(3, 4, 6)), Report(CIVIL, form_of(1)))
    (table,) = opened(consolidated_docx(rollup)).tables
    expected = [
        (str(row.no), row.name, given.unit, "\n".join(given.lines), given.due)
        for row in rollup.rows
        for given in row.contributions
    ]
    assert list(table.rows) == [COLUMNS, *expected]
    assert len(expected) == sum(len(item.units) for item in ITEMS)


def test_who_has_not_reported_stands_under_the_table() -> None:
    text = opened(consolidated_docx(some_rollup(Report(CIVIL, form_of(1, 4))))).text
    assert "未报送单位6个" in text
    (listed,) = (line for line in text.splitlines() if line.startswith("未报送（6家）"))
    assert CIVIL not in listed
    every = some_rollup(*(Report(unit, None) for unit in NOTICE.units))
    said = opened(consolidated_docx(every)).text
    assert "各单位均已报送" in said
    assert "内容未能识别7家" in said


def test_the_heading_is_repeated_on_each_page_of_a_landscape_sheet() -> None:
    found = docx.Document(io.BytesIO(consolidated_docx(some_rollup())))
    first = found.tables[0].rows[0]._tr
    assert first.find(f".//{qn('w:tblHeader')}") is not None
    section = found.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


def test_fonts_have_fallbacks_for_machines_without_them() -> None:
    raw = blank_annex(NOTICE, CIVIL, Q2)
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        fonts = parts.read("word/fontTable.xml").decode()
        body = parts.read("word/document.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/></w:font>' in fonts
    assert 'w:eastAsia="方正小标宋简体"' in body


def test_characters_that_xml_cannot_hold_do_not_stop_the_table() -> None:
    row = (*annex_rows(1)[0][:3], "建成\x002处\ufffe\n=1+1", "\x0b6月")
    form = read_form(document([COLUMNS, row]), NOTICE)
    (table,) = opened(consolidated_docx(some_rollup(Report(CIVIL, form)))).tables
    assert table.rows[1][3].splitlines() == ["建成2处", "=1+1"]


def test_a_long_contribution_may_break_over_pages_and_a_short_one_not() -> None:
    long = (*annex_rows(1)[0][:3], "推进社区助餐网络建设。" * 60, "")
    form = read_form(document([COLUMNS, long]), NOTICE)
    raw = consolidated_docx(some_rollup(Report(CIVIL, form)))
    rows = docx.Document(io.BytesIO(raw)).tables[0].rows
    kept = [row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows]
    assert kept[1] is False
    assert all(kept[2:])


def test_the_head_says_what_is_lacking_besides_reports() -> None:
    reports = (
        Report(CIVIL, form_of(1), "缺盖章PDF版"),
        Report(WOMEN, form_of(3, 4, 6)),
    )
    text = opened(consolidated_docx(some_rollup(*reports))).text
    assert (
        "报送情况：应报7家，已报2家；未报送5家；缺盖章PDF版1家；有缺项1家。"
    ) in text
    assert f"缺盖章PDF版（1家）：{CIVIL}。" in text
    assert f"缺项：{CIVIL}第4项。" in text


def test_rows_that_fit_no_item_stand_at_the_end_word_for_word() -> None:
    rows = [
        annex_rows(1)[0],
        ("9", "创建书香机关", CIVIL, "读书会6次。\n赠书80册。", "全年"),
    ]
    form = read_form(document([COLUMNS, *rows]), NOTICE)
    rollup = some_rollup(Report(CIVIL, form, source="民政局.docx（电子版第2版）"))
    found = docx.Document(io.BytesIO(consolidated_docx(rollup)))
    assert any(p.text.startswith("待归项（1行") for p in found.paragraphs)
    assert [cell.text for cell in found.tables[1].rows[1].cells] == [
        "1",
        CIVIL,
        "9 创建书香机关",
        "读书会6次。\n赠书80册。",
        "全年",
        "民政局.docx（电子版第2版）",
    ]
    assert found.tables[2].rows[1].cells[2].text == "民政局.docx（电子版第2版）"


def test_only_small_items_are_kept_on_one_page() -> None:
    found = docx.Document(io.BytesIO(consolidated_docx(some_rollup())))
    kept = [
        row.cells[2].paragraphs[0].paragraph_format.keep_with_next
        for row in found.tables[0].rows[1:]
    ]
    assert any(kept)
    long = (*annex_rows(1)[0][:3], "推进社区助餐网络建设。" * 60, "")
    form = read_form(document([COLUMNS, long]), NOTICE)
    raw = consolidated_docx(some_rollup(Report(CIVIL, form)))
    first = docx.Document(io.BytesIO(raw)).tables[0].rows[1]
    assert not first.cells[2].paragraphs[0].paragraph_format.keep_with_next
