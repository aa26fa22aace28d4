"""What looking at one document may cost, and how it says that it cannot look."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.core.record.documents import Problem
from mailbot.errors import MailbotError


@dataclass(frozen=True, slots=True)
class SealLimits:
    """How much may be spent on one document.

    `pages` are looked at, none later than `seconds` after the start by `clock`;
    no picture has more than `pixels`, no archive member more than `member_bytes`.
    """

    pages: int = 60
    pixels: int = 80_000_000
    seconds: float = 20.0
    member_bytes: int = 60_000_000
    clock: Callable[[], float] = time.monotonic


class UnreadablePages(MailbotError):  # noqa: N818 - says what, not that it failed
    """The document gives no pages; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
