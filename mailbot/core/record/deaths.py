"""Processes that died at a mail: whose fault it was, and when it is read again.

A child may die of the file it reads, or because the machine had no memory left for
anybody. Nobody can tell the one from the other by a single death, so nothing is
concluded from it: the mail waits and is read again, its files each by itself. Who kills
its reader three times, the last times alone in a process of its own, is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from mailbot.core.record.documents import Problem
from mailbot.errors import TryLater

MOST_DEATHS: Final = 3
Deaths = Mapping[str, tuple[Problem, ...]]
"""By file: how the children ended that died at it, oldest first.

A file is called by its place among the mail's files ("3"), the letter itself `LETTER`,
a look at a file's seals by the file's SHA-256.
"""

LETTER: Final = "letter"
NO_DEATHS: Final[Deaths] = MappingProxyType({})
_PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=15))


class ReaderDied(TryLater):
    """A process died at a mail, and nobody knows whose fault it was: read it again.

    `deaths` are all that are known of the mail, this one among them; the next try
    wants them.
    """

    def __init__(self, deaths: Deaths) -> None:
        self.deaths = deaths
        super().__init__("解析来信的进程意外终止，稍后自动重试")


def verdict_of(deaths: Deaths, file: str) -> Problem | None:
    """Return what a file is that killed its reader often enough; None: ask again."""
    died = deaths.get(file, ())
    return died[-1] if len(died) >= MOST_DEATHS else None


def after_death(deaths: Deaths, file: str, how: Problem) -> Deaths:
    """Return the deaths with one more at that file."""
    return {**deaths, file: (*deaths.get(file, ()), how)}


def next_try(tries: int, now: datetime) -> datetime:
    """Return when a mail that was put back `tries` times is read again.

    Soon at first, for most faults of a machine pass by themselves; never later than a
    quarter of an hour, for who mends the machine wants to see the mails go on.
    """
    return now + _PAUSES[min(max(tries, 1), len(_PAUSES)) - 1]
