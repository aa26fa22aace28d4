"""The ledger of targets: one line a target and period, with where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.core.figures.model import Clash, kind_of
from mailbot.core.notice.notice import Item, Notice, Target, TargetKind
from mailbot.core.targets.clashes import clashes_of
from mailbot.core.targets.kept import Aspect, FigureRuling, KeptFigure, SlotKey
from mailbot.core.targets.slots import Slot, slots_of

_WHOLE = 100.0
_ASKED = (Aspect.SO_FAR, Aspect.QUARTER, Aspect.OWN, Aspect.OWN_QUARTER)


class TargetState(StrEnum):
    """How a target stands in a period."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    UNREPORTED = "unreported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target in one period (the id), as far as units told.

    `so_far` and `this_period` are in the target's unit, None where nothing sure or
    confirmed tells them; `percent` is so_far of what was promised, None of ceilings
    and slogans, which name no sum. `basis` is where `so_far` was read, `ruling` what
    staff said of it. `asks` are the figures that wait for staff, `clashes` what
    contradicts itself, `reporters` the units that told something of this period, with
    all `figures` of it; `changed` tells that a file says otherwise now than when staff
    looked, `unsaid` that it leaves open whether the count is the year's, `confirmed`
    that staff settled all that `so_far` is made of.
    """

    item: Item
    target: Target
    period: str
    state: TargetState
    so_far: float | None = None
    this_period: float | None = None
    percent: float | None = None
    basis: KeptFigure | None = None
    ruling: FigureRuling | None = None
    asks: tuple[KeptFigure, ...] = ()
    clashes: tuple[Clash, ...] = ()
    reporters: tuple[str, ...] = ()
    changed: bool = False
    unsaid: bool = False
    confirmed: bool = False
    figures: tuple[KeptFigure, ...] = ()


def table(
    notice: Notice,
    periods: Sequence[str],
    kept: Iterable[KeptFigure],
    rulings: Iterable[FigureRuling],
) -> tuple[TargetLine, ...]:
    """Return a line for each target and period: targets in order, then periods.

    `periods` are ids in order; `kept` the figures of all copies that count now, of
    whatever period. Figures of targets that the notice no longer has are left out.
    """
    figures: dict[str, list[KeptFigure]] = {}
    for one in kept:
        figures.setdefault(one.told.target, []).append(one)
    ruled: dict[str, list[FigureRuling]] = {}
    for ruling in rulings:
        ruled.setdefault(ruling.slot.target, []).append(ruling)
    return tuple(
        line
        for item in notice.items
        for target in item.targets
        for line in _lines(
            _Told(item, target, figures.get(target.text, [])),
            periods,
            ruled.get(target.text, []),
        )
    )


def counts(lines: Iterable[TargetLine]) -> dict[TargetState, int]:
    """Count the lines of one period by their state."""
    found = Counter(line.state for line in lines)
    return {state: found[state] for state in TargetState}


@dataclass(frozen=True, slots=True)
class _Told:
    """A target with all that is kept of it."""

    item: Item
    target: Target
    kept: Sequence[KeptFigure]


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a unit is at the end of a period."""

    so_far: float | None = None
    this_period: float | None = None
    slot: Slot | None = None
    unsaid: bool = False
    confirmed: bool = False  # staff settled all that it is made of


def _lines(
    told: _Told, periods: Sequence[str], rulings: Sequence[FigureRuling]
) -> Iterator[TargetLine]:
    slots = slots_of(told.kept, rulings)
    clashes = clashes_of(told.target, told.kept, slots)
    units = _units(told.target, slots)
    totals = {u: _reaches(told.target, periods, slots, (u, False)) for u in units}
    shares = {u: _reaches(told.target, periods, slots, (u, True)) for u in units}
    for at, period in enumerate(periods):
        of_county = _county([totals[u][at] for u in units], period)
        reach = of_county or _summed([shares[u][at] for u in units])
        mine = [slot for key, slot in slots.items() if key.period == period]
        yield _line(told, period, reach, mine, clashes.get(period, ()))


def _units(target: Target, slots: Iterable[SlotKey]) -> list[str]:
    """Return the units that owe the target and told of it, the notice's order kept."""
    tellers = {key.unit for key in slots}
    return [unit for unit in target.units if unit in tellers]


def _reaches(
    target: Target,
    periods: Sequence[str],
    slots: dict[SlotKey, Slot],
    teller: tuple[str, bool],
) -> list[_Reach]:
    """Return how far one unit is at the end of each period; what was told stands on."""
    unit, own = teller
    aspects = _OWN if own else _COUNTY
    found: list[_Reach] = []
    for period in periods:
        before = found[-1] if found else _Reach()
        whole, part = (
            slots.get(SlotKey(unit, period, target.text, aspect)) for aspect in aspects
        )
        found.append(_reach(target, before, whole, part))
    return found


_COUNTY = (Aspect.SO_FAR, Aspect.QUARTER)
_OWN = (Aspect.OWN, Aspect.OWN_QUARTER)


def _reach(
    target: Target, before: _Reach, whole: Slot | None, part: Slot | None
) -> _Reach:
    """Return how far a unit is: by the total it tells, else by what it adds.

    A count without a word of time is taken for the total, as people write it; where
    that would be less than before, nobody knows which it is.
    """
    total = whole.value if whole else None
    quarter = part.value if part else None
    counted = kind_of(target) is TargetKind.COUNT
    if total is not None and whole is not None:
        unsaid = counted and not whole.told_as_total and before.so_far is not None
        if unsaid and total < (before.so_far or 0.0):
            return replace(before, this_period=quarter, unsaid=True)
        gain = total - before.so_far if before.so_far is not None else None
        grown = gain if counted and gain is not None and gain >= 0 else None
        this = quarter if quarter is not None else grown
        ruled = whole.ruling is not None
        return _Reach(total, this if counted else total, whole, unsaid, ruled)
    if quarter is None or part is None:
        return replace(before, this_period=None)
    ruled = part.ruling is not None
    if not counted:
        return _Reach(quarter, quarter, part, confirmed=ruled)
    ruled = ruled and (before.so_far is None or before.confirmed)
    whole_so_far = (before.so_far or 0.0) + quarter
    return _Reach(whole_so_far, quarter, part, confirmed=ruled)


def _county(reaches: Sequence[_Reach], period: str) -> _Reach | None:
    """Return the county's reach as its units tell it; who told last goes first.

    Units that tell different totals contradict each other, which is told apart; the
    highest stands in the line meanwhile.
    """
    told = [reach for reach in reaches if reach.so_far is not None and reach.slot]
    if not told:
        return None
    now = [r for r in told if r.slot and r.slot.key.period == period]
    return max(now or told, key=lambda reach: reach.so_far or 0.0)


def _summed(reaches: Sequence[_Reach]) -> _Reach:
    """Return the sum of what units tell as their own parts."""
    told = [reach for reach in reaches if reach.so_far is not None]
    if not told:
        return _Reach()
    parts = [r.this_period for r in told if r.this_period is not None]
    whole = sum(reach.so_far or 0.0 for reach in told)
    ruled = all(reach.confirmed for reach in told)
    added = sum(parts) if parts else None
    return _Reach(whole, added, told[0].slot, confirmed=ruled)


def _line(
    told: _Told,
    period: str,
    reach: _Reach,
    slots: Sequence[Slot],
    clashes: tuple[Clash, ...],
) -> TargetLine:
    target = told.target
    asked = [slot for slot in slots if slot.key.aspect in _ASKED]
    return TargetLine(
        item=told.item,
        target=target,
        period=period,
        state=_state(target, reach, clashes, told=bool(slots)),
        so_far=reach.so_far,
        this_period=reach.this_period,
        percent=_percent(target, reach.so_far),
        basis=reach.slot.basis if reach.slot else None,
        ruling=reach.slot.ruling if reach.slot else None,
        asks=tuple(figure for slot in asked for figure in slot.asks),
        clashes=clashes,
        reporters=tuple(dict.fromkeys(slot.key.unit for slot in slots)),
        changed=any(slot.changed for slot in asked),
        unsaid=reach.unsaid,
        confirmed=reach.confirmed,
        figures=tuple(figure for slot in slots for figure in slot.figures),
    )


def _state(
    target: Target, reach: _Reach, clashes: tuple[Clash, ...], *, told: bool
) -> TargetState:
    """Return how a target stands; what was reached once stays so."""
    if clashes:
        return TargetState.CONTRADICTED
    if reach.so_far is not None and _meets(target, reach.so_far):
        return TargetState.REACHED
    return TargetState.UNDER_WAY if told else TargetState.UNREPORTED


def _meets(target: Target, value: float) -> bool:
    return value <= target.value if target.op == "<=" else value >= target.value


def _percent(target: Target, so_far: float | None) -> float | None:
    if so_far is None or not target.value:
        return None
    if kind_of(target) in {TargetKind.CEILING, TargetKind.SLOGAN}:
        return None
    return round(so_far / target.value * _WHOLE, 1)
