"""Level rules of a table without upright lines, and where such a table ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mailbot.adapters.documents.printed.lineless.columns import is_crossing
from mailbot.adapters.documents.printed.lineless.head import Head
from mailbot.adapters.documents.printed.lineless.rows import Slab, numbers_in, rows_of
from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.lineless.words import Line, text_of
from mailbot.adapters.documents.printed.ruled import Stroke
from mailbot.core.form.lines import stands_around
from mailbot.core.form.words import Column, number_of, plain

_TWO: Final = 2
_DATE: Final = re.compile(r"^(20\d\d|二[〇○零Oo0]二.)年.{1,3}月.{1,3}日$")
_SIGNER: Final = re.compile(r"^.{2,25}(局|会|院|中心|办公?室?|委|联|部|馆|队|站)$")


class Rules:
    """A page's level strokes, from top down."""

    def __init__(self, level: Sequence[Stroke]) -> None:
        self._level = sorted(level, key=lambda one: one.at)

    def last_over(self, head: Head) -> float | None:
        """Return the height of the lowest rule as wide as the table."""
        left, right = head.columns[0].left, head.columns[-1].right
        need = USUAL.rule_share * (right - left)
        found = [
            one.at
            for one in self._level
            if min(one.end, right) - max(one.start, left) > need
        ]
        return found[-1] if found else None

    def between(self, slabs: Sequence[Slab]) -> list[float] | None:
        """Return the rules that part rows; None if they leave two numbers together.

        Rules that stand in one line from left to right of the words are such, also
        where they leave a merged cell open.
        """
        if not slabs:
            return []
        bands = [(one.bottom, other.top) for one, other in pairwise(slabs)]
        inside = [
            [one.at for one in self._level if upper <= one.at <= lower]
            for upper, lower in bands
        ]
        found = [one[-1] for one in inside if one]
        sound = all(numbers_in(row) < _TWO for row in rows_of(slabs, found))
        return found if found and sound else None

    def partly(
        self, level: list[Stroke], xs: Sequence[float], ys: Sequence[float]
    ) -> list[Stroke]:
        """Return the rows' edges, each as far as a drawn rule reaches that is short."""
        found: list[Stroke] = []
        for edge in level:
            drawn = [
                one for one in self._level if abs(one.at - edge.at) < USUAL.same_rule
            ]
            inner = edge.at not in {ys[0], ys[-1]}
            reach = sum(one.end - one.start for one in drawn)
            if (
                not drawn
                or not inner
                or reach > USUAL.rule_share * (edge.end - edge.start)
            ):
                found.append(edge)
            else:
                found += [_snapped(one, edge.at, xs) for one in drawn]
        return found


def _snapped(stroke: Stroke, at: float, xs: Sequence[float]) -> Stroke:
    start = min(xs, key=lambda x: abs(x - stroke.start))
    end = min(xs, key=lambda x: abs(x - stroke.end))
    return Stroke(at, start, end)


def table_end(lines: Sequence[Line], head: Head, rules: Rules) -> int:
    """Return how many of the lines below a heading are the table's.

    It ends at its last rule; else, below its last row's beginning, at a signature or
    note, and at text that runs over several columns.
    """
    end = len(lines)
    last = rules.last_over(head)
    if last is not None and any(line[0].bottom <= last for line in lines):
        end = next((i for i, one in enumerate(lines) if one[0].top >= last), end)
    rows = [i for i, line in enumerate(lines[:end]) if _is_row(line, head)]
    after = rows[-1] if rows else -1
    for place in range(after + 1, end):
        words = text_of(lines[place])
        noted = ":" in plain(words) and stands_around(words)
        if noted or is_crossing(lines[place], head):
            end = place
            break
    return _unsigned(lines, after + 1, end)


def _unsigned(lines: Sequence[Line], begin: int, end: int) -> int:
    """Return the end without a date that stands below the table, and its signature."""
    first = end
    for signature in (_DATE, _SIGNER):
        if first > begin and signature.match(text_of(lines[first - 1])):
            first -= 1
    if first in {0, end} or not _DATE.match(text_of(lines[end - 1])):
        return end
    line = lines[first][0]
    near = any(
        line.top - one.bottom < USUAL.signature_gap * line.size
        for one in lines[first - 1]
    )
    return end if near else first


def _is_row(line: Line, head: Head) -> bool:
    """Say whether a row begins here: its number, or words in most of the columns."""
    first = line[0]
    if head.columns[0].role is Column.NO:
        return number_of(first.text) is not None and first.left < head.columns[0].right
    filled = sum(
        any(one.left < piece.right and piece.left < one.right for piece in line)
        for one in head.columns
    )
    return filled > len(head.columns) / 2 and not is_crossing(line, head)
