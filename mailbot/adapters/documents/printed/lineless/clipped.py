"""Sheets printed with cells too narrow for their words, which run into the next ones.

A spreadsheet cuts such words off at the cell's edge, on paper only: in the file they
go on, letter over letter with the next column's. Each cell was drawn in one go, so
it is known which letters are whose; they are set closer, and columns part again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.placed import Glyph
from mailbot.core.form.words import column_by_words


@dataclass(slots=True)
class _Run:
    """Letters drawn one after another, side by side, by their places in the page."""

    places: list[int]
    left: float
    right: float
    top: float
    size: float
    text: str


def set_closer(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], bool]:
    """Return a page's letters, each in its own column, and whether any were not.

    `glyphs` stand in the order they were drawn in. A page without a heading of annex
    columns, or on which nothing lies over anything, is returned as it is.
    """
    runs = _runs(glyphs)
    head = _heading(runs)
    if not head or not _lie_over(runs):
        return list(glyphs), False
    edges = sorted(one.left for one in head)
    found = list(glyphs)
    top = min(one.top for one in head) - USUAL.same_run * head[0].size
    for run in runs:
        if run.top < top:
            continue
        left, scale = _put(run, edges)
        for place in run.places:
            found[place] = _moved(glyphs[place], run.left, left, scale)
    return found, True


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    found: list[_Run] = []
    for place, one in enumerate(glyphs):
        size = one.bottom - one.top
        last = found[-1] if found else None
        if (
            last is not None
            and abs(one.left - last.right) < USUAL.touching * size
            and abs(one.top - last.top) < USUAL.same_run * size
        ):
            last.places.append(place)
            last.right, last.text = one.right, last.text + one.text
        else:
            found.append(_Run([place], one.left, one.right, one.top, size, one.text))
    return [one for one in found if one.text.strip()]


def _heading(runs: Sequence[_Run]) -> list[_Run]:
    """Return the words of the line that heads the table's columns, [] without one."""
    for first in runs:
        line = [
            one for one in runs if abs(one.top - first.top) < USUAL.same_run * one.size
        ]
        roles = {column_by_words(one.text) for one in line} - {None}
        if len(roles) >= USUAL.heading_columns:
            return line
    return []


def _lie_over(runs: Sequence[_Run]) -> bool:
    """Say whether words of one line lie over other words of the same size."""
    ordered = sorted(runs, key=lambda one: (round(one.top), one.left))
    return any(
        abs(one.top - other.top) < USUAL.same_run * one.size
        and abs(one.size - other.size) < USUAL.same_run * one.size
        and one.right - other.left > USUAL.lies_over * one.size
        and one.text != other.text
        for one, other in pairwise(ordered)
    )


def _put(run: _Run, edges: Sequence[float]) -> tuple[float, float]:
    """Return where a cell's words are to begin, and how much closer they stand.

    Words from the column's own edge on are set closer, others (numbers on its right
    side) are moved: both end clear of the next column.
    """
    after = [edge for edge in edges if edge > run.left + USUAL.same_edge]
    width = run.right - run.left
    limit = after[0] - USUAL.clipped_gap * run.size if after else run.right
    if run.right <= limit:
        return run.left, 1.0
    if any(abs(run.left - edge) < USUAL.same_edge for edge in edges):
        return run.left, max(limit - run.left, 1.0) / width
    return limit - width, 1.0


def _moved(one: Glyph, before: float, left: float, scale: float) -> Glyph:
    return replace(
        one,
        left=left + (one.left - before) * scale,
        right=left + (one.right - before) * scale,
    )
