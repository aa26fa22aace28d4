"""How the bot is doing, in numbers for whoever watches it, and without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mailbot.core.record.records import LetterState
from mailbot.flows.facts import last_read
from mailbot.flows.office import Office

_ALWAYS = datetime(1971, 1, 1, tzinfo=UTC)
_TOO_LONG = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted at `at`; moments are None where there is none yet.

    `mails` are those judged, by outcome, `letters` those of the outbox, by state.
    """

    at: datetime
    last_read: datetime | None
    mails: Mapping[str, int]
    letters: Mapping[LetterState, int]
    waiting: int
    oldest: datetime | None

    @property
    def well(self) -> bool:
        """Tell whether the mailbox was read to its end within two hours."""
        return self.last_read is not None and self.at - self.last_read <= _TOO_LONG


def measure(office: Office, now: datetime) -> Measures:
    """Count; TryLater if the ledger is locked or away."""
    with office.desk(now) as desk:
        work = desk.work
        waiting = work.reviews.open()
        return Measures(
            at=now,
            last_read=last_read(work),
            mails=work.mails.count(_ALWAYS, now),
            letters=work.outbox.counts(),
            waiting=len(waiting),
            oldest=min((item.since for item in waiting), default=None),
        )
