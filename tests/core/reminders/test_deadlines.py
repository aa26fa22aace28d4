"""What a unit's ladder hangs on when staff gave time, and when a period is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.core.notice.periods import QUARTER
from mailbot.core.notice.policy import ReminderPolicy
from mailbot.core.record.records import UnitDecision
from mailbot.core.reminders.ladder import (
    Deadline,
    LadderRules,
    closing_day,
    deadline_of,
    extensions_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
DUE = date(2023, 6, 30)
UNIT, PERIOD = "县民政局", QUARTER.numbered(2023, 2)
NOMINAL = Deadline(DUE, DUE, date.min)
GIVEN_AT = datetime(2023, 6, 29, 23, 30, tzinfo=ZONE)
MORE_TIME = UnitDecision(
    "县民政局", "extend", "2023Q2", "2023-07-10", "clerk", GIVEN_AT
)
LATE = Deadline(date(2023, 9, 11), date(2023, 9, 11), date(2023, 9, 1))
EXTENDED = Deadline(date(2023, 7, 10), date(2023, 7, 10), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("decisions", "wanted"),
    [
        ((), NOMINAL),
        ((MORE_TIME,), EXTENDED),
        ((replace(MORE_TIME, period=None),), EXTENDED),
        ((replace(MORE_TIME, period="2023Q1"),), NOMINAL),
        ((replace(MORE_TIME, unit="县科协"),), NOMINAL),
        ((replace(MORE_TIME, kind="exempt", value=""),), NOMINAL),
        ((replace(MORE_TIME, value="2023-06-20"),), NOMINAL),
        ((MORE_TIME, replace(MORE_TIME, value="2023-07-05")), EXTENDED),
    ],
)
def test_an_extension_moves_the_whole_ladder(
    decisions: tuple[UnitDecision, ...], wanted: Deadline
) -> None:
    given = extensions_of(decisions, PERIOD, UNIT)
    assert deadline_of(NOMINAL, given, ZONE) == wanted


@pytest.mark.parametrize(
    ("own", "next_begins", "wanted"),
    [
        (NOMINAL, date(2023, 9, 14), date(2023, 9, 14)),
        (NOMINAL, None, date(2023, 7, 12) + timedelta(days=7)),
        (LATE, date(2023, 9, 14), date(2023, 9, 21) + timedelta(days=7)),
    ],
)
def test_a_period_ends_where_the_next_ladder_begins_and_no_letter_is_on_its_way(
    own: Deadline, next_begins: date | None, wanted: date
) -> None:
    rules = LadderRules(ReminderPolicy(), ChineseCalendar())
    assert closing_day(own, next_begins, rules) == wanted
