"""Numbers, days and times of day as official texts write them."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

# A letter O often stands for the round zero: 二O二四年.
_DIGITS: Final = dict(zip("〇零Oo0一二三四五六七八九", "00000123456789", strict=True))
NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
YEAR: Final = r"(?:\d{4}|[一二][〇零Oo0一二三四五六七八九]{3})"
_DAY: Final = re.compile(
    rf"(?P<y>{YEAR})(?: ?年 ?(?P<m>{NUMBER}) ?月 ?(?P<d>{NUMBER}) ?日"
    r"|(?P<s>[-./])(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2})(?!\d))"
)
_TIME: Final = re.compile(
    rf"^(?P<half>上午|中午|下午|晚上?)?(?:(?P<clock>\d{{1,2}}):(?P<minute>\d\d)"
    rf"|(?P<hour>{NUMBER})[时点](?P<past>半|\d{{1,2}}分)?整?)(?:之?以?前|止|截止)?"
)
_NOON: Final = 12


def number(words: str) -> int:
    """Return 25 of 25, 二十五 or 〇; ValueError for anything else."""
    if words.isdigit():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        high = int(_DIGITS[tens]) if tens else 1
        return high * 10 + (int(_DIGITS[ones]) if ones else 0)
    return int("".join(_DIGITS[one] for one in words))


def day_in(text: str) -> tuple[date, int, int] | None:
    """Return the first full day that `text` names, and from where to where."""
    for found in _DAY.finditer(text):
        month = found["m"] or found["m2"]
        day = found["d"] or found["d2"]
        made = day_of(number(found["y"]), number(month), number(day))
        if made:
            return made, found.start(), found.end()
    return None


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None for one that does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of(year: int, month: int) -> date:
    """Return the month's last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def time_at(text: str) -> str | None:
    """Return the time of day that `text` begins with: 16:00, end_of_work, or None."""
    if text.startswith(("下班前", "下班之前")):
        return "end_of_work"
    found = _TIME.match(text)
    if found is None:
        return None
    hour = number(found["clock"] or found["hour"])
    past = found["minute"] or (found["past"] or "").removesuffix("分")
    minute = 30 if past == "半" else int(past or 0)
    if found["half"] in {"下午", "晚", "晚上"} and hour < _NOON:
        hour += _NOON
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None  # noqa: PLR2004
