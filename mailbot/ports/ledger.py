"""The ledger, opened for one transaction at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from mailbot.ports.console import Catalogue, Entries
from mailbot.ports.done import Addresses, Codes, Decisions, Outbox
from mailbot.ports.figures import Figures
from mailbot.ports.received import Copies, Files, Mails, Reviews, Unread


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
    def unread(self) -> Unread:
        """Give access to what could not be read."""
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

    def scoped(self, notice: str) -> Work:
        """Return the same transaction for another notice of the office."""
        ...

    @property
    def figures(self) -> Figures:
        """Give access to what units report of the targets."""
        ...

    @property
    def entries(self) -> Entries:
        """Give access to who may come into the console."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Give access to what people look for."""
        ...

    def commit(self) -> None:
        """Make all of it durable at once."""
        ...


class Ledger(Protocol):
    """The database, opened for one transaction at a time."""

    def begin(self) -> AbstractContextManager[Work]:
        """Open a transaction; TryLater if the database is locked or away."""
        ...

    def scoped(self, notice: str) -> Ledger:
        """Return the same database for another notice of the office."""
        ...
