"""summary.xlsx: six sheets, every word a text."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from mailbot.adapters.papers.summary_sheet import summary_xlsx
from mailbot.core.summary.summary import Task
from mailbot.core.summary.words import ways
from mailbot.flows.letters.examples import SUMMARY
from mailbot.flows.letters.summarize import write_summary
from tests.support.office import make_office


def test_a_mail_that_looks_like_html_or_a_formula_stays_words(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>\x07'
    task = Task("R9", evil, evil, (evil,), SUMMARY.at, ways("R9", "", ""), evil)
    found = replace(SUMMARY, tasks=(task,))
    sheet = load_workbook(BytesIO(summary_xlsx(found)))["待核实"]
    cell = sheet.cell(3, 2)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("=HYPERLINK")
    assert "\x07" not in str(cell.value)
    office = make_office(tmp_path)
    write_summary(office, found, tmp_path / "out")
    assert "<script>" not in (tmp_path / "out" / "summary.html").read_text("utf-8")


def test_the_workbook_has_six_sheets_ready_for_filters_and_paper() -> None:
    book = load_workbook(BytesIO(summary_xlsx(SUMMARY)))
    named = ["汇总", "明细", "待核实", "催报记录", "通讯录", "其他来件", "台账"]
    assert book.sheetnames == named
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B3"
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
    assert isinstance(book["明细"]["F3"].value, datetime)
