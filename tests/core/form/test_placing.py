"""Rows in a unit's own words: each under the item it speaks of, or under none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.core.form.coverage import coverage
from mailbot.core.form.reading import Form, RowSource, read_form
from mailbot.core.record.documents import Content, Table

NOTICE = load_notice(Path(__file__).parents[3] / "config" / "notice.toml")
_HEAD = ("序号", "实事名称", "责任单位", "本季度具体措施及任务进度情况", "完成时限")
_UNIT = "县教育和体育局"
_OWN = (
    ("新改扩建中小学、幼儿园7所", _UNIT, "已开工5所。", "2023年12月底"),
    ("回购小区配套园1所", _UNIT, "已签订回购协议。", "2023年9月底"),
    ("公办园在园幼儿占比达到60%以上", _UNIT, "目前占比61.3%。", "2023年12月底"),
    ("心理健康筛查全覆盖", f"县卫生健康局、{_UNIT}", "已筛查2.1万人。", "全年"),
    ("校园周边环境整治", f"县公安局、{_UNIT}", "整治3次。", "长期坚持"),
)


def _form(*rows: tuple[str, ...], numbered: bool = True, paged: bool = False) -> Form:
    body = [(str(n) if numbered else "", *row) for n, row in enumerate(rows, start=1)]
    form = read_form(
        Content(tables=(Table((_HEAD, *body)),), pages=1 if paged else None), NOTICE
    )
    assert form is not None
    return form


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("paged", [True, False])
def test_rows_in_own_words_lie_under_the_items_they_speak_of(
    *, numbered: bool, paged: bool
) -> None:
    form = _form(*_OWN, numbered=numbered, paged=paged)
    assert [row.item_no for row in form.rows] == [1, 1, 1, 4, 10]
    assert [row.progress for row in form.rows] == [row[2] for row in _OWN]


def test_what_fits_nowhere_is_kept_and_no_item_is_called_missing() -> None:
    form = _form(*_OWN, ("创建书香机关", _UNIT, "读书会6次。", "全年"))
    assert form.rows[-1].item_no is None
    assert form.rows[-1].progress == "读书会6次。"
    found = coverage(form, NOTICE, _UNIT)
    assert [row.item for row in found.unplaced] == ["创建书香机关"]
    assert found.missing == ()
    assert coverage(_form(*_OWN), NOTICE, _UNIT).missing == (5, 7)


def test_a_number_proves_nothing_once_the_unit_has_counted_for_itself() -> None:
    rows = (_OWN[0], _OWN[1], ("校舍维修改造", _UNIT, "完成3处。", "8月底"))
    form = _form(*rows)
    assert [row.item_no for row in form.rows] == [1, 1, None]


def test_a_report_that_ended_is_not_glued_to_the_next_one() -> None:
    rows = (
        ("实施优质教育资源", "", "开工5所。", "12月底"),
        ("扩增赋能行动", "", "回购1所。", "9月底"),
    )
    assert len(_form(*rows, numbered=False).rows) == 2


def test_a_page_tears_a_row_and_its_open_sentence_goes_on() -> None:
    rows = (
        ("实施优质教育资源", _UNIT, "今年计划新改扩建中小学、", "2023年"),
        ("扩增赋能行动", "", "幼儿园7所。", "12月底"),
    )
    one = _form(*rows, numbered=False, paged=True).rows
    assert [row.progress for row in one] == ["今年计划新改扩建中小学、幼儿园7所。"]
    assert one[0].due == "2023年12月底"
    assert one[0].item_no == 1


def test_a_table_in_a_cell_is_read_with_the_cell_and_not_again() -> None:
    outer = Table((_HEAD, ("1", "实施优质教育资源扩增赋能行动", _UNIT, "见下", "全年")))
    inner = Table((_HEAD, ("1", "百场巡讲", "场", "70", "12月")), within=0)
    form = read_form(Content(tables=(outer, inner)), NOTICE)
    assert form is not None
    assert [row.item for row in form.rows] == ["实施优质教育资源扩增赋能行动"]


def test_an_annex_inside_a_table_made_for_layout_is_read() -> None:
    layout = Table((("填报单位：县教育和体育局 …",),))
    inner = Table((_HEAD, ("1", _OWN[0][0], _UNIT, "70", "12月")), within=0)
    form = read_form(Content(tables=(layout, inner)), NOTICE)
    assert form is not None
    assert len(form.rows) == 1
    assert form.rows[0].source is RowSource.CELLS


def test_a_list_of_the_items_beside_the_report_is_no_report() -> None:
    report = Table((_HEAD, ("1", NOTICE.items[0].name, _UNIT, "开工", "12月")))
    menu = Table(tuple((item.name,) for item in NOTICE.items))
    form = read_form(Content(tables=(report, menu)), NOTICE)
    assert form is not None
    assert [row.item_no for row in form.rows] == [1]


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (("女职工健康", "县总工会", "组织女职工参加“两癌”筛查860人。", "全年"), 5),
        (("女职工健康", "县总工会", "组织女职工参加“三癌”筛查860人。", "全年"), None),
    ],
)
def test_a_name_in_quotation_marks_tells_an_item(
    row: tuple[str, ...], item: int | None
) -> None:
    assert [one.item_no for one in _form(row, numbered=False).rows] == [item]


def test_one_cell_that_tells_of_two_items_stands_for_both() -> None:
    words = "组织心理健康“五进”6场。法治副校长上好“开学法治第一课”5场。"
    found = coverage(_form(("心理健康", _UNIT, words, "全年")), NOTICE, _UNIT)
    owed = tuple(item.no for item in NOTICE.items_of(_UNIT))
    assert found.missing == (1, 5, 7)
    assert [row.progress for row in found.rows_of(10, owed)] == [words]


def test_a_unit_with_one_item_may_write_of_something_else() -> None:
    unit = "县交通运输局"
    form = _form(
        ("定制公交", unit, "助学专线开通6条。", "全年"),
        ("公路养护", unit, "修补坑槽860平方米。", "全年"),
    )
    found = coverage(form, NOTICE, unit)
    assert [row.item for row in found.unplaced] == ["公路养护"]
    assert [row.item for row in found.rows_of(3, (3,))] == ["定制公交"]
