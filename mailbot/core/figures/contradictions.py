"""What the figures of several forms say against one another, or against a target.

Only sure figures of things done are weighed, but for `unit_word`, whose readings are
unsure by nature. What a text openly corrects contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from mailbot.core.figures.model import (
    Clash,
    Contradiction,
    Figure,
    FigureSpan,
    FigureState,
    kin_unit,
    kind_of,
    same_unit,
)
from mailbot.core.notice.notice import Target, TargetKind

# A rate told may be rounded; beyond this many points it is another number.
MOST_POINTS = 2.0
# A count above this part of its target is more likely a slip than a success.
MOST_OF_TARGET = 1.5


@dataclass(frozen=True, slots=True)
class Told:
    """What one file tells in the row of one item: by whom, of which period."""

    unit: str
    item: int
    period: str
    figures: tuple[Figure, ...]


def find(told: Iterable[Told]) -> tuple[Contradiction, ...]:
    """Return every contradiction among what was told, each once, in order.

    `told` are the rows of all files looked at together, in the order of the files.
    """
    rows = tuple(told)
    found: set[Contradiction] = set()
    for item in {row.item for row in rows}:
        of_item = [row for row in rows if row.item == item]
        for target in _targets(of_item):
            found.update(find_of(target, of_item))
    return tuple(sorted(found, key=lambda c: (c.period, c.kind, c.target)))


def _targets(rows: list[Told]) -> tuple[Target, ...]:
    return tuple(dict.fromkeys(f.target for row in rows for f in row.figures))


def find_of(target: Target, rows: Iterable[Told]) -> Iterator[Contradiction]:
    """Yield what rows of a target's item contradict about it, some of it twice."""
    rows = [row for row in rows if any(_is_of(f, target) for f in row.figures)]
    for kind, period in (
        *_against_target(target, rows),
        *_among_units(target, rows),
        *_through_time(target, rows),
        *_among_copies(target, rows),
    ):
        yield Contradiction(kind, target.text, period)


def _done(row: Told, target: Target) -> list[Figure]:
    """Return the sure figures of what is done for a target in one row."""
    return [
        f
        for f in row.figures
        if f.state is FigureState.DONE
        and f.sure
        and _is_of(f, target)
        and f.value is not None
    ]


def _is_of(figure: Figure, target: Target) -> bool:
    # most are the very same value, and comparing field by field takes long
    return figure.target is target or figure.target == target


def _totals(row: Told, target: Target) -> list[float]:
    """Return the values that a row gives as those of the year so far."""
    return [
        f.value
        for f in _done(row, target)
        if f.value is not None and f.span is FigureSpan.CUMULATIVE and not f.own_share
    ]


def _against_target(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    counts = kind_of(target) not in {TargetKind.SHARE, TargetKind.CEILING}
    for row in rows:
        for figure in _done(row, target):
            value = figure.value or 0.0
            if counts and target.unit != "%" and value > target.value * MOST_OF_TARGET:
                yield Clash.OVER, row.period
            if _wrong_rate(figure, target):
                yield Clash.PERCENT, row.period


def _wrong_rate(figure: Figure, target: Target) -> bool:
    if figure.percent is None or figure.value is None or not target.value:
        return False
    rate = figure.value / target.value * 100
    return round(abs(rate - figure.percent), 6) > MOST_POINTS


def finished_below(target: Target, rows: Iterable[Told]) -> Iterator[Contradiction]:
    """Yield where a row calls the task finished and counts less than was promised.

    The cases of `find` know no such kind (docs/figures.md); the ledger tells it.
    """
    for row in rows:
        finished = any(
            f.target == target and f.state is FigureState.DONE and f.value is None
            for f in row.figures
        )
        reached = _totals(row, target) or [
            f.value or 0.0 for f in _done(row, target) if f.span is None
        ]
        if finished and reached and max(reached) < target.value:
            yield Contradiction(Clash.BELOW, target.text, row.period)


def _through_time(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    for unit in dict.fromkeys(row.unit for row in rows):
        mine = [row for row in rows if row.unit == unit]
        if kind_of(target) not in {TargetKind.SHARE, TargetKind.CEILING}:
            yield from _falls(target, mine)
        yield from _changed_units(target, mine)


def _falls(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    """Yield the periods in which a total is lower than in an earlier one."""
    highest = 0.0
    for period in sorted({row.period for row in rows}):
        now = [row for row in rows if row.period == period]
        totals = [value for row in now for value in _totals(row, target)]
        if not totals:
            continue
        corrected = any(
            f.corrected for row in now for f in row.figures if _is_of(f, target)
        )
        if corrected:
            highest = max(totals)
        elif max(totals) < highest:
            yield Clash.FALLS, period
        highest = max(highest, *totals)


def _changed_units(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    """Yield the periods whose counter is of another kind than the period's before."""
    periods = sorted({row.period for row in rows})
    counters = {
        period: [
            f.unit
            for row in rows
            if row.period == period
            for f in row.figures
            if _is_of(f, target) and f.state is FigureState.DONE and f.value is not None
        ]
        for period in periods
    }
    for earlier, later in pairwise([p for p in periods if counters[p]]):
        if not any(
            same_unit(one, other)
            for one in counters[earlier]
            for other in counters[later]
        ) and any(
            kin_unit(one, other) and "个" not in {one, other}
            for one in counters[earlier]
            for other in counters[later]
        ):
            yield Clash.UNIT_WORD, later


def _among_units(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    """Yield the periods of which two units tell different totals of the county."""
    told: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        if totals := _totals(row, target):
            told.setdefault(row.period, []).append((row.unit, max(totals)))
    for period, said in told.items():
        if any(
            one != other and mine != theirs
            for (one, mine), (other, theirs) in combinations(said, 2)
        ):
            yield Clash.UNITS, period


def _among_copies(target: Target, rows: list[Told]) -> Iterator[tuple[Clash, str]]:
    """Yield the periods whose copies of one unit's form tell different values."""
    for one, other in _pairs(rows):
        mine, theirs = _by_span(one, target), _by_span(other, target)
        # a value that one copy leaves out is no contradiction
        if any(
            mine[span] - theirs[span] and theirs[span] - mine[span]
            for span in mine.keys() & theirs.keys()
        ):
            yield Clash.COPIES, one.period


def _pairs(rows: list[Told]) -> Iterator[tuple[Told, Told]]:
    """Yield every two rows of one unit and period."""
    forms: dict[tuple[str, str], list[Told]] = {}
    for row in rows:
        forms.setdefault((row.period, row.unit), []).append(row)
    for _, copies in sorted(forms.items()):
        yield from combinations(copies, 2)


def _by_span(row: Told, target: Target) -> dict[FigureSpan | None, set[float | None]]:
    found: dict[FigureSpan | None, set[float | None]] = {}
    for figure in _done(row, target):
        found.setdefault(figure.span, set()).add(figure.value)
    return found
