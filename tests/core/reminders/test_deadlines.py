"""What a unit's ladder hangs on when staff gave time, and when a period is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.core.notice.periods import quarter
from mailbot.core.notice.policy import ReminderPolicy
from mailbot.core.record.records import UnitDecision
from mailbot.core.reminders.ladder import (
    Deadline,
    LadderRules,
    Owed,
    closing_day,
    deadline_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
DUE = date(2023, 6, 30)
OWED = Owed("县民政局", quarter(2023, 2), DUE)
NOMINAL = Deadline(DUE, DUE, date.min)
GIVEN_AT = datetime(2023, 6, 29, 23, 30, tzinfo=ZONE)
MORE_TIME = UnitDecision(
    "县民政局", "extend", "2023Q2", "2023-07-10", "clerk", GIVEN_AT
)
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
    assert deadline_of(OWED, decisions, ZONE) == wanted


def test_a_period_ends_where_the_next_ladder_begins_and_no_letter_is_on_its_way() -> (
    None
):
    rules = LadderRules(ReminderPolicy(), ChineseCalendar())
    autumn = Deadline(date(2023, 9, 30), date(2023, 9, 30), date.min)
    assert closing_day(NOMINAL, autumn, rules) == date(2023, 9, 14)
    late = Deadline(date(2023, 9, 11), date(2023, 9, 11), date(2023, 9, 1))
    after = closing_day(late, autumn, rules)
    assert after > date(2023, 9, 14), "its last letter could still come back"
