"""Evidence and conclusion: what spoke for what, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import NO_DOUBT, NO_MATTER, Advice, Matter


class Outcome(StrEnum):
    """What becomes of a mail or a file; order = caution, least first."""

    FILE = "file"
    IGNORE = "ignore"
    REVIEW = "review"


class CopyKind(StrEnum):
    """Which copy a file is; photo and other are kept but never counted."""

    ELECTRONIC = "electronic"
    STAMPED_PDF = "stamped_pdf"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence.

    `clue` names where it stood (reply, seal, heading, file_name, subject,
    display_name, address, body, forwarded, date, …), `says` what it speaks for
    (a unit, a period, a copy), `text` the words it rests on, `weight` 0–1 how
    much it counts.
    """

    clue: str
    says: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A word staff and programs can act on, with its parameters.

    `details` are pairs such as ("expires", "2023-07-30").
    """

    flag: FlagKind
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What was concluded about one attachment (same order as the documents)."""

    outcome: Outcome
    copy: CopyKind
    units: tuple[str, ...] = ()
    period: str | None = None
    flags: tuple[Flag, ...] = ()
    reasons: tuple[Clue, ...] = ()
    items_missing: tuple[int, ...] = ()
    matter: Matter = NO_MATTER
    advice: Advice = NO_DOUBT


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was concluded about a mail, and why.

    The mail's outcome is the most cautious of its files'. `copies` are the copies
    it brings, `known_sender` whether DOMAIN's sender policy knows it for its
    units. For nature `unrelated` nothing but the nature may ever be shown.
    """

    nature: Nature
    outcome: Outcome
    units: tuple[str, ...] = ()
    period: str | None = None
    copies: tuple[CopyKind, ...] = ()
    flags: tuple[Flag, ...] = ()
    reasons: tuple[Clue, ...] = ()
    files: tuple[FileVerdict, ...] = ()
    known_sender: bool = False
    bounced: tuple[str, ...] = ()
    temporary: bool = False
    matter: Matter = NO_MATTER
    advice: Advice = NO_DOUBT

    def has(self, flag: FlagKind) -> bool:
        """Tell whether the mail or one of its files carries `flag`."""
        every = (*self.flags, *(f for file in self.files for f in file.flags))
        return any(f.flag == flag for f in every)
