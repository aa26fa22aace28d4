"""The days a notice keeps: when each period is due, and when its letters go out.

The flows that send ask the same functions; what is shown before a notice goes live
is therefore what will happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import Policy
from mailbot.core.notice.workdays import Calendar
from mailbot.core.reminders.ladder import Deadline, Stage, deadline_of_period, ladder


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """One period: from when on a report is late, and the days of its letters."""

    period: Period
    due: date
    too_late: datetime
    stages: tuple[Stage, ...]


def usual_deadline(
    notice: Notice, period: Period, policy: Policy, calendar: Calendar
) -> Deadline:
    """Return what the ladder of a period hangs on, for a unit without an extension."""
    return deadline_of_period(
        notice.schedule, period, policy.deadline, calendar, notice.issued
    )


def stages_of_period(
    notice: Notice, period: Period, policy: Policy, calendar: Calendar
) -> tuple[Stage, ...]:
    """Return the stages of a period's ladder."""
    deadline = usual_deadline(notice, period, policy, calendar)
    return ladder(deadline, policy.reminders, calendar)


def days_of(
    notice: Notice, policy: Policy, calendar: Calendar, zone: tzinfo
) -> Iterator[PeriodDays]:
    """Yield every period of a notice's duty with its days, in order."""
    for period in notice.schedule.periods:
        due = notice.schedule.due_day(period, policy.deadline, calendar)
        stages = stages_of_period(notice, period, policy, calendar)
        yield PeriodDays(period, due, notice.schedule.too_late(due, zone), stages)
