"""Tables with a column for each quarter: which column a report's quarter is in.

A unit fills one form the year round; the quarter asked for decides what it says now,
and what stands in another quarter's column is not this one's report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_QUARTER: Final = re.compile(
    r"(?:(?P<year>20\d\d)年?度?)?第?(?P<no>[一二三四1-4])季", re.ASCII
)
_CUMULATED: Final = re.compile(r"前[二三两]个?季")
_NUMBERS: Final = {c: n for n, c in enumerate("一二三四", start=1)}
_PERIOD: Final = re.compile(r"(20\d\d)Q([1-4])$")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter as a heading names it; `year` is 0 where it names none."""

    year: int
    no: int

    @property
    def chinese(self) -> str:
        """Its name as staff read it."""
        year = f"{self.year}年" if self.year else ""
        return f"{year}第{'一二三四'[self.no - 1]}季度"

    def is_asked(self, period_id: str) -> bool:
        """Say whether a period is this quarter; a heading without a year is of any."""
        found = _PERIOD.match(period_id)
        if found is None:
            return False
        year, no = int(found[1]), int(found[2])
        return no == self.no and self.year in {0, year}


@dataclass(frozen=True, slots=True)
class QuarterColumn:
    """The columns under one quarter's heading."""

    quarter: Quarter
    places: tuple[int, ...]


Said = tuple[tuple[Quarter, str], ...]  # what one row says of each quarter


def quarter_columns(headings: Mapping[int, str]) -> tuple[QuarterColumn, ...]:
    """Return the quarters' columns; none unless every heading names one quarter.

    `headings` are the words over each progress column, by its place.
    """
    found: dict[Quarter, list[int]] = {}
    for place, words in headings.items():
        quarter = _named(words)
        if quarter is None:
            return ()
        found.setdefault(quarter, []).append(place)
    return tuple(QuarterColumn(q, tuple(places)) for q, places in found.items())


def _named(words: str) -> Quarter | None:
    """Return the quarter a heading names last, None for none or several together."""
    every = list(_QUARTER.finditer(words))
    if not every or _CUMULATED.search(words):
        return None
    last = every[-1]
    no = _NUMBERS.get(last["no"]) or int(last["no"])
    year = next((int(one["year"]) for one in every if one["year"]), 0)
    return Quarter(year, no)


def joined_said(above: Said, below: Said) -> Said:
    """Return what two rows that are one say of each quarter."""
    more = dict(below)
    found = {q: "\n".join(filter(None, (text, more.pop(q, "")))) for q, text in above}
    return tuple((found | more).items())


def asked_quarter(rows: Sequence[Said], period_id: str) -> Quarter | None:
    """Return the quarter of the rows' columns that a period asks for, or None."""
    every = {quarter for said in rows for quarter, _ in said}
    return max((one for one in every if one.is_asked(period_id)), default=None)


def latest_filled(rows: Sequence[Said]) -> Quarter | None:
    """Return the last quarter any row says something of; None for a blank form."""
    filled = {quarter for said in rows for quarter, text in said if text.strip()}
    return max(filled, default=None)
