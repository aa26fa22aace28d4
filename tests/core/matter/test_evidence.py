"""What proves that words are about the notice, and what never does."""

from dataclasses import replace

import pytest

from mailbot.core.form.reading import read_form
from mailbot.core.matter.evidence import (
    names_item,
    names_title,
    notice_words,
    own_word,
    speaks_of_items,
    tells_target,
)
from mailbot.core.notice.notice import Item, Target
from mailbot.core.record.documents import Content, Table
from tests.core.judge.matching_county import NOTICE

DAY_CARE = Target("新建日间照料中心12处", "新建日间照料中心", 12, "处", ">=")
ITEMS = (
    Item(1, "实施居家养老提升行动", ("县民政局",), (DAY_CARE,)),
    *NOTICE.items[1:],
)
OWNED = replace(NOTICE, items=ITEMS)


@pytest.mark.parametrize(
    "text",
    [
        "关于2025年为全县老年人办好民生实事的通知",
        "《关于2025年为全县老年人办好民生实事的通知》",
        "2025年为全县老年人办好民生实事进展情况表",
        "云溪县民政局为全县老年人办好民生实事二季度进展",
        "按云政办字〔2025〕3号要求报送",
        "云政办字(2025)3号",
        "云溪县民政局\n2025年为全县老年人办好\n民生实事进展情况表",
    ],
)
def test_title_annex_title_and_number_prove_it(text: str) -> None:
    assert names_title(text, NOTICE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "二季度报表",
        "云溪县民政局2025年第二季度工作进展情况",
        "全县老年人健康体检情况表",
        "云政办字〔2025〕31号",
        "关于2025年为全县青年办好就业服务的通知",
    ],
)
def test_period_unit_and_words_of_the_field_prove_nothing(text: str) -> None:
    assert not names_title(text, NOTICE)


def test_an_item_counts_by_its_whole_name_without_its_frame() -> None:
    assert names_item("居家养老提升工作开展顺利", ITEMS) == ITEMS[0].name
    assert names_item("“银龄护航”反诈宣传进社区", ITEMS) == ITEMS[1].name
    assert not names_item("居家养老服务情况", ITEMS)


def test_an_item_of_another_unit_proves_nothing_for_this_one() -> None:
    assert not names_item("助老出行", ITEMS[:2])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("新建日间照料中心8处", True),
        ("完成12处新建日间照料中心的选址", True),
        ("新建日间照料中心十余处", True),
        ("新建日间照料中心工作有序推进", False),
        ("新建日间照料中心，投入资金300万元", False),
        ("日间照料中心8处", False),
    ],
)
def test_a_target_needs_its_whole_measure_and_a_figure_in_its_unit(
    text: str, *, told: bool
) -> None:
    assert (tells_target(text, ITEMS) == DAY_CARE.text) is told


def test_a_notices_own_word_is_told_from_title_and_annex_title() -> None:
    assert "民生实事" in "".join(notice_words(NOTICE))
    assert own_word("二季度民生实事", NOTICE)
    assert not own_word("老年人二季度情况", NOTICE)


def test_a_declared_word_takes_the_place_of_the_derived_ones() -> None:
    declared = replace(NOTICE, words=("实事",))
    assert notice_words(declared) == ("实事",)
    assert own_word("实事进展", declared) == "实事"


def test_a_motto_is_no_matter() -> None:
    declared = replace(NOTICE, words=("实事",))
    assert not own_word("坚持实事求是 二季度学习情况", declared)
    assert own_word("坚持实事求是，办好实事", declared) == "实事"


def form_of(name: str, progress: str, number: str = "1") -> bool:
    head = ("序号", "实事名称", "责任单位", "进展情况", "完成时限")
    row = (number, name, "县民政局", progress, "2025年12月")
    table = Table((head, row))
    text = "\n".join("\t".join(cells) for cells in table.rows)
    form = read_form(Content(text=text, tables=(table,)), OWNED)
    assert form is not None
    return speaks_of_items(form, OWNED)


def test_a_row_speaks_of_the_items_by_name_or_target() -> None:
    assert form_of("居家养老提升行动", "稳步推进")
    assert form_of("养老", "新建日间照料中心8处")


def test_the_columns_and_a_number_of_another_notices_annex_say_nothing() -> None:
    assert not form_of("烈士陵园管护", "已完成陵园修缮2处")
