"""Which item a row in a unit's own words speaks of: by what the notice promises.

An item is known by its name, its targets and, where the notice's file has it, by its
whole text. A stretch of words that a row shares
with one item alone speaks for it, the longer the louder; words that all items share
(开展, 活动, 覆盖) speak for none.
"""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.form.words import plain, squeeze
from mailbot.core.notice.notice import Item, Notice

_LONG: Final = 4  # characters that prove something without the units, or in a report
_SHORT: Final = 2  # the same where the row's units answer for few items only
_CLEARLY: Final = 1.5  # as loud as the next one at least
_LOUD: Final = 5  # characters that prove one of several items in a row
_MOST: Final = 200  # characters of a row that are compared
_WHOLE: Final = 1000  # the same where all it speaks of is asked for
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
        told = {item.no: _told(item) for item in notice.items}
        self._words = {no: tuple(map(_bare, words)) for no, words in told.items()}
        self._texts = {item.no: _bare(item.text) for item in notice.items}
        quoted = {
            no: frozenset(word for text in words for word in _QUOTED.findall(text))
            for no, words in told.items()
        }
        self._quoted = {
            word: no
            for no, words in quoted.items()
            for word in words
            if sum(word in others for others in quoted.values()) == 1
        }

    def denies(self, name: str, report: str, no: int) -> bool:
        """Tell whether a row has words of its own, and none of an item's.

        Only a notice that tells an item in full can deny: its targets are a part.
        """
        said = _bare(f"{name}{report[:_MOST]}")
        whole = self._texts.get(no)
        return bool(whole) and not any(
            (stretch := _longest_at(said, at, (*self._words[no], whole or "")))
            and _is_special(stretch)
            for at in range(len(said) - 1)
        )

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

    def loud_in(self, text: str, among: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the items that a text speaks of beyond doubt."""
        said = _bare(text[:_WHOLE])
        return tuple(
            no
            for no in among
            if any(len(one) >= _LOUD for one in self._shared(said, no, among))
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
        short = len(longest) < _LONG - 1 and self._is_elsewhere(longest, no)
        if short and len(self._pieces(_bare(text[:_MOST]), no, among)) == 1:
            return None
        return no, longest

    def _pieces(self, text: str, no: int, among: tuple[int, ...]) -> set[str]:
        """Return all that tells one item from these others, two signs upwards."""
        whole = (*self._words[no], self._texts[no])
        others = [
            w for n in among if n != no for w in (*self._words[n], self._texts[n])
        ]
        pieces = (text[at : at + 2] for at in range(len(text) - 1))
        return {
            piece
            for piece in pieces
            if _is_special(piece)
            and any(piece in words for words in whole)
            and not any(piece in words for words in others)
        }

    def _is_elsewhere(self, word: str, no: int) -> bool:
        """Tell whether the running text of another item, whose ever, has a word."""
        return any(word in text for other, text in self._texts.items() if other != no)

    def _shared(self, text: str, no: int, among: tuple[int, ...]) -> list[str]:
        """Return the stretches of a text that are among an item's words and tell it.

        A stretch that other items have, too, tells nothing; one of the notice's
        running text only with words that no report has of everything.
        """
        others = [
            words
            for one in among
            if one != no
            for words in (*self._words[one], self._texts[one])
        ]
        found: list[str] = []
        at = 0
        while at < len(text) - 1:
            named = _longest_at(text, at, self._words[no])
            stretch = _longest_at(text, at, (self._texts[no], named))
            tells = _tells(named) or (len(stretch) >= _LONG and _is_special(stretch))
            if tells and not any(stretch in words for words in others):
                found.append(stretch)
            at += max(1, len(stretch))
        return found


def _told(item: Item) -> tuple[str, ...]:
    """Return an item's name and what its targets say."""
    targets = [words for one in item.targets for words in (one.text, one.measure)]
    return (item.name, *targets)


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
    return _is_special(stretch)


def _is_special(stretch: str) -> bool:
    """Tell whether a stretch holds more than what all reports say."""
    left = stretch
    for word in _COMMON:
        left = left.replace(word, "")
    return len(left) > 1


def _bare(text: str) -> str:
    """Return a text's words without figures, blanks and marks."""
    return squeeze(_FIGURE.sub("", plain(text)))
