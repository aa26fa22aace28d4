"""What decides about a reminder, and what may be decided: plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from mailbot.core.notice.periods import Period
from mailbot.core.notice.units import Unit
from mailbot.core.record.progress import UnitProgress
from mailbot.core.record.records import LetterState, QueuedLetter, ReminderKey
from mailbot.core.record.returned import came_back
from mailbot.core.reminders.ladder import Deadline, Stage

CANCELLED_BY_STAFF = "工作人员取消"  # how a letter that staff cancelled is settled
_MAY_HAVE_MET_A_SERVER = {LetterState.SENT, LetterState.UNKNOWN, LetterState.FAILED}


class Tone(StrEnum):
    """Which letter is written; the value is its template's name."""

    BEFORE = "reminder_before"
    AFTER = "reminder_after"
    REVIEW = "reminder_review"  # neutral: something of theirs is being looked at


class Why(StrEnum):
    """Why a unit is not written to."""

    COMPLETE = "complete"
    EXEMPT = "exempt"
    PAUSED = "paused"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    DONE = "done"
    QUEUED = "queued"
    IN_REVIEW = "in_review"
    NO_ADDRESS = "no_address"
    UNDELIVERED = "undelivered"
    OUT_OF_HOURS = "out_of_hours"
    GATE = "gate"  # the gate for automatic mail refused the letter


@dataclass(frozen=True, slots=True)
class PastReminder:
    """A reminder written earlier for the same unit and period.

    `day`: the office's day it was made on; `tried`: handed to a server at least
    once; `by_staff`: cancelled by staff; `returned`: its address was found dead.
    """

    key: ReminderKey
    to: str
    day: date
    state: LetterState
    tried: bool = False
    by_staff: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class UnitCase:
    """All that decides about one unit in one period.

    `addresses` are those that work, the best first, never the mailbox's own;
    `in_review` the days since when things of the unit wait for staff; `paused`
    that staff want it left alone; `closes` the day on which nobody writes about
    this period any more.
    """

    unit: Unit
    period: Period
    progress: UnitProgress
    deadline: Deadline
    closes: date
    addresses: tuple[str, ...] = ()
    in_review: tuple[date, ...] = ()
    paused: bool = False
    past: tuple[PastReminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A copy that a letter asks for, and why an earlier one was refused."""

    copy: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reminding:
    """A unit is written to now."""

    unit: str
    period: Period
    stage: Stage
    key: ReminderKey
    to: str
    tone: Tone
    missing: tuple[Missing, ...]
    reason: str
    cc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A unit is not written to now; `next` is the stage that comes, if one does."""

    unit: str
    period: Period
    why: Why
    reason: str
    next: Stage | None = None


def past_reminders(
    letters: Iterable[QueuedLetter], dead: Mapping[str, datetime], zone: tzinfo
) -> tuple[PastReminder, ...]:
    """Return a unit's earlier reminders as its case knows them.

    `dead` are the addresses that are written to no more, since when.
    """
    return tuple(
        PastReminder(
            key=queued.letter.reminder,
            to=queued.letter.to,
            day=queued.letter.created_at.astimezone(zone).date(),
            state=queued.state,
            tried=queued.state in _MAY_HAVE_MET_A_SERVER and queued.tries > 0,
            by_staff=queued.last_error == CANCELLED_BY_STAFF,
            returned=came_back(queued.letter.created_at, dead.get(queued.letter.to)),
        )
        for queued in letters
        if queued.letter.reminder is not None
    )
