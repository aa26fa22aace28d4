"""Places at which a test may kill the process, to prove that nothing is lost there.

Free when unarmed. Armed by the environment variable MAILBOT_FAULT="name" or
"name:3" (the third time), which the settings read and the command line hands in.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from enum import StrEnum
from itertools import count

from mailbot.errors import BadSettings


class Point(StrEnum):
    """Every step between two durable states, in the order a mail walks them."""

    FETCHED = "fetched"  # a batch has come from the server
    WRITTEN = "written"  # one raw mail has its name in the spool, not yet synced
    SPOOLED = "spooled"  # the whole batch is durable
    SEEN = "seen"  # ... and recorded
    EXAMINED = "examined"  # a mail was read in a child
    PLACED = "placed"  # one file got its name in the archive
    RAW_KEPT = "raw_kept"  # the raw mail lies in the archive
    FILED = "filed"  # ... and all its documents
    BEFORE_COMMIT = "before_commit"  # verdict and answer wait to be committed
    RECORDED = "recorded"  # ... and are
    LET_GO = "let_go"  # the spooled copy is gone
    CLAIMED = "claimed"  # a letter was taken for sending
    HANDED_OVER = "handed_over"  # the server has answered, we have not yet noted it
    SETTLED = "settled"  # ... and now we have


_armed: dict[str, Callable[[], None]] = {}


def arm(spec: str) -> None:
    """Arm one point, "name" or "name:n"; "" disarms all. BadSettings if unknown."""
    _armed.clear()
    if not spec:
        return
    name, _, times = spec.partition(":")
    if name not in set(Point) or not (times or "1").isdecimal():
        raise BadSettings(f"MAILBOT_FAULT={spec} 无效，可写：{'、'.join(Point)}")
    passed, last = count(1), int(times or "1")

    def strike() -> None:
        if next(passed) == last:
            die()

    _armed[name] = strike


def reached(point: Point) -> None:
    """Note that the process has come to a point; it dies here if that is armed."""
    if _armed and (strike := _armed.get(point)):
        strike()


def die() -> None:
    """End at once as a power cut does: no handler, no flush, no lock let go."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
