"""The embedded aiosmtpd SMTP server on loopback: it hands every mail to a taker."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
_LARGEST = 64 << 20


class LoopbackController(Controller):
    """A controller on a port that the system chose."""

    def __init__(self, handler: object, **options: Any) -> None:
        super().__init__(handler, hostname=HOST, port=0, **options)

    def _trigger_server(self) -> None:
        # Port 0 asks the system for a free one; aiosmtpd would connect to 0.
        if isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Counter:
    """Takes mails over the counter, recipient by recipient."""

    def __init__(self, take: Callable[[str, bytes], None]) -> None:
        self._take = take

    async def handle_DATA(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            # The taker talks to another server: not on this one's loop.
            await server.loop.run_in_executor(None, self._take, recipient, content)
        return "250 Mail OK queued"


def _welcome(*_: object) -> AuthResult:
    """Let any login in: mail programs insist on one, and this is loopback."""
    return AuthResult(success=True)


@contextlib.contextmanager
def running_smtp(take: Callable[[str, bytes], None]) -> Iterator[int]:
    """Run a server; `take` gets each recipient and mail. Yields the port."""
    # aiosmtpd warns at each login of what it does itself (its issue, not the user's)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    controller = LoopbackController(
        _Counter(take),
        data_size_limit=_LARGEST,
        authenticator=_welcome,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
