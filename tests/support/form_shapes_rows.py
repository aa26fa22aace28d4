"""Shapes that differ in rows and pages, each with the rows it holds."""

from __future__ import annotations

from dataclasses import replace

from tests.support.annex import (
    CIVIL,
    COLUMNS,
    HEALTH,
    PROGRESS,
    TITLE,
    UNION,
    WOMEN,
    Row,
    annex_rows,
    document,
)
from tests.support.form_shapes import (
    ALL,
    NAMES,
    Catalogue,
    Shape,
    without,
)

SHAPES = Catalogue()
shape = SHAPES


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
def row_torn_by_a_page_inside_one_table_of_a_pdf() -> Shape:
    torn = ALL[3]
    upper = (*torn[:3], torn[3][:9], torn[4])
    lower = ("", "", "", torn[3][9:], "")
    content = document([COLUMNS, *ALL[:3], upper, lower, *ALL[4:]])
    return replace(content, pages=2), ALL


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
def names_shortened_and_numbered_anew() -> Shape:
    names = {3: "“夕阳红”行动", 4: "居家适老化", 6: "文体场馆敬老工作", 5: "养老诈骗"}
    rows = [
        (str(place), names[no], *annex_rows(no)[0][2:])
        for place, no in enumerate(names, start=1)
    ]
    return document([COLUMNS, *rows]), rows


@shape
def measures_numbered_below_their_item() -> Shape:
    (_, name, units, progress, due) = annex_rows(3)[0]
    first, second = progress.split("\n")
    table = [("①", name, units, first, due), ("②", "", "", second, "")]
    rows = [table[0], ("②", name, units, second, "")]
    return document([COLUMNS, *table]), rows


@shape
def measures_numbered_with_a_point() -> Shape:
    (_, name, units, progress, due) = annex_rows(3)[0]
    first, second = progress.split("\n")
    table = [("1.1", name, units, first, due), ("1.2", "", "", second, "")]
    rows = [table[0], ("1.2", name, units, second, "")]
    return document([COLUMNS, *table]), rows
