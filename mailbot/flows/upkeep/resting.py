"""How long to wait between rounds, and to leave a server alone after faults."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from mailbot.errors import LedgerBusy, LedgerChanged, MailbotError, NeedsStaff
from mailbot.fault_words import in_log

T = TypeVar("T")
log = logging.getLogger(__name__)
_MOMENT = 5.0  # seconds that a lock of our own machine is left alone, however often


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to wait between rounds, in seconds.

    `every` while all is well; `after` that many failures in a row; `longest` when
    only a person can help, as with a wrong password: hosts lock an account that
    tries one again and again.
    """

    every: float
    after: Callable[[int], float]
    longest: float


class Rest:
    """How long to leave a server alone after faults; told once for each try."""

    def __init__(self, pauses: Pauses) -> None:
        self._pauses = pauses
        self._failures = 0
        self._until = 0.0

    def left(self) -> float:
        """Return the seconds of rest that are left."""
        return max(0.0, self._until - time.monotonic())

    def tried(self, what: str, work: Callable[[], T]) -> T | None:
        """Do the work; None after a fault, which is told and begins a rest.

        LedgerChanged passes: no rest helps.
        """
        try:
            done = work()
        except LedgerChanged:
            raise
        except LedgerBusy as fault:
            log.warning("%s put off for %.0f s: %s", what, _MOMENT, in_log(fault))
            self._begin(min(_MOMENT, self._pauses.every))
            return None
        except NeedsStaff as fault:
            log.error("%s refused: %s", what, in_log(fault))  # noqa: TRY400 - no fault of ours
            self._begin(self._pauses.longest)
            return None
        except MailbotError as fault:
            self._failures += 1
            pause = max(self._pauses.after(self._failures), self._pauses.every)
            log.warning("%s failed, again in %.0f s: %s", what, pause, in_log(fault))
            self._begin(pause)
            return None
        self.end()
        return done

    def end(self) -> None:
        """Forget all faults: the server does its work."""
        self._failures, self._until = 0, 0.0

    def _begin(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
