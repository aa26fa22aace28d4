"""When staff get a summary: pure, from the clock and the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mailbot.core.notice.workdays import Calendar, workday_after, workdays_between

AROUND = 10  # working days before and after a deadline on which mornings count
_ONE_DAY = timedelta(days=1)
_LATEST = timedelta(days=6)  # a deadline's summary that late is the weekly one's task


class SummaryKind(StrEnum):
    """What occasions a summary."""

    WEEKLY = "weekly"
    DEADLINE = "deadline"
    MORNING = "morning"  # the short one, sent only if something new waits


@dataclass(frozen=True, slots=True)
class Occasion:
    """One summary that is due; kind and day are its identity."""

    kind: SummaryKind
    day: date


def summary_due(
    now: datetime, at: time, deadlines: Iterable[date], calendar: Calendar
) -> tuple[Occasion, ...]:
    """Return the occasions that have come by `now`, the office's own time.

    A summary missed in the morning, or on the week's first working day, is due
    until it was sent: the caller knows which were. None before `at`, none on a day
    off.
    """
    today = now.date()
    if not calendar.is_workday(today) or now.time() < at:
        return ()
    ends = tuple(deadlines)
    after = [workday_after(end, calendar) for end in ends]
    found = [Occasion(SummaryKind.WEEKLY, first_workday_of_week(today, calendar))]
    found += [
        Occasion(SummaryKind.DEADLINE, day)
        for day in after
        if day <= today <= day + _LATEST
    ]
    if any(_is_near(today, end, calendar) for end in ends):
        found.append(Occasion(SummaryKind.MORNING, today))
    return tuple(found)


def first_workday_of_week(day: date, calendar: Calendar) -> date:
    """Return the first working day of the week (Monday to Sunday) of `day`.

    `day` itself if the week has had none before.
    """
    monday = day - timedelta(days=day.weekday())
    before = (monday + timedelta(days=n) for n in range(day.weekday()))
    return next((d for d in before if calendar.is_workday(d)), day)


def _is_near(today: date, end: date, calendar: Calendar) -> bool:
    first, last = sorted((today, end))
    return (last - first).days < 4 * AROUND and (
        workdays_between(first, last, calendar) <= AROUND
    )
