"""Which period a mail of a given day may be about, when it says little itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import Period, following, from_id, quarter, quarter_of

# A report is sent in the last days of its quarter (the reminders begin 10 working
# days before) or in the weeks after it; between, a date tells nothing.
DAYS_BEFORE_END = 20
DAYS_AFTER_END = 45
# A quarter named by its number may be reported a little earlier than that.
EARLIEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Today:
    """The local day on which a mail came, under the notice's periods."""

    day: date
    first: Period
    last: Period

    @classmethod
    def under(cls, notice: Notice, day: date) -> Today:
        """Return `day` seen under `notice`."""
        return cls(day, from_id(notice.first_period), from_id(notice.last_period))

    def asked(self, period: Period) -> bool:
        """Tell whether the notice asks for `period`."""
        return self.first <= period <= self.last

    def due(self) -> Period | None:
        """Return the quarter this day reports on, None between the seasons."""
        return due_on(self.day)

    def likely(self) -> Period:
        """Return the best guess where the day alone must tell, asked for if any is."""
        current = quarter_of(self.day)
        guess = self.due() or _before(current)
        if self.asked(guess):
            return guess
        return self.first if guess < self.first else self.last

    def latest(self, number: int) -> Period:
        """Return the newest quarter `number` that has begun by now."""
        period = quarter(self.day.year, number)
        if period.first_day <= self.day:
            return period
        return quarter(self.day.year - 1, number)

    def this_year(self, period: Period) -> Period:
        """Return the quarter of the same number in the current year."""
        return quarter(self.day.year, int(period.id[-1]))

    def too_early(self, period: Period) -> bool:
        """Tell whether `period` cannot be reported on yet."""
        if self.day < period.first_day:
            return True
        return (period.last_day - self.day).days > EARLIEST_DAYS

    def before(self, period: Period) -> Period:
        """Return the quarter before `period`."""
        return _before(period)


def due_on(day: date) -> Period | None:
    """Return the quarter that a mail of `day` reports on, None between the seasons."""
    current = quarter_of(day)
    if (current.last_day - day).days <= DAYS_BEFORE_END:
        return current
    if (day - current.first_day).days <= DAYS_AFTER_END:
        return _before(current)
    return None


def _before(period: Period) -> Period:
    """Return the quarter before `period`."""
    number = int(period.id[-1])
    year = period.first_day.year
    before = quarter(year, number - 1) if number > 1 else quarter(year - 1, 4)
    return before if following(before) == period else period
