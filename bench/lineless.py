"""Printed tables without upright lines: how many are read right, said unclear, wrong.

python -m bench.lineless --seeds 0 200

Each seed draws one look (rules, padding, leading, alignment, turn, page breaks, what
stands around the table) and the annex's rows; right is a form with every cell of
every row as it was drawn.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from random import Random

from mailbot.adapters.documents.reading import read
from mailbot.core.form.reading import read_form
from mailbot.core.record.documents import Content, Kind
from tests.support.annex import COLUMNS, ITEMS, NOTICE, TITLE
from tests.support.documents.write_lineless import Look, Row, lineless

_SAID = (
    "召开专题会议{}次，研究部署重点任务。",
    "走访慰问困难老人{}名，发放慰问金{}万元。",
    "新建社区助餐点{}处，累计服务老年人{}人次，群众满意度达到9{}%。",
    "开设书法、太极等班次{}个，招收学员{}名。",
    "完成改造{}户，第二批{}户正在施工，预计12月底前全部完成并通过验收。",
    "组织“敬老月”志愿服务活动{}场（含线上{}场）。",
)
_DUE = ("2025年6月底", "12月底前", "全年", "长期", "2025年11月", "12月")
_ABOVE: tuple[tuple[str, ...], ...] = ((), ("附件", TITLE, "填报单位：县民政局"))
_BELOW: tuple[tuple[str, ...], ...] = (
    (),
    ("填表人：张三    联系电话：0000000",),
    ("清源县民政局", "2025年7月3日"),
    ("注：数据截至6月底。",),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs=2, default=[0, 200])
    options.add_argument("--wrong", action="store_true", help="print what is not right")
    chosen = options.parse_args()
    counts: Counter[str] = Counter()
    times: list[float] = []
    for seed in range(*chosen.seeds):
        chance = Random(seed)
        look, rows = look_of(chance), rows_of(chance)
        said, milliseconds = judged(lineless([COLUMNS, *rows], look), rows)
        counts[said] += 1
        times.append(milliseconds)
        if chosen.wrong and said != "right":
            print(seed, said, look)
    print(dict(counts), f"{statistics.median(times):.1f} ms of CPU a page")


def look_of(chance: Random) -> Look:
    """Draw how the table is printed."""
    broad = chance.random() < 0.3
    size = chance.choice((8, 9, 10, 10.5, 12))
    share = 1.4 if broad else 1.0
    widths = (
        (30, 40),
        (90, 120),
        (70, 95),
        (160, 200),
        (55, 75),
    )
    return Look(
        rules=chance.choice(("none", "none", "three", "rows", "bands", "boxed")),
        middle=chance.random() < 0.5,
        centred=frozenset(c for c in (0, 1, 2, 4) if chance.random() < 0.4),
        pad=chance.choice((2, 3, 4, 6, 9)),
        side=chance.choice((3, 5, 8)),
        size=size,
        leading=size * chance.choice((1.2, 1.3, 1.5, 1.8)),
        repeat=chance.random() < 0.6,
        torn=chance.random() < 0.4,
        foot=chance.choice(("", "{n}", "第{n}页", "- {n} -", "第 {n} 页 共 {all} 页")),
        running=chance.choice(("", "", "清源县民政局")),
        turn=chance.choice((0, 0, 0, 0, 1, 2, 3)),
        widths=tuple(chance.choice(pair) * share for pair in widths),
        page=(842, 595) if broad else (595, 842),
        above=chance.choice(_ABOVE),
        below=chance.choice(_BELOW),
    )


def rows_of(chance: Random) -> list[Row]:
    """Draw what the table says; some of it blank, as in a form half filled."""
    most, sparse = chance.choice((1, 2, 4)), chance.random() < 0.3
    return [
        _row(chance, number, 0 if sparse and chance.random() < 0.5 else most)
        for number in range(1, chance.choice((1, 2, 4, 6, 6, 10, 18)) + 1)
    ]


def _row(chance: Random, number: int, most: int) -> Row:
    item = ITEMS[(number - 1) % len(ITEMS)]
    said: list[str] = []
    for _ in range(chance.randint(1, most) if most else 0):
        words = chance.choice(_SAID)
        figures = [chance.randint(1, 999) for _ in range(words.count("{}"))]
        said.append(words.format(*figures))
    units = "、".join(item.units)
    return (str(number), item.name, units, "".join(said), chance.choice(_DUE))


def judged(content: bytes, rows: list[Row]) -> tuple[str, float]:
    """Return how a document was read, and what a page of it cost."""
    begun = time.process_time()
    found = read(Kind.PDF, content)
    spent = (time.process_time() - begun) * 1000
    if not isinstance(found, Content):
        return "unread", spent
    form = read_form(found, NOTICE)
    lines = form.rows if form else ()
    cells = [(r.no, r.item, r.units, r.progress, r.due) for r in lines]
    right = "right" if cells == rows else "wrong" if cells else "nothing"
    said = "unclear" if found.columns_unclear and not cells else right
    return said, spent / (found.pages or 1)


if __name__ == "__main__":
    main()
