"""Makes one call of the system fail at its n-th time, as SQLite tests itself.

Python's own doors to the system are replaced while a scenario runs: those calls that
the product makes are counted, with the line of the product that made them, and one of
them fails, once or from then on for ever, as the system would let it fail.
"""

from __future__ import annotations

import errno
import io
import os
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from types import FrameType
from typing import Any

import pytest
from psycopg import DatabaseError
from psycopg.errors import DiskFull, LockNotAvailable
from sqlalchemy.engine.default import DefaultDialect

from tests.support.house import ROOT
from tests.support.ledgers import ON_POSTGRES

PACKAGE = str(ROOT / "mailbot") + os.sep


def _os(number: int) -> Callable[[], Exception]:
    return lambda: OSError(number, os.strerror(number))


def _sqlite(code: int, words: str) -> Callable[[], Exception]:
    def fault() -> Exception:
        made = sqlite3.OperationalError(words)
        made.sqlite_errorcode = code
        return made

    return fault


FAULTS: dict[str, Callable[[], Exception]] = {
    "open": _os(errno.EMFILE),
    "mkdtemp": _os(errno.ENOSPC),  # no inodes
    "spawn": _os(errno.EAGAIN),
    "pipe": _os(errno.EMFILE),
    "write": _os(errno.ENOSPC),
    "fsync": _os(errno.EIO),
    "rename": _os(errno.EIO),
    "connect": _os(errno.ECONNREFUSED),
    "recv": _os(errno.ECONNRESET),
    "send": _os(errno.EPIPE),
    "execute": LockNotAvailable
    if ON_POSTGRES
    else _sqlite(sqlite3.SQLITE_BUSY, "database is locked"),
    "commit": DiskFull
    if ON_POSTGRES
    else _sqlite(sqlite3.SQLITE_FULL, "database or disk is full"),
}


@dataclass(frozen=True, order=True)
class Call:
    """The n-th call of one kind, and the product's line that made it."""

    kind: str
    number: int
    site: str = ""


@dataclass
class Counter:
    """Counts the product's calls; lets one fail, and with `forever` all behind it."""

    victim: Call | None = None
    forever: bool = False
    calls: list[Call] = field(default_factory=list)
    struck: int = 0
    _numbers: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, kind: str) -> None:
        """Count a call; raise where it is the one that fails."""
        site = _site()
        if not site:
            return
        with self._lock:
            number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
            self.calls.append(Call(kind, number, site))
            victim = self.victim
            if victim is None or victim.kind != kind or number < victim.number:
                return
            if number > victim.number and not self.forever:
                return
            self.struck += 1
        fault = FAULTS[kind]()
        raise fault

    def heal(self) -> None:
        """End the fault."""
        self.victim = None


def _site() -> str:
    """Return the product's innermost line in this call, "" where there is none."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(PACKAGE):
            return f"{file[len(PACKAGE) :]}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


class _Written:
    """An open file whose writing may fail."""

    def __init__(self, file: Any, counter: Counter) -> None:
        self._file, self._counter = file, counter

    def write(self, data: Any) -> Any:
        self._counter.count("write")
        return self._file.write(data)

    def __enter__(self) -> _Written:
        self._file.__enter__()
        return self

    def __exit__(self, *fault: object) -> Any:
        return self._file.__exit__(*fault)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def counted(counter: Counter) -> Iterator[Counter]:
    """Count every call that the product makes inside."""
    with pytest.MonkeyPatch.context() as patch:
        _files(patch, counter)
        _processes(patch, counter)
        _sockets(patch, counter)
        _database(patch, counter)
        yield counter


def _before(
    patch: pytest.MonkeyPatch, counter: Counter, owner: Any, name: str, kind: str
) -> None:
    real = getattr(owner, name)

    def called(*args: Any, **more: Any) -> Any:
        counter.count(kind)
        return real(*args, **more)

    patch.setattr(owner, name, called)


def _files(patch: pytest.MonkeyPatch, counter: Counter) -> None:
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if not isinstance(file, int):
            counter.count("open")
        found = real(file, mode, *args, **more)
        writes = set(mode) & set("wax+") and _site()
        return _Written(found, counter) if writes else found

    patch.setattr(io, "open", opened)
    patch.setattr("builtins.open", opened)
    _before(patch, counter, os, "open", "open")
    _before(patch, counter, tempfile, "mkdtemp", "mkdtemp")
    _before(patch, counter, os, "mkdir", "mkdtemp")
    _before(patch, counter, os, "fsync", "fsync")
    for name in ("rename", "replace", "link"):
        _before(patch, counter, os, name, "rename")


def _processes(patch: pytest.MonkeyPatch, counter: Counter) -> None:
    _before(patch, counter, subprocess, "_fork_exec", "spawn")
    _before(patch, counter, os, "pipe", "pipe")


def _sockets(patch: pytest.MonkeyPatch, counter: Counter) -> None:
    for kind, names in (
        ("connect", ("connect",)),
        ("recv", ("recv", "recv_into")),
        ("send", ("send", "sendall")),
    ):
        for name in names:
            _before(patch, counter, socket.socket, name, kind)
            _before(patch, counter, ssl.SSLSocket, name, kind)


def _database(patch: pytest.MonkeyPatch, counter: Counter) -> None:
    _before(patch, counter, DefaultDialect, "do_execute", "execute")
    _before(patch, counter, DefaultDialect, "do_executemany", "execute")
    real = DefaultDialect.do_commit

    def commit(dialect: DefaultDialect, connection: Any) -> None:
        try:
            counter.count("commit")
        except DatabaseError:  # a server that cannot commit has rolled back
            connection.rollback()
            raise
        real(dialect, connection)  # type: ignore[no-untyped-call]

    patch.setattr(DefaultDialect, "do_commit", commit)


def first_of_each(calls: list[Call], *, whole_file: bool) -> list[Call]:
    """Return the first call of a kind at each line of the product, or in each file.

    All statements of the store go through one door: there a file stands for its lines.
    """
    found: dict[tuple[str, str], Call] = {}
    for call in calls:
        coarse = whole_file or call.kind == "execute"
        place = call.site.partition(":")[0] if coarse else call.site
        found.setdefault((call.kind, place), call)
    return sorted(found.values())
