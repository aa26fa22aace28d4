"""Shapes that differ in columns and headings, each with the rows it holds."""

from __future__ import annotations

from tests.support.annex import (
    COLUMNS,
    TITLE,
    Row,
    annex_rows,
    document,
)
from tests.support.form_shapes import (
    ALL,
    Catalogue,
    Shape,
    dropped,
    inserted,
    permuted,
    without,
)

SHAPES = Catalogue()
shape = SHAPES


@shape
def as_issued() -> Shape:
    return document([COLUMNS, *ALL]), ALL


@shape
def other_units_rows_deleted() -> Shape:
    rows = annex_rows(1, 4)
    return document([COLUMNS, *rows]), rows


@shape
def rows_deleted_and_numbered_anew() -> Shape:
    rows = [("1", *annex_rows(3)[0][1:]), ("2", *annex_rows(6)[0][1:])]
    return document([COLUMNS, *rows]), rows


@shape
def column_for_remarks_added() -> Shape:
    table = [(*COLUMNS, "备注"), *((*row, "无") for row in ALL)]
    return document(table), ALL


@shape
def column_for_problems_added_before_the_time_limit() -> Shape:
    head = inserted(COLUMNS, 4, "存在问题及下一步措施")
    table = [head, *(inserted(row, 4, "资金不足，下步争取") for row in ALL)]
    return document(table), ALL


@shape
def column_for_last_quarter_added() -> Shape:
    head = inserted(COLUMNS, 3, "上季度具体措施及任务进度情况")
    table = [head, *(inserted(row, 3, "上季度已开展2场") for row in ALL)]
    return document(table), ALL


@shape
def column_for_contact_first() -> Shape:
    table = [("联系人", *COLUMNS), *(("王老师", *row) for row in ALL)]
    return document(table), ALL


@shape
def column_done_or_not_added() -> Shape:
    head = inserted(COLUMNS, 4, "是否完成")
    return document([head, *(inserted(row, 4, "是") for row in ALL)]), ALL


@shape
def second_column_on_progress_added() -> Shape:
    head = inserted(COLUMNS, 4, "完成情况")
    return document([head, *(inserted(row, 4, "进行中") for row in ALL)]), ALL


@shape
def no_column_for_the_number() -> Shape:
    return document(dropped([COLUMNS, *ALL], 0)), without(ALL, 0)


@shape
def no_column_for_units() -> Shape:
    return document(dropped([COLUMNS, *ALL], 2)), without(ALL, 2)


@shape
def no_column_for_the_time_limit() -> Shape:
    return document(dropped([COLUMNS, *ALL], 4)), without(ALL, 4)


@shape
def no_column_for_the_name() -> Shape:
    return document(dropped([COLUMNS, *ALL], 1)), without(ALL, 1)


@shape
def only_name_and_progress() -> Shape:
    table = [permuted(row, 1, 3) for row in [COLUMNS, *ALL]]
    return document(table), [("", row[1], "", row[3], "") for row in ALL]


@shape
def columns_in_another_order() -> Shape:
    return document([permuted(r, 0, 2, 1, 4, 3) for r in [COLUMNS, *ALL]]), ALL


@shape
def heading_in_other_words() -> Shape:
    head = ("编号", "项目名称", "牵头部门", "工作进展", "完成时间")
    return document([head, *ALL]), ALL


@shape
def heading_with_blanks_and_breaks() -> Shape:
    head = (
        "序\n号",
        "实 事 名 称",
        "责 任\n单 位",
        "本季度具体措施\n及任务进度情况",
        "完成\n\n时限",
    )
    return document([head, *ALL]), ALL


@shape
def heading_with_a_printed_limit() -> Shape:
    head = (
        *COLUMNS[:3],
        "本季度具体措施及任务进度情况（限300字以内）",
        "完成时限（年月）",
    )
    return document([head, *ALL]), ALL


@shape
def last_word_of_the_heading_in_a_row_of_its_own() -> Shape:
    table = [(*COLUMNS[:4], "完成"), ("", "", "", "", "时限"), *ALL]
    return document(table), ALL


@shape
def heading_torn_by_the_page_reader() -> Shape:
    table = [(*COLUMNS[:3], COLUMNS[3][:-1], "完成"), ("", "", "", "况", "时限"), *ALL]
    return document(table), ALL


@shape
def heading_of_two_tiers() -> Shape:
    upper = ("序号", "实事名称", "责任单位", "本季度工作情况", "", "完成时限")
    lower = ("序号", "实事名称", "责任单位", "具体措施", "任务进度", "完成时限")
    rows = [inserted(row, 4, "按计划推进") for row in ALL]
    truth = [(*r[:3], f"{r[3]}\n按计划推进", r[4]) for r in ALL]
    return document([upper, lower, *rows]), truth


@shape
def heading_of_two_tiers_with_empty_lower_cells() -> Shape:
    upper = ("序号", "实事名称", "责任单位", "本季度工作情况", "", "完成时限")
    lower = ("", "", "", "具体措施", "任务进度", "")
    rows = [inserted(row, 4, "按计划推进") for row in ALL]
    truth = [(*r[:3], f"{r[3]}\n按计划推进", r[4]) for r in ALL]
    return document([upper, lower, *rows]), truth


@shape
def heading_of_two_tiers_with_problems_beside_progress() -> Shape:
    upper = ("序号", "实事名称", "责任单位", COLUMNS[3], "", "完成时限")
    lower = ("序号", "实事名称", "责任单位", "任务进度", "存在问题", "完成时限")
    return document([upper, lower, *(inserted(r, 4, "人手少") for r in ALL)]), ALL


@shape
def title_in_the_first_row() -> Shape:
    title = (TITLE, "", "", "", "")
    return document([title, COLUMNS, *ALL], above=""), ALL


@shape
def title_and_unit_in_the_first_rows() -> Shape:
    top = [
        ("2025年为全县老年人办实事", "", "", "", ""),
        ("工作进展情况报表", "", "", "", ""),
        ("填报单位：清源县民政局", "", "", "填报时间：2025年6月28日", ""),
    ]
    return document([*top, COLUMNS, *ALL], above=""), ALL


@shape
def unit_line_above_the_table() -> Shape:
    above = f"{TITLE}\n填报单位（盖章）：清源县民政局    填报时间：2025年6月28日"
    return document([COLUMNS, *ALL], above=above), ALL


@shape
def signature_in_the_last_row() -> Shape:
    last = [("填报人：张三", "", "联系电话：1234567", "", "负责人：李四")]
    return document([COLUMNS, *ALL, *last]), ALL


@shape
def note_in_the_last_row() -> Shape:
    return document([COLUMNS, *ALL, ("注：请于季度末报送。", "", "", "", "")]), ALL


@shape
def sheet_with_empty_rows_and_columns_around() -> Shape:
    wide = [("", "", *row, "") for row in [COLUMNS, *ALL]]
    empty = ("",) * 8
    return document([empty, empty, wide[0], empty, *wide[1:], empty]), ALL


@shape
def sheet_with_float_numbers() -> Shape:
    rows = [(f"{row[0]}.0", *row[1:]) for row in ALL]
    return document([COLUMNS, *rows]), ALL


@shape
def units_parted_into_lead_and_partners() -> Shape:
    head = ("序号", "实事名称", "牵头单位", "配合单位", *COLUMNS[3:])
    table = [(r[0], r[1], *f"{r[2]}、".split("、", 1), *r[3:]) for r in ALL]
    rows = [(*row[:3], row[3].removesuffix("、"), *row[4:]) for row in table]
    return document([head, *rows]), ALL


@shape
def a_column_for_each_quarter_the_later_ones_empty() -> Shape:
    heads = ("一季度进展情况", "二季度进展情况", "三季度进展情况")
    table: list[Row] = [(*COLUMNS[:3], *heads, COLUMNS[4])]
    table += [(*r[:3], "一季度完成招标", r[3], "", r[4]) for r in ALL]
    return document(table), ALL


@shape
def headings_that_say_little() -> Shape:
    return document([("序号", "名称", "单位", "内容", "时间"), *ALL]), ALL


@shape
def time_as_the_progress_it_is_due_by() -> Shape:
    return document([(*COLUMNS[:3], "主要做法", "时间进度"), *ALL]), ALL
