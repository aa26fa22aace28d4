"""Rows told by their numbers and by the empty bands between lines.

A band is a strip across the whole table that no word stands in. Rows are parted by
bands wider than those between lines of one cell; where all are alike, by the numbers,
if cells begin at the top of their row. Else nobody can tell, and so it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.adapters.documents.printed.joining import ends_sentence
from mailbot.adapters.documents.printed.lineless.tolerances import USUAL
from mailbot.adapters.documents.printed.lineless.words import Piece


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
    inner = [width for page in pages for slab in page for width in _leading(slab)]
    wide = _by_numbers(pages, inner) if numbers > 1 else _by_jump(every + inner)
    if numbers == 1 and wide is None:
        wide = max(every) + USUAL.alike  # one row; what it holds has no wider band
    if wide is not None:
        breaks = [_wider(page, wide) for page in pages]
        if _is_sound(pages, breaks, names):
            return breaks
    below = [_below_numbers(page) for page in pages]
    above = [_above_numbers(page) for page in pages]
    top = bool(pages[0]) and pages[0][0].numbered and _is_parted(pages, above)
    bottom = bool(pages[-1]) and pages[-1][-1].numbered and _is_parted(pages, below)
    if top == bottom:
        return None
    return [
        [(page[i - 1].bottom + page[i].top) / 2 for i in places]
        for page, places in zip(pages, above if top else below, strict=True)
    ]


def _bands(page: Sequence[Slab]) -> list[float]:
    return [below.top - above.bottom for above, below in pairwise(page)]


def _by_numbers(
    pages: Sequence[Sequence[Slab]], leading: Sequence[float]
) -> float | None:
    """Return how wide a band is that parts rows, if those in rows are narrower.

    `leading` are the gaps between lines that stand within rows for certain.
    """
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
    inner = [w for run in between for w in run if w < least - USUAL.alike]
    inner += [w for w in loose if w < least - USUAL.alike]
    inner += leading
    parted = all(len(run) == 1 for run in between)
    if inner and max(inner) > USUAL.clearly_wider * least:
        return None
    return least - USUAL.alike / 2 if inner or parted else None


def _leading(slab: Slab) -> Iterator[float]:
    """Yield the gaps between lines of one cell that stand in one slab."""
    columns: dict[int, Piece] = {}
    for one in slab.parts:
        above = columns.get(one.column)
        if above is not None and one.piece.top > above.bottom:
            yield one.piece.top - above.bottom
        columns[one.column] = one.piece


def _by_jump(every: list[float]) -> float | None:
    """Return the same of a table without numbers: where the widths leap."""
    widths = sorted(every)
    leaps = [
        (above - below, above)
        for below, above in pairwise(widths)
        if below < USUAL.clearly_wider * above
    ]
    leap, wide = max(leaps, default=(0.0, 0.0))
    return wide - USUAL.alike / 2 if leap > USUAL.alike else None


def _wider(page: Sequence[Slab], wide: float) -> list[float]:
    return [
        (above.bottom + below.top) / 2
        for above, below in pairwise(page)
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
    parted = [rows_of(page, edges) for page, edges in zip(pages, breaks, strict=True)]
    if any(numbers_in(row) > 1 for rows in parted for row in rows):
        return False
    follow = all(
        _may_follow(above, row, names)
        for rows in parted
        for above, row in pairwise(rows)
    )
    numbered = any(slab.numbered for page in pages for slab in page)
    return follow and not (numbered and not numbers_in(parted[0][0]))


def rows_of(page: Sequence[Slab], breaks: Sequence[float]) -> list[list[Slab]]:
    """Return a page's slabs by the rows that these heights part."""
    rows: list[list[Slab]] = [[]]
    left = list(breaks)
    for slab in page:
        while left and slab.top >= left[0]:
            left.pop(0)
            rows.append([])
        rows[-1].append(slab)
    return rows


def numbers_in(row: Sequence[Slab]) -> int:
    """Return how many rows' numbers stand together."""
    return sum(one.numbered for slab in row for one in slab.parts)


def _may_follow(above: list[Slab], row: list[Slab], names: Sequence[int]) -> bool:
    """Say whether a row, or the rest of the one above it, may stand here."""
    if any(slab.numbered for slab in row):
        return True
    named = any(slab.has(name) for slab in row for name in names)
    more = any(one.column not in {0, *names} for slab in row for one in slab.parts)
    return more if named else bool(above) and _is_level(above[0])


def _is_level(slab: Slab) -> bool:
    return all(abs(one.piece.top - slab.top) < USUAL.level_tops for one in slab.parts)


def _above_numbers(page: Sequence[Slab]) -> list[int]:
    """Return the slabs that rows begin with, if numbers stand on top."""
    return [i for i, slab in enumerate(page) if slab.numbered and i]


def _below_numbers(page: Sequence[Slab]) -> list[int]:
    """Return the slabs that rows begin with, if numbers stand at the bottom."""
    return [i + 1 for i, slab in enumerate(page) if slab.numbered and i + 1 < len(page)]


def _is_parted(
    pages: Sequence[Sequence[Slab]], places: Sequence[Sequence[int]]
) -> bool:
    """Say whether few words seem to go on from above these slabs into them.

    A cell may end with a full line by chance; where rows are cut wrongly, most do.
    """
    if not all(_is_level(slab) for page in pages for slab in page):
        return False
    widths = _widths(pages)
    cells = [
        _goes_on(one, widths)
        for page, starts in zip(pages, places, strict=True)
        for i in starts
        for one in page[i - 1].parts
        if page[i].has(one.column) and not one.numbered
    ]
    return sum(cells) <= USUAL.full_by_chance * len(cells)


def _widths(pages: Sequence[Sequence[Slab]]) -> dict[int, float]:
    """Return how far to the right each column's words come."""
    found: dict[int, float] = {}
    for page in pages:
        for slab in page:
            for one in slab.parts:
                right = found.get(one.column, one.piece.right)
                found[one.column] = max(right, one.piece.right)
    return found


def _goes_on(part: Part, widths: dict[int, float]) -> bool:
    """Say whether a line is full and ends no sentence."""
    left = widths[part.column] - part.piece.right
    full = left < USUAL.full_line * part.piece.size
    return full and not ends_sentence(part.piece.text)
