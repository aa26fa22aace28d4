"""When staff get a summary."""

from datetime import date, datetime, time

import pytest

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.core.summary.due import Occasion, SummaryKind, summary_due

ENDS = (date(2023, 6, 30), date(2023, 10, 6))


def kinds(moment: str) -> list[tuple[str, str]]:
    now = datetime.fromisoformat(moment)
    found = summary_due(now, time(8, 30), ENDS, ChineseCalendar())
    return [(o.kind.value, o.day.isoformat()) for o in found]


def test_nothing_is_due_before_the_hour_or_on_a_day_off() -> None:
    assert kinds("2023-08-07 08:29") == []
    assert kinds("2023-08-05 10:00") == []


def test_the_weekly_one_is_due_from_the_first_working_day_of_the_week_on() -> None:
    assert kinds("2023-08-07 08:30") == [("weekly", "2023-08-07")]
    assert kinds("2023-08-09 15:00") == [("weekly", "2023-08-07")]


def test_after_the_holidays_the_week_begins_on_its_first_working_day() -> None:
    assert ("weekly", "2023-10-07") in kinds("2023-10-08 09:00")


@pytest.mark.parametrize("moment", ["2023-07-03 08:30", "2023-07-04 09:00"])
def test_the_working_day_after_a_deadline_has_its_own(moment: str) -> None:
    assert ("deadline", "2023-07-03") in kinds(moment)


def test_mornings_count_only_around_a_deadline() -> None:
    assert ("morning", "2023-06-15") in kinds("2023-06-15 08:30")
    assert ("morning", "2023-07-14") in kinds("2023-07-14 08:30")
    assert all(kind != "morning" for kind, _ in kinds("2023-06-13 08:30"))
    assert all(kind != "morning" for kind, _ in kinds("2023-07-17 08:30"))


def test_an_occasion_is_known_by_kind_and_day() -> None:
    day = date(2023, 8, 7)
    assert Occasion(SummaryKind.WEEKLY, day) == Occasion(SummaryKind.WEEKLY, day)
