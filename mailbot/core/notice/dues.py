"""When a duty's report is due: one rule a way of saying it, and what days off change.

A rule gives the day that the notice names (每季度末, 每月25日前, 季度结束后8日内,
每周四); an exception of the notice takes its place; what becomes of a day off is the
duty's own rule, or else the office's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from mailbot.core.notice.periods import Cycle, Period, before, between
from mailbot.core.notice.policy import DayOff, DeadlinePolicy
from mailbot.core.notice.workdays import (
    Calendar,
    end_of,
    last_workday_until,
    shifted,
    workday_after,
)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class WeekdaysOnly:
    """The calendar of somebody who knows of no holidays."""

    def is_workday(self, day: date) -> bool:
        """Tell whether it is Monday to Friday."""
        return day.weekday() < _SATURDAY


PLAIN_WEEK = WeekdaysOnly()


class Covers(StrEnum):
    """Which period's report is due in a cycle."""

    THIS = "this"
    PREVIOUS = "previous"  # the one before the cycle in which it is due


class DueRule(Protocol):
    """A way of saying on which day of a cycle a report is due."""

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return the day; ValueError in Chinese if the period has no such day."""
        ...


@dataclass(frozen=True, slots=True)
class LastDay:
    """每季度末, 每月底前; with `workdays` the last working day."""

    workdays: bool = False

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return the period's last (working) day."""
        if self.workdays:
            return last_workday_until(period.last_day, calendar)
        return period.last_day


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """每月25日前; `month` counts the cycle's months: 3 is a quarter's last one."""

    day: int
    month: int = 1

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return that day; ValueError for 31 June."""
        del calendar
        month = period.first_day.month + self.month - 1
        try:
            return date(period.first_day.year, month, self.day)
        except ValueError:
            raise ValueError(f"{month}月没有{self.day}日") from None


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """季度结束后8日内; with `workdays` so many working days."""

    days: int
    workdays: bool = False

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return the day so long after the period's end."""
        if self.workdays:
            return shifted(period.last_day, self.days, calendar)
        return period.last_day + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """每周四; `weekday` counts from Monday = 0."""

    weekday: int

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return that day of the week."""
        del calendar
        return period.first_day + timedelta(days=self.weekday)


@dataclass(frozen=True, slots=True)
class OnDate:
    """2023年7月3日前: what is due once."""

    day: date

    def day_in(self, period: Period, calendar: Calendar) -> date:
        """Return the date itself."""
        del period, calendar
        return self.day


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a duty's reports are due, and for which periods.

    `at` is the hour on the due day from which a report is late (None: 24:00);
    `day_off` the notice's own word on days off (None: the office's policy);
    `exceptions` the days that the notice names for single periods.
    """

    cycle: Cycle
    first: Period
    last: Period
    rule: DueRule = field(default_factory=LastDay)
    covers: Covers = Covers.THIS
    at: time | None = None
    day_off: DayOff | None = None
    exceptions: tuple[tuple[str, date], ...] = ()  # period id, day

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods for which reports are asked, in order."""
        return between(self.cycle, self.first, self.last)

    def asked(self, period: Period) -> bool:
        """Tell whether a report is asked for `period`."""
        return self.first <= period <= self.last

    def named_day(self, period: Period, calendar: Calendar = PLAIN_WEEK) -> date:
        """Return the day the notice names, before days off are looked at."""
        exception = dict(self.exceptions).get(period.id)
        if exception is not None:
            return exception
        due_in: Period | None = period
        if self.covers is Covers.PREVIOUS and not isinstance(self.rule, DaysAfter):
            due_in = self.cycle.following(period)
        return self.rule.day_in(due_in or period, calendar)

    def due_day(
        self, period: Period, policy: DeadlinePolicy, calendar: Calendar
    ) -> date:
        """Return the last day on which a period's report is in time.

        A day named that is a working day stands. Of a day off the default is the
        last day off before the next working day (DOMAIN §3).
        """
        day = self.named_day(period, calendar)
        if not calendar.is_workday(day):
            day = _moved(day, self.day_off or policy.day_off, calendar)
        return day + timedelta(days=policy.grace_days)

    def too_late(self, day: date, zone: tzinfo) -> datetime:
        """Return the first moment that is too late if `day` is the due day."""
        return datetime.combine(day, self.at, zone) if self.at else end_of(day, zone)

    def in_hand(self, day: date) -> Period | None:
        """Return the period whose reports come about `day`, None between seasons."""
        season, current = self.cycle.season, self.cycle.of_day(day)
        if self.cycle.following(current) is None:
            return self.first
        near = []
        for period in self._around(current):
            off = (day - self.named_day(period)).days
            if -season.before <= off <= season.after:
                near.append((abs(off), period))
        return min(near)[1] if near else None

    def _around(self, current: Period) -> tuple[Period, ...]:
        """Return the periods whose due days may lie near the current one."""
        last, coming = before(self.cycle, current), self.cycle.following(current)
        return (before(self.cycle, last), last, current, coming or current)


def _moved(day: date, rule: DayOff, calendar: Calendar) -> date:
    """Return what a due day that is a day off becomes."""
    match rule:
        case DayOff.EXTEND:
            return workday_after(day, calendar) - _ONE_DAY
        case DayOff.PREVIOUS:
            return last_workday_until(day, calendar)
        case DayOff.NEXT_WORKDAY:
            return workday_after(day, calendar)
        case DayOff.SECOND_WORKDAY:
            return shifted(day, 2, calendar)
        case DayOff.NOMINAL:
            return day
