"""A form with a column for each quarter speaks by the column that is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.form.by_period import period_columns
from mailbot.core.form.coverage import coverage, is_blank
from mailbot.core.form.reading import Form, read_form
from mailbot.core.notice.periods import QUARTER
from mailbot.core.record.documents import Table
from tests.support.annex import CIVIL, NOTICE, Row, document

ONE, FOUR = "实施社区助餐网络扩面行动", "实施居家适老化改造行动"
HEAD = ("序号", "实事名称", "责任单位", "一季度", "二季度", "三季度", "四季度")


def form_of(*rows: Row) -> Form:
    form = read_form(document(list(rows)), NOTICE)
    assert form is not None
    return form


def yearly(first: Row, second: Row) -> Form:
    one = ("1", ONE, CIVIL, *first, *("",) * (4 - len(first)))
    two = ("4", FOUR, CIVIL, *second, *("",) * (4 - len(second)))
    return form_of(HEAD, one, two)


def progress(form: Form) -> list[str]:
    return [row.progress for row in form.rows]


def test_the_asked_quarters_column_is_read_and_no_other() -> None:
    form = yearly(("建成1处", "建成2处", "建成3处"), ("改造1户", "改造2户"))
    assert progress(form.of_period("2025Q1")) == ["建成1处", "改造1户"]
    assert progress(form.of_period("2025Q2")) == ["建成2处", "改造2户"]
    assert progress(form.of_period("2025Q3")) == ["建成3处", ""]
    assert [form.other_period(f"2025Q{n}") for n in (1, 2, 3)] == ["", "", ""]


def test_a_form_filled_for_an_older_quarter_only_says_so_and_gives_no_text() -> None:
    form = yearly(("建成1处",), ("改造1户",))
    asked = form.of_period("2025Q2")
    assert progress(asked) == ["", ""]
    assert is_blank(asked, NOTICE)
    assert form.other_period("2025Q2") == "第一季度"
    assert form.other_period("2025Q1") == ""
    assert coverage(asked, NOTICE, CIVIL).missing == (1, 4)


def test_an_item_filled_for_an_older_quarter_only_is_missing() -> None:
    form = yearly(("建成1处", "建成2处"), ("改造1户",)).of_period("2025Q2")
    assert coverage(form, NOTICE, CIVIL).missing == (4,)


def test_without_a_period_the_last_filled_quarter_stands_in_every_row() -> None:
    form = yearly(("建成1处", "建成2处"), ("改造1户",))
    assert progress(form) == ["建成2处", ""]


def test_a_blank_form_has_no_other_quarter() -> None:
    form = yearly((), ())
    assert is_blank(form, NOTICE)
    assert form.other_period("2025Q2") == ""


def test_a_heading_with_a_year_is_of_that_year_only() -> None:
    head = (*HEAD[:3], "2024年四季度进展情况", "2025年一季度进展情况")
    form = form_of(head, ("1", ONE, CIVIL, "旧年", "新年"))
    assert progress(form) == ["新年"]
    assert progress(form.of_period("2024Q4")) == ["旧年"]
    assert progress(form.of_period("2025Q4")) == [""]
    assert form.other_period("2025Q4") == "2025年第一季度"


def test_two_columns_of_one_quarter_are_read_together() -> None:
    words = ("一季度措施", "一季度进展", "二季度措施", "二季度进展")
    form = form_of((*HEAD[:3], *words), ("1", ONE, CIVIL, "甲", "乙", "丙", "丁"))
    assert progress(form.of_period("2025Q1")) == ["甲\n乙"]
    assert progress(form.of_period("2025Q2")) == ["丙\n丁"]


def test_quarters_below_a_common_heading_are_told_apart() -> None:
    tiers = (
        (*HEAD[:3], "工作进展情况", "", "完成时限"),
        (*HEAD[:3], "第一季度", "第二季度", "完成时限"),
    )
    form = form_of(*tiers, ("1", ONE, CIVIL, "甲", "乙", "年底"))
    assert progress(form.of_period("2025Q1")) == ["甲"]
    assert progress(form.of_period("2025Q2")) == ["乙"]
    assert [row.due for row in form.rows] == ["年底"]


def test_a_row_over_two_pages_keeps_each_quarter_apart() -> None:
    first = [HEAD, ("1", ONE, CIVIL, "甲一，", "乙一，", "", "")]
    second = [HEAD, ("", "", "", "甲二", "乙二", "", "")]
    content = replace(document(first, second), pages=2)
    form = read_form(content, NOTICE)
    assert form is not None
    assert progress(form.of_period("2025Q1")) == ["甲一，\n甲二"]
    assert progress(form.of_period("2025Q2")) == ["乙一，\n乙二"]


def test_a_page_on_which_the_quarter_is_empty_does_not_change_the_quarter() -> None:
    first = [HEAD, ("1", ONE, CIVIL, "甲一", "乙一", "", "")]
    second = [HEAD, ("4", FOUR, CIVIL, "甲二", "", "", "")]
    form = read_form(document(first, second), NOTICE)
    assert form is not None
    assert progress(form) == ["乙一", ""]


@pytest.mark.parametrize(
    "headings",
    [
        ("本季度具体措施及任务进度情况",),
        ("前三季度进展", "二季度进展"),
        ("一季度进展", "工作措施"),
    ],
)
def test_headings_that_do_not_all_name_one_quarter_part_nothing(
    headings: tuple[str, ...],
) -> None:
    assert period_columns(dict(enumerate(headings)), QUARTER) == ()


def test_a_form_without_quarters_is_the_same_for_every_period() -> None:
    table = [(*HEAD[:3], "工作进展"), ("1", ONE, CIVIL, "甲")]
    form = read_form(replace(document(table), tables=(Table(tuple(table)),)), NOTICE)
    assert form is not None
    assert form.of_period("2025Q2") == form
    assert form.other_period("2025Q2") == ""
