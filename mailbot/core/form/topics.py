"""Which item a row in a unit's own words speaks of: by what the notice promises.

An item is known by its name and by its targets. A stretch of words that a row shares
with one item alone speaks for it, the longer the louder; words that all items share
(开展, 活动, 覆盖) speak for none.
"""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.form.words import plain, squeeze
from mailbot.core.notice.notice import Notice

_LONG: Final = 4  # characters that prove something without the units, or in a report
_SHORT: Final = 2  # the same where the row's units answer for few items only
_CLEARLY: Final = 1.5  # as loud as the next one at least
_MOST: Final = 200  # characters of a row that are compared
# “两癌”, “五进”, “5+2”: what a notice puts in quotation marks is a name of its own.
_QUOTED: Final = re.compile(r"[“\"]([^“”\"]{2,12})[”\"]")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
# What office reports say of anything; each stands in many notices.
_COMMON: Final = (
    "实施", "开展", "推进", "活动", "工作", "行动", "工程", "项目", "建设", "建立",
    "完善", "提升", "提高", "新建", "打造", "达到", "覆盖", "以上", "不少于", "全县",
    "服务", "进行", "组织", "完成", "落实", "加强", "促进", "关爱", "宣传", "培训",
    "系列", "主题", "教育", "健康", "妇女", "儿童", "妇儿", "人员", "情况", "任务",
    "目标", "举办", "示范", "女性", "保障", "指导", "机制", "体系", "品质", "特殊",
    "环境", "安全", "平安", "创建", "寻找", "维护", "建成", "启动", "推动", "深化",
    "健全", "优化", "改造", "改善", "扩大", "加大", "强化", "支持", "引导", "帮助",
    "制定", "召开", "走访", "慰问", "发放", "购置", "投入", "争取", "申报", "培育",
    "培养", "评选", "创新", "实现", "持续", "积极", "全面", "重点", "专项", "试点",
    "基层", "阅读", "社区", "乡村", "农村", "城市", "学生", "家庭", "家长", "困难",
    "群众", "困境", "基地", "中心", "空间", "场所", "资源", "质量", "水平", "能力",
    "管理", "监测", "检查", "免费", "补贴", "适龄", "各类", "新型", "新改", "每千",
    "占比", "比率", "机关", "单位", "部门", "队伍", "志愿", "讲座", "巡讲", "大讲堂",
    "讲堂", "科普", "文化", "体育", "卫生", "筛查", "法治", "权益", "发展", "振兴",
    "共富", "赋能", "扩容", "提质", "增效", "幸福", "友好", "优质", "美丽", "最美",
)  # fmt: skip


class Topics:
    """The words of every item of a notice."""

    def __init__(self, notice: Notice) -> None:
        self._words = {
            item.no: tuple(
                _bare(text)
                for text in (
                    item.name,
                    *(one.text for one in item.targets),
                    *(one.measure for one in item.targets),
                )
            )
            for item in notice.items
        }
        quoted = {
            item.no: frozenset(
                word
                for text in (
                    item.name,
                    *(one.text for one in item.targets),
                    *(one.measure for one in item.targets),
                )
                for word in _QUOTED.findall(text)
            )
            for item in notice.items
        }
        self._quoted = {
            word: no
            for no, words in quoted.items()
            for word in words
            if sum(word in others for others in quoted.values()) == 1
        }

    def of(
        self, name: str, report: str, owing: tuple[int, ...]
    ) -> tuple[int, str] | None:
        """Return the item a row speaks of and the words that tell it, None if none.

        `owing` are the items that all of the row's units answer for, () where it
        names none. The row's name speaks first; its report only where that is silent.
        """
        among = owing or tuple(self._words)
        least = _SHORT if owing else _LONG
        return (
            self._loudest(name, among, least)
            or self._loudest(report, among, _LONG)
            or self._named(f"{name}\n{report[:_MOST]}", among)
        )

    def _named(self, text: str, among: tuple[int, ...]) -> tuple[int, str] | None:
        """Return the one item among these whose name in quotation marks stands here."""
        found = {
            self._quoted[word]: word
            for word in _QUOTED.findall(text)
            if word in self._quoted
        }
        if len(found) != 1:
            return None
        ((no, word),) = found.items()
        return (no, word) if no in among else None

    def _loudest(
        self, text: str, among: tuple[int, ...], least: int
    ) -> tuple[int, str] | None:
        shared = {no: self._shared(_bare(text[:_MOST]), no, among) for no in among}
        loud = sorted(
            ((sum(len(one) ** 2 for one in found), no) for no, found in shared.items()),
            reverse=True,
        )
        if not loud or not loud[0][0]:
            return None
        best, no = loud[0]
        longest = max(shared[no], key=len)
        second = loud[1][0] if len(loud) > 1 else 0
        if len(longest) < least or best < _CLEARLY * second:
            return None
        return no, longest

    def _shared(self, text: str, no: int, among: tuple[int, ...]) -> list[str]:
        """Return the stretches of a text that are among an item's words and tell it.

        A stretch that other items have, too, tells nothing.
        """
        others = [w for one in among if one != no for w in self._words[one]]
        found: list[str] = []
        at = 0
        while at < len(text) - 1:
            stretch = _longest_at(text, at, self._words[no])
            if _tells(stretch) and not any(stretch in words for words in others):
                found.append(stretch)
            at += max(1, len(stretch))
        return found


def _longest_at(text: str, at: int, words: tuple[str, ...]) -> str:
    """Return the longest stretch that begins here and stands in some of the words."""
    size = 1
    while at + size < len(text) and any(text[at : at + size + 1] in w for w in words):
        size += 1
    return text[at : at + size]


def _tells(stretch: str) -> bool:
    """Tell whether a stretch is more than one sign, and than what all reports say."""
    if len(stretch) >= _LONG:  # 心理健康, 公共阅读空间: put together they are an item's
        return stretch not in _COMMON
    left = stretch
    for word in _COMMON:
        left = left.replace(word, "")
    return len(left) > 1


def _bare(text: str) -> str:
    """Return a text's words without figures, blanks and marks."""
    return squeeze(_FIGURE.sub("", plain(text)))
