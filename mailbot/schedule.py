"""Which flow runs when: one round at a time, and the only place that waits."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from mailbot.core.records import LetterState
from mailbot.errors import MailbotError
from mailbot.flows.collect import Round, collect
from mailbot.flows.deliver import deliver_next, recover

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from mailbot.flows.office import Office
    from mailbot.ports import Clock, Inbox, Postman, Watcher

log = logging.getLogger(__name__)

_ROUND = "round"
_GRACE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Doors:
    """How a round reaches the world: each opened anew, so that no fault lasts."""

    inbox: Callable[[], AbstractContextManager[Inbox]]
    postman: Callable[[], AbstractContextManager[Postman]]
    watcher: Callable[[], AbstractContextManager[Watcher]]
    clock: Clock
    pace: float
    every: float


def one_round(office: Office, doors: Doors, stop: threading.Event) -> Round:
    """Walk the whole house once: collect, then deliver what is due.

    What each flow does depends on the clock and the ledger alone, so a round may
    come at any time, twice, or late.
    """
    with doors.inbox() as inbox:
        done = collect(office, inbox, doors.clock.now())
    with doors.postman() as postman:
        done.sent = deliver_all(office, postman, doors.clock, doors.pace, stop)
    return done


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


class Service:
    """The bot at work: a round every so often, and at once when mail arrives.

    One round at a time (a pool of one), missed ones made up by one (coalesce).
    """

    def __init__(self, office: Office, doors: Doors) -> None:
        self._office = office
        self._doors = doors
        self._stop = threading.Event()
        self._scheduler = BackgroundScheduler(
            timezone=office.zone,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": _GRACE_SECONDS,
            },
        )

    def run(self) -> None:
        """Work until `stop` is called; the mail in hand is finished first."""
        at = self._office.policy.summary_at
        every = IntervalTrigger(seconds=self._doors.every)
        morning = CronTrigger(hour=at.hour, minute=at.minute)
        self._scheduler.add_job(self._round, every, id=_ROUND)
        self._scheduler.add_job(self._round, morning, id="morning")
        self._scheduler.start()
        self._now()
        watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        watcher.start()
        self._stop.wait()
        self._scheduler.shutdown(wait=True)

    def stop(self) -> None:
        """Ask for the end, from any thread or a signal handler."""
        self._stop.set()

    def _now(self) -> None:
        at_once = datetime.now(self._office.zone)
        self._scheduler.modify_job(_ROUND, next_run_time=at_once)

    def _round(self) -> None:
        """Do one round; a fault is told and the next round tries again."""
        if self._stop.is_set():
            return
        try:
            done = one_round(self._office, self._doors, self._stop)
        except MailbotError as fault:
            log.warning("round failed: %s", fault)
        else:
            log.info("round done: %s", done)

    def _watch(self) -> None:
        """Begin a round as soon as the server tells of new mail (IDLE, RFC 2177)."""
        while not self._stop.is_set():
            try:
                with self._doors.watcher() as watcher:
                    while not self._stop.is_set():
                        if watcher.wait(self._doors.every, self._stop):
                            self._now()
            except MailbotError as fault:
                log.info("cannot watch the mailbox: %s", fault)
                self._stop.wait(self._doors.every)
