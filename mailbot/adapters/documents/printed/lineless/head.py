"""The heading of a table that no upright line parts: words over columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.lineless.words import Line, Piece, spaced_out
from mailbot.core.form.words import Column, column_by_words

_NO_HEADING: Final = re.compile(r"[\d，。；：、！？,;:!?]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: where it stands, what it says, what it is for."""

    left: float
    right: float
    text: str
    role: Column | None


@dataclass(frozen=True, slots=True)
class Head:
    """A table's heading: its columns from left to right, its upper and lower edge.

    `first` and `last` are the lines it takes, `last` not included.
    """

    columns: tuple[Heading, ...]
    top: float
    bottom: float
    first: int
    last: int

    def is_like(self, other: Head) -> bool:
        """Say whether another page repeats this heading in the same places."""
        pairs = list(zip(self.columns, other.columns, strict=False))
        same = all(
            a.text == b.text and abs(a.left - b.left) < USUAL.straight for a, b in pairs
        )
        return same and len(self.columns) == len(other.columns)


def find_head(lines: Sequence[Line]) -> Head | None:
    """Return the first heading with three columns that annex tables have, or None."""
    words = [spaced_out(line) for line in lines]
    for place, line in enumerate(words):
        if sum(_is_word(one) for one in line) > 1:
            found = _grown(words, place)
            if found is not None:
                return found
    return None


def _is_word(piece: Piece) -> bool:
    known = column_by_words(piece.text) is not None
    return known and _NO_HEADING.search(piece.text) is None


def _grown(words: list[Line], place: int) -> Head | None:
    """Return the heading around a line: as many lines as still make one."""
    best = _head(words, place, place + 1)
    first, last = place, place + 1
    while last - first < USUAL.heading_lines:
        bands = [
            _head(words, a, b)
            for a, b in ((first, last + 1), (first - 1, last), (first - 1, last + 1))
            if a >= 0 and b <= len(words) and _joins(words, (first, last), (a, b))
        ]
        grown = max((one for one in bands if one), key=_worth, default=None)
        if grown is None or (best is not None and _worth(grown) < _worth(best)):
            break
        best, first, last = grown, grown.first, grown.last
    enough = best is not None and _worth(best)[0] >= USUAL.heading_columns
    return best if enough else None


def _worth(head: Head) -> tuple[int, int]:
    """Return how many of the annex's columns are named, less those of no meaning."""
    roles = {one.role for one in head.columns} - {None, Column.ASIDE}
    return len(roles), -sum(one.role is None for one in head.columns)


def _joins(words: list[Line], held: tuple[int, int], wanted: tuple[int, int]) -> bool:
    """Say whether the lines around a heading's lines are of it by their look."""
    (first, last), (a, b) = held, wanted
    pieces = [one for row in words[first:last] for one in row]
    pairs = [(words[a], words[first])] if a < first else []
    pairs += [(words[last - 1], words[b - 1])] if b > last else []
    near = all(
        min(one.top for one in lower) - max(one.bottom for one in upper)
        <= USUAL.heading_gap * min(one.size for one in lower)
        for upper, lower in pairs
    )
    more = [one for row in (*words[a:first], *words[last:b]) for one in row]
    return near and all(_is_part(one, pieces) for one in more)


def _is_part(piece: Piece, held: list[Piece]) -> bool:
    """Say whether a piece may be a heading, or the rest of one right above it."""
    if _NO_HEADING.search(piece.text):
        return False
    over = [one for one in held if _overlap(piece, one)]
    if not over:  # 完成时 and 限, above and below the other headings' one line
        return _is_word(piece) or len(piece.text) <= USUAL.split_word
    straight = any(
        abs(piece.centre - one.centre) < USUAL.straight
        or abs(piece.left - one.left) < USUAL.straight
        for one in over
    )
    return straight and (len(piece.text) <= USUAL.split_word or _is_word(piece))


def _overlap(one: Piece, other: Piece) -> bool:
    return one.left < other.right and other.left < one.right


def _head(words: list[Line], first: int, last: int) -> Head | None:
    pieces = [one for line in words[first:last] for one in line]
    groups: list[list[Piece]] = []
    for one in sorted(pieces, key=lambda piece: piece.left):
        if groups and one.left < max(other.right for other in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    if len(groups) < USUAL.heading_columns:
        return None
    return Head(
        tuple(_heading(group) for group in groups),
        min(one.top for one in pieces),
        max(one.bottom for one in pieces),
        first,
        last,
    )


def _heading(group: list[Piece]) -> Heading:
    text = "".join(one.text for one in sorted(group, key=lambda piece: piece.top))
    left, right = min(one.left for one in group), max(one.right for one in group)
    return Heading(left, right, text, column_by_words(text))
