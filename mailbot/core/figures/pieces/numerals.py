"""Numbers as units write them: 12, 1.2万, 10,000, 八十六, 30至40, 百余, 1O."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, *range(1, 10), 2), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

_HAN = "零〇一二三四五六七八九十百千万两"
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# Letters for digits, blanks and commas in odd places: a slip of the hand.
_SLIPPED = r"[\doli](?:[ ,]?[\doli.])*"
_ARABIC = rf"(?:{_PLAIN})(?![\doli]|[ ,.]\d)|(?=[oli]?\d){_SLIPPED}"
_NUMBER = rf"(?:(?:{_ARABIC})[百千万亿]{{0,2}}|[{_HAN}]+(?:点[零一二三四五六七八九]+)?)"
_MORE = "[余多来几]"
_JOIN = r"\s?(?:[-~]+|至|到)\s?"
_SHAPE = re.compile(
    rf"(?P<hundredth>百分之)?(?P<number>{_NUMBER})(?P<more>{_MORE}(?!次))?"
)
_SECOND = re.compile(rf"{_JOIN}(?P<number>{_NUMBER})")
_IS_PLAIN = re.compile(rf"^{_PLAIN}[百千万亿]*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value, where it ends, and whether it is exact.

    `round_word` tells of a bare 百, 千 or 万: as often a figure of speech as a count.
    """

    value: float
    end: int
    exact: bool = True
    slip: bool = False
    ranged: bool = False
    percent: bool = False
    round_word: bool = False


def number_at(text: str, start: int) -> Number | None:
    """Read the number that begins at `start` of a text that is `plain`, None if none.

    A range has the smaller value and is not exact, as 余, 多, 几 are not.
    """
    found = _SHAPE.match(text, start)
    if not found:
        return None
    words = found["number"]
    value, neat = value_of(words)
    if value is None:
        return None
    return Number(
        value,
        found.end(),
        exact=neat and not found["more"],
        slip=words[0] in "0123456789oli" and not _IS_PLAIN.match(words),
        percent=bool(found["hundredth"]),
        round_word=words in {"百", "千", "万"},
    )


def range_end(text: str, number: Number, start: int) -> Number | None:
    """Return the number as a range where 至, - or 、 and a second follow, else None."""
    second = _SECOND.match(text, start)
    if not second:
        return None
    value, _ = value_of(second["number"])
    if value is None:
        return None
    low = _scaled(number.value, value, second["number"])
    return Number(min(low, value), second.end(), exact=False, ranged=True)


def _scaled(low: float, high: float, words: str) -> float:
    """Return the low end in the high end's scale: 1至2万 begins at 10000."""
    big = _BIG.get(words[-1], 1)
    return low * big if big > 1 and low < high / big * 2 and low < big else low


def value_of(words: str) -> tuple[float | None, bool]:
    """Return the value of a number's words, and whether they are well formed."""
    if words[0] in "0123456789oli":
        return _arabic(words)
    return _han(words)


def _arabic(words: str) -> tuple[float | None, bool]:
    factor = 1
    while words and words[-1] in "百千万亿":
        factor *= (_TENS | _BIG)[words[-1]]
        words = words[:-1]
    neat = bool(_IS_PLAIN.match(words))
    digits = words.translate(str.maketrans("oli", "011"))
    digits = re.sub(r"[ ,]", "", digits)
    try:
        # 1.4万 is 14000, not 13999.999
        return round(float(digits) * factor, 6), neat
    except ValueError:
        return None, False


def _han(words: str) -> tuple[float | None, bool]:
    whole, _, part = words.partition("点")
    if part:
        tail = "".join(str(_DIGITS[sign]) for sign in part)
        value, neat = _han(whole) if whole else (None, False)
        return (None if value is None else float(f"{value:.0f}.{tail}")), neat
    if all(sign in _DIGITS for sign in whole) and len(whole) > 1:
        return _row_of_digits(whole)
    total = section = digit = 0
    for sign in whole:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += ((section + digit) or 1) * _BIG[sign]
            section = digit = 0
    return float(total + section + digit), not re.search(
        "[一二三四五六七八九]{2}", words
    )


def _row_of_digits(words: str) -> tuple[float | None, bool]:
    """五六 is five or six; 一二三 and 二〇二三 are no counts."""
    one, other = _DIGITS[words[0]], _DIGITS[words[1]]
    if len(words) == 2 and other == one + 1:  # noqa: PLR2004
        return float(one), False
    return None, False
