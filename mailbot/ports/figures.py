"""The ledger's room for what units report of the notice's targets."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from mailbot.core.targets.kept import FigureRuling, KeptFigure


class Figures(Protocol):
    """The figures in what was filed, and what staff said of them."""

    def current(self) -> tuple[KeptFigure, ...]:
        """Return the figures in all copies that count now, in the order of reading."""
        ...

    def rule(self, ruling: FigureRuling) -> None:
        """Keep what staff said; it takes the place of what they said before."""
        ...

    def rulings(self) -> tuple[FigureRuling, ...]:
        """Return what staff said and did not take back, oldest first."""
        ...

    def take_back(self, made_at: datetime, at: datetime) -> int:
        """Take back what staff said at that moment; return how many words it were."""
        ...
