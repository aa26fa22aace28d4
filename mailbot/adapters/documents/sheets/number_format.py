"""Numbers and dates as a spreadsheet shows them (ECMA-376 18.8.31, in brief).

A report's "60%" is stored as 0.6, its "2023年6月30日" as 45107: what the clerk sees
is what the clerk reported.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

# Built-in formats by number, as Chinese Excel shows them; none is stored in a file.
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0",
    6: "¥#,##0", 7: "¥#,##0.00", 8: "¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "General", 13: "General", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN: Final = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午)'
    r"|([yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|a{3,4})"
    r"|([0#?][0#?,]*(?:\.[0#?]*)?(?:[eE][+-][0#?]+)?|\.[0#?]+)|(General|G/通用格式|@)|(%)|(.)",
    re.DOTALL | re.IGNORECASE,
)
_LITERAL, _ESCAPED, _BRACKET, _NOON, _DATE, _NUMBER, _GENERAL, _PERCENT, _OTHER = range(
    1, 10
)
_SECTION: Final = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*', re.DOTALL)
_DAYS: Final = "一二三四五六日"
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no zone
_LAST_DAY: Final = 2_958_466  # 9999-12-31 and one
_DIGITS: Final = 11  # what General shows at most
_MAX_WIDTH: Final = 64
_PARTS: Final = 4  # of a code: positive; negative; zero; text
_NOON_HOUR: Final = 12
_LOTUS_LEAP_DAY: Final = 60
_SHORT: Final = 2  # letters: yy, mm, dd; more spell the year or the name out
_WEEKDAY: Final = 3  # aaa is 五, aaaa is 星期五

_Token = tuple[int, str]


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """Return a stored number as its cell shows it under a format code."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return ""
    section, number = _section(code, value)
    tokens = _tokens(section[:255])
    if any(kind == _DATE or _is_elapsed(kind, text) for kind, text in tokens):
        return _date(value, tokens, since_1904=since_1904)
    return _number(number, tokens)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at <= len(code) and len(found) < _PARTS:
        match = _SECTION.match(code, at)
        end = match.end() if match else at
        found.append(code[at:end])
        at = end + 1
    return tuple(found)


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[_Token, ...]:
    return tuple(
        (match.lastindex or _BRACKET, match.group(match.lastindex or 0))
        for match in _TOKEN.finditer(section)
        if match.lastindex
    )


def _section(code: str, value: float) -> tuple[str, float]:
    """Choose the part for positive, negative, zero; its sign is the part's own."""
    parts = _sections(code or "General")
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) >= _PARTS - 1:
        return parts[2], value
    return parts[0], value


def general(value: float) -> str:
    """Return a number as the General format shows it."""
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = f"{value:.10g}" if abs(value) >= 1 else f"{value:.9g}"
    if "e" in text:
        mantissa, _, power = f"{value:.5e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}E{int(power):+03d}"
    return text


def _number(value: float, tokens: tuple[_Token, ...]) -> str:
    """Lay one number into the section; literals stand around it."""
    scale = 100 ** sum(kind == _PERCENT for kind, _ in tokens)
    places = [text for kind, text in tokens if kind in {_NUMBER, _GENERAL}]
    if not tokens:
        return general(value)
    amount = Decimal(repr(value)) * scale
    parts: list[str] = []
    laid = False
    for kind, text in tokens:
        if kind in {_NUMBER, _GENERAL} and not laid:
            laid = True
            parts.append(_digits(abs(amount), places[0]))
        elif kind in {_LITERAL, _ESCAPED, _PERCENT, _OTHER}:
            parts.append(text)
        elif kind == _BRACKET and text.startswith("$"):
            parts.append(text[1:].partition("-")[0])
    sign = "-" if amount < 0 and laid else ""
    return sign + "".join(parts)


def _digits(amount: Decimal, pattern: str) -> str:
    """Return the digits of an amount under a pattern such as #,##0.00."""
    if pattern[0] not in "0#?.":
        return general(float(amount))
    if "e" in pattern.lower():
        places = len(pattern.lower().partition("e")[0].partition(".")[2])
        mantissa, _, power = f"{amount:.{min(places, _MAX_WIDTH)}e}".partition("e")
        return f"{mantissa}E{int(power):+03d}"
    before, _, after = pattern.partition(".")
    thousands = len(before) - len(before.rstrip(","))
    amount = amount / 1000**thousands
    rounded = amount.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in before.rstrip(",") else f"{rounded:f}"
    whole, _, rest = text.partition(".")
    least = after.rstrip("#?")
    while len(rest) > len(least) and rest.endswith("0"):
        rest = rest[:-1]
    whole = whole.zfill(min(before.count("0"), _MAX_WIDTH))
    if whole == "0" and "0" not in before:
        whole = ""
    return f"{whole}.{rest}" if rest or ("." in pattern and not after) else whole


def _date(value: float, tokens: tuple[_Token, ...], *, since_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY - (1462 if since_1904 else 0):
        return general(value)
    moment = _moment(value, since_1904=since_1904)
    noon = any(kind == _NOON for kind, _ in tokens)
    parts: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        if kind == _DATE:
            minutes = text[0] in "mM" and _is_minute(tokens, at)
            parts.append(_date_part(moment, text.lower(), minutes=minutes, noon=noon))
        elif kind == _NOON:
            first, _, second = text.partition("/")
            parts.append(first if moment.hour < _NOON_HOUR else second)
        elif _is_elapsed(kind, text):
            parts.append(_elapsed(value, text.lower()))
        elif kind in {_LITERAL, _ESCAPED, _OTHER, _NUMBER}:
            parts.append(text)
    return "".join(parts)


def _moment(value: float, *, since_1904: bool) -> datetime:
    """Return the day and time of a serial number, to the second."""
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    if not since_1904 and value < _LOTUS_LEAP_DAY:
        epoch += timedelta(days=1)  # Lotus' 1900-02-29, which never was
    return epoch + timedelta(seconds=round(value * 86400))


def _elapsed(value: float, text: str) -> str:
    per_day = {"h": 24, "m": 1440, "s": 86400}[text[0]]
    return str(int(value * per_day + 1e-6)).zfill(len(text))


def _is_minute(tokens: tuple[_Token, ...], at: int) -> bool:
    """Say whether an m is a minute: after hours, or before seconds."""
    if len(tokens[at][1]) > _SHORT:
        return False
    before = [
        text for kind, text in tokens[:at] if kind == _DATE or _is_elapsed(kind, text)
    ]
    after = [text for kind, text in tokens[at + 1 :] if kind == _DATE]
    return bool((before and before[-1][0] in "hH") or (after and after[0][0] in "sS"))


def _is_elapsed(kind: int, text: str) -> bool:
    """Say whether a token is [h], [mm] or the like: time that goes on past a day."""
    return kind == _BRACKET and set(text.lower()) in ({"h"}, {"m"}, {"s"})


def _date_part(moment: datetime, text: str, *, minutes: bool, noon: bool) -> str:
    """Return one run of y, m, d, h, s or a (weekday in Chinese)."""
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    if text[0] == "s":
        return f"{moment.second:0{min(len(text.partition('.')[0]), 2)}d}"
    if text[0] == "a":
        return ("" if len(text) == _WEEKDAY else "星期") + _DAYS[moment.weekday()]
    if text[0] == "y":
        return (
            f"{moment.year:04d}" if len(text) > _SHORT else f"{moment.year % 100:02d}"
        )
    if text[0] in "md" and len(text) > _SHORT and not minutes:
        names = {"m3": "%b", "m4": "%B", "d3": "%a", "d4": "%A"}
        return moment.strftime(names.get(f"{text[0]}{len(text)}", "%b"))
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": hour,
    }
    return f"{number[text[0]]:0{min(len(text), 2)}d}"
