"""Tables found by their drawn lines, for the kinds that know only positions.

PDF and OFD say where a glyph and a line lie, never which cell a word is in. Lines that
touch make one table; between its lines lie places, and places with no line between
them are one (merged) cell. Unit: points; y grows downwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_NEAR: Final = 3.0  # lines this near are one: borders are often drawn as thin boxes
_MAX_LINES: Final = 3000  # of one direction; a page with more is a drawing
_MAX_PLACES: Final = 40_000
_FRAME: Final = 2  # upright edges of a box without columns
_SHORT: Final = 4.0  # shorter strokes are dots of a dashed line or parts of a picture


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line along one axis: at `at`, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's rectangle, with its place in the table's grid."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Lattice:
    """One table's lines: its columns' and rows' edges, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def has_columns(self) -> bool:
        """Say whether its lines part columns; a mere frame around rows has none."""
        return len(self.xs) > _FRAME

    def covers(self, other: Lattice) -> bool:
        """Say whether some of another table's height is taken by this one."""
        return self.ys[0] < other.ys[-1] and other.ys[0] < self.ys[-1]


def lattices(level: Iterable[Stroke], upright: Iterable[Stroke]) -> list[Lattice]:
    """Return the tables that horizontal and vertical strokes draw, from top down."""
    upright = _joined(upright)
    level = _joined(level)
    level = sorted((*level, *_open_ends(level, upright)), key=lambda one: one.at)
    found = [
        _lattice(flat, tall)
        for flat, tall in _connected(level, upright)
        if len(flat) > 1 and len(tall) > 1
    ]
    tables = [one for one in found if len(one.boxes) > 1]
    return sorted(tables, key=lambda one: (one.ys[0], one.xs[0]))


def _open_ends(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Stroke]:
    """Close a page that lies within one row: there are but upright lines, alike."""
    ends: dict[tuple[int, int], list[Stroke]] = {}
    for one in upright:
        ends.setdefault((round(one.start), round(one.end)), []).append(one)
    return [
        Stroke(at, alike[0].at, alike[-1].at)
        for alike in ends.values()
        if len(alike) > _FRAME
        and not any(_touch(flat, tall) for flat in level for tall in alike)
        for at in (alike[0].start, alike[0].end)
    ]


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Bring near strokes onto one position and join those that touch end to end."""
    longest = sorted(strokes, key=lambda one: one.start - one.end)[:_MAX_LINES]
    snapped = _snapped(longest)
    found: list[Stroke] = []
    for one in sorted(snapped, key=lambda one: (one.at, one.start)):
        last = found[-1] if found else None
        if last and last.at == one.at and one.start <= last.end + _NEAR:
            found[-1] = Stroke(last.at, last.start, max(last.end, one.end))
        else:
            found.append(one)
    return [one for one in found if one.end - one.start >= _SHORT]


def _snapped(strokes: Iterable[Stroke]) -> list[Stroke]:
    found: list[Stroke] = []
    group, before = 0.0, float("-inf")
    for one in sorted(strokes, key=lambda one: one.at):
        if one.at - before > _NEAR or one.at - group > 2 * _NEAR:
            group = one.at
        before = one.at
        found.append(Stroke(group, one.start, one.end))
    return found


def _connected(
    level: Sequence[Stroke], upright: Sequence[Stroke]
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Split the strokes into sets that touch one another, directly or by others."""
    owner = list(range(len(level) + len(upright)))
    for j, tall in enumerate(upright):
        for i, flat in enumerate(level):
            if _touch(flat, tall):
                owner[_root(owner, i)] = _root(owner, len(level) + j)
    sets: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index, stroke in enumerate((*level, *upright)):
        flats, talls = sets.setdefault(_root(owner, index), ([], []))
        (flats if index < len(level) else talls).append(stroke)
    return list(sets.values())


def _root(owner: list[int], index: int) -> int:
    while owner[index] != index:
        owner[index] = owner[owner[index]]
        index = owner[index]
    return index


def _touch(flat: Stroke, tall: Stroke) -> bool:
    across = flat.start - _NEAR <= tall.at <= flat.end + _NEAR
    return across and tall.start - _NEAR <= flat.at <= tall.end + _NEAR


def _lattice(level: list[Stroke], upright: list[Stroke]) -> Lattice:
    """Return the cells between the strokes of one table; open sides count as drawn."""
    xs = _edges([one.at for one in upright], level)
    ys = _edges([one.at for one in level], upright)
    if len(xs) * len(ys) > _MAX_PLACES:
        return Lattice(xs, ys, ())
    walls = _Walls(level, upright)
    owner = {(i, j): (i, j) for i in range(len(ys) - 1) for j in range(len(xs) - 1)}
    for i, j in sorted(owner):
        if j and not walls.right(xs[j], (ys[i] + ys[i + 1]) / 2):
            owner[i, j] = owner[i, j - 1]
        if i and not walls.below(ys[i], (xs[j] + xs[j + 1]) / 2):
            _merge(owner, owner[i, j], owner[i - 1, j])
    return Lattice(xs, ys, tuple(_boxes(owner, xs, ys)))


def _merge(
    owner: dict[tuple[int, int], tuple[int, int]],
    one: tuple[int, int],
    into: tuple[int, int],
) -> None:
    if one != into:
        for place in [place for place, here in owner.items() if here == one]:
            owner[place] = into


def _edges(positions: list[float], across: list[Stroke]) -> tuple[float, ...]:
    """Return sorted edges; where the outermost line is missing, where lines end."""
    found = sorted(set(positions))
    first, last = min(one.start for one in across), max(one.end for one in across)
    if first < found[0] - 2 * _NEAR:
        found.insert(0, first)
    if last > found[-1] + 2 * _NEAR:
        found.append(last)
    return tuple(found)


class _Walls:
    """Answers whether a line stands between two neighbouring places."""

    def __init__(self, level: list[Stroke], upright: list[Stroke]) -> None:
        self._level = _by_position(level)
        self._upright = _by_position(upright)

    def right(self, x: float, y: float) -> bool:
        return _stands(self._upright.get(x, []), y)

    def below(self, y: float, x: float) -> bool:
        return _stands(self._level.get(y, []), x)


def _by_position(strokes: list[Stroke]) -> dict[float, list[Stroke]]:
    found: dict[float, list[Stroke]] = {}
    for one in strokes:
        found.setdefault(one.at, []).append(one)
    return found


def _stands(strokes: list[Stroke], place: float) -> bool:
    return any(one.start <= place <= one.end for one in strokes)


def _boxes(
    owner: dict[tuple[int, int], tuple[int, int]],
    xs: tuple[float, ...],
    ys: tuple[float, ...],
) -> list[Box]:
    """Return each set of places as the rectangle around it."""
    places: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, into in owner.items():
        places.setdefault(into, []).append(place)
    found: list[Box] = []
    for group in places.values():
        top, bottom = min(i for i, _ in group), max(i for i, _ in group) + 1
        left, right = min(j for _, j in group), max(j for _, j in group) + 1
        corners = xs[left], ys[top], xs[right], ys[bottom]
        found.append(Box(top, left, bottom - top, right - left, *corners))
    return found


def column_at(edges: tuple[float, ...], position: float) -> int:
    """Return the index of the column (or row) a position lies in, -1 outside."""
    if not edges[0] <= position <= edges[-1]:
        return -1
    return min(bisect_right(edges, position), len(edges) - 1) - 1
