"""Periods that have a due day of their own, and where a rhythm begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from mailbot.core.reading_notice.asked.due_forms import DAY, N
from mailbot.core.reading_notice.layout.numerals import day_in, last_of, number
from mailbot.core.reading_notice.proposal import ReadCycle

_PERIODS: Final = (
    (r"第?(?P<q>[一二三四1-4])季度", "第四季度"),
    (r"(?P<h>上|下)半年", "下半年"),
    (r"(?P<y>全年|年度|年终)", "全年"),
    (rf"(?P<mm>{N})月份", "12月份"),
    (r"(?P<f>首次|第一次|第一期|首期|首个月|首报|此次|本次)", "首次"),
)
_PERIOD: Final = "|".join(pattern for pattern, _ in _PERIODS)
# How a day of its own is told.
MOVED: Final = (
    ("提前", "第四季度提前至12月20日前"),
    ("延[至期]", "第四季度延至1月10日前"),
    ("推迟", "第四季度推迟至1月10日前"),
    ("顺延", "第四季度顺延至1月10日前"),
    ("改为", "第四季度改为12月20日前"),
    ("调整", "第四季度调整为12月20日前"),
    ("截止", "第四季度截止12月20日前"),
    ("为", "首次报送时间为4月20日"),
    ("(?:应|须|请|务必|需)?于", "第四季度于12月15日前报送"),
    ("在", "第四季度在12月15日前报送"),
)
_MOVED: Final = f"(?:{'|'.join(word for word, _ in MOVED)})[至到为于]?"
_SPECIAL: Final = re.compile(
    rf"(?:{_PERIOD})(?P<gap>[^，。；、]{{0,16}}?)，?{_MOVED}(?:\d{{4}}年|当年|次年)?"
    rf"(?P<m>{N})月(?:(?P<d>{N}){DAY}|(?P<e>底|末))(?=[^日]{{0,8}}(?:前|报|止|，|。|；|$|完成|）))"
)
_SAME_MONTH: Final = re.compile(
    rf"(?P<mm>{N})月份?(?P<gap>[^，。；、]{{0,12}}?)(?:提前|延)(?:至|到)(?:当月)?(?P<d>{N}){DAY}"
)
_START: Final = (
    re.compile(r"(?:自|从)(?:\d{4}年)?第?(?P<q>[一二三四1-4])季度(?:起|开始)"),
    re.compile(rf"(?:自|从)(?:\d{{4}}年)?(?P<m>{N})月份?(?:起|开始)"),
    re.compile(rf"(?:自|从)(?:\d{{4}}年)?(?P<m>{N})月(?P<d>{N}){DAY}(?:起|开始)"),
)


@dataclass(frozen=True, slots=True)
class Special:
    """A period (Q4, H1, M12, first) with its own day (12-20), and where it stands."""

    period: str
    day: str
    start: int
    end: int


def specials_in(text: str, issued: date | None) -> tuple[Special, ...]:
    """Return the exceptions that a sentence names."""
    found = []
    for one in _SPECIAL.finditer(text):
        month = number(one["m"])
        if not 1 <= month <= 12:  # noqa: PLR2004 - months
            continue
        year = issued.year if issued else 2023
        day = last_of(year, month).day if one["e"] else number(one["d"])
        found.append(Special(_name(one), f"{month:02}-{day:02}", *one.span()))
    for one in _SAME_MONTH.finditer(text):
        month = number(one["mm"])
        day = number(one["d"])
        found.append(Special(f"M{month:02}", f"{month:02}-{day:02}", *one.span()))
    return tuple(found)


def _name(one: re.Match[str]) -> str:
    if one["q"]:
        return f"Q{number(one['q'])}"
    if one["h"]:
        return "H1" if one["h"] == "上" else "H2"
    if one["mm"]:
        return f"M{number(one['mm']):02}"
    return "first" if one["f"] else "H2"


def start_in(text: str, cycle: ReadCycle, issued: date | None) -> str | None:
    """Return the first period or day where the sentence says from when."""
    year = issued.year if issued else None
    if year is None:
        return None
    for pattern in _START:
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        if parts.get("q"):
            return f"{year}Q{number(parts['q'])}"
        month = number(parts["m"])
        if parts.get("d"):
            return f"{year}-{month:02}-{number(parts['d']):02}"
        return f"{year}-{month:02}"
    written = day_in(text)
    del written, cycle
    return None
