"""What bounces without fields say in words: Chinese hosts, qmail, old gateways.

RFC 3464 is ignored by many hosts. Their letters have a form each, but the same
matter: a sentence that something was not delivered, the address near it, and then
the letter that came back. So the reading is general: cut the returned letter off,
look for an address where one is announced, and leave out those that cannot be it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailbot.core.mail.quoting_words import ANSWERS
from mailbot.core.nature.bounce_addresses import (
    ANNOUNCED,
    NOBODY,
    NOT_THE_ONE,
    RETURNED_TO,
)
from mailbot.core.nature.bounce_words import (
    FAILURES,
    FINAL,
    MAY_PASS,
    RETURNED_LETTER,
    STILL_TRYING,
    SUBJECTS,
)
from mailbot.core.nature.delivery_status import addresses_in, is_temporary
from mailbot.core.nature.full_mailbox import is_full

_SUBJECT, _FAILURE = SUBJECTS.compiled(), FAILURES.compiled()
_ANSWER_OR_FORWARD = re.compile(rf"^\s*{ANSWERS}\s*[:：\d\[]", re.IGNORECASE)
_RETURNED, _RETURNED_TO = RETURNED_LETTER.compiled(), RETURNED_TO.compiled()
_ANNOUNCED = tuple(form.compiled() for form in ANNOUNCED)
_NOT_THE_ONE, _NOBODY = NOT_THE_ONE.compiled(), NOBODY.compiled()
_MAY_PASS, _FINAL = MAY_PASS.compiled(), FINAL.compiled()
_STILL_TRYING = STILL_TRYING.compiled()
_LONGEST = 60_000  # characters of a notice that are looked at
_LONGEST_LINE = 1000
_PARAGRAPH = 400  # characters in which a host can have said what happened


def bounce_subject(subject: str) -> bool:
    """Tell whether a subject is one that hosts give to what they return."""
    return not _ANSWER_OR_FORWARD.match(subject) and bool(_SUBJECT.search(subject))


def speaks_of_failure(text: str) -> bool:
    """Tell whether a notice's own words say that something was not delivered."""
    return bool(_FAILURE.search("\n".join(_notice(text))))


def failed_addresses(text: str, not_these: frozenset[str]) -> tuple[str, ...]:
    """Return the addresses that a notice says were not reached, in order.

    `not_these` are lower-case addresses that cannot be meant: ours, the notice's
    sender. The surest announcement that yields any address decides.
    """
    lines = [line for line in _notice(text) if "@" in line]
    for form in _ANNOUNCED:
        found = _plausible(_announced(lines, form), not_these)
        if found:
            return found
    returned = (m["a"] for line in lines if (m := _RETURNED_TO.match(line)))
    return _plausible(addresses_in("\n".join(returned)), not_these)


def may_pass(text: str) -> bool:
    """Tell whether the failure a notice describes may pass by itself."""
    words = "\n".join(_notice(text))
    if _STILL_TRYING.search(words) or is_full(words):
        return True
    by_code = is_temporary(words)
    if by_code is not None:
        return by_code
    return bool(_MAY_PASS.search(words)) and not _FINAL.search(words)


def _notice(text: str) -> list[str]:
    """Return the notice's own lines, those of the returned letter cut off.

    A first line can be a heading such as `Your message:`; only what comes after
    some words of the host's own is the returned letter.
    """
    lines = [line[:_LONGEST_LINE] for line in text[:_LONGEST].splitlines()]
    seen = ""
    for at, line in enumerate(lines):
        if _RETURNED.match(line) and ("@" in seen or len(seen.strip()) > _PARAGRAPH):
            return lines[:at]
        seen += line
    return lines


def _announced(lines: Iterable[str], form: re.Pattern[str]) -> Iterator[str]:
    """Yield the addresses in those lines that `form` finds them announced in."""
    for line in lines:
        match = form.search(line)
        if match and not _NOT_THE_ONE.search(line[: match.end("a")]):
            yield from addresses_in(match["a"])


def _plausible(found: Iterable[str], not_these: frozenset[str]) -> tuple[str, ...]:
    """Return `found` in order, each once, without those that cannot be meant."""
    kept: dict[str, str] = {}
    for address in found:
        low = address.lower()
        if low in not_these or _NOBODY.search(low) or "." not in low.split("@")[1]:
            continue
        kept.setdefault(low, address)
    return tuple(kept.values())
