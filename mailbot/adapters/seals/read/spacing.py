"""Holds names against a seal place by place: what stands where each character should.

Engravers set characters evenly, so the read ones tell where every other one stands. At
each place, what all looks saw there is put together as shares of the characters seen:
how faint one is then says nothing against it, and a name with fewer or more characters
than there is room for does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.read.engine import LineReading
from mailbot.adapters.seals.read.likelihood import (
    ANY,
    FINE_FLOOR,
    Names,
    alignments,
    columns_of,
    encode,
    han_of,
)
from mailbot.adapters.seals.vision import Floats, Points, np

SEEN = 0.1  # certainty from which a character shows where it stands
FEWEST = 3  # characters that show how a name is set
UNEVEN = 0.35  # of the way from one character to the next that one may be off
REACH, BELL = 0.75, 0.3  # how far a place goes, and how its middle counts (steps)
# A recognizer that saw next to nothing guesses by what is usual: less than FAINTEST of
# a character a look says little, and any one may have left TRACE of what is missing.
FAINTEST, TRACE = 0.08, 0.05
# Where looks disagree about a place (wear), any character may have stood there: a
# name's keeps this part of what they disagree about; some other one has OTHER of the
# share of the likeliest.
WORN, OTHER = 3e-4, 1e-3
BESIDE = (0.15, 0.5)  # characters seen beside a name, of the usual: none, one more
AROUND = 3  # places beside a name that are looked at, each side
AROUND_COUNTS = (0.6, 0.6, 1.0, 1.0, 0.6, 0.6)  # the farther ones a little less
ONE_MORE = 8.0  # nats that a character beside a name speaks against it


@dataclass(frozen=True, slots=True, eq=False)
class SlantedReading:
    """One reading and the angle at which each of its frames lies.

    `weight` is how many looks at the whole line it counts for.
    """

    reading: LineReading
    angles: Floats
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pitch:
    """Where a name's characters stand: its first one's angle, and the step to the next.

    Both are in radians, as a `SlantedReading` counts them.
    """

    first: float
    step: float


@dataclass(frozen=True, slots=True)
class Setting:
    """How well a name fits: the log share of its characters, less what is beside it.

    `beside` is how much of a character was seen next to the name, 1 being a usual one.
    """

    score: float
    beside: float


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """All looks in one row of frames: angles, columns, Han shares, the best of them.

    `which` numbers the characters that were the best in some frame; `looks` is how
    many looks at the whole line there were.
    """

    angles: Floats
    columns: Floats
    han: Floats
    best: Floats
    which: Points
    looks: int


def grids(
    looks: list[SlantedReading], texts: tuple[str, ...]
) -> tuple[Pitch | None, ...]:
    """Find where each text's characters would stand; None for one that does not fit."""
    names = encode(texts)
    columns = [columns_of(look.reading, names, FINE_FLOOR) for look in looks]
    aligned = [alignments(each, names) for each in columns]
    result: list[Pitch | None] = []
    for row, text in enumerate(texts):
        points = [
            (place, look.angles[frame], share)
            for look, (frames, shares) in zip(looks, aligned, strict=True)
            for place, (frame, share) in enumerate(
                zip(frames[row, : len(text)], shares[row, : len(text)], strict=True)
            )
            if share > SEEN and text[place] != ANY
        ]
        result.append(_even(np.array(points, dtype=float).reshape(-1, 3)))
    return tuple(result)


def settings(
    looks: list[SlantedReading],
    texts: tuple[str, ...],
    where: tuple[Pitch | None, ...],
    singly: SlantedReading | None = None,
) -> list[Setting | None]:
    """Hold each text against what was seen; None for one without a grid.

    `singly` is what was seen by looking at each character alone.
    """
    names = encode(texts)
    seen = _together(looks, names, singly)
    return [
        None if grid is None else _held(seen, names, row, grid)
        for row, grid in enumerate(where)
    ]


def _together(
    looks: list[SlantedReading], names: Names, singly: SlantedReading | None
) -> _Seen:
    every = looks if singly is None else [*looks, singly]
    han = [look.weight * han_of(look.reading) for look in every]
    likeliest = np.concatenate([each.argmax(axis=1) for each in han])
    columns = [
        look.weight * columns_of(look.reading, names, FINE_FLOOR) for look in every
    ]
    return _Seen(
        angles=np.concatenate([look.angles for look in every]),
        columns=np.concatenate(columns),
        han=np.concatenate([each.sum(axis=1) for each in han]),
        best=np.concatenate([each.max(axis=1) for each in han]),
        which=np.unique(likeliest, return_inverse=True)[1],
        looks=len(looks),
    )


def _even(points: Floats) -> Pitch | None:
    """Return the grid of evenly set points, None of uneven ones.

    A point is a place's number, the angle it was seen at and how surely.
    """
    numbers, angles, sure = points.T
    told = np.unique(numbers)
    if told.size < FEWEST:
        return None
    weight, first, step = sure, 0.0, 0.0
    off = np.zeros_like(sure)
    for _ in range(3):  # what lies off counts less each time
        first, step = _line_through(numbers, angles, weight)
        off = np.abs(angles - first - step * numbers) / max(step, FINE_FLOOR)
        weight = sure / (1 + (off / 0.25) ** 2)
    order = np.lexsort((off, numbers))
    starts = np.searchsorted(numbers[order], told)
    counts = np.diff(np.append(starts, numbers.size))
    worst = float(off[order][starts + (counts - 1) // 2].max())  # medians, by place
    return Pitch(first, step) if worst <= UNEVEN else None


def _line_through(
    numbers: Floats, angles: Floats, weight: Floats
) -> tuple[float, float]:
    """Return where the likeliest even line begins and its step (least squares)."""
    whole = weight.sum()
    middle, turn = (weight * numbers).sum() / whole, (weight * angles).sum() / whole
    wide = (weight * (numbers - middle) ** 2).sum()
    step = float((weight * (numbers - middle) * (angles - turn)).sum() / wide)
    return float(turn - step * middle), step


def _held(seen: _Seen, names: Names, row: int, where: Pitch) -> Setting:
    """Score one name whose characters stand on a grid."""
    codes = names.states[row, 1 : names.ends[row] : 2]
    numbers = np.arange(-AROUND, len(codes) + AROUND)[:, None]
    off = (seen.angles[None, :] - where.first) / where.step - numbers
    near = np.exp(-0.5 * (off / BELL) ** 2) * (np.abs(off) < REACH)
    mass = near @ seen.han
    inner, within = mass[AROUND:-AROUND], near[AROUND:-AROUND]
    faint = FAINTEST * seen.looks
    counted = inner + faint
    clear = np.array([_clearest(part, seen) for part in within]) / counted
    trace = TRACE * (faint / counted) ** 3
    named = (within * seen.columns[:, codes].T).sum(axis=1) / counted + trace
    worn = np.maximum(WORN * (1 - clear), trace)
    last = seen.columns.shape[1] - 1
    share = np.where(
        codes == last, np.maximum(OTHER * clear, worn), np.maximum(named, worn)
    )
    beside = _beside(near, mass, seen) / max(float(np.median(inner)), faint)
    none, one = BESIDE
    more = float(np.clip((beside - none) / (one - none), 0, 1).max()) * ONE_MORE
    return Setting(float(np.log(share).sum()) - more, float(beside.max()))


def _beside(near: Floats, mass: Floats, seen: _Seen) -> Floats:
    """Return how much of a character was seen at each place beside a name.

    What all looks agree on counts in full, what each reads otherwise (noise) by half.
    """
    around = np.r_[:AROUND, -AROUND:0]
    agreed = np.array([_clearest(part, seen) for part in near[around]])
    counts: Floats = (mass[around] + agreed) / 2 * AROUND_COUNTS
    return counts


def _clearest(part: Floats, seen: _Seen) -> float:
    """Return how much of the likeliest character was seen at one place."""
    there = np.flatnonzero(part)
    if there.size == 0:
        return 0.0
    counts = np.bincount(seen.which[there], weights=part[there] * seen.best[there])
    return float(counts.max())
