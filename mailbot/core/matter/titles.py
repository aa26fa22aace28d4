"""What a title says once everything is taken away that any report's title may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from mailbot.core.matter.evidence import names_title, own_word
from mailbot.core.matter.words import (
    COURTESY,
    OTHER_PAPERS,
    OTHER_SHEETS,
    REPORT_WORDS,
    WHOSE_WORDS,
)
from mailbot.core.notice.notice import Notice
from mailbot.core.words.wording import HAN, plain

LEAST: Final = 4  # Han characters of its own that make a title another matter's
_SHORTEST_PIECE: Final = 2  # of the notice's own words, to be taken from a title
_HAN: Final = re.compile(rf"[{HAN}]")
_BRACKETS: Final = re.compile(r"[“”‘’\"'《》〈〉「」()\[\]【】、,，。;；:：\-_~·/|\s]+")
# Periods and days, as titles name them; longest first.
_PERIODS: Final = re.compile(
    r"20\d\d[年度]*|[上下]半年|前[一二三四]季度|第?[一二三四1-4]至?第?[一二三四1-4]?季度?|"
    r"[一二三四五六七八九十\d]{1,3}(?:月份?|日|号|季度)|本[季月年]度?|全年|年[中终底末初]|"
    r"[季月]末|q[1-4]|[ⅰⅱⅲⅳ]季?度?"
)
# What a title ends with, where it does not stand at the top by itself.
_TITLE_END: Final = re.compile(
    r"(?:表|册|单|函|报告|总结|汇报|情况|申请|通知|方案|意见|建议|请示|批复|材料|书|说明|台账|简报|"
    r"证明|计划|要点|讲话|纪要|公示|协议|合同|稿|统计|名录|总表)(?:\(.{0,16}\))?$"
)
# Whom a paper that goes down to many is addressed to: 各镇（街道）妇联：
_TO_MANY: Final = re.compile(r"^各[^。,;]{1,40}[:：]$")
_SERIAL: Final = re.compile(r"\d+|[a-z]+")
# A line that is a form's label, not a title: 填报单位：… 填报人：… 联系电话：…
_LABEL: Final = re.compile(
    r"^\(?(?:填报|报送|上报|填表|制表|编制|报告|责任|主管)?(?:单位|部门|人|时间|日期|"
    r"负责人|领导|联系人|审核人?|签发人?|制表人?)(?:名称)?(?:\(?(?:盖章|公章|签[字章])\)?)*"
    r"(?:[:：]|$)|^(?:联系)?电话|^附件?\d*[:：]?$|^第?\d+页|^\d+$|^单位[:：]|[:：]$"
)


def other_matter(lines: Iterable[str], notice: Notice, names: Iterable[str]) -> str:
    """Return the first title among `lines` that is of another matter, "" if none is.

    `names` are the units' names as they stand in the lines: they say whose, not what.
    A title is another's if it names a kind of paper that is never a report, if four
    Han characters or more remain that belong to no title, item or target of the
    notice, or if what stands below addresses many at once (各镇、各单位：).
    """
    known = tuple(sorted({plain(n) for n in names if n}, key=len, reverse=True))
    lines = tuple(lines)
    if any(_TO_MANY.search(plain(line)) for line in lines[1:]):
        return lines[0].strip()
    for at, line in enumerate(lines):
        words = plain(line)
        if not words or _LABEL.search(words):
            continue
        if at and not (_TITLE_END.search(words) or is_other_paper(words)):
            continue
        # 申报表 is told before 报 and 表 are taken away as any report's words
        said = _said(words, notice, known)
        rest = _without_frame(said)
        ours = names_title(words, notice) or bool(own_word(words, notice))
        kinds = is_other_paper(said) or (not ours and is_other_sheet(said))
        if kinds or len(_HAN.findall(rest)) >= LEAST:
            return line.strip()
    return ""


def left_over(words: str, notice: Notice, names: tuple[str, ...] = ()) -> str:
    """Return what a plain title says beyond periods, names, frame and the notice."""
    return _without_frame(_said(words, notice, names))


def _said(words: str, notice: Notice, names: tuple[str, ...]) -> str:
    """Return a plain title without names, periods and the notice's own words."""
    rest = words
    for name in names:
        rest = rest.replace(name, " ")
    return _without_notice(_PERIODS.sub(" ", rest), notice)


def _without_frame(words: str) -> str:
    """Return what is left when the words of any report are taken away."""
    rest = _frame().sub(" ", words)
    return _SERIAL.sub(" ", _BRACKETS.sub(" ", rest)).strip()


def is_mute(words: str, notice: Notice, names: tuple[str, ...] = ()) -> bool:
    """Tell whether words say nothing but unit, period, copy and courtesy."""
    rest = _courtesy().sub(" ", left_over(plain(words), notice, names))
    return len(_HAN.findall(rest)) < _SHORTEST_PIECE


def is_other_paper(words: str) -> bool:
    """Tell whether words name a kind of paper that is no report."""
    return any(kind in words for kind, _ in OTHER_PAPERS)


def is_other_sheet(words: str) -> bool:
    """Tell whether words name a sheet that is a report only of the notice's matter."""
    return any(kind in words for kind, _ in OTHER_SHEETS)


def _without_notice(words: str, notice: Notice) -> str:
    """Return `words` without the pieces that stand in the notice's own words."""
    own = _own_words(notice)
    kept, at = [], 0
    while at < len(words):
        end = _longest(words, at, own)
        if end - at >= _SHORTEST_PIECE:
            kept.append(" ")
            at = end
        else:
            kept.append(words[at])
            at += 1
    return "".join(kept)


def _longest(words: str, at: int, own: str) -> int:
    """Return where the longest piece of the notice's words that begins at `at` ends."""
    end = at
    while end < len(words) and not words[end].isspace() and words[at : end + 1] in own:
        end += 1
    return end


@lru_cache(maxsize=16)
def _own_words(notice: Notice) -> str:
    """Return title, annex title, items and targets as one text, line by line."""
    texts = [notice.title, notice.annex_title]
    texts += [item.name for item in notice.items]
    texts += [t.text for item in notice.items for t in item.targets]
    texts += [t.measure for item in notice.items for t in item.targets]
    return "\n".join(_BRACKETS.sub("", plain(text)) for text in texts)


@cache
def _frame() -> re.Pattern[str]:
    """Return what finds the words of reports and of whose they are, longest first."""
    return _any_of((*REPORT_WORDS, *WHOSE_WORDS))


@cache
def _courtesy() -> re.Pattern[str]:
    """Return what finds the words of courtesy, longest first."""
    return _any_of(COURTESY)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    every = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, every)))
