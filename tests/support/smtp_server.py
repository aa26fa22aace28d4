"""An SMTP server on loopback that keeps every mail, and refuses on command."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.demo.smtp_server import LoopbackController

USER = "office@example.org"
PASSWORD = "geheim-7K3F"  # noqa: S105 - of a server that lives for one test


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail the server took over."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)


@dataclass
class SmtpScript:
    """What the server does.

    `answers` holds, by command (MAIL, RCPT, DATA), what to say instead of 250, each
    once; `hang_up_after_data` closes the connection in place of the verdict, with the
    mail taken over all the same; `garbage_on_quit` is sent before 221.
    """

    host: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, list[str]] = field(default_factory=dict)
    greylist: bool = False
    hang_up_after_data: bool = False
    garbage_on_quit: bytes = b""
    mails: list[Delivered] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    _seen: set[tuple[str, str]] = field(default_factory=set)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.answers.get("MAIL"):
            return self.answers["MAIL"].pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.answers.get("RCPT"):
            return self.answers["RCPT"].pop(0)
        pair = (str(envelope.mail_from), address)
        if self.greylist and pair not in self._seen:
            self._seen.add(pair)
            return "451 4.7.1 Greylisted, please try again in 300 seconds"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        if self.answers.get("DATA"):
            return self.answers["DATA"].pop(0)
        content = envelope.original_content or b""
        to = tuple(envelope.rcpt_tos)
        self.mails.append(Delivered(str(envelope.mail_from), to, content))
        if self.hang_up_after_data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 Mail OK queued"

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's hook
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002
        envelope: Envelope,  # noqa: ARG002
    ) -> str:
        if self.garbage_on_quit:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.write(self.garbage_on_quit)
        return "221 Bye"

    def authenticate(
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,  # noqa: ARG002
        mechanism: str,  # noqa: ARG002
        data: Any,
    ) -> AuthResult:
        self.logins += 1
        right = isinstance(data, LoginPassword) and (
            (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        )
        return AuthResult(success=right, handled=right)


class _Loopback(LoopbackController):
    """A controller whose connections are counted."""

    def __init__(self, script: SmtpScript, **options: Any) -> None:
        self._script = script
        super().__init__(script, **options)

    def factory(self) -> SMTP:
        self._script.connections += 1
        made: SMTP = super().factory()  # type: ignore[no-untyped-call]
        return made


@contextlib.contextmanager
def smtp_server(
    certificate: tuple[Path, Path] | None = None,
    *,
    implicit_tls: bool = False,
    login: bool = False,
    **script: Any,
) -> Iterator[SmtpScript]:
    """Run a server; with a certificate it speaks TLS or offers STARTTLS."""
    state = SmtpScript(**script)
    options: dict[str, Any] = {"data_size_limit": 1_000_000}
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        options["ssl_context" if implicit_tls else "tls_context"] = context
    if login:
        options["authenticator"] = state.authenticate
        options["auth_require_tls"] = certificate is not None and not implicit_tls
        # aiosmtpd warns of a demand for login without STARTTLS; an offer is enough.
        options["auth_required"] = bool(options["auth_require_tls"])
    controller = _Loopback(state, **options)
    controller.start()
    state.port = controller.port
    try:
        yield state
    finally:
        controller.stop()
