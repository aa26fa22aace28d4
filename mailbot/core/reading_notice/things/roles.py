"""The labels that say which units lead an item and which take part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Each label with an example; a longer one stands before the one it holds.
LEADING: Final = (
    ("牵头责任单位", "牵头责任单位：县民政局"),
    ("主要责任单位", "主要责任单位：区发改委"),
    ("第一责任单位", "第一责任单位：县民政局"),
    ("牵头单位", "牵头单位：市教育局"),
    ("牵头部门", "牵头部门：县商务局"),
    ("牵头主体", "牵头主体：县水利局"),
    ("主办单位", "主办单位：县文旅局"),
    ("主责单位", "主责单位：县住建局"),
    ("主责部门", "主责部门：县住建局"),
    ("总牵头", "总牵头：县委办"),
    ("牵头", "牵头：县妇联"),
)
TAKING_PART: Final = (
    ("协同配合单位", "协同配合单位：区工信局"),
    ("配合责任单位", "配合责任单位：县财政局"),
    ("其他责任单位", "其他责任单位：县财政局"),
    ("责任单位", "责任单位：县民政局、县财政局"),
    ("责任部门", "责任部门：县民政局"),
    ("责任主体", "责任主体：县民政局"),
    ("配合单位", "配合单位：县财政局"),
    ("配合部门", "配合部门：县财政局"),
    ("协办单位", "协办单位：县残联"),
    ("协同单位", "协同单位：县残联"),
    ("协作单位", "协作单位：县残联"),
    ("承办单位", "承办单位：县教体局"),
    ("参与单位", "参与单位：团县委"),
    ("参加单位", "参加单位：团县委"),
    ("完成单位", "完成单位：县水利局"),
    ("落实单位", "落实单位：县水利局"),
    ("实施单位", "实施单位：县水利局"),
    ("实施主体", "实施主体：县水利局"),
    ("承担单位", "承担单位：县水利局"),
    ("配合", "配合：县财政局"),
)
# Others that end a list before them.
OTHERS: Final = (
    ("完成时限", "完成时限：2024年底"),
    ("完成时间", "完成时间：10月底"),
    ("时限要求", "时限要求：年底前"),
    ("责任人", "责任人：各单位主要负责同志"),
    ("责任领导", "责任领导：分管副县长"),
    ("牵头领导", "牵头领导：分管副县长"),
    ("分管领导", "分管领导：分管副县长"),
    ("挂包领导", "挂包领导：分管副县长"),
    ("县级领导", "县级领导：分管副县长"),
    ("联系人", "联系人：张三"),
    ("备注", "备注：无"),
)
_OTHER: Final = f"(?:{'|'.join(word for word, _ in OTHERS)})"
_WORDS: Final = "|".join(word for word, _ in (*LEADING, *TAKING_PART))
_LABEL: Final = re.compile(rf"(?:{_WORDS}|{_OTHER})(?:（[^）]{{1,8}}）)?(?:：|为：)")
_LEADS: Final = re.compile("|".join(word for word, _ in LEADING))
_OTHERS: Final = re.compile(_OTHER)
# （县民政局牵头，县财政局、县卫生健康局配合）
_SAID: Final = re.compile(
    r"（(?P<words>[^（）]{3,120}(?:牵头|负责|配合|参与|参加|协助|落实|协同))）。?$"
)
# What units do in the end of such a bracket; the longer before what it holds.
SAID: Final = (
    ("牵头负责", "县民政局牵头负责"),
    ("牵头", "县民政局牵头"),
    ("按职责分工负责", "县民政局、县财政局按职责分工负责"),
    ("分工负责", "县民政局、县财政局分工负责"),
    ("负责落实", "县民政局负责落实"),
    ("负责", "县民政局负责"),
    ("配合", "县财政局配合"),
    ("参与", "县财政局参与"),
    ("参加", "县财政局参加"),
    ("协助", "县财政局协助"),
    ("协同", "县财政局协同"),
    ("落实", "县财政局落实"),
)
_PART: Final = re.compile(
    rf"(?P<names>[^，；。]{{2,}}?)(?P<role>{'|'.join(word for word, _ in SAID)})"
)


@dataclass(frozen=True, slots=True)
class RoleList:
    """One list of units in a paragraph: whether it leads, its words, its place.

    `labelled` says that a label introduced it, not a verb behind it.
    """

    leads: bool
    words: str
    start: int
    end: int
    labelled: bool = False


def role_lists(text: str) -> tuple[RoleList, ...]:
    """Return the lists of units that labels introduce, else those told in words."""
    labels = list(_LABEL.finditer(text))
    lists: list[RoleList] = []
    for place, label in enumerate(labels):
        if _OTHERS.match(label.group()) or text[: label.start()].endswith("各"):
            continue
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        end = _list_end(text, label.end(), limit)
        words = text[label.end() : end].strip(" ；，。、")
        if words.strip("_ "):
            leads = _LEADS.match(label.group()) is not None
            lists.append(RoleList(leads, words, label.start(), end, labelled=True))
    return tuple(lists) or _told(text)


def _list_end(text: str, start: int, limit: int) -> int:
    depth = 0
    for at in range(start, limit):
        depth += (text[at] == "（") - (text[at] == "）")
        if depth < 0 or text[at] == "。":
            return at
    return limit


def _told(text: str) -> tuple[RoleList, ...]:
    found = _SAID.search(text)
    if found is None:
        return ()
    lists, at = [], found.start("words")
    for part in _PART.finditer(found["words"] + "，"):
        words = part["names"].strip("，；、由 ")
        leads = part["role"].startswith("牵头")
        lists.append(RoleList(leads, words, at + part.start(), at + part.end()))
    return tuple(lists)


def column_role(heading: str) -> bool | None:
    """Tell what a column's heading says: True leading, False taking part, None."""
    words = heading.replace(" ", "").replace("\n", "")
    if re.search(r"领导|责任人|联系人|电话|意见|情况|填报|上报|名称$", words):
        return None
    if _LEADS.search(words):
        return True
    part = any(word in words for word, _ in TAKING_PART)
    return False if part or words in {"单位", "部门", "承办", "协办"} else None
