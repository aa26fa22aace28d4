"""A line brought into one shape, each sign still knowing where it stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from mailbot.core.reading_notice.layout.traditional import SIMPLIFIED

_HAN: Final = re.compile("[\u3400-\u9fff〇○]")
_WORD: Final = re.compile(r"[0-9A-Za-z@._-]")
# Latin marks that a Chinese text means as its own; between digits they stay.
_MARKS: Final = {
    "(": "（",
    ")": "）",
    ",": "，",
    ":": "：",
    ";": "；",
    "?": "？",
    "﹝": "〔",
    "﹞": "〕",
    "［": "〔",
    "］": "〕",
    "○": "〇",
    "◯": "〇",
    "\u039f": "〇",  # Greek and Cyrillic letters that look like it: 二Ο二四年
    "\u041e": "〇",
}
_KEPT: Final = frozenset(",:")
_SPACED: Final = re.compile(
    "(?<![\u3400-\u9fff])[\u3400-\u9fff](?: [\u3400-\u9fff])+(?![\u3400-\u9fff])"
)
# Pages that teach pinyin leave it in brackets behind the sign: 辦公廳(tīng).
_PINYIN: Final = re.compile(
    r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6} ?[)）]"
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Text in one shape; `places[i]` is where sign i stood in the original."""

    text: str
    places: tuple[int, ...]


def fold(original: str) -> Folded:
    """Fold width, traditional signs, marks and blanks of one line.

    Digits and letters become ASCII, marks full-width (between digits , and : stay),
    blanks vanish beside marks and between Han and digits, and are single elsewhere.
    """
    signs = [(s, at) for at in _visible(original) for s in _shaped(original[at])]
    kept: list[tuple[str, int]] = []
    for number, (sign, at) in enumerate(signs):
        before = kept[-1][0] if kept else ""
        after = _next(signs, number)
        if sign == " ":
            if _separates(before, after):
                kept.append((sign, at))
        elif sign in _KEPT and before.isdigit() and after.isdigit():
            kept.append((sign, at))
        else:
            kept.append((_MARKS.get(sign, sign), at))
    kept = _unspaced(kept)
    return Folded("".join(s for s, _ in kept), tuple(at for _, at in kept))


def _unspaced(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Close up signs set apart one by one: 联 系 人, 通 知."""
    text = "".join(sign for sign, _ in kept)
    gaps = {
        found.start() + at
        for found in _SPACED.finditer(text)
        for at, sign in enumerate(found.group())
        if sign == " "
    }
    return [one for place, one in enumerate(kept) if place not in gaps]


def _visible(original: str) -> list[int]:
    hidden: set[int] = set()
    for found in (*_PINYIN.finditer(original), *_INVISIBLE.finditer(original)):
        hidden.update(range(*found.span()))
    return [at for at in range(len(original)) if at not in hidden]


def _shaped(sign: str) -> str:
    if sign.isspace():
        return "\t" if sign == "\t" else " "
    if sign in _MARKS:
        return sign
    shaped = unicodedata.normalize("NFKC", sign)
    return "".join(SIMPLIFIED.get(one, one) for one in shaped)


def _next(signs: list[tuple[str, int]], number: int) -> str:
    after = signs[number + 1 : number + 2]
    return after[0][0] if after else ""


def _separates(before: str, after: str) -> bool:
    """Tell whether a blank says something: between two Han or two Latin words."""
    if not before or not after or before == " ":
        return False
    han = bool(_HAN.match(before)) and bool(_HAN.match(after))
    return han or (bool(_WORD.match(before)) and bool(_WORD.match(after)))
