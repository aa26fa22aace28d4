"""Columns told by what is common to all lines: the gaps that no word stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.adapters.documents.printed.lineless.head import Head, Heading
from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.lineless.words import Line, Piece


@dataclass(frozen=True, slots=True)
class Span:
    """How far a column's words reach, in points."""

    left: float
    right: float


def columns_of(head: Head, body: Sequence[Line]) -> tuple[Span, ...] | None:
    """Return each heading's column, None where the words do not tell them apart."""
    regular = [line for line in body if not is_crossing(line, head)]
    crossing = len(body) - len(regular)
    if crossing > 1 and crossing > USUAL.crossing_lines * len(body):
        return None
    spans = [Span(one.left, one.right) for one in head.columns]
    stripes = _merged(Span(one.left, one.right) for line in regular for one in line)
    owners = [_overlapped(stripe, head.columns) for stripe in stripes]
    if any(len(owner) > 1 for owner in owners):
        return None
    loose: list[Span] = []
    for stripe, owner in zip(stripes, owners, strict=True):
        if owner:
            spans[owner[0]] = _both(spans[owner[0]], stripe)
        else:
            loose.append(stripe)
    empty = {
        place
        for place in range(len(spans))
        if not any(place in owner for owner in owners)
    }
    found = _with_loose(spans, loose, empty)
    glued = any(_is_glued(line, found or (), head) for line in body)
    return None if glued else found


def _is_glued(line: Line, spans: Sequence[Span], head: Head) -> bool:
    """Say whether words of two columns may touch in a row with further cells.

    A character begins where the next column does: a merged cell by chance, or two
    cells without a gap. Nobody can tell.
    """
    return len(line) > 1 and any(
        abs(start - span.left) < USUAL.touch
        for one in line
        if is_crossing([one], head)
        for span in spans
        if span.left > one.left + USUAL.touch
        for start in one.starts
    )


def is_crossing(line: Line, head: Head) -> bool:
    """Say whether a line's words run over two columns' headings."""
    return any(
        len(_overlapped(Span(one.left, one.right), head.columns)) > 1 for one in line
    )


def _overlapped(span: Span, headings: Sequence[Heading]) -> list[int]:
    return [
        place
        for place, one in enumerate(headings)
        if min(span.right, one.right) - max(span.left, one.left) > USUAL.touch
    ]


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for one in sorted(spans, key=lambda span: span.left):
        if found and one.left < found[-1].right + USUAL.touch:
            found[-1] = _both(found[-1], one)
        else:
            found.append(one)
    return found


def _both(one: Span, other: Span) -> Span:
    return Span(min(one.left, other.left), max(one.right, other.right))


def _with_loose(
    spans: list[Span], loose: list[Span], empty: set[int]
) -> tuple[Span, ...] | None:
    """Give words that stand under no heading to a neighbour, if it is clear which."""
    for stripe in loose:
        before = max(
            (
                i
                for i, one in enumerate(spans)
                if one.right <= stripe.left + USUAL.touch
            ),
            default=-1,
        )
        place = _neighbour(spans, stripe, before, empty)
        if place is None:
            return None
        spans[place] = _both(spans[place], stripe)
        empty.discard(place)
    apart = all(one.right <= other.left + USUAL.touch for one, other in pairwise(spans))
    return tuple(spans) if apart else None


def _neighbour(
    spans: list[Span], stripe: Span, before: int, empty: set[int]
) -> int | None:
    """Return the column beside a stripe that has no words of its own.

    Where both have theirs, the stripe may be a column whose heading says nothing.
    """
    sides = [place for place in (before, before + 1) if 0 <= place < len(spans)]
    wanting = sorted(
        (max(stripe.left - spans[place].right, spans[place].left - stripe.right), place)
        for place in sides
        if place in empty
    )
    if len(wanting) > 1 and wanting[0][0] > USUAL.doubt * wanting[1][0]:
        return None
    return wanting[0][1] if wanting else None


def column_in(spans: Sequence[Span], piece: Piece) -> int:
    """Return the column a piece lies in, -1 for one that runs over several."""
    inside = [
        place
        for place, one in enumerate(spans)
        if min(piece.right, one.right) - max(piece.left, one.left) > USUAL.touch
    ]
    return inside[0] if len(inside) == 1 else -1
