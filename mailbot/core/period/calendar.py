"""Which period a mail of a given day may be about, when it says little itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Cycle, Period, before

_LONGEST_LEAP = 8  # years between two that have a 53rd week, at most


@dataclass(frozen=True, slots=True)
class Today:
    """The local day on which a mail came, under the schedule of a notice's duty."""

    day: date
    schedule: Schedule

    @classmethod
    def under(cls, notice: Notice, day: date) -> Today:
        """Return `day` seen under `notice`."""
        return cls(day, notice.schedule)

    @property
    def cycle(self) -> Cycle:
        """The rhythm of the reports."""
        return self.schedule.cycle

    @property
    def only(self) -> Period | None:
        """Return the one period of what is asked for once, else None."""
        first = self.schedule.first
        return first if self.cycle.following(first) is None else None

    def asked(self, period: Period) -> bool:
        """Tell whether the notice asks for `period`."""
        return self.schedule.asked(period)

    def due(self) -> Period | None:
        """Return the period this day reports on, None between the seasons."""
        return self.schedule.in_hand(self.day)

    def due_on(self, day: date) -> Period | None:
        """Return the period that a mail of `day` reports on."""
        return self.schedule.in_hand(day)

    def current(self) -> Period:
        """Return the period that holds this day."""
        return self.cycle.of_day(self.day)

    def likely(self) -> Period:
        """Return the best guess where the day alone must tell, asked for if any is."""
        guess = self.due() or self.before(self.current())
        if self.asked(guess):
            return guess
        first, last = self.schedule.first, self.schedule.last
        return first if guess < first else last

    def latest(self, number: int) -> Period:
        """Return the newest period `number` of a year that has begun by now.

        A yearly report that names no year is on the year in hand.
        """
        if self.cycle.per_year == 1:
            return self.likely()
        for year in range(self.day.year, self.day.year - _LONGEST_LEAP, -1):
            try:
                period = self.cycle.numbered(year, number)
            except ValueError:  # that year has no 53rd week
                continue
            if period.first_day <= self.day:
                return period
        return self.before(self.current())

    def of_year(self, year: int, number: int) -> Period:
        """Return the period `number` of that year, the newest where it has none."""
        try:
            return self.cycle.numbered(year, number)
        except ValueError:
            return self.latest(number)

    def this_year(self, period: Period) -> Period:
        """Return the period of the same number in the current year."""
        return self.of_year(self.day.year, self.cycle.number_of(period))

    def too_early(self, period: Period) -> bool:
        """Tell whether `period` cannot be reported on yet."""
        if self.day < period.first_day:
            return True
        return (period.last_day - self.day).days > self.cycle.season.earliest

    def before(self, period: Period) -> Period:
        """Return the period before `period`."""
        return before(self.cycle, period)
