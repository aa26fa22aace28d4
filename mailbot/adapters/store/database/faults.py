"""What a database's faults mean for us: wait and try again, or call for a person."""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)

from mailbot.errors import LedgerBusy, MailbotError, NeedsStaff, TryLater

DAMAGED = "数据库文件已损坏（{}），请用 mailbot restore 恢复备份"
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
# SQLSTATE or its class (postgresql.org/docs/current/errcodes-appendix.html)
_POSTGRES = {
    "08": "连接中断",
    "25006": "服务器只读，不能写入",
    "28": "用户名或密码不对",
    "3D": "没有这个数据库",
    "40": "与其他程序相争",
    "42501": "没有权限",
    "53": "服务器资源不足",
    "53100": "服务器磁盘空间已满",
    "53300": "连接数已满",
    "55P03": "正被其他程序占用",
    "57P": "服务器正在停止或启动",
    "58": "服务器磁盘读写出错",
    "XX": "内容已损坏",
}
_SETTINGS = ("28", "3D", "42501")  # nothing but a person mends these
_CORRUPT = "XX"
_BUSY = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_WAITED = "55P03"  # lock_not_available: another writer was longer than we wait
_PRIMARY = 0xFF  # of an extended result code (sqlite.org/rescode.html)
log = logging.getLogger(__name__)


def translated(fault: DatabaseError) -> MailbotError:
    """Return what the caller should do: wait, or (a damaged file) call for help.

    A broken rule of our own tables is a fault of the program: it is raised as it is.
    """
    if _state(fault.orig) is not None or _is_postgres(fault.orig):
        return _of_postgres(fault)
    if isinstance(fault, OperationalError):
        return _of_sqlite(fault)
    if isinstance(fault, (IntegrityError, ProgrammingError, DataError)):
        raise fault
    return NeedsStaff(DAMAGED.format(in_words(fault.orig)))


def in_words(fault: object) -> str:
    """Say in Chinese what the database says; its code and words are for the log."""
    log.info("database: %s", fault)
    code = getattr(fault, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & _PRIMARY, f"代码{code}")
    state = _state(fault)
    if state is None:
        return "连接不上" if _is_postgres(fault) else "数据库没有说明原因"
    known = (_POSTGRES[state[:n]] for n in (5, 3, 2) if state[:n] in _POSTGRES)
    return next(known, f"代码{state}")


def _state(fault: object) -> str | None:
    return getattr(fault, "sqlstate", None)


def _is_postgres(fault: object) -> bool:
    return type(fault).__module__.startswith("psycopg")


def _of_postgres(fault: DatabaseError) -> MailbotError:
    """Say what keeps a server from working.

    A connection that was refused has no SQLSTATE, so that a wrong password is known by
    the words alone that the server sent.
    """
    state, says = _state(fault.orig) or "", in_words(fault.orig)
    if not state and "authentication failed" in str(fault.orig):
        state, says = "28", _POSTGRES["28"]
    if not state and "does not exist" in str(fault.orig):
        state, says = "3D", _POSTGRES["3D"]
    if state.startswith(_SETTINGS):
        return NeedsStaff(f"数据库不能使用（{says}），请检查 MAILBOT_DATABASE_URL")
    if state.startswith(_CORRUPT):
        return NeedsStaff(f"数据库已损坏（{says}），请用数据库的备份恢复")
    if isinstance(fault, (IntegrityError, ProgrammingError, DataError)):
        raise fault
    kind = LedgerBusy if state == _WAITED else TryLater
    return kind(f"数据库暂时不能使用（{says}），稍后自动重试")


def _of_sqlite(fault: OperationalError) -> MailbotError:
    """Say what keeps the file from working: a lock, the disk, or its rights."""
    code = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & _PRIMARY
    says = in_words(fault.orig)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        words = "请检查 state 文件夹的权限，及磁盘是否只读"
        return NeedsStaff(f"数据库不能打开或写入（{says}），{words}")
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        words = "请检查磁盘空间；稍后自动重试"
        return TryLater(f"数据库写入磁盘失败（{says}），{words}")
    kind = LedgerBusy if code in _BUSY else TryLater
    return kind(f"数据库暂时不能使用（{says}），稍后自动重试")
