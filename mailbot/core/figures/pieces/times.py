"""The time a sentence speaks of: this quarter, the year so far, last year, a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_QUARTERS = dict(zip("一二三四1234", (1, 2, 3, 4) * 2, strict=True))
_PERIOD_ID = re.compile(r"^(?P<year>\d{4})Q(?P<quarter>[1-4])$")
_MONTHS = 3
_JUNE, _YEAR = 6, 12


class TimeSense(StrEnum):
    """What words of time say of the figures behind them."""

    CUMULATIVE = "cumulative"
    QUARTER = "quarter"
    OTHER_QUARTER = "other_quarter"
    NOW = "now"  # this year, a day of it: no span, but not last year
    PAST = "past"  # an earlier year
    MANY_YEARS = "many_years"
    FUTURE = "future"
    BEFORE = "before"  # 11月底前: planned unless said to be done
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Season:
    """The quarter that a form is about; 0 where it is not known."""

    year: int = 0
    quarter: int = 0

    @classmethod
    def of(cls, period_id: str | None) -> Season:
        """Return the quarter of a period's id (2023Q3), unknown for any other."""
        found = _PERIOD_ID.match(period_id or "")
        return cls(int(found["year"]), int(found["quarter"])) if found else cls()

    @property
    def last_month(self) -> int:
        """Return the quarter's last month, 12 where the quarter is not known."""
        return self.quarter * _MONTHS or _YEAR


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words of time: where they end, and what they say."""

    end: int
    when: TimeSense


_TAIL = r"(?:\d{1,2}[日号]|底|末|份|初|[上中下]旬)?"
_SHAPES = (
    (
        "until",
        rf"至(?:20\d\d年)?\d{{1,2}}月(?:底|末)|截[至止]到?(?:本?(?:20\d\d年|今年|年))?(?:\d{{1,2}}月{_TAIL}|目前|现在|年底|年末|当前|本?季度末)?",
    ),
    (
        "since",
        r"(?:年初|今年|年内|1月)以来|年初[至到](?:今|\d{1,2}月[底末份]?|目前)|年初至今|自?年初起|自启动以来|开展以来",
    ),
    (
        "many",
        r"自?(?P<since1>20\d\d)年(?:开展|启动|实施)?以来|自(?P<since2>20\d\d)年(?:起|开始)?|20\d\d[-至到]20\d\d年?",
    ),
    ("half", r"(?:20\d\d年)?(?P<half>[上下])半年"),
    ("first", r"前[二三两]个?季度|前三季度|1?季?至[二三]季度"),
    (
        "months",
        r"(?P<from>\d{1,2})月?(?:[-~至到]+)(?P<to>\d{1,2})月(?:份|底|末)?(?!\d)",
    ),
    ("quarter", r"(?:今年)?第?(?P<q>[一二三四1-4])个?季度(?:末|内)?"),
    ("last", r"上一?个?季度|上期"),
    ("this", r"本季度?|当季度?|本期|这个?季度|(?:本|当)月"),
    ("total", r"累计|全年累计|全年|年内累计|历次累计"),
    ("before", rf"(?P<bm>\d{{1,2}})月{_TAIL}(?:之?前|以前)"),
    (
        "day",
        rf"(?:\d{{1,2}}月\d{{1,2}}日?)[-~至到](?:\d{{1,2}}月)?\d{{1,2}}日|(?P<dm>\d{{1,2}})月{_TAIL}",
    ),
    ("year", r"(?P<y>20\d\d)年(?:度|底|末|初)?"),
)
_TIMES = tuple((name, re.compile(shape)) for name, shape in _SHAPES)
HEADS = frozenset("截至年今自前本当这累全第上下历开1234567890一二三四")
_FIXED = {
    "until": TimeSense.CUMULATIVE,
    "since": TimeSense.CUMULATIVE,
    "first": TimeSense.CUMULATIVE,
    "last": TimeSense.OTHER_QUARTER,
    "this": TimeSense.QUARTER,
    "total": TimeSense.CUMULATIVE,
}


def time_at(text: str, start: int, season: Season) -> TimeWords | None:
    """Read words of time that begin at `start` of a text that is `plain`."""
    if text[start] not in HEADS:
        return None
    for name, shape in _TIMES:
        found = shape.match(text, start)
        if found and found[0]:
            when = _FIXED.get(name) or _READERS[name](found, season)
            return TimeWords(found.end(), when)
    return None


def _many(found: re.Match[str], season: Season) -> TimeSense:
    since = found["since1"] or found["since2"]
    return (
        TimeSense.CUMULATIVE
        if since and int(since) == season.year
        else TimeSense.MANY_YEARS
    )


def _half(found: re.Match[str], season: Season) -> TimeSense:
    if found["half"] == "上":
        return TimeSense.CUMULATIVE
    late = season.quarter > 2  # noqa: PLR2004 (the second half has begun)
    return TimeSense.NOW if late else TimeSense.FUTURE


def _months(found: re.Match[str], season: Season) -> TimeSense:
    first, last = int(found["from"]), int(found["to"])
    if not season.quarter:
        return TimeSense.NOW
    if last > season.last_month:
        return (
            TimeSense.FUTURE if first > season.last_month - _MONTHS else TimeSense.NOW
        )
    if last == season.last_month and first == last - _MONTHS + 1:
        return TimeSense.QUARTER
    return (
        TimeSense.CUMULATIVE
        if (first, last) == (1, season.last_month)
        else TimeSense.NOW
    )


def _quarter(found: re.Match[str], season: Season) -> TimeSense:
    named = _QUARTERS[found["q"]]
    if not season.quarter or named == season.quarter:
        return TimeSense.QUARTER
    return TimeSense.FUTURE if named > season.quarter else TimeSense.OTHER_QUARTER


def _before(found: re.Match[str], season: Season) -> TimeSense:
    # at the quarter's end everything up to it lies behind
    return (
        TimeSense.NOW
        if int(found["bm"]) <= season.last_month and season.quarter
        else TimeSense.BEFORE
    )


def _day(found: re.Match[str], season: Season) -> TimeSense:
    month = int(found["dm"] or 0)
    return (
        TimeSense.FUTURE
        if season.quarter and month > season.last_month
        else TimeSense.NOW
    )


def _year(found: re.Match[str], season: Season) -> TimeSense:
    year = int(found["y"])
    if not season.year or year == season.year:
        return TimeSense.NOW
    return TimeSense.PAST if year < season.year else TimeSense.FUTURE


_READERS = {
    "many": _many,
    "half": _half,
    "months": _months,
    "quarter": _quarter,
    "before": _before,
    "day": _day,
    "year": _year,
}
