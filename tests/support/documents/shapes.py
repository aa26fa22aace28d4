"""The shapes in which units send the annex, filled at random from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.support.documents.drawing import Ink, Paper, Plan, Run, Spot

HEADS = ("序号", "实事名称", "责任单位", "本季度具体措施及任务进度情况", "完成时限")
ITEMS = (
    "优质教育资源扩增", "普惠托育服务扩容", "儿童友好城市建设", "心希望健康服务",
    "妇儿健康关爱", "巾帼共富", "家家幸福安康", "文润童心", "特殊困难儿童关爱",
    "未成年人平安促进",
)  # fmt: skip
UNITS = (
    "县教育和体育局",
    "县卫生健康局、县总工会",
    "县妇联",
    "县民政局",
    "团县委、县妇联",
)
PHRASES = (
    "召开专题会议{}次", "走访慰问困难儿童{}名", "开展送教上门{}场",
    "惠及妇女{}人次",
    "完成投资{}万元", "完成全年任务的{}%", "举办“家庭教育”讲座{}期", "发放补贴{}元",
    "新建托位{}个（含普惠性）", "覆盖率达到{}.5%", "组织A类培训{}班",
    "建成《儿童之家》{}处",
)  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789%.", "０１２３４５６７８９％．")


def _sentence(chance: Random) -> str:
    parts = [
        chance.choice(PHRASES).format(chance.randint(1, 9999))
        for _ in range(chance.randint(1, 4))
    ]
    return "，".join(parts) + "。"


Five = tuple[str, str, str, str, str]


def _texts(chance: Random, number: int) -> Five:
    due = f"{chance.randint(1, 12)}月底前"
    return (
        str(number),
        ITEMS[number % 10],
        chance.choice(UNITS),
        _sentence(chance),
        due,
    )


def _spot(row: int, column: int, text: str) -> Spot:
    return Spot(row, column, tuple((Run(line),) for line in text.split("\n")))


def plan_of(rows: Sequence[tuple[str, ...]]) -> Plan:
    """Return a table of plain cells."""
    spots = [
        _spot(i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row)
    ]
    return Plan(len(rows), len(rows[0]), tuple(spots))


def _annex(chance: Random, count: int = 10) -> Plan:
    return plan_of([HEADS, *(_texts(chance, n + 1) for n in range(count))])


def _changed(plan: Plan, change: Callable[[Spot], Spot]) -> Plan:
    return replace(plan, spots=tuple(change(spot) for spot in plan.spots))


def _paper(shape: str, *plans: Plan) -> Paper:
    lines = ("2023年为全县妇女儿童办实事", "工作进展情况报表", "填报单位：县民政局")
    return Paper(shape, lines, plans, ("联系电话：2340000",))


def plain(chance: Random) -> Paper:
    return _paper("plain", _annex(chance))


def merged(chance: Random) -> Paper:
    """Items over two or three rows: number and name reach down; one cell sideways."""
    plan = _annex(chance, 9)
    spots = [
        replace(spot, rows=3) if spot.column < 2 and spot.row % 3 == 1 else spot
        for spot in plan.spots
        if spot.column > 1 or spot.row == 0 or spot.row % 3 == 1
    ]
    last = plan.rows - 1
    kept = [
        spot for spot in spots if (spot.row, spot.column) not in {(last, 3), (last, 4)}
    ]
    wide = Spot(last, 3, ((Run(_sentence(chance)),),), columns=2)
    return _paper("merged", replace(plan, spots=(*kept, wide)))


def nested(chance: Random) -> Paper:
    inner = plan_of(
        [("项目", "数量"), ("讲座", str(chance.randint(1, 99))), ("走访", "3")]
    )

    def change(spot: Spot) -> Spot:
        here = (spot.row, spot.column) in {(2, 3), (5, 3)}
        return replace(spot, inner=inner) if here else spot

    return _paper("nested", _changed(_annex(chance), change))


def tracked(chance: Random) -> Paper:
    """Deleted, inserted and hidden runs in cells, and one deleted row."""

    def change(spot: Spot) -> Spot:
        if spot.row == 0 or spot.column != 3:
            return spot
        more = (
            Run("删去的话", Ink.DELETED), Run("后来加的话", Ink.INSERTED),
            Run("看不见的话", Ink.HIDDEN), Run("结束"),
        )  # fmt: skip
        return replace(spot, paragraphs=((*spot.paragraphs[0], *more),))

    plan = _changed(_annex(chance), change)
    return _paper("tracked", replace(plan, deleted=frozenset({chance.randint(2, 9)})))


def controls(chance: Random) -> Paper:
    def change(spot: Spot) -> Spot:
        return replace(spot, control=chance.random() < 0.5)

    return _paper("controls", _changed(_annex(chance), change))


def boxes(chance: Random) -> Paper:
    return replace(
        plain(chance), shape="boxes", box=f"附件{chance.randint(1, 9)}文本框"
    )


def two_tier(chance: Random) -> Paper:
    """A heading of two rows: 进展 over 措施 and 数据."""
    body = plan_of([_texts(chance, n) for n in range(1, 9)])
    heads = [replace(_spot(0, j, HEADS[j]), rows=2) for j in (0, 1, 2)]
    over = Spot(0, 3, ((Run("本季度进展"),),), columns=2)
    under = (_spot(1, 3, "具体措施"), _spot(1, 4, "完成时限"))
    moved = [replace(spot, row=spot.row + 2) for spot in body.spots]
    return _paper("two_tier", Plan(10, 5, (*heads, over, *under, *moved)))


def several(chance: Random) -> Paper:
    people = plan_of([("联系人", "电话"), ("经办人甲", "2340001")])
    return _paper("several", people, _annex(chance, 4), _annex(chance, 5))


def rows_deleted(chance: Random) -> Paper:
    kept = sorted(chance.sample(range(1, 11), 3))
    return _paper("rows_deleted", plan_of([HEADS, *(_texts(chance, n) for n in kept)]))


def columns_added(chance: Random) -> Paper:
    rows = [(*HEADS, "备注"), *((*_texts(chance, n), "无") for n in range(1, 8))]
    return _paper("columns_added", plan_of(rows))


def landscape(chance: Random) -> Paper:
    return replace(plain(chance), shape="landscape", landscape=True)


def paragraphs(chance: Random) -> Paper:
    def change(spot: Spot) -> Spot:
        if spot.row == 0 or spot.column != 3:
            return spot
        numbers = ("一是", "二是", "三是")
        lines = [(Run(word + _sentence(chance)),) for word in numbers]
        return replace(spot, paragraphs=tuple(lines))

    return _paper("paragraphs", _changed(_annex(chance, 6), change))


def full_width(chance: Random) -> Paper:
    rows = [HEADS, *(_texts(chance, n) for n in range(1, 8))]
    wide = [tuple(text.translate(FULL_WIDTH) for text in row) for row in rows]
    return _paper("full_width", plan_of(wide))


def blank(chance: Random) -> Paper:
    """The form as it was sent out, hardly filled."""
    rows = [HEADS, *((*_texts(chance, n)[:3], "", "") for n in range(1, 11))]
    return _paper("blank", plan_of(rows))


def long(chance: Random) -> Paper:
    """More rows than a page holds, some of them high."""
    rows = [HEADS]
    for number in range(1, 16):
        texts = _texts(chance, number)
        more = "".join(_sentence(chance) for _ in range(chance.randint(1, 5)))
        rows.append((*texts[:3], texts[3] + more, texts[4]))
    return _paper("long", plan_of(rows))


def hidden_parts(chance: Random) -> Paper:
    """A spreadsheet with a hidden sheet, hidden rows and a hidden column."""
    wide = columns_added(chance).plans[0]
    plan = replace(
        wide,
        hidden_rows=frozenset({2, 5}),
        hidden_columns=frozenset({chance.choice((2, 4))}),
    )
    return replace(_paper("hidden_parts", plan), secret=_annex(chance, 2))


Shape = Callable[[Random], Paper]
FLOWING: tuple[Shape, ...] = (
    plain, merged, nested, tracked, controls, boxes, two_tier, several, rows_deleted,
    columns_added, landscape, paragraphs, full_width, blank, long,
)  # fmt: skip
PRINTED: tuple[Shape, ...] = (
    plain, merged, two_tier, several, rows_deleted, columns_added,
    landscape, paragraphs, full_width, blank, long,
)  # fmt: skip
GRIDS: tuple[Shape, ...] = (
    plain, merged, two_tier, several, rows_deleted, columns_added, paragraphs,
    full_width, blank, long, hidden_parts,
)  # fmt: skip
