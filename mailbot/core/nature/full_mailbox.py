"""A mailbox that is full: a fault that passes, whatever code the host gives it.

Hosts answer 4.2.2, 5.2.2, 552 or no code at all; the letter is tried again later
and the address stays good. One phrase a line, with where it was seen and a sentence.
"""

from __future__ import annotations

import re

# (phrase in lower case, where it was seen, a sentence that holds it)
PHRASES: tuple[tuple[str, str, str], ...] = (
    ("mailbox full", "Exchange, Coremail", "552 5.2.2 Mailbox full"),
    ("mailbox is full", "Postfix, Domino", "The recipient's mailbox is full"),
    ("mailbox size limit", "Sendmail", "mailbox size limit exceeded"),
    ("mailfolder is full", "163", "550 User's mailfolder is full"),
    ("over quota", "Dovecot, Gmail", "452-4.2.2 The account is over quota"),
    ("overquota", "Sun, OpenWave", "5.2.2 OverQuota"),
    ("quota exceed", "Dovecot", "Quota exceeded (mailbox for user is full)"),
    ("quota is exceeded", "Zimbra", "mailbox quota is exceeded"),
    ("exceeded the quota", "cPanel", "the account has exceeded the quota"),
    ("exceed the hard limit", "163", "552 Quota exceed the hard limit for user a@b"),
    ("exceeded storage", "RFC 5321 4.2.3", "552 exceeded storage allocation"),
    ("exceeded its storage", "Exchange", "mailbox has exceeded its storage limit"),
    ("insufficient disk", "QQ", "insufficient disk space for this user"),
    ("out of storage", "Gmail", "the recipient's inbox is out of storage space"),
    ("空间不足", "189, Winmail", "收件人邮箱空间不足"),
    ("空间已满", "QQ", "对方邮箱空间已满"),
    ("邮箱已满", "163, Coremail", "收件人邮箱已满，无法接收"),
    ("信箱已满", "139", "对方信箱已满"),
    ("邮箱容量", "eYou", "超出收件人邮箱容量"),
    ("容量已满", "TurboMail", "用户邮箱容量已满"),
    ("容量不足", "Winmail", "收件人容量不足"),
    ("存储空间已用", "Outlook", "收件人的存储空间已用完"),
    ("超过配额", "Exchange", "收件人邮箱超过配额"),
    ("超出配额", "Coremail", "用户超出配额"),
    ("空間不足", "hinet", "收件者信箱空間不足"),
)
_BLANKS = re.compile(r"\s+")


def is_full(words: str) -> bool:
    """Tell whether a host's words say that the mailbox has no room left."""
    plain = _BLANKS.sub(" ", words.lower())
    return any(phrase in plain for phrase, _, _ in PHRASES)
