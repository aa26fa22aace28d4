"""How a ledger's database is opened: an SQLite file, or a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from mailbot.errors import BadSettings, NeedsStaff
from mailbot.fault_words import why

if TYPE_CHECKING:
    from psycopg import Connection as PostgresConnection

_BUSY_MILLISECONDS = 10_000
_CONNECT_SECONDS = 10
# Any number that no other program on the server asks for: the first bytes of "mailbot".
_WRITER = 0x6D61696C626F74
_DRIVER = "postgresql+psycopg"
_SHORT_NAMES = {"postgres", "postgresql"}


def engine(url: str) -> Engine:
    """Return an engine on which one transaction writes at a time.

    SQLite gets a write-ahead log, full sync and foreign keys; PostgreSQL, by
    psycopg 3, an advisory lock that ends with the transaction: what is read in one
    stays true until it is committed, on both alike.

    BadSettings if the URL is none, or its database's driver is not installed.
    """
    try:
        return _made(make_url(url))
    except (ArgumentError, ImportError, ValueError):
        words = "MAILBOT_DATABASE_URL 无效，或缺少该数据库的驱动程序"
        hint = "PostgreSQL 请安装 mailbot-office[postgres]；不设置此项即用SQLite"
        # from None: what the library says may hold a part of the password
        raise BadSettings(f"{words}（{hint}）") from None


def _made(url: URL) -> Engine:
    if url.drivername in _SHORT_NAMES:
        url = url.set(drivername=_DRIVER)
    if url.get_backend_name() == "sqlite":
        made = create_engine(url)
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_immediately)
        return made
    if url.drivername != _DRIVER:
        message = "neither SQLite nor PostgreSQL"
        raise ValueError(message)
    arguments = {
        "connect_timeout": _CONNECT_SECONDS,
        "options": f"-c lock_timeout={_BUSY_MILLISECONDS} -c timezone=UTC",
        "application_name": "mailbot",
    }
    # a connection that the server or a firewall let go is found before it is used
    made = create_engine(url, connect_args=arguments, pool_pre_ping=True)
    event.listen(made, "connect", _prepare_postgres)
    event.listen(made, "begin", _wait_for_turn)
    return made


def make_folder(engine: Engine) -> None:
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


def _prepare_postgres(connection: PostgresConnection, _record: object) -> None:
    """Let a mail's NUL come in: PostgreSQL keeps none in a text, SQLite does."""
    from psycopg.types.string import StrDumper  # noqa: PLC0415 - of an extra

    class WithoutNul(StrDumper):
        def dump(self, obj: str) -> bytes | bytearray | memoryview | None:
            return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))

    connection.adapters.register_dumper(str, WithoutNul)


def _wait_for_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")
