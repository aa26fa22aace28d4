"""The shapes in which units send the annex back, each with the rows it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.core.documents import Content, Table
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    EDUCATION,
    HEALTH,
    ITEMS,
    PROGRESS,
    TITLE,
    UNION,
    WOMEN,
    Row,
    annex_rows,
    document,
    text_of,
)

Shape = tuple[Content, Sequence[Row]]
ALL = annex_rows()
NAMES = {item.no: item.name for item in ITEMS}
SHAPES: dict[str, Callable[[], Shape]] = {}


def shape(build: Callable[[], Shape]) -> Callable[[], Shape]:
    SHAPES[build.__name__] = build
    return build


def permuted(row: Row, *places: int) -> Row:
    return tuple(row[p] for p in places)


def inserted(row: Row, place: int, cell: str) -> Row:
    return (*row[:place], cell, *row[place:])


def without(rows: list[Row], place: int) -> list[Row]:
    return [(*row[:place], "", *row[place + 1 :]) for row in rows]


def dropped(rows: list[Row], place: int) -> list[Row]:
    return [(*row[:place], *row[place + 1 :]) for row in rows]


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
    return document([COLUMNS, *rows]), rows


@shape
def numbers_in_chinese() -> Shape:
    rows = [("一二三四五六"[int(r[0]) - 1], *r[1:]) for r in ALL]
    return document([COLUMNS, *rows]), rows


@shape
def numbers_dressed() -> Shape:
    dress = ("１", "2、", "（三）", "第4项", "⑤", "6．")
    rows = [(dress[n], *row[1:]) for n, row in enumerate(ALL)]
    return document([COLUMNS, *rows]), rows


@shape
def numbers_left_out() -> Shape:
    rows = without(ALL, 0)
    return document([COLUMNS, *rows]), rows


@shape
def names_with_slips() -> Shape:
    slips = {
        1: "实施社区助餐网络扩面行 动",
        2: "银龄学堂提质扩容",
        3: "实施夕阳红健康守护行动",
        4: "实施居家适老改造行动",
        5: "五、实施防范养老诈骗宣传行动。常态化开展“敲门行动”。",
        6: "实施文体场馆敬老开放工程",
    }
    rows = [(r[0], slips[int(r[0])], *r[2:]) for r in ALL]
    return document([COLUMNS, *rows]), rows


@shape
def names_left_out() -> Shape:
    return document([COLUMNS, *without(ALL, 1)]), without(ALL, 1)


@shape
def rows_in_another_order() -> Shape:
    rows = list(reversed(ALL))
    return document([COLUMNS, *rows]), rows


@shape
def heading_repeated_on_each_page() -> Shape:
    return document([COLUMNS, *ALL[:3], COLUMNS, *ALL[3:]]), ALL


@shape
def one_table_a_page_with_heading() -> Shape:
    return document([COLUMNS, *ALL[:2]], [COLUMNS, *ALL[2:]]), ALL


@shape
def one_table_a_page_without_heading() -> Shape:
    return document([COLUMNS, *ALL[:4]], ALL[4:]), ALL


@shape
def row_torn_by_a_page() -> Shape:
    torn = ALL[3]
    upper = (*torn[:3], torn[3][:9], torn[4])
    lower = ("", "", "", torn[3][9:], "")
    return document([COLUMNS, *ALL[:3], upper], [lower, *ALL[4:]]), ALL


@shape
def row_torn_by_a_page_through_every_cell() -> Shape:
    torn = ALL[1]
    upper = ("2", torn[1][:8], torn[2][:10], torn[3][:9], torn[4])
    lower = ("", torn[1][8:], torn[2][10:], torn[3][9:], "")
    return document([COLUMNS, ALL[0], upper], [COLUMNS, lower, *ALL[2:]]), ALL


@shape
def one_row_a_measure_with_cells_merged_downwards() -> Shape:
    parts = PROGRESS[3].split("\n")
    rows = [(*ALL[2][:3], part, ALL[2][4]) for part in parts]
    return document([COLUMNS, *ALL[:2], *rows, *ALL[3:]]), ALL


@shape
def one_row_a_measure_with_empty_cells() -> Shape:
    first, second = PROGRESS[1].split("\n")
    rows = [(*ALL[0][:3], first, ALL[0][4]), ("", "", "", second, "")]
    return document([COLUMNS, *rows, *ALL[1:]]), ALL


@shape
def one_row_a_unit_with_cells_merged_downwards() -> Shape:
    rows = [
        ("3", NAMES[3], HEALTH, "体检2150人", "11月"),
        ("3", NAMES[3], WOMEN, "开展讲座8场", "12月"),
    ]
    return document([COLUMNS, *rows]), rows


@shape
def one_row_a_unit_with_empty_cells() -> Shape:
    rows = [
        ("4", NAMES[4], CIVIL, "改造86户", "11月"),
        ("4", NAMES[4], WOMEN, "走访120户", "12月"),
        ("4", NAMES[4], UNION, "慰问60户", "12月"),
    ]
    table = [rows[0], *(("", "", *row[2:]) for row in rows[1:])]
    return document([COLUMNS, *table]), rows


@shape
def no_heading_at_all() -> Shape:
    return document(ALL), ALL


@shape
def table_of_contacts_before_the_annex() -> Shape:
    contacts: list[Row] = [("单位", "联系人", "电话"), (CIVIL, "王老师", "1234567")]
    return document(contacts, [COLUMNS, *ALL]), ALL


@shape
def table_of_figures_after_the_annex() -> Shape:
    figures: list[Row] = [("项目", "完成情况"), ("体检", "2150"), ("讲座", "8")]
    return document([COLUMNS, *ALL], figures), ALL


@shape
def one_table_an_item() -> Shape:
    return document(*([COLUMNS, row] for row in ALL)), ALL


@shape
def letter_around_the_table() -> Shape:
    above = f"县老龄办：\n现将我局第二季度实事进展情况报上，请审阅。\n{TITLE}"
    below = "清源县民政局\n2025年6月28日"
    return document([COLUMNS, *ALL], above=above, below=below), ALL


@shape
def labels_on_the_left_one_item_after_another() -> Shape:
    table = [pair for row in ALL for pair in zip(COLUMNS, row, strict=True)]
    return document(table), ALL


@shape
def labels_and_values_in_pairs_across() -> Shape:
    table: list[Row] = []
    for row in ALL[:2]:
        table += [
            ("实事名称", row[1], "责任单位", row[2]),
            ("完成时限", row[4], "序号", row[0]),
            ("具体措施及任务进度情况", row[3], "", ""),
        ]
    return document(table), ALL[:2]


@shape
def table_turned_on_its_side() -> Shape:
    rows = list(zip(COLUMNS, *ALL, strict=True))
    return document(rows), ALL


@shape
def text_parted_by_tabs() -> Shape:
    rows = [tuple(c.replace("\n", "") for c in row) for row in ALL]
    return Content(text=f"{TITLE}\n{text_of([COLUMNS, *rows])}"), rows


@shape
def text_parted_by_bars() -> Shape:
    rows = [tuple(c.replace("\n", "") for c in row) for row in ALL]
    lines = ["| " + " | ".join(row) + " |" for row in [COLUMNS, *rows]]
    lines.insert(1, "|---|---|---|---|---|")
    return Content(text="\n".join((TITLE, *lines))), rows


@shape
def paragraphs_under_the_names() -> Shape:
    digits = "一二三四五六"
    paragraphs = [
        f"{digits[n]}、{row[1]}\n责任单位：{row[2]}\n{row[3]}\n完成时限：{row[4]}"
        for n, row in enumerate(ALL)
    ]
    text = "\n".join((TITLE, *paragraphs, "清源县民政局", "2025年6月28日"))
    rows = [(digits[n], *row[1:]) for n, row in enumerate(ALL)]
    rows[-1] = (*rows[-1][:3], f"{rows[-1][3]}", rows[-1][4])
    return Content(text=text), rows


@shape
def paragraphs_that_run_on_after_the_name() -> Shape:
    lines = [f"{row[0]}.{row[1]}。{row[3]}" for row in ALL]
    rows = [(row[0], row[1], "", row[3], "") for row in ALL]
    return Content(text="\n".join((TITLE, *lines))), rows


@shape
def one_cell_a_line() -> Shape:
    lines = [cell for row in ALL[:2] for cell in row[:4]]
    rows = [(*row[:4], "") for row in ALL[:2]]
    rows = [("", *row[1:]) for row in rows]
    return Content(text="\n".join((TITLE, *COLUMNS, *lines))), rows


@shape
def cells_with_blanks_around_their_paragraphs() -> Shape:
    rows = [tuple(f"  {c} \n\n" for c in row) for row in ALL]
    return document([COLUMNS, *rows]), ALL


@shape
def rows_of_equal_progress_for_two_items() -> Shape:
    rows = [(*row[:3], "按计划推进", "全年") for row in ALL[:2]]
    return document([COLUMNS, *rows]), rows


@shape
def a_unit_of_its_own_for_every_row() -> Shape:
    rows = [(*row[:2], EDUCATION, *row[3:]) for row in annex_rows(2, 6)]
    return document([COLUMNS, *rows]), rows


@shape
def progress_that_speaks_like_a_heading() -> Shape:
    rows = [(*row[:3], "按进度推进", "按时限完成") for row in ALL]
    return document([COLUMNS, *rows]), rows


@shape
def nothing_but_the_heading() -> Shape:
    return document([COLUMNS]), []


@shape
def ragged_rows() -> Shape:
    rows = [row[:4] for row in ALL]
    content = document([COLUMNS, *rows])
    return replace(content, tables=(Table((COLUMNS, *rows)),)), without(ALL, 4)
