"""The embedded pymap IMAP server: mails in memory, plain on loopback, own thread."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pymap.backend.dict import DictBackend
from pymap.exceptions import MailboxConflict
from pymap.imap import IMAPService
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import Cleartext

from mailbot.errors import TryLater

HOST = "127.0.0.1"
OFFICE = "office"
PASSWORD = "geheim-7K3F"  # noqa: S105 - of a server that lives for one run
_START_SECONDS = 20.0
_CALL_SECONDS = 20.0


def free_port() -> int:
    """Return a TCP port that was free on loopback a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class EmbeddedImap:
    """A running server; every account has the same password."""

    port: int
    host: str = HOST
    user: str = OFFICE
    password: str = field(default=PASSWORD, repr=False)
    others: tuple[str, ...] = ()
    _loop: asyncio.AbstractEventLoop | None = None
    _backend: DictBackend | None = None
    _stopped: asyncio.Event | None = None

    def deliver(
        self,
        raw: bytes,
        folder: str = "INBOX",
        internaldate: datetime | None = None,
        user: str = "",
    ) -> None:
        """Put one mail into an account's folder, which is made if it is missing."""
        if self._loop is None:
            raise TryLater("演示用的邮件服务器尚未启动")
        appended = self._append(raw, folder, internaldate, user or self.user)
        task = asyncio.run_coroutine_threadsafe(appended, self._loop)
        task.result(timeout=_CALL_SECONDS)

    async def _append(
        self, raw: bytes, folder: str, internaldate: datetime | None, user: str
    ) -> None:
        if self._backend is None:
            raise TryLater("演示用的邮件服务器尚未启动")
        login = self._backend.login
        identity = await login.authorize(login.demo_user_identity, self.user)
        if user != self.user:
            identity = type(identity)(user, login, None, frozenset())
        async with identity.new_session() as session:
            if folder != "INBOX":
                with contextlib.suppress(MailboxConflict):
                    await session.create_mailbox(folder)
            await session.append_messages(folder, [AppendMessage(raw, internaldate)])

    async def serve(self, ready: threading.Event) -> None:
        """Serve until told to stop."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_quiet)
        self._stopped = asyncio.Event()
        # An honest hash takes a quarter of a second a login; here is nothing to steal.
        self._backend, config = await DictBackend.init(
            _arguments(self), hash_context=Cleartext()
        )
        config.apply_context()
        for user in self.others:
            await self._admit(self._backend, user)
        async with contextlib.AsyncExitStack() as stack:
            await self._backend.start(stack)
            await IMAPService(self._backend, config).start(stack)
            ready.set()
            await self._stopped.wait()

    async def _admit(self, backend: DictBackend, user: str) -> None:
        config, login = backend.config, backend.login
        hashed = await Passwords(config).hash_password(self.password)
        identity = type(login.demo_user_identity)(user, login, None, frozenset())
        await identity.set(UserMetadata(config, user, password=hashed))

    def stop(self) -> None:
        """Let `serve` come to its end."""
        if self._loop is not None and self._stopped is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)


def _quiet(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Tell of faults, but not of a connection's task that ends with it.

    From Python 3.13 on it may be collected while it is pending.
    """
    if "was destroyed" not in str(context.get("message")):
        loop.default_exception_handler(context)


def _arguments(server: EmbeddedImap) -> Namespace:
    return Namespace(
        host=[server.host],
        port=str(server.port),
        debug=False,
        cert=None,
        key=None,
        tls=False,
        passlib_cfg=None,
        proxy_protocol=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user=server.user,
        demo_password=server.password,
    )


@contextlib.contextmanager
def running_imap(
    user: str = OFFICE, others: tuple[str, ...] = ()
) -> Iterator[EmbeddedImap]:
    """Run one server in a thread of its own; TryLater if it does not start."""
    server = EmbeddedImap(port=free_port(), user=user, others=others)
    ready = threading.Event()
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(ready)), name="imap", daemon=True
    )
    thread.start()
    try:
        if not ready.wait(_START_SECONDS):
            raise TryLater("演示用的收信服务器未能启动，请稍后再试")
        yield server
    finally:
        server.stop()
        thread.join(_START_SECONDS)
