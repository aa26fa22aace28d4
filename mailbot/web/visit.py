"""One request as a value, and what may be answered: no page knows the framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailbot.flows.console.entering import Person, Visitor
from mailbot.flows.office import Office
from mailbot.web.console import Console

_DIGITS = 12  # of the longest number in an address


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: its name as the browser tells it, its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody asks for a page, or sends a form.

    `path` holds the parts of the address, `query` and `form` what was typed. `csrf` is
    the word that this browser's forms carry.
    """

    console: Console
    now: datetime
    visitor: Visitor
    person: Person | None
    csrf: str
    session: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()

    @property
    def office(self) -> Office:
        """Return the office whose console it is."""
        return self.console.office

    @property
    def by(self) -> str:
        """Return who acts; pages that act are opened to known people only."""
        return self.person.address if self.person else ""

    def number(self, name: str) -> int:
        """Return a number of the address's query or path, 0 if it is none."""
        text = self.path.get(name) or self.query.get(name) or ""
        return (
            int(text)
            if text.isascii() and text.isdigit() and len(text) <= _DIGITS
            else 0
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its template and what it says."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Onward:
    """The way to another page, after something was done.

    `session` is the secret of a session that begins here; "" leaves it as it is, and
    `ends` takes it away.
    """

    to: str
    session: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """Bytes for the browser: a picture to be shown, or (with a name) a download.

    `room` is a folder made for it, which goes when all of it is sent.
    """

    content: bytes | Path
    media_type: str
    name: str = ""
    room: Path | None = None


Reply = Shown | Onward | Handed
Answers = Callable[[Visit], Reply]


@dataclass(frozen=True, slots=True)
class Opening:
    """One address of the console: who may ask for it, and what answers.

    `open_to_all` is for the door itself; where staff only look, `decides` shuts those
    out whose role is 查看. `form` marks what changes something: it is never fetched.
    """

    path: str
    answer: Answers
    form: bool = False
    decides: bool = False
    open_to_all: bool = False
