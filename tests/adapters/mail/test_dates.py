"""Dates as mail programs write them: the office's zone where none is told."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.adapters.mail.mime.dates import DAYS, parse_date, received_date
from mailbot.adapters.mail.mime.reading import head_of

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2023, 6, 28, 9, 30, tzinfo=CHINA)


@pytest.mark.parametrize(
    "raw",
    [
        # no zone, or one that here means the office's
        "Wed, 28 Jun 2023 09:30:00",
        "Wed, 28 Jun 2023 09:30:00 CST",
        "Wed Jun 28 09:30:00 CST 2023",
        "Wed, 28 Jun 2023 09:30:00 中国标准时间",
        "Wed, 28 Jun 2023 09:30:00 China Standard Time",
        "2023-06-28 09:30:00",
        "2023/6/28 9:30",
        "20230628093000",
        "6/28/2023 9:30:00 AM",
        "28/06/2023 09:30",
        "mié jun 28 09:30:00 2023",
        # Chinese
        "2023年6月28日 09:30",
        "2023年06月28日 星期三 上午9:30:00",
        "2023年6月28日9时30分",
        "２０２３年６月２８日　９：３０",
        "二〇二三年六月二十八日 九时三十分",
        "星期三, 28 六月 2023 09:30:00 +0800",
        "三, 28 6月 2023 09:30:00 +0800 (CST)",
        # an offset, however it is written
        "Wed, 28 Jun 2023 09:30:00 +0800",
        "Wed, 28 Jun 2023 09:30:00 +08:00",
        "Wed, 28 Jun 2023 09:30:00 GMT+0800",
        "Wed Jun 28 2023 09:30:00 GMT+0800 (中国标准时间)",
        "Wed, 28 Jun 2023 09:30:00 UTC+8",
        "Wed, 28 Jun 2023 09:30:00 +800",
        "28-Jun-2023 09:30:00 +0800",
        "2023-06-28T09:30:00.123+08:00",
        "Wed, 28 Jun 2023 01:30:00 GMT",
        "Wed, 28 Jun 2023 01:30:00 -0000",
        "2023-06-28T01:30:00Z",
        "Tue, 27 Jun 2023 19:30:00 -0600 (CST)",
        "Tue, 27 Jun 2023 21:30:00 EDT",
    ],
)
def test_the_same_moment_is_read_however_it_is_written(raw: str) -> None:
    assert parse_date(raw, CHINA) == MORNING


@pytest.mark.parametrize("example", [example for _, example in DAYS])
def test_each_form_of_a_day_has_its_example(example: str) -> None:
    first = next(form for form, _ in DAYS if form.search(example))
    assert {e: f for f, e in DAYS}[example] is first
    assert parse_date(example, CHINA) == MORNING


@pytest.mark.parametrize(
    ("raw", "hour"),
    [
        ("2023年6月28日 下午3:05", 15),
        ("6/28/2023 9:30:00 PM", 21),
        ("2023-06-28 12:00 AM", 0),
    ],
)
def test_the_half_of_the_day_is_heard(raw: str, hour: int) -> None:
    moment = parse_date(raw, CHINA)
    assert moment is not None
    assert moment.hour == hour


@pytest.mark.parametrize(
    "raw",
    [
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Fri, 31 Feb 2023 17:02:11 +0800",
        "Fri, 30 Jun 2023 17:02:11 +9999999",
        "Fri, 30 Jun 2023 27:02:11 +0800",
        "today",
        "",
    ],
)
def test_what_names_no_moment_is_none(raw: str) -> None:
    assert parse_date(raw, CHINA) is None


def test_years_of_two_and_three_digits_are_those_of_the_old_rule() -> None:
    assert parse_date("Mon, 2 Apr 101 04:20:10 GMT") == datetime(
        2001, 4, 2, 4, 20, 10, tzinfo=UTC
    )
    assert parse_date("2 Apr 99 04:20 GMT") == datetime(1999, 4, 2, 4, 20, tzinfo=UTC)


def test_a_received_date_stands_behind_the_last_semicolon() -> None:
    value = "from a (x; y) by b; Wed, 28 Jun 2023 09:30:00 +0800"
    assert received_date(value) == MORNING


def test_a_head_tells_its_dates_in_the_zone_of_the_office() -> None:
    raw = b"Received: x; 28 Jun 2023 09:30\r\nDate: 28 Jun 2023 09:30\r\n\r\nbody"
    head = head_of(raw, CHINA)
    assert (head.received_at, head.date, head.text) == (MORNING, MORNING, "")
