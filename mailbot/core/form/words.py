"""Words of the annex table: what a heading means, what a filler is worth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import MONTH
from mailbot.core.notice.units import Roster

LONGEST_HEADING = 24
LONGEST_HEADING_CELL = 120  # instructions in brackets included
LONGEST_HINT = 60
LIKE_A_COLUMN = 75.0  # 完成时间 for 完成时限 is 75, 责任人 for 责任单位 57
LONGEST_COMPARED = 20_000

_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_NOT_THIS_QUARTER = re.compile(r"^(上一?|下一?|去|往|前一?)(个?季度?|年|步|阶段|期)")
_SAYS_MORE = re.compile(
    r"[:：]\s*\S|[。；;！？]|表$"
)  # label and value, sentence, title
_NO = re.compile(r"^(序号?|编号|项次|行号|no|(项目|实事|任务)(序号|编号))$")
_ASIDE = re.compile(
    r"备注|问题|困难|下一?步|下阶段|联系|电话|手机|负责人|经办|填报|填表|签[字名]|审核|目标"
    r"|分管|比例|完成率|资金|投资|佐证|照片|附件|是否|得分|评分|建议"
)
_DUE = re.compile(
    r"时限|期限|完成(时间|日期)|时间(节点|要求|进度|安排)|^时间$|办结|截止(?!到?(目前|当前|现在|\d))"
    r"|计划完成"
)
_PROGRESS = re.compile(
    r"进展|进度|措施|(完成|落实|推进|开展|工作|实施|办理|执行)情况|成效|做法|工作开展"
    r"|^(20\d\d年?度?)?(第?[一二三四1-4]季度|[上下]半年)$"
)
# A month alone is a date in other forms; in a monthly one it heads its progress.
_MONTH = re.compile(r"^(20\d\d年?度?)?(1[0-2]|[1-9])月份?$")
_UNITS = re.compile(r"单位|部门|责任主体|承办")
_ITEM = re.compile(r"实事|项目|任务|事项|名称|工作内容|^内容$")
_DIGITS = re.compile(r"^(\d{1,3})(?:[.\-]\d{1,2})?$")  # 1.0 of a sheet, 1.2 of item 1
_NUMBER_DRESS = re.compile(r"^(第|实事|项目|任务)|[项条件号、:)(\s]+|\.$")
_CHINESE_NUMBER = re.compile(r"^[一二三四五六七八九]?十?[一二三四五六七八九]?$")

_NO_LETTERS = re.compile(r"[\W_]+")  # what str.isalnum denies, but at C's speed
_NUMBER_BEFORE = re.compile(
    r"^\W*(第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?=[\s、.:)项])|\d{1,2})[\s、.:)项]*"
)
_SHORT_DRESS = re.compile(
    r"^(关于|实施|开展|推进)+"
    r"|(行动|工程|项目|工作|方面|任务|进展|进度|情况|完成|落实|开展|报告)+$"
)

_NOT_WORDS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.%]|_")
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?|[〇零一二三四五六七八九十百千万亿两半]")
_HINT = re.compile(
    r"^\W*(请|此处|此栏|在此|本栏|该栏|由).{0,24}(填[写报入列明]|输入|描述|概述|简述|说明|补充|完善)"
    r"|^\W*(例|示例|样例|例如|填写说明|填报说明)\s*:"
    r"|^\W*(待填|填写|点击).{0,12}$"
)
_PLACEHOLDER = re.compile(
    r"^(x+|[〇○]+|年月日|略|(待|暂?未)(填写?|填?报|补充?|完善|更新|录入|定)|空|空白|none|null|nan)$"
)
_LIST_MARKS = re.compile(
    r"^[\d\s.、,，;；()（）①-⑩]*[.、)）①-⑩][\d\s.、,，;；()（）①-⑩]*$"
)
_NIL = re.compile(
    r"^(本季度?|本期|目前|截至目前|该项|此项|该|此|我局|我单位|我会|我委|我院|相关|工作|项目)*"
    r"(暂|尚|均|还|暂时)?(无|没有|未开展|未涉及|不涉及|未启动|无涉及|零报告|未进行|未实施)"
    r"(任何|相关|此项|该项|此类|新的?|实质性?|具体|本项)*"
    r"(工作|进展|情况|活动|内容|措施|任务|项目|业务|数据)*(开展|进行)?$"
)
_REFERENCE = re.compile(
    r"^(详|具体|内容)*(请?见|参见|附|另附|详附)+(附件|附表|附后|后附|后|另页|正文|材料|报告)*\d*$"
)


class Column(StrEnum):
    """What a column of the annex table is for; ASIDE is none of the five."""

    NO = "no"
    ITEM = "item"
    UNITS = "units"
    PROGRESS = "progress"
    DUE = "due"
    ASIDE = "aside"


class Fill(StrEnum):
    """What a progress cell is worth: NIL says 无, REFERENCE says 见附件."""

    FILLED = "filled"
    NIL = "nil"
    REFERENCE = "reference"
    ABOVE = "above"
    EMPTY = "empty"


def plain(text: str) -> str:
    """Return `text` in half-width, lower-case characters (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", text).lower()


def squeeze(text: str) -> str:
    """Return only the letters, digits and Chinese characters of `text`, half-width."""
    return _NO_LETTERS.sub("", plain(text[:LONGEST_COMPARED]))


def words_and_figures(text: str) -> str:
    """Return letters, characters and figures, with the point and % of a figure."""
    return _NOT_WORDS.sub("", text)


def figures(text: str) -> list[str]:
    """Return every figure in a text, in digits or characters, in order."""
    return _FIGURES.findall(text)


def likeness(one: str, other: str) -> float:
    """Return how alike two squeezed texts are, 0–100; an empty one is like nothing."""
    return fuzz.ratio(one, other) if one and other else 0.0


def shortened(name: str, names: Mapping[int, str]) -> tuple[int, str]:
    """Return the only one of `names` that holds a shortened name, and its letters.

    心希望 and 教育资源扩增方面 are short for one item each; 健康, which two items'
    names hold, is short for neither: (0, ""). `names` are squeezed.
    """
    bare = plain(name[:LONGEST_HEADING_CELL]).strip()
    word = _SHORT_DRESS.sub("", squeeze(_NUMBER_BEFORE.sub("", bare)))
    found = [no for no, whole in names.items() if word and word in whole]
    return (found[0], word) if len(found) == 1 else (0, "")


def number_of(cell: str) -> int | None:
    """Return the number written in a 序号 cell (1, １、, 1.0, 一, 第十项, ⑩)."""
    text = plain(cell[:LONGEST_HEADING]).strip()
    digits = _DIGITS.match(text) or _DIGITS.match(_NUMBER_DRESS.sub("", text))
    if digits:
        return int(digits.group(1))
    return chinese_number(_NUMBER_DRESS.sub("", text))


def chinese_number(text: str) -> int | None:
    """Return the value of 一 to 九十九, None for any other text."""
    if not text or not _CHINESE_NUMBER.match(text):
        return None
    tens, ten, ones = text.partition("十")
    values = {c: n for n, c in enumerate("一二三四五六七八九", start=1)}
    if not ten:
        return values.get(text)
    return values.get(tens, 1) * 10 + values.get(ones, 0)


def column_of(heading: str, notice: Notice) -> Column | None:
    """Return what a column so headed is for, None for words that head no column.

    The notice's own headings win over general words; a column on another quarter
    or on problems and plans stands aside even where its heading says 措施.
    """
    if len(heading) > LONGEST_HEADING_CELL:
        return None
    if notice.schedule.cycle is MONTH and _MONTH.match(squeeze(heading)):
        return Column.PROGRESS
    return _column(heading, notice.annex_columns)


def column_by_words(heading: str) -> Column | None:
    """Return what a column so headed is for by the words all office tables share."""
    return _column(heading, ()) if len(heading) <= LONGEST_HEADING_CELL else None


@lru_cache(maxsize=32_768)
def _column(heading: str, own_headings: tuple[str, ...]) -> Column | None:
    """Return what a column is for; the same cells are asked about several times."""
    bare = _BRACKETS.sub("", plain(heading))
    text = squeeze(bare) or squeeze(heading)
    if not text or len(text) > LONGEST_HEADING or _SAYS_MORE.search(bare):
        return None
    if _NOT_THIS_QUARTER.match(text):
        return Column.ASIDE
    for own in squeezed(own_headings):
        if likeness(own, text) >= LIKE_A_COLUMN:
            return _by_words(own) or Column.ASIDE
    return _by_words(text)


@lru_cache(maxsize=64)
def squeezed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return each of a notice's own words squeezed; asked for again at every cell."""
    return tuple(squeeze(word) for word in words)


def _by_words(text: str) -> Column | None:
    """Return the column that general words of office tables speak for."""
    meanings = (
        (_NO, Column.NO),
        (_ASIDE, Column.ASIDE),
        (_DUE, Column.DUE),
        (_PROGRESS, Column.PROGRESS),
        (_UNITS, Column.UNITS),
        (_ITEM, Column.ITEM),
    )
    return next((column for words, column in meanings if words.search(text)), None)


def fill_of(cell: str) -> Fill:
    """Return what a progress cell is worth by its words alone.

    Dashes, slashes, 略, XX, list numbers without text and printed hints are EMPTY.
    """
    text, bare = plain(cell[:LONGEST_COMPARED]).strip(), squeeze(cell)
    if not bare or _PLACEHOLDER.match(bare) or _LIST_MARKS.match(text):
        return Fill.EMPTY
    if len(text) <= LONGEST_HINT and _HINT.search(text):
        return Fill.EMPTY
    if bare in {"同上", "同前"}:
        return Fill.ABOVE
    if len(bare) <= LONGEST_HEADING and _NIL.match(bare):
        return Fill.NIL
    return Fill.REFERENCE if _REFERENCE.match(bare) else Fill.FILLED


class UnitWords:
    """Finds the units a short text names: the longest name wins, each place once."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        pairs = [(squeeze(n), unit) for unit, every in names.items() for n in every]
        self._pairs = sorted((p for p in pairs if p[0]), key=lambda p: -len(p[0]))

    def __call__(self, text: str) -> tuple[str, ...]:
        """Return the units named in `text`, in the order of the notice's table."""
        left, found = squeeze(text), []
        for name, unit in self._pairs:
            if name in left:
                left = left.replace(name, "\n")
                found.append(unit)
        return tuple(dict.fromkeys(found))


def words_of_notice(notice: Notice) -> UnitWords:
    """Return what recognises units by the notice's own names alone."""
    return UnitWords({unit: (unit,) for unit in notice.units})


@lru_cache(maxsize=4)  # asked for each document, the same for months
def words_of_roster(roster: Roster) -> UnitWords:
    """Return what recognises units by every strong name of the roster."""
    return UnitWords({unit.name: unit.names for unit in roster.units})
