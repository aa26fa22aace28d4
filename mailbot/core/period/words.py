"""The words of a text that tell which period a report covers.

They are read as months and quarters here; `in_cycle` says what they mean for reports
of another rhythm.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.core.words.wording import plain

_QUARTERS = 4
_MONTHS_A_QUARTER = 3
_DIGITS = dict(zip("〇零○o一二三四五六七八九", "0000123456789", strict=True))
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖两", "1234567892", strict=True))
_DIGIT_OF = {**_DIGITS, **_FORMAL, **{d: d for d in "0123456789"}}


class Said(StrEnum):
    """How a period was told, from the plainest to the vaguest."""

    NAMED = "named"  # 第二季度, Q2; in their own cycles 3月份, 上半年, 第12周
    UP_TO = "up_to"  # 前三季度, 上半年, 1-9月, 截至6月底: to the end of a quarter
    WHOLE_YEAR = "whole_year"  # 全年, 年终
    MONTHS = "months"  # 4-6月
    ODD_MONTHS = "odd_months"  # 4-5月: no quarter
    MONTH = "month"  # 6月份
    DATE = "date"  # 20230630
    EITHER = "either"  # 2023-2: the month or the quarter
    LAST = "last"  # 上季度
    SOME = "some"  # 季度, without a number
    WEEK = "week"  # 第12周


# These say which period is meant, with no other help than the year.
PLAIN = frozenset({Said.NAMED, Said.UP_TO, Said.MONTHS})


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """One such word: the quarter (month, week) `number` it tells, 0 if none.

    `year` is 0 where none stands before it; a DATE has `month` and `day` too.
    `alias` is the word itself where it covers more than the period. `months` are the
    first and last month it covers, where it tells months or a quarter.
    """

    said: Said
    text: str
    start: int
    number: int = 0
    year: int = 0
    month: int = 0
    day: int = 0
    alias: str = ""
    months: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """What one text says of periods: its words and the years it names."""

    words: tuple[PeriodWord, ...] = ()
    years: tuple[int, ...] = ()

    def said(self, *kinds: Said) -> tuple[PeriodWord, ...]:
        """Return the words of the given kinds."""
        return tuple(word for word in self.words if word.said in kinds)

    def titled(self) -> PeriodWords:
        """Return what a heading says: a bare month under it is the day of signing."""
        signed = {w for w in self.words if w.said is Said.MONTH and w.text[-1] != "份"}
        kept = tuple(word for word in self.words if word not in signed)
        years = {word.year for word in signed}
        return PeriodWords(kept, tuple(y for y in self.years if y not in years))

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the periods plainly named, each once."""
        return tuple(dict.fromkeys(w.number for w in self.words if w.said in PLAIN))


_N = "[1-4一二三四壹贰叁肆两]"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MM = "(?:0?[1-9]|1[0-2])"
_W = "(?:[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = "(?:-|~|至|到)"
_Y = "(?:20[0-9]{2}|[0-9]{2})[年./-]"
_D = "(?:0?[1-9]|[12][0-9]|3[01])"


def number(word: str) -> int:
    """Return a number up to 59, written in digits or in Han."""
    tens, ten, ones = word.partition("十")
    if ten:
        return 10 * (number(tens) if tens else 1) + (number(ones) if ones else 0)
    return int("".join(_DIGIT_OF[sign] for sign in word))


def _up_to(match: re.Match[str], last: str, alias: str) -> PeriodWord:
    """Return a word that reaches to the end of quarter `last`."""
    quarter = number(last)
    return PeriodWord(
        Said.UP_TO,
        match[0],
        match.start(),
        quarter,
        alias=alias and match[0],
        months=(1, _MONTHS_A_QUARTER * quarter),
    )


def _quarter(match: re.Match[str]) -> PeriodWord:
    """Return a quarter named by its number."""
    found = match.groupdict()
    no = number(found["n"] or str(found.get("n2")))
    last = _MONTHS_A_QUARTER * no
    months = (last - _MONTHS_A_QUARTER + 1, last)
    return PeriodWord(Said.NAMED, match[0], match.start(), no, months=months)


def _months(match: re.Match[str]) -> PeriodWord:
    """Return what a range of months (or of days in them) says."""
    first, last = number(match["a"]), number(match["b"])
    ends = last % _MONTHS_A_QUARTER == 0
    quarter = (last - 1) // _MONTHS_A_QUARTER + 1
    if ends and first == last - _MONTHS_A_QUARTER + 1:
        said = Said.MONTHS
    elif ends and first == 1:
        said = Said.UP_TO
    else:
        said = Said.ODD_MONTHS
    return PeriodWord(said, match[0], match.start(), quarter, months=(first, last))


def _until(match: re.Match[str]) -> PeriodWord:
    """Return what 截至6月底 says."""
    month = number(match["m"])
    ends = month % _MONTHS_A_QUARTER == 0
    said = Said.UP_TO if ends else Said.ODD_MONTHS
    quarter = (month - 1) // _MONTHS_A_QUARTER + 1
    return PeriodWord(said, match[0], match.start(), quarter, months=(1, month))


def _half(match: re.Match[str]) -> PeriodWord:
    """Return what 上半年 or 下半年 says; 半年 alone is the first."""
    second = match[0].startswith("下")
    word = _up_to(match, "4" if second else "2", alias="yes")
    return replace(word, months=(7, 12)) if second else word


def _date(match: re.Match[str]) -> PeriodWord:
    """Return a date of day, the year 0 where it is not written."""
    year = match["y"] or "0"
    return PeriodWord(
        Said.DATE,
        match[0],
        match.start(),
        year=int(year) if len(year) != len("23") else 2000 + int(year),
        month=number(match["m"]),
        day=number(match["d"]),
    )


def _plainly(said: Said) -> Callable[[re.Match[str]], PeriodWord]:
    """Return a reader for words whose group `n`, if any, is the number."""

    def read(match: re.Match[str]) -> PeriodWord:
        found = match.groupdict().get("n")
        told = number(found) if found else 0
        months = (told, told) if said is Said.MONTH else (0, 0)
        return PeriodWord(said, match[0], match.start(), told, months=months)

    return read


_Reader = tuple[re.Pattern[str], "Callable[[re.Match[str]], PeriodWord]"]

# In this order; what one reader took, no later one sees.
_READERS: tuple[_Reader, ...] = (
    (re.compile(rf"第(?P<n>{_W})周"), _plainly(Said.WEEK)),
    (
        re.compile(rf"(?:前|[一1]{_TO})第?(?P<n>[二三四两2-4])个?季度?"),
        lambda m: _up_to(m, m["n"], alias="yes"),
    ),
    (
        re.compile(r"(?<![a-z0-9])(?:20\d\d)?(?P<n>[1-4])q(?![a-z0-9])"),
        _quarter,
    ),
    (re.compile(r"(?<![a-z])q0?(?P<n>[1-4])(?![a-z0-9])"), _quarter),
    (
        re.compile(
            rf"第0?(?P<n>{_N})个?季度?|(?<!\d)0?(?P<n2>{_N})季(?:度|(?=末|报|$|\W))"
        ),
        _quarter,
    ),
    (
        re.compile(
            rf"(?<!\d)(?P<a>{_M})[月.]0?[1一]日?{_TO}(?:{_Y})?(?P<b>{_M})[月.](?:3[01]|三十一?)日?"
        ),
        _months,
    ),
    (re.compile(rf"(?<!\d)(?P<a>{_M})月?份?{_TO}(?:{_Y})?(?P<b>{_M})月"), _months),
    (
        re.compile(
            rf"(?<!\d)20\d\d[./年-]?(?P<a>{_MM})月?{_TO}20\d\d[./年-]?(?P<b>{_MM})(?!\d)"
        ),
        _months,
    ),
    (
        re.compile(rf"(?<=20\d\d[年.])(?P<a>{_M}){_TO}(?P<b>{_M})(?![\d.月日-])"),
        _months,
    ),
    (
        re.compile(rf"(?<!\d)(?P<a>{_M})月?[、,.和]?{_M}月?[、,.和]?(?P<b>{_M})月"),
        _months,
    ),
    (re.compile(rf"(?<!\d)(?P<a>{_M})月?[、,和及](?P<b>{_M})月"), _months),
    (re.compile(rf"(?:截[至止]?到?)?(?P<m>{_M})月(?:份)?(?:底|末)"), _until),
    (re.compile(rf"截[至止]?到?(?:{_Y})?(?P<m>{_M})月(?:30|31|三十一?)?日?"), _until),
    (re.compile(r"[上下]?半年度?"), _half),
    (
        re.compile(r"全年|年报(?![表告送道])|年终|年底|年末|年度(?:工作)?总结|全年度"),
        lambda m: replace(_up_to(m, "4", alias="yes"), said=Said.WHOLE_YEAR),
    ),
    (
        re.compile(
            r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
            r"(?=\d{4,6}(?!\d)|\D|$)"
        ),
        _date,
    ),
    (
        re.compile(rf"(?<!\d)(?:(?P<y>20\d\d|\d\d)[年./-])?(?P<m>{_M})月(?P<d>{_D})日"),
        _date,
    ),
    (
        re.compile(rf"(?<!\d)(?P<y>20\d\d)[./_-](?P<m>{_M})[./_-](?P<d>{_D})(?!\d)"),
        _date,
    ),
    (
        re.compile(
            rf"(?<![\d.])(?<![\d\x00][ _])(?P<y>)(?P<m>{_M})\.(?P<d>[123]\d)(?![\d.])"
        ),
        _date,
    ),
    (re.compile(rf"(?<!\d)(?P<n>{_M})月份?"), _plainly(Said.MONTH)),
    (
        re.compile(r"(?<!\d)20\d\d[./_-]?(?P<n>0[1-9]|1[0-2])(?![\d.月]|-\d)"),
        _plainly(Said.MONTH),
    ),
    (re.compile(r"(?<=20\d\d)[-_.](?P<n>[1-4])(?![\d.月-])"), _plainly(Said.EITHER)),
    (re.compile(r"上一?个?季"), _plainly(Said.LAST)),
    (re.compile(r"(?<!下)(?<!每)(?<!下一)季(?:度|末)"), _plainly(Said.SOME)),
    (re.compile(r"上一?个?(?:月|周|半年)"), _plainly(Said.LAST)),
    (re.compile(r"本(?:月|周|半年)"), _plainly(Said.SOME)),
)
# Neither a document number (源政办字〔2023〕13号) nor a camera's names a report's year.
_NO_YEAR = re.compile(
    r"[〔\[(【]?20\d\d[〕\])】]?第?\d+号|(?<![a-z])(?:img|dscn?|pic)[_-]?20\d\d(?!\d)",
    re.IGNORECASE,
)
# 二、三季度 names two: spelled out before the readers look.
_SEVERAL = re.compile(rf"第?(?P<first>{_N})(?:季度?)?[、,和及与](?=第?{_N}个?季)")
# 二季度总结及三季度打算: what is planned is not what is reported.
_PLANNED = re.compile(
    rf"(?:第?{_N}个?季度?|下一?个?季度?|下半年|(?:明|下|20\d\d)年度?)(?:的)?(?:主要|重点|下步)?"
    r"(?:工作|任务)*(?:计划|打算|安排|思路|部署|设想|规划)"
)
_HAN_YEAR = re.compile(
    r"[二贰2][〇零○o0][〇零○o0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2}(?=年)"
)
_YEAR = re.compile(
    r"(?<!\d)(?:(20\d\d)(?!\d)|(20\d\d)(?=(?:0[1-9]|1[0-2])[0-3]\d)|([1-3]\d)(?=年))"
)


def read_periods(text: str) -> PeriodWords:
    """Return every word of `text` (plain or not) that tells a period, in order."""
    words = _NO_YEAR.sub(" ", plain(text))
    words = _HAN_YEAR.sub(lambda m: "".join(_DIGIT_OF[c] for c in m[0]), words)
    words = _SEVERAL.sub(lambda m: f"第{m['first']}季度、", words)
    words = _without_plans(words)
    years = tuple(_years(words))
    places = [at for at, _ in years]
    found = sorted(_read(words), key=lambda word: word.start)
    dated = tuple(_dated(word, years, places) for word in found)
    dates = {w.start for w in dated if w.said is Said.DATE}
    named = (year for at, year in years if at not in dates)
    return PeriodWords(dated, tuple(dict.fromkeys(named)))


def _without_plans(words: str) -> str:
    """Return `words` without the periods of plans, if another period is told."""
    done = _PLANNED.sub(" ", words)
    return done if any(word.said in PLAIN for word in _read(done)) else words


def _years(words: str) -> Iterator[tuple[int, int]]:
    """Yield where each year stands, and the year."""
    for match in _YEAR.finditer(words):
        digits = match[1] or match[2] or f"20{match[3]}"
        yield match.start(), int(digits)


def _read(words: str) -> Iterator[PeriodWord]:
    """Yield what the readers find, each blanking what it took."""
    rest = words
    for pattern, reader in _READERS:
        for match in pattern.finditer(rest):
            yield reader(match)
        rest = pattern.sub(lambda m: "\x00" * len(m[0]), rest)


def _dated(
    word: PeriodWord, years: tuple[tuple[int, int], ...], places: Sequence[int]
) -> PeriodWord:
    """Give a word without a year the nearest one before it; `places` are theirs."""
    if word.year or word.said is Said.DATE:
        return word
    before = bisect_right(places, word.start)
    return replace(word, year=years[before - 1][1]) if before else word
