"""A clock that is set by hand while the quarter is played, and then goes on."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class DemoClock:
    """Stands at `moment`; after `go_on` it runs from there as the world's does."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._began = 0.0

    def now(self) -> datetime:
        """Return the moment it shows."""
        passed = time.monotonic() - self._began if self._began else 0.0
        return self.moment + timedelta(seconds=passed)

    def go_on(self) -> None:
        """Let time pass from here on."""
        self._began = time.monotonic()
