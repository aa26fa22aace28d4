"""How the word lists of this room are written and looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """What a known word does in a sentence of a report."""

    LACK = "lack"  # what is not done: 还差, 未开工
    REST = "rest"  # what is left over: 其余, 剩余
    PLAN = "plan"  # what is meant to be: 计划, 拟, 将
    GOAL = "goal"  # the target itself: 任务, 目标
    WAY = "way"  # 在建, 装修
    BEGUN = "begun"  # 开工, 选址
    DONE = "done"  # 完成, 竣工
    HARD = "hard"  # says that what follows is so by now: 已, 目前
    VERB = "verb"  # done unless the sentence says otherwise: 举办, 开展
    FILL = "fill"  # says nothing of the figure: 全县, 活动, 均
    BOTH = "both"  # 分别: the numbers stand in the order of their things
    ALL = "all"  # what is said holds for all that was named: 均, 全部
    PREP = "prep"  # begins words about where and for whom: 在, 面向
    PART = "part"  # 其中
    APPROX = "approx"  # 约, 近, 超过
    AFTER = "after"  # the same behind a number: 左右
    PAST = "past"  # an earlier year: 去年
    OTHER = "other"  # another's figures: 全市, 邻县
    AGAIN = "again"  # back to this year and county: 今年, 我县
    EACH = "each"  # per head: 每, 平均
    BASE = "base"  # what there is, not what was done: 共有, 户籍
    STOCK = "stock"  # all there is, of whatever year: 总数
    FROM = "from"  # the old value of two: 由57.1%提高到62%
    MORE = "more"  # a difference: 同比增长
    OLD = "old"  # withdrawn: 原报, 误报
    NEW = "new"  # put in its place: 更正为
    WRONG = "wrong"  # said behind a number that is withdrawn: 33处系笔误
    DOUBT = "doubt"  # 待核实
    OWN = "own"  # our own part of the county's: 我局承办


@dataclass(frozen=True, slots=True)
class Word:
    """A phrase, its sense, and a sentence of a report in which it stands so."""

    phrase: str
    sense: Sense
    example: str


def words_of(sense: Sense, table: str) -> tuple[Word, ...]:
    """Return the words of a table: a phrase a line, then blanks and its example.

    Under "..." stands a phrase whose example is the phrase with a figure behind it.
    """
    lines = (line.split() for line in table.strip().splitlines())
    return tuple(Word(phrase, sense, example) for phrase, example in lines)


class Lexicon:
    """Finds the longest known phrase at a place of a text."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        by_first: dict[str, dict[str, Sense]] = {}
        for word in words:
            by_first.setdefault(word.phrase[0], {})[word.phrase] = word.sense
        self._by_first: Mapping[str, tuple[tuple[str, Sense], ...]] = {
            first: tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))
            for first, found in by_first.items()
        }

    def at(self, text: str, start: int) -> tuple[str, Sense] | None:
        """Return the longest phrase that stands at `start`, None where none does."""
        for phrase, sense in self._by_first.get(text[start], ()):
            if text.startswith(phrase, start):
                return phrase, sense
        return None
