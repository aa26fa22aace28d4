"""The consolidated table holds every unit of every item, reported or not."""

from __future__ import annotations

from mailbot.core.form.reading import Form, read_form
from mailbot.core.notice.periods import QUARTER
from mailbot.core.summary.rollup import Given, Report, Rollup, consolidate
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    DUE,
    FUND,
    HEALTH,
    ITEMS,
    NOTICE,
    PROGRESS,
    TITLE,
    UNION,
    WOMEN,
    annex_rows,
    document,
    form_document,
)


def form(*numbers: int) -> Form:
    found = read_form(form_document(*numbers), NOTICE)
    assert found is not None
    return found


def rollup_of(*reports: Report) -> Rollup:
    return consolidate(NOTICE, QUARTER.numbered(2025, 2), reports)


def test_without_any_report_everyone_is_marked() -> None:
    rollup = rollup_of()
    assert rollup.title == TITLE
    assert rollup.period == "2025年第二季度"
    assert [(row.no, row.name) for row in rollup.rows] == [
        (item.no, item.name) for item in ITEMS
    ]
    given = [c for row in rollup.rows for c in row.contributions]
    assert {c.lines for c in given} == {("（未报送）",)}
    assert rollup.silent == NOTICE.units


def test_contributions_stand_under_their_item_in_the_order_of_the_notice() -> None:
    rollup = rollup_of(Report(WOMEN, form(3, 4, 6)), Report(CIVIL, form(1, 4)))
    first, fourth = rollup.rows[0], rollup.rows[3]
    assert first.contributions[0].lines == tuple(PROGRESS[1].split("\n"))
    assert first.contributions[0].due == DUE[1]
    assert [(c.unit, c.given) for c in fourth.contributions] == [
        (CIVIL, Given.REPORTED),
        (WOMEN, Given.REPORTED),
        (UNION, Given.NOT_REPORTED),
    ]
    assert CIVIL not in rollup.silent
    assert UNION in rollup.silent


def test_an_item_left_out_a_partial_report_and_an_unread_file_are_marked() -> None:
    rollup = rollup_of(Report(CIVIL, form(1), note="缺盖章PDF版"), Report(HEALTH, None))
    fourth, third = rollup.rows[3], rollup.rows[2]
    assert fourth.contributions[0].lines == ("（本项未填）",)
    assert rollup.notes == (("缺盖章PDF版", (CIVIL,)),)
    assert third.contributions[0].lines == ("（已报送，内容未能识别，见原件）",)
    assert HEALTH not in rollup.silent


def test_a_nil_report_is_printed_as_written() -> None:
    row = (*annex_rows(1)[0][:3], "本季度无进展", "")
    found = read_form(document([COLUMNS, row]), NOTICE)
    given = rollup_of(Report(CIVIL, found)).rows[0].contributions[0]
    assert (given.given, given.lines) == (Given.NIL, ("本季度无进展",))


def test_several_rows_of_one_unit_become_its_paragraphs() -> None:
    name = ITEMS[1].name
    rows = [("2", name, FUND, "提取230笔", "6月"), ("", "租房提取", FUND, "", "")]
    rows.append(("2", name, "市住房公积金管理中心清源分中心", "贷款60户", "9月"))
    found = read_form(document([COLUMNS, *rows]), NOTICE)
    given = rollup_of(Report(FUND, found)).rows[1].contributions[2]
    assert given.lines == ("提取230笔", "贷款60户")
    assert given.due == "6月\n9月"


def test_rows_of_other_units_in_a_report_are_not_taken_over() -> None:
    rows = [("4", ITEMS[3].name, CIVIL, "改造8户", ""), ("4", "", WOMEN, "走访", "")]
    found = read_form(document([COLUMNS, *rows]), NOTICE)
    fourth = rollup_of(Report(WOMEN, found)).rows[3]
    assert [c.lines for c in fourth.contributions] == [
        ("（未报送）",),
        ("走访",),
        ("（未报送）",),
    ]


def test_what_fits_nowhere_is_kept_and_no_item_is_called_missing() -> None:
    own = ("9", "创建书香机关", CIVIL, "读书会6次。", "全年")
    found = read_form(document([COLUMNS, annex_rows(1)[0], own]), NOTICE)
    rollup = rollup_of(Report(CIVIL, found, source="民政局.docx"))
    (one,) = rollup.unplaced
    assert (one.unit, one.item, one.paragraphs) == (
        CIVIL,
        "9 创建书香机关",
        ("读书会6次。",),
    )
    assert (one.due, one.source) == ("全年", "民政局.docx")
    assert rollup.rows[3].contributions[0].given is Given.UNPLACED
    assert rollup.lacking == ()
    assert "待归项1行" in rollup.standing


def test_a_report_on_an_item_that_is_not_the_units_is_not_lost() -> None:
    stray = ("2", ITEMS[1].name, "", "慰问职工12人。", "")
    found = read_form(document([COLUMNS, annex_rows(1)[0], stray]), NOTICE)
    rollup = rollup_of(Report(CIVIL, found))
    assert [one.paragraphs for one in rollup.unplaced] == [("慰问职工12人。",)]
    assert [unit for unit, _ in rollup.lacking] == [CIVIL]
