"""What staff may order by answering a mail of the bot, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailbot.core.orders.codes import CodeRef
from mailbot.core.orders.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Confirm:
    """Carry out what is proposed; `anyway` files against the doubt (确认 采用)."""

    code: CodeRef
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    """File it as staff say; what is left empty stays as proposed."""

    code: CodeRef
    units: tuple[str, ...] = ()
    period: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """Give it back to the unit, with the reason in staff's own words."""

    code: CodeRef
    reason: str


@dataclass(frozen=True, slots=True)
class Ignore:
    """Lay it aside; nobody is told."""

    code: CodeRef


@dataclass(frozen=True, slots=True)
class Retry:
    """Read it again: it could not be read before."""

    code: CodeRef


@dataclass(frozen=True, slots=True)
class Adopt:
    """The address is the unit's (认可); `anyway` is the second word (认可 采用)."""

    code: CodeRef
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class Disown:
    """The address is not the unit's (不是)."""

    code: CodeRef


@dataclass(frozen=True, slots=True)
class Extend:
    """Give units until the end of a day; `period` "" is the one in hand."""

    code: CodeRef
    units: tuple[str, ...]
    day: date
    period: str = ""


@dataclass(frozen=True, slots=True)
class Exempt:
    """Excuse units; `period` "" is the one in hand."""

    code: CodeRef
    units: tuple[str, ...]
    period: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Remind no more: these units, or all where none is named."""

    code: CodeRef
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resume:
    """Remind again: these units, or all where none is named."""

    code: CodeRef
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """Let the letters go that were held back."""

    code: CodeRef


@dataclass(frozen=True, slots=True)
class SendSummary:
    """Send the summary now."""

    code: CodeRef


@dataclass(frozen=True, slots=True)
class TickFigures:
    """Say that figures of the ledger of targets (F12) are right as they were read."""

    code: CodeRef
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectFigure:
    """Put one figure of the ledger of targets right."""

    code: CodeRef
    figure: str
    value: float


@dataclass(frozen=True, slots=True)
class Place:
    """Put a unit's rows so called, which fit no item, under one (归第5项)."""

    code: CodeRef
    words: str
    item_no: int
    units: tuple[str, ...] = ()


class Act(StrEnum):
    """What was done about units, letters and figures; the word stands in the ledger."""

    EXTEND = "extend"
    EXEMPT = "exempt"
    HOLD = "hold"
    RESUME = "resume"
    RELEASE = "release"
    FIGURE = "figure"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class StaffAct:
    """One act that staff ordered by mail, under a code of a mail to them.

    `code` is the code's number in the ledger, `answer` that of the mail that
    ordered it, `letters` are those that it released; of figures `units` holds the
    names (F12).
    """

    code: int
    act: Act
    units: tuple[str, ...]
    letters: tuple[int, ...]
    answer: int
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back what was ordered under a code.

    Of an item: what settled it. Of a mail: the acts of the last answer, or only
    those of the kind and the units named.
    """

    code: CodeRef
    act: Act | None = None
    units: tuple[str, ...] = ()


Order = (
    Confirm
    | Assign
    | Return
    | Ignore
    | Retry
    | Adopt
    | Disown
    | Extend
    | Exempt
    | Pause
    | Resume
    | Release
    | SendSummary
    | TickFigures
    | CorrectFigure
    | Place
    | Undo
)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that are no order: as written, why not, and how to write instead."""

    line: str
    why: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer of staff says; `codes` are all it names, in order."""

    orders: tuple[Order, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    codes: tuple[CodeRef, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedByStaff:
    """What staff ask for of own accord; `granted` if their host vouches for them."""

    request: StaffRequest
    granted: bool


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a mail of staff orders; `forged` if our own host calls it that."""

    reading: Reading
    forged: bool = False
    asked: AskedByStaff | None = None
