"""A notice of a county that does not exist, and its annex as tables and text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailbot.core.notice.notice import Item, Notice, Place
from mailbot.core.notice.units import Roster, Unit
from mailbot.core.record.documents import Content, Table
from tests.support.duty import quarterly

EDUCATION = "县教育和体育局"
HEALTH = "县卫生健康局"
UNION = "县总工会"
CIVIL = "县民政局"
WOMEN = "县妇联"
POLICE = "县公安局"
FUND = "市住房公积金管理中心清源分中心"

COLUMNS = ("序号", "实事名称", "责任单位", "本季度具体措施及任务进度情况", "完成时限")
TITLE = "2025年为全县老年人办实事工作进展情况报表"

ITEMS = (
    Item(1, "实施社区助餐网络扩面行动", (CIVIL,)),
    Item(2, "实施银龄学堂提质扩容行动", (EDUCATION, UNION, FUND)),
    Item(3, "实施“夕阳红”健康守护行动", (HEALTH, WOMEN)),
    Item(4, "实施居家适老化改造行动", (CIVIL, WOMEN, UNION)),
    Item(5, "实施防范养老诈骗宣传行动", (POLICE,)),
    Item(6, "实施文体场馆敬老开放行动", (EDUCATION, WOMEN)),
)

NOTICE = Notice(
    id="清政办字〔2025〕8号",
    title="关于2025年为全县老年人办实事的通知",
    issuer="清源县人民政府办公室",
    issued=date(2025, 2, 10),
    office="县老龄办",
    mailbox="llb@example.org",
    telephone="0000000",
    items=ITEMS,
    units=(EDUCATION, HEALTH, UNION, CIVIL, WOMEN, POLICE, FUND),
    duty=quarterly("2025Q1", "2025Q4"),
    annex_title=TITLE,
    annex_columns=COLUMNS,
    place=Place("清源县", "云州市", "南江省"),
)

ROSTER = Roster(
    (
        Unit(EDUCATION, "清源县教育和体育局", ("教体局", "县教体局")),
        Unit(HEALTH, "清源县卫生健康局", ("卫健局", "县卫健局")),
        Unit(UNION, "清源县总工会", ("总工会",)),
        Unit(CIVIL, "清源县民政局", ("民政局",)),
        Unit(WOMEN, "清源县妇女联合会", ("妇联",)),
        Unit(POLICE, "清源县公安局", ("公安局",)),
        Unit(FUND, "云州市住房公积金管理中心清源分中心", ("公积金清源分中心",)),
    )
)

PROGRESS = {
    1: "新建社区助餐点3处，累计服务老年人1260人次。\n完成2处助餐点消防改造。",
    2: "开设书法、太极等班次12个，招收学员430名。",
    3: "免费体检老年人2150人，签约率达到86.5%。\n开展健康讲座8场。",
    4: "完成改造86户，第二批40户正在施工。",
    5: "进社区宣传15场次，发放明白纸6000份。",
    6: "县体育馆每周二、四上午向老年人免费开放。",
}
DUE = {
    1: "2025年6月底",
    2: "12月底前",
    3: "2025年11月",
    4: "全年",
    5: "长期",
    6: "12月",
}

Row = tuple[str, ...]


def annex_rows(*numbers: int, filled: bool = True) -> list[Row]:
    """Return the annex's rows for those items (all by default)."""
    wanted = numbers or tuple(item.no for item in ITEMS)
    return [
        (
            str(item.no),
            item.name,
            "、".join(item.units),
            PROGRESS[item.no] if filled else "",
            DUE[item.no] if filled else "",
        )
        for item in ITEMS
        if item.no in wanted
    ]


def text_of(rows: Sequence[Row]) -> str:
    """Return rows as a reader's text: cells parted by tabs."""
    return "\n".join("\t".join(row) for row in rows)


def document(*tables: Sequence[Row], above: str = TITLE, below: str = "") -> Content:
    """Return a document with text above and below its tables."""
    texts = [above, *(text_of(rows) for rows in tables), below]
    return Content(
        text="\n".join(t for t in texts if t),
        tables=tuple(Table(tuple(rows)) for rows in tables),
    )


def form_document(
    *numbers: int, filled: bool = True, above: str = TITLE, below: str = ""
) -> Content:
    """Return the plain annex for some items."""
    rows = [COLUMNS, *annex_rows(*numbers, filled=filled)]
    return document(rows, above=above, below=below)
