"""What the kept figures of one target contradict, and what staff have settled of it."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.core.figures.contradictions import Told, find_of, finished_below
from mailbot.core.figures.model import (
    Clash,
    Figure,
    FigureSpan,
    FigureState,
)
from mailbot.core.notice.notice import Target
from mailbot.core.targets.kept import DONE, KeptFigure, SlotKey
from mailbot.core.targets.slots import Slot, as_ruled


def clashes_of(
    target: Target, kept: Sequence[KeptFigure], slots: dict[SlotKey, Slot]
) -> dict[str, tuple[Clash, ...]]:
    """Return what contradicts itself, by period, that staff have not settled.

    Staff's word settles what a unit says against itself; two units of which each has
    a confirmed total of its own still differ.
    """
    rows = _rows(target, tuple(as_ruled(slots, kept)))
    every = {*find_of(target, rows), *finished_below(target, rows)}
    found: dict[str, list[Clash]] = {}
    for one in sorted(every):
        if one.kind is Clash.UNITS or not _settled(one.period, slots):
            found.setdefault(one.period, []).append(one.kind)
    return {period: tuple(kinds) for period, kinds in found.items()}


def _settled(period: str, slots: dict[SlotKey, Slot]) -> bool:
    """Tell whether staff have looked at all that is done of a target in a period."""
    done = [s for k, s in slots.items() if k.period == period and k.aspect in DONE]
    return all(slot.ruling is not None and not slot.asks for slot in done)


def _rows(target: Target, kept: Sequence[KeptFigure]) -> list[Told]:
    """Return what each copy that counts tells of the target."""
    copies: dict[tuple[str, str, str], list[Figure]] = {}
    for one in kept:
        key = (one.period, one.unit, one.copy)
        copies.setdefault(key, []).append(_figure(one, target))
    return [
        Told(unit, 0, period, tuple(figures))
        for (period, unit, _), figures in sorted(copies.items())
    ]


def _figure(one: KeptFigure, target: Target) -> Figure:
    told = one.told
    return Figure(
        target=target,
        value=told.value,
        unit=told.unit,
        state=FigureState(told.state),
        span=FigureSpan(told.span) if told.span else None,
        percent=told.percent,
        sure=one.sure,
        own_share=told.own_share,
        corrected=told.corrected,
    )
