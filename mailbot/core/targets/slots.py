"""What one unit tells of one aspect of a target in one period, all copies together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mailbot.core.figures.model import FigureSpan
from mailbot.core.notice.notice import Copy
from mailbot.core.targets.kept import FigureRuling, KeptFigure, SlotKey


@dataclass(frozen=True, slots=True)
class Slot:
    """The figures of a slot in the copies that count now, and staff's word on it.

    `basis` is the figure that counts before staff looked, None where none is sure.
    """

    key: SlotKey
    figures: tuple[KeptFigure, ...] = ()
    ruling: FigureRuling | None = None
    basis: KeptFigure | None = None

    @property
    def read(self) -> tuple[float, ...]:
        """Every value that stands there, sure or not, each once."""
        values = (f.told.value for f in self.figures)
        return tuple(dict.fromkeys(v for v in values if v is not None))

    @property
    def value(self) -> float | None:
        """The value that counts: staff's, else the sure one; None where neither is."""
        if self.ruling is not None:
            return self.ruling.value
        return self.basis.told.value if self.basis else None

    @property
    def told_as_total(self) -> bool:
        """Tell whether the value is said to be that of the year so far."""
        if self.ruling is not None:
            return True
        basis = self.basis
        return basis is not None and basis.told.span == FigureSpan.CUMULATIVE

    @property
    def changed(self) -> bool:
        """Tell whether other values, or none, stand there than staff saw."""
        if self.ruling is None:
            return False
        known = {*self.ruling.seen, self.ruling.value}
        return not self.read or bool(set(self.read) - known)

    @property
    def asks(self) -> tuple[KeptFigure, ...]:
        """Return the figures that staff have to look at, each value once.

        After their word only what is new asks; before it, all that does not agree
        with the value that counts.
        """
        if self.ruling is not None:
            known = {*self.ruling.seen, self.ruling.value}
            found = [f for f in self.figures if f.told.value not in {*known, None}]
        else:
            counts = self.value
            found = [
                f
                for f in self.figures
                if counts is None or f.told.value not in {counts, None}
            ]
            found = [f for f in found if counts is None or not f.sure]
        return tuple({f.told.value: f for f in reversed(found)}.values())[::-1]


def basis_of(figures: Iterable[KeptFigure]) -> KeptFigure | None:
    """Return the figure of a slot that counts before staff looked, None if none does.

    The electronic copy goes before the stamped one. A total told as such goes
    before a bare count, of several totals the highest; several bare counts of one
    text are not chosen among.
    """
    known = [f for f in figures if f.sure and f.told.value is not None]
    for copy in Copy:
        sure = [f for f in known if f.copy == copy]
        totals = [f for f in sure if f.told.span == FigureSpan.CUMULATIVE]
        if totals:
            return max(totals, key=lambda f: f.told.value or 0.0)
        if len({f.told.value for f in sure}) == 1:
            return sure[0]
        if sure:
            return None
    return None


def slots_of(
    kept: Iterable[KeptFigure], rulings: Iterable[FigureRuling]
) -> dict[SlotKey, Slot]:
    """Return every slot of which something is told or ruled; the last ruling counts."""
    figures: dict[SlotKey, list[KeptFigure]] = {}
    for one in kept:
        figures.setdefault(one.slot, []).append(one)
    ruled = {ruling.slot: ruling for ruling in rulings}
    keys = dict.fromkeys((*figures, *ruled))
    return {
        key: Slot(key, tuple(told), ruled.get(key), basis_of(told))
        for key in keys
        for told in [figures.get(key, [])]
    }


def as_ruled(
    slots: dict[SlotKey, Slot], kept: Iterable[KeptFigure]
) -> Iterator[KeptFigure]:
    """Yield figures as staff have put them right: with their value, and sure."""
    for one in kept:
        ruling = slots[one.slot].ruling
        if ruling is None:
            yield one
            continue
        told = replace(one.told, value=ruling.value, sure=True, percent=None, says="")
        yield replace(one, told=told, read_for=one.period)
