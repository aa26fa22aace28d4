"""What proves that words are about a notice: its title, number, items, own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from mailbot.core.form.reading import Form
from mailbot.core.matter.words import COMMON, REPORT_WORDS
from mailbot.core.notice.notice import Item, Notice, Target
from mailbot.core.words.wording import HAN, plain

# What every official title has; what is left is the matter itself.
_TITLE_FRAME: Final = re.compile(
    r"^关于(?:做好|印发|报送|开展)?|(?:20\d\d)年度?|的(?:通知|意见|方案|函)$|为?全[县市区省旗]|"
    r"(?:工作)?(?:进展|完成)?情况(?:报|统计|汇总)?表?$"
)
_ITEM_FRAME: Final = re.compile(r"^(?:实施|开展|推进)|(?:行动|工程|计划|项目)$")
_MARKS: Final = re.compile(r"[“”‘’\"'《》()〔〕\[\]\s、,，]")
_SHORTEST: Final = 4  # Han characters of a title, item or measure that count as named
_ALIKE: Final = 85.0  # of 100: a word left out or put differently, not another matter
_SHORTEST_WORD: Final = 2
# 实事求是 is a motto, no matter.
_MOTTO: Final = {"实事": "实事求是"}
_VERBS: Final = re.compile(r"^[办做抓为]好?")
_FIGURE: Final = r"[\d.,万千百两一二三四五六七八九十]+\s*(?:余|多)?"
_NEAR: Final = 24  # characters between a measure and its figure


def names_title(text: str, notice: Notice) -> bool:
    """Tell whether a line of `text` names the notice's title, annex or number."""
    words = plain(text)
    if notice.id and _bare(plain(notice.id)) in _bare(words):
        return True
    titles = [_titled(plain(notice.title)), _titled(plain(notice.annex_title))]
    wanted = [title for title in titles if len(title) >= _SHORTEST]
    lines = [_titled(line) for line in words.split("\n")]
    lines.append(_titled(words.replace("\n", "")))
    return any(_alike(title, line) for title in wanted for line in lines)


def names_item(text: str, items: Iterable[Item]) -> str:
    """Return the first of `items` that `text` names by its whole name, "" if none."""
    words = _bare(plain(text))
    for item in items:
        name = _ITEM_FRAME.sub("", _bare(plain(item.name)))
        if len(name) >= _SHORTEST and name in words:
            return item.name
    return ""


def tells_target(text: str, items: Iterable[Item]) -> str:
    """Return the first target whose whole measure stands by a figure in its unit."""
    words = _bare(plain(text))
    for item in items:
        for target in item.targets:
            if _told(target, words):
                return target.text
    return ""


def own_word(text: str, notice: Notice) -> str:
    """Return the word of `text` that only this notice's matter uses, "" if none."""
    words = plain(text)
    for word in notice_words(notice):
        rest = words.replace(_MOTTO.get(word, "\0"), "")
        if word in rest:
            return word
    return ""


@lru_cache(maxsize=16)
def notice_words(notice: Notice) -> tuple[str, ...]:
    """Return the words that only this matter uses, longest first.

    The notice's own (`words`), else what title and annex title share beyond the
    frame of official titles and the words that everybody in the field uses.
    """
    if notice.words:
        return tuple(sorted(map(plain, notice.words), key=len, reverse=True))
    shared = _shared(_titled(plain(notice.title)), _titled(plain(notice.annex_title)))
    for common in (*COMMON, *REPORT_WORDS):
        if len(common) >= _SHORTEST_WORD:
            shared = shared.replace(common, " ")
    found = {
        piece
        for part in re.findall(rf"[{HAN}]+", shared)
        for piece in (part, _VERBS.sub("", part))
        if len(piece) >= _SHORTEST_WORD
    }
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))


def _shared(one: str, other: str) -> str:
    """Return the longest run of characters that both texts hold."""
    best = ""
    for start in range(len(one)):
        end = start + len(best) + 1
        while end <= len(one) and one[start:end] in other:
            best, end = one[start:end], end + 1
    return best


def _told(target: Target, words: str) -> bool:
    """Tell whether the measure stands in `words` with a figure in the target's unit."""
    measure = _bare(plain(target.measure))
    if len(measure) < _SHORTEST:
        return False
    figure = re.compile(_FIGURE + re.escape(plain(target.unit)))
    at = words.find(measure)
    while at >= 0:
        end = at + len(measure)
        if figure.search(words[max(0, at - _NEAR) : end + _NEAR]):
            return True
        at = words.find(measure, end)
    return False


def _titled(title: str) -> str:
    """Return a title without its frame and marks."""
    words = _bare(title)
    while (shorter := _TITLE_FRAME.sub("", words)) != words:
        words = shorter
    return words


def _bare(words: str) -> str:
    """Return words without quotation marks, brackets and gaps."""
    return _MARKS.sub("", words)


def _alike(words: str, line: str) -> bool:
    """Tell whether `line` holds `words`, up to a character or two."""
    if len(line) < len(words):
        return fuzz.ratio(words, line) >= _ALIKE
    return fuzz.partial_ratio(words, line) >= _ALIKE


def speaks_of_items(form: Form, notice: Notice) -> bool:
    """Tell whether a row names an item or tells a target; a bare number tells nothing.

    Other notices' annexes have the same five columns, and number their rows, too.
    """
    texts = [f"{row.item}\n{row.progress}" for row in form.rows]
    return any(
        names_item(text, notice.items) or tells_target(text, notice.items)
        for text in texts
    )
