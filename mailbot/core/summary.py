"""Everything a summary says to staff, as values in the office's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.core.periods import Period


@dataclass(frozen=True, slots=True)
class Way:
    """One way to settle a thing: its name, and the words to answer with.

    `link` is a mailto: address that fills the answer in, "" without a code.
    """

    name: str
    words: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A thing that needs a person: what it is, why, and how to settle it."""

    id: str
    what: str
    proposal: str
    reasons: tuple[str, ...]
    since: datetime
    ways: tuple[Way, ...]
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One state in the matrix: a sign, a word, and the style's name.

    `style` is good, half, lack, wait or none; `note` stands below in small print.
    """

    sign: str
    words: str
    style: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Where one unit stands; `late_days` 0 if in time or not yet due."""

    unit: str
    state: Cell
    electronic: Cell
    stamped: Cell
    items_missing: tuple[int, ...]
    received_at: datetime | None
    late_days: int


@dataclass(frozen=True, slots=True)
class Change:
    """A copy that came, or what else changed, since last week."""

    at: datetime
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder that was written: when, to whom, why, and its fate."""

    at: datetime
    unit: str
    period: str
    to: str
    reason: str
    fate: str
    stage: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who is written to next and why, or why not; `day` is "" for nobody."""

    unit: str
    day: str
    words: str

    @property
    def coming(self) -> bool:
        """Tell whether a letter is to come."""
        return bool(self.day)


@dataclass(frozen=True, slots=True)
class Contact:
    """One unit as the telephone list and the address book show it."""

    unit: str
    contact: str
    telephone: str
    addresses: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with the moment and the thing it is about."""

    about: str
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """One sentence on the bot itself; `fine` tells good news from bad."""

    words: str
    fine: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """Units by state; done + partly + missing = asked. `waiting` counts things."""

    asked: int
    done: int
    partly: int
    missing: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one copy, for the sheet of details."""

    unit: str
    period: str
    copy: str
    version: int
    state: str
    received_at: datetime
    sender: str
    remarks: str
    path: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One summary; the order of the fields is the order in the mail.

    `between` tells that no reports are in hand: the mail is short then. `at` is on
    the office's own clock.
    """

    at: datetime
    period: Period
    between: bool
    sentence: str
    counts: Counts
    tasks: tuple[Task, ...]
    matrix: tuple[MatrixRow, ...]
    changes: tuple[Change, ...]
    sent: tuple[ReminderLine, ...]
    outlook: tuple[Outlook, ...]
    telephone: tuple[Contact, ...]
    dead: tuple[Note, ...]
    links: tuple[Note, ...]
    unclear: tuple[Note, ...]
    unrelated: int
    health: tuple[Health, ...]
    trial: bool = False
    contacts: tuple[Contact, ...] = ()
    versions: tuple[Version, ...] = ()
    reminders: tuple[ReminderLine, ...] = ()
