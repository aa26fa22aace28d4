"""What a delivery status notification states in fields (RFC 3464, RFC 3462, RFC 6522).

A notification is a list of blocks between blank lines: one for the whole message,
one for each recipient. Hosts leave out blank lines, types and brackets; all of that
is read as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from mailbot.core.nature.full_mailbox import is_full

_FIELD = re.compile(r"^([A-Za-z][\w-]{1,60})\s*:[ \t]*(.*)$", re.ASCII)
# Chinese words stand right beside an address, with no space between.
_ADDRESS = re.compile(
    r"(?:\"[^\"@<>\s]{1,64}\"|[^\s@<>()\[\],;:\"'|*\u2e80-\uffef]{1,128})"
    r"@(?:\[[\w.:]+\]|[\w.-]+)",
    re.ASCII,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(
    r"(?<![\d.:/-])([45])[0-7]\d(?=\s|-[A-Za-z45])"
    r"(?!\s*(?:sec|min|hour|day|byte|line|[KM]B|recipient|message))",
    re.IGNORECASE,
)
_RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
_LONGEST = 200_000  # characters read of one notification

# RFC 3463: no name server to be reached, a mailbox over its quota.
_MAY_PASS = frozenset({("5", "4", "4"), ("5", "2", "2")})


class Fate(Enum):
    """What became of the letter for one recipient."""

    FAILED = "failed"
    TEMPORARY = "temporary"  # delayed, or failed for a reason that may pass
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """One recipient of a notification; `address` as the host wrote it."""

    address: str
    fate: Fate


def recipients(status: str) -> tuple[RecipientStatus, ...]:
    """Return what a delivery-status text says of each recipient, in its order."""
    found = (_recipient(block) for block in _blocks(status[:_LONGEST]))
    return tuple(r for r in found if r is not None)


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the mail addresses written in `text`, in order, trailing dots off."""
    return tuple(m[0].strip(".'\"") for m in _ADDRESS.finditer(text))


def is_temporary(words: str) -> bool | None:
    """Return whether a diagnostic tells of a fault that may pass; None if unknown.

    By enhanced status code (RFC 3463) before reply code (RFC 5321): 4.x.x may pass,
    and so may 5.4.4, which hosts give when a domain's name servers are down, and a
    mailbox that is full, by its code (5.2.2) or by words.
    """
    if is_full(words):
        return True
    codes = [m.groups() for m in _STATUS.finditer(words) if m[1] != "2"]
    if codes:
        return all(c[0] == "4" or c in _MAY_PASS for c in codes)
    replies = [m[1] for m in _REPLY.finditer(words)]
    return all(r == "4" for r in replies) if replies else None


def _blocks(status: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each block, names in lower case, first value kept."""
    block: dict[str, str] = {}
    for line in _unfolded(status):
        match = _FIELD.match(line)
        name = match[1].lower() if match else ""
        starts = name in _RECIPIENT_FIELDS and name in block
        if block and (not line.strip() or starts):
            yield block
            block = {}
        if match:
            block.setdefault(name, match[2].strip())
    if block:
        yield block


def _unfolded(status: str) -> Iterator[str]:
    """Yield the lines of a notification, each continuation joined to its field."""
    waiting: list[str] = []
    for line in status.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if waiting and line[:1] in {" ", "\t"} and line.strip():
            waiting.append(line.strip())
            continue
        if waiting:
            yield " ".join(waiting)
        waiting = [line]
    yield " ".join(waiting)


def _recipient(block: dict[str, str]) -> RecipientStatus | None:
    """Return the recipient a block speaks of, None if it speaks of the message."""
    for field in _RECIPIENT_FIELDS:
        address = _mailbox(block.get(field, ""))
        if address:
            return RecipientStatus(address, _fate(block))
    return None


def _mailbox(value: str) -> str:
    """Return the address of `rfc822; a@b`, `<a@b>` or `a@b`, "" if there is none."""
    _, _, typed = value.rpartition(";")
    found = addresses_in(typed) or addresses_in(value)
    return found[0] if found else ""


def _fate(block: dict[str, str]) -> Fate:
    """Return what became of the letter, by Action first, by the codes otherwise."""
    action = block.get("action", "").lower()
    if action.startswith(("delivered", "relayed", "expanded", "success")):
        return Fate.DELIVERED
    codes = block.get("status", "")
    status = is_temporary(codes)
    if status is None and codes.startswith("2"):
        return Fate.DELIVERED
    if action.startswith("delay") or status:
        return Fate.TEMPORARY
    diagnostic = block.get("diagnostic-code", "")
    if is_full(diagnostic) or (status is None and is_temporary(diagnostic)):
        return Fate.TEMPORARY
    return Fate.FAILED
