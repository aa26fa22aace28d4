"""The words above and around the annex table: title, reporting unit, quarter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from mailbot.core.form.columns import find_header
from mailbot.core.form.lines import trimmed, without_empty_columns
from mailbot.core.form.words import likeness, plain, squeeze
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period
from mailbot.core.record.documents import Content

MOST_ABOVE = 40
MOST_BELOW = 15
LONGEST_LINE = 120
LONGEST_SIGNATURE = 40
LONGEST_UNIT = 30
LIKE_THE_TITLE = 60.0
MOST_TEXT = 200_000
COLUMN_WORDS = 3

_UNIT = re.compile(
    r"(?<!责任)(?<!牵头)(?<!配合)(填报|报送|上报|填表|报表|汇报|报告)?(单位|部门)(名称|全称)?"
    r"\s*(\((盖章|公章|签章|加盖公章)\))?\s*[:\t]\s*(?P<unit>[^\t\n]+)"
)
_UNIT_ENDS = re.compile(
    r"\s{2,}|\s+\S{1,8}:|(填[报表写]|报送|上报|联系|电话|日期|时间|负责|审核)[^:]{0,6}:|\(?(盖章|公章|签章)\)?"
    r"|20\d\d年"
)
_YEAR = re.compile(
    r"(20\d\d)\s*年?|二[〇○零o](?P<ten>[二三])(?P<one>[〇○零一二三四五六七八九])年"
)
_PERIOD = re.compile(
    r"第?[一二三四1-4]\s*季度|前[二三]季度|[上下]半年|第\d{1,2}周|全年(?!龄)"
    r"|(?<!\d)\d{1,2}\s*月?\s*[-—–~至到]\s*\d{1,2}\s*月份?|(?<![\d年.])\d{1,2}\s*月份"
)
_BELOW = re.compile(
    r"单位|部门|日期|时间|联系|电话|填报|负责人|审核|盖章|20\d\d|二[〇○零]二"
)


@dataclass(frozen=True, slots=True)
class AnnexHeading:
    """What stands around the table: "" and 0 for what is not written there.

    `title` is the form's title in one line, `unit_text` what follows 填报单位,
    `year` the title's year, `period_text` the words that name a quarter or months
    (第二季度、4-6月), `lines` every line it was read from.
    """

    title: str = ""
    unit_text: str = ""
    year: int = 0
    period_text: str = ""
    lines: tuple[str, ...] = ()


class HeadingDoubt(StrEnum):
    """What a heading may say against the report it heads."""

    OTHER_YEAR = "other_year"
    OTHER_PERIOD = "other_period"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """A heading that speaks of something else: `says` what, `text` in which words."""

    fault: HeadingDoubt
    says: str
    text: str


def heading_lines(content: Content, notice: Notice) -> tuple[str, ...]:
    """Return the lines above the table, and the short signing ones below it.

    Lines of the table itself are left out; where there is no table, the first
    lines of the text stand for its heading.
    """
    inside = _table_lines(content)
    lines = [line.strip() for line in content.text[:MOST_TEXT].splitlines()]
    lines = [line for line in lines if line]
    first = _first_of_table(lines, inside, notice)
    above = [line[:LONGEST_LINE] for line in lines[: min(first, MOST_ABOVE)]]
    below = [
        line
        for line in lines[first:]
        if not _is_inside(line, inside)
        and len(line) <= LONGEST_SIGNATURE
        and _BELOW.search(plain(line))
    ]
    return (*above, *_top_rows(content, notice), *below[:MOST_BELOW])


def _table_lines(content: Content) -> frozenset[str]:
    """Return every paragraph of every cell, squeezed, to know the table's lines."""
    return frozenset(
        squeeze(part)
        for table in content.tables
        for row in table.rows
        for cell in row
        for part in cell.splitlines()
    ) - {""}


def _is_inside(line: str, inside: frozenset[str]) -> bool:
    """Tell whether a line of text is made of nothing but table cells."""
    parts = [squeeze(part) for part in line.split("\t")]
    return all(part in inside for part in parts if part)


def _first_of_table(lines: list[str], inside: frozenset[str], notice: Notice) -> int:
    """Return where the table begins among the lines; a title line is no beginning."""
    columns = [squeeze(c) for c in notice.annex_columns]
    for place, line in enumerate(lines):
        word = squeeze(line)
        if sum(c in word for c in columns if c) >= COLUMN_WORDS:
            return place
        if "\t" in line and _is_inside(line, inside):
            return place
    return len(lines)


def _top_rows(content: Content, notice: Notice) -> list[str]:
    """Return the title and unit lines that stand in the table's own first rows."""
    found: list[str] = []
    for table in content.tables:
        rows = without_empty_columns([trimmed(row) for row in table.rows[:MOST_ABOVE]])
        header = find_header(rows, notice)
        for row in rows[: header.start] if header else []:
            found.extend("\t".join(c for c in dict.fromkeys(row) if c).splitlines())
    return found


def read_heading(lines: tuple[str, ...], notice: Notice) -> AnnexHeading:
    """Return what the lines around a table say of title, unit, year and quarter."""
    title = _title(lines, notice)
    halves = [plain(line) for line in lines]
    year = _year(plain(title)) or next(filter(None, map(_year, halves)), 0)
    words = [
        m.group() for text in (plain(title), *halves) for m in _PERIOD.finditer(text)
    ]
    return AnnexHeading(
        title=title,
        unit_text=_unit_text(halves),
        year=year,
        period_text="、".join(dict.fromkeys(words)),
        lines=lines,
    )


def _title(lines: tuple[str, ...], notice: Notice) -> str:
    """Return the line, or two lines together, likest the annex's title."""
    pairs = [one + other for one, other in pairwise(lines)]
    wanted = squeeze(notice.annex_title)
    scored = [(likeness(squeeze(text), wanted), text) for text in (*lines, *pairs)]
    best, title = max(scored, key=lambda s: (s[0], -len(s[1])), default=(0.0, ""))
    return title if best >= LIKE_THE_TITLE else ""


def _unit_text(lines: list[str]) -> str:
    """Return what is written after 填报单位, "" where nothing is."""
    for line in lines:
        found = _UNIT.search(line)
        if not found:
            continue
        unit = _UNIT_ENDS.split(found.group("unit").strip(), maxsplit=1)[0]
        unit = unit.strip(" _,;。、")
        if unit:
            return unit[:LONGEST_UNIT]
    return ""


def _year(text: str) -> int:
    """Return the first year written in figures or characters, 0 if none is."""
    found = _YEAR.search(text)
    if not found:
        return 0
    if found.group(1):
        return int(found.group(1))
    digits = {"〇": 0, "○": 0, "零": 0}
    digits |= {c: n for n, c in enumerate("一二三四五六七八九", start=1)}
    return 2000 + 10 * digits[found.group("ten")] + digits[found.group("one")]


def heading_faults(
    heading: AnnexHeading,
    unit: str,
    period: Period,
    unit_words: Callable[[str], tuple[str, ...]],
    period_words: Callable[[str], tuple[str, ...]],
) -> tuple[HeadingFault, ...]:
    """Return what the heading says against a report of `unit` for `period`.

    `unit_words` finds the units a text names, `period_words` the ids of the
    periods it names. A heading that also names the right one is no fault.
    """
    faults: list[HeadingFault] = []
    if heading.year and heading.year not in {
        period.first_day.year,
        period.last_day.year,
    }:
        faults.append(
            HeadingFault(HeadingDoubt.OTHER_YEAR, str(heading.year), heading.title)
        )
    faults.extend(_other(HeadingDoubt.OTHER_PERIOD, heading, period.id, period_words))
    faults.extend(_other(HeadingDoubt.OTHER_UNIT, heading, unit, unit_words))
    return tuple(faults)


def _other(
    fault: HeadingDoubt,
    heading: AnnexHeading,
    wanted: str,
    words: Callable[[str], tuple[str, ...]],
) -> list[HeadingFault]:
    """Return the fault if a heading names others, and nowhere the one wanted."""
    own = heading.unit_text if fault is HeadingDoubt.OTHER_UNIT else heading.title
    texts = [text for text in (own, *heading.lines) if text and not _is_greeting(text)]
    named = {text: words(text) for text in dict.fromkeys(texts)}
    if any(wanted in found for found in named.values()):
        return []
    first = next(((t, found) for t, found in named.items() if found), None)
    return [HeadingFault(fault, "、".join(first[1]), first[0])] if first else []


def _is_greeting(line: str) -> bool:
    """Tell whether a line addresses a reader (县妇联：) or is a letter's sentence."""
    return line.endswith((":", "：", "。"))
