"""When a mail came: the first date told of it that can be true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_BEFORE = timedelta(days=366)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plausible:
    """The dates that a mail about a notice can have come on, both ends included.

    From the notice's issue less a year to tomorrow: a server restored from a backup
    says 1970, a machine with a flat battery 2099 (DOMAIN §3).
    """

    earliest: datetime
    latest: datetime

    @classmethod
    def about(cls, issued: datetime, now: datetime) -> Plausible:
        """Return the dates that are plausible at `now`; both moments aware."""
        return cls(issued - _BEFORE, now + _AHEAD)

    def first(self, told: Iterable[datetime | None]) -> datetime | None:
        """Return the first date of `told`, the surest first, that can be true."""
        fits = (m for m in told if m and self.earliest <= m <= self.latest)
        return next(fits, None)
