"""Rows told by their numbers and by the empty bands between lines.

A band is a strip across the whole table that no word stands in. Rows are parted by
bands wider than those between lines of one cell; where all are alike, by the numbers,
if cells begin at the top of their row. Else nobody can tell, and so it is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.joining import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.adapters.documents.aligned_words import Piece

_CLEARLY: Final = 0.88  # of the bands between rows: others that wide leave a doubt
_ALIKE: Final = 1.0  # points between bands of one width
_LEVEL: Final = 2.0  # points between the tops of one line's pieces
_FULL: Final = 1.5  # of a glyph's height: less left of a line, and its words may go on


@dataclass(frozen=True, slots=True)
class Part:
    """A piece in its column; `column` is -1 for one that runs over several."""

    piece: Piece
    column: int
    numbered: bool = False  # it is a row's number


@dataclass(slots=True)
class Slab:
    """Parts that no band parts: lines of a row, or a whole row."""

    parts: list[Part]
    top: float
    bottom: float

    @property
    def numbered(self) -> bool:
        """Say whether a row's number stands here."""
        return any(one.numbered for one in self.parts)

    def has(self, column: int) -> bool:
        """Say whether a column has words here."""
        return any(one.column == column for one in self.parts)


def slabs_of(parts: Sequence[Part]) -> list[Slab]:
    """Return what stands between a page's bands, from top down."""
    found: list[Slab] = []
    for one in sorted(parts, key=lambda part: part.piece.top):
        if found and one.piece.top < found[-1].bottom:
            found[-1].parts.append(one)
            found[-1].bottom = max(found[-1].bottom, one.piece.bottom)
        else:
            found.append(Slab([one], one.piece.top, one.piece.bottom))
    return found


def breaks_of(
    pages: Sequence[Sequence[Slab]], names: Sequence[int]
) -> list[list[float]] | None:
    """Return where on each page a row ends and the next begins, None if unclear.

    `names` are the columns that say what a row is about.
    """
    every = [width for page in pages for width in _bands(page)]
    if not every:
        return [[] for _ in pages]
    numbers = sum(slab.numbered for page in pages for slab in page)
    wide = _by_numbers(pages) if numbers > 1 else _by_jump(every)
    if numbers == 1 and wide is None:
        wide = max(every) + _ALIKE  # one row; what it holds has no wider band
    if wide is not None:
        breaks = [_wider(page, wide) for page in pages]
        return breaks if _is_sound(pages, breaks, names) else None
    if all(_stand_on_top(page, names, first=i == 0) for i, page in enumerate(pages)):
        return [_above_starts(page) for page in pages]
    return None


def _bands(page: Sequence[Slab]) -> list[float]:
    return [
        below.top - above.bottom for above, below in zip(page, page[1:], strict=False)
    ]


def _by_numbers(pages: Sequence[Sequence[Slab]]) -> float | None:
    """Return how wide a band is that parts rows, if those in rows are narrower."""
    between: list[list[float]] = []
    loose: list[float] = []
    for page in pages:
        run: list[float] | None = None
        for slab, width in zip(page, [*_bands(page), 0.0], strict=True):
            if slab.numbered:
                if run is not None:
                    between.append(run)
                run = []
            (loose if run is None else run).append(width)
        loose += (run or [])[:-1]
    if not between:
        return None
    least = min(map(max, between))
    inner = [w for run in between for w in run if w < least - _ALIKE]
    inner += [w for w in loose if w < least - _ALIKE]
    parted = all(len(run) == 1 for run in between)
    if inner and max(inner) > _CLEARLY * least:
        return None
    return least - _ALIKE / 2 if inner or parted else None


def _by_jump(every: list[float]) -> float | None:
    """Return the same of a table without numbers: where the widths leap."""
    widths = sorted(every)
    leaps = [
        (above - below, above)
        for below, above in zip(widths, widths[1:], strict=False)
        if below < _CLEARLY * above
    ]
    leap, wide = max(leaps, default=(0.0, 0.0))
    return wide - _ALIKE / 2 if leap > _ALIKE else None


def _wider(page: Sequence[Slab], wide: float) -> list[float]:
    return [
        (above.bottom + below.top) / 2
        for above, below in zip(page, page[1:], strict=False)
        if below.top - above.bottom >= wide
    ]


def _is_sound(
    pages: Sequence[Sequence[Slab]],
    breaks: Sequence[Sequence[float]],
    names: Sequence[int],
) -> bool:
    """Say whether what stands between breaks may be rows.

    What has neither number nor name goes on with the row above it: only where that
    one's words begin beside its number, for else they may be the next one's.
    """
    for page, edges in zip(pages, breaks, strict=True):
        rows: list[list[Slab]] = [[]]
        left = list(edges)
        for slab in page:
            while left and slab.top >= left[0]:
                left.pop(0)
                rows.append([])
            rows[-1].append(slab)
        if any(_numbers(row) > 1 for row in rows):
            return False
        for above, row in zip(rows, rows[1:], strict=False):
            if not any(slab.numbered or any(map(slab.has, names)) for slab in row):
                if not above or not _is_level(above[0]):
                    return False
    return True


def _numbers(row: Sequence[Slab]) -> int:
    """Return how many rows' numbers stand together."""
    return sum(one.numbered for slab in row for one in slab.parts)


def _is_level(slab: Slab) -> bool:
    return all(abs(one.piece.top - slab.top) < _LEVEL for one in slab.parts)


def _stand_on_top(page: Sequence[Slab], names: Sequence[int], *, first: bool) -> bool:
    """Say whether cells begin at the top of their row, beside its number."""
    starts = [place for place, slab in enumerate(page) if slab.numbered]
    if not starts:
        return not first
    if first and starts[0] != 0:
        return False
    level = all(map(_is_level, page))
    named = all(any(map(page[place].has, names)) for place in starts)
    return level and named and all(_ended(page, place) for place in starts if place)


def _ended(page: Sequence[Slab], place: int) -> bool:
    """Say whether the words right above a row's start need not go on in it."""
    for one in page[place - 1].parts:
        column = [
            other.piece for slab in page for other in slab.parts
            if other.column == one.column
        ]  # fmt: skip
        left = max(other.right for other in column) - one.piece.right
        goes_on = page[place].has(one.column) and left < _FULL * one.piece.size
        if goes_on and not ends_sentence(one.piece.text):
            return False
    return True


def _above_starts(page: Sequence[Slab]) -> list[float]:
    return [
        (above.bottom + below.top) / 2
        for above, below in zip(page, page[1:], strict=False)
        if below.numbered
    ]
