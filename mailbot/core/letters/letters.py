"""A letter of ours before it is written: to whom, which template, which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.core.record.records import LetterKind, ReminderKey


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter: its name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: one line of subject, plain text, HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail a letter answers, so that mail programs put them together."""

    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one recipient.

    `template` names the files under templates/letters; `facts` is what they may
    say: plain values, never bytes of a mail. `answers` is the ledger's number of
    the mail that called for it, `occasion` what called for it in words that a lost
    ledger does not change.
    """

    kind: LetterKind
    template: str
    to: str
    facts: Mapping[str, object]
    not_before: datetime
    expires_at: datetime
    unit: str = ""
    period: str | None = None
    thread: Thread = field(default_factory=Thread)
    reminder: ReminderKey | None = None
    answers: int | None = None
    covers: tuple[int, ...] = ()
    reason: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    cc: tuple[str, ...] = ()
    occasion: str = ""
