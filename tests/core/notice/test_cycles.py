"""Cycles and due rules: which period a day is in, on which day its report is due."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.core.notice.dues import (
    Covers,
    DayOfMonth,
    DaysAfter,
    DueRule,
    LastDay,
    OnDate,
    OnWeekday,
    Schedule,
)
from mailbot.core.notice.periods import CYCLES, ONCE, from_id
from mailbot.core.notice.policy import DayOff, DeadlinePolicy, ReminderPolicy
from mailbot.core.reminders.ladder import deadline_of_period, ladder
from tests.support.office import ZONE

CALENDAR = ChineseCalendar()


@pytest.mark.parametrize(
    ("cycle", "period_id", "chinese", "folder", "following"),
    [
        ("week", "2023-W15", "2023年第15周", "2023年第15周", "2023-W16"),
        ("month", "2023-12", "2023年12月", "2023年12月", "2024-01"),
        ("two_months", "2023B2", "2023年3—4月", "2023年03-04月", "2023B3"),
        ("quarter", "2023Q4", "2023年第四季度", "2023年第4季度", "2024Q1"),
        ("half_year", "2023H1", "2023年上半年", "2023年上半年", "2023H2"),
        ("year", "2023", "2023年度", "2023年度", "2024"),
        ("once", "2023-05-15", "2023年5月15日", "2023年5月15日", None),
    ],
)
def test_a_period_is_called_and_followed(
    cycle: str, period_id: str, chinese: str, folder: str, following: str | None
) -> None:
    period = CYCLES[cycle].from_id(period_id)
    assert (period.chinese, period.folder) == (chinese, folder)
    after = CYCLES[cycle].following(period)
    assert (after.id if after else None) == following


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([*CYCLES]))
def test_every_day_is_in_one_period_of_each_cycle(day: date, name: str) -> None:
    period = CYCLES[name].of_day(day)
    assert day in period
    assert from_id(period.id) == period
    after = CYCLES[name].following(period)
    assert after is None or after.first_day == period.last_day + timedelta(days=1)


def due(period: str, rule: DueRule, **more: object) -> str:
    cycle = next(c for c in CYCLES.values() if _names(c, period))
    one = cycle.from_id(period)
    schedule = Schedule(cycle, one, one, rule, **more)  # type: ignore[arg-type]
    day = schedule.due_day(one, DeadlinePolicy(), CALENDAR)
    return schedule.too_late(day, ZONE).strftime("%m-%d %H:%M")


def _names(cycle: object, period: str) -> bool:
    try:
        return bool(cycle.from_id(period))  # type: ignore[attr-defined]
    except ValueError:
        return False


def test_a_due_rule_gives_the_moment_the_notice_means() -> None:
    assert due("2023Q2", LastDay()) == "07-01 00:00"
    assert due("2023Q3", LastDay(workdays=True)) == "09-29 00:00"
    assert due("2023-04", DayOfMonth(25)) == "04-26 00:00"
    assert due("2023-03", DayOfMonth(10), covers=Covers.PREVIOUS) == "04-11 00:00"
    assert due("2023Q1", DayOfMonth(20, 3)) == "03-21 00:00"
    assert due("2023Q2", DaysAfter(8)) == "07-10 00:00"  # 8 July is a Saturday
    assert due("2023Q2", DaysAfter(5, workdays=True)) == "07-08 00:00"
    assert due("2023-W15", OnWeekday(3), at=time(12)) == "04-13 12:00"
    assert due("2023-07-03", OnDate(date(2023, 7, 3))) == "07-04 00:00"
    exception = (("2023H2", date(2023, 12, 20)),)
    assert due("2023H2", LastDay(), exceptions=exception) == "12-21 00:00"


@pytest.mark.parametrize(
    ("rule", "moment"),
    [
        (DayOff.EXTEND, "07-10 00:00"),
        (DayOff.NOMINAL, "07-09 00:00"),
        (DayOff.PREVIOUS, "07-08 00:00"),
        (DayOff.NEXT_WORKDAY, "07-11 00:00"),
        (DayOff.SECOND_WORKDAY, "07-12 00:00"),
    ],
)
def test_the_notices_own_word_on_days_off_wins(rule: DayOff, moment: str) -> None:
    assert due("2023Q2", DaysAfter(8), day_off=rule) == moment


def stages(cycle: str, first: str, last: str, asked: str, rule: DueRule) -> list[str]:
    rhythm = CYCLES[cycle]
    ends = rhythm.from_id(first), rhythm.from_id(last)
    schedule = Schedule(rhythm, *ends, rule)
    deadline = deadline_of_period(
        schedule, rhythm.from_id(asked), DeadlinePolicy(), CALENDAR, date(2023, 3, 1)
    )
    return [
        f"{s.id} {s.day:%m-%d}" for s in ladder(deadline, ReminderPolicy(), CALENDAR)
    ]


def test_the_ladder_shortens_itself_where_due_days_lie_close() -> None:
    weekly = stages("week", "2023-W12", "2023-W20", "2023-W15", OnWeekday(3))
    assert weekly == ["last-workday 04-13", "after-2 04-17"]
    monthly = stages("month", "2023-03", "2023-12", "2023-06", DayOfMonth(25))
    assert monthly[0] == "before-10 06-08"
    assert len(monthly) == 6


def test_no_stage_falls_before_the_notice_was_issued() -> None:
    day = OnDate(date(2023, 3, 6))
    once = stages("once", "2023-03-06", "2023-03-06", "2023-03-06", day)
    assert once[:2] == ["before-3 03-01", "last-workday 03-06"]


def test_what_is_due_once_is_always_in_hand() -> None:
    day = ONCE.of_day(date(2023, 5, 15))
    schedule = Schedule(ONCE, day, day, OnDate(day.first_day))
    assert schedule.in_hand(date(2023, 2, 1)) == day
