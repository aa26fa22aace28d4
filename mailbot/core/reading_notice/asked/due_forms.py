"""The ways to say a rhythm and its due day: one form a line, its source, an example."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mailbot.core.reading_notice.layout.numerals import NUMBER, number
from mailbot.core.reading_notice.proposal import Anchor, Due, ReadCycle

N: Final = NUMBER
DAY: Final = r"(?:日|号)"
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Term:
    """A pattern, what it means, where the words are from, and an example of them.

    `covers` is previous where the words themselves say so (次月5日前).
    """

    pattern: str
    cycle: ReadCycle
    build: Callable[[Match], Due | None]
    source: str
    example: str
    covers: str | None = None


@dataclass(frozen=True, slots=True)
class DueWords:
    """One mention of a due moment: its rhythm, its rule, its place in the sentence.

    `only` are the periods where the words name fewer than the cycle has (Q2, Q3);
    `exceptions` those with a day of their own; `covers` as the words say.
    """

    cycle: ReadCycle
    due: Due | None
    start: int
    end: int
    covers: str | None = None
    only: tuple[str, ...] = ()
    exceptions: tuple[tuple[str, str], ...] = ()


def _end(_: Match) -> Due:
    return Due(Anchor.END)


def _end_workday(_: Match) -> Due:
    return Due(Anchor.END, workdays=True)


def _weekday(found: Match) -> Due:
    sign = found["w"].replace("天", "日")
    return Due(Anchor.WEEKDAY, weekday="一二三四五六日".index(sign) + 1)


def _of_month(found: Match) -> Due:
    return Due(Anchor.DAY_OF_MONTH, day=number(found["d"]))


def _of_last_month(found: Match) -> Due:
    return Due(Anchor.DAY_OF_LAST_MONTH, day=number(found["d"]))


def _after(found: Match) -> Due:
    workdays = "工作日" in found.group()
    return Due(Anchor.DAY_AFTER, day=number(found["d"]), workdays=workdays)


def _year_end(_: Match) -> Due:
    return Due(Anchor.END, month=12)


_LAST_WORKDAY: Final = r"(?:的)?最后[一1]个工作日"
_LAST_DAY: Final = r"(?:的)?(?:最后[一1](?:天|日)|末|底)"
_WITHIN: Final = (
    rf"(?:结束|终了|末|完)?(?:之?后|起)的?(?:前|第)?(?P<d>{N})个?(?:工作日|日|天)"
)
_FIRST_MONTH: Final = r"的?(?:首月|首个月|第[一1]个月|头[一1]?个?月)的?"
_LAST_MONTH: Final = r"的?(?:末月|末个月|最后[一1]?个?月|第[三3]个月)的?"
_SPAN: Final = rf"(?:{N}{DAY}?(?:至|到|—|-|~))?"
_MONTHLY: Final = r"(?:每个?月|各月|逐月)的?(?:度)?"
_QUARTERLY: Final = r"(?:每个?|各|逐)?季度?"
_COMMON: Final = "common usage"
_FORMAT: Final = "the cases' FORMAT"
W, M, T, Q, H, Y = (
    ReadCycle.WEEK,
    ReadCycle.MONTH,
    ReadCycle.TWO_MONTHS,
    ReadCycle.QUARTER,
    ReadCycle.HALF_YEAR,
    ReadCycle.YEAR,
)
WEEKS: Final = (
    Term(r"(?:每个?(?:周|星期)的?|逢)(?:周|星期)?(?P<w>[一二三四五六日天])(?![次份期个])",
         W, _weekday, "weekly notices", "每周五16时前"),
    Term(r"(?:每|逢)(?:周|星期)内?(?:，|的)?于?(?:周|星期)(?P<w>[一二三四五六日天])",
         W, _weekday, _COMMON, "每周于周四12:00前"),
    Term(r"下(?:一)?(?:周|星期)(?:的)?(?:周|星期)?(?P<w>[一二三四五六日天])",
         W, _weekday, _COMMON, "下周一12时前", "previous"),
)  # fmt: skip
MONTHS: Final = (
    Term(rf"双月的?{_SPAN}(?P<d>{N}){DAY}", T, _of_last_month, _FORMAT, "双月25日前"),
    Term(r"双月(?:的?月)?(?:底|末)", T, _end, _COMMON, "逢双月月底前"),
    Term(rf"每(?:两|二|2)个月的?(?:末月|第[二2]个月|后[一1]个月)的?(?P<d>{N}){DAY}",
         T, _of_last_month, _COMMON, "每两个月的第二个月25日前"),
    Term(rf"单月的?(?P<d>{N}){DAY}", T, _after, _COMMON, "单月5日前", "previous"),
    Term(rf"{_MONTHLY}{_LAST_WORKDAY}", M, _end_workday, _FORMAT,
         "每月最后一个工作日前"),
    Term(rf"(?:{_MONTHLY}(?:月)?|当月){_LAST_DAY}", M, _end, _FORMAT, "每月底前"),
    Term(rf"(?:{_MONTHLY}|月度?){_WITHIN}", M, _after, _COMMON,
         "每月结束后5个工作日内"),
    Term(rf"{_MONTHLY}(?:前|第)(?P<d>{N})个(?:工作日)", M, _after, _COMMON,
         "每月前5个工作日内"),
    Term(rf"{_MONTHLY}{_SPAN}(?P<d>{N}){DAY}", M, _of_month, "monthly notices",
         "每月25日前"),
    Term(rf"(?:次|下[一1]?个?)月的?{_SPAN}(?P<d>{N}){DAY}", M, _of_month, _COMMON,
         "次月5日前", "previous"),
    Term(rf"当月的?{_SPAN}(?P<d>{N}){DAY}", M, _of_month, _COMMON, "当月28日前"),
)  # fmt: skip
QUARTERS: Final = (
    Term(rf"(?:次|下[一1]?个?)季度?{_FIRST_MONTH}{_SPAN}(?P<d>{N}){DAY}",
         Q, _after, _FORMAT, "次季度首月10日前", "previous"),
    Term(rf"{_QUARTERLY}(?:次月|下月|后[一1]?个?月){_SPAN}的?(?P<d>{N}){DAY}",
         Q, _after, _COMMON, "每季度次月10日前", "previous"),
    Term(rf"{_QUARTERLY}{_FIRST_MONTH}{_SPAN}(?P<d>{N}){DAY}", Q, _after, _COMMON,
         "每季度首月10日前", "previous"),
    Term(rf"{_QUARTERLY}{_LAST_MONTH}{_SPAN}(?P<d>{N}){DAY}", Q, _of_last_month,
         _FORMAT, "每季度末月20日前"),
    Term(rf"{_QUARTERLY}{_LAST_MONTH}(?:月)?(?:底|末)", Q, _end, _COMMON,
         "每季度末月底前"),
    Term(rf"{_QUARTERLY}(?:末月)?{_LAST_WORKDAY}", Q, _end_workday, _FORMAT,
         "每季度最后一个工作日前"),
    Term(rf"{_QUARTERLY}{_WITHIN}", Q, _after, _FORMAT, "季度结束后5个工作日内"),
    Term(rf"(?:每个?|各|逐)季度?{_LAST_DAY}(?!月)|(?<!第[一二三四])季度?末(?!月)",
         Q, _end, _FORMAT, "每季度末"),
)  # fmt: skip
HALVES: Final = (
    Term(rf"每?(?:个)?半年度?{_WITHIN}", H, _after, _COMMON, "每半年结束后10日内"),
    Term(rf"每(?:个)?半年度?{_LAST_WORKDAY}", H, _end_workday, _COMMON,
         "每半年最后一个工作日前"),
    Term(rf"每(?:个)?半年度?{_LAST_MONTH}(?P<d>{N}){DAY}", H, _of_last_month, _COMMON,
         "每半年末月20日前"),
    Term(rf"每(?:个)?半年度?{_LAST_DAY}", H, _end, _COMMON, "每半年末"),
)  # fmt: skip
YEARS: Final = (
    Term(rf"年度?(?:结束|终了)后的?(?P<d>{N})个?(?:工作日|日|天)", Y, _after, _COMMON,
         "年度结束后15日内"),
    Term(r"每年(?:度)?(?:年)?(?:底|末)", Y, _year_end, _COMMON, "每年年底前"),
)  # fmt: skip
# Tried in this order at every place: what is longer before what is part of it.
FORMS: Final = (*WEEKS, *QUARTERS, *HALVES, *MONTHS, *YEARS)
# A rhythm without a day.
RHYTHMS: Final = (
    (r"每周|按周|逐周|周报", W, "每周报送一次"),
    (r"每个?月|按月|逐月|月报", M, "按月报送"),
    (r"每(?:两|2)个?月|双月报", T, "每两个月报送一次"),
    (r"每个?季度?|按季度?|逐季|季报", Q, "按季度报送"),
    (r"每半年|按半年|半年报", H, "每半年报送一次"),
    (r"每年|按年度?|年报", Y, "每年报送一次"),
)
