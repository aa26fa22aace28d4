"""When something is due: what a sentence says of rhythms, months and days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from mailbot.core.reading_notice.asked.due_forms import DAY, FORMS, DueWords, N, Term
from mailbot.core.reading_notice.asked.month_lists import listed_months, named_quarters
from mailbot.core.reading_notice.layout.numerals import (
    YEAR,
    day_of,
    last_of,
    number,
    time_at,
)
from mailbot.core.reading_notice.proposal import Anchor, Due, ReadCycle

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
_ONCE: Final = re.compile(
    rf"(?:(?P<y>{YEAR})年|(?P<rel>今年|本年|当年|明年|次年)?)?(?P<m>{N})月份?"
    rf"(?:(?:(?P<from>{N}){DAY}?(?:至|到|—|-|~))?(?P<d>{N}){DAY}|(?P<e>月?底|月?末))"
)
_YEAR_END: Final = re.compile(r"(?<!每)年(?:底|末)(?=之?以?前)")
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
    return (
        named_quarters(text, at) or listed_months(text, at) or _once(text, at, issued)
    )


def _of_form(form: Term, found: re.Match[str]) -> DueWords | None:
    due = form.build(found)
    return DueWords(form.cycle, due, found.start(), found.end(), form.covers)


def _once(text: str, at: int, issued: date | None) -> DueWords | None:
    """Read a single day: with 前 behind it, or 于 and the like before it."""
    end_of_year = _YEAR_END.match(text, at)
    if end_of_year:
        on = date(issued.year, 12, 31) if issued else None
        return DueWords(ReadCycle.ONCE, Due(Anchor.DATE, on=on), at, end_of_year.end())
    found = _ONCE.match(text, at)
    if found is None or not _is_limit(text, found):
        return None
    yearly = text[:at].endswith(("每年", "每年的"))
    if yearly:
        return DueWords(ReadCycle.YEAR, _yearly(found), at, found.end())
    on = _on(found, issued)
    if issued and on and _is_past(text, found, on, issued):
        return None
    due = Due(Anchor.DATE, on=on) if on else None
    return DueWords(ReadCycle.ONCE, due, at, found.end())


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
