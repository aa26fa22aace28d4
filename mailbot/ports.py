"""What the flows need of the world, in the flows' words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path

    from mailbot.core.codes import Code, CodeRef
    from mailbot.core.documents import Document
    from mailbot.core.history import FiledCopy, SentLetter
    from mailbot.core.letters import Enclosure, Letter, Rendered
    from mailbot.core.mail import ExaminedMail
    from mailbot.core.orders import StaffAct
    from mailbot.core.periods import Period
    from mailbot.core.records import (
        AddressState,
        CopyState,
        CopyVersion,
        FiledDocument,
        FlaggedMail,
        JudgedMail,
        KeptFile,
        LetterState,
        MailState,
        NewLetter,
        Origin,
        Place,
        QueuedLetter,
        ReviewItem,
        SavedMail,
        Settled,
        UnitDecision,
        WaitingMail,
    )
    from mailbot.core.seal_trust import SealRuling
    from mailbot.core.sending import Delivery
    from mailbot.core.summary import Summary


class Clock(Protocol):
    """The one place where the present moment comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in the office's timezone."""
        ...


class Incoming(Protocol):
    """A mail just fetched: its place, and its bytes or the file that holds them.

    `refused` is "" for a mail that came whole, else `too_large` or `vanished`.
    """

    @property
    def place(self) -> Place:
        """Say where the mail lies on the server."""
        ...

    @property
    def received_at(self) -> datetime:
        """Say when the server received it (INTERNALDATE, RFC 3501 2.3.3)."""
        ...

    @property
    def size(self) -> int:
        """Return its size in bytes as the server tells it."""
        ...

    @property
    def content(self) -> bytes | Path:
        """Return its bytes, or the temporary file that a large one was put in."""
        ...

    @property
    def message_id(self) -> str:
        """Return its Message-ID (RFC 5322 3.6.4), "" if it has none."""
        ...

    @property
    def origin(self) -> Origin:
        """Say how it came to us."""
        ...

    @property
    def refused(self) -> str:
        """Say why it was not fetched, "" if it was."""
        ...


class Inbox(Protocol):
    """The mailbox on its server; it is only ever read."""

    def new_mails(self, after: Marker) -> Iterator[Sequence[Incoming]]:
        """Fetch what is new, in batches bounded by bytes.

        Raises TryLater when the server is away, NeedsStaff when it refuses us.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Watcher(Protocol):
    """An eye on the mailbox that sees new mail arrive."""

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait for new mail; False after `seconds` in vain, or when told to stop."""
        ...


class Cursor(Protocol):
    """What is known already of a folder: asked by the inbox, answered by the ledger."""

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        ...

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there, for the slow full comparison."""
        ...


class Marker(Cursor, Protocol):
    """A cursor that also remembers what was looked at and left alone."""

    def pass_over(
        self, account: str, folder: str, uidvalidity: int, uid: int, now: datetime
    ) -> None:
        """Remember that nothing up to `uid` is of interest: never list it again."""
        ...


class Examiner(Protocol):
    """Reads mails and files in confined processes; never raises for their content."""

    def mail(self, raw: Path, into: Path) -> ExaminedMail:
        """Read a mail, unpack it, read its files; leave their bytes in `into`.

        Each Document's `stored` is the file's name in `into`.
        """
        ...

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file (an archive gives its members too)."""
        ...

    def headings(self, mail: ExaminedMail, into: Path) -> ExaminedMail:
        """Read the headings of scans too: slow, so only where nothing else tells."""
        ...

    def drawn(self, document: Document, into: Path) -> tuple[tuple[int, bytes], ...]:
        """Return (page, PNG) of every page of a file on which a seal was seen."""
        ...


class Archive(Protocol):
    """Files that people can open; written once, never changed."""

    def save(self, mails: Sequence[Incoming]) -> Sequence[SavedMail]:
        """Make raw mails durable in the spool; return them in the same order."""
        ...

    def keep_raw(self, stored: str, name: tuple[str, ...]) -> str:
        """Give a spooled mail its place in the archive; return its path.

        The spooled copy stays until it is discarded.
        """
        ...

    def file(self, source: Path, folder: tuple[str, ...], name: str) -> str:
        """Put a copy of `source` under `folder` as `name`; return its path.

        An existing file with the same bytes is that copy already; one with other
        bytes makes this one get a number. Nothing is ever overwritten.
        """
        ...

    def together(self) -> AbstractContextManager[None]:
        """Make what is filed inside durable at its end, all at once."""
        ...

    def path(self, stored: str) -> Path:
        """Return where a stored file lies; ValueError outside the state folder."""
        ...

    def workroom(self) -> AbstractContextManager[Path]:
        """Lend an empty private folder that is gone afterwards."""
        ...

    def discard(self, stored: str) -> None:
        """Delete a spooled file that was kept long enough."""
        ...

    def sweep(self, spoken_of: Collection[str], before: datetime) -> int:
        """Remove spooled files no row speaks of, and workrooms left before then."""
        ...

    def destroy(self, stored: str) -> None:
        """Delete a file for good, at staff's word only (retention)."""
        ...

    def digest(self, stored: str) -> str:
        """Return a file's SHA-256 (hex), "" if there is none."""
        ...

    def present(self) -> tuple[str, ...]:
        """Return the paths of every file in archive and spool."""
        ...


class Mails(Cursor, Protocol):
    """The mails the ledger knows."""

    def renumber(self, mails: Sequence[SavedMail]) -> frozenset[Place]:
        """Give mails known under an earlier UIDVALIDITY their new place; return it."""
        ...

    def save(self, mails: Iterable[SavedMail]) -> int:
        """Record mails as seen; return how many were new."""
        ...

    def add(self, mail: int | None, filed: FiledDocument) -> int:
        """Record a document that came without a mail; return its number."""
        ...

    def waiting(self, limit: int) -> tuple[WaitingMail, ...]:
        """Return mails that were saved and not yet judged, oldest first."""
        ...

    def refused(self) -> tuple[WaitingMail, ...]:
        """Return mails that could not be fetched and that nobody was told of."""
        ...

    def record(self, judged: JudgedMail, at: datetime) -> tuple[int, ...]:
        """Record a verdict and its documents; return the documents' numbers."""
        ...

    def close(self, mail: int, state: MailState, fault: str, at: datetime) -> None:
        """End a mail that could not be judged, with the reason."""
        ...

    def count(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Count mails judged in that span by outcome, `unrelated` apart."""
        ...

    def flagged(self, flag: str, since: datetime) -> tuple[FlaggedMail, ...]:
        """Return mails received since then that carry a flag, oldest first."""
        ...


class Copies(Protocol):
    """Which unit has handed in what."""

    def add(self, copy: CopyVersion, by: str, at: datetime) -> CopyVersion:
        """Record a version, with the next free number; return it as recorded."""
        ...

    def of_period(self, period: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a period, oldest first."""
        ...

    def of_unit(self, unit: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a unit, oldest first."""
        ...

    def filed(self, unit: str, period: str | None = None) -> tuple[FiledCopy, ...]:
        """Return the unit's filed versions, for matching."""
        ...

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        """Return the filed versions with exactly these bytes."""
        ...

    def mark(self, document: int, state: CopyState, reason: str) -> None:
        """Change what the versions made from a document are worth."""
        ...


class Reviews(Protocol):
    """What waits for staff."""

    def add(self, items: Iterable[ReviewItem]) -> None:
        """Put things before staff."""
        ...

    def open(self) -> tuple[ReviewItem, ...]:
        """Return what waits, oldest first."""
        ...

    def find(self, review_id: str) -> ReviewItem | None:
        """Return the waiting item called so (R12, R12.2), None if none waits."""
        ...

    def settle(self, item: ReviewItem, decision: str, by: str, at: datetime) -> None:
        """Record what staff decided."""
        ...

    def settled(self, review_id: str) -> Settled | None:
        """Return the settled item called so, None if there is none."""
        ...

    def reopen(self, item: ReviewItem) -> None:
        """Put a settled item before staff again."""
        ...

    def rulings(self, flag: str) -> tuple[SealRuling, ...]:
        """Return how files with that flag were confirmed or refused, newest first."""
        ...

    def document(self, item: ReviewItem) -> tuple[int, FiledDocument] | None:
        """Return the file the item is about, with its number in the ledger."""
        ...

    def documents(self, mail: int) -> tuple[tuple[int, FiledDocument], ...]:
        """Return all files of a mail, with their numbers in the ledger."""
        ...


class Outbox(Protocol):
    """Letters of ours: waiting, sent, failed, unknown."""

    def add(self, letter: NewLetter) -> int | None:
        """Record a finished letter; None if the same reminder exists already."""
        ...

    def due(self, now: datetime) -> tuple[QueuedLetter, ...]:
        """Return letters to be sent now, receipts first, then by age."""
        ...

    def claim(self, letter: int, now: datetime) -> bool:
        """Take a waiting letter for sending; False if another was faster."""
        ...

    def settle(self, letter: int, state: LetterState, error: str, at: datetime) -> None:
        """Record the end of a letter."""
        ...

    def postpone(self, letter: int, until: datetime, error: str) -> None:
        """Give a claimed letter back, to be tried again at `until`."""
        ...

    def abandoned(self, now: datetime) -> tuple[QueuedLetter, ...]:
        """Return letters still claimed though no process is sending them."""
        ...

    def every(self, states: frozenset[LetterState]) -> tuple[QueuedLetter, ...]:
        """Return letters in one of the states (empty: all), oldest first."""
        ...

    def by_message_id(self, message_id: str) -> SentLetter | None:
        """Return our letter with that Message-ID."""
        ...

    def to_address(self, address: str, since: datetime) -> tuple[QueuedLetter, ...]:
        """Return the letters made for an address since then."""
        ...

    def unsent_receipts(self, address: str) -> tuple[QueuedLetter, ...]:
        """Return the receipts for an address that nobody has begun to send."""
        ...

    def reminders(self, period: str) -> tuple[QueuedLetter, ...]:
        """Return all reminders ever made for a period."""
        ...


class Addresses(Protocol):
    """What was learned of addresses."""

    def learned(self, address: str) -> tuple[str, ...]:
        """Return the units for which staff confirmed the address."""
        ...

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """Return the confirmed addresses of a unit, newest first."""
        ...

    def learn(self, unit: str, address: str, by: str, at: datetime) -> None:
        """Record that staff confirmed an address for a unit."""
        ...

    def unlearn(self, unit: str, address: str, learned_at: datetime) -> None:
        """Forget an address if it was learned at that very moment."""
        ...

    def suspended(self) -> tuple[AddressState, ...]:
        """Return the addresses that do not work."""
        ...

    def suspend(self, address: str, reason: str, at: datetime) -> None:
        """Write to this address no more."""
        ...

    def resume(self, address: str) -> None:
        """Write to this address again."""
        ...


class Decisions(Protocol):
    """What staff decided for single units, and facts the bot keeps of itself."""

    def add(self, decision: UnitDecision) -> None:
        """Record a decision."""
        ...

    def all(self) -> tuple[UnitDecision, ...]:
        """Return the decisions in force, oldest first."""
        ...

    def withdraw(
        self, kind: str, units: Sequence[str], at: datetime, made_at: datetime | None
    ) -> tuple[str, ...]:
        """Take back decisions in force of a kind for units; return whose they were.

        With `made_at` only those that were made at that moment.
        """
        ...

    def fact(self, name: str) -> str:
        """Return a fact the bot keeps of itself, "" if it has none."""
        ...

    def keep(self, name: str, value: str, at: datetime) -> None:
        """Keep a fact."""
        ...

    def log(self, what: str, who: str, at: datetime, **details: str) -> None:
        """Note an event that staff or an auditor may ask for later."""
        ...


class Codes(Protocol):
    """The codes staff were given, and what they ordered with them."""

    def give(self, ref: CodeRef, at: datetime, until: datetime) -> Code:
        """Record a new code; one for a mail (M0) gets its own number as its name."""
        ...

    def of_item(self, item: ReviewItem, until: datetime) -> Code | None:
        """Return a code of a waiting thing that is good until then, None if none is."""
        ...

    def find(self, secret: str) -> Code | None:
        """Return the code with that secret, None if it was never given."""
        ...

    def note(self, act: StaffAct) -> None:
        """Keep what was done under a code, so that it can be taken back."""
        ...

    def acts(self, code: Code) -> tuple[StaffAct, ...]:
        """Return what was done under a code and not taken back, oldest first."""
        ...

    def strike(self, act: StaffAct, at: datetime) -> None:
        """Note that an act was taken back."""
        ...


class Files(Protocol):
    """Every file that the ledger speaks of."""

    def kept(self) -> tuple[KeptFile, ...]:
        """Return every file that should be there."""
        ...

    def waiting(self) -> tuple[KeptFile, ...]:
        """Return the raw mails that are saved and not yet judged."""
        ...

    def unrelated(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the raw copies of unrelated mails judged before that moment."""
        ...

    def received(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the files of everything received before that moment."""
        ...

    def forget(self, files: tuple[KeptFile, ...]) -> None:
        """Let rows speak no more of files that were deleted."""
        ...

    def newest(self) -> tuple[tuple[str, datetime], ...]:
        """Return per folder the newest moment of which a mail is recorded."""
        ...


class Work(Protocol):
    """One transaction: leaving it without commit() rolls everything back."""

    @property
    def mails(self) -> Mails:
        """Give access to the mails it knows."""
        ...

    @property
    def files(self) -> Files:
        """Give access to the files it speaks of."""
        ...

    @property
    def copies(self) -> Copies:
        """Give access to which unit has handed in what."""
        ...

    @property
    def reviews(self) -> Reviews:
        """Give access to what waits for staff."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Give access to letters of ours."""
        ...

    @property
    def addresses(self) -> Addresses:
        """Give access to what was learned of addresses."""
        ...

    @property
    def decisions(self) -> Decisions:
        """Give access to what staff decided."""
        ...

    @property
    def codes(self) -> Codes:
        """Give access to the codes staff were given."""
        ...

    def commit(self) -> None:
        """Make all of it durable at once."""
        ...


class Ledger(Protocol):
    """The database, opened for one transaction at a time."""

    def begin(self) -> AbstractContextManager[Work]:
        """Open a transaction; TryLater if the database is locked or away."""
        ...


class Scribe(Protocol):
    """Writes letters: templates in, finished mails out."""

    def write(self, letter: Letter, at: datetime) -> NewLetter:
        """Render a letter to the bytes that will be sent."""
        ...

    def render(self, template: str, facts: Mapping[str, object]) -> Rendered:
        """Put facts into a template."""
        ...

    def check(self, examples: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
        """Render every template with example facts; return what is wrong in words."""
        ...

    @property
    def complaints(self) -> Sequence[str]:
        """Say which of the staff's own templates are broken, and where."""
        ...


class Annex(Protocol):
    """The notice's form, to be filled in."""

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return the blank form with the unit's own items, to go with a letter."""
        ...


class Workbooks(Protocol):
    """Tables for a spreadsheet program."""

    def summary(self, summary: Summary) -> bytes:
        """Return the summary as an .xlsx file."""
        ...


class Postman(Protocol):
    """Carries finished letters to the SMTP server."""

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Hand over one letter; say what became of it."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Workdays(Protocol):
    """The working calendar: weekends, holidays and 调休."""

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        ...

    def is_known(self, year: int) -> bool:
        """Tell whether that year's holidays are known, not guessed."""
        ...
