"""The numbers that Word counts by itself (ECMA-376 17.9): 1., (2), 一、, ①.

They stand in no text: a paragraph names a list and a level, and the number is what
was counted before it. Bullets are no numbers and say nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.package import (
    attribute,
    child,
    children,
    descendants,
    whole,
)

if TYPE_CHECKING:
    from lxml import etree

_LEVELS: Final = 9
_NO_LIST: Final = "0"
_PLACE: Final = re.compile(r"%([1-9])")
_DIGITS: Final = "〇一二三四五六七八九"
_CIRCLED: Final = 20  # ① to ⑳
_HIGHEST: Final = 99  # in Chinese or Roman figures; beyond it digits do
_CHINESE: Final = frozenset((
    "chineseCounting", "chineseCountingThousand", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital",
    "koreanCounting",
))  # fmt: skip
_SILENT: Final = frozenset(("bullet", "none"))


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _List:
    counts: str  # lists of one abstract definition count on together
    levels: dict[int, _Level]


class Numbering:
    """Counts paragraph after paragraph of one document."""

    def __init__(
        self, numbering: etree._Element | None, styles: etree._Element | None
    ) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _styled(styles)
        self._counted: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: etree._Element) -> str:
        """Count a paragraph; return its number as it is shown, "" for one without."""
        place = self._place(paragraph)
        found = self._lists.get(place[0])
        level = found.levels.get(place[1]) if found else None
        if found is None or level is None:
            return ""
        counts = self._counted[found.counts]
        counts[place[1]] = counts.get(place[1], level.start - 1) + 1
        for deeper in [one for one in counts if one > place[1]]:
            del counts[deeper]
        return _shown(found, level, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return a paragraph's list and level: its own, or its style's."""
        style = child(paragraph, "pPr", "pStyle")
        by_style = (
            self._styles.get(attribute(style, "val")) if style is not None else None
        )
        own = child(paragraph, "pPr", "numPr")
        return (
            _named(own, by_style or (_NO_LIST, 0))
            if own is not None
            else (by_style or (_NO_LIST, 0))
        )


def _named(mark: etree._Element, otherwise: tuple[str, int]) -> tuple[str, int]:
    """Return the list and level that a w:numPr names."""
    number, level = child(mark, "numId"), child(mark, "ilvl")
    name = otherwise[0] if number is None else attribute(number, "val", _NO_LIST)
    depth = otherwise[1] if level is None else whole(attribute(level, "val"))
    return name, min(max(depth, 0), _LEVELS - 1)


def _styled(styles: etree._Element) -> dict[str, tuple[str, int]]:
    """Return the styles that number their paragraphs."""
    found: dict[str, tuple[str, int]] = {}
    for style in descendants(styles, "style"):
        mark = child(style, "pPr", "numPr")
        if mark is not None:
            found[attribute(style, "styleId")] = _named(mark, (_NO_LIST, 0))
    return found


def _lists(numbering: etree._Element) -> dict[str, _List]:
    """Return every list by its number."""
    drawn = {
        attribute(one, "abstractNumId"): {
            whole(attribute(level, "ilvl")): _level(level)
            for level in children(one, "lvl")
        }
        for one in children(numbering, "abstractNum")
    }
    found: dict[str, _List] = {}
    for one in children(numbering, "num"):
        name = attribute(one, "numId")
        which = child(one, "abstractNumId")
        abstract = "" if which is None else attribute(which, "val")
        own = list(children(one, "lvlOverride"))
        levels = dict(drawn.get(abstract, {}))
        for change in own:
            depth = whole(attribute(change, "ilvl"))
            if depth in levels:
                levels[depth] = _changed(levels[depth], change)
        # a list that sets its start anew counts for itself
        found[name] = _List(f"{abstract}/{name}" if own else abstract, levels)
    return found


def _level(level: etree._Element) -> _Level:
    form, text, start = (child(level, n) for n in ("numFmt", "lvlText", "start"))
    return _Level(
        "decimal" if form is None else attribute(form, "val"),
        "" if text is None else attribute(text, "val"),
        1 if start is None else whole(attribute(start, "val"), 1),
    )


def _changed(level: _Level, change: etree._Element) -> _Level:
    whole_level = child(change, "lvl")
    level = level if whole_level is None else _level(whole_level)
    start = child(change, "startOverride")
    if start is None:
        return level
    return _Level(level.form, level.text, whole(attribute(start, "val"), 1))


def _shown(one: _List, level: _Level, counts: dict[int, int]) -> str:
    """Return a level's text with the counts in their places."""
    if level.form in _SILENT:
        return ""

    def count(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        there = one.levels.get(depth, level)
        return _figure(counts.get(depth, there.start), there.form)

    return _PLACE.sub(count, level.text)


def _figure(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number <= _HIGHEST:
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= _CIRCLED:
        return chr(ord("①") + number - 1)
    if form in {"upperLetter", "lowerLetter"} and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter[:_LEVELS] if form == "upperLetter" else letter[:_LEVELS].lower()
    if form in {"upperRoman", "lowerRoman"} and 0 < number <= _HIGHEST:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    signs = ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
             (4, "IV"), (1, "I"))  # fmt: skip
    found = ""
    for worth, sign in signs:
        found += sign * (number // worth)
        number %= worth
    return found
