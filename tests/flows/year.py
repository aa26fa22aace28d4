"""A year in the office, played day by day on a real ledger."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from mailbot.core.record.records import LetterKind, LetterState, QueuedLetter
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
    notice: str = ""


@dataclass
class Year:
    """The office, its postman, and what happens when, oldest first."""

    office: Office
    postman: FakePostman = field(default_factory=FakePostman)

    def round(self, now: datetime) -> None:
        """Read the mailbox, remind, deliver: as the service does each time."""
        note_read(self.office, now)
        for office in self.office.every:
            remind(office, now)
            while deliver_next(office, self.postman, now):
                pass

    def round_on(self, day: date, hour: int = 9) -> None:
        """Do a round at an hour of a day."""
        self.round(datetime.combine(day, time(hour), ZONE))

    def letters(self) -> list[Line]:
        """Return the sent reminders in the order they left."""
        found = []
        for office in self.office.every:
            with office.ledger.begin() as work:
                sent = work.outbox.every(frozenset({LetterState.SENT}))
            found += [
                (queued.id, self._line(office, queued))
                for queued in sent
                if queued.letter.kind is LetterKind.REMINDER
            ]
        return [line for _, line in sorted(found, key=lambda one: one[0])]

    def _line(self, office: Office, queued: QueuedLetter) -> Line:
        letter = queued.letter
        assert queued.sent_at is not None
        return Line(
            f"{office.local(queued.sent_at):%Y-%m-%d %a %H:%M}",
            letter.unit,
            letter.period or "",
            letter.to,
            letter.reason,
            office.notice.id,
        )

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
