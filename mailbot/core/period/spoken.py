"""What a mail says of a file's period, and what was made of it, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.notice.periods import Period
from mailbot.core.period.words import PeriodWords
from mailbot.core.record.clues import Clue, Flag
from mailbot.core.record.flags import FlagKind


@dataclass(frozen=True, slots=True)
class SpokenPlace:
    """What one place of the mail (heading, file_name, subject, body) says."""

    name: str
    words: PeriodWords
    text: str = ""


@dataclass(frozen=True, slots=True)
class SpokenPeriods:
    """Everything that speaks for a file's period.

    `own` are the places of the file itself (heading, file name), `mail` the
    subject, `body` the letter's words; `replied` the period of our letter that is
    answered; `summary` tells that the file calls itself a 总结.
    """

    own: tuple[SpokenPlace, ...] = ()
    mail: tuple[SpokenPlace, ...] = ()
    body: tuple[SpokenPlace, ...] = ()
    replied: str | None = None
    summary: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """The period of a file: the answer or the proposal, and why.

    `doubts` are flags that send the file to staff, `notes` flags that do not;
    `named` tells that words (and not the day alone) told the period.
    """

    period: Period | None
    doubts: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()
    reasons: tuple[Clue, ...] = ()
    named: bool = False

    def doubting(self, flag: FlagKind) -> When:
        """Return the same with one more doubt."""
        return replace(self, doubts=(*self.doubts, Flag(flag)))
