"""How paragraphs are numbered: 一、 （一） 1. （1） 第一条."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.reading_notice.layout.numerals import number

_HAN: Final = "[一二三四五六七八九十百]{1,5}"
# Style, pattern and an example; the first that fits holds.
STYLES: Final = (
    ("han", rf"(?P<n>{_HAN})、", "一、建好社区便民食堂。"),
    ("bracketed", rf"（(?P<n>{_HAN})）", "（一）明确责任。"),
    ("arabic", r"(?P<n>\d{1,3})(?:[.、](?!\d)|(?=\s))", "204.推进学前教育"),
    ("arabic_bracketed", r"（(?P<n>\d{1,3})）", "（1）新建幼儿园"),
    ("article", rf"第(?P<n>{_HAN})[条项]", "第一条"),
)
_COMPILED: Final = tuple((style, re.compile(p)) for style, p, _ in STYLES)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number at a paragraph's begin: its style, value and length in signs."""

    style: str
    no: int
    length: int


def numbered(text: str) -> Numbered | None:
    """Return the number that `text` begins with, None if it has none."""
    for style, pattern in _COMPILED:
        found = pattern.match(text)
        if found:
            try:
                return Numbered(style, _value(found["n"]), found.end())
            except KeyError:
                return None
    return None


def _value(words: str) -> int:
    if words.isdigit():
        return int(words)
    hundreds, mark, rest = words.partition("百")
    if not mark:
        return number(words)
    low = number(rest.removeprefix("零")) if rest else 0
    return (number(hundreds) if hundreds else 1) * 100 + low
