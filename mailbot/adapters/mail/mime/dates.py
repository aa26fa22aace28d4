"""Dates of mail headers as aware moments: RFC 5322, and what is written instead.

RFC 5322 3.3 with its obsolete forms, Java's and JavaScript's `toString`, ISO 8601,
Chinese dates, American ones with AM and PM. Where no zone stands, or only CST (which
here is China's, not Chicago's), the office's own is meant.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

_LONGEST: Final = 200
_EARLIEST: Final = 1971  # an epoch date is a missing one
_CENTURY: Final = 100
_THIS_CENTURY: Final = 50  # RFC 5322 4.3: 00 to 49 is 2000 to 2049
_NOON: Final = 12
_LONGEST_OFFSET: Final = timedelta(hours=15)

# Months by how their names begin: English, Chinese, and the languages that programs
# set up abroad were seen to write (Spanish, French, German, Portuguese).
_MONTHS: Final = (
    ("jan", "ene", "一月", "1月"),
    ("feb", "fév", "fev", "二月", "2月"),
    ("mar", "mär", "mrz", "三月", "3月"),
    ("apr", "abr", "avr", "四月", "4月"),
    ("may", "mai", "五月", "5月"),
    ("jun", "juin", "六月", "6月"),
    ("jul", "juil", "七月", "7月"),
    ("aug", "ago", "aoû", "aou", "八月", "8月"),
    ("sep", "set", "九月", "9月"),
    ("oct", "okt", "out", "十月", "10月"),
    ("nov", "十一月", "11月"),
    ("dec", "dez", "dic", "déc", "十二月", "12月"),
)
_NUMBERS: Final = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names
}
_NAME: Final = (
    "(?P<name>"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")[^\W\d]{0,9}\.?"
)
_COMPACT: Final = r"(?=T|\b|(?P<h>\d\d)(?P<n>\d\d)(?P<s>\d\d)\b)"
# Which day a text names, the first form that fits; the example is tested.
DAYS: Final = tuple(
    (re.compile(form, re.IGNORECASE), example)
    for form, example in (
        (
            r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})",
            "2023年6月28日 09:30",
        ),
        (
            r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
            "2023-06-28 09:30:00",
        ),
        (
            rf"(?<!\d)(?P<d>\d{{1,2}})[\s.-]{{1,3}}{_NAME}[\s,.-]{{1,3}}(?P<y>\d{{2,4}})\b",
            "Wed, 28 Jun 2023 09:30:00 +0800",
        ),
        (
            rf"{_NAME}[\s,]{{1,2}}(?P<d>\d{{1,2}})\b.*?(?<!\S)(?P<y>\d{{4}})\b",
            "Wed Jun 28 09:30:00 CST 2023",
        ),
        (
            r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b",
            "6/28/2023 9:30:00 AM",
        ),
        (
            r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)" + _COMPACT,
            "20230628093000",
        ),
    )
)
_CLOCK: Final = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})\s?[:时点]\s?(?P<n>\d{1,2})(?:\s?[:分]\s?(?P<s>\d{1,2}))?"
    r"|T(?P<h2>\d\d)(?P<n2>\d\d)(?P<s2>\d\d)"
)
_AFTERNOON: Final = re.compile(r"下午|晚上|傍晚|\bPM\b|\dPM\b", re.IGNORECASE)
_MORNING: Final = re.compile(r"上午|凌晨|早上|\bAM\b|\dAM\b", re.IGNORECASE)
_DIGITS: Final = "〇一二三四五六七八九零"
_SPELT: Final = re.compile(
    f"(?:[{_DIGITS}]{{4}}|[二三四五]?十[一二三四五六七八九]?|[{_DIGITS}])(?=[年月日号时点分秒])"
)
# An offset, behind GMT or UTC or by itself, at most once; zones by name.
_OFFSET: Final = re.compile(
    r"(?:(?<![\w+-])|(?<=GMT)|(?<=UTC)|(?<=:\d\d)|(?<=\.\d{3}))"
    r"(?P<sign>[+-])(?:(?P<h>\d\d?):?(?P<m>\d\d)?|\d+)(?![\d-])"
)
_COMMENT: Final = re.compile(r"\([^()]*\)")
_ZONE_NAME: Final = re.compile(r"\b(?:[ECMP][SD]T|UTC?|GMT|Z)\b|(?<=\d)Z\b")
_AMERICAN: Final = {
    name: hours
    for hours, names in ((-4, "EDT"), (-5, "EST CDT"), (-6, "MDT"), (-7, "MST PDT"))
    for name in names.split()
} | {"PST": -8}
_ZONES: Final = dict.fromkeys(("UT", "UTC", "GMT", "Z"), 0) | _AMERICAN


def parse_date(value: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment a Date header names, None if it names none.

    `zone` is the office's: meant where the date states none, or CST.
    """
    text = unicodedata.normalize("NFKC", value[:_LONGEST]).strip()
    bare = _SPELT.sub(_in_digits, _COMMENT.sub(" ", text))
    found = next((m for form, _ in DAYS if (m := form.search(bare))), None)
    if found is None:
        return None
    try:
        told = datetime(*_day(found), *_clock(found, bare))  # noqa: DTZ001 - below
        moment = told.replace(tzinfo=_zone(bare, zone))
        return moment if told.year >= _EARLIEST and moment.utctimetuple() else None
    except (ValueError, OverflowError):
        return None


def received_date(value: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment of a Received header: what follows its last semicolon."""
    return parse_date(value.rpartition(";")[2], zone)


def _in_digits(spelt: re.Match[str]) -> str:
    """Write 二〇二三 and 二十八 in digits."""
    tens, ten, ones = spelt[0].rpartition("十")
    number = "".join(str(_DIGITS.index(c) % 10) for c in ones)
    if not ten:
        return number
    return str(10 * (_DIGITS.index(tens) if tens else 1) + int(number or 0))


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    said = found.groupdict()
    year = int(said["y"])
    if year < _CENTURY:
        year += 2000 if year < _THIS_CENTURY else 1900
    elif year < 10 * _CENTURY:  # RFC 5322 4.3: three digits count from 1900
        year += 1900
    name = said.get("name")
    month = _NUMBERS[name.lower()] if name else int(said["m"])
    day = int(said["d"])
    if month > _NOON and found.re.pattern.startswith(r"(?<!\d)(?P<m>"):
        month, day = day, month  # 28/06/2023
    return year, month, day


def _clock(found: re.Match[str], text: str) -> tuple[int, int, int]:
    said = found.groupdict()
    if not said.get("h"):
        clock = _CLOCK.search(text)
        if clock is None:
            return 0, 0, 0
        said = clock.groupdict()
        if said["h"] is None:
            said = {key[0]: digits for key, digits in said.items() if key[1:]}
    hour, minute, second = (int(said[key] or 0) for key in "hns")
    if _AFTERNOON.search(text) and hour < _NOON:
        hour += _NOON
    elif _MORNING.search(text) and hour == _NOON:
        hour = 0
    return hour, minute, min(second, 59)  # a leap second


def _zone(text: str, office: tzinfo) -> tzinfo:
    """Return the zone that is stated; ValueError for one that nobody lives in."""
    stated = _OFFSET.search(text)
    if stated:
        offset = timedelta(hours=int(stated["h"] or 99), minutes=int(stated["m"] or 0))
        if offset > _LONGEST_OFFSET:
            raise ValueError(text)
        return timezone(-offset if stated["sign"] == "-" else offset)
    name = _ZONE_NAME.search(text)
    if name is None or name[0] not in _ZONES:
        return office
    return timezone(timedelta(hours=_ZONES[name[0]]))
