"""An office that serves for hours and days on a clock of the test's own."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot.core.record.records import LetterKind, LetterState
from mailbot.errors import MailbotError
from mailbot.flows.intake.round import NOBODY
from mailbot.schedule import Doors, read, send
from tests.support.house import House

EVERY = timedelta(minutes=15)
STRANGER = (
    b"From: a%d@shop.example\r\nTo: office@office.example\r\nSubject: offer %d\r\n"
    b"Message-ID: <s%d@shop.example>\r\n\r\nbuy %d\r\n"
)


@dataclass
class Moving:
    """A clock that is set from outside."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a process holds: memory in KiB, descriptors, children, rooms and files."""

    resident: int
    descriptors: int
    children: int
    workrooms: int
    spool: int


@dataclass
class LongRun:
    """Rounds as the service makes them, mail coming in; see `hour`."""

    house: House
    begun: datetime
    clock: Moving = field(init=False)
    reported: list[str] = field(default_factory=list)
    hours: int = 0

    def __post_init__(self) -> None:
        """Set the clock."""
        self.clock = Moving(self.begun)

    def step(self, by: timedelta) -> None:
        """Let the clock jump."""
        self.clock.moment += by

    def hour(self) -> None:
        """Let a report and strangers' mail come, and serve an hour's rounds."""
        names = self.house.office.notice.units
        unit = names[self.hours % len(names)]
        self.hours += 1
        raw = self.house.report(unit, message_id=f"<l{self.hours}@unit.example>")
        if unit not in self.reported:
            self.reported.append(unit)
            self.house.inbox.put(raw, self.clock.moment)
        for number in range(3):
            some = (10 * self.hours + number,) * 4
            self.house.inbox.put(STRANGER % some, self.clock.moment)
        for _ in range(4):
            self.clock.moment += EVERY
            self.round()

    def round(self) -> None:
        """Read and send once; what fails is done later."""
        doors = self._doors()
        with suppress(MailbotError):
            read(self.house.office, doors, NOBODY)
        with suppress(MailbotError):
            send(self.house.office, doors, threading.Event())

    def receipts(self) -> Counter[str]:
        """Count the receipts that left, by unit."""
        names = self.house.office.notice.units
        return Counter(
            names[int(q.letter.to[1:3]) - 1]
            for q in self.house.letters(LetterState.SENT)
            if q.letter.kind is LetterKind.RECEIPT
        )

    def footprint(self) -> Footprint:
        """Say what this process holds now (Linux)."""
        state = self.house.app.settings.state
        status = Path("/proc/self/status").read_text("ascii")
        resident = next(w for w in status.splitlines() if w.startswith("VmRSS"))
        return Footprint(
            resident=int(resident.split()[1]),
            descriptors=sum(1 for _ in Path("/proc/self/fd").iterdir()),
            children=sum(1 for _ in _children()),
            workrooms=sum(1 for _ in (state / "work").glob("*")),
            spool=sum(1 for p in (state / "spool").rglob("*") if p.is_file()),
        )

    def _doors(self) -> Doors:
        doors = self.house.app.doors()
        return replace(
            doors,
            inbox=self._inbox,
            whole_inbox=self._inbox,
            postman=self._postman,
            clock=self.clock,
            pace=0,
        )

    @contextmanager
    def _inbox(self) -> Iterator[Any]:
        yield self.house.inbox

    @contextmanager
    def _postman(self) -> Iterator[Any]:
        yield self.house.postman


def _children() -> Iterator[int]:
    mine = str(os.getpid())
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            facts = (process / "stat").read_text("utf-8", "replace")
            if facts.rpartition(")")[2].split()[1] == mine:
                yield int(process.name)
