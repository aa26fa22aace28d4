"""Reads a mail at which a process died: the letter first, then each file by itself.

The letter and every file have a budget of their own, so that one drawing that takes
minutes takes neither the subject nor the good files with it. Who killed its reader
before is read alone in a fresh process; the third death is its verdict, and all else
is judged (`core.record.deaths`).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.pool import ChildDied, Pool
from mailbot.core.record.deaths import (
    LETTER,
    Deaths,
    ReaderDied,
    after_death,
    verdict_of,
)
from mailbot.core.record.documents import Document, Kind, Problem
from mailbot.core.record.mail import ExaminedMail, Message, Part
from mailbot.wiring.examination import (
    TakenFile,
    examine_letter,
    examine_part,
    kind_of_file,
)

P = ParamSpec("P")
T = TypeVar("T")
_PART: Final = re.compile(r"part(\d+)")
# All files of one mail together, in seconds: a mail of a thousand slow ones is hostile.
_LONGEST: Final = 600.0


@dataclass(slots=True)
class Toll:
    """The deaths at one mail: those of earlier tries, and what this one adds."""

    deaths: Deaths
    died: bool = False

    def ask(self, file: str, call: Callable[[], T | Problem]) -> T | Problem:
        """Read one file of the mail, unless it killed its reader often enough."""
        known = verdict_of(self.deaths, file)
        if known is not None:
            return known
        try:
            return call()
        except ChildDied as death:
            self.deaths = after_death(self.deaths, file, death.problem)
            self.died = self.died or verdict_of(self.deaths, file) is None
            return death.problem

    def settle(self) -> None:
        """Raise ReaderDied if the mail has to be read again."""
        if self.died:
            raise ReaderDied(self.deaths)


@dataclass(frozen=True, slots=True)
class AskedMail:
    """A mail in a file, whose addresses are ours, and the office's zone."""

    raw: Path
    own: tuple[str, ...]
    zone: tzinfo


def file_in_hand(left: Collection[str]) -> str:
    """Say at which file of a mail a reader died: the last that it had laid down."""
    places = [int(place[1]) for name in left if (place := _PART.fullmatch(name))]
    return str(max(places)) if places else LETTER


def emptied(room: Path) -> Path:
    """Return the room as it was lent: a new try finds nothing of the one before."""
    for left in room.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return room


@dataclass(slots=True)
class CarefulReading:
    """One try at a mail, its documents to be laid into the folder `into`."""

    readers: Pool
    into: Path
    toll: Toll
    began: float = field(default_factory=time.monotonic)

    def mail(self, asked: AskedMail) -> ExaminedMail:
        """Read the letter and its files; ReaderDied tells that a new try is wanted."""
        letters = self._folder("letter")
        found = self._ask(
            LETTER,
            examine_letter,
            Lent(asked.raw),
            Workroom(letters),
            asked.own,
            asked.zone,
        )
        if isinstance(found, Problem):
            self.toll.settle()
            return ExaminedMail(Message(problem=found))
        letter, files = found
        taken = [
            self._part(str(place), part, letters / str(place))
            for place, part in enumerate(files, start=1)
        ]
        self.toll.settle()
        documents = tuple(d for file in taken for d in file[0])
        if all(document.companion for document in documents):
            documents = (*documents, *(w for file in taken for w in file[2]))
        nested = tuple(letter for file in taken for letter in file[1])
        return replace(letter, documents=documents, nested=nested)

    def _part(self, place: str, part: Part, path: Path) -> TakenFile:
        """Read one file; of one that cannot be read its bytes are kept all the same."""
        if time.monotonic() - self.began > _LONGEST:
            return (self._unread(part, path, Problem.TIMEOUT),), (), ()
        room = self._folder(place)
        found = self._ask(place, examine_part, Lent(path), part, Workroom(room))
        if isinstance(found, Problem):
            return (self._unread(part, path, found),), (), ()
        documents, letters, words = found
        return tuple(_below(d, place) for d in documents), letters, words

    def _unread(self, part: Part, path: Path, problem: Problem) -> Document:
        """Return a file that none can read: what it is by its first bytes, and why."""
        kind: Kind | Problem = Kind.OTHER
        if not self.toll.died:  # else the whole mail is read again
            kind = self.readers.call(kind_of_file, Lent(path), part.name)
        return Document(
            name=part.name,
            kind=Kind.OTHER if isinstance(kind, Problem) else kind,
            size=path.stat().st_size,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            problem=problem,
            stored=path.relative_to(self.into).as_posix(),
            raw_name=part.raw_name,
        )

    def _ask(
        self, file: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T | Problem:
        """Have something read: a suspect in a process that did nothing before."""
        suspect = file in self.toll.deaths
        call = self.readers.alone if suspect else self.readers.call
        return self.toll.ask(file, lambda: call(function, *args, **kwargs))

    def _folder(self, name: str) -> Path:
        folder = self.into / name
        folder.mkdir(mode=0o700)
        return folder


def _below(document: Document, folder: str) -> Document:
    stored = f"{folder}/{document.stored}" if document.stored else ""
    return replace(document, stored=stored)
