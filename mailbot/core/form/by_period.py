"""Tables with a column for each period: which column a report's period is in.

A unit fills one form the year round; the period asked for decides what it says now,
and what stands in another period's column is not this one's report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mailbot.core.notice.periods import HALF_YEAR, MONTH, QUARTER, Cycle, cycle_of

_YEAR: Final = r"(?:(?P<year>20\d\d)年?度?)?"
# How a heading names a period, by the cycle of the duty.
_HEADS: Final = {
    QUARTER.id: re.compile(rf"{_YEAR}第?(?P<no>[一二三四1-4])季", re.ASCII),
    MONTH.id: re.compile(
        rf"{_YEAR}(?<![\d-])(?P<no>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
        r"(?![底末前\d-])",
        re.ASCII,
    ),
    HALF_YEAR.id: re.compile(rf"{_YEAR}(?P<no>[上下])半年", re.ASCII),
}
_CUMULATED: Final = re.compile(r"前[二三两]个?季|1[-—至~]\d{1,2}月|累计")
_TOGETHER: Final = re.compile(r"前[二三两]个?季")
_NUMBERS: Final = {
    **{c: n for n, c in enumerate("一二三四五六七八九十", start=1)},
    "十一": 11,
    "十二": 12,
    "上": 1,
    "下": 2,
}


@dataclass(frozen=True, slots=True, order=True)
class HeadedPeriod:
    """A period as a heading names it; `year` is 0 where it names none."""

    cycle: str
    year: int
    no: int
    chinese: str = ""  # as staff read it

    def is_asked(self, period_id: str) -> bool:
        """Say whether it is that period; a heading without a year is of any."""
        cycle = cycle_of(period_id)
        period = cycle.from_id(period_id)
        mine = (cycle.id, cycle.number_of(period)) == (self.cycle, self.no)
        return mine and self.year in {0, period.first_day.year}


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """The columns under one period's heading."""

    period: HeadedPeriod
    places: tuple[int, ...]


Said = tuple[tuple[HeadedPeriod, str], ...]  # what one row says of each period


def period_columns(
    headings: Mapping[int, str], cycle: Cycle
) -> tuple[PeriodColumn, ...]:
    """Return the periods' columns; none unless every heading names one period.

    `headings` are the words over each progress column, by its place.
    """
    if cycle.id not in _HEADS:
        return ()
    found: dict[HeadedPeriod, list[int]] = {}
    for place, words in headings.items():
        period = _named(words, cycle)
        if period is None:
            return ()
        found.setdefault(period, []).append(place)
    if cycle is not QUARTER and len(found) == 1:
        return ()  # 6月工作进展 over the only column is the form's own title
    return tuple(PeriodColumn(p, tuple(places)) for p, places in found.items())


def _named(words: str, cycle: Cycle) -> HeadedPeriod | None:
    """Return the period a heading names last, None for none or several together."""
    every = list(_HEADS[cycle.id].finditer(words))
    together = _TOGETHER if cycle is QUARTER else _CUMULATED
    if not every or together.search(words):
        return None
    last = every[-1]
    no = _NUMBERS.get(last["no"]) or int(last["no"])
    year = next((int(one["year"]) for one in every if one["year"]), 0)
    chinese = f"{year}年{cycle.called(no)}" if year else cycle.called(no)
    return HeadedPeriod(cycle.id, year, no, chinese)


def joined_said(above: Said, below: Said) -> Said:
    """Return what two rows that are one say of each period."""
    more = dict(below)
    found = {q: "\n".join(filter(None, (text, more.pop(q, "")))) for q, text in above}
    return tuple((found | more).items())


def asked_period(rows: Sequence[Said], period_id: str) -> HeadedPeriod | None:
    """Return the period of the rows' columns that is asked for, or None."""
    every = {period for said in rows for period, _ in said}
    return max((one for one in every if one.is_asked(period_id)), default=None)


def latest_filled(rows: Sequence[Said]) -> HeadedPeriod | None:
    """Return the last period any row says something of; None for a blank form."""
    filled = {period for said in rows for period, text in said if text.strip()}
    return max(filled, default=None)
