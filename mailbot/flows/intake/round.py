"""What one round did: the numbers that `mailbot poll` tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from mailbot.core.record.clues import Outcome, Verdict
from mailbot.core.record.mail import Nature

T = TypeVar("T")
_END = object()  # stands behind the last item
_STAGES = ("fetch", "save", "examine", "judge", "record", "total")


@dataclass(slots=True)
class Round:
    """What one round did; seconds by stage. The contract's words for `poll`."""

    new: int = 0
    filed: int = 0
    review: int = 0
    ignored: int = 0
    unrelated: int = 0
    failed: int = 0
    put_back: int = 0  # a fault of ours: they wait, and are read again
    trouble: str = ""  # what the machine lacked, so that they could not be judged
    lacking: str = ""  # folders of the settings that are not there; others were read
    bytes: int = 0
    sent: int = 0
    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(_STAGES, 0.0)
    )

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds spent inside to a stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - started

    def awaited(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Yield the items; add the seconds waited for each to a stage."""
        coming = iter(items)
        while True:
            with self.timed(stage):
                item = next(coming, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]  # _END is no T, and not here

    def count(self, verdict: Verdict) -> None:
        """Count one judged mail under its outcome."""
        if verdict.nature is Nature.UNRELATED:
            self.unrelated += 1
        elif verdict.outcome is Outcome.FILE:
            self.filed += 1
        elif verdict.outcome is Outcome.REVIEW:
            self.review += 1
        else:
            self.ignored += 1


def _silently(_done: int) -> None:
    """Tell nobody how far the work is."""


def _never() -> bool:
    """Let the round go on to its end."""
    return False


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who is told how many mails are done, and may ask for the end between two."""

    progress: Callable[[int], None] = _silently
    stopping: Callable[[], bool] = _never


NOBODY = Onlooker()
