"""Which of the notice's items a row of the annex is about, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from mailbot.core.form.stitch import FormLine
from mailbot.core.form.topics import Topics
from mailbot.core.form.words import (
    UnitWords,
    likeness,
    number_of,
    plain,
    shortened,
    squeeze,
)
from mailbot.core.notice.notice import Notice

SURE = 80.0
PLAUSIBLE = 35.0  # enough only where the number says the same
CORE_FOUND = 85.0
SHORTEST_CORE = 4
SHORTEST_SHORT = 3
LOOKED_AT = 200
OPENING = 40

_CORE = re.compile(r"^(实施|开展|推进)|(行动|工程|项目|工作)$")
_LEADING_NUMBER = re.compile(
    r"^\s*[(（]?(?:第)?([一二三四五六七八九十]{1,3}|\d{1,2})(?=[)）、.．\s项])"
)


@dataclass(frozen=True, slots=True)
class Match:
    """The item a row is about (0 = none of the notice's) and why, in words."""

    item_no: int
    reason: str
    own_count: bool = False  # its words prove another item than its number does
    also: tuple[int, ...] = ()  # further items that the row speaks of, too


class ItemFinder:
    """Tells rows' items by name first, by number where the name allows it."""

    def __init__(self, notice: Notice, units: UnitWords) -> None:
        self._notice = notice
        self._units = units
        self._names = {item.no: squeeze(item.name) for item in notice.items}
        self._cores = {
            item.no: squeeze(_CORE.sub("", plain(item.name))) for item in notice.items
        }
        self._topics = Topics(notice)

    def __call__(self, line: FormLine, *, numbers: bool = True) -> Match:
        """Return the item of one row, and of what else it speaks.

        One row may tell of two items (序号 4、5, or both in one cell): it stays
        whole, and none of them is missing.
        """
        match = self._one(line, numbers=numbers)
        among = tuple(
            item.no
            for item in self._notice.items
            if set(self._units(line.units)) <= set(item.units)
        )
        also = self._topics.loud_in(f"{line.no}{line.item}\n{line.progress}", among)
        return replace(match, also=tuple(no for no in also if no != match.item_no))

    def _one(self, line: FormLine, *, numbers: bool) -> Match:
        """Return the item of one row.

        A name that is like an item's wins over the number: clerks delete the other
        units' rows and number what is left anew. A number counts where there is no
        name, where the name is at least somewhat like, or where the units fit.
        """
        name = line.item or ("" if number_of(line.no) is not None else line.no)
        number = number_of(line.no) or _number_before(name)
        if name and not numbers:
            number = None
        best, score = self._by_name(name)
        if not name and self._by_name(line.units)[1] >= SURE:
            best, score = self._by_name(line.units)  # 实事名称及责任单位 in one cell
        if line.inherited:  # 同上 is only a guess: its own words may tell another item
            spoken = self._spoken("", line, None)
            if spoken is not None:
                return spoken
        if best and score >= SURE:
            return self._named(best, score, number)
        short, letters = shortened(name, self._names)
        if len(letters) >= SHORTEST_SHORT:
            return Match(short, f"名称为第{short}项的简称")
        likest = short or (best if score >= PLAUSIBLE else 0)
        return self._by_row(line, name, number, likest)

    def _by_row(
        self, line: FormLine, name: str, number: int | None, likest: int
    ) -> Match:
        """Return the item of a row that is not named as the notice names it."""
        if likest and number != likest and self._has_units_of(likest, line):
            return Match(likest, "名称相近，责任单位与该项一致")
        agree = likest != 0 and likest == number
        spoken = None if agree else self._spoken(name, line, number)
        return spoken or self._numbered(number, likest, line, name=squeeze(name))

    def _spoken(self, name: str, line: FormLine, number: int | None) -> Match | None:
        """Return the item whose targets and words a row's own words speak of."""
        named = set(self._units(line.units))
        owing = [i.no for i in self._notice.items if named and named <= set(i.units)]
        found = self._topics.of(name, line.progress[:LOOKED_AT], tuple(owing))
        if found is None:
            return None
        no, words = found
        contradicts = number is not None and number != no
        return Match(no, f"所写“{words}”属于第{no}项", own_count=contradicts)

    def _has_units_of(self, item_no: int, line: FormLine) -> bool:
        """Tell whether a row lists exactly the units that answer for an item."""
        item = next(i for i in self._notice.items if i.no == item_no)
        return set(self._units(line.units)) == set(item.units)

    def _by_name(self, name: str) -> tuple[int, float]:
        """Return the item whose name is likest and how like, 0–100."""
        word = squeeze(name[:LOOKED_AT])
        if not word:
            return 0, 0.0
        scores = {no: self._score(no, word) for no in self._names}
        best = max(scores, key=lambda no: scores[no], default=0)
        return best, scores.get(best, 0.0)

    def _score(self, no: int, word: str) -> float:
        """Return how like a name is to an item's, whole or by its core words."""
        whole, core = likeness(self._names[no], word), self._cores[no]
        if len(core) < SHORTEST_CORE or len(word) < len(core):
            return whole
        if core in word:
            return max(whole, 99.0)
        inside = fuzz.partial_ratio(core, word, score_cutoff=CORE_FOUND)
        return max(whole, inside)

    def _named(self, best: int, score: float, number: int | None) -> Match:
        """Return the item found by its name, saying what its number says."""
        how = "名称一致" if score == 100.0 else f"名称相近（{score:.0f}%）"  # noqa: PLR2004 - identical
        if number is None:
            return Match(best, f"{how}，未写序号")
        if number == best:
            return Match(best, f"{how}，序号一致")
        return Match(best, f"{how}，表中序号为{number}，以名称为准")

    def _numbered(
        self, number: int | None, likest: int, line: FormLine, *, name: str
    ) -> Match:
        """Return the item found by its number, if nothing speaks against it.

        `likest` is the item that the name is somewhat like, 0 for none.
        """
        item = next((i for i in self._notice.items if i.no == number), None)
        if item is None:
            return self._otherwise(name, line)
        if not name:
            return Match(item.no, "未写名称，按序号对应")
        if item.no == likest:
            return Match(item.no, "名称与通知有出入，按序号对应")
        named = set(self._units(line.units))
        unlike = self._topics.denies(name, line.progress[:LOOKED_AT], item.no)
        if named and named <= set(item.units) and not unlike:
            return Match(item.no, "名称与通知不同，序号和责任单位相符")
        return Match(0, "名称与通知各项均不相近，序号不足为凭")

    def _otherwise(self, name: str, line: FormLine) -> Match:
        """Return the item that the progress opens with, or whose units alone fit."""
        best, score = self._by_name(line.progress[:OPENING])
        if best and score >= SURE:
            return Match(best, "进展情况开头写明了实事名称")
        named = set(self._units(line.units))
        fitting = [i for i in self._notice.items if named and named == set(i.units)]
        if not name and len(fitting) == 1:
            return Match(fitting[0].no, "未写序号和名称，责任单位与该项一致")
        return Match(0, "序号和名称均未对应通知中的实事")


def _number_before(name: str) -> int | None:
    """Return the number that stands before an item's name (一、实施…; 3.实施…)."""
    found = _LEADING_NUMBER.match(plain(name[:LOOKED_AT]))
    return number_of(found.group(1)) if found else None
