"""The ledger: one transaction at a time, rolled back unless committed."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from mailbot.adapters.store.catalogue import CatalogueRoom
from mailbot.adapters.store.codes import CodeRoom
from mailbot.adapters.store.copies import CopyRoom
from mailbot.adapters.store.database.engines import engine, make_folder
from mailbot.adapters.store.database.faults import DAMAGED, in_words, translated
from mailbot.adapters.store.database.moving import move, must_be_empty
from mailbot.adapters.store.database.schema import newest_revision
from mailbot.adapters.store.database.watched import Watched
from mailbot.adapters.store.entries import EntryRoom
from mailbot.adapters.store.figures import FigureRoom
from mailbot.adapters.store.files import FileRoom
from mailbot.adapters.store.mails import MailRoom
from mailbot.adapters.store.outbox import OutboxRoom
from mailbot.adapters.store.reviews import ReviewRoom
from mailbot.adapters.store.staff import AddressRoom, DecisionRoom
from mailbot.adapters.store.tallies import tallies
from mailbot.adapters.store.unread import UnreadRoom
from mailbot.errors import NeedsStaff, TryLater

Scopes = tuple[str, ...]
log = logging.getLogger(__name__)


class StoreWork:
    """One transaction with a room for each concern."""

    def __init__(
        self,
        connection: Connection,
        notice: str,
        every: Scopes = (),
        watched: Watched | None = None,
    ) -> None:
        self._connection = connection
        self._watched = watched
        self._every = every = every or (notice,)
        self.mails = MailRoom(connection, notice, every)
        self.files = FileRoom(connection, every)
        self.unread = UnreadRoom(connection, every)
        self.copies = CopyRoom(connection, notice)
        self.reviews = ReviewRoom(connection, notice)
        self.outbox = OutboxRoom(connection, notice, every)
        self.addresses = AddressRoom(connection, notice, every)
        self.decisions = DecisionRoom(connection, notice)
        self.codes = CodeRoom(connection, notice)
        self.figures = FigureRoom(connection, notice)
        self.entries = EntryRoom(connection)
        self.catalogue = CatalogueRoom(connection, notice)

    def scoped(self, notice: str) -> StoreWork:
        """Return the same transaction for another notice of the office."""
        return StoreWork(self._connection, notice, self._every, self._watched)

    def check(self) -> None:
        """Raise NeedsStaff if SQLite finds the file damaged (PRAGMA quick_check)."""
        if self._connection.dialect.name != "sqlite":
            return
        query = "PRAGMA quick_check(1)"
        found = str(self._connection.exec_driver_sql(query).scalar())
        if found != "ok":
            log.error("quick_check: %s", found)
            raise NeedsStaff(DAMAGED.format("完整性检查未通过"))

    def tallies(self) -> dict[str, dict[str, int]]:
        """Return counts for the support bundle; see `tallies`."""
        return tallies(self._connection)

    def commit(self) -> None:
        """Make all of it durable at once; TryLater if the disk or lock forbids."""
        try:
            turn = self._watched.committing(self._connection) if self._watched else 0
            self._connection.commit()
        except DatabaseError as fault:
            raise translated(fault) from fault
        if self._watched:
            self._watched.committed(turn)


def _always() -> None:
    """Let a ledger begin."""


class StoreLedger:
    """The database behind a URL; `notice` is the notice whose rows are meant.

    `every` are all notices of the office (its own among them): the mailbox, the
    addresses and the cap of letters a day are common to them.

    Nothing is opened or created before the first transaction; that one brings the
    tables to their newest form. `may_begin` is asked before a ledger is begun where
    there is none, and raises where there must be one. `state` is the folder in which
    is noted how far the ledger is (`Watched`).
    """

    def __init__(
        self,
        url: str,
        notice: str,
        may_begin: Callable[[], None] = _always,
        every: Scopes = (),
        state: Path | None = None,
    ) -> None:
        self._engine = engine(url)
        self._watched = Watched(self._engine, state)
        self._notice = notice
        self._every = every or (notice,)
        self._may_begin = may_begin
        self._is_current = False

    @contextmanager
    def begin(self) -> Iterator[StoreWork]:
        """Open a transaction; TryLater if the database is locked or away.

        LedgerChanged if it is no longer the ledger that this process knew.
        """
        self._watched.look()
        if not self._is_current:
            self.migrate()
        try:
            with self._engine.connect() as connection:
                self._watched.opened(connection)
                yield StoreWork(connection, self._notice, self._every, self._watched)
        except DatabaseError as fault:
            raise translated(fault) from fault

    def scoped(self, notice: str) -> StoreLedger:
        """Return the same database for another notice of the office."""
        other = copy(self)
        other._notice = notice  # noqa: SLF001 - of its own kind
        return other

    def migrate(self) -> None:
        """Bring the tables to the newest form (Alembic); TryLater as begin()."""
        make_folder(self._engine)
        try:
            with self._engine.begin() as connection:
                if not _is_newest(connection):
                    if not inspect(connection).get_table_names():
                        self._may_begin()
                    _upgrade(connection)
            self._is_current = True
        except DatabaseError as fault:
            raise translated(fault) from fault

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy, as an SQLite file, while the ledger is in use."""
        if self._engine.dialect.name != "sqlite":
            self.move_to(f"sqlite:///{target}", lambda _done: None)
            return
        with self.begin():  # brings the tables to their newest form first
            pass
        with self._engine.connect() as connection:
            connection.commit()
            try:
                connection.connection.execute("VACUUM INTO ?", (str(target),))
            except sqlite3.Error as fault:
                words = f"数据库未能备份（{in_words(fault)}），请稍后再试"
                raise TryLater(words) from fault

    def move_to(self, url: str, tick: Callable[[int], None]) -> int:
        """Take all to an empty database; return how many rows. The source stays.

        `tick` hears how many are there. BadSettings for a wrong URL,
        NeedsStaff where the target holds a ledger, TryLater as begin().
        """
        target = StoreLedger(url, self._notice, every=self._every)
        with self.begin():  # brings the tables to their newest form first
            pass
        try:
            with target.begin() as there, self.begin() as here:
                count = move(here._connection, there._connection, tick)  # noqa: SLF001
                there.commit()
        finally:
            target.close()
        return count

    def check_empty(self) -> None:
        """Raise NeedsStaff if a database holds rows already; TryLater as begin().

        Nothing is noted in it, nor in the state folder: it may become another's.
        """
        self.migrate()
        try:
            with self._engine.connect() as connection:
                must_be_empty(connection)
        except DatabaseError as fault:
            raise translated(fault) from fault

    def tallies(self) -> dict[str, dict[str, int]]:
        """Count rows by sorts of our own; no text of any mail is among them."""
        with self.begin() as work:
            return work.tallies()

    def check(self) -> None:
        """Look for damage in a whole SQLite file; NeedsStaff where there is any."""
        with self.begin() as work:
            work.check()

    def close(self) -> None:
        """Let go of the database; note how far it was."""
        self._watched.note()
        self._engine.dispose()


def _is_newest(connection: Connection) -> bool:
    """Tell whether the tables have the newest form already, as they mostly do."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return found == [newest_revision()]


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to load than a whole round with nothing new takes.
    from mailbot.adapters.store.database.upgrading import upgrade  # noqa: PLC0415

    upgrade(connection)
