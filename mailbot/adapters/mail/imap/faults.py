"""What an IMAP server's refusals mean: later, or a person, and in which words."""

from __future__ import annotations

import imaplib
import re

from mailbot.adapters.mail.hosts import HostProfile
from mailbot.adapters.mail.imap.values import ImapAccount
from mailbot.adapters.mail.secure import Door
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.fault_words import broken_off

_LONGEST_QUOTE = 200
_UNSAFE = re.compile(r"unsafe login", re.IGNORECASE)
# RFC 5530 codes and the hosts' own words for "not now". A text that also speaks of
# the password is no excuse for hammering: QQ names all causes in one sentence.
_NOT_NOW = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|too many|frequen|busy|temporar"
    r"|try again|later|throttl|timed? ?out|频繁|稍后|繁忙",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\[AUTHENTICATIONFAILED\]|password|passwd|authoriz|密码|授权码", re.IGNORECASE
)
_QUOTED_BYTES = re.compile(r"\bb(['\"])(.*?)\1")
# The words imaplib puts before its own complaints; after them the stream is lost.
_LINE_BROKEN = re.compile(r"^command: |got more than \d+ bytes|closed file")


class CommandRefused(TryLater):
    """The server said NO or BAD to one command, or answered what cannot be read.

    The connection lives on; whoever does not care treats it as TryLater.
    """

    def __init__(self, text: str, door: Door) -> None:
        self.text = quoted(text)
        self.door = door
        super().__init__(
            f"邮件服务器 {door} 拒绝了一条命令（{self.text}），稍后自动重试。"
        )

    @property
    def unsafe(self) -> bool:
        """Tell NetEase's `Unsafe Login` from any other refusal."""
        return bool(_UNSAFE.search(self.text))

    @staticmethod
    def broke_the_line(error: Exception) -> bool:
        """Tell whether imaplib lost its place in the stream of answers."""
        return bool(_LINE_BROKEN.search(str(error)))


def connection_lost(error: Exception, door: Door) -> MailbotError:
    """Say that the server hung up (BYE, end of stream, garbage)."""
    if _UNSAFE.search(str(error)):
        return _unsafe_login(str(door), "")
    return TryLater(
        f"与邮件服务器 {door} 的连接中断（{broken_off(quoted(str(error)))}），"
        "稍后自动重试。"
    )


def too_slow(door: Door) -> TryLater:
    """Say that the server did answer, but would never come to an end."""
    return TryLater(f"邮件服务器 {door} 反应过慢，已断开，稍后自动重试。")


def login_fault(
    error: Exception, account: ImapAccount, profile: HostProfile
) -> MailbotError:
    """Tell a wrong password from a server that is busy or gone."""
    text = quoted(str(error)).replace(account.password, "******")
    # IMAPClient wraps even a dead connection into LoginError.
    hung_up = isinstance(error.__context__, imaplib.IMAP4.abort)
    if _UNSAFE.search(text):
        return _unsafe_login(str(account.door), profile.advice)
    if hung_up or (_NOT_NOW.search(text) and not _PASSWORD.search(text)):
        return TryLater(
            f"邮件服务器 {account.door} 暂时无法登录（{text}），稍后自动重试。"
        )
    return NeedsStaff(
        f"邮箱 {account.user} 登录 {account.door} 被拒绝（{text}）。{profile.advice}，"
        "然后修改 MAILBOT_IMAP_USER 或 MAILBOT_IMAP_PASSWORD。",
        "登录被拒绝",
    )


def open_fault(
    refusal: CommandRefused, name: str, profile: HostProfile
) -> MailbotError:
    """Say why a folder could not be opened."""
    if refusal.unsafe:
        return _unsafe_login(name, profile.advice)
    return CommandRefused(f"{name}: {refusal.text}", refusal.door)


def quoted(text: str) -> str:
    """Return a server's words, short and on one line, out of Python's own quotes."""
    return " ".join(_QUOTED_BYTES.sub(r"\2", text).split())[:_LONGEST_QUOTE]


def _unsafe_login(where: str, advice: str) -> NeedsStaff:
    what = advice or "请登录网页邮箱开启IMAP服务，并使用授权码"
    return NeedsStaff(
        f"邮件服务器认为本程序登录不安全（Unsafe Login，{where}），拒绝打开邮箱。"
        f"{what}；"
        "如仍被拒绝，请联系邮箱客服解除限制。",
        "登录被拒绝",
    )
