"""Last quarter's report sent again: the same words, with the same figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from mailbot.core.form.reading import Form
from mailbot.core.form.words import (
    Fill,
    figures,
    fill_of,
    plain,
    squeeze,
    words_and_figures,
)

NEARLY_THE_SAME = 95.0
SHORTEST_TELLING = 15  # letters: 按计划推进 says the same every quarter
LONGEST_COMPARED = 10_000
LONGEST_SOUGHT = 2_000  # a search for the likest part grows with both lengths
MOST_TEXT = 40_000
MOST_ROWS = 200

_PERIOD = re.compile(
    r"(20\d\d|二[〇○零]..)年(度|第)?"
    r"|第?[一二三四1-4]季度|前[二三]季度|[上下]半年|本季度|第\d{1,2}周|\d{1,2}[-—–~至到]\d{1,2}月份?"
    r"|(截至|截止到?)?\d{1,2}月(\d{1,2}日|份|底|末)?"
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


def telling_rows(form: Form) -> tuple[tuple[int, str], ...]:
    """Return the rows that can tell one quarter from another: item and progress."""
    return tuple(
        (row.item_no or 0, row.progress)
        for row in form.rows[:MOST_ROWS]
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
    found = [
        evidence
        for period, then in earlier
        if (evidence := _repeats(rows, period, _timeless_cells(then)))
    ]
    return max(found, key=lambda e: (e.exact, e.likeness), default=None)


def _timeless_cells(then: Form | str) -> tuple[tuple[int, str], ...] | str:
    """Return an earlier report ready for comparison: by item, or one text."""
    if isinstance(then, str):
        return _timeless(then, MOST_TEXT)
    rows = then.rows[:MOST_ROWS]
    return tuple((row.item_no or 0, _timeless(row.progress)) for row in rows)


def _repeats(
    rows: tuple[tuple[int, str], ...],
    period: str,
    then: tuple[tuple[int, str], ...] | str,
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


def _stands_in(
    then: tuple[tuple[int, str], ...] | str, item_no: int, now: str
) -> float:
    """Return how like what was reported then is to `now`; 0 if a figure differs."""
    if isinstance(then, str):
        return _like_a_part(now, then)
    cells = (text for number, text in then if number == item_no)
    return max((_alike(now, cell) for cell in cells), default=0.0)


def _alike(one: str, other: str) -> float:
    """Return how like two texts are, 0 if any figure differs."""
    same_figures = figures(one) == figures(other)
    return fuzz.ratio(one, other) if same_figures else 0.0


def _like_a_part(short: str, long: str) -> float:
    """Return how like `short` is to the likest part of `long`."""
    if short in long:
        return 100.0
    if len(short) > LONGEST_SOUGHT:
        return 0.0
    spot = fuzz.partial_ratio_alignment(short, long, score_cutoff=NEARLY_THE_SAME)
    return _alike(short, long[spot.dest_start : spot.dest_end]) if spot else 0.0


def _timeless(text: str, most: int = LONGEST_COMPARED) -> str:
    """Return a text without layout, punctuation and words that name the quarter."""
    bare = re.sub(r"\s+", "", plain(text[:most]))
    return words_and_figures(_PERIOD.sub("", bare))
