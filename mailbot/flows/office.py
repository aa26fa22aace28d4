"""What every flow has at hand: an office with its rules and ports, a desk in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from mailbot.core.form.words import UnitWords, words_of_roster
from mailbot.core.letters.letters import Enclosure
from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import Policy
from mailbot.core.notice.units import Roster
from mailbot.core.notice.workdays import end_of
from mailbot.core.orders.codes import Chance
from mailbot.core.record.records import UnitDecision
from mailbot.ports import (
    Annex,
    Archive,
    Examiner,
    Ledger,
    Scribe,
    Work,
    Workbooks,
    Workdays,
)

BOT = "mailbot"  # who decided, where no person did
_SHORTLY = timedelta(days=16)  # about the first reminder, ten working days before


@dataclass(frozen=True, slots=True)
class Office:
    """One office and one thing that a notice asks for; `peers` share its mailbox.

    `peers` are the same office for its other live notices and duties; only the first
    office of a folder knows them.

    `address` is the mailbox's own; `staff` get summaries and alerts; `zone` is the
    timezone in which days and hours are meant. `sees_seals` is False where what
    looks at seals is not installed. `machine_offset` tells how far from UTC
    the machine's own clock shows a moment. `walled` tells whether files are parsed
    where no secret can be read. `chance` makes codes nobody can guess.
    """

    notice: Notice
    roster: Roster
    policy: Policy
    calendar: Workdays
    zone: tzinfo
    address: str
    staff: tuple[str, ...]
    ledger: Ledger
    archive: Archive
    examiner: Examiner
    scribe: Scribe
    annex: Annex
    workbooks: Workbooks
    sees_seals: bool = True
    machine_offset: Callable[[datetime], timedelta] | None = None
    walled: Callable[[], bool] | None = None
    chance: Chance = secrets.randbits
    peers: tuple[Office, ...] = ()

    @property
    def every(self) -> tuple[Office, ...]:
        """All that is asked for on this mailbox, this first."""
        return (self, *self.peers)

    def of(self, notice: str) -> Office:
        """Return the office for the notice with that key, itself if there is none."""
        return next((one for one in self.every if one.notice.scope == notice), self)

    @property
    def unit_words(self) -> UnitWords:
        """Finds the units a text names, by all the names the roster knows."""
        return words_of_roster(self.roster)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods for which the notice asks reports, in order."""
        return self.schedule.periods

    @property
    def schedule(self) -> Schedule:
        """For which periods reports are asked, and when they are due."""
        return self.notice.schedule

    def period_at(self, day: date) -> Period:
        """Return the period whose reports are in hand at `day`.

        A period is in hand from shortly before it is due until shortly before the
        next one is: in August people still ask who owes the second quarter.
        """
        near = [p for p in self.periods if self._in_hand_from(p) <= day]
        return near[-1] if near else self.periods[0]

    def _in_hand_from(self, period: Period) -> date:
        shortly = min(_SHORTLY, (period.last_day - period.first_day) / 2)
        return self.schedule.named_day(period, self.calendar) - shortly

    def due_day(self, period: Period) -> date:
        """Return the last day on which that period's report is in time."""
        return self.schedule.due_day(period, self.policy.deadline, self.calendar)

    def too_late(self, period: Period, day: date) -> datetime:
        """Return the first moment that is too late, `day` being the last in time.

        The notice's hour holds on its own day; a day that staff gave is a whole one.
        """
        if day == self.due_day(period):
            return self.schedule.too_late(day, self.zone)
        return end_of(day, self.zone)

    def due(
        self, period: Period, unit: str = "", decisions: tuple[UnitDecision, ...] = ()
    ) -> datetime:
        """Return the first moment that is too late, a unit's extension included."""
        day = self.due_day(period)
        for decision in decisions:
            mine = decision.unit == unit and decision.period in {None, period.id}
            if decision.kind == "extend" and mine:
                day = max(day, day.fromisoformat(decision.value))
        return self.too_late(period, day)

    def form(self, unit: str, period: Period) -> tuple[Enclosure, ...]:
        """Return the blank form to go with a letter, () where the notice has none."""
        has_form = self.notice.annex_title and self.notice.annex_columns
        return (self.annex.blank(unit, period),) if has_form else ()

    def local(self, moment: datetime) -> datetime:
        """Return the moment on the office's own clock."""
        return moment.astimezone(self.zone)

    @contextmanager
    def desk(self, now: datetime, by: str = BOT) -> Iterator[Desk]:
        """Open the ledger for one piece of work; TryLater if it is locked or away."""
        with self.ledger.begin() as work:
            yield Desk(self, work, now, by)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work in an office: one open transaction, its moment, and who.

    `by` is an address of the staff, the operator of the command line, or the bot.
    Nothing is kept unless whoever opened the transaction commits it.
    """

    office: Office
    work: Work
    now: datetime
    by: str = BOT

    @property
    def today(self) -> date:
        """The day on the office's own clock."""
        return self.office.local(self.now).date()

    def of(self, office: Office) -> Desk:
        """Return the same piece of work for another notice of the office."""
        if office is self.office:
            return self
        work = self.work.scoped(office.notice.scope)
        return Desk(office, work, self.now, self.by)

    def log(self, what: str, **details: str) -> None:
        """Note what was done, by whom and when."""
        self.work.decisions.log(what, self.by, self.now, **details)
