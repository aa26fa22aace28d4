"""What a mail host's refusal means: one table of codes and words.

Sources: RFC 5321 4.2, RFC 3463; NetEase's and Tencent's published lists of refusal
codes; texts of Coremail, Sina and Aliyun servers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.letters.sending import RefusalKind


class Phase(StrEnum):
    """Which command was answered; the same code means different things in each."""

    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    CONTENT = "DATA"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line of the table: the first whose code and words fit wins."""

    words: str
    kind: RefusalKind
    codes: str = "5"

    def fits(self, code: int, text: str) -> bool:
        """Tell whether this line speaks of such an answer."""
        found = re.search(self.words, text, re.IGNORECASE)
        return str(code).startswith(self.codes) and found is not None


_RULES = (
    # who we are
    _Rule(r"authenticat|\bauth\b|authoriz|登录", RefusalKind.AUTH, "53"),
    _Rule(
        r"must be (the )?same|must equal|not owned by|not allowed to send as"
        r"|sender address rejected|发件人.{0,8}(不一致|不符|不匹配)",
        RefusalKind.SENDER,
    ),
    _Rule(
        r"EHLO and AUTH first|need auth|authentication (is )?required|relay|anonymous",
        RefusalKind.AUTH,
    ),
    # limits of a day, limits of a moment
    _Rule(
        r"\b(MI:STC|RP:TRC)\b|daily|per day|today|当天|当日|每日"
        r"|(sender|ip|domain|user) frequency limited|sending (limit|quota)",
        RefusalKind.TOMORROW,
        "",
    ),
    _Rule(
        r"\bHL:(REP|ICC|IFC|MEP)\b|frequen|too many|too much|rate limit|throttl"
        r"|try again|try later|temporar|gr[ea]ylist|busy|limit exceed|稍后|频繁",
        RefusalKind.LATER,
    ),
    # the mailbox: full is no death
    _Rule(
        r"mailbox (is )?full|over ?quota|quota exceed|exceeded? (the |its |your )?"
        r"(storage|quota)|insufficient (system )?storage|已满|空间不足",
        RefusalKind.LATER,
    ),
    _Rule(
        r"mail ?size|message (file )?(is )?too (large|big)|size (limit|exceed)"
        r"|too large|exceeds? .{0,40}size|过大|超过.{0,8}大小",
        RefusalKind.TOO_LARGE,
    ),
    # the content, before the address: some hosts name both in one sentence
    _Rule(
        r"\bDT:S(PM|UM)\b|\bspam|content (denied|reject)|\bjunk|垃圾邮件|virus"
        r"|suspect|illegal attachment|rejected by recipient",
        RefusalKind.SPAM,
    ),
    _Rule(
        r"black ?list|\bRBL\b|\bHL:I(PB|HU)\b|\bWM:BL|\bMI:S(PB|PF)\b"
        r"|\bMI:DMA\b|\bdmarc\b|\bspf\b|\bdkim\b|blocked",
        RefusalKind.OTHER,
    ),
    _Rule(
        r"(user|mailbox|recipient|account|address|rcpt)\b.{0,60}"
        r"(unknown|not (be )?found|do\w*n.?t exist|not exist|no such|invalid"
        r"|suspended|disabled|locked|inactive|unavailable|rejected)"
        r"|(unknown|no such|invalid|bad|non-?existent|inactive) .{0,20}"
        r"(user|mailbox|recipient|account|address|person)"
        r"|不存在|无此用户|用户被锁定|已停用|已注销",
        RefusalKind.DEAD_ADDRESS,
    ),
)
# Enhanced status codes (RFC 3463), where no words helped. A full mailbox (2.2) and a
# missing route (4.4) may mend by themselves, whatever the class digit says.
_BY_STATUS = {
    "5.1.7": RefusalKind.AUTH,
    "5.1.8": RefusalKind.AUTH,
    "5.2.2": RefusalKind.LATER,
    "5.2.3": RefusalKind.TOO_LARGE,
    "5.3.4": RefusalKind.TOO_LARGE,
    "5.4.4": RefusalKind.LATER,
    "5.7.0": RefusalKind.AUTH,
    "5.7.8": RefusalKind.AUTH,
    **dict.fromkeys(
        ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"),
        RefusalKind.DEAD_ADDRESS,
    ),
}
# What the bare code says in its phase.
_BY_CODE = {
    (503, Phase.SENDER): RefusalKind.LATER,
    (530, Phase.SENDER): RefusalKind.AUTH,
    (552, Phase.SENDER): RefusalKind.TOO_LARGE,
    (550, Phase.RECIPIENT): RefusalKind.DEAD_ADDRESS,
    (551, Phase.RECIPIENT): RefusalKind.DEAD_ADDRESS,
    (553, Phase.RECIPIENT): RefusalKind.DEAD_ADDRESS,
    (552, Phase.CONTENT): RefusalKind.TOO_LARGE,
    (550, Phase.CONTENT): RefusalKind.SPAM,
    (554, Phase.CONTENT): RefusalKind.SPAM,
}
_STATUS = re.compile(r"^\W*(\d\.\d{1,3}\.\d{1,3})\b")
_LOWEST_REFUSAL = 400
_LOWEST_PERMANENT = 500


def classify(code: int, text: str, phase: Phase) -> RefusalKind:
    """Return what an answer other than the wished-for one means.

    `code` below 400 is an answer out of place: the session is lost, the letter not.
    """
    if code < _LOWEST_REFUSAL:
        return RefusalKind.LATER
    for rule in _RULES:
        if rule.fits(code, text):
            return rule.kind
    if code < _LOWEST_PERMANENT:  # RFC 5321 4.2.1
        return RefusalKind.LATER
    status = _STATUS.match(text)
    by_code = _BY_CODE.get((code, phase), RefusalKind.OTHER)
    return _BY_STATUS.get(status.group(1), by_code) if status else by_code


def login_may_succeed_later(code: int, text: str) -> bool:
    """Tell a host that is busy from one that does not take our password."""
    return code < _LOWEST_PERMANENT or classify(code, text, Phase.CONTENT) in {
        RefusalKind.LATER,
        RefusalKind.TOMORROW,
    }
