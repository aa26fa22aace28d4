"""Which items a unit filled, and whether a form came back blank."""

from __future__ import annotations

import pytest

from mailbot.core.form.coverage import blankness, coverage, is_blank, items_missing
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.words import (
    Fill,
    UnitWords,
    fill_of,
    number_of,
    words_of_roster,
)
from mailbot.core.record.documents import Content
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    EDUCATION,
    FUND,
    HEALTH,
    NOTICE,
    POLICE,
    ROSTER,
    UNION,
    WOMEN,
    annex_rows,
    document,
    form_document,
)


def read(content: Content) -> Form:
    form = read_form(content, NOTICE)
    assert form is not None
    return form


def form_of(*progress: str) -> Form:
    rows = [(*r[:3], p, "") for r, p in zip(annex_rows(), progress, strict=False)]
    return read(document([COLUMNS, *rows]))


@pytest.mark.parametrize(
    "cell",
    [
        "", " \n", "-", "——", "/", "／", "……", "。", "略", "XX", "xxx", "×××", "〇〇",
        "1.", "1、\n2、", "（1）", "年  月  日", "空", "待填",
        "（请填写本季度措施及进度）", "此处填写进展情况", "例：开展活动3场，惠及200人",
        "填写说明：分条列出", "暂未填写", "未填", "待更新", "……（请补充）",
    ],
)  # fmt: skip
def test_filler_does_not_fill(cell: str) -> None:
    assert fill_of(cell) is Fill.EMPTY


@pytest.mark.parametrize(
    "cell",
    [
        "无", "暂无", "无。", "本季度无进展", "本季度暂无相关工作", "暂未开展",
        "未开展", "目前尚未启动", "不涉及", "没有进展", "零报告", "无此项工作",
        "暂无数据",
    ],
)  # fmt: skip
def test_a_nil_report_is_a_report(cell: str) -> None:
    assert fill_of(cell) is Fill.NIL


@pytest.mark.parametrize(
    "cell", ["见附件", "详见附件1", "附后", "请见附表", "另附材料"]
)
def test_a_pointer_elsewhere_is_known_as_one(cell: str) -> None:
    assert fill_of(cell) is Fill.REFERENCE


@pytest.mark.parametrize(
    "cell",
    [
        "已完成", "正在推进", "3场", "无障碍改造86户已完成", "按计划推进", "86",
        "请示县政府后，填平补齐设施设备，已采购到位。", "1. 开展培训", "未完成",
        "例行检查每月一次", "暂无问题，改造已完工",
    ],
)  # fmt: skip
def test_words_about_the_work_fill(cell: str) -> None:
    assert fill_of(cell) is Fill.FILLED


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1), ("１０", 10), ("3.0", 3), ("2.1", 2), ("一", 1), ("十", 10),
        ("十二", 12), ("（四）", 4), ("第5项", 5), ("⑥", 6), ("7、", 7), ("8．", 8),
        ("", None), ("序号", None), ("1234", None), ("二一", None), ("县", None),
    ],
)  # fmt: skip
def test_numbers_are_read_however_written(cell: str, number: int | None) -> None:
    assert number_of(cell) == number


def test_items_left_empty_are_missing() -> None:
    form = form_of("", "", "", "改造86户", "", "")
    assert items_missing(form, NOTICE, CIVIL) == (1,)
    assert items_missing(form, NOTICE, UNION) == (2,)


def test_rows_deleted_are_missing() -> None:
    assert items_missing(read(form_document(2)), NOTICE, EDUCATION) == (6,)


def test_nil_and_pointer_are_not_missing_but_told() -> None:
    found = coverage(form_of("无", "", "", "详见附件"), NOTICE, CIVIL)
    assert (found.nil, found.referred, found.missing) == ((1,), (4,), ())


def test_ditto_is_worth_what_stands_above() -> None:
    assert items_missing(form_of("建成2处", "", "", "同上"), NOTICE, CIVIL) == (4,)
    row = ("1", "实施社区助餐网络扩面行动", CIVIL, "同上", "")
    assert items_missing(read(document([COLUMNS, row])), NOTICE, CIVIL) == (1, 4)
    rows = [annex_rows(1)[0], (*annex_rows(4)[0][:3], "同上", "")]
    assert items_missing(read(document([COLUMNS, *rows])), NOTICE, CIVIL) == ()


def test_rows_of_other_units_are_set_aside_with_a_word() -> None:
    name = NOTICE.items[3].name
    rows = [
        ("4", name, WOMEN, "走访120户", ""),
        ("5", NOTICE.items[4].name, "", "x y", ""),
    ]
    found = coverage(read(document([COLUMNS, *rows])), NOTICE, CIVIL)
    assert found.missing == (1, 4)
    assert [aside.reason for aside in found.set_aside] == [
        "责任单位栏写的是县妇联",
        "第5项不由本单位负责",
    ]


def test_a_unit_known_by_another_name_is_not_another_unit() -> None:
    row = ("5", NOTICE.items[4].name, "公安局", "宣传15场", "")
    form = read(document([COLUMNS, row]))
    assert items_missing(form, NOTICE, POLICE, words_of_roster(ROSTER)) == ()
    words = words_of_roster(ROSTER)
    assert words("清源县妇女联合会、县教体局") == (WOMEN, EDUCATION)


def test_a_row_with_a_name_of_its_own_counts_for_a_unit_with_one_item() -> None:
    row = ("", "我中心租房提取业务", "", "办理租房提取230笔", "")
    form = read(document([COLUMNS, row]))
    assert items_missing(form, NOTICE, FUND) == ()
    assert items_missing(form, NOTICE, HEALTH) == ()
    # whose row it is, only staff can tell: until then nobody is told of a gap
    assert items_missing(form, NOTICE, CIVIL) == ()


def test_one_of_several_rows_is_enough() -> None:
    name = NOTICE.items[3].name
    rows = [("4", name, WOMEN, "", ""), ("4", name, CIVIL, "改造8户", "")]
    assert items_missing(read(document([COLUMNS, *rows])), NOTICE, CIVIL) == (1,)


def test_the_form_as_issued_is_blank() -> None:
    found = blankness(read(form_document(filled=False)), NOTICE)
    assert (found.blank, found.prefilled) == (True, False)
    assert found.evidence == "6行的进展情况栏均未填写"


def test_a_form_with_only_time_limits_is_blank_and_prefilled() -> None:
    rows = [(*r[:3], "", "12月底") for r in annex_rows()]
    found = blankness(read(document([COLUMNS, *rows])), NOTICE)
    assert (found.blank, found.prefilled) == (True, True)


@pytest.mark.parametrize(
    "cell",
    [
        "（请填写）",
        CIVIL,
        "实施居家适老化改造行动",
        "本季度具体措施及任务进度情况",
        "-",
        "1、\n2、",
    ],
)
def test_words_that_only_repeat_the_form_leave_it_blank(cell: str) -> None:
    assert is_blank(form_of(*[cell] * 6), NOTICE)


def test_only_the_unit_filled_in_is_blank() -> None:
    content = form_document(filled=False, above="填报单位：县民政局")
    assert is_blank(read(content), NOTICE)


def test_a_form_with_its_heading_only_is_blank() -> None:
    assert is_blank(read(document([COLUMNS])), NOTICE)


def test_one_word_of_report_makes_it_a_report() -> None:
    found = blankness(form_of("", "", "", "", "已完成"), NOTICE)
    assert not found.blank
    assert found.evidence == "5行中有1行填写了进展"
    assert not is_blank(form_of("无"), NOTICE)


def test_the_longest_name_of_a_unit_wins() -> None:
    words = UnitWords({"甲": ("总工会",), "乙": ("教育总工会",)})
    assert words("教育总工会") == ("乙",)
    assert words("") == ()
