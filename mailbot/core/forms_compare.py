"""Forms side by side: last quarter's sent again, two copies that differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from mailbot.core.forms import Form, read_form
from mailbot.core.forms_words import (
    Fill,
    fill_of,
    likeness,
    plain,
    squeeze,
    words_of_notice,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mailbot.core.documents import Content
    from mailbot.core.forms_heading import Heading
    from mailbot.core.forms_words import UnitWords
    from mailbot.core.notice import Notice

NEARLY_THE_SAME = 95.0
SAME_TITLE = 90.0
SAME_BUT_FOR_NOISE = 98.0
SHORTEST_TELLING = 15  # letters: 按计划推进 says the same every quarter
LONGEST_COMPARED = 20_000
MOST_TEXT = 100_000
MOST_DIFFERENCES = 50
EXCERPT = 30

_QUARTERS = {
    **{f"{n}季度": f"{c}季度" for n, c in enumerate("一二三四", start=1)},
    **dict(
        zip(
            ("13月", "46月", "79月", "1012月"),
            (f"{c}季度" for c in "一二三四"),
            strict=True,
        )
    ),
}
_PERIOD = re.compile(
    r"(20\d\d|二[〇○零]..)年(度|第)?"
    r"|第?[一二三四1-4]季度|前[二三]季度|[上下]半年|本季度|\d{1,2}[-—–~至到]\d{1,2}月份?"
    r"|(截至|截止到?)?\d{1,2}月(\d{1,2}日|份|底|末)?"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?|[〇零一二三四五六七八九十百千万亿两半]")
_PAGE_NUMBER = re.compile(
    r"^\s*([-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页.{0,12})\s*$"
)


@dataclass(frozen=True, slots=True)
class StaleEvidence:
    """An earlier report sent again.

    `period` whose, `exact` or nearly so, `likeness` 0–100 of the least like row,
    `items` the numbers of the rows compared (0 for one without an item).
    """

    period: str
    exact: bool
    likeness: float
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two copies disagree: `where`, and what each says there.

    `where` is title, unit, year, period, row (one copy lacks it) or progress, due.
    """

    where: str
    item_no: int
    electronic: str
    pdf: str


def telling_rows(form: Form) -> tuple[tuple[int, str], ...]:
    """Return the rows that can tell one quarter from another: item and progress."""
    return tuple(
        (row.item_no or 0, row.progress)
        for row in form.rows
        if fill_of(row.progress) is Fill.FILLED
        and len(squeeze(row.progress)) >= SHORTEST_TELLING
    )


def same_as_earlier(
    now: Form, earlier: Iterable[tuple[str, Form | str]]
) -> StaleEvidence | None:
    """Return the earlier period whose report this one repeats, None if there is none.

    `earlier` are period ids with the form or the document's text of then. Every
    telling row has to be found there again; words that only name the quarter do
    not count, and a changed figure makes a row new. The likest period is returned.
    """
    rows = telling_rows(now)
    if not rows:
        return None
    found = [e for period, then in earlier if (e := _repeats(rows, period, then))]
    return max(found, key=lambda e: (e.exact, e.likeness), default=None)


def _repeats(
    rows: tuple[tuple[int, str], ...], period: str, then: Form | str
) -> StaleEvidence | None:
    """Return the evidence if every row stands in the earlier report."""
    likes = []
    for item_no, progress in rows:
        like = _stands_in(then, item_no, _timeless(progress))
        if like < NEARLY_THE_SAME:
            return None
        likes.append(like)
    least = min(likes)
    exact = least == 100.0  # noqa: PLR2004 - identical
    return StaleEvidence(period, exact, round(least, 1), tuple(no for no, _ in rows))


def _stands_in(then: Form | str, item_no: int, now: str) -> float:
    """Return how like what was reported then is to `now`; 0 if a figure differs."""
    if isinstance(then, str):
        return _like_a_part(now, _timeless(then, MOST_TEXT))
    cells = (row.progress for row in then.rows if (row.item_no or 0) == item_no)
    return max((_alike(now, _timeless(cell)) for cell in cells), default=0.0)


def _alike(one: str, other: str) -> float:
    """Return how like two texts are, 0 if any figure differs."""
    same_figures = _FIGURES.findall(one) == _FIGURES.findall(other)
    return fuzz.ratio(one, other) if same_figures else 0.0


def _like_a_part(short: str, long: str) -> float:
    """Return how like `short` is to the likest part of `long`."""
    if short in long:
        return 100.0
    spot = fuzz.partial_ratio_alignment(short, long, score_cutoff=NEARLY_THE_SAME)
    return _alike(short, long[spot.dest_start : spot.dest_end]) if spot else 0.0


def _timeless(text: str, most: int = LONGEST_COMPARED) -> str:
    """Return a text without layout, punctuation and words that name the quarter."""
    bare = re.sub(r"\s+", "", plain(text[:most]))
    return _bare(_PERIOD.sub("", bare))


def _bare(text: str) -> str:
    """Return letters, characters and figures, with the point and % of a figure."""
    kept = []
    padded = f" {text} "
    for before, (char, after) in zip(padded, pairwise(padded[1:]), strict=False):
        point = char == "." and before.isdigit() and after.isdigit()
        if char.isalnum() or char == "%" or point:
            kept.append(char)
    return "".join(kept)


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
    if one is None or other is None or not one.rows or not other.rows:
        return ()
    headings = _headings_differ(one.heading, other.heading, find)
    return tuple([*headings, *_rows_differ(one, other)][:MOST_DIFFERENCES])


def _headings_differ(one: Heading, other: Heading, find: UnitWords) -> list[Difference]:
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
    for row in form.rows:
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
    same_figures = _FIGURES.findall(a) == _FIGURES.findall(b)
    return same_figures and fuzz.ratio(a, b) >= SAME_BUT_FOR_NOISE


def _unpaged(text: str) -> str:
    """Return a cell without layout, punctuation and lines that are page numbers."""
    lines = plain(text[:LONGEST_COMPARED]).splitlines()
    return _bare("".join(line for line in lines if not _PAGE_NUMBER.match(line)))


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
