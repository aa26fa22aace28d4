"""是报表: one click on other business serves the unit's whole period."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from mailbot.core.record.records import LetterKind
from mailbot.flows.letters.sending_summary import send_now
from mailbot.flows.letters.summarize import summary_of
from tests.support.desk import Desk, letter, text_of

UNIT, SENDER = "县民政局", "u15@unit.example"
TITLE = "农村低保对象动态管理统计表"
WORD, XLSX = "electronic", "summary.xlsx"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def paper(title: str, words: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(title)
    for number in range(4):
        document.add_paragraph(f"{words}，第{number}项走访{number + 12}户，发放补贴。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mailed(desk: Desk, words: str, title: str = TITLE) -> tuple[int, int]:
    """Let the unit mail such a paper; return how many files were filed, and ignored."""
    desk.now += timedelta(minutes=5)
    files = {f"{title}.docx": paper(title, words)}
    done = desk.receive(letter(SENDER, "见附件。", title, desk.now, files=files))
    return done.filed, done.ignored


def code(desk: Desk) -> str:
    """Return the code under which the summary's mail offers 是报表."""
    send_now(desk.office, desk.now)
    words = text_of(desk.letters(LetterKind.SUMMARY)[-1].letter.raw)
    found = re.search(r"是报表：(R\S+) 是报表", words)
    assert found is not None, words
    return found[1]


def test_other_business_is_told_in_the_mail_and_a_click_in_the_sheet_files_it(
    desk: Desk,
) -> None:
    assert mailed(desk, "甲镇") == (0, 1)
    given = code(desk)
    with desk.office.desk(desk.now) as open_desk:
        found = summary_of(open_desk, {given.partition("-")[0]: given})
    book = load_workbook(io.BytesIO(desk.office.workbooks.summary(found)))
    cell = book["其他来件"].cell(3, 5)
    assert cell.value == f"{given} 是报表"
    assert cell.hyperlink is not None
    assert str(cell.hyperlink.target).startswith("mailto:")
    told = desk.answer(f"{given} 是报表")
    assert "已确认归档：县民政局 2023年第二季度 电子版" in told
    assert desk.filed() == [(UNIT, "2023Q2", WORD)]


def test_one_click_takes_all_files_of_that_title_and_those_still_to_come(
    desk: Desk,
) -> None:
    mailed(desk, "甲镇")
    mailed(desk, "乙镇")
    mailed(desk, "丙镇", "机关公务用车运行费用统计表")
    desk.answer(f"{code(desk)} 是报表")
    assert len(desk.filed()) == 2
    assert mailed(desk, "丁镇") == (1, 0)
    assert mailed(desk, "戊镇", "机关公务用车运行费用统计表") == (0, 1)


def test_the_click_can_be_undone_and_the_title_is_other_business_again(
    desk: Desk,
) -> None:
    mailed(desk, "甲镇")
    given = code(desk)
    desk.answer(f"{given} 是报表")
    desk.answer(f"{given} 撤销")
    assert desk.filed() == []
    assert mailed(desk, "乙镇") == (0, 1)


def test_plain_confirmation_files_no_other_business(desk: Desk) -> None:
    mailed(desk, "甲镇")
    assert "是报表" in desk.answer(f"{code(desk)} 确认")
    assert desk.filed() == []
