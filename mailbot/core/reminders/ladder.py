"""The ladder of reminders: on which day each stage falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import ReminderPolicy
from mailbot.core.notice.workdays import Calendar, last_workday_until, shifted
from mailbot.core.record.records import UnitDecision
from mailbot.core.record.returned import BOUNCES_WITHIN

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

    `counted_from`: the day before which the early stages are counted, the period's
    end or a unit's extended day; `due`: the last day in time; stages before
    `opens` are void (they fell before staff gave the unit more time).
    """

    counted_from: date
    due: date
    opens: date


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's report for a period, and its last day in time by the notice."""

    unit: str
    period: Period
    due: date


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The ladder's settings and the working calendar."""

    policy: ReminderPolicy
    calendar: Calendar


def deadline_of(
    owed: Owed, decisions: Sequence[UnitDecision], zone: tzinfo
) -> Deadline:
    """Return what the unit's ladder hangs on; an extension moves all of it.

    The latest day given counts; an earlier one than the notice's is no extension.
    Stages of the day on which staff gave it, and before, are void.
    """
    extended = [
        (date.fromisoformat(d.value), d.at.astimezone(zone).date() + _ONE_DAY)
        for d in decisions
        if d.kind == "extend"
        and d.unit == owed.unit
        and d.period in {None, owed.period.id}
    ]
    later = max((e for e in extended if e[0] > owed.due), default=None)
    if later is None:
        return Deadline(owed.period.last_day, owed.due, date.min)
    return Deadline(later[0], later[0], later[1])


def closing_day(own: Deadline, coming: Deadline, rules: LadderRules) -> date:
    """Return the day on which nobody writes about a period any more.

    `coming` is the deadline of the period after it: where that one's ladder begins,
    this one's ends, but not before its last letter could have come back.
    """
    opening = [s.day for s in ladder(coming, rules.policy, rules.calendar)]
    stages = [s.day for s in ladder(own, rules.policy, rules.calendar)]
    own_end = max(stages, default=date.min + _ONE_DAY) + BOUNCES_WITHIN
    return max(min(opening, default=coming.counted_from), own_end)


def ladder(
    deadline: Deadline, policy: ReminderPolicy, calendar: Calendar
) -> tuple[Stage, ...]:
    """Return the stages in the order of their days.

    The early ones count back from the last working day until the period's end:
    before 国庆 they go out before the holidays begin (DOMAIN §3).
    """
    last = last_workday_until(deadline.counted_from, calendar)
    early = [
        Stage(f"before-{n}", shifted(last, -n, calendar), f"截止前第{n}个工作日")
        for n in sorted(policy.before, reverse=True)
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
    ]
    return tuple(s for s in (*early, *late) if s.day >= deadline.opens)


def stage_due(
    stages: tuple[Stage, ...], deadline: Deadline, today: date
) -> Stage | None:
    """Return the stage that is due: the latest whose day has come, None if none.

    An early stage lapses with the deadline: a friendly word before it is moot
    after it, and the first 催报 follows within days.
    """
    come = [s for s in stages if s.day <= today]
    if not come or (today > deadline.due and not come[-1].after):
        return None
    return come[-1]


def stage_next(stages: tuple[Stage, ...], today: date) -> Stage | None:
    """Return the stage that comes after today, None if the ladder is at its end."""
    return next((s for s in stages if s.day > today), None)
