"""The working calendar: chinesecalendar, the office's own days, or weekends only."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import chinese_calendar

from mailbot.errors import BadSettings

_SATURDAY = 5
_WORDS = {"班": True, "work": True, "休": False, "off": False}


class ChineseCalendar:
    """Weekends, holidays and 调休 of mainland China.

    `overrides` are the office's own days (True = working day); they win over the
    published calendar. For years nobody has published yet only weekends are days
    off: chinesecalendar raises there, where other packages silently guess.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        if day in self._overrides:
            return self._overrides[day]
        return _published(day)

    def is_known(self, year: int) -> bool:
        """Tell whether that year's holidays are known, not guessed."""
        if any(day.year == year for day in self._overrides):
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True


def _text(path: Path) -> str:
    """Read a CSV as Excel saves it in Chinese: UTF-8 with a BOM, or GBK."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


@lru_cache(maxsize=4096)
def _published(day: date) -> bool:
    """Return what the published calendar says; weekends only where it is silent.

    Remembered, for the package searches all its days at each call.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def load_calendar(path: Path) -> ChineseCalendar:
    """Read config/workdays.csv (日期,班|休) if it is there; BadSettings names rows."""
    if not path.exists():
        return ChineseCalendar()
    overrides: dict[date, bool] = {}
    faults = []
    for number, row in enumerate(csv.reader(_text(path).splitlines()), start=1):
        if not row or row[0].startswith(("#", "日期")):
            continue
        try:
            day, word = date.fromisoformat(row[0].strip()), row[1].strip()
            overrides[day] = _WORDS[word]
        except (ValueError, IndexError, KeyError):
            faults.append(f"{path.name} 第{number}行：请写成 2027-02-11,休 的样子")
    if faults:
        raise BadSettings(*faults)
    return ChineseCalendar(overrides)
