"""A notice's file changed line by line: all else a person wrote there stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z_]+)\s*\]\]?")
_KEY = re.compile(r"(\s*)([A-Za-z_]+)(\s*=\s*)(.*)$")
_TOWNS = re.compile(r"towns = \[[^\]]*\]")
_YEAR = re.compile(r"20\d\d")
UNKNOWN = "（待填）"


def with_state(text: str, state: str) -> str:
    """Return the file's text with the notice in another state."""
    line = f'state = "{state}"'
    done = _edited(text, lambda table, key, _: line if _is(table, key) else None)
    if done != text or line in text:
        return done
    return re.sub(r"(?m)^(\s*\[notice\].*)$", rf"\1\n{line}", text, count=1)


def _is(table: str, key: str) -> bool:
    return (table, key) == ("notice", "state")


def at_home_in(text: str, county: str) -> str:
    """Return the file as an example for another county: a draft, its towns unsaid."""
    place = {
        "county": f'county = "{county}"',
        "city": 'city = ""',
        "province": 'province = ""',
    }
    moved = _edited(text, lambda t, key, _: place.get(key) if t == "place" else None)
    return with_state(_TOWNS.sub("towns = []", moved), "draft")


def next_years(text: str, today: date) -> str:
    """Return the draft of the next notice: the same units, items and targets.

    Number and day of issue are for a person to fill in; titles, periods and targets'
    years move on by one, exceptions are left out.
    """
    moved = _edited(text, lambda table, key, rest: _moved(table, key, rest, today))
    return with_state(moved, "draft")


def _moved(table: str, key: str, rest: str, today: date) -> str | None:
    """Return the line that takes a key's place, None where it stays."""
    later = f"{key} = {_later(rest)}"
    if key == "due" and "date" not in rest:
        return None
    return {
        ("notice", "id"): f'id = "{UNKNOWN}"   # 上一份：{rest}',
        ("notice", "issued"): f"issued = {today}   # 请改为新通知的发文日期",
        ("notice", "title"): later,
        ("annex", "title"): later,
        ("duties", "first"): later,
        ("duties", "last"): later,
        ("reporting", "first_period"): later,
        ("reporting", "last_period"): later,
        ("duties", "exceptions"): f"# {key} = {rest}   # 如仍适用请改写",
        ("duties", "due"): f"{later}   # 请核对日期",
    }.get((table, key))


def _later(words: str) -> str:
    return _YEAR.sub(lambda year: str(int(year[0]) + 1), words)


def _edited(text: str, change: Callable[[str, str, str], str | None]) -> str:
    """Return the text with some keys' lines changed; a value of several lines stays."""
    table, lines = "", []
    for line in text.splitlines(keepends=True):
        if header := _HEADER.match(line):
            table = header[1]
        found = _KEY.match(line.rstrip("\r\n"))
        new = change(table, found[2], found[4]) if found else None
        lines.append(f"{new}\n" if new is not None else line)
    return "".join(lines)
