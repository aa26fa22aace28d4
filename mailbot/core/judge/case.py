"""What judging needs besides the mail itself: the notice, the past, the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.notice.units import Roster
from mailbot.core.record.history import History
from mailbot.core.record.mail import Address, NatureReport


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What was read in one document about the annex form.

    `own_rows` tells that a row speaks of the notice's items in its own words, not
    by its number alone; `filled` are the unit's items that have an entry.
    `heading` are the lines above the table (or a letter's first lines), without
    the table; `found` whether the annex table is there; `blank`, `nil` an unfilled
    form and 本季度无进展; `items_missing` the unit's items without an entry;
    `stale` why it looks like an earlier report, "" if it does not; `unclear` whether
    a printed table could not be taken apart; `other_period` the only period whose
    column is filled, where that is not the report's; `clipped` whether words are cut
    off at the columns' edges; `unplaced` what rows that fit no item begin with.
    """

    heading: tuple[str, ...] = ()
    found: bool = False
    own_rows: bool = False
    filled: tuple[int, ...] = ()
    blank: bool = False
    nil: bool = False
    items_missing: tuple[int, ...] = ()
    stale: str = ""
    unclear: bool = False
    other_period: str = ""
    clipped: bool = False
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloudFile:
    """A link that stands for a file: its name and last day (ISO), "" if unsaid."""

    name: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """What was read in the mail's body and envelope before judging.

    `own_words` is the body without quoted mails, `signature` the signature's text,
    `forwarded` the senders of forwarded mails from the outermost in;
    `authentication_failed` tells of spf, dkim or dmarc=fail by our own host.
    """

    nature: NatureReport = field(default_factory=NatureReport)
    own_words: str = ""
    signature: str = ""
    forwarded: tuple[Address, ...] = ()
    links: tuple[CloudFile, ...] = ()
    authentication_failed: bool = False
    in_junk: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything beside the mail that a verdict rests on.

    `received_at` is aware; its day is taken in `zone`. `due` gives the due moment
    of a period id (a period that is not in it is never late). `forms` belong to
    the mail's documents, in order; a missing one is an empty one. `mailbox` is the
    polled mailbox's own address; `by_hand` tells of a single file that staff ask
    about: nobody sent it, so nobody is a stranger.
    """

    notice: Notice
    roster: Roster
    history: History
    received_at: datetime
    zone: tzinfo
    due: Mapping[str, datetime]
    mailbox: str
    letter: ReadLetter = field(default_factory=ReadLetter)
    forms: tuple[FormFacts, ...] = ()
    stamped_check: StampedCheck = StampedCheck.ANY_PDF
    by_hand: bool = False

    @property
    def host(self) -> str:
        """Return the unit that hosts the mailbox, "" if none does."""
        return next((u.name for u in self.roster.units if u.self_reporting), "")
