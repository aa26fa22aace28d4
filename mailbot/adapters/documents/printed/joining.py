"""Where printed lines may break, and whether two of them are one paragraph."""

from __future__ import annotations

import re
from typing import Final

# A line neither begins with the ones nor ends with the others (GB/T 15834).
_NEVER_FIRST: Final = frozenset("，。、；：！？）》」』】〕”’…—%％℃·．,.;:!?)]}")
_CLOSING: Final = frozenset("）》」』】〕”’")
_QUOTES: Final = frozenset("“”‘’")
_NEVER_LAST: Final = frozenset("（《「『【〔“‘([{")
# How paragraphs of a report begin: 一是, 二、, （三）, 4., ⑤, 第六，
_ITEM: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:是|、|要)|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]"
    r"|\d{1,2}[、．)）]|\d{1,2}\.(?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,2}[，、：]"
)
_SENTENCE_ENDS: Final = frozenset("。；;！!？?：:.")


def hold_together(before: str, after: str) -> bool:
    """Say whether no line may break between two characters."""
    if before.isascii() and after.isascii() and not after.isspace():
        return True
    if before in _CLOSING and after.isascii():  # LibreOffice breaks neither there
        return True
    return after in _NEVER_FIRST or before in _NEVER_LAST


def hold_with_quotes(before: str, after: str) -> bool:
    """Say the same of programs that break no line beside “ and ” (UAX 14)."""
    return hold_together(before, after) or bool({before, after} & _QUOTES)


def ends_sentence(text: str) -> bool:
    """Say whether a line ends as a paragraph does."""
    return text[-1:] in _SENTENCE_ENDS


def begins_item(before: str, line: str) -> bool:
    """Say whether a line opens the next point of an enumeration.

    A paragraph may fill its last line to the end; then only its words tell.
    """
    return ends_sentence(before) and _ITEM.match(line) is not None


def glued(text: str, more: str) -> str:
    """Join two halves of a paragraph; Latin words were divided at a space."""
    ends = text[-1:] + more[:1]
    words = ends.isascii() and ends.isalnum() and not ends.isdigit()
    return text + (" " if words else "") + more
