"""A year in the office, played day by day on a real ledger."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from mailbot.core.record.records import LetterKind, LetterState
from mailbot.flows.facts import note_read
from mailbot.flows.letters.deliver import deliver_next
from mailbot.flows.letters.remind import remind
from mailbot.flows.office import Office
from tests.support.office import ZONE, FakePostman, at


@dataclass(frozen=True)
class Line:
    """A letter as the golden file shows it."""

    day: str
    unit: str
    period: str
    to: str
    reason: str


@dataclass
class Year:
    """The office, its postman, and what happens when, oldest first."""

    office: Office
    postman: FakePostman = field(default_factory=FakePostman)

    def round(self, now: datetime) -> None:
        """Read the mailbox, remind, deliver: as the service does each time."""
        note_read(self.office, now)
        remind(self.office, now)
        while deliver_next(self.office, self.postman, now):
            pass

    def round_on(self, day: date, hour: int = 9) -> None:
        """Do a round at an hour of a day."""
        self.round(datetime.combine(day, time(hour), ZONE))

    def letters(self) -> list[Line]:
        """Return the sent reminders in the order they left."""
        with self.office.ledger.begin() as work:
            sent = work.outbox.every(frozenset({LetterState.SENT}))
        found = []
        for queued in sent:
            letter = queued.letter
            if letter.kind is LetterKind.REMINDER and queued.sent_at:
                day = f"{self.office.local(queued.sent_at):%Y-%m-%d %a %H:%M}"
                period = letter.period or ""
                found.append(Line(day, letter.unit, period, letter.to, letter.reason))
        return found

    def play(self, first: str, last: str, hours: tuple[int, ...] = (9,)) -> None:
        """Do a round at the given hours of every day from first to last."""
        day, end = at(f"{first} 00:30"), at(f"{last} 23:59")
        while day <= end:
            for hour in hours:
                self.round(day.replace(hour=hour))
            day += timedelta(days=1)

    def reminders(self) -> list[tuple[datetime, str, str, str, str]]:
        """Return sent reminders: when, unit, period, stage, reason."""
        with self.office.ledger.begin() as work:
            sent = work.outbox.every(frozenset({LetterState.SENT}))
        found = []
        for queued in sent:
            letter, key = queued.letter, queued.letter.reminder
            if letter.kind is LetterKind.REMINDER and key and queued.sent_at:
                when = self.office.local(queued.sent_at)
                found.append((when, key.unit, key.period, key.stage, letter.reason))
        return found
