"""Whether the ledger under our hands is still the one it was a moment ago.

A file that was deleted or replaced goes on to be written through a connection that is
open: all is well, until the program ends and everything since is gone. A ledger older
than what we wrote last would answer every mail since then a second time.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, select

from mailbot.adapters.store.columns import put_row
from mailbot.adapters.store.tables import facts
from mailbot.errors import LedgerChanged, NeedsStaff, TryLater
from mailbot.fault_words import why

SEEN, OWNER = "ledger.seen", "owner"  # files of the state folder
TURN, OWNED_BY = "ledger_turn", "ledger_owner"  # facts
_SECONDS = 30.0  # between two notes of how far the ledger is
_GONE = "台账文件 {} 不见了"
_REPLACED = "台账文件 {} 在运行中被替换"
_OLDER = "台账比本程序最后写入的旧（第{}次写入，应不早于第{}次）"
_REMEDY = (
    "，已停止工作，以免丢失记录、重复发信。请把原来的台账放回原处再启动；"
    "要恢复备份，请移走 state 中的内容，运行 mailbot restore"
)


class Watched:
    """What we know of one ledger, over all transactions of this process.

    `state` is the working folder's state, where it is noted how far the ledger was
    and, for a database server, whose it is; None keeps no notes (a copy, a test).
    """

    def __init__(self, engine: Engine, state: Path | None) -> None:
        self._state = state
        self._is_file = engine.dialect.name == "sqlite"
        name = engine.url.database if self._is_file else ""
        self._file = Path(name) if name else None
        self._identity: tuple[int, int] | None = None
        self._turn, self._noted_at = 0, 0.0

    def look(self) -> None:
        """Raise LedgerChanged if the file that we opened is gone, or another."""
        if self._file is None or self._identity is None:
            return
        try:
            found = self._file.stat()
        except FileNotFoundError:
            raise LedgerChanged(_GONE.format(self._file) + _REMEDY) from None
        if (found.st_dev, found.st_ino) != self._identity:
            raise LedgerChanged(_REPLACED.format(self._file) + _REMEDY)

    def opened(self, connection: Connection) -> None:
        """Note what is open now; LedgerChanged if it is older than what we knew."""
        if self._file is not None and self._identity is None:
            with suppress(FileNotFoundError):  # SQLite says what is wrong with it
                found = self._file.stat()
                self._identity = found.st_dev, found.st_ino
        if self._turn == 0:
            self._turn = self._from_note()
            self._check_owner(connection)
        turn = _turn_of(connection)
        if turn < self._turn:
            raise LedgerChanged(_OLDER.format(turn, self._turn) + _REMEDY)
        self._turn = turn

    def committing(self, connection: Connection) -> int:
        """Count this commit in the ledger itself; return its number."""
        turn = _turn_of(connection) + 1
        _keep(connection, TURN, str(turn))
        return turn

    def committed(self, turn: int) -> None:
        """Remember a commit that is durable, and now and then note it beside."""
        self._turn = max(turn, self._turn)
        if self._state and time.monotonic() - self._noted_at > _SECONDS:
            self.note()

    def note(self) -> None:
        """Write down how far the ledger is, for the next process."""
        self._noted_at = time.monotonic()
        if self._state and self._turn:
            part = self._state / f".{SEEN}"
            with suppress(OSError):  # a help, no condition of work
                part.write_text(str(self._turn), encoding="ascii")
                part.replace(self._state / SEEN)

    def _from_note(self) -> int:
        try:
            return int((self._state / SEEN).read_text()) if self._state else 0
        except (OSError, ValueError):
            return 0

    def _check_owner(self, connection: Connection) -> None:
        """Let one working folder alone use a database on a server.

        The mails' bytes lie in the folder: two on one ledger lose each other's work.
        """
        if self._is_file or self._state is None:
            return
        known = connection.scalar(select(facts.c.value).where(facts.c.name == OWNED_BY))
        mine = self._own_name()
        if not known:
            _keep(connection, OWNED_BY, mine)
            connection.commit()
        elif known != mine:
            words = "此数据库已由另一个工作文件夹使用，两处不能共用，来信会丢失"
            raise NeedsStaff(
                f"{words}。请为本文件夹另建数据库；如要接替原来的文件夹，请把它的 "
                "state 整个移来（其中有 owner 文件）"
            )

    def _own_name(self) -> str:
        """Return what this folder is called, the same for ever; TryLater if unread."""
        file = Path(self._state or ".") / OWNER
        part = file.with_name(f".{OWNER}.{os.getpid()}")
        try:
            if not file.exists():
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w", encoding="ascii") as opened:
                    opened.write(uuid4().hex)
                    opened.flush()
                    os.fsync(opened.fileno())
                with suppress(FileExistsError):
                    os.link(part, file)  # whoever is second takes the first one's
            return file.read_text(encoding="ascii").strip()
        except OSError as fault:
            words = f"不能读写 {file}（{why(fault)}），稍后自动重试"
            raise TryLater(words) from fault
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _turn_of(connection: Connection) -> int:
    found = connection.scalar(select(facts.c.value).where(facts.c.name == TURN))
    return int(found or 0)


def _keep(connection: Connection, name: str, value: str) -> None:
    written = datetime.now(UTC)  # noqa: TID251 - the database's own record, no decision
    put_row(connection, facts, {"name": name, "value": value, "at": written})
