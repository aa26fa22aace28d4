"""Whether there is anything in a document: asked of every kind, annex found or not."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from mailbot.core.record.documents import Content
from mailbot.core.words.wording import HAN, plain

_HAN: Final = re.compile(rf"[{HAN}]")
_A_WORD: Final = 4  # Han characters: a word, no report
_A_SENTENCE: Final = 12  # Han characters that a report's body has at the least
_A_LETTER: Final = 160  # Han characters: what only passes something on is short
_TITLE_LINES: Final = 3
_PASSES_ON: Final = re.compile(
    r"(?:现将|现把|随函|随信)?[^。\n]{0,40}(?:报送|上报|呈报|报上|附后|发给|送上)[^。\n]{0,12}"
    r"|请(?:予)?(?:查收|审阅|审核|查阅)|(?:详)?见附件"
)
_END_LINE: Final = re.compile(r"^20\d\d[年.\-/]|^[^,。;:]{2,20}$")
_FIGURE: Final = re.compile(r"\d+(?!\d*[年月日季号])")
_SMALLEST_TABLE: Final = 2  # rows, and columns


class Substance(StrEnum):
    """What a document that is no annex holds."""

    REPORT = "report"
    EMPTY = "empty"
    ONE_WORD = "one_word"
    TITLE_ONLY = "title_only"
    COVERING_LETTER = "covering_letter"
    OTHER_TABLE = "other_table"


def substance(content: Content, *, tells: bool) -> Substance:
    """Return what stands in a document in which the annex was not found.

    `tells` says that its text tells of the unit's own items or targets: then a short
    text, too, is a report.
    """
    text = plain(content.text)
    han = len(_HAN.findall(text))
    if han <= _A_WORD:
        some = han or any(character.isalnum() for character in text)
        return Substance.ONE_WORD if some else Substance.EMPTY
    if _is_table(content):
        return Substance.OTHER_TABLE
    return Substance.REPORT if tells else _of_prose(text, han)


def _of_prose(text: str, han: int) -> Substance:
    """Return what a text without tables is, that tells none of the unit's items."""
    body = _body(text)
    if len(_HAN.findall(body)) < _A_SENTENCE:
        return Substance.TITLE_ONLY
    passes = _PASSES_ON.search(body) is not None
    if passes and han <= _A_LETTER and not _FIGURE.search(body):
        return Substance.COVERING_LETTER
    return Substance.REPORT


def _body(text: str) -> str:
    """Return the lines between title and signature."""
    lines = [line for line in text.split("\n") if line.strip()]
    first = 0
    while first < min(len(lines), _TITLE_LINES) and _END_LINE.match(lines[first]):
        first += 1
    last = len(lines)
    while last > first and _END_LINE.match(lines[last - 1]):
        last -= 1
    return "\n".join(lines[first:last])


def _is_table(content: Content) -> bool:
    """Tell whether most of the words stand in a table of rows and columns."""
    real = [
        table
        for table in content.tables
        if len(table.rows) >= _SMALLEST_TABLE
        and max(len(row) for row in table.rows) >= _SMALLEST_TABLE
    ]
    inside = sum(
        len(_HAN.findall(cell)) for t in real for row in t.rows for cell in row
    )
    return bool(real) and inside * 2 >= len(_HAN.findall(content.text))
