"""What the words left and right of a name make of it."""

from __future__ import annotations

import re

from mailbot.core.names import offices
from mailbot.core.names.sorts import Sort
from mailbot.core.names.variants import Home
from mailbot.core.words.wording import HAN

_HAN_END = re.compile(rf"[{HAN}]$")


def before_name(before: str, name: str, home: Home) -> Sort:
    """Return what a name is, judged by the words that run into it from the left."""
    if home.names_county(name) or before.endswith(home.county):
        return Sort.UNIT
    level = home.level if name.startswith(home.level) else ""  # 全|县公安机关
    if f"{before}{level}".endswith(offices.OWN_COUNTY_WORDS):
        return Sort.UNIT
    if before.endswith(home.towns) or offices.TOWN_END.search(before):
        return Sort.TOWN
    if before.endswith(home.above):
        return Sort.UNIT if name.startswith(home.level) else Sort.OTHER_LEVEL
    return _by_other_words(before, name, home)


def _by_other_words(before: str, name: str, home: Home) -> Sort:
    """Judge by levels and owners that are no names of ours."""
    if not _HAN_END.search(before):
        return Sort.UNIT
    if offices.ABOVE_END.search(before):
        return Sort.OTHER_LEVEL
    if offices.COUNTY_END.search(before):
        return Sort.OTHER_PLACE
    if offices.LEAD_IN.search(before) or offices.TO_WHOM.search(before):
        return Sort.UNIT
    return _behind_unknown_words(before, name, home)


def _behind_unknown_words(before: str, name: str, home: Home) -> Sort:
    """Judge a name behind words that neither introduce it nor tell a level."""
    if offices.POSSESSED.search(name) and offices.OWNER_END.search(before):
        return Sort.SUB_UNIT
    if home.level and name.startswith(home.level):
        return Sort.OTHER_PLACE  # 沂水|县公安局
    return Sort.UNCLEAR


def after_name(after: str, home: Home) -> Sort:
    """Return what a name is, judged by the words that follow it."""
    if offices.COMPANY_AFTER.match(after):
        return Sort.COMPANY
    branch = offices.BRANCH_AFTER.match(after)
    if branch and branch["where"] not in home.county:
        return Sort.OTHER_PLACE
    if offices.BODY_AFTER.match(after):
        return Sort.SUB_UNIT
    return Sort.UNIT


def stands_alone(after: str) -> bool:
    """Tell whether a short name ends where it ends (交通二季度, not 交通安全)."""
    return offices.AFTER_NAME.match(after) is not None


def is_to_whom(before: str, after: str, *, recipient: bool) -> bool:
    """Tell whether a name is the one written to.

    The recipient (the host of the mailbox) is so after any word of sending and
    before words of asking (县妇联要的); any name is so after 向/致/抄送, or when a
    colon closes the line behind it.
    """
    if recipient and (offices.TO_WHOM.search(before) or offices.ASKED_BY.match(after)):
        return True
    return bool(offices.OBJECT_OF.search(before)) or bool(re.match(r":\s*$", after))


def leading_words(line: str) -> str:
    """Return the Han words a line begins with, up to its period or report words."""
    run = re.match(rf"[{HAN}]*", line)[0]  # type: ignore[index]  # always matches
    for end in range(1, len(run)):
        if offices.AFTER_NAME.match(run[end:]):
            return run[:end]
    return run
