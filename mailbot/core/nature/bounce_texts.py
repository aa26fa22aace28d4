"""What bounces without fields say in words: Chinese hosts, qmail, old gateways.

RFC 3464 is ignored by many hosts. Their letters have a form each, but the same
matter: a sentence that something was not delivered, the address near it, and then
the letter that came back. So the reading is general: cut the returned letter off,
look for an address where one is announced, and leave out those that cannot be it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailbot.core.nature.bounce_words import (
    ANNOUNCED,
    ANSWER_OR_FORWARD,
    FAILURE,
    FINAL,
    MAY_PASS,
    NOBODY,
    NOT_THE_ONE,
    RETURNED,
    RETURNED_TO,
    STILL_TRYING,
    SUBJECT,
)
from mailbot.core.nature.delivery_status import addresses_in, is_temporary
from mailbot.core.nature.full_mailbox import is_full

_LONGEST = 60_000  # characters of a notice that are looked at
_LONGEST_LINE = 1000
_PARAGRAPH = 400  # characters in which a host can have said what happened


def bounce_subject(subject: str) -> bool:
    """Tell whether a subject is one that hosts give to what they return."""
    return not ANSWER_OR_FORWARD.match(subject) and bool(SUBJECT.search(subject))


def speaks_of_failure(text: str) -> bool:
    """Tell whether a notice's own words say that something was not delivered."""
    return bool(FAILURE.search("\n".join(_notice(text))))


def failed_addresses(text: str, not_these: frozenset[str]) -> tuple[str, ...]:
    """Return the addresses that a notice says were not reached, in order.

    `not_these` are lower-case addresses that cannot be meant: ours, the notice's
    sender. The surest announcement that yields any address decides.
    """
    lines = [line for line in _notice(text) if "@" in line]
    for form in ANNOUNCED:
        found = _plausible(_announced(lines, form), not_these)
        if found:
            return found
    returned = (m["a"] for line in lines if (m := RETURNED_TO.match(line)))
    return _plausible(addresses_in("\n".join(returned)), not_these)


def may_pass(text: str) -> bool:
    """Tell whether the failure a notice describes may pass by itself."""
    words = "\n".join(_notice(text))
    if STILL_TRYING.search(words) or is_full(words):
        return True
    by_code = is_temporary(words)
    if by_code is not None:
        return by_code
    return bool(MAY_PASS.search(words)) and not FINAL.search(words)


def _notice(text: str) -> list[str]:
    """Return the notice's own lines, those of the returned letter cut off.

    A first line can be a heading such as `Your message:`; only what comes after
    some words of the host's own is the returned letter.
    """
    lines = [line[:_LONGEST_LINE] for line in text[:_LONGEST].splitlines()]
    seen = ""
    for at, line in enumerate(lines):
        if RETURNED.match(line) and ("@" in seen or len(seen.strip()) > _PARAGRAPH):
            return lines[:at]
        seen += line
    return lines


def _announced(lines: Iterable[str], form: re.Pattern[str]) -> Iterator[str]:
    """Yield the addresses in those lines that `form` finds them announced in."""
    for line in lines:
        match = form.search(line)
        if match and not NOT_THE_ONE.search(line[: match.end("a")]):
            yield from addresses_in(match["a"])


def _plausible(found: Iterable[str], not_these: frozenset[str]) -> tuple[str, ...]:
    """Return `found` in order, each once, without those that cannot be meant."""
    kept: dict[str, str] = {}
    for address in found:
        low = address.lower()
        if low in not_these or NOBODY.search(low) or "." not in low.split("@")[1]:
            continue
        kept.setdefault(low, address)
    return tuple(kept.values())
