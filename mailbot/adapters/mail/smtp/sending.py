"""Sends one letter at a time, and knows what became of it."""

from __future__ import annotations

import contextlib
import re
import smtplib
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from mailbot.adapters.mail.smtp.answers import (
    Phase,
    classify,
)
from mailbot.adapters.mail.smtp.session import (
    SmtpAccount,
    SmtpPatience,
    SmtpSession,
    decoded,
    quoted,
    session_fault,
)
from mailbot.core.letters.sending import Delivery, RefusalKind, Refused, Sent, Unknown
from mailbot.errors import MailbotError, TryLater
from mailbot.fault_words import broken_off

_OK = 250
_OK_FORWARDED = 251
_GO_AHEAD = 354
_LOWEST_REFUSAL, _HIGHEST_REFUSAL = 400, 599
_ADDRESS = re.compile(r"[!-~]+@[!-~]+", re.ASCII)
_UNSAFE_IN_ADDRESS = frozenset('<>(),;:\\"[] ')
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpPostman:
    """A context manager that holds one connection for all letters of a session.

    It connects with the first letter. `send` raises TryLater (nothing was sent; the
    server is away) or NeedsStaff (login or certificate refused).
    """

    def __init__(
        self, account: SmtpAccount, patience: SmtpPatience | None = None
    ) -> None:
        self._account = account
        self._patience = patience or SmtpPatience()
        self._smtp: SmtpSession | None = None

    def __enter__(self) -> Self:
        """Begin a session; nothing is connected before there is a letter."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the session."""
        self.close()

    def close(self) -> None:
        """Quit; whatever the server answers to that changes nothing.

        QQ ends a successful session with garbage on QUIT.
        """
        if self._smtp is not None:
            self._smtp.goodbye()
        self._smtp = None

    def check(self) -> None:
        """Connect and log in without sending, for `mailbot doctor`."""
        self._connected()

    def send(self, envelope_from: str, to: str, message: bytes) -> Delivery:
        """Send one finished letter to one recipient; never raises after DATA."""
        for address in (envelope_from, to):
            if not _is_plain_address(address):
                return _not_asked(RefusalKind.DEAD_ADDRESS, f"地址“{address}”不合规范")
        content = _LINE_END.sub(b"\r\n", message)
        refusal = self._begin(envelope_from, len(content)) or self._address(to)
        outcome = refusal or self._hand_over(content)
        if isinstance(outcome, Unknown) or _out_of_step(outcome):
            self._drop()
        elif isinstance(outcome, Refused):
            self._reset()
        return outcome

    def _begin(self, envelope_from: str, size: int) -> Refused | None:
        """Offer a letter; on a connection that died while idle, once more on a new one.

        Nothing was sent yet, so that asking twice cannot send twice.
        """
        reused = self._smtp is not None
        session = self._connected()
        if 0 < session.size_limit < size:
            words = f"邮件共{size}字节，超过服务器上限{session.size_limit}字节"
            return _not_asked(RefusalKind.TOO_LARGE, words)
        try:
            code, text = self._ask(session, f"MAIL FROM:<{envelope_from}>")
        except TryLater:
            if not reused:
                raise
            return self._begin(envelope_from, size)
        return None if code == _OK else _refused(code, text, Phase.SENDER)

    def _address(self, to: str) -> Refused | None:
        code, text = self._ask(self._connected(), f"RCPT TO:<{to}>")
        if code in {_OK, _OK_FORWARDED}:
            return None
        return _refused(code, text, Phase.RECIPIENT)

    def _hand_over(self, content: bytes) -> Delivery:
        """Send the content, then its end apart: only the end can make it arrive."""
        session = self._connected()
        code, text = self._ask(session, "DATA")
        if code != _GO_AHEAD:
            return _refused(code, text, Phase.CONTENT)
        seconds = self._patience.read + len(content) / self._patience.slowest
        with self._translated(session, seconds):
            session.send(_LEADING_DOT.sub(b"..", content))
        try:
            code, text = session.end_of_letter(
                b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n",
                self._patience.verdict,
            )
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return Unknown(broken_off(quoted(str(error))))
        if code == _OK:
            return Sent(text)
        refused = _refused(code, text, Phase.CONTENT)
        return Unknown(text) if _out_of_step(refused) else refused

    def _ask(self, session: SmtpSession, command: str) -> tuple[int, str]:
        with self._translated(session, self._patience.read):
            code, text = session.docmd(command)
        return code, decoded(text)

    def _reset(self) -> None:
        """Take back a letter that was refused, so that the next one can follow."""
        if self._smtp is None:
            return
        try:
            code, _ = self._ask(self._smtp, "RSET")
        except TryLater:
            return
        if code != _OK:
            self._drop()

    def _connected(self) -> SmtpSession:
        if self._smtp is None:
            session = SmtpSession(self._account.door, self._patience)
            with self._translated(session, 3 * self._patience.read):
                session.open()
                session.log_in(self._account)
            self._smtp = session
        return self._smtp

    @contextlib.contextmanager
    def _translated(self, session: SmtpSession, seconds: float) -> Iterator[None]:
        """Bound an exchange in time; on a fault give the connection up."""
        try:
            with session.deadline.within(seconds):
                yield
        except (MailbotError, smtplib.SMTPException, OSError, ValueError) as error:
            session.close()
            self._smtp = None
            raise session_fault(error, self._account) from None

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _out_of_step(outcome: Delivery) -> bool:
    """Tell an answer that is none to our command; 0 stands for a question not asked."""
    in_step = range(_LOWEST_REFUSAL, _HIGHEST_REFUSAL + 1)
    return isinstance(outcome, Refused) and outcome.code not in {0, *in_step}


def _refused(code: int, text: str, phase: Phase) -> Refused:
    return Refused(classify(code, text, phase), code, text)


def _not_asked(kind: RefusalKind, words: str) -> Refused:
    """Refuse in the server's name what it need not be asked."""
    return Refused(kind, 0, words)


def _is_plain_address(address: str) -> bool:
    """Tell whether an address can stand in a command: no quoting, no other script."""
    return (
        _ADDRESS.fullmatch(address) is not None
        and not _UNSAFE_IN_ADDRESS & set(address)
        and address.count("@") == 1
    )
