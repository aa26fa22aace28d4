"""The one place that asks what time it is."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, tzinfo


class SystemClock:
    """The machine's clock, in the office's timezone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(self._zone)


def machine_offset(at: datetime) -> timedelta:
    """Return how far from UTC this machine shows that moment."""
    return timedelta(seconds=time.localtime(at.timestamp()).tm_gmtoff)


class StoppedClock:
    """A clock that stands where it was set: for `--at`, tests and the demo."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment
