"""The ledger: one transaction at a time, rolled back unless committed."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)

from mailbot.adapters.store.catalogue import CatalogueRoom
from mailbot.adapters.store.codes import CodeRoom
from mailbot.adapters.store.copies import CopyRoom
from mailbot.adapters.store.entries import EntryRoom
from mailbot.adapters.store.figures import FigureRoom
from mailbot.adapters.store.files import FileRoom
from mailbot.adapters.store.mails import MailRoom
from mailbot.adapters.store.outbox import OutboxRoom
from mailbot.adapters.store.reviews import ReviewRoom
from mailbot.adapters.store.schema import newest_revision
from mailbot.adapters.store.staff import AddressRoom, DecisionRoom
from mailbot.adapters.store.tallies import tallies
from mailbot.adapters.store.unread import UnreadRoom
from mailbot.errors import (
    BadSettings,
    LedgerBusy,
    MailbotError,
    NeedsStaff,
    TryLater,
)
from mailbot.fault_words import why

_BUSY_MILLISECONDS = 10_000
_BUSY = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
Scopes = tuple[str, ...]
log = logging.getLogger(__name__)

_SQLITE = {
    sqlite3.SQLITE_BUSY: "正被其他程序占用",
    sqlite3.SQLITE_LOCKED: "正被其他程序占用",
    sqlite3.SQLITE_READONLY: "只读，不能写入",
    sqlite3.SQLITE_CANTOPEN: "文件打不开",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_FULL: "磁盘空间已满",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CORRUPT: "内容已损坏",
    sqlite3.SQLITE_NOTADB: "不是数据库文件",
    sqlite3.SQLITE_NOMEM: "内存不足",
}
_DAMAGED = "数据库文件已损坏（{}），请用 mailbot restore 恢复备份"
_PRIMARY = 0xFF  # of an extended result code (sqlite.org/rescode.html)


class StoreWork:
    """One transaction with a room for each concern."""

    def __init__(self, connection: Connection, notice: str, every: Scopes = ()) -> None:
        self._connection = connection
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
        return StoreWork(self._connection, notice, self._every)

    def check(self) -> None:
        """Raise NeedsStaff if SQLite finds the file damaged (PRAGMA quick_check)."""
        if self._connection.dialect.name != "sqlite":
            return
        query = "PRAGMA quick_check(1)"
        found = str(self._connection.exec_driver_sql(query).scalar())
        if found != "ok":
            log.error("quick_check: %s", found)
            raise NeedsStaff(_DAMAGED.format("完整性检查未通过"))

    def tallies(self) -> dict[str, dict[str, int]]:
        """Return counts for the support bundle; see `tallies`."""
        return tallies(self._connection)

    def commit(self) -> None:
        """Make all of it durable at once; TryLater if the disk or lock forbids."""
        try:
            self._connection.commit()
        except DatabaseError as fault:
            raise _translated(fault) from fault


def _always() -> None:
    """Let a ledger begin."""


class StoreLedger:
    """The database behind a URL; `notice` is the notice whose rows are meant.

    `every` are all notices of the office (its own among them): the mailbox, the
    addresses and the cap of letters a day are common to them.

    Nothing is opened or created before the first transaction; that one brings the
    tables to their newest form. `may_begin` is asked before a ledger is begun where
    there is none, and raises where there must be one.
    """

    def __init__(
        self,
        url: str,
        notice: str,
        may_begin: Callable[[], None] = _always,
        every: Scopes = (),
    ) -> None:
        self._engine = engine(url)
        self._notice = notice
        self._every = every or (notice,)
        self._may_begin = may_begin
        self._is_current = False

    @contextmanager
    def begin(self) -> Iterator[StoreWork]:
        """Open a transaction; TryLater if the database is locked or away."""
        if not self._is_current:
            self.migrate()
        try:
            with self._engine.connect() as connection:
                yield StoreWork(connection, self._notice, self._every)
        except DatabaseError as fault:
            raise _translated(fault) from fault

    def scoped(self, notice: str) -> StoreLedger:
        """Return the same database for another notice of the office."""
        other = copy(self)
        other._notice = notice  # noqa: SLF001 - of its own kind
        return other

    def migrate(self) -> None:
        """Bring the tables to the newest form (Alembic); TryLater as begin()."""
        _make_folder(self._engine)
        try:
            with self._engine.begin() as connection:
                if not _is_newest(connection):
                    if not inspect(connection).get_table_names():
                        self._may_begin()
                    _upgrade(connection)
            self._is_current = True
        except DatabaseError as fault:
            raise _translated(fault) from fault

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy of an SQLite ledger while it is in use.

        NeedsStaff for another database: its own tools know how.
        """
        if self._engine.dialect.name != "sqlite":
            raise NeedsStaff("数据库不是SQLite，请用数据库自带的工具备份")
        with self.begin():  # brings the tables to their newest form first
            pass
        with self._engine.connect() as connection:
            connection.commit()
            try:
                connection.connection.execute("VACUUM INTO ?", (str(target),))
            except sqlite3.Error as fault:
                words = f"数据库未能备份（{_in_words(fault)}），请稍后再试"
                raise TryLater(words) from fault

    def tallies(self) -> dict[str, dict[str, int]]:
        """Count rows by sorts of our own; no text of any mail is among them."""
        with self.begin() as work:
            return work.tallies()

    def check(self) -> None:
        """Look for damage in a whole SQLite file; NeedsStaff where there is any."""
        with self.begin() as work:
            work.check()

    def close(self) -> None:
        """Let go of the database file."""
        self._engine.dispose()


def engine(url: str) -> Engine:
    """Return an engine; SQLite gets a write-ahead log, full sync and foreign keys.

    BadSettings if the URL is none, or its database's driver is not installed.
    """
    try:
        made = create_engine(url)
    except (ArgumentError, ImportError, ValueError):
        words = "MAILBOT_DATABASE_URL 无效，或缺少该数据库的驱动程序"
        # from None: what the library says may hold a part of the password
        raise BadSettings(f"{words}；不设置此项即用SQLite") from None
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_immediately)
    return made


def _is_newest(connection: Connection) -> bool:
    """Tell whether the tables have the newest form already, as they mostly do."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return found == [newest_revision()]


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to load than a whole round with nothing new takes.
    from mailbot.adapters.store.upgrading import upgrade  # noqa: PLC0415

    upgrade(connection)


def _make_folder(engine: Engine) -> None:
    """Make the folder of an SQLite file, readable by its owner only."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        path = Path(file)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)  # SQLite gives its log the mode of the database
        except OSError as fault:
            words = f"不能建立数据库文件 {path}（{why(fault)}），请检查权限"
            raise NeedsStaff(words) from fault


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    # sqlite3's own implicit BEGIN would start read-only and fail on upgrade
    # (SQLITE_BUSY without waiting): we begin ourselves, see _begin_immediately.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # a committed "seen" must survive a power cut
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _translated(fault: DatabaseError) -> MailbotError:
    """Return what the caller should do: wait, or (a damaged file) call for help.

    A broken rule of our own tables is a fault of the program: it stays what it is.
    """
    if isinstance(fault, OperationalError):
        return _unusable(fault)
    if isinstance(fault, (IntegrityError, ProgrammingError, DataError)):
        raise fault
    return NeedsStaff(_DAMAGED.format(_in_words(fault.orig)))


def _in_words(fault: object) -> str:
    """Say in Chinese what SQLite says; its code and words are for the log."""
    log.info("database: %s", fault)
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:
        return "数据库没有说明原因"
    return _SQLITE.get(code & _PRIMARY, f"代码{code}")


def _unusable(fault: OperationalError) -> MailbotError:
    """Say what keeps the database from working: a lock, the disk, or its rights."""
    code = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & _PRIMARY
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        words = "请检查 state 文件夹的权限，及磁盘是否只读"
        return NeedsStaff(f"数据库不能打开或写入（{_in_words(fault.orig)}），{words}")
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        words = "请检查磁盘空间；稍后自动重试"
        return TryLater(f"数据库写入磁盘失败（{_in_words(fault.orig)}），{words}")
    kind = LedgerBusy if code in _BUSY else TryLater
    return kind(f"数据库暂时不能使用（{_in_words(fault.orig)}），稍后自动重试")
