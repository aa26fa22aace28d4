"""The whole of 2023: which letters go out, to whom, on which day, and why."""

from collections import Counter
from datetime import date
from pathlib import Path

from tests.flows.year import Year
from tests.support.office import make_office

DAYS_OFF = [date(2023, 9, 29), date(2023, 10, 6), date(2023, 12, 30), date(2024, 1, 1)]


def test_with_nothing_submitted_each_unit_gets_six_letters_a_period(
    tmp_path: Path,
) -> None:
    year = Year(make_office(tmp_path))
    for first, last in (
        ("2023-06-12", "2023-07-16"),
        ("2023-09-12", "2023-10-22"),
        ("2023-12-12", "2024-01-16"),
    ):
        year.play(first, last)
    letters = year.reminders()
    counts = Counter((unit, period) for _, unit, period, _, _ in letters)
    assert len(counts) == 19 * 3
    assert set(counts.values()) == {6}
    sent_on = {moment.date() for moment, *_ in letters}
    for begin, end in (DAYS_OFF[:2], DAYS_OFF[2:]):
        assert not [day for day in sent_on if begin <= day <= end]
    days = sorted({f"{d:%Y-%m-%d} {stage}" for d, _, _, stage, _ in letters})
    assert days == EXPECTED_DAYS


EXPECTED_DAYS = [
    "2023-06-15 before-10",
    "2023-06-27 before-3",
    "2023-06-30 last-workday",
    "2023-07-04 after-2",
    "2023-07-07 after-5",
    "2023-07-12 after-8",
    "2023-09-14 before-10",
    "2023-09-25 before-3",
    "2023-09-28 last-workday",
    "2023-10-08 after-2",
    "2023-10-11 after-5",
    "2023-10-16 after-8",
    "2023-12-15 before-10",
    "2023-12-26 before-3",
    "2023-12-29 last-workday",
    "2024-01-03 after-2",
    "2024-01-08 after-5",
    "2024-01-11 after-8",
]
