"""What people look for in the archive and in the record of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; every empty part fits anything.

    `words` are the pieces that must stand side by side, a word each
    (`core.words.bigrams`). `since` and `until` bound when a file came; `before` is the
    number of the last file on the page before (0: the first page), `document` that of
    the one file that is meant (0: any).
    """

    words: tuple[tuple[str, ...], ...] = ()
    unit: str = ""
    period: str = ""
    copy: str = ""
    sender: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0
    document: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Shelved:
    """One file of the archive: what it is, whose, and where it lies.

    `document` is its number in the ledger; `state` says what its version is worth
    ("" where it never became one), `waits` that staff have yet to settle it; `text` the
    words that were read in it.
    """

    document: int
    name: str
    kind: str
    size: int
    sha256: str
    path: str
    received_at: datetime | None
    subject: str = ""
    sender: str = ""
    unit: str = ""
    period: str = ""
    copy: str = ""
    version: int = 0
    state: str = ""
    waits: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of files; `more` tells that another page follows."""

    files: tuple[Shelved, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done: by whom, when, and on what."""

    id: int
    at: datetime
    what: str
    who: str
    details: Mapping[str, str] = field(default_factory=dict)
