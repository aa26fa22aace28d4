"""The day that a person writes: 7月10日, 7/10, 七月十号, 明天, 下周五, 月底."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_HAN = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
_SOON = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "后日": 2}
_WEEK = "一二三四五六日"
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day, and the words of the text that tell it."""

    day: date
    text: str


def read_day(text: str, today: date) -> DayWord | None:
    """Return the day that `text` (half-width) names, None if it names none.

    A month and day without a year are the nearest such day that is not half a year
    past; a day alone lies in this month, or in the next if it is over.
    """
    for pattern, reader in _READERS:
        match = pattern.search(text)
        if match is None:
            continue
        try:
            return DayWord(reader(match, today), match[0])
        except ValueError:  # 6月31日
            return None
    return None


def _number(word: str) -> int:
    """Read a number below 100 in digits or in Han (二十五, 廿五, 十)."""
    if word.isascii():
        return int(word)
    tens, ten, ones = word.replace("廿", "二十").rpartition("十")
    if not ten:
        return int("".join(_HAN[sign] for sign in ones))
    return 10 * int(_HAN[tens] if tens else 1) + int(_HAN[ones] if ones else 0)


def _full(match: re.Match[str], _today: date) -> date:
    year = match["y"]
    whole = int(year) if len(year) == len("2023") else 2000 + int(year)
    return date(whole, int(match["m"]), int(match["d"]))


def _month_day(match: re.Match[str], today: date) -> date:
    month, day = _number(match["m"]), _number(match["d"])
    this_year = date(today.year, month, day)
    long_past = today - this_year > _HALF_A_YEAR
    return date(today.year + 1, month, day) if long_past else this_year


def _day_only(match: re.Match[str], today: date) -> date:
    day = _number(match["d"])
    this_month = today.replace(day=day)
    return this_month if this_month >= today else _next_month(today).replace(day=day)


def _month_end(match: re.Match[str], today: date) -> date:
    month = match["m"] and _number(match["m"])
    first = _next_month(today) if match["next"] else today.replace(day=1)
    if month:
        first = date(today.year, month, 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _soon(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_SOON[match[0]])


def _weekday(match: re.Match[str], today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    weeks = len(match["next"])
    place = _WEEK.index(match["d"].replace("天", "日").replace("末", "日"))
    return monday + timedelta(weeks=weeks, days=place)


def _next_month(today: date) -> date:
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)


_Reader = tuple[re.Pattern[str], "Callable[[re.Match[str], date], date]"]
_READERS: tuple[_Reader, ...] = (
    (
        re.compile(
            r"(?<!\d)(?P<y>20\d\d|\d\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*"
            r"(?P<d>\d{1,2})(?:\s*[日号])?(?!\d)"
        ),
        _full,
    ),
    (re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"), _full),
    (
        re.compile(rf"(?<!\d)(?P<m>{_NUMBER})\s*月\s*(?P<d>{_NUMBER})(?:\s*[日号])?"),
        _month_day,
    ),
    (
        re.compile(r"(?<![\d.])(?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?![\d.])[日号]?"),
        _month_day,
    ),
    (
        re.compile(
            rf"(?:(?P<next>下个?月)|(?P<m>{_NUMBER})月份?|(?:本|这个|当)?月)的?[底末]"
        ),
        _month_end,
    ),
    (re.compile("|".join(_SOON)), _soon),
    (
        re.compile(
            r"(?P<next>下*)(?:本|这)?(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])"
        ),
        _weekday,
    ),
    (re.compile(rf"(?<!\d)(?P<d>{_NUMBER})\s*[日号]"), _day_only),
)
