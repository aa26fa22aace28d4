"""Letters that came back: which mail is a bounce, for whom, and for how long.

A stated status (RFC 3464) is believed wherever it stands. A notice in words is one
only if a machine sent it: an empty return path, a mailer daemon, a report's
structure. A person who forwards a bounce, or writes of one, is no machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.core.mail.quoting import own_words
from mailbot.core.nature.bounce_texts import (
    bounce_subject,
    failed_addresses,
    may_pass,
    speaks_of_failure,
)
from mailbot.core.nature.bounce_words import CHINESE_SUBJECTS, OPENINGS
from mailbot.core.nature.delivery_status import (
    Fate,
    RecipientStatus,
    addresses_in,
    recipients,
)
from mailbot.core.nature.machine_addresses import (
    DAEMON_NAMES,
    DAEMONS,
    PERHAPS_DAEMONS,
)
from mailbot.core.nature.parts import (
    RECEIPT_TYPE,
    RETURNED_TYPES,
    STATUS_TYPES,
    carries_document,
    decoded,
)
from mailbot.core.record.mail import Message, Part

_CHINESE_SUBJECT, _OPENS = CHINESE_SUBJECTS.compiled(), OPENINGS.compiled()
_DAEMON, _DAEMON_NAME = DAEMONS.compiled(), DAEMON_NAMES.compiled()
# Programs write from these too, so a bounce's subject must stand with them.
_PERHAPS_DAEMON = PERHAPS_DAEMONS.compiled()
_OPENING = 1500  # characters in which a notice says what it is
_HEAD = 30_000  # characters of a leaf in which its header stands
_FROM = 500  # characters of the From field, however it was parsed
_BODY = 60_000
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that came back.

    `bounced` are the recipients it did not reach, as the host wrote them (lower
    case, () where the host does not say); with `temporary` the fault may pass and
    the addresses may be written to again. `stated` tells fields (RFC 3464) from
    words.
    """

    bounced: tuple[str, ...] = ()
    temporary: bool = False
    stated: bool = False


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
    found = _in_words(message, parts, ours)
    named = bool(found.bounced) and bounce_subject(message.subject)
    text = notice_text(message, parts)
    if named or speaks_of_failure(text) or _says_so(message, parts):
        return found
    return NotABounce()


def from_a_machine(message: Message, parts: tuple[Part, ...]) -> bool:
    """Tell whether a mail host wrote this, by structure, sender, path or form.

    Form alone (subject and opening words) convinces only without a document: a unit
    that sends again what came back writes 邮件被退回 too.
    """
    if any(p.declared in STATUS_TYPES for p in parts):
        return True
    if message.header("x-failed-recipients") or is_daemon(message):
        return True
    local = message.return_path.partition("@")[0]
    subject = bounce_subject(message.subject)
    opening = bool(_OPENS.search(own_words(message.text[:_BODY])[:_OPENING]))
    if message.null_sender or (local and _DAEMON.match(local)):
        return subject or opening
    form = subject or ("non remis" in message.subject.lower())
    attached = tuple(p for p in parts if p.declared not in RETURNED_TYPES)
    return form and opening and not carries_document(attached)


def is_daemon(message: Message) -> bool:
    """Tell whether the sender's address or name is a mail host's, or empty."""
    sender = message.sender
    if not sender.address and bounce_subject(message.subject):
        return True
    local = sender.address.partition("@")[0] or sender.name
    # Some quote "System Administrator" as an address that no parser accepts.
    names = f"{local} {sender.name} {message.header('from')[:_FROM]}"
    if _DAEMON.match(local) or _DAEMON_NAME.search(names):
        return True
    return bool(_PERHAPS_DAEMON.match(local)) and bounce_subject(message.subject)


def notice_text(message: Message, parts: tuple[Part, ...]) -> str:
    """Return a notice's words: the body and unnamed text leaves beside it."""
    beside = (p for p in parts if p.declared.startswith("text/") and not p.name)
    wanted = (p for p in beside if p.declared not in RETURNED_TYPES)
    return "\n".join([message.text or message.html, *map(decoded, wanted)])


def returned_ids(message: Message, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return every Message-ID that the mail may be about, surest first.

    From the returned letter, In-Reply-To, References, the statuses, the body.
    """
    kinds = RETURNED_TYPES | STATUS_TYPES | {RECEIPT_TYPE}
    heads = [decoded(p)[:_HEAD] for p in parts if p.declared in kinds]
    answered = [message.in_reply_to, *message.references]
    text = [message.text[:_BODY], message.html[:_BODY]]
    every = _MESSAGE_ID.findall("\n".join([*heads, *answered, *text]))
    return tuple(dict.fromkeys(every))


def _says_so(message: Message, parts: tuple[Part, ...]) -> bool:
    """Tell whether structure or a fixed Chinese subject says it without a word."""
    structured = any(p.declared in STATUS_TYPES for p in parts)
    return structured or bool(_CHINESE_SUBJECT.search(message.subject))


def _stated(message: Message, parts: tuple[Part, ...]) -> tuple[RecipientStatus, ...]:
    """Return the recipients of every delivery-status leaf.

    Where there is none a mail host may have put the fields into the body, or a
    filter may have wrapped the whole notification into another mail.
    """
    leaves = [decoded(p) for p in parts if p.declared in STATUS_TYPES]
    if not leaves and (message.media_type in STATUS_TYPES or is_daemon(message)):
        wrapped = [decoded(p) for p in parts if p.declared == "message/rfc822"]
        reports = [w for w in wrapped if "message/delivery-status" in w.lower()]
        leaves = [message.text, *reports]
    return tuple(r for leaf in leaves for r in recipients(leaf))


def _summed_up(stated: tuple[RecipientStatus, ...]) -> Reading:
    """Return the failures among `stated`: the lasting ones if there are any."""
    for fate in (Fate.FAILED, Fate.TEMPORARY):
        hit = [r.address.lower() for r in stated if r.fate is fate]
        if hit:
            passing = fate is Fate.TEMPORARY
            return Bounce(tuple(dict.fromkeys(hit)), passing, stated=True)
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
        head = re.split(r"\r?\n\r?\n", decoded(part)[:_HEAD], maxsplit=1)[0]
        to = re.search(r"(?im)^to:(.*(?:\r?\n[ \t].*)*)", head)
        found = addresses_in(to[1]) if to else ()
        if len(found) == 1 and found[0].lower() not in not_these:
            return found
    return ()
