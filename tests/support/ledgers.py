"""Where a test's ledger lies: in an SQLite file, or on a PostgreSQL server.

With `MAILBOT_TEST_LEDGER=postgresql` every ledger that a test asks for here, and every
one that a command opens in a test's own folder, is a fresh database of a server that
the tests start themselves: Debian's, unprivileged, on a socket, ended with them.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from mailbot.adapters.store.ledger import StoreLedger

ON_POSTGRES = os.environ.get("MAILBOT_TEST_LEDGER") == "postgresql"  # noqa: TID251
PROGRAMS = Path("/usr/lib/postgresql")  # a folder for each version, as Debian has it
# Nothing outlives the tests: no write waits for the disk.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_NUMBERS = count(1)
_OPENED: list[psycopg.Connection] = []


def ledger_url(file: Path) -> str:
    """Return the URL of a fresh ledger: in that file, or on the tests' server."""
    return fresh_database() if ON_POSTGRES else f"sqlite:///{file}"


def fresh_database() -> str:
    """Return the URL of an empty database that no other test knows."""
    folder = server()
    name = f"t{next(_NUMBERS)}"
    where = f"postgresql://postgres@/{{}}?host={folder}"
    with psycopg.connect(where.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return where.format(name)


def emptied(ledger: StoreLedger) -> None:
    """Let a ledger be begun anew: its file is gone, or its tables on the server.

    It is watched (`LedgerChanged`): what was known of the one before is forgotten.
    """
    if ON_POSTGRES:
        with ledger._engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    ledger._is_current = False
    ledger._watched.__init__(ledger._engine, ledger._watched._state)  # type: ignore[misc]


@pytest.fixture(autouse=ON_POSTGRES)
def connections_end() -> Iterator[None]:
    """Close after a test what it left open: no test minds which ledger it has."""
    yield
    while _OPENED:
        _OPENED.pop().close()


def _note(connection: psycopg.Connection, _record: object) -> None:
    _OPENED.append(connection)


if ON_POSTGRES:
    event.listen(Pool, "connect", _note)


@cache
def server() -> Path:
    """Start this process's server; return the folder in which its socket lies."""
    programs = sorted(PROGRAMS.glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="mailbot-pg-"))
    data, options = folder / "data", f"-k {folder} -c listen_addresses="
    if os.geteuid() == 0:  # it refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    _run(programs[-1] / "initdb", "-A", "trust", "-U", "postgres", "-N", "-D", data)
    options += "".join(f" -c {one}" for one in _QUICK)
    _run(
        programs[-1] / "pg_ctl",
        *("-D", data, "-w", "-l", folder / "log", "-o", options, "start"),
    )
    atexit.register(_end, programs[-1] / "pg_ctl", folder)
    return folder


def _end(control: Path, folder: Path) -> None:
    _run(control, "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: str | Path) -> None:
    """Run one of the server's programs, as nobody where we are root."""
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = [
            "setpriv",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            *command,
        ]
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
