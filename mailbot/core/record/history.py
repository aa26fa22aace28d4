"""What happened before: letters of ours, filed copies, learned addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.records import UnitDecision


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of ours that a mail may answer: who got it, what it was about."""

    message_id: str
    kind: str  # receipt, reminder, summary, alert, answer
    unit: str
    period: str | None
    to: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledCopy:
    """One version of one unit's copy for one period; `current` = counts now."""

    unit: str
    period: str
    copy: CopyKind
    version: int
    sha256: str
    received_at: datetime
    sender: str
    current: bool = True
    text: str = ""  # for comparison with later quarters
    pages: int | None = None  # None where the kind has none, or nobody counted
    sealed: bool | None = None  # whether a seal was seen; None if nobody looked


class History(Protocol):
    """What judging asks of the past; a fake in tests, the ledger in service."""

    def letter(self, message_id: str) -> SentLetter | None:
        """Return our letter with that Message-ID, None if it is not ours."""
        ...

    def learned(self, address: str) -> tuple[str, ...]:
        """Return the units for which staff confirmed `address`."""
        ...

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:
        """Return the unit's copies that count now, at most one of each kind."""
        ...

    def elsewhere(self, unit: str, period: str | None) -> tuple[tuple[str, str], ...]:
        """Return (period, text) of what the unit filed for other periods, oldest first.

        For comparison: all of them where the period is None.
        """
        ...

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        """Return the filed copies whose file has exactly these bytes."""
        ...

    def accepted(self, unit: str, period: str) -> tuple[str, ...]:
        """Return the titles of other business that staff called the unit's report."""
        ...

    def decided(self) -> tuple[UnitDecision, ...]:
        """Return what staff decided for units, oldest first."""
        ...


class Past(History, Protocol):
    """The past of one notice, from which that of the office's others is had."""

    def of(self, notice: str) -> History:
        """Return the past of the office's notice with that key."""
        ...


class NoHistory:
    """A ledger in which nothing has happened yet."""

    def letter(self, message_id: str) -> SentLetter | None:  # noqa: ARG002
        """Know no letter."""
        return None

    def learned(self, address: str) -> tuple[str, ...]:  # noqa: ARG002
        """Know no address."""
        return ()

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:  # noqa: ARG002
        """Know no copy."""
        return ()

    def elsewhere(
        self,
        unit: str,  # noqa: ARG002
        period: str | None,  # noqa: ARG002
    ) -> tuple[tuple[str, str], ...]:
        """Know no report."""
        return ()

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:  # noqa: ARG002
        """Know no file."""
        return ()

    def of(self, notice: str) -> History:
        """Know nothing of any notice."""
        del notice
        return self

    def accepted(self, unit: str, period: str) -> tuple[str, ...]:  # noqa: ARG002
        """Know no title."""
        return ()

    def decided(self) -> tuple[UnitDecision, ...]:
        """Know no decision."""
        return ()
