"""Working days, and days counted from them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

ONE_DAY = timedelta(days=1)


class Calendar(Protocol):
    """Which days offices work on."""

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        ...


def last_workday_until(day: date, calendar: Calendar) -> date:
    """Return the last working day on or before `day`."""
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day


def workday_after(day: date, calendar: Calendar) -> date:
    """Return the first working day after `day`."""
    day += ONE_DAY
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def shifted(day: date, number: int, calendar: Calendar) -> date:
    """Return the `number`-th working day after `day` (before it, if negative)."""
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= calendar.is_workday(day)
    return day


def workdays_between(first: date, last: date, calendar: Calendar) -> int:
    """Count the working days after `first` up to `last`; 0 if `last` is not later."""
    span = (last - first).days
    days = (first + timedelta(days=n) for n in range(1, span + 1))
    return sum(calendar.is_workday(day) for day in days)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return 24:00 of `day`, which is 0:00 of the next."""
    return datetime.combine(day + ONE_DAY, time.min, zone)
