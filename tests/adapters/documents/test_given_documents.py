"""Documents read wrongly once: ../shared/cases/documents/RIGHT.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.adapters.notice_file import load_notice
from mailbot.core.form.coverage import coverage, is_blank
from mailbot.core.form.reading import Form, read_form
from mailbot.core.record.documents import Content, Kind
from tests.support.shared import shared_path

NOTICE = load_notice(Path(__file__).parents[3] / "config" / "notice.toml")
UNIT = "县教育和体育局"


def _content(name: str) -> Content:
    raw = shared_path("cases", "documents", name).read_bytes()
    found = read(kind_of(raw), raw)
    assert isinstance(found, Content)
    return found


def _form(name: str) -> Form:
    form = read_form(_content(name), NOTICE)
    assert form is not None
    return form


@pytest.mark.parametrize("name", ["own_words_numbered", "own_words_no_numbers"])
def test_rows_in_own_words_are_neither_moved_nor_glued(name: str) -> None:
    form = _form(f"{name}.docx")
    assert [row.item_no for row in form.rows] == [1, 1, 1, 4, 10]
    assert coverage(form, NOTICE, UNIT).missing == (5, 7)


def test_quotation_marks_of_another_font_stand_where_they_are_printed() -> None:
    text = "".join(_content("quotes_moved.pdf").text.split())
    assert "完成“两癌”免费检查11,250人" in text


def test_a_column_that_cuts_words_off_is_clipped_and_not_blank() -> None:
    content = _content("called_blank.pdf")
    assert content.clipped
    form = read_form(content, NOTICE)
    assert form is None or not is_blank(form, NOTICE)


def test_a_cell_of_no_width_corrupts_no_file() -> None:
    raw = shared_path("cases", "documents", "zero_width_minimal.pdf").read_bytes()
    assert kind_of(raw) is Kind.PDF
    assert _content("zero_width_minimal.pdf").text.strip()


@pytest.mark.parametrize(
    ("name", "item", "words"),
    [
        ("nested-one-item-unit.docx", 3, "“定制公交”助学专线"),
        ("nested-table-read-as-rows.docx", 7, "“百场巡讲”"),
    ],
)
def test_a_numbered_table_inside_a_cell_is_read_once(
    name: str, item: int, words: str
) -> None:
    form = _form(name)
    told = [row for row in form.rows if words in row.progress]
    assert [row.item_no for row in told] == [item]
    assert told[0].progress.count(words) == 1
