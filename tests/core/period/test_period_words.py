"""What a mail's words say of its period depends on the rhythm of what is asked for."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.core.notice.dues import (
    DayOfMonth,
    DaysAfter,
    DueRule,
    LastDay,
    OnWeekday,
    Schedule,
)
from mailbot.core.notice.periods import CYCLES
from mailbot.core.orders.facts import View
from mailbot.core.orders.meant import period_meant
from mailbot.core.period.calendar import Today
from mailbot.core.period.choice import choose_period
from mailbot.core.period.in_cycle import periods_in
from mailbot.core.period.spoken import SpokenPeriods, SpokenPlace
from tests.support.annex import NOTICE, ROSTER

RULES: dict[str, DueRule] = {
    "month": DayOfMonth(25),
    "week": OnWeekday(3),
    "quarter": DaysAfter(8),
}
ENDS = {
    "week": ("2023-W01", "2023-W52"),
    "month": ("2023-01", "2023-12"),
    "two_months": ("2023B1", "2023B6"),
    "quarter": ("2023Q1", "2023Q4"),
    "half_year": ("2023H1", "2023H2"),
    "year": ("2023", "2023"),
}


def schedule(cycle: str) -> Schedule:
    rhythm = CYCLES[cycle]
    first, last = (rhythm.from_id(end) for end in ENDS[cycle])
    return Schedule(rhythm, first, last, RULES.get(cycle, LastDay()))


# cycle, day of the mail, its subject, the period, what is doubted
CASES = """
month      2023-04-24  民政局3月份工作进展             2023-03
month      2023-04-24  民政局1—4月进展情况             2023-04
month      2023-04-24  民政局2023年4月报表             2023-04
month      2023-04-24  民政局报表                      2023-04
month      2023-04-24  民政局二季度报表                2023-04  period_unclear
month      2023-04-24  民政局5月报表                   2023-04  period_conflict
week       2023-04-13  民政局第15周周报                2023-W15
week       2023-04-13  民政局第十四周周报              2023-W14
week       2023-04-13  民政局上周情况                  2023-W15 period_conflict
week       2023-04-12  民政局4月12日情况               2023-W15
two_months 2023-05-05  民政局3—4月情况                 2023B2
quarter    2023-07-07  民政局4-6月情况                 2023Q2
quarter    2023-07-07  民政局上半年情况                2023Q2
half_year  2023-07-03  民政局上半年总结                2023H1
half_year  2023-07-03  民政局1-6月情况                 2023H1
half_year  2023-07-03  民政局二季度情况                2023H1   period_unclear
year       2024-01-05  民政局2023年度工作总结          2023
year       2024-01-05  民政局全年总结                  2023
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_a_subject_tells_its_period(line: str) -> None:
    cycle, day, subject, period, *doubts = line.split()
    asked = schedule(cycle)
    place = SpokenPlace("subject", periods_in(subject, asked.cycle), subject)
    today = Today(date.fromisoformat(day), asked)
    when = choose_period(SpokenPeriods(mail=(place,)), today)
    assert when.period is not None
    assert (when.period.id, [d.flag for d in when.doubts]) == (period, doubts)


@pytest.mark.parametrize(
    ("cycle", "words", "period"),
    [
        ("quarter", "四季度", "2022Q4"),
        ("quarter", "2023年四季度", "2023Q4"),
        ("quarter", "2023Q3", "2023Q3"),
        ("month", "2023-04", "2023-04"),
        ("month", "3月", "2023-03"),
        ("half_year", "上半年", "2023H1"),
        ("week", "第十五周", "2023-W15"),
    ],
)
def test_staff_name_a_period_by_id_or_words(
    cycle: str, words: str, period: str
) -> None:
    notice = replace(NOTICE, duty=replace(NOTICE.duty, schedule=schedule(cycle)))
    view = View(notice, ROSTER, date(2023, 6, 28))
    assert period_meant(words, view).id == period
    with pytest.raises(ValueError, match=notice.schedule.cycle.example):
        period_meant("上旬", view)
