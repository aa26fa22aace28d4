"""Periods: what a report covers, when it ends, which one is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_PER_QUARTER = 3
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole days; `id` is public (2023Q2, later 2023-04, 2023H1, …)."""

    first_day: date
    last_day: date
    id: str
    chinese: str
    folder: str = ""  # its name in the archive, e.g. 2023年第2季度

    def __contains__(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.first_day <= day <= self.last_day


def quarter(year: int, number: int) -> Period:
    """Return the calendar quarter `number` (1–4) of `year`."""
    month = MONTHS_PER_QUARTER * (number - 1) + 1
    after = quarter_start_after(year, month)
    return Period(
        first_day=date(year, month, 1),
        last_day=after - timedelta(days=1),
        id=f"{year}Q{number}",
        chinese=f"{year}年第{'一二三四'[number - 1]}季度",
        folder=f"{year}年第{number}季度",
    )


def quarter_start_after(year: int, month: int) -> date:
    """Return the first day of the quarter after the one that begins in `month`."""
    following = month + MONTHS_PER_QUARTER
    if following > MONTHS_PER_YEAR:
        return date(year + 1, following - MONTHS_PER_YEAR, 1)
    return date(year, following, 1)


def quarter_of(day: date) -> Period:
    """Return the quarter that holds `day`: every day has exactly one."""
    return quarter(day.year, (day.month - 1) // MONTHS_PER_QUARTER + 1)


def from_id(period_id: str) -> Period:
    """Return the period an id such as 2023Q2 names; ValueError for any other text."""
    year, mark, number = period_id.partition("Q")
    digits = year.isascii() and year.isdigit() and len(year) == len("2023")
    if not (digits and mark and number in {"1", "2", "3", "4"}):
        message = f"{period_id!r} 不是有效的季度，请写成 2023Q2 的样子"
        raise ValueError(message)
    return quarter(int(year), int(number))


def following(period: Period) -> Period:
    """Return the period of the same kind right after `period`."""
    return quarter_of(period.last_day + timedelta(days=1))


def between(first: Period, last: Period) -> tuple[Period, ...]:
    """Return all periods from `first` to `last`, both included."""
    found = []
    current = first
    while current.first_day <= last.first_day:
        found.append(current)
        current = following(current)
    return tuple(found)
