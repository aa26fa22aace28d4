"""Days as people write them, seen from a Monday: 2023-07-03."""

from datetime import date

import pytest

from mailbot.core.words.day_words import read_day

TODAY = date(2023, 7, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7月10日", "2023-07-10"),
        ("7月10号前", "2023-07-10"),
        ("07-10", "2023-07-10"),
        ("2023年7月10日", "2023-07-10"),
        ("23.7.10", "2023-07-10"),
        ("20230710", "2023-07-10"),
        ("七月二十一日", "2023-07-21"),
        ("七月廿一", "2023-07-21"),
        ("十二月三十一日", "2023-12-31"),
        ("1月5日", "2023-01-05"),
        ("10号", "2023-07-10"),
        ("2号", "2023-08-02"),
        ("今天", "2023-07-03"),
        ("明天", "2023-07-04"),
        ("后天", "2023-07-05"),
        ("本周五", "2023-07-07"),
        ("周日", "2023-07-09"),
        ("下周五", "2023-07-14"),
        ("下下周一", "2023-07-17"),
        ("月底", "2023-07-31"),
        ("本月底", "2023-07-31"),
        ("下月底", "2023-08-31"),
        ("8月底", "2023-08-31"),
        ("2月末", "2023-02-28"),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, day: str) -> None:
    found = read_day(text, TODAY)
    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize("text", ["", "6月31日", "2023-13-01", "32号", "尽快", "十月"])
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_an_early_month_in_december_is_next_year() -> None:
    found = read_day("1月5日", date(2023, 12, 29))
    assert found is not None
    assert found.day == date(2024, 1, 5)
