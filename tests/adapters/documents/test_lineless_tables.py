"""Printed tables without upright lines: columns and rows told by the words alone."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import replace

import pdfplumber
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
import pytest

from mailbot.adapters.documents.printed.continued import stitched
from mailbot.adapters.documents.printed.lineless.layout import Sheet, blocks_of
from mailbot.adapters.documents.printed.pdf import lightly
from mailbot.adapters.documents.printed.placed import Glyph
from mailbot.adapters.documents.printed.ruled import Stroke
from mailbot.adapters.documents.reading import read
from mailbot.adapters.documents.story import told
from mailbot.core.form.reading import read_form
from mailbot.core.record.documents import Content, Kind
from tests.support.annex import COLUMNS, ITEMS, NOTICE, TITLE
from tests.support.documents.write_lineless import Look, Row, lineless

LOOK = Look(above=("附件", TITLE, "填报单位：县民政局"))
SAID = (
    "召开专题会议{}次，研究部署重点任务。",
    "走访慰问困难老人{}名，发放慰问金{}万元。",
    "新建社区助餐点{}处，累计服务老年人{}人次，群众满意度达到98%。",
    "完成改造{}户，第二批{}户正在施工，预计12月底前全部完成并通过验收。",
)


def filled(count: int = 6, most: int = 2, seed: int = 1) -> list[Row]:
    """Return rows of the annex, their progress of one sentence or some more."""
    chance = random.Random(seed)  # noqa: S311 - for variety, not for secrets
    rows: list[Row] = []
    for number in range(1, count + 1):
        item = ITEMS[(number - 1) % len(ITEMS)]
        said = [
            chance.choice(SAID).format(chance.randint(1, 999), chance.randint(1, 99))
            for _ in range(chance.randint(1, most))
        ]
        due = chance.choice(("12月底前", "全年", "2025年11月"))
        row = (str(number), item.name, "、".join(item.units), "".join(said), due)
        rows.append(row)
    return rows


def read_pdf(rows: Sequence[Row], look: Look, head: Row = COLUMNS) -> Content:
    found = read(Kind.PDF, lineless([head, *rows], look))
    assert isinstance(found, Content)
    return found


def table(content: Content) -> list[Row]:
    (one,) = content.tables
    return list(one.rows)


@pytest.mark.parametrize("rules", ["none", "three", "rows", "bands", "boxed"])
@pytest.mark.parametrize("middle", [False, True])
def test_every_cell_is_read_whatever_rules_are_drawn(rules: str, middle: bool) -> None:  # noqa: FBT001
    centred = frozenset({0, 2, 4}) if middle else frozenset[int]()
    rows = filled()
    found = read_pdf(rows, replace(LOOK, rules=rules, middle=middle, centred=centred))
    assert table(found) == [COLUMNS, *rows]
    assert not found.columns_unclear
    assert TITLE in found.text


@pytest.mark.parametrize("rules", ["none", "three", "rows"])
@pytest.mark.parametrize("repeat", [False, True])
def test_a_table_over_pages_is_one_and_page_numbers_are_no_rows(
    rules: str,
    repeat: bool,  # noqa: FBT001
) -> None:
    look = replace(LOOK, rules=rules, repeat=repeat, foot="第 {n} 页 共 {all} 页")
    look = replace(look, running="清源县民政局", centred=frozenset({0}))
    rows = filled(22, 4)
    found = read_pdf(rows, look)
    assert found.pages is not None
    assert found.pages > 1
    assert table(found) == [COLUMNS, *rows]


@pytest.mark.parametrize("middle", [False, True])
def test_a_row_that_a_page_divides_is_one_again(middle: bool) -> None:  # noqa: FBT001
    rows = filled(20, 5, seed=4)
    found = read_pdf(rows, replace(LOOK, torn=True, middle=middle, repeat=False))
    form = read_form(found, NOTICE)
    assert form is not None
    assert [(r.no, r.progress) for r in form.rows] == [(r[0], r[3]) for r in rows]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_that_lies_on_its_side_is_turned_first(turn: int) -> None:
    rows = filled(12, 3)
    look = replace(
        LOOK, turn=turn, page=(842, 595), widths=(40, 150, 120, 330, 90), repeat=True
    )
    assert table(read_pdf(rows, look)) == [COLUMNS, *rows]


def test_rows_without_space_between_them_are_parted_by_their_numbers() -> None:
    rows = filled(18, 3)
    assert table(read_pdf(rows, replace(LOOK, pad=0))) == [COLUMNS, *rows]


def test_cells_in_the_middle_of_rows_that_nothing_parts_are_said_to_be_unclear() -> (
    None
):
    found = read_pdf(filled(), replace(LOOK, pad=0, middle=True))
    assert found.columns_unclear
    assert found.tables == ()
    assert read_form(found, NOTICE) is None


def test_words_of_two_columns_that_touch_are_said_to_be_unclear() -> None:
    rows = [
        (str(n), "很长的项目名称" * 2, "县民政局", "进" * 9, "年底") for n in (1, 2)
    ]
    look = replace(LOOK, widths=(35, 150, 60, 90, 70), side=-12)
    found = read_pdf(rows, look)
    assert found.columns_unclear
    assert found.tables == ()


def test_a_column_whose_heading_is_missing_is_not_given_to_a_neighbour() -> None:
    rows = filled(4)
    found = read_pdf(rows, LOOK, head=(*COLUMNS[:4], ""))
    assert found.columns_unclear
    assert found.tables == ()


def test_a_heading_of_several_lines_is_one() -> None:
    rows = filled(4)
    look = replace(LOOK, widths=(35, 120, 50, 110, 45), size=9, leading=12, pad=5)
    found = table(read_pdf(rows, replace(look, middle=True)))
    assert found == [COLUMNS, *rows]


def test_a_table_without_numbers_is_read_by_the_bands_between_rows() -> None:
    rows = [row[1:] for row in filled()]
    look = replace(LOOK, widths=(110, 95, 200, 80), middle=True)
    assert table(read_pdf(rows, look, head=COLUMNS[1:])) == [COLUMNS[1:], *rows]


def test_several_units_under_one_number_stay_apart() -> None:
    rows = [
        ("1", ITEMS[1].name, "县教育和体育局", SAID[0].format(3), "全年"),
        ("", "", "县总工会", SAID[0].format(4), "全年"),
        ("2", ITEMS[0].name, "县民政局", SAID[1].format(5, 6), "年底"),
    ]
    assert table(read_pdf(rows, replace(LOOK, middle=True))) == [COLUMNS, *rows]


@pytest.mark.parametrize(
    "below",
    [
        ("填表人：张三      审核人：李四      联系电话：0000000", "2025年7月3日"),
        ("清源县民政局", "2025年7月3日"),
        ("注：以上数据截至2025年6月30日，如有变动以正式公布的数据为准，请知悉。",),
        (
            "下一步，我局将继续加大工作力度，确保各项任务按时完成，让老年人有更多的",
            "获得感。",
        ),
    ],
)
@pytest.mark.parametrize("rules", ["none", "three"])
def test_what_stands_below_the_table_is_no_row(
    below: tuple[str, ...], rules: str
) -> None:
    rows = filled()
    found = read_pdf(rows, replace(LOOK, below=below, rules=rules))
    assert table(found) == [COLUMNS, *rows]
    assert below[-1] in found.text


def test_a_blank_form_keeps_its_empty_columns() -> None:
    rows = [(*row[:3], "", "") for row in filled()]
    assert table(read_pdf(rows, LOOK)) == [COLUMNS, *rows]


def test_words_in_columns_without_an_annexs_heading_stay_text() -> None:
    rows = [("1", "县民政局", "张三", "0000000"), ("2", "县妇联", "李四", "0000000")]
    look = Look(widths=(50, 150, 100, 120))
    found = read_pdf(rows, look, head=("序号", "单位", "联系人", "电话"))
    assert found.tables == ()
    assert not found.columns_unclear


# Glyphs and strokes as OFD and PDF give them alike.


def words(text: str, left: float, top: float) -> list[Glyph]:
    return [
        Glyph(one, left + 10 * i, top, left + 10 * i + 10, top + 10)
        for i, one in enumerate(text)
    ]


def line(top: float, *cells: tuple[float, str]) -> list[Glyph]:
    return [one for left, text in cells for one in words(text, left, top)]


HEAD = line(0, (0, "序号"), (40, "项目名称"), (120, "责任单位"), (200, "进展情况"))


def grid(*sheets: Sheet) -> tuple[list[list[Row]], bool]:
    pages, unclear = blocks_of(sheets)
    tables = told(stitched(pages)).tables
    return [list(one.rows) for one in tables], unclear


def test_a_rule_that_stops_short_leaves_a_merged_cell_open() -> None:
    glyphs = HEAD + line(20, (0, "1"), (40, "助餐"), (120, "县民政局"), (200, "甲"))
    glyphs += line(40, (120, "县妇联"), (200, "乙"))
    rules = [Stroke(-5, -5, 260), Stroke(15, -5, 260), Stroke(55, -5, 260)]
    found, _ = grid(Sheet(glyphs, [*rules, Stroke(35, 115, 260)], []))
    assert found[0][1:] == [
        ("1", "助餐", "县民政局", "甲"),
        ("1", "助餐", "县妇联", "乙"),
    ]


def test_words_over_two_columns_are_one_merged_cell() -> None:
    glyphs = list(HEAD)
    for n in range(1, 6):
        name = (40, f"第{n}项助餐")
        glyphs += line(20 * n, (0, str(n)), name, (120, "县民政局"), (200, "已完成"))
    glyphs += line(120, (0, "6"), (40, "扩面"), (126, "两栏合写的一段话进展顺利"))
    found, unclear = grid(Sheet(glyphs, [], []))
    assert not unclear
    assert found[0][-1] == ("6", "扩面", "两栏合写的一段话进展顺利", "")


def test_cells_that_touch_in_one_row_make_the_table_unclear() -> None:
    glyphs = list(HEAD)
    for n in range(1, 6):
        name = (40, f"第{n}项助餐")
        glyphs += line(20 * n, (0, str(n)), name, (120, "县民政局"), (200, "已完成"))
    glyphs += line(120, (0, "6"), (40, "第六项助餐扩面"), (120, "县民政局各科室共"))
    glyphs += line(120, (200, "已完成"))
    found, unclear = grid(Sheet(glyphs, [], []))
    assert unclear
    assert found == []


def test_a_heading_above_a_drawn_table_leaves_that_table_whole() -> None:
    glyphs = HEAD + line(20, (0, "1"), (40, "助餐"), (120, "县民政局"), (200, "甲"))
    glyphs += line(60, (0, "经办人"), (40, "张三"))
    level = [Stroke(15, -5, 260), Stroke(35, -5, 260)]
    upright = [Stroke(x, 15, 35) for x in (-5, 30, 110, 190, 260)]
    found, unclear = grid(Sheet(glyphs, level, upright))
    assert not unclear
    assert found == [[("1", "助餐", "县民政局", "甲")]]


def test_prose_after_the_table_on_a_page_of_its_own_stays_text() -> None:
    glyphs = list(HEAD)
    for n in (1, 2, 3):
        glyphs += line(
            20 * n, (0, str(n)), (40, "助餐"), (120, "县民政局"), (200, "好")
        )
    prose = line(0, (0, "下一步我们将继续做好各项工作并且按时报送有关情况"))
    found, unclear = grid(Sheet(glyphs, [], []), Sheet(prose, [], []))
    assert not unclear
    assert len(found[0]) == 4


def test_numbers_at_the_bottom_of_their_rows_part_them() -> None:
    glyphs = list(HEAD)
    for n in (1, 2, 3):
        glyphs += line(26 * n, (200, "先做了一件事，"))
        row = (0, str(n)), (40, "助餐"), (120, "县民政局"), (200, "又一件。")
        glyphs += line(26 * n + 13, *row)
    found, unclear = grid(Sheet(glyphs, [], []))
    assert not unclear
    assert [row[0] for row in found[0]] == ["序号", "1", "2", "3"]
    assert {row[3] for row in found[0][1:]} == {"先做了一件事，又一件。"}


@pytest.mark.parametrize("rotated", [0, 90, 180, 270])
def test_characters_told_lightly_stand_where_pdfplumber_puts_them(rotated: int) -> None:
    document = pdfium.PdfDocument(lineless([COLUMNS, *filled(2)], LOOK))
    page = document[0]
    page.set_mediabox(-30, -40, 595, 842)  # its corner is not 0, 0
    page.set_rotation(rotated)
    into = io.BytesIO()
    document.save(into)
    with pdfplumber.open(into) as whole, pdfplumber.open(into) as light:
        wanted, found = whole.pages[0].chars, lightly(light.pages[0]).chars
    assert len(found) > 50
    for one, other in zip(wanted, found, strict=True):
        sides = {key: one[key] for key in ("x0", "x1", "top", "bottom")}
        assert {key: other[key] for key in sides} == pytest.approx(sides)
        assert (other["text"], other["matrix"]) == (one["text"], one["matrix"])
