"""The circular of a period (通报): who reported, and how far each item is.

It goes to every unit: of figures it holds only what staff have confirmed, and of what
contradicts itself nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mailbot.core.notice.notice import Item, Notice
from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.progress import Standing, UnitProgress
from mailbot.core.targets.table import TargetLine
from mailbot.core.targets.words import amount, promised
from mailbot.core.words.words import COPY_WORDS, listed

_ABOUT = re.compile(r"^关于(.+?)的(?:通知|函|意见|方案)$")
_NUMBERS = "一二三四五六七八九十"
TABLE_HEADINGS = ("序号", "目标", "责任单位", "目标值", "累计", "完成率")
UNCONFIRMED = "核实中"


class Level(StrEnum):
    """What a paragraph of an official paper is (GB/T 9704-2012, 7.3.3)."""

    HEADING = "heading"  # 一、
    SUBHEADING = "subheading"  # （一）, with its text behind it
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PaperParagraph:
    """A paragraph: `lead` is its heading's words, `words` the text behind them."""

    level: Level
    lead: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """The whole paragraph as it reads."""
        return self.lead + self.words


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular: all but its number and signature, which staff give.

    `number` is "" until they did, and the paper a draft (征求意见稿) until then.
    `rows` are the table of targets, in the order of TABLE_HEADINGS.
    """

    title: str
    number: str
    draft: bool
    year: int
    addressee: str
    paragraphs: tuple[PaperParagraph, ...]
    table_title: str
    rows: tuple[tuple[str, ...], ...]
    office: str


@dataclass(frozen=True, slots=True)
class CircularCase:
    """What a circular tells of: where units and targets stand, and at what moment.

    `due` is the first moment that was too late; moments are on the office's clock.
    """

    notice: Notice
    period: Period
    units: Sequence[UnitProgress]
    targets: Sequence[TargetLine]
    at: datetime
    due: datetime
    local: Callable[[datetime], datetime]


def circular(told: CircularCase, number: str = "", *, draft: bool = False) -> Circular:
    """Return the circular of a period; without a number it is a draft."""
    notice, period = told.notice, told.period
    matter = _matter(notice.title)
    year = period.first_day.year
    span = period.chinese.removeprefix(f"{year}年" if str(year) in matter else "")
    paragraphs = (
        PaperParagraph(
            Level.TEXT,
            words=f"根据《{notice.title}》（{notice.id}）要求，现将{period.chinese}"
            "工作进展情况通报如下。",
        ),
        *_reporting(told),
        *_progress(told),
        *_requests(told),
    )
    return Circular(
        title=f"关于{matter}{span}工作进展情况的通报",
        number=number,
        draft=draft or not number,
        year=year,
        addressee="各责任单位：",
        paragraphs=paragraphs,
        table_title=f"{matter}目标进度一览表（{period.chinese}）",
        rows=tuple(_row(line) for line in told.targets),
        office=notice.office,
    )


def _matter(title: str) -> str:
    """Return what a notice is about: 2023年为全县妇女儿童办实事."""
    found = _ABOUT.match(title)
    return found[1] if found else title


def _reporting(told: CircularCase) -> Iterator[PaperParagraph]:
    """Say who reported in time, late, in part, not at all."""
    asked = [unit for unit in told.units if unit.state is not Standing.EXEMPT]
    done = [unit for unit in asked if unit.state is Standing.COMPLETE]
    groups = (
        ("按时报齐", [u.unit for u in done if not u.late]),
        ("逾期报齐", [_late(u, told) for u in done if u.late]),
        ("部分报送", [_partly(u) for u in asked if u not in done and _has_some(u)]),
        ("未报送", [u.unit for u in asked if u not in done and not _has_some(u)]),
        ("经同意免报", [u.unit for u in told.units if u not in asked]),
    )
    counted = "，".join(f"{name}{len(who)}家" for name, who in groups if who)
    yield PaperParagraph(Level.HEADING, "一、报送情况")
    last = told.local(told.due - timedelta(seconds=1))
    yield PaperParagraph(
        Level.TEXT,
        words=f"本期报送时限为{_day(last)}24时。截至{_day(told.at)}，"
        f"应报{len(asked)}家，{counted}。",
    )
    named = [(name, who) for name, who in groups if who]
    for place, (name, who) in enumerate(named):
        lead = f"（{_NUMBERS[place]}）{name}（{len(who)}家）。"
        yield PaperParagraph(Level.SUBHEADING, lead, f"{'、'.join(who)}。")


def _late(unit: UnitProgress, told: CircularCase) -> str:
    if unit.received_at is None:
        return unit.unit
    at = told.local(unit.received_at)
    return f"{unit.unit}（{at.month}月{at.day}日）"


def _has_some(unit: UnitProgress) -> bool:
    return any(copy.state is Standing.FILED for _, copy in unit.copies)


def _partly(unit: UnitProgress) -> str:
    lacks = [
        COPY_WORDS[CopyKind(name)]
        for name, copy in unit.copies
        if copy.state not in {Standing.FILED, Standing.NOT_ASKED}
    ]
    return f"{unit.unit}（缺{'、'.join(lacks)}）"


def _progress(told: CircularCase) -> Iterator[PaperParagraph]:
    """Say of each item what staff have confirmed of its targets."""
    yield PaperParagraph(Level.HEADING, "二、各项工作进展")
    for place, item in enumerate(told.notice.items):
        lead = f"（{_counted(place + 1)}）{item.name}。"
        yield PaperParagraph(Level.SUBHEADING, lead, _of_item(item, told))


def _of_item(item: Item, told: CircularCase) -> str:
    lines = [line for line in told.targets if line.item.no == item.no]
    known = [line for line in lines if _is_confirmed(line)]
    words = "；".join(_of_target(line) for line in known)
    rest = len(lines) - len(known)
    parts = [
        f"责任单位：{'、'.join(item.units)}。",
        f"{words}。" if words else "",
        f"{'其余' if known else ''}{rest}项目标的进度数正在核实。" if rest else "",
    ]
    return "".join(parts)


def _is_confirmed(line: TargetLine) -> bool:
    return line.confirmed and not line.clashes and line.so_far is not None


def _of_target(line: TargetLine) -> str:
    rate = "" if line.percent is None else f"，完成{amount(line.percent)}%"
    done = f"{amount(line.so_far or 0.0)}{line.target.unit}"
    return f"{line.target.text}，累计{done}{rate}"


def _requests(told: CircularCase) -> Iterator[PaperParagraph]:
    notice = told.notice
    yield PaperParagraph(Level.HEADING, "三、有关要求")
    lacking = any(
        unit.state not in {Standing.COMPLETE, Standing.EXEMPT} for unit in told.units
    )
    if lacking:
        yield PaperParagraph(
            Level.TEXT,
            words="请尚未报送或者报送不全的单位尽快补报"
            f"（邮箱：{notice.mailbox}，联系电话：{notice.telephone}）。",
        )
    yield PaperParagraph(
        Level.TEXT,
        words="请各责任单位对照目标任务抓紧推进，如实填报进度，下一期按时报送。",
    )


def _row(line: TargetLine) -> tuple[str, ...]:
    known = _is_confirmed(line)
    so_far = amount(line.so_far or 0.0) if known else UNCONFIRMED
    rate = f"{amount(line.percent)}%" if known and line.percent is not None else ""
    return (
        str(line.item.no),
        line.target.text,
        listed(line.target.units),
        promised(line.target),
        so_far,
        rate,
    )


def _counted(number: int) -> str:
    """Return a number up to 99 as headings write it: 十二."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMBERS[tens - 1]}十")
    return head + (_NUMBERS[ones - 1] if ones else "")


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
