"""Months named in a row: 3、6、9、12月底, 6月20日、12月10日, 二、三、四季度末."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mailbot.core.reading_notice.asked.due_forms import DAY, DueWords, N
from mailbot.core.reading_notice.layout.numerals import number
from mailbot.core.reading_notice.proposal import Anchor, Due, ReadCycle


@dataclass(frozen=True, slots=True)
class _Day:
    """A month with a day: `day` 0 is its last."""

    month: int
    day: int
    next_year: bool


_JOIN: Final = (
    r"(?:之?前)?[、，和及；或]{1,2}"
    r"(?:下半年|次年|翌年|第二年|第?[二三四]季度|于|及|分别)*"
)
_NEXT: Final = re.compile(r"次年|翌年|第二年")
_ONE: Final = re.compile(rf"(?P<m>{N})月?份?的?(?:(?P<d>{N}){DAY}|月?(?P<e>底|末))?")
_MONTH: Final = rf"{N}(?:月份?)?(?:的?{N}{DAY}|底|末)?"
_LIST: Final = re.compile(
    rf"(?:{_MONTH}{_JOIN}){{1,12}}{N}月份?(?:的)?(?:{N}{DAY}|月?底|月?末)"
)
_QUARTERS: Final = re.compile(
    r"(?:第?[一二三四1-4](?:季度)?[、，和及])+第?[一二三四1-4]个?季度"
    rf"(?:的?(?:末月|最后[一1]个月)的?(?P<d>{N}){DAY}|末|底)"
)
# Which months make which cycle, and where in it they stand.
_SETS: Final = (
    (ReadCycle.TWO_MONTHS, (2, 4, 6, 8, 10, 12), (1, 3, 5, 7, 9, 11)),
    (ReadCycle.HALF_YEAR, (6, 12), (1, 7)),
    (ReadCycle.QUARTER, (3, 6, 9, 12), (1, 4, 7, 10)),
)
_FEW: Final = 2


def named_quarters(text: str, at: int) -> DueWords | None:
    """Read 二、三、四季度末."""
    found = _QUARTERS.match(text, at)
    if found is None:
        return None
    listed = found.group().partition("度末")[0].partition("最后")[0]
    signs = re.findall(r"[一二三四1-4]", listed)
    names = tuple(f"Q{number(sign)}" for sign in signs)
    only = () if len(names) == 4 else names  # noqa: PLR2004 - quarters
    day = number(found["d"]) if found["d"] else None
    due = Due(Anchor.DAY_OF_LAST_MONTH, day=day) if day else Due(Anchor.END)
    return DueWords(ReadCycle.QUARTER, due, at, found.end(), only=only)


def listed_months(text: str, at: int) -> DueWords | None:
    """Read 3、6、9、12月底 and 6月20日、12月10日."""
    found = _LIST.match(text, at)
    if found is None:
        return None
    days = _days(found.group())
    kind = _kind_of(days)
    if kind is None:
        return None
    cycle, after, months = kind
    due = _rule(days, after=after)
    only = _only(cycle, days, months)
    special = _special(cycle, days, months, due)
    covers = "previous" if after else None
    return DueWords(cycle, due, at, found.end(), covers, only, special)


def _days(words: str) -> tuple[_Day, ...]:
    """Return the months named; one without a day has that of the one behind it."""
    days: list[_Day] = []
    later = False
    for piece in re.split(r"[、，和及；或]", words):
        later = later or _NEXT.search(piece) is not None
        bare = re.sub(r"次年|翌年|第二年|下半年|第?[二三四]季度|于|分别", "", piece)
        one = _ONE.search(bare)
        if one is None:
            continue
        day = number(one["d"]) if one["d"] else 0 if one["e"] else -1
        days.append(_Day(number(one["m"]), day, later))
    last = days[-1].day if days else 0
    return tuple(replace(d, day=last if d.day < 0 else d.day) for d in days)


def _kind_of(days: tuple[_Day, ...]) -> tuple[ReadCycle, bool, tuple[int, ...]] | None:
    named = [day.month for day in days]
    if len(named) < _FEW or len(set(named)) < len(named):
        return None
    for cycle, ends, begins in _SETS:
        enough = len(named) == len(ends) or (cycle is ReadCycle.QUARTER)
        for after, months in ((False, ends), (True, begins)):
            if enough and set(named) <= set(months):
                return cycle, after, months
    return None


def _is_last(day: _Day) -> bool:
    return day.day in {0, 31} or (day.day == 30 and day.month in {6, 9})  # noqa: PLR2004


def _rule(days: tuple[_Day, ...], *, after: bool) -> Due:
    if all(_is_last(day) for day in days) and not after:
        return Due(Anchor.END)
    usual = _usual(days)
    return Due(Anchor.DAY_AFTER if after else Anchor.DAY_OF_LAST_MONTH, day=usual)


def _usual(days: tuple[_Day, ...]) -> int:
    counted = [day.day for day in days]
    return max(counted, key=counted.count)


def _period_of(cycle: ReadCycle, place: int) -> str:
    sign = {ReadCycle.QUARTER: "Q", ReadCycle.HALF_YEAR: "H"}.get(cycle)
    return f"{sign}{place + 1}" if sign else f"M{2 * place + 2:02}"


def _place(day: _Day, months: tuple[int, ...]) -> int:
    """Return the period's place in the year: what is due after it counts back."""
    place = months.index(day.month)
    return (place - 1) % len(months) if months[0] == 1 else place


def _only(
    cycle: ReadCycle, days: tuple[_Day, ...], months: tuple[int, ...]
) -> tuple[str, ...]:
    if len(days) == len(months):
        return ()
    return tuple(_period_of(cycle, _place(day, months)) for day in days)


def _special(
    cycle: ReadCycle, days: tuple[_Day, ...], months: tuple[int, ...], due: Due
) -> tuple[tuple[str, str], ...]:
    if due.anchor is Anchor.END:
        return ()
    return tuple(
        (_period_of(cycle, _place(day, months)), f"{day.month:02}-{day.day:02}")
        for day in days
        if day.day != due.day and day.day > 0
    )
