"""Plays the script: day by day mails arrive, the bot does its rounds, staff decide."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mailbot.core.notice.periods import from_id
from mailbot.core.record.progress import UnitProgress
from mailbot.core.record.records import QueuedLetter
from mailbot.demo.clock import DemoClock
from mailbot.demo.house import Post, furnish
from mailbot.demo.script import (
    FIRST_DAY,
    LAST_DAY,
    PERIOD,
    RULINGS,
    ScriptedDecision,
    ScriptedRuling,
)
from mailbot.demo.stage import Cue, cues, mail, moment
from mailbot.flows.letters import outbox
from mailbot.flows.staff import review
from mailbot.flows.staff.review import Ruling as Confirmation
from mailbot.flows.standing import progress_of_all
from mailbot.schedule import one_round
from mailbot.settings import Need, where_the_ledger_lies
from mailbot.wiring import App, open_app

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_MORNING = time(9, 5)  # past the summary's hour, within the reminders'
_BY = "demo"


@dataclass(frozen=True, slots=True)
class DayPlayed:
    """What one day brought."""

    day: date
    arrived: int
    filed: int
    review: int
    unrelated: int
    sent: int


@dataclass(frozen=True, slots=True)
class Played:
    """Where all stand when the curtain falls."""

    lines: tuple[UnitProgress, ...]
    letters: tuple[QueuedLetter, ...]


@contextmanager
def opened(folder: Path, post: Post, clock: DemoClock) -> Iterator[App]:
    """Furnish a fresh working folder and open its office on a clock of its own."""
    furnish(folder, post)
    need = Need.MAILBOX | Need.POSTMAN | Need.STAFF
    # no other variable of the caller's: none may lead the demo to a real mailbox
    environ = where_the_ledger_lies()
    with open_app(need, home=folder, environ=environ) as app:
        app.ledger.check_empty()  # a real ledger is no stage
        clock.moment = clock.moment.replace(tzinfo=app.office.zone)
        yield replace(app, clock=clock)


def morning_of(day: date) -> datetime:
    """Return the hour at which a day is begun, on no clock in particular."""
    return datetime.combine(day, _MORNING)


class Play:
    """One performance in an office whose clock is ours."""

    def __init__(
        self,
        app: App,
        clock: DemoClock,
        deliver: Callable[[bytes, datetime], None],
        rulings: Sequence[ScriptedDecision] = RULINGS,
    ) -> None:
        self._app = app
        self._office = app.office
        self._clock = clock
        self._deliver = deliver
        self._rulings = rulings
        self._doors = app.doors()
        self._stop = threading.Event()
        self._cues = cues(app.office)

    @property
    def length(self) -> int:
        """How many days it has."""
        return (LAST_DAY - FIRST_DAY).days + 1

    def days(self) -> Iterator[DayPlayed]:
        """Play the days one by one; staff have released the first reminders."""
        outbox.release(self._office, None, _BY, self._clock.now())
        day = FIRST_DAY
        while day <= LAST_DAY:
            yield self._day(day)
            day += _DAY

    def end(self) -> Played:
        """Return where all stand now."""
        with self._office.desk(self._clock.now()) as desk:
            lines = progress_of_all(desk, from_id(PERIOD))
            letters = desk.work.outbox.every(frozenset())
        return Played(lines, letters)

    def _day(self, day: date) -> DayPlayed:
        today = [cue for cue in self._cues if cue.at.date() == day]
        total = DayPlayed(day, len(today), 0, 0, 0, 0)
        for now in self._rounds(day, today):
            total = self._round(now, total)
        return total

    def _rounds(self, day: date, today: list[Cue]) -> list[datetime]:
        """Return when to do rounds: in the morning, and after mail or a decision."""
        morning = morning_of(day).replace(tzinfo=self._office.zone)
        after = {_next_hour(cue.at) for cue in today}
        after |= {m for m in map(self._ruled_at, self._rulings) if m.date() == day}
        return sorted({morning} | after)

    def _ruled_at(self, ruling: ScriptedDecision) -> datetime:
        return moment(self._office, ruling.at)

    def _round(self, now: datetime, total: DayPlayed) -> DayPlayed:
        arrived = [c for c in self._cues if self._clock.now() < c.at <= now]
        for cue in arrived:
            self._clock.moment = cue.at
            self._deliver(mail(self._office, cue), cue.at)
        self._clock.moment = now
        for ruling in self._rulings:
            if self._ruled_at(ruling) == now:
                self._settle(ruling)
        done = one_round(self._office, self._doors, self._stop)
        return replace(
            total,
            filed=total.filed + done.filed,
            review=total.review + done.review,
            unrelated=total.unrelated + done.unrelated,
            sent=total.sent + done.sent,
        )

    def _settle(self, ruling: ScriptedDecision) -> None:
        """Let staff decide all that waits for a unit."""
        now = self._clock.now()
        with self._office.ledger.begin() as work:
            waiting = work.reviews.open()
        for item in waiting:
            if ruling.unit not in item.proposal.units:
                continue
            if ruling.ruling is ScriptedRuling.CONFIRM:
                words = Confirmation(units=(ruling.unit,))
                review.confirm(self._office, item.id, words, _BY, now)
            else:
                review.reject(self._office, item.id, ruling.reason, _BY, now)


def _next_hour(at: datetime) -> datetime:
    """Return the full hour after a mail: its quiet minutes are over by then."""
    return at.replace(minute=0) + _HOUR
