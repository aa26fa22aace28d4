"""Time, the working calendar, and the papers an office makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from mailbot.core.letters.letters import Enclosure, Letter, Rendered
from mailbot.core.notice.periods import Period
from mailbot.core.record.records import NewLetter
from mailbot.core.summary.rollup import Rollup
from mailbot.core.summary.summary import Summary


class Clock(Protocol):
    """The one place where the present moment comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in the office's timezone."""
        ...


class Supervisor(Protocol):
    """Who started the service and may end it when it is stuck."""

    @property
    def patience(self) -> float:
        """How many seconds it waits for a sign of life; 0 = for ever."""
        ...

    def ready(self) -> None:
        """Say that the service has begun."""
        ...

    def alive(self) -> None:
        """Say that the service is not stuck."""
        ...

    def stopping(self) -> None:
        """Say that the service was asked to end and finishes what it has in hand."""
        ...


class Workdays(Protocol):
    """The working calendar: weekends, holidays and 调休."""

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        ...

    def is_known(self, year: int) -> bool:
        """Tell whether that year's holidays are known, not guessed."""
        ...


class Annex(Protocol):
    """The notice's form, to be filled in."""

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return the blank form with the unit's own items, to go with a letter."""
        ...


class Workbooks(Protocol):
    """Tables for a spreadsheet program."""

    def summary(self, summary: Summary) -> bytes:
        """Return the summary as an .xlsx file."""
        ...

    def rollup(self, table: Rollup, period: str) -> tuple[Enclosure, ...]:
        """Return the consolidated table as .docx and .xlsx, to go with a letter."""
        ...


class Scribe(Protocol):
    """Writes letters: templates in, finished mails out."""

    def write(self, letter: Letter, at: datetime) -> NewLetter:
        """Render a letter to the bytes that will be sent."""
        ...

    def render(self, template: str, facts: Mapping[str, object]) -> Rendered:
        """Put facts into a template."""
        ...

    def check(self, examples: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
        """Render every template with example facts; return what is wrong in words."""
        ...

    @property
    def complaints(self) -> Sequence[str]:
        """Say which of the staff's own templates are broken, and where."""
        ...
