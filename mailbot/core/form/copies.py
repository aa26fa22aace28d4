"""The electronic copy and the PDF side by side: on what they disagree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from mailbot.core.form.heading import AnnexHeading
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.words import (
    Fill,
    UnitWords,
    figures,
    fill_of,
    likeness,
    plain,
    squeeze,
    words_and_figures,
    words_of_notice,
)
from mailbot.core.notice.notice import Notice
from mailbot.core.record.documents import Content

SAME_TITLE = 90.0
SAME_BUT_FOR_NOISE = 98.0
LONGEST_COMPARED = 10_000
MOST_ROWS = 200
MOST_DIFFERENCES = 50
EXCERPT = 30

# 4-6月 and 2季度 are 二季度; the keys are squeezed, so that no dash is left in them.
_QUARTERS = {
    "1季度": "一季度",
    "13月": "一季度",
    "2季度": "二季度",
    "46月": "二季度",
    "3季度": "三季度",
    "79月": "三季度",
    "4季度": "四季度",
    "1012月": "四季度",
}
_PAGE_NUMBER = re.compile(
    r"^\s*([-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页.{0,12})\s*$"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two copies disagree: `where`, and what each says there.

    `where` is title, unit, year, period, row (one copy lacks it) or progress, due.
    """

    where: str
    item_no: int
    electronic: str
    pdf: str


def copies_differ(
    electronic: Content,
    pdf: Content,
    notice: Notice,
    unit_words: UnitWords | None = None,
) -> tuple[Difference, ...]:
    """Return on what the electronic copy and the PDF disagree, () if on nothing.

    Layout, blanks, line breaks, half- and full-width do not count, nor do page
    numbers. Where either holds no annex that can be read (a scan, a letter), there
    is nothing to compare.
    """
    find = unit_words or words_of_notice(notice)
    one, other = read_form(electronic, notice, find), read_form(pdf, notice, find)
    return forms_differ(one, other, find)


def forms_differ(
    one: Form | None, other: Form | None, find: UnitWords
) -> tuple[Difference, ...]:
    """Return the same of forms that were read before; None holds no annex."""
    if one is None or other is None or not one.rows or not other.rows:
        return ()
    headings = _headings_differ(one.heading, other.heading, find)
    return tuple([*headings, *_rows_differ(one, other)][:MOST_DIFFERENCES])


def _headings_differ(
    one: AnnexHeading, other: AnnexHeading, find: UnitWords
) -> list[Difference]:
    """Return where the words above the two tables disagree; silence is no word."""
    pairs = (
        ("title", one.title, other.title, _same_title),
        ("unit", one.unit_text, other.unit_text, _same_unit(find)),
        ("year", str(one.year or ""), str(other.year or ""), _same_title),
        ("period", one.period_text, other.period_text, _same_period),
    )
    return [
        Difference(where, 0, a, b)
        for where, a, b, same in pairs
        if a and b and not same(a, b)
    ]


def _same_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for a slip; figures exactly."""
    a, b = squeeze(one), squeeze(other)
    return likeness(a, b) >= SAME_TITLE and re.findall(r"\d+", a) == re.findall(
        r"\d+", b
    )


def _same_unit(find: UnitWords) -> Callable[[str, str], bool]:
    """Return what tells whether two texts name the same unit."""

    def same(one: str, other: str) -> bool:
        left, right = set(find(one)), set(find(other))
        if left and right:
            return bool(left & right)
        a, b = squeeze(one), squeeze(other)
        return a in b or b in a or likeness(a, b) >= SAME_TITLE

    return same


def _same_period(one: str, other: str) -> bool:
    """Tell whether two headings name at least one period in common."""
    return bool(_quarters(one) & _quarters(other))


def _quarters(text: str) -> set[str]:
    """Return the periods named in a heading, quarters as 一季度 to 四季度."""
    words = {squeeze(word).removeprefix("第") for word in text.split("、")}
    return {_QUARTERS.get(word.removesuffix("份"), word) for word in words}


def _rows_differ(one: Form, other: Form) -> list[Difference]:
    """Return the items on which the two copies say different things."""
    left, right = _by_item(one), _by_item(other)
    found: list[Difference] = []
    for item_no in sorted(left.keys() | right.keys()):
        a, b = left.get(item_no, ("", "")), right.get(item_no, ("", ""))
        if bool(a[0]) != bool(b[0]):
            found.append(Difference("row", item_no, _excerpt(a[0]), _excerpt(b[0])))
            continue
        if not _says_the_same(a[0], b[0]):
            found.append(Difference("progress", item_no, *_apart(a[0], b[0])))
        if a[1] and b[1] and squeeze(a[1]) != squeeze(b[1]):
            found.append(Difference("due", item_no, a[1], b[1]))
    return found


def _by_item(form: Form) -> dict[int, tuple[str, str]]:
    """Return all progress and all time limits written for each item (0 = none)."""
    found: dict[int, tuple[str, str]] = {}
    for row in form.rows[:MOST_ROWS]:
        progress, due = found.get(row.item_no or 0, ("", ""))
        filled = fill_of(row.progress) is not Fill.EMPTY
        words = row.progress if filled else ""
        found[row.item_no or 0] = (progress + words, due + row.due)
    return found


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether two cells differ in layout only, all figures alike."""
    a, b = _unpaged(one), _unpaged(other)
    if a == b:
        return True
    same_figures = figures(a) == figures(b)
    return same_figures and fuzz.ratio(a, b) >= SAME_BUT_FOR_NOISE


def _unpaged(text: str) -> str:
    """Return a cell without layout, punctuation and lines that are page numbers."""
    lines = plain(text[:LONGEST_COMPARED]).splitlines()
    kept = (line for line in lines if not _PAGE_NUMBER.match(line))
    return words_and_figures("".join(kept))


def _excerpt(text: str, start: int = 0) -> str:
    """Return a short piece of a cell in one line."""
    line = " ".join(text.split())
    begin = max(0, start - EXCERPT // 2)
    piece = line[begin : begin + EXCERPT]
    dots = ("…" if begin else "", "…" if begin + EXCERPT < len(line) else "")
    return f"{dots[0]}{piece}{dots[1]}"


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return excerpts of two cells from where they begin to differ."""
    a, b = " ".join(one.split()), " ".join(other.split())
    pairs = enumerate(zip(a, b, strict=False))
    start = next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))
    return _excerpt(a, start), _excerpt(b, start)
