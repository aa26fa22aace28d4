"""One SMTP connection: opened, encrypted, logged in, and what its faults mean."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass, field

from mailbot.adapters.mail.deadline import TimeLimit
from mailbot.adapters.mail.hosts import profile_of
from mailbot.adapters.mail.secure import (
    Door,
    check_credentials,
    connect,
    network_fault,
)
from mailbot.adapters.mail.smtp.answers import login_may_succeed_later
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.fault_words import broken_off
from mailbot.ports.mailbox import Security

_LONGEST_QUOTE = 300
_GOODBYE_SECONDS = 5.0
_READY = 220
# An address literal is right for a client without a name (RFC 5321 4.1.4), and tells
# nothing about the office's network.
_OUR_NAME = "[127.0.0.1]"
_MECHANISMS = ("PLAIN", "LOGIN", "CRAM-MD5")


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Through whom letters go; an empty `user` means no login. Raises BadSettings."""

    door: Door
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what AUTH cannot carry."""
        if self.user:
            check_credentials(self.door.setting, self.user, self.password)


@dataclass(frozen=True, slots=True)
class SmtpPatience:
    """Seconds to connect, to wait for an answer, and for the answer to a whole letter.

    RFC 5321 4.5.3.2.6 asks for ten minutes after DATA: hanging up sooner leaves
    letters whose fate nobody knows. `slowest` is in bytes a second.
    """

    connect: float = 20.0
    read: float = 60.0
    verdict: float = 600.0
    slowest: float = 8192.0


class SmtpSession(smtplib.SMTP):
    """smtplib's connection with verified TLS, keepalive and one attempt to log in."""

    def __init__(self, door: Door, patience: SmtpPatience) -> None:
        self.deadline = TimeLimit()
        self.size_limit = 0
        self._door = door
        super().__init__(local_hostname=_OUR_NAME, timeout=patience.connect)
        self._patience = patience

    def _get_socket(self, *_: object) -> socket.socket:  # smtplib's hook
        return connect(self._door, self._patience.connect, self.deadline)

    def open(self) -> None:
        """Connect, greet, and go over to TLS where the door asks for it."""
        door = self._door
        # STARTTLS checks the certificate against this name, which smtplib sets
        # only when the constructor connects.
        self._host = door.host
        code, text = self.connect(door.host, door.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, text)
        self._socket().settimeout(self._patience.read)
        self.ehlo_or_helo_if_needed()
        if door.security is Security.STARTTLS:
            self._start_tls()
        told = self.esmtp_features.get("size", "")
        self.size_limit = int(told) if told.isdecimal() else 0

    def log_in(self, account: SmtpAccount) -> None:
        """Log in by one mechanism only: each failure counts towards a lock-out."""
        if not account.user:
            return
        offered = self.esmtp_features.get("auth", "").upper().split()
        mechanism = next((m for m in _MECHANISMS if m in offered), "")
        if not mechanism and self._door.security is Security.PLAIN:
            return  # a relay on this machine knows its own; nothing went over a wire
        if not mechanism:
            words = (
                f"邮件服务器 {self._door} 未提供登录方式，请核对 MAILBOT_SMTP_PORT "
                "与 MAILBOT_SMTP_SECURITY（tls 或 starttls）。"
            )
            raise NeedsStaff(words)
        self.user, self.password = account.user, account.password
        if mechanism == "PLAIN":
            self.auth(mechanism, self.auth_plain)
        elif mechanism == "LOGIN":
            self.auth(mechanism, self.auth_login)
        else:
            self.auth(mechanism, self.auth_cram_md5)

    def end_of_letter(self, end: bytes, seconds: float) -> tuple[int, str]:
        """Send the end of a letter and return the server's verdict on the whole."""
        connected = self._socket()
        with self.deadline.within(seconds):
            connected.settimeout(seconds)
            self.send(end)
            code, text = self.getreply()
            connected.settimeout(self._patience.read)
        return code, decoded(text)

    def goodbye(self) -> None:
        """Send QUIT and hang up without caring for the answer."""
        with (
            contextlib.suppress(smtplib.SMTPException, OSError, ValueError),
            self.deadline.within(_GOODBYE_SECONDS),
        ):
            self.quit()
        self.close()

    def _start_tls(self) -> None:
        if not self.has_extn("starttls"):
            words = (
                f"邮件服务器 {self._door} 不支持 STARTTLS，为免密码外泄已停止连接。"
                "请将 MAILBOT_SMTP_SECURITY 改为 tls（端口一般为 465）。"
            )
            raise NeedsStaff(words)
        self.starttls(context=self._door.context())
        self.deadline.watch(self._socket())
        self.ehlo_or_helo_if_needed()

    def _socket(self) -> socket.socket:
        if self.sock is None:
            words = "not connected"
            raise smtplib.SMTPServerDisconnected(words)
        return self.sock


def session_fault(error: Exception, account: SmtpAccount) -> MailbotError:
    """Say what went wrong before a letter was handed over."""
    door = account.door
    if isinstance(error, MailbotError):
        return error
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error, account)
    if isinstance(error, ssl.SSLError) or not isinstance(error, smtplib.SMTPException):
        network = error if isinstance(error, OSError) else OSError(str(error))
        return network_fault(network, door)
    words = broken_off(quoted(str(error)))
    return TryLater(f"与邮件服务器 {door} 的连接中断（{words}），稍后自动重试。")


def _answered(
    error: smtplib.SMTPResponseException, account: SmtpAccount
) -> MailbotError:
    code, text = error.smtp_code, decoded(error.smtp_error)
    if login_may_succeed_later(code, text):
        words = (
            f"邮件服务器 {account.door} 暂时不接受连接（{code} {text}），稍后自动重试。"
        )
        return TryLater(words)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NeedsStaff(
            f"邮箱 {account.user} 登录 {account.door} 被拒绝（{code} {text}）。"
            f"{profile_of(account.door.host).advice}，"
            "然后修改 MAILBOT_SMTP_USER 或 MAILBOT_SMTP_PASSWORD。"
        )
    return NeedsStaff(
        f"邮件服务器 {account.door} 拒绝为本机发信（{code} {text}），"
        "请联系邮箱管理员或客服。"
    )


def decoded(text: bytes | str) -> str:
    """Return a server's words: UTF-8 if valid, else GB18030, short and on one line."""
    if isinstance(text, str):
        return quoted(text)
    try:
        return quoted(text.decode("utf-8"))
    except UnicodeDecodeError:
        return quoted(text.decode("gb18030", "replace"))


def quoted(text: str) -> str:
    """Return a server's words, printable, short and on one line."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:_LONGEST_QUOTE]
