"""What flufl.bounce (Apache-2.0) makes of a mail that a machine sent.

The library knows many old forms of bounces, but asked about ordinary mail it calls
some of it bounces, and one detector that raises takes the others' findings with it.
So it is asked only about a machine's mail, detector by detector, and about a
bounded part of it: some of its patterns are quadratic in the length of a line.
"""

from __future__ import annotations

import email
from collections.abc import Iterable
from email.errors import MessageError
from email.policy import compat32
from typing import TYPE_CHECKING

# The public scan_message stops at the first exception, which is what this module is
# for. A test fails should the list move.
from flufl.bounce._scan import _DETECTORS

from mailbot.core.nature.bounces import Bounce, NotABounce, Reading, from_a_machine
from mailbot.core.record.mail import Message, Part

if TYPE_CHECKING:
    from flufl.bounce._interfaces import BounceDetector

_LONGEST = 256 * 1024  # bytes; a notice and the head of what came back
_LONGEST_LINE = 998  # bytes without the line's end, RFC 5322 2.1.1
_RAISED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)


def library_reading(raw: bytes, message: Message, parts: tuple[Part, ...]) -> Reading:
    """Return what the library finds in `raw`, whose values are `message`, `parts`.

    Give the result to `nature_of` as `detected`. Never raises.
    """
    if not from_a_machine(message, parts):
        return NotABounce()
    return detect(raw, (kind() for kind in _DETECTORS))


def detect(raw: bytes, detectors: Iterable[BounceDetector]) -> Reading:
    """Return the first finding of `detectors`, passing over those that raise."""
    mail = email.message_from_bytes(_bounded(raw), policy=compat32)
    for detector in detectors:
        try:
            delayed, failed = detector.process(mail)
        except _RAISED:
            continue
        if failed or delayed:
            return Bounce(_addresses(failed or delayed), temporary=not failed)
    return NotABounce()


def _addresses(found: Iterable[bytes]) -> tuple[str, ...]:
    """Return the library's addresses in lower case, sorted, without empty ones."""
    every = {a.decode("ascii", "replace").strip().lower() for a in found}
    return tuple(sorted(a for a in every if "@" in a))


def _bounded(raw: bytes) -> bytes:
    """Return the beginning of `raw`, each line no longer than a line may be."""
    lines = raw[:_LONGEST].splitlines(keepends=False)
    return b"\n".join(line[:_LONGEST_LINE] for line in lines)
