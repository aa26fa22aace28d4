"""What words of months and quarters mean for reports of one rhythm.

3月份 is a month's report in a monthly duty and half a word in a quarterly one; 上半年
names a half-year, and is an alias of the second quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mailbot.core.notice.periods import QUARTER, WEEK, YEAR, Cycle
from mailbot.core.period.words import PeriodWord, PeriodWords, Said, read_periods

# The sign by which a vague word (上季度, 本月) is known for its cycle's own.
_SIGNS: Final = {
    "week": "周",
    "month": "月",
    "two_months": "月",
    "quarter": "季",
    "half_year": "半年",
    "year": "年",
}
_VAGUE: Final = frozenset({Said.LAST, Said.SOME})


def says_this_one(text: str, cycle: Cycle) -> bool:
    """Tell whether a text speaks of 本季度, 本月, 本周 without naming it."""
    sign = _SIGNS.get(cycle.id)
    return sign is not None and f"本{sign}" in text


def periods_in(text: str, cycle: Cycle) -> PeriodWords:
    """Return the words of `text` that tell a period, as a cycle's reports mean them."""
    return in_cycle(read_periods(text), cycle)


def in_cycle(words: PeriodWords, cycle: Cycle) -> PeriodWords:
    """Return what the words mean in a cycle, without those that mean nothing in it."""
    mine = tuple(w for word in words.words for w in _meant(word, cycle))
    return replace(words, words=mine)


def _meant(word: PeriodWord, cycle: Cycle) -> Iterator[PeriodWord]:
    """Yield what one word means, nothing if it tells no period of the cycle."""
    if word.said in _VAGUE:
        if _SIGNS.get(cycle.id, "") in word.text and cycle.id in _SIGNS:
            yield word
    elif word.said is Said.WEEK:
        if cycle is WEEK:
            yield replace(word, said=Said.NAMED)
    elif word.said is Said.DATE or cycle is QUARTER:
        yield word
    elif cycle.months:
        yield _by_months(word, cycle)


def _by_months(word: PeriodWord, cycle: Cycle) -> PeriodWord:
    """Return what a word that covers months means in a cycle of so many months."""
    if word.said is Said.EITHER:  # 2023-2
        word = replace(word, months=(word.number, word.number))
    if word.said is Said.WHOLE_YEAR:
        said = Said.NAMED if cycle is YEAR else Said.WHOLE_YEAR
        return replace(word, said=said, number=cycle.per_year)
    first, last = word.months
    number, begun = divmod(last, cycle.months)
    span = last - first + 1
    if span == cycle.months and not begun:
        return replace(word, said=Said.NAMED, number=number, alias="")
    if word.said is Said.MONTH:
        return word
    if first == 1 and not begun:
        return replace(word, said=Said.UP_TO, number=number, alias=word.text)
    return replace(word, said=Said.ODD_MONTHS, number=min(number + 1, cycle.per_year))
