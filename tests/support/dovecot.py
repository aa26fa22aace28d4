"""Debian's Dovecot, unprivileged on loopback, as the real IMAP server of the tests.

One server serves the whole session; every test gets an account of its own, because
the server takes any user name with the one password and gives it an empty Maildir.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.demo.imap_server import free_port
from tests.support.certificate import write_certificate

PASSWORD = "geheim-7K3F"  # noqa: S105 - of a server that lives for one test run
START_SECONDS = 10.0

CONFIG = """\
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{home}/mail/%u
mail_max_userip_connections = 100
auth_failure_delay = 0
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    special_use = \\Junk
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service auth {{
  client_limit = 2000
}}
service anvil {{
  chroot =
  client_limit = 2000
}}
service stats {{
  chroot =
}}
service imap {{
  service_count = 50
}}
"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One account: how to log in, and its Maildir to put mails into by hand."""

    host: str
    port: int
    plain_port: int
    ca_file: Path
    user: str
    password: str = field(repr=False)
    maildir: Path

    def deliver(
        self, raw: bytes, folder: str = "INBOX", internaldate: datetime | None = None
    ) -> Path:
        """Put one mail into `folder` as a delivery agent does; return its file."""
        home = self.folder(folder)
        name = f"{time.time_ns()}.{uuid.uuid4().hex}.test"
        waiting = home / "tmp" / name
        waiting.write_bytes(raw)
        waiting.chmod(0o644)
        if internaldate is not None:
            os.utime(waiting, (internaldate.timestamp(),) * 2)
        return waiting.rename(home / "new" / name)

    def folder(self, name: str = "INBOX") -> Path:
        """Return a folder's directory (Maildir++, modified UTF-7), made if missing."""
        home = self.maildir if name == "INBOX" else self.maildir / f".{_wire(name)}"
        for part in (self.maildir, home, *(home / x for x in ("cur", "new", "tmp"))):
            if not part.exists():
                part.mkdir(parents=True)
                shutil.chown(part, *_owner())
        return home

    def files(self, folder: str = "INBOX") -> list[str]:
        """Return the names of all mails in a folder: they hold the flags."""
        home = self.folder(folder)
        return sorted(
            f"{d}/{p.name}" for d in ("cur", "new") for p in (home / d).iterdir()
        )

    def renumber(self, folder: str = "INBOX", uidvalidity: int = 99) -> None:
        """Let the folder's UIDs begin anew under another UIDVALIDITY."""
        home = self.folder(folder)
        for index in home.glob("dovecot*"):
            index.unlink()
        fresh = home / "dovecot-uidlist"
        fresh.write_text(f"3 V{uidvalidity} N1 G{uuid.uuid4().hex}\n")
        shutil.chown(fresh, *_owner())


@dataclass(slots=True)
class Dovecot:
    """A running server; stop and start keep its mails and ports."""

    home: Path
    tls_port: int
    plain_port: int
    process: subprocess.Popen[bytes] | None = None

    def mailbox(self, user: str = "") -> Mailbox:
        """Return a new empty account (or a named one)."""
        user = user or f"u{uuid.uuid4().hex[:12]}"
        box = Mailbox(
            host="127.0.0.1",
            port=self.tls_port,
            plain_port=self.plain_port,
            ca_file=self.home / "server.pem",
            user=user,
            password=PASSWORD,
            maildir=self.home / "mail" / user,
        )
        box.folder()
        return box

    def start(self) -> None:
        """Start the server and return once it takes connections."""
        uid, gid = _owner_ids()
        as_other = {"user": uid, "group": gid, "extra_groups": []} if _is_root() else {}
        command = [_binary(), "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, start_new_session=True, **as_other)  # type: ignore[call-overload]
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), self._connected():
                return
            time.sleep(0.02)  # noqa: TID251 - waits for a real process
        pytest.fail(f"dovecot did not start:\n{self._log()}")

    def stop(self) -> None:
        """End the server and all its children."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=START_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # children in a session
            self.process = None

    def _connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.tls_port), timeout=1)

    def _log(self) -> str:
        log = self.home / "dovecot.log"
        return log.read_text(errors="replace") if log.exists() else "(no log)"


def require_dovecot() -> None:
    """Skip in plain words where Dovecot is missing."""
    if not _binary():
        pytest.skip("dovecot is not installed (Debian: apt install dovecot-imapd)")


@contextlib.contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Run one server in a folder of its own, removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="mailbot-dovecot-"))
    server = Dovecot(home, tls_port=free_port(), plain_port=free_port())
    try:
        _lay_out(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the whole session."""
    require_dovecot()
    with running_dovecot() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    """A fresh, empty account on the session's Dovecot."""
    return dovecot.mailbox()


def _lay_out(server: Dovecot) -> None:
    write_certificate(server.home / "server.pem", server.home / "server.key")
    user, group = _owner()
    uid, gid = _owner_ids()
    (server.home / "dovecot.conf").write_text(
        CONFIG.format(
            home=server.home,
            user=user,
            group=group,
            uid=uid,
            gid=gid,
            password=PASSWORD,
            plain_port=server.plain_port,
            tls_port=server.tls_port,
        )
    )
    (server.home / "mail").mkdir()
    for path in (server.home, *server.home.iterdir()):
        shutil.chown(path, user, group)


def _binary() -> str:
    return shutil.which("dovecot", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin") or ""


def _is_root() -> bool:
    return os.geteuid() == 0


def _owner() -> tuple[str, str]:
    """Return who runs the server: ourselves, or `nobody` when we are root."""
    import grp

    uid, gid = _owner_ids()
    return pwd.getpwuid(uid).pw_name, grp.getgrgid(gid).gr_name


def _owner_ids() -> tuple[int, int]:
    if _is_root():
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid
    return os.geteuid(), os.getegid()


def _wire(name: str) -> str:
    from imapclient import imap_utf7

    wire: bytes = imap_utf7.encode(name)
    return wire.decode("ascii")
