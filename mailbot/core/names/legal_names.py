"""Full legal names, as seals bear them, of offices that are mostly called otherwise.

One way of naming a line: common | legal | a common name of 桃源县 in 湖南省 and its
legal one | source. A test reads every line's example.
"""

from __future__ import annotations

import re

from mailbot.core.notice.notice import Place

# ＠ is whose office it is, ＃ what follows, ￥ the province.
_WAYS = """
共青团＠委员会|中国共产主义青年团＠委员会|共青团桃源县委员会=中国共产主义青年团桃源县委员会|中国共产主义青年团章程
中共＠委＃|中国共产党＠委员会＃|中共桃源县委宣传部=中国共产党桃源县委员会宣传部|中国共产党章程
中共＠委＃|中共＠委员会＃|中共桃源县委宣传部=中共桃源县委员会宣传部|同上
＠人民法院|￥＠人民法院|桃源县人民法院=湖南省桃源县人民法院|人民法院组织法
＠人民检察院|￥＠人民检察院|桃源县人民检察院=湖南省桃源县人民检察院|人民检察院组织法
＠人民武装部|￥＠人民武装部|桃源县人民武装部=湖南省桃源县人民武装部|国防动员法
"""
_ROWS = tuple(tuple(line.split("|")) for line in _WAYS.strip().splitlines())
_OWNER = "(?P<owner>[^省]{1,6}?[市县区旗])"
_REST = "(?P<rest>(?!员会).*)"
EXAMPLES: tuple[tuple[str, str], ...] = tuple(
    (common, legal) for row in _ROWS for common, legal in [row[2].split("=")]
)


def legal_names(name: str, place: Place) -> tuple[str, ...]:
    """Return other full names that an office's seal may bear, none where it has none.

    >>> legal_names("共青团桃源县委员会", Place("桃源县"))
    ('中国共产主义青年团桃源县委员会',)
    """
    found = []
    for common, legal, *_ in _ROWS:
        pattern = common.replace("＠", _OWNER).replace("＃", _REST)
        match = re.fullmatch(pattern, name)
        if match and ("￥" not in legal or place.province):
            parts = match.groupdict()
            filled = legal.replace("＠", parts["owner"])
            filled = filled.replace("＃", parts.get("rest") or "")
            found.append(filled.replace("￥", place.province))
    return tuple(found)
