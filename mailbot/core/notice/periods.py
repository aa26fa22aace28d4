"""Periods and the cycles they come in: what a report covers, and which comes next.

Each cycle is a row of `CYCLES`; nothing outside this file and `dues` knows how long a
quarter is. Period ids are public (CONTRACT): 2023-W15, 2023-04, 2023B2 (March and
April), 2023Q2, 2023H1, 2023, and 2023-05-15 for what is due once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

MONTHS_PER_YEAR = 12
_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole days; `id` is public (2023Q2, 2023-04, 2023H1, …)."""

    first_day: date
    last_day: date
    id: str
    chinese: str
    folder: str = ""  # its name in the archive, e.g. 2023年第2季度

    def __contains__(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class ReportSeason:
    """When a period's reports come, in days about the day they are due.

    `before` and `after` it; on other days a date tells nothing. `earliest`: how long
    before the period's end one that is named may be reported at all.
    """

    before: int
    after: int
    earliest: int


class Cycle(Protocol):
    """A rhythm of reports: how its periods follow each other and are called."""

    @property
    def id(self) -> str:
        """Its name in files: quarter."""
        ...

    @property
    def noun(self) -> str:
        """What one of its periods is called: 季度."""
        ...

    @property
    def example(self) -> str:
        """An id of one of its periods."""
        ...

    @property
    def season(self) -> ReportSeason:
        """When the reports of a period come."""
        ...

    @property
    def per_year(self) -> int:
        """How many periods a year has at most."""
        ...

    @property
    def months(self) -> int:
        """How many months a period has, 0 if it is not made of months."""
        ...

    def of_day(self, day: date) -> Period:
        """Return the period that holds `day`: every day has exactly one."""
        ...

    def from_id(self, period_id: str) -> Period:
        """Return the period an id names; ValueError in Chinese for any other text."""
        ...

    def numbered(self, year: int, number: int) -> Period:
        """Return the period `number` (from 1) of a year; ValueError if it has none."""
        ...

    def number_of(self, period: Period) -> int:
        """Return which of its year's periods this is, from 1."""
        ...

    def called(self, number: int) -> str:
        """Return what the period `number` of a year is called: 第二季度."""
        ...

    def following(self, period: Period) -> Period | None:
        """Return the period right after `period`, None where nothing is repeated."""
        ...


@dataclass(frozen=True, slots=True)
class Months:
    """A cycle of so many whole months; `write` makes ids, `read` takes them apart."""

    id: str
    noun: str
    example: str
    months: int
    season: ReportSeason
    write: str
    read: re.Pattern[str]
    name: Callable[[int], str]
    in_archive: str

    @property
    def per_year(self) -> int:
        """How many of its periods a year has."""
        return MONTHS_PER_YEAR // self.months

    def of_day(self, day: date) -> Period:
        """Return the period that holds `day`."""
        return self.numbered(day.year, (day.month - 1) // self.months + 1)

    def from_id(self, period_id: str) -> Period:
        """Return the period an id names; ValueError for any other text."""
        found = self.read.fullmatch(period_id)
        if found is None:
            raise ValueError(_no_id(self, period_id))
        return self.numbered(int(found["y"]), int(found.groupdict().get("n", 1)))

    def numbered(self, year: int, number: int) -> Period:
        """Return the period `number` of a year; ValueError if it has none."""
        if not 1 <= number <= self.per_year:
            raise ValueError(_no_id(self, f"{year}年{self.noun}{number}"))
        first = date(year, self.months * (number - 1) + 1, 1)
        last = number * self.months
        after = date(year + last // MONTHS_PER_YEAR, last % MONTHS_PER_YEAR + 1, 1)
        return Period(
            first_day=first,
            last_day=after - _ONE_DAY,
            id=self.write.format(y=year, n=number),
            chinese=f"{year}年{self.called(number)}",
            folder=self.in_archive.format(
                y=year, n=number, a=first.month, b=last, name=self.called(number)
            ),
        )

    def number_of(self, period: Period) -> int:
        """Return which of its year's periods this is."""
        return (period.first_day.month - 1) // self.months + 1

    def called(self, number: int) -> str:
        """Return what the period `number` of a year is called."""
        return self.name(number)

    def following(self, period: Period) -> Period:
        """Return the period right after `period`."""
        return self.of_day(period.last_day + _ONE_DAY)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The cycle of weeks, Monday to Sunday, numbered as GB/T 7408 (ISO 8601) does."""

    id: str
    noun: str
    example: str
    season: ReportSeason
    per_year: int = 53
    months: int = 0

    def of_day(self, day: date) -> Period:
        """Return the week that holds `day`."""
        year, number, _ = day.isocalendar()
        return self.numbered(year, number)

    def from_id(self, period_id: str) -> Period:
        """Return the week an id names; ValueError for any other text."""
        found = re.fullmatch(r"(\d{4})-W(\d\d)", period_id, re.ASCII)
        if found is None:
            raise ValueError(_no_id(self, period_id))
        return self.numbered(int(found[1]), int(found[2]))

    def numbered(self, year: int, number: int) -> Period:
        """Return the week `number` of a year; ValueError if it has none."""
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            raise ValueError(f"{year}年没有第{number}周") from None
        name = f"{year}年第{number}周"
        return Period(
            monday,
            monday + _ONE_WEEK - _ONE_DAY,
            f"{year}-W{number:02}",
            name,
            f"{year}年第{number:02}周",
        )

    def number_of(self, period: Period) -> int:
        """Return the week's number."""
        return period.first_day.isocalendar().week

    def called(self, number: int) -> str:
        """Return what the week `number` is called."""
        return f"第{number}周"

    def following(self, period: Period) -> Period:
        """Return the week after."""
        return self.of_day(period.last_day + _ONE_DAY)


@dataclass(frozen=True, slots=True)
class OneTime:
    """What is due once: its only period is called by the day it is due."""

    id: str
    noun: str
    example: str
    season: ReportSeason
    per_year: int = 1
    months: int = 0

    def of_day(self, day: date) -> Period:
        """Return the day as a period of its own."""
        name = f"{day.year}年{day.month}月{day.day}日"
        return Period(day, day, day.isoformat(), name, name)

    def from_id(self, period_id: str) -> Period:
        """Return the day an id names; ValueError for any other text."""
        try:
            if len(period_id) == len("2023-05-15"):
                return self.of_day(date.fromisoformat(period_id))
        except ValueError:
            pass
        raise ValueError(_no_id(self, period_id))

    def numbered(self, year: int, number: int) -> Period:
        """Raise ValueError: what is due once has no number."""
        raise ValueError(_no_id(self, f"{year}/{number}"))

    def number_of(self, period: Period) -> int:
        """Return 1: there is no other."""
        del period
        return 1

    def called(self, number: int) -> str:
        """Return what it is called."""
        del number
        return "本次"

    def following(self, period: Period) -> None:
        """Return None: nothing follows."""
        del period


_YEAR: Final = r"(?P<y>\d{4})"
# The seasons: a quarterly report is sent in the last days of its quarter (reminders
# begin 10 working days before) or in the weeks after it; the others in proportion.
WEEK: Final = Weeks("week", "周", "2023-W15", ReportSeason(3, 3, 7))
MONTH: Final = Months(
    "month",
    "月份",
    "2023-04",
    1,
    ReportSeason(8, 20, 20),
    "{y}-{n:02}",
    re.compile(rf"{_YEAR}-(?P<n>0[1-9]|1[0-2])", re.ASCII),
    lambda n: f"{n}月",
    "{y}年{n:02}月",
)
TWO_MONTHS: Final = Months(
    "two_months",
    "双月",
    "2023B2",
    2,
    ReportSeason(14, 40, 31),
    "{y}B{n}",
    re.compile(rf"{_YEAR}B(?P<n>[1-6])", re.ASCII),
    lambda n: f"{2 * n - 1}—{2 * n}月",
    "{y}年{a:02}-{b:02}月",
)
QUARTER: Final = Months(
    "quarter",
    "季度",
    "2023Q2",
    3,
    ReportSeason(20, 46, 31),
    "{y}Q{n}",
    re.compile(rf"{_YEAR}Q(?P<n>[1-4])", re.ASCII),
    lambda n: f"第{'一二三四'[n - 1]}季度",
    "{y}年第{n}季度",
)
HALF_YEAR: Final = Months(
    "half_year",
    "半年",
    "2023H1",
    6,
    ReportSeason(31, 92, 61),
    "{y}H{n}",
    re.compile(rf"{_YEAR}H(?P<n>[12])", re.ASCII),
    lambda n: f"{'上下'[n - 1]}半年",
    "{y}年{name}",
)
YEAR: Final = Months(
    "year",
    "年度",
    "2023",
    12,
    ReportSeason(61, 182, 92),
    "{y}",
    re.compile(_YEAR, re.ASCII),
    lambda _: "度",
    "{y}年度",
)
ONCE: Final = OneTime("once", "次", "2023-05-15", ReportSeason(366, 366, 366))
CYCLES: Final[dict[str, Cycle]] = {
    cycle.id: cycle
    for cycle in (WEEK, MONTH, TWO_MONTHS, QUARTER, HALF_YEAR, YEAR, ONCE)
}


def _no_id(cycle: Cycle, text: str) -> str:
    return f"{text!r} 不是有效的{cycle.noun}，请写成 {cycle.example} 的样子"


def cycle_of(period_id: str) -> Cycle:
    """Return the cycle whose ids look so; ValueError if none does."""
    for cycle in CYCLES.values():
        try:
            cycle.from_id(period_id)
        except ValueError:
            continue
        return cycle
    examples = "、".join(cycle.example for cycle in CYCLES.values())
    message = f"{period_id!r} 不是有效的报送期，请写成 {examples} 的样子"
    raise ValueError(message)


def from_id(period_id: str) -> Period:
    """Return the period an id of any cycle names; ValueError for any other text."""
    return cycle_of(period_id).from_id(period_id)


def between(cycle: Cycle, first: Period, last: Period) -> tuple[Period, ...]:
    """Return all periods of a cycle from `first` to `last`, both included."""
    return tuple(_from(cycle, first, last))


def _from(cycle: Cycle, first: Period, last: Period) -> Iterator[Period]:
    current: Period | None = first
    while current is not None and current.first_day <= last.first_day:
        yield current
        current = cycle.following(current)


def before(cycle: Cycle, period: Period) -> Period:
    """Return the period of the cycle right before `period`."""
    return cycle.of_day(period.first_day - _ONE_DAY)
