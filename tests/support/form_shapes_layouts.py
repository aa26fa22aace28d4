"""Shapes that are hardly the annex any more, each with the rows it holds."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.record.documents import Content, Table
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    EDUCATION,
    TITLE,
    Row,
    annex_rows,
    document,
    text_of,
)
from tests.support.form_shapes import (
    ALL,
    Catalogue,
    Shape,
    without,
)

SHAPES = Catalogue()
shape = SHAPES


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
    lines = [cell for row in ALL[:2] for cell in row]
    note = "注：请于每季度末报县老龄办（邮箱：llb@example.org）。"
    return Content(text="\n".join((TITLE, *COLUMNS, *lines, note))), ALL[:2]


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


@shape
def name_and_units_in_one_column() -> Shape:
    head = ("序号", "实事名称及责任单位", "进展情况")
    rows = [(r[0], f"{r[1]}\n（{r[2]}）", r[3]) for r in ALL]
    return document([head, *rows]), [(r[0], "", r[1], r[2], "") for r in rows]


@shape
def name_at_the_beginning_of_the_progress() -> Shape:
    rows = [("县民政局", f"{row[1]}：{row[3]}") for row in ALL]
    truth = [("", "", unit, words, "") for unit, words in rows]
    return document([("责任单位", "工作进展"), *rows]), truth


@shape
def progress_under_a_heading_of_no_known_meaning() -> Shape:
    return document([(*COLUMNS[:3], "落实", COLUMNS[4]), *ALL]), ALL


@shape
def progress_headed_by_the_quarter_alone() -> Shape:
    return document([(*COLUMNS[:3], "第二季度", COLUMNS[4]), *ALL]), ALL


@shape
def heading_with_instructions_in_brackets() -> Shape:
    words = f"{COLUMNS[3]}（要求：1.写明数量；2.不超过500字。）"
    return document([(*COLUMNS[:3], words, COLUMNS[4]), *ALL]), ALL


@shape
def table_of_five_contacts_after_the_annex() -> Shape:
    contacts: list[Row] = [
        ("单位", "联系人", "职务", "电话", "手机"),
        (CIVIL, "王老师", "科员", "1234567", "13000000000"),
    ]
    return document([COLUMNS, *ALL], contacts), ALL


@shape
def units_one_a_line() -> Shape:
    rows = [(*r[:2], r[2].replace("、", "\n"), *r[3:]) for r in ALL]
    return document([COLUMNS, *rows]), rows
