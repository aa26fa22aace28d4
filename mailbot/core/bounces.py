"""Letters that came back: which mail is a bounce, for whom, and for how long.

A stated status (RFC 3464) is believed wherever it stands. A notice in words is one
only if a machine sent it: an empty return path, a mailer daemon, a report's
structure. A person who forwards a bounce, or writes of one, is no machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.core.bounce_texts import (
    bounce_subject,
    failed_addresses,
    may_pass,
    speaks_of_failure,
)
from mailbot.core.delivery_status import (
    Fate,
    RecipientStatus,
    addresses_in,
    recipients,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.core.mail import Message, Part

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED_TYPES = frozenset(
    {
        "message/rfc822",
        "text/rfc822-headers",
        "message/global",
        "message/global-headers",
    }
)
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|post-?master|maildaemon|mailer|mdaemon|daemon|double-?bounce"
    r"|bounces?|mail-?admin|mailadmin|mail-?delivery\S*|mailsystem|mail-?system|postoffice|mailmaster"
    r"|delivery|undeliverable|smtp(?:admin)?|mailhub|system-?notify|mail-?gateway|mmdf"
    r"|microsoftexchange\w{20,}|mta|mailnull|sysadmin-?mail|e?\d*_?smtp_mail_service\w*)$",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[\s_-]*(?:daemon|deliver|system|administrator)|post-?master|退信|系统邮件|邮件系统"
    r"|delivery\s+(?:sub)?system|邮局管理员|internet mail|system\s+attendant|smtp\s*gateway|system administrator",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"很抱歉.{0,12}退回|您(?:的|发送的|所发送的).{0,20}(?:邮件|信件).{0,20}(?:被退回|无法(?:投递|送达)|未能送达|退信)"
    r"|this (?:is (?:a|an) (?:mail )?(?:delivery|permanent|automatic\w* generated (?:delivery|non))|message was created automatically by (?:the )?mail)"
    r"|i(?:'m| am) (?:sorry|afraid).{0,60}(?:deliver|couldn)|this is the (?:qmail|mail|deliver|e-?mail)[\w\s-]* (?:program|system|server)"
    r"|(?:this is )?the (?:mail system|postfix program) at host|failed to deliver|退信原因",
    re.IGNORECASE,
)
_HEAD = 3000  # characters in which a notice says what it is
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that came back.

    `bounced` are the recipients it did not reach, as the host wrote them (lower
    case, () where the host does not say); with `temporary` the fault may pass and
    the addresses may be written to again.
    """

    bounced: tuple[str, ...] = ()
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class NotABounce:
    """Nothing came back."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A report that all went well: a machine's letter, but no failure."""


Reading = Bounce | Delivered | NotABounce


def read_bounce(
    message: Message, parts: tuple[Part, ...], ours: frozenset[str] = frozenset()
) -> Reading:
    """Return what came back with this mail; `ours` are our own addresses."""
    stated = _stated(message, parts)
    if stated:
        return _summed_up(stated)
    if not from_a_machine(message, parts):
        return NotABounce()
    text = notice_text(message, parts)
    if not (speaks_of_failure(text) or bounce_subject(message.subject)):
        return NotABounce()
    return _in_words(message, parts, ours)


def from_a_machine(message: Message, parts: tuple[Part, ...]) -> bool:
    """Tell whether structure, path, sender or subject are those of a mail host."""
    if any(p.declared in STATUS_TYPES for p in parts) or message.header(
        "x-failed-recipients"
    ):
        return True
    if _is_daemon(message.sender.address, message.sender.name):
        return True
    local = message.return_path.partition("@")[0]
    path = message.null_sender or bool(local and _DAEMON.match(local))
    subject = bounce_subject(message.subject)
    opening = bool(_OPENING.search(message.text[:_HEAD]))
    return (path and (subject or opening)) or (subject and opening)


def notice_text(message: Message, parts: tuple[Part, ...]) -> str:
    """Return a notice's words: the body and unnamed text leaves beside it."""
    beside = (p for p in parts if p.declared.startswith("text/") and not p.name)
    wanted = (p for p in beside if p.declared not in RETURNED_TYPES)
    return "\n".join([message.text or message.html, *map(_decoded, wanted)])


def returned_ids(message: Message, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return every Message-ID that the mail may be about, surest first.

    From the returned letter, In-Reply-To, References, the statuses, the body.
    """
    kinds = RETURNED_TYPES | STATUS_TYPES | {"message/disposition-notification"}
    heads = [_decoded(p)[: _HEAD * 10] for p in parts if p.declared in kinds]
    answered = [message.in_reply_to, *message.references]
    text = [message.text[: _HEAD * 20], message.html[: _HEAD * 20]]
    every = _MESSAGE_ID.findall("\n".join([*heads, *answered, *text]))
    return tuple(dict.fromkeys(every))


def _stated(message: Message, parts: tuple[Part, ...]) -> tuple[RecipientStatus, ...]:
    """Return the recipients of every delivery-status leaf, or of one in the body."""
    leaves = [_decoded(p) for p in parts if p.declared in STATUS_TYPES]
    if not leaves and message.media_type in STATUS_TYPES:
        leaves = [message.text]
    if not leaves and _is_daemon(message.sender.address, message.sender.name):
        leaves = [message.text] if "final-recipient:" in message.text.lower() else []
    return tuple(r for leaf in leaves for r in recipients(leaf))


def _summed_up(stated: tuple[RecipientStatus, ...]) -> Reading:
    """Return the failures among `stated`: the lasting ones if there are any."""
    for fate in (Fate.FAILED, Fate.TEMPORARY):
        hit = [r.address.lower() for r in stated if r.fate is fate]
        if hit:
            return Bounce(tuple(dict.fromkeys(hit)), temporary=fate is Fate.TEMPORARY)
    return Delivered()


def _in_words(
    message: Message, parts: tuple[Part, ...], ours: frozenset[str]
) -> Bounce:
    """Return what a notice says in words, or the letter that lies in it."""
    listed = addresses_in(message.header("x-failed-recipients"))
    text = notice_text(message, parts)
    writers = {a.address for a in (*message.to, *message.cc, message.sender)}
    others = frozenset(ours | writers)
    found = listed or failed_addresses(text, others) or _addressees(parts, others)
    return Bounce(
        tuple(dict.fromkeys(a.lower() for a in found)), temporary=may_pass(text)
    )


def _addressees(parts: Iterable[Part], not_these: frozenset[str]) -> tuple[str, ...]:
    """Return whom the returned letter was to, if it was to one person."""
    for part in parts:
        if part.declared not in RETURNED_TYPES:
            continue
        head = re.split(r"\r?\n\r?\n", _decoded(part)[: _HEAD * 10], maxsplit=1)[0]
        to = re.search(r"(?im)^to:(.*(?:\r?\n[ \t].*)*)", head)
        found = [a for a in addresses_in(to[1])] if to else []
        if len(found) == 1 and found[0].lower() not in not_these:
            return tuple(found)
    return ()


def _is_daemon(address: str, name: str) -> bool:
    """Tell whether a sender's address or name is a mail host's."""
    local = address.partition("@")[0] or name
    return bool(_DAEMON.match(local) or _DAEMON_NAME.search(name))


def _decoded(part: Part) -> str:
    """Return a leaf's bytes as text: UTF-8, else GB18030."""
    try:
        return part.content.decode("utf-8")
    except UnicodeDecodeError:
        return part.content.decode("gb18030", "replace")
