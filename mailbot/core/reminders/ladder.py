"""The ladder of reminders: on which day each stage falls due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.periods import Period, before
from mailbot.core.notice.policy import DeadlinePolicy, ReminderPolicy
from mailbot.core.notice.workdays import (
    Calendar,
    last_workday_until,
    shifted,
    workdays_between,
)
from mailbot.core.record.records import UnitDecision
from mailbot.core.record.returned import BOUNCES_WITHIN

# Due days farther apart leave room for any ladder of this many working days.
_ROOMY = 4
LAST_WORKDAY = "last-workday"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the ladder: its public name, its day, its Chinese.

    `id` is before-10, last-workday, after-2, …; `after` tells a 催报 from a 温馨提示.
    """

    id: str
    day: date
    words: str
    after: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days a unit's ladder hangs on.

    `counted_from`: the day before which the early stages are counted, the day the
    notice names or a unit's extended day; `due`: the last day in time, from `at` on
    too late (None: 24:00); stages before `opens` are void (they fell before the
    notice was issued, or before staff gave the unit more time). `earlier` and `later`
    are the due days of the neighbouring periods, None where there is none.
    """

    counted_from: date
    due: date
    opens: date
    at: time | None = None
    earlier: date | None = None
    later: date | None = None

    def is_past(self, now: datetime) -> bool:
        """Tell whether a report that comes at `now`, the office's time, is late."""
        if now.date() != self.due:
            return now.date() > self.due
        return self.at is not None and now.time() >= self.at


def deadline_of_period(
    schedule: Schedule,
    period: Period,
    policy: DeadlinePolicy,
    calendar: Calendar,
    opens: date,
) -> Deadline:
    """Return what the ladder of a period hangs on, for every unit alike."""

    def due(other: Period | None) -> date | None:
        asked = other is not None and schedule.asked(other)
        return schedule.due_day(other, policy, calendar) if other and asked else None

    coming = schedule.cycle.following(period)
    return Deadline(
        counted_from=schedule.named_day(period, calendar),
        due=schedule.due_day(period, policy, calendar),
        opens=opens,
        at=schedule.at,
        earlier=due(before(schedule.cycle, period)) if coming else None,
        later=due(coming),
    )


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The ladder's settings and the working calendar."""

    policy: ReminderPolicy
    calendar: Calendar


def extensions_of(
    decisions: Iterable[UnitDecision], period: Period, unit: str = ""
) -> tuple[UnitDecision, ...]:
    """Return by which staff gave more time for a period: to one unit, or to any."""
    return tuple(
        d
        for d in decisions
        if d.kind == "extend" and d.period in {None, period.id} and unit in {"", d.unit}
    )


def deadline_of(
    usual: Deadline, extensions: Iterable[UnitDecision], zone: tzinfo
) -> Deadline:
    """Return what the unit's ladder hangs on; an extension moves all of it.

    The latest day given counts; an earlier one than the notice's is no extension.
    Stages of the day on which staff gave it, and before, are void.
    """
    given = [
        (date.fromisoformat(one.value), one.at.astimezone(zone).date() + _ONE_DAY)
        for one in extensions
    ]
    later = max((one for one in given if one[0] > usual.due), default=None)
    if later is None:
        return usual
    return replace(usual, counted_from=later[0], due=later[0], opens=later[1], at=None)


def closing_day(own: Deadline, next_begins: date | None, rules: LadderRules) -> date:
    """Return the day on which nobody writes about a period any more.

    Where the next period's ladder begins (None: there is none) this one's ends, but
    not before its last letter could have come back.
    """
    stages = [s.day for s in ladder(own, rules.policy, rules.calendar)]
    own_end = max(stages, default=date.min + _ONE_DAY) + BOUNCES_WITHIN
    return own_end if next_begins is None else max(next_begins, own_end)


def ladder(
    deadline: Deadline, policy: ReminderPolicy, calendar: Calendar
) -> tuple[Stage, ...]:
    """Return the stages in the order of their days.

    The early ones count back from the last working day until the day named: before
    国庆 they go out before the holidays begin (DOMAIN §3). Where due days lie close
    the ladder shortens itself: no step reaches past the middle between two of them.
    """
    last = last_workday_until(deadline.counted_from, calendar)
    early_room, late_room = _room(deadline, policy, calendar)
    early = [
        Stage(f"before-{n}", shifted(last, -n, calendar), f"截止前第{n}个工作日")
        for n in sorted(policy.before, reverse=True)
        if 2 * n <= early_room
    ]
    if policy.on_last_workday:
        early.append(Stage(LAST_WORKDAY, last, "截止前最后一个工作日"))
    late = [
        Stage(
            f"after-{n}",
            shifted(deadline.due, n, calendar),
            f"截止后第{n}个工作日",
            after=True,
        )
        for n in sorted(policy.after)
        if 2 * n <= late_room
    ]
    return tuple(s for s in (*early, *late) if s.day >= deadline.opens)


def _room(
    deadline: Deadline, policy: ReminderPolicy, calendar: Calendar
) -> tuple[int, int]:
    """Return the working days since the due day before, and until the one after."""
    farthest = max((*policy.before, *policy.after, 1))
    roomy = _ROOMY * farthest

    def between(first: date | None, last: date | None) -> int:
        if first is None or last is None or (last - first).days > roomy:
            return roomy
        return workdays_between(first, last, calendar)

    return (
        between(deadline.earlier, deadline.due),
        between(deadline.due, deadline.later),
    )


def stage_due(
    stages: tuple[Stage, ...], deadline: Deadline, now: datetime
) -> Stage | None:
    """Return the stage that is due: the latest whose day has come, None if none.

    An early stage lapses with the deadline: a friendly word before it is moot
    after it, and the first 催报 follows within days.
    """
    come = [s for s in stages if s.day <= now.date()]
    if not come or (deadline.is_past(now) and not come[-1].after):
        return None
    return come[-1]


def stage_next(stages: tuple[Stage, ...], today: date) -> Stage | None:
    """Return the stage that comes after today, None if the ladder is at its end."""
    return next((s for s in stages if s.day > today), None)
