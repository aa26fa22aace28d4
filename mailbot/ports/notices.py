"""Notices: their documents, read to the last page, and the files they are kept in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mailbot.core.notice.notice import Notice, NoticeState
from mailbot.core.record.documents import Document
from mailbot.core.reminders.days import PeriodDays


class NoticeDocuments(Protocol):
    """Reads files in confined processes; never raises for their content."""

    def documents(self, path: Path, into: Path) -> tuple[Document, ...]:
        """Read a file (an archive gives its members), all pages of a scan too.

        `into` is an empty folder that it may use. OSError if the path itself cannot
        be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A notice's file, and the notice once for each of its duties."""

    path: Path
    duties: tuple[Notice, ...]

    @property
    def notice(self) -> Notice:
        """The notice, for its first duty."""
        return self.duties[0]

    @property
    def state(self) -> NoticeState:
        """How far the notice has come."""
        return self.notice.state


class Notices(Protocol):
    """The notices of a working folder, as their files say now."""

    @property
    def read(self) -> tuple[NoticeFile, ...]:
        """The notices that could be read."""
        ...

    def faults(self) -> Iterator[str]:
        """Yield what is wrong in any file, and between two of them."""
        ...

    def days(self, notice: Notice) -> tuple[PeriodDays, ...]:
        """Return every due day and every letter's day of a notice's duty."""
        ...

    def set_state(self, file: NoticeFile, state: NoticeState) -> None:
        """Write a notice's new state.

        BadSettings if the file would be at fault; OSError if it cannot be written.
        """
        ...
