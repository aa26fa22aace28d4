"""Names of units in a list, told from words for whole classes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Words that open a name of a class: whom they mean only a person knows.
_CLASS_BEGINS: Final = (
    ("各", "各镇人民政府"),
    ("有关", "有关部门"),
    ("相关", "相关单位"),
    ("其他", "其他成员单位"),
    ("其它", "其它有关单位"),
    ("全体", "全体成员单位"),
    ("所有", "所有乡镇"),
    ("全县", "全县各学校"),
    ("全市", "全市各单位"),
    ("全区", "全区经济运行各专班"),
    ("涉及", "涉及的镇街"),
)
# Words inside or at the end of such a name.
_CLASS_WORDS: Final = (
    ("各", "市疫情防控指挥部各工作组"),
    ("有关", "县政府有关部门"),
    ("相关", "市直相关部门"),
    ("成员单位", "市防汛抗旱指挥部成员单位"),
    ("主管部门", "市、县行业主管部门"),
    ("责任单位", "项目责任单位"),
    ("牵头单位", "牵头单位"),
    ("配合单位", "配合单位"),
    ("直属机构", "直属机构"),
    ("县直部门", "县直部门"),
    ("市直部门", "市直部门"),
    ("区直部门", "区直部门"),
    ("县直单位", "县直单位"),
    ("直单位", "市直单位"),
    ("企事业单位", "驻地企事业单位"),
)
# A bare kind of unit without a name is a class as well.
_BARE: Final = re.compile(
    r"^(?:(?:县|市|区)?(?:乡镇|镇街|镇办|镇|乡|街道|县区|区县|县市区|村居|村|社区|学校|医院|部门|单位"
    r"|属地|属地政府|企业)|(?:乡镇|镇|乡|街道)?(?:人民政府|办事处|街道办事处|党委政府|政府)"
    r"|街道办事处|街道办|园区|开发区|功能区|管委会|（?街道）?"
    r"|区|县|市|(?:县|区|市)（[市区县]）)(?:人民政府|政府|办事处|党委|管委会)*$"
)
_OPEN_END: Final = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:有关|相关|各)?(?:部门|单位|部门和单位|单位和部门|责任单位|成员单位)?)$"
)
_LEAD: Final = re.compile(r"（(?:牵头|主办|牵头单位|组长单位)）|牵头$|^牵头：")
_ROLE: Final = re.compile(
    r"（[^）]{0,8}(?:牵头|配合|协办|负责|主办)[^）]{0,6}）|(?:分别)?(?:配合|参与|参加|负责|按职责分工负责|按职责分工|协助|协同|落实)$"
)
_NOTE: Final = re.compile(r"按(?:照)?职责(?:分工)?(?:负责|落实)?|分工负责|根据职责")
_SPLIT: Final = re.compile(r"[、，；,;/\n]")
_UNIT_END: Final = re.compile(
    r"(?:[局委办院会联部厅站所社镇乡府心队团司处校园区]|街道|集团|支行|（牵头）)$"
)
_AND: Final = re.compile(
    r"(?:(?<=[局委办院会联厅站所府处])|(?<=街道|集团|公司|中心|部门|单位))"
    r"(?:和|及|以及|与)(?=[\u4e00-\u9fff])"
)
# 派出所工商质监所: two names whose blank is lost.
_GLUED: Final = re.compile(
    r"^(?P<a>[\u4e00-\u9fff]{2,6}[所站])(?P<b>[\u4e00-\u9fff]{2,8}[所站局办队])$"
)
_NAME: Final = re.compile(r"^[\u4e00-\u9fff0-9A-Za-z（）“”〇·—-]{2,40}$")
_EACH: Final = re.compile(r"各(?:[省市县区旗州盟乡镇]、?)+")
_SHARED: Final = re.compile(
    r"[市县区旗州盟乡镇](?:（[^）]{1,6}）)?(?:人民政府|政府|党委|$)"
)
_LEVEL: Final = frozenset("省市县区乡镇村州旗")
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class ListedUnits:
    """Units and classes of one list; `lead` those marked as leading within it."""

    units: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def units_in(words: str, *, blanks: bool = False) -> ListedUnits:
    """Part a list of units; with `blanks` a blank parts names too (a table's cell)."""
    units: list[str] = []
    classes: list[str] = []
    lead: list[str] = []
    unread: list[str] = []
    for piece in _pieces(words, blanks=blanks):
        leads = _LEAD.search(piece) is not None
        name = _bare(piece)
        if not name:
            continue
        if is_class(name):
            classes.append(name)
        elif not _NAME.match(name) or len(name) > _LONGEST:
            unread.append(piece)
        else:
            (lead if leads else units).append(name)
    return ListedUnits(_once(units), _once(classes), _once(lead), _once(unread))


def is_class(name: str) -> bool:
    """Tell whether a name means a whole class of units."""
    begins = any(name.startswith(word) for word, _ in _CLASS_BEGINS)
    inside = any(word in name for word, _ in _CLASS_WORDS)
    return begins or inside or _BARE.match(name) is not None


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _pieces(words: str, *, blanks: bool) -> list[str]:
    parted = _parted(_AND.sub("、", words.strip(" 。")))
    raw: list[str] = []
    for piece in parted:
        apart = (blanks and _short(piece)) or _all_units(piece)
        names = piece.split() if apart else [piece.replace(" ", "")]
        if len(parted) + len(names) > 2 or blanks:  # noqa: PLR2004 - a list, not a name
            names = [one for name in names for one in _unglued(name, blanks=blanks)]
        raw += names
    return _rejoined([piece.strip(" 。：") for piece in raw])


def _parted(words: str) -> list[str]:
    """Split at marks, but not inside brackets: 县（市、区）政府 is one name."""
    pieces, depth = [""], 0
    for sign in words:
        depth += (sign == "（") - (sign == "）")
        if depth <= 0 and _SPLIT.fullmatch(sign):
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


def _all_units(piece: str) -> bool:
    """Tell whether every word between blanks ends as units end."""
    return all(_UNIT_END.search(one) for one in piece.split())


def _short(piece: str) -> bool:
    return all(len(one) > 1 for one in piece.split())


def _unglued(name: str, *, blanks: bool) -> list[str]:
    found = _GLUED.match(name) if blanks else None
    if found is None:
        return [name]
    return [found["a"], found["b"]]


def _rejoined(pieces: list[str]) -> list[str]:
    """Give back what marks parted inside one name: 市、县行业主管部门."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _goes_with(joined[-1], piece):
            joined[-1] += f"、{piece}"
        elif piece:
            joined.append(piece)
    return joined


def _goes_with(above: str, piece: str) -> bool:
    last = above.rpartition("、")[2]
    if last in _LEVEL or (len(piece) == 1 and piece in "办局会室"):
        return True
    return bool(_EACH.fullmatch(above) and _SHARED.match(piece))


def _bare(piece: str) -> str:
    """Return a name without 等, its role and notes on who does what."""
    name = re.sub(r"^(?:以及|及|和|与|由|会同)(?=[\u4e00-\u9fff]{2})", "", piece)
    name = _ROLE.sub("", _NOTE.sub("", _LEAD.sub("", name)))
    return _OPEN_END.sub("", name.strip(" 。；")).strip()
