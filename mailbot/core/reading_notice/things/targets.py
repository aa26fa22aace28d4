"""The figures that an item promises."""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.notice.notice import TargetKind
from mailbot.core.reading_notice.proposal import PromisedFigure, Relation

_FIGURE: Final = re.compile(
    r"(?P<v>\d+(?:,\d{3})*(?:\.\d+)?)(?P<plus>余|多)?(?P<by>[万亿千百]{1,2})?(?P<plus2>余|多)?"
    r"(?P<u>%|个百分点|平方米|平方公里|m2|㎡|立方米|公里|千米|米|公顷|亩|吨|万千瓦|千瓦"
    r"|人次|户次|场次|人|名|户|家|个|所|处|座|场|次|条|件|项|套|张|册|台|辆|棵|株|只|头|元|对|批"
    r"|间|块|盏|部|支|期|篇|例|站|村|镇|班|组|户次|千瓦时|床|种|门|类|幅|本|份|宗|孔|眼|口|节|位|栋|幢|片|段|盘)?"
)
_TIMES: Final = {"万": 10_000, "亿": 100_000_000, "千": 1_000, "百": 100}
# What is no target though it is a figure: ages, hours, dates, names of plans, scopes.
_BEHIND: Final = re.compile(
    r"^(?:周岁|岁|年|月|日|号|时|点|小时|分钟|天|周|季度|届|版|楼|层|℃|度|级|期工程|号楼|个月|个工作日|轮|"
    r"个?人以[上下内]的|元以[上下内]的|\.0)"
)
_BEFORE: Final = re.compile(
    r"(?:第|[“+—~-]|附件|每|近|前|满|不满|[A-Za-z]|20\d\d[—-]?)$"
)
_IN_QUOTES: Final = re.compile(r"“[^”]*”")
_AGES: Final = re.compile(r"\d+(?:—|-|~|至|到)\d+(?:周岁|岁|年|月|日)|\d+[—-]\d+")
_LIMITS: Final = re.compile(r"(?:最高|上限|不超过|不高于|控制在|以内|低于|上浮到)")
_AT_LEAST: Final = re.compile(r"至少|不少于|不低于|达到|达|突破|超过|力争")
_DIGITS: Final = dict(
    zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)
)
_ROUND: Final = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万几数上第近余多每])(?P<d>[一二两三四五六七八九十])?(?P<by>[百千万])"
    r"(?P<u>名|户|场|人|家|个|件|处|对)(?!多?次?以[上下])"
)
_SLOGANS: Final = (
    (re.compile(r"“百场(?P<w>[\u4e00-\u9fff]{1,8})”"), "场"),
    (re.compile(r"(?:实现)(?P<w>[\u4e00-\u9fff]{2,16})全覆盖"), "%"),
)


def targets_in(text: str) -> tuple[PromisedFigure, ...]:
    """Return the targets that a text names, in order, figures counted out."""
    hidden = [m.span() for m in (*_IN_QUOTES.finditer(text), *_AGES.finditer(text))]
    found: list[tuple[int, PromisedFigure]] = []
    for one in _FIGURE.finditer(text):
        inside = any(start <= one.start() < end for start, end in hidden)
        if not inside and _is_target(text, one):
            found.append((one.start(), _target(text, one)))
    found += [
        (one.start(), _round(text, one))
        for one in _ROUND.finditer(text)
        if not any(start <= one.start() < end for start, end in hidden)
    ]
    found += _slogans(text)
    return tuple(target for _, target in sorted(found, key=lambda pair: pair[0]))


def _round(text: str, one: re.Match[str]) -> PromisedFigure:
    """Return a target in round words: 千名妇女 are at least 1000."""
    clause, at = _clause(text, one.start())
    value = float(_DIGITS.get(one["d"] or "一", 1) * _TIMES[one["by"]])
    measure = (clause[:at] + clause[at + len(one.group()) :]).strip("，、。：； ")
    return PromisedFigure(clause, measure, value, one["u"], Relation.AT_LEAST)


def _slogans(text: str) -> list[tuple[int, PromisedFigure]]:
    """Return what sounds like a figure and is a slogan: 百场巡讲, 全覆盖."""
    found = []
    for pattern, unit in _SLOGANS:
        for one in pattern.finditer(text):
            clause, _ = _clause(text, one.start())
            sort = TargetKind.SLOGAN
            slogan = PromisedFigure(
                clause, one["w"], 100.0, unit, Relation.EXACTLY, sort
            )
            found.append((one.start(), slogan))
    return found


def _is_target(text: str, found: re.Match[str]) -> bool:
    unit = found["u"]
    behind = text[found.end() :]
    before = text[: found.start()]
    if not unit:
        return False
    if _BEHIND.match(text[found.end("v") :]) or _BEHIND.match(behind):
        return False
    if unit == "期" or (unit in {"个", "次"} and behind.startswith(("月", "工作日"))):
        return False
    return not _BEFORE.search(before)


def _target(text: str, found: re.Match[str]) -> PromisedFigure:
    value = float(found["v"].replace(",", ""))
    for sign in found["by"] or "":
        value *= _TIMES[sign]
    unit = {"平方米": "m2", "㎡": "m2"}.get(found["u"], found["u"])
    clause, at = _clause(text, found.start())
    tail = clause[at + len(found.group()) :]
    head = clause[:at]
    relation = _relation(head, tail)
    share = unit in {"%", "个百分点"}
    kind = (
        TargetKind.CEILING
        if relation is Relation.AT_MOST
        else TargetKind.SHARE
        if share
        else TargetKind.COUNT
    )
    measure = (head + tail).strip("，、。：； ")
    return PromisedFigure(clause, measure, round(value, 6), unit, relation, kind)


def _relation(head: str, tail: str) -> Relation:
    if _LIMITS.search(head[-12:]) or tail.startswith(("以内", "以下")):
        return Relation.AT_MOST
    if _AT_LEAST.search(head[-6:]) or tail.startswith(("以上", "余", "多")):
        return Relation.AT_LEAST
    return Relation.EXACTLY


def _clause(text: str, at: int) -> tuple[str, int]:
    start = max(text.rfind(mark, 0, at) for mark in "，。；：") + 1
    ends = [text.find(mark, at) for mark in "，。；" if text.find(mark, at) >= 0]
    return text[start : min(ends, default=len(text))], at - start
