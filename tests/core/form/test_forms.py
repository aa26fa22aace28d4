"""The annex is found under every shape, and its rows keep every word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.form.copies import copies_differ
from mailbot.core.form.coverage import blankness, coverage, is_blank
from mailbot.core.form.heading import heading_lines
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.stale import same_as_earlier
from mailbot.core.form.words import UnitWords
from mailbot.core.notice.notice import Item, Notice, Place
from mailbot.core.record.documents import Content, Table
from tests.support import form_shapes_columns, form_shapes_layouts, form_shapes_rows
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    NOTICE,
    TITLE,
    annex_rows,
    document,
    form_document,
)
from tests.support.duty import quarterly
from tests.support.shared import shared_path

SHAPES = {
    **form_shapes_columns.SHAPES,
    **form_shapes_rows.SHAPES,
    **form_shapes_layouts.SHAPES,
}


def read(content: Content) -> Form:
    form = read_form(content, NOTICE)
    assert form is not None
    return form


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_of_a_shape_is_read_as_written(name: str) -> None:
    content, truth = SHAPES[name]()
    rows = read(content).rows
    assert [(r.no, r.item, r.units, r.progress, r.due) for r in rows] == list(truth)


NUMBERS = {
    "other_units_rows_deleted": [1, 4],
    "rows_deleted_and_numbered_anew": [3, 6],
    "rows_in_another_order": [6, 5, 4, 3, 2, 1],
    "names_shortened_and_numbered_anew": [3, 4, 6, 5],
    "measures_numbered_below_their_item": [3, 3],
    "measures_numbered_with_a_point": [3, 3],
    "one_row_a_unit_with_cells_merged_downwards": [3, 3],
    "one_row_a_unit_with_empty_cells": [4, 4, 4],
    "labels_and_values_in_pairs_across": [1, 2],
    "one_cell_a_line": [1, 2],
    "rows_of_equal_progress_for_two_items": [1, 2],
    "a_unit_of_its_own_for_every_row": [2, 6],
    "nothing_but_the_heading": [],
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_row_of_a_shape_is_given_its_item(name: str) -> None:
    content, _ = SHAPES[name]()
    expected = NUMBERS.get(name, [1, 2, 3, 4, 5, 6])
    assert [row.item_no for row in read(content).rows] == expected


def test_there_are_at_least_forty_shapes() -> None:
    assert len(SHAPES) >= 40


@pytest.mark.parametrize(
    "content",
    [
        Content(),
        Content(text="县老龄办：\n现将实施社区助餐网络扩面行动等情况报上。"),
        document([("单位", "联系人", "电话"), (CIVIL, "王老师", "1234567")]),
        document([("序号", "姓名", "得分"), ("1", "甲", "90"), ("2", "乙", "85")]),
        Content(text="我已向公安局报案，请尽快办理。"),
    ],
)
def test_what_holds_no_annex_gives_none(content: Content) -> None:
    assert read_form(content, NOTICE) is None


def test_a_name_wins_over_a_number_and_says_so() -> None:
    row = ("1", "实施防范养老诈骗宣传行动", "", "宣传5场", "")
    (found,) = read(document([COLUMNS, row])).rows
    assert found.item_no == 5
    assert found.reason == "名称一致，表中序号为1，以名称为准"


def test_a_strange_name_is_not_put_under_its_number() -> None:
    row = ("1", "开展森林防火巡查", "", "巡查20次", "")
    (found,) = read(document([COLUMNS, row])).rows
    assert found.item_no is None
    assert "序号不足为凭" in found.reason


def test_a_strange_name_counts_where_number_and_unit_agree() -> None:
    row = ("1", "城区食堂建设", CIVIL, "建成2处", "")
    (found,) = read(document([COLUMNS, row])).rows
    assert (found.item_no, found.reason) == (1, "名称与通知不同，序号和责任单位相符")


def test_a_half_like_name_goes_by_its_number() -> None:
    row = ("1", "社区助餐点建设", "", "建成2处", "")
    (found,) = read(document([COLUMNS, row])).rows
    assert (found.item_no, found.reason) == (1, "名称与通知有出入，按序号对应")


def test_without_number_and_name_the_units_tell_the_item() -> None:
    head, row = ("责任单位", "进展情况"), ("县卫生健康局、县妇联", "体检500人")
    (found,) = read(document([head, row])).rows
    assert found.item_no == 3


def test_a_small_table_of_own_rows_is_the_annex_where_nothing_else_is() -> None:
    head, row = ("项目", "进展情况"), ("我局自选项目", "已完成招标")
    form = read(document([head, row]))
    assert [(r.item, r.item_no) for r in form.rows] == [("我局自选项目", None)]


def test_the_heading_tells_title_unit_year_and_quarter() -> None:
    unit = "填报单位（盖章）：清源县民政局  填报时间：2025年6月28日"
    above = f"附件\n{TITLE}\n（第二季度）\n{unit}"
    heading = read(form_document(1, 4, above=above)).heading
    assert heading.title == TITLE
    assert heading.unit_text == "清源县民政局"
    assert heading.year == 2025
    assert heading.period_text == "第二季度"


def test_a_title_on_two_lines_is_one_title() -> None:
    above = "2025年为全县老年人办实事\n工作进展情况报表"
    assert read(form_document(1, above=above)).heading.title == TITLE


def test_a_year_in_characters_is_a_year() -> None:
    above = "二〇二四年为全县老年人办实事工作进展情况报表"
    assert read(form_document(1, above=above)).heading.year == 2024


def test_the_unit_may_stand_in_the_cell_beside_its_label() -> None:
    top = [("填报单位", "县总工会", "", "填报时间", "6月28日")]
    form = read(document([*top, COLUMNS, *annex_rows(2)], above=TITLE))
    assert form.heading.unit_text == "县总工会"


def test_the_column_of_units_names_no_reporting_unit() -> None:
    text = f"{TITLE}\n一、实施社区助餐网络扩面行动\n责任单位：县民政局\n建成3处"
    assert read(Content(text=text)).heading.unit_text == ""


def test_heading_lines_leave_the_table_out_and_keep_the_signature() -> None:
    content = form_document(
        1, above=f"{TITLE}\n填报单位：县民政局", below="2025年6月28日"
    )
    assert heading_lines(content, NOTICE) == (
        TITLE,
        "填报单位：县民政局",
        "2025年6月28日",
    )


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*COLUMNS, "1", "二", "续表", "填报单位：", "县民政局", "", "\n"]),
    st.sampled_from([item.name for item in NOTICE.items]),
)
TABLES = st.lists(
    st.lists(st.lists(CELL, max_size=7).map(tuple), max_size=8).map(
        lambda rows: Table(tuple(rows))
    ),
    max_size=3,
).map(tuple)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.lists(CELL, max_size=10).map("\n".join))
def test_no_table_and_no_text_makes_it_fail(
    tables: tuple[Table, ...], text: str
) -> None:
    content = Content(text=text, tables=tables)
    heading_lines(content, NOTICE)
    form = read_form(content, NOTICE)
    if form is not None:
        blankness(form, NOTICE)
        coverage(form, NOTICE, CIVIL)
        same_as_earlier(form, [("2025Q1", form), ("2025Q1", text)])
    copies_differ(content, content, NOTICE)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rows_survive_any_order_and_choice_of_columns(data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(5)))
    width = data.draw(st.integers(2, 5))
    kept = order[:width]
    if not ({1, 3} <= set(kept)):
        kept = [*kept, *({1, 3} - set(kept))]
    rows = data.draw(st.permutations(annex_rows()))
    table = [tuple(row[p] for p in kept) for row in (COLUMNS, *rows)]
    form = read(document(table))
    assert [(r.item, r.progress) for r in form.rows] == [(r[1], r[3]) for r in rows]
    assert [r.item_no for r in form.rows] == [int(r[0]) for r in rows]


def test_a_huge_table_is_read_within_bounds() -> None:
    row = ("1", "实施社区助餐网络扩面行动", CIVIL, "建成" * 200, "")
    content = Content(tables=(Table((COLUMNS, *[row] * 20_000)),))
    assert len(read(content).rows) == 1


def seed_notice() -> Notice:
    truth = json.loads(shared_path("cases", "seed_truth.json").read_text("utf-8"))
    items = tuple(
        Item(item["no"], item["name"], tuple(item["units"])) for item in truth["items"]
    )
    return Notice(
        id=truth["doc_number"],
        title=truth["title"],
        issuer=truth["issuer"],
        issued=date.fromisoformat(truth["issue_date"]),
        office="办公室",
        mailbox="office@example.org",
        telephone="1",
        items=items,
        units=tuple(unit["name"] for unit in truth["units"]),
        duty=quarterly("2023Q2", "2023Q4"),
        annex_title=truth["annex"]["title"],
        annex_columns=tuple(truth["annex"]["columns"]),
        place=Place("县"),
    )


def test_the_real_annex_is_read_and_known_to_be_blank() -> None:
    notice = seed_notice()
    rows = [(str(i.no), i.name, "、".join(i.units), "", "") for i in notice.items]
    head = (*notice.annex_columns[:4], "完成\n\n时限")
    content = Content(tables=(Table((head, *rows)),), text=notice.annex_title)
    form = read_form(content, notice)
    assert form is not None
    assert [row.item_no for row in form.rows] == list(range(1, 11))
    assert is_blank(form, notice)


def test_the_real_annex_as_loose_text_is_known_to_be_blank() -> None:
    notice = seed_notice()
    text = shared_path("notice", "notice-2023-13.txt").read_text("utf-8")
    annex = text[text.rindex("附件") :]
    form = read_form(Content(text=annex), notice)
    assert form is not None
    assert [row.item_no for row in form.rows] == list(range(1, 11))
    assert is_blank(form, notice)


def test_names_known_from_the_roster_speak_for_their_unit() -> None:
    row = ("1", "城区食堂建设", "民政局", "建成2处", "")
    content = document([COLUMNS, row])
    words = {CIVIL: (CIVIL, "民政局")}
    form = read_form(content, NOTICE, UnitWords(words))
    assert form is not None
    assert form.rows[0].item_no == 1
    assert replace(form).rows_of(1) == form.rows


@pytest.mark.parametrize(
    ("line", "no", "item", "progress"),
    [
        ("3、实施“夕阳红”健康守护服务：体检500人", "3", 3, "体检500人"),
        ("第二季度实施居家适老化改造行动 改造86户", "", 4, "改造86户"),
        ("2.银龄学堂提质扩容：配合敬老行动开班3个", "2", 2, "配合敬老行动开班3个"),
        ("（五）实施防范养老诈骗宣传行动\n本季度进展情况：宣传5场", "五", 5, "宣传5场"),
        ("实施社区助餐网络扩面行动\n实事名称：略\n已完成", "", 1, "已完成"),
        ("二、关于银龄学堂提质扩容行动工作进展情况\n开班3个", "二", 2, "开班3个"),
        ("（三）夕阳红方面\n体检500人", "三", 3, "体检500人"),
        ("4.居家适老化工作\n改造86户", "4", 4, "改造86户"),
    ],
)
def test_a_paragraph_under_a_name_is_a_row(
    line: str, no: str, item: int, progress: str
) -> None:
    (row,) = read(Content(text=line)).rows
    assert (row.no, row.item_no, row.progress) == (no, item, progress)


def test_words_that_open_no_name_head_a_paragraph_of_the_item_above() -> None:
    text = "一、实施居家适老化改造行动\n（一）健康守护\n走访120户"
    (row,) = read(Content(text=text)).rows
    assert (row.item_no, row.progress) == (4, "（一）健康守护\n走访120户")


def test_a_somewhat_like_name_and_all_of_its_units_win_over_a_number() -> None:
    row = ("2", "夕阳红老人健康", "县卫生健康局、县妇联", "体检500人", "")
    (found,) = read(document([COLUMNS, row])).rows
    assert found.item_no == 3


def test_a_label_without_its_value_makes_no_row() -> None:
    table = [("实事名称",), ("责任单位",), ("进展情况",), ("说明",), ()]
    assert read_form(Content(tables=(Table(tuple(table)),)), NOTICE) is None


def test_units_torn_in_the_middle_of_a_list_are_one_list() -> None:
    whole = annex_rows(4)[0]
    units = whole[2].split("、", 1)
    rows = [
        (*whole[:2], f"{units[0]}、", whole[3], ""),
        ("", "", units[1], "", whole[4]),
    ]
    (row,) = read(document([COLUMNS, *rows])).rows
    assert (row.units, row.due) == (whole[2], whole[4])
