"""What the ledger remembers: mails, documents, copies, reviews, decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.core.record.clues import FileVerdict, Verdict
from mailbot.core.record.deaths import NO_DEATHS, Deaths
from mailbot.core.record.documents import Document
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.matter import Action


class Origin(StrEnum):
    """How a mail or a file came to us."""

    MAILBOX = "mailbox"
    IMPORT = "import"
    REGISTER = "register"


class MailState(StrEnum):
    """How far a mail has come; every mail ends in one of the last four."""

    WAITING = "waiting"
    JUDGED = "judged"
    FAILED = "failed"  # could not be judged; staff were told, the raw mail is kept
    TOO_LARGE = "too_large"  # left on the server
    VANISHED = "vanished"  # gone from the server between listing and fetching


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """Where a mail lies on a server: the key that IMAP gives it (RFC 3501 2.3.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    junk: bool = False


@dataclass(frozen=True, slots=True)
class SavedMail:
    """A mail whose raw bytes are durable; `stored` is relative to the state folder."""

    place: ServerPlace
    origin: Origin
    sha256: str
    size: int
    message_id: str
    received_at: datetime
    stored: str
    state: MailState = MailState.WAITING


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A saved mail with its number in the ledger, ready to be judged."""

    id: int
    saved: SavedMail
    repeated: bool = False  # these very bytes were judged before: never answer twice
    tries: int = 0  # how often it was put back for a fault of ours
    again: bool = False  # it was judged before, and staff ordered a new try
    deaths: Deaths = field(default_factory=lambda: NO_DEATHS, hash=False)


@dataclass(frozen=True, slots=True)
class UnreadMail:
    """A mail, or a file of it, that could not be read, as staff are told of it.

    `number` is the file's (0: the mail itself), `fault` says why in words.
    `next_try_at` is None for what is given up, until somebody orders a new try.
    """

    mail: int
    received_at: datetime
    fault: str
    number: int = 0
    name: str = ""
    tries: int = 0
    next_try_at: datetime | None = None

    @property
    def id(self) -> str:
        """The name staff and programs call it by; a review of it bears the same."""
        return f"R{self.mail}.{self.number}" if self.number else f"R{self.mail}"


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure that a row of a form tells of a target, as the ledger keeps it.

    `row` counts the form's rows from 1; `target` is the target's text; `unit` as
    written (人次); `state`, `span` and the rest as `Figure` of core/figures has them.
    """

    row: int
    target: str
    value: float | None
    unit: str
    state: str
    span: str | None = None
    percent: float | None = None
    sure: bool = True
    says: str = ""
    sentence: str = ""
    own_share: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """One document with its verdict and the archive path it was filed under.

    `path` is relative to the state folder; `number` counts a mail's documents
    from 1; `figures` are those its form tells of the notice's targets.
    """

    number: int
    document: Document
    verdict: FileVerdict
    path: str
    notice: str = ""  # whose it is, where that is not its mail's
    figures: tuple[ToldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedMail:
    """All that is recorded of one mail at the end of its way.

    `notice` is the key of the notice it is about ("": as when it was saved).
    """

    mail: WaitingMail
    verdict: Verdict
    documents: tuple[FiledDocument, ...]
    sender_name: str
    sender_address: str
    subject: str
    raw_path: str
    message_id: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file under the state folder, and the SHA-256 it was recorded with."""

    path: str
    sha256: str


class CopyState(StrEnum):
    """What a version of a copy is worth now."""

    FILED = "filed"
    PENDING = "pending"  # waits for staff
    REJECTED = "rejected"
    VOID = "void"  # re-assigned or withdrawn; the file stays


@dataclass(frozen=True, slots=True)
class CopyVersion:
    """One version of one unit's copy for one period.

    `document` is the ledger's number of its file; `path` lies under the state
    folder; `sender` is the address it came from; `pages` and `sealed` are None where
    nobody counted, or looked.
    """

    unit: str
    period: str
    copy: str
    version: int
    document: int
    path: str
    sha256: str
    received_at: datetime
    sender: str
    state: CopyState = CopyState.FILED
    flags: tuple[FlagKind, ...] = ()
    items_missing: tuple[int, ...] = ()
    text: str = ""
    reason: str = ""
    pages: int | None = None
    sealed: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What should happen with a waiting thing, and what it would be filed as.

    `reason` says in staff's words why `action` is proposed.
    """

    units: tuple[str, ...]
    period: str | None
    copy: str
    action: Action = Action.FILE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A mail (number 0) or a file of it that waits for staff: R12, R12.2."""

    mail: int
    number: int
    message_id: str
    attachment: str
    proposal: Proposal
    reasons: tuple[str, ...]
    since: datetime
    received_at: datetime
    sender: str = ""
    subject: str = ""
    flags: tuple[FlagKind, ...] = ()
    path: str = ""
    origin: Origin = Origin.MAILBOX
    notice: str = ""  # whose it is, by its key in the ledger; "": the mail's
    title: str = ""  # by which it was other business

    @property
    def id(self) -> str:
        """The name staff and programs call it by."""
        return f"R{self.mail}.{self.number}" if self.number else f"R{self.mail}"


class Ruled(StrEnum):
    """How staff settled a waiting thing; the first word of what the ledger keeps."""

    CONFIRM = "confirm"
    REJECT = "reject"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Settled:
    """A thing that staff settled: how (with the reason, if any), who and when."""

    item: ReviewItem
    ruled: Ruled
    by: str
    at: datetime


class LetterState(StrEnum):
    """How far a letter of ours has come."""

    WAITING = "waiting"
    HELD = "held"  # staff, or the trial mode, hold it back
    CLAIMED = "claimed"  # a process is sending it at this moment
    SENT = "sent"
    FAILED = "failed"  # given up: a permanent refusal or too old
    UNKNOWN = "unknown"  # a crash left it open whether it was delivered
    CANCELLED = "cancelled"


class LetterKind(StrEnum):
    """What a letter of ours is for."""

    RECEIPT = "receipt"
    REMINDER = "reminder"
    NOTICE = "notice"  # to a unit, about a decision of staff
    SUMMARY = "summary"
    ALERT = "alert"
    ANSWER = "answer"  # to staff, about what they asked for


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """The identity of a reminder: the database admits each but once."""

    unit: str
    period: str
    due: date
    stage: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A finished letter, rendered and with its Message-ID, about to be recorded.

    `raw` is the whole mail (RFC 5322 bytes): a retry sends the same bytes. It is
    not sent before `not_before`, and no more tried after `expires_at`.
    """

    kind: LetterKind
    message_id: str
    to: str
    subject: str
    raw: bytes
    created_at: datetime
    not_before: datetime
    expires_at: datetime
    unit: str = ""
    period: str | None = None
    reminder: ReminderKey | None = None
    deliver_to: tuple[str, ...] = ()  # who really gets it (staff, while on trial)
    answers: int | None = None  # the ledger's number of the mail it answers
    covers: tuple[int, ...] = ()  # all mails a merged receipt speaks of
    reason: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class QueuedLetter:
    """A letter in the outbox, with its fate so far.

    `unsure` counts the times a server took it and did not say so.
    """

    id: int
    letter: NewLetter
    state: LetterState
    tries: int = 0
    next_try_at: datetime | None = None
    sent_at: datetime | None = None
    last_error: str = ""
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Which letters to list: of these states (none: all), of one unit ("": all).

    `before` is the number of the last one on the page before (0: the newest).
    """

    states: tuple[LetterState, ...] = ()
    unit: str = ""
    before: int = 0
    limit: int = 40


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """What staff decided for a unit: extend (value = new day), exempt, hold."""

    unit: str
    kind: str
    period: str | None
    value: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AddressState:
    """An address that no longer works, why, and since when."""

    address: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FlaggedMail:
    """A mail that carries a flag, with the flag's details, e.g. a link's last day."""

    mail: int
    units: tuple[str, ...]
    period: str | None
    sender: str
    received_at: datetime
    details: tuple[tuple[str, str], ...] = ()
