"""A figure as the ledger keeps it, and what staff said of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.core.figures.model import FigureSpan, FigureState
from mailbot.core.record.records import ToldFigure


class Aspect(StrEnum):
    """What of a target a figure tells: one answer of staff settles one of them.

    `own` is a unit's own part of the county's count (我局承办4场).
    """

    SO_FAR = "so_far"
    QUARTER = "quarter"
    OWN = "own"
    OWN_QUARTER = "own_quarter"
    UNDER_WAY = "under_way"
    BEGUN = "begun"
    PLANNED = "planned"
    LACKING = "lacking"


DONE = frozenset({Aspect.SO_FAR, Aspect.QUARTER, Aspect.OWN, Aspect.OWN_QUARTER})


def aspect_of(told: ToldFigure) -> Aspect:
    """Return what of its target a figure tells."""
    if told.state != FigureState.DONE:
        return Aspect(told.state)
    if told.span == FigureSpan.QUARTER:
        return Aspect.OWN_QUARTER if told.own_share else Aspect.QUARTER
    return Aspect.OWN if told.own_share else Aspect.SO_FAR


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure in a copy that counts now: whose, of which period, from which file.

    `read_for` is the period that the text was read for; staff may have filed the
    file under another one, and then nothing in it is sure. `path` is where the file
    lies under the state folder.
    """

    id: int
    unit: str
    period: str
    copy: str
    version: int
    path: str
    sha256: str
    received_at: datetime
    read_for: str
    told: ToldFigure

    @property
    def name(self) -> str:
        """What staff and programs call it by: F12."""
        return f"F{self.id}"

    @property
    def sure(self) -> bool:
        """Tell whether it may be counted before staff looked."""
        return self.told.sure and self.read_for == self.period

    @property
    def slot(self) -> SlotKey:
        """What an answer of staff about it settles."""
        told = self.told
        return SlotKey(self.unit, self.period, told.target, aspect_of(told))


@dataclass(frozen=True, slots=True)
class SlotKey:
    """One aspect of one target as one unit tells it of one period."""

    unit: str
    period: str
    target: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class FigureRuling:
    """What staff said of a slot: the value, and the values they saw there.

    It wins over every figure read there. A value read later that is neither of
    these asks again.
    """

    slot: SlotKey
    value: float
    seen: tuple[float, ...]
    by: str
    at: datetime
