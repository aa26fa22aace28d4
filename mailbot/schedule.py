"""Which flow runs when: one job at a time, and the only place that waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mailbot.core.records import LetterState
from mailbot.flows.deliver import deliver_next, recover

if TYPE_CHECKING:
    import threading

    from mailbot.flows.office import Office
    from mailbot.ports import Clock, Postman

log = logging.getLogger(__name__)


def deliver_all(
    office: Office,
    postman: Postman,
    clock: Clock,
    pace: float,
    stop: threading.Event,
) -> int:
    """Send what is due, `pace` seconds apart, until none is left; count the sent."""
    recover(office, clock.now())
    sent = 0
    while attempt := deliver_next(office, postman, clock.now()):
        sent += attempt.state is LetterState.SENT
        if stop.wait(pace):
            break
    return sent
