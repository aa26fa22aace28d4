"""The embedded pymap IMAP server: mails in memory, plain on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from argparse import Namespace
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from pymap.backend.dict import DictBackend
from pymap.exceptions import MailboxConflict
from pymap.imap import IMAPService
from pymap.parsing.message import AppendMessage

from tests.support.dovecot import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

USER = "office"
PASSWORD = "geheim-7K3F"  # noqa: S105 - of a server that lives for one test


@dataclass(slots=True)
class PymapServer:
    """A running server with one account."""

    host: str = "127.0.0.1"
    port: int = 0
    user: str = USER
    password: str = field(default=PASSWORD, repr=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _backend: DictBackend | None = None
    _stopped: asyncio.Event | None = None

    def deliver(
        self, raw: bytes, folder: str = "INBOX", internaldate: datetime | None = None
    ) -> None:
        """Put one mail into a folder, which is made if it is missing."""
        assert self._loop is not None
        appended = self._append(raw, folder, internaldate)
        asyncio.run_coroutine_threadsafe(appended, self._loop).result(timeout=10)

    async def _append(
        self, raw: bytes, folder: str, internaldate: datetime | None
    ) -> None:
        assert self._backend is not None
        identity = self._backend.login.demo_user_identity
        async with identity.new_session() as session:
            if folder != "INBOX":
                with contextlib.suppress(MailboxConflict):
                    await session.create_mailbox(folder)
            message = AppendMessage(raw, internaldate)
            await session.append_messages(folder, [message])

    async def serve(self, ready: threading.Event) -> None:
        """Serve until told to stop."""
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._backend, config = await DictBackend.init(_arguments(self.port))
        config.apply_context()
        async with contextlib.AsyncExitStack() as stack:
            await self._backend.start(stack)
            await IMAPService(self._backend, config).start(stack)
            ready.set()
            await self._stopped.wait()

    def stop(self) -> None:
        """Let `serve` come to its end."""
        if self._loop is not None and self._stopped is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)


def _arguments(port: int) -> Namespace:
    return Namespace(
        host=["127.0.0.1"],
        port=str(port),
        debug=False,
        cert=None,
        key=None,
        tls=False,
        passlib_cfg=None,
        proxy_protocol=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user=USER,
        demo_password=PASSWORD,
    )


@contextlib.contextmanager
def running_pymap() -> Iterator[PymapServer]:
    """Run one server in a thread of its own."""
    server = PymapServer(port=free_port())
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(ready)))
    thread.start()
    try:
        assert ready.wait(10), "pymap did not start"
        yield server
    finally:
        server.stop()
        thread.join(10)


@pytest.fixture
def pymap_server() -> Iterator[PymapServer]:
    """A fresh pymap server."""
    with running_pymap() as server:
        yield server
