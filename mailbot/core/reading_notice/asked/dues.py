"""When something is due: what a sentence says of rhythms, months and days."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mailbot.core.reading_notice.asked.due_forms import DAY, FORMS, Form, N
from mailbot.core.reading_notice.layout.numerals import (
    YEAR,
    day_of,
    last_of,
    number,
    time_at,
)
from mailbot.core.reading_notice.proposal import Anchor, Cycle, Due


@dataclass(frozen=True, slots=True)
class DueWords:
    """One mention of a due moment: its rhythm, its rule, its place in the sentence.

    `only` are the periods where the words name fewer than the cycle has (Q2, Q3);
    `exceptions` those with a day of their own; `covers` as the words say.
    """

    cycle: Cycle
    due: Due | None
    start: int
    end: int
    covers: str | None = None
    only: tuple[str, ...] = ()
    exceptions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    """A month with a day: `day` 0 is its last."""

    month: int
    day: int
    next_year: bool


_COMPILED: Final = tuple((re.compile(form.pattern), form) for form in FORMS)
# 前 must follow what is due by then, within a few signs; 于 may lead instead.
_BEFORE: Final = re.compile(
    r"^(?:当日|当天)?(?:星期.|（[^）]{1,8}）)?(?:上午|中午|下午|晚上?)?"
    rf"(?:\d{{1,2}}:\d\d|{N}[时点](?:半|整|\d{{1,2}}分)?)?"
    r"(?:下班)?(?:之前|以前|前|止|截止|内|以内|之内)"
)
_LEAD: Final = re.compile(
    r"(?:于|定于|时间为|时间：|时限：|日期为|日期：|最迟)"
    r"(?:每年)?(?:的)?(?:\d{4}年)?$"
)
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
_CUT: Final = re.compile(r"次年|翌年|第二年|[、，和及；或]")
_ONCE: Final = re.compile(
    rf"(?:(?P<y>{YEAR})年|(?P<rel>今年|本年|当年|明年|次年)?)?(?P<m>{N})月份?"
    rf"(?:(?:(?P<from>{N}){DAY}?(?:至|到|—|-|~))?(?P<d>{N}){DAY}|(?P<e>月?底|月?末))"
)
_QUARTERS: Final = re.compile(
    r"(?:第?[一二三四1-4](?:季度)?[、，和及])+第?[一二三四1-4]个?季度"
    rf"(?:的?(?:末月|最后[一1]个月)的?(?P<d>{N}){DAY}|末|底)"
)
_YEAR_END: Final = re.compile(r"(?<!每)年(?:底|末)(?=之?以?前)")
# Which months make which cycle, and where in it they stand.
_SETS: Final = (
    (Cycle.TWO_MONTHS, (2, 4, 6, 8, 10, 12), (1, 3, 5, 7, 9, 11)),
    (Cycle.HALF_YEAR, (6, 12), (1, 7)),
    (Cycle.QUARTER, (3, 6, 9, 12), (1, 4, 7, 10)),
)
_FEW: Final = 2
_LONG_AGO: Final = 300  # days to a next year's day that was meant as last one's


def dues_in(text: str, issued: date | None) -> tuple[DueWords, ...]:
    """Return every due moment in `text`, in order; `issued` gives unwritten years."""
    found: list[DueWords] = []
    at = 0
    while at < len(text):
        one = _due_at(text, at, issued)
        if one is None:
            at += 1
        else:
            found.append(_timed(one, text))
            at = one.end
    return tuple(found)


def _due_at(text: str, at: int, issued: date | None) -> DueWords | None:
    if text[at - 1 : at].isdigit() and text[at].isdigit():
        return None
    for pattern, form in _COMPILED:
        found = pattern.match(text, at)
        if found:
            return _of_form(form, found)
    return _named(text, at) or _listed(text, at) or _once(text, at, issued)


def _of_form(form: Form, found: re.Match[str]) -> DueWords | None:
    due = form.build(found)
    return DueWords(form.cycle, due, found.start(), found.end(), form.covers)


def _named(text: str, at: int) -> DueWords | None:
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
    return DueWords(Cycle.QUARTER, due, at, found.end(), only=only)


def _listed(text: str, at: int) -> DueWords | None:
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


def _kind_of(days: tuple[_Day, ...]) -> tuple[Cycle, bool, tuple[int, ...]] | None:
    named = [day.month for day in days]
    if len(named) < _FEW or len(set(named)) < len(named):
        return None
    for cycle, ends, begins in _SETS:
        enough = len(named) == len(ends) or (cycle is Cycle.QUARTER)
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


def _period_of(cycle: Cycle, place: int) -> str:
    sign = {Cycle.QUARTER: "Q", Cycle.HALF_YEAR: "H"}.get(cycle)
    return f"{sign}{place + 1}" if sign else f"M{2 * place + 2:02}"


def _place(day: _Day, months: tuple[int, ...]) -> int:
    """Return the period's place in the year: what is due after it counts back."""
    place = months.index(day.month)
    return (place - 1) % len(months) if months[0] == 1 else place


def _only(
    cycle: Cycle, days: tuple[_Day, ...], months: tuple[int, ...]
) -> tuple[str, ...]:
    if len(days) == len(months):
        return ()
    return tuple(_period_of(cycle, _place(day, months)) for day in days)


def _special(
    cycle: Cycle, days: tuple[_Day, ...], months: tuple[int, ...], due: Due
) -> tuple[tuple[str, str], ...]:
    if due.anchor is Anchor.END:
        return ()
    return tuple(
        (_period_of(cycle, _place(day, months)), f"{day.month:02}-{day.day:02}")
        for day in days
        if day.day != due.day and day.day > 0
    )


def _once(text: str, at: int, issued: date | None) -> DueWords | None:
    """Read a single day: with 前 behind it, or 于 and the like before it."""
    end_of_year = _YEAR_END.match(text, at)
    if end_of_year:
        on = date(issued.year, 12, 31) if issued else None
        return DueWords(Cycle.ONCE, Due(Anchor.DATE, on=on), at, end_of_year.end())
    found = _ONCE.match(text, at)
    if found is None or not _is_limit(text, found):
        return None
    yearly = text[:at].endswith(("每年", "每年的"))
    if yearly:
        return DueWords(Cycle.YEAR, _yearly(found), at, found.end())
    on = _on(found, issued)
    if issued and on and _is_past(text, found, on, issued):
        return None
    due = Due(Anchor.DATE, on=on) if on else None
    return DueWords(Cycle.ONCE, due, at, found.end())


def _is_past(text: str, found: re.Match[str], on: date, issued: date) -> bool:
    """Tell whether a day lies behind: what a bulletin tells (于7月3日报送)."""
    if on < issued:
        return True
    unwritten = not found["y"] and not found["rel"] and on.year > issued.year
    limit = _BEFORE.match(text[found.end() :]) is not None
    return unwritten and (not limit or (on - issued).days > _LONG_AGO)


def _is_limit(text: str, found: re.Match[str]) -> bool:
    if _BEFORE.match(text[found.end() :]):
        return True
    return _LEAD.search(text[: found.start()]) is not None


def _yearly(found: re.Match[str]) -> Due:
    """Return a yearly rule: after the year, in its last month, or in another."""
    month = number(found["m"])
    day = 0 if found["e"] else number(found["d"])
    if month == 12:  # noqa: PLR2004 - December
        anchor = Anchor.DAY_OF_LAST_MONTH if day else Anchor.END
        return Due(anchor, day=day or None, month=month)
    day = day or last_of(2023, month).day  # a common year: 28 February comes always
    anchor = Anchor.DAY_AFTER if month == 1 else Anchor.DAY_OF_MONTH
    return Due(anchor, day=day, month=month)


def _on(found: re.Match[str], issued: date | None) -> date | None:
    month = number(found["m"])
    year = number(found["y"]) if found["y"] else None
    if year is None and issued is None:
        return None
    guessed = year or (issued.year if issued else 0)
    if found["rel"] in {"明年", "次年"}:
        guessed += 1
    on = _day(guessed, month, found)
    unwritten = year is None and not found["rel"]
    if unwritten and on and issued and on < issued:
        return _day(guessed + 1, month, found)
    return on


def _day(year: int, month: int, found: re.Match[str]) -> date | None:
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    if found["e"]:
        return last_of(year, month)
    return day_of(year, month, number(found["d"]))


def _timed(one: DueWords, text: str) -> DueWords:
    """Add the time of day that follows, and take the words up to 前 in."""
    rest = text[one.end :]
    gap = re.match(r"(?:当日|当天|的|（[^）]{1,8}）)?", rest)
    skipped = gap.end() if gap else 0
    time = time_at(rest[skipped:])
    due = replace(one.due, time=time) if one.due and time else one.due
    closing = _BEFORE.match(rest)
    end = one.end + (closing.end() if closing else 0)
    return replace(one, due=due, end=end)
