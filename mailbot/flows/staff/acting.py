"""Somebody of the staff at work: who, when, and in which transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.flows.office import Office
from mailbot.ports import Work


@dataclass(frozen=True, slots=True)
class Acting:
    """One open transaction in which staff decide; `by` is an address or operator."""

    office: Office
    work: Work
    by: str
    now: datetime

    def log(self, what: str, **details: str) -> None:
        """Note what was done, by whom and when."""
        self.work.decisions.log(what, self.by, self.now, **details)
