"""Which flow runs when: one round at a time, and the only place that waits."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from mailbot.core.records import LetterState
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.flows.alerting import reading_failed, reading_refused, reading_works
from mailbot.flows.collect import Round, collect
from mailbot.flows.deliver import deliver_next, recover
from mailbot.flows.reconciling import is_due, note_reconciled
from mailbot.flows.remind import remind
from mailbot.flows.round import Onlooker
from mailbot.flows.sending_summary import summarize

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from mailbot.flows.office import Office
    from mailbot.ports import Clock, Inbox, Postman, Watcher

log = logging.getLogger(__name__)

_ROUND = "round"
_GRACE_SECONDS = 3600


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


@dataclass(frozen=True, slots=True)
class Doors:
    """How a round reaches the world: each opened anew, so that no fault lasts.

    `inbox` brings what lies above the last known UID, `whole_inbox` whatever the
    ledger lacks. `pace` is the seconds between two letters.
    """

    inbox: Callable[[], AbstractContextManager[Inbox]]
    whole_inbox: Callable[[], AbstractContextManager[Inbox]]
    postman: Callable[[], AbstractContextManager[Postman]]
    watcher: Callable[[], AbstractContextManager[Watcher]]
    clock: Clock
    pace: float
    pauses: Pauses


def one_round(office: Office, doors: Doors, stop: threading.Event) -> Round:
    """Walk the whole house once: read, remind, sum up, deliver.

    What each flow does depends on the clock and the ledger alone, so a round may
    come at any time, twice, or late. Receipts and alerts leave even when the
    mailbox cannot be read; reminders then stay where they are (`still_due`).
    """
    try:
        done = read(office, doors, stop)
    except MailbotError:
        send(office, doors, stop)
        raise
    done.sent = send(office, doors, stop)
    return done


def read(office: Office, doors: Doors, stop: threading.Event) -> Round:
    """Take in what is new, once an hour by comparing every UID; note how it went."""
    now = doors.clock.now()
    whole = is_due(office, now)
    try:
        with (doors.whole_inbox if whole else doors.inbox)() as inbox:
            done = collect(office, inbox, now, Onlooker(stopping=stop.is_set))
    except NeedsStaff as fault:
        reading_refused(office, str(fault), now)
        raise
    except TryLater as fault:
        reading_failed(office, str(fault), now)
        raise
    reading_works(office, now)
    if whole:
        note_reconciled(office, now)
    return done


def send(office: Office, doors: Doors, stop: threading.Event) -> int:
    """Write what is due to be written, send what is due to leave; count the sent."""
    remind(office, doors.clock.now())
    summarize(office, doors.clock.now())
    with doors.postman() as postman:
        return deliver_all(office, postman, doors.clock, doors.pace, stop)


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
        if stop.wait(pace if attempt.state is LetterState.SENT else 0):
            break
    return sent


def _tell(done: Round) -> None:
    """Log what a round did; one that found nothing to do is no news."""
    counts = {k: v for k, v in asdict(done).items() if v and k != "seconds"}
    level = logging.INFO if counts else logging.DEBUG
    words = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    log.log(level, "round done in %.1f s: %s", done.seconds["total"], words)


class Service:
    """The bot at work: a round every so often, and at once when mail arrives.

    One round at a time (a pool of one), missed ones made up by one (coalesce).
    """

    def __init__(self, office: Office, doors: Doors) -> None:
        self._office = office
        self._doors = doors
        self._stop = threading.Event()
        self._news = threading.Event()
        self._failures = 0
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
        """Work until `stop` is called; the mail or letter in hand is finished first."""
        every = IntervalTrigger(seconds=self._doors.pauses.every)
        log.info("begun: a round every %.0f s", self._doors.pauses.every)
        self._scheduler.add_job(self._rounds, every, id=_ROUND)
        self._scheduler.start()
        self._next_in(0)
        watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        watcher.start()
        self._stop.wait()
        self._scheduler.shutdown(wait=True)
        watcher.join(self._doors.pauses.every)
        log.info("ended as asked")

    def stop(self) -> None:
        """Ask for the end, from any thread or a signal handler."""
        self._stop.set()

    def _next_in(self, seconds: float) -> None:
        moment = datetime.now(self._office.zone) + timedelta(seconds=seconds)
        self._scheduler.modify_job(_ROUND, next_run_time=moment)

    def _rounds(self) -> None:
        """Do a round, and another if news came meanwhile.

        A job that runs is not begun a second time: what the watcher saw during the
        round would wait for the next interval.
        """
        self._round()
        while self._news.is_set() and not self._stop.is_set():
            self._round()

    def _round(self) -> None:
        """Do one round; a fault is told, and the next round waits the longer."""
        self._news.clear()
        if self._stop.is_set():
            return
        pauses = self._doors.pauses
        try:
            done = one_round(self._office, self._doors, self._stop)
        except NeedsStaff as fault:
            log.error("round refused: %s", fault)  # noqa: TRY400 - no fault of ours
            self._next_in(pauses.longest)
        except MailbotError as fault:
            self._failures += 1
            pause = pauses.after(self._failures)
            log.warning("round failed, next in %.0f s: %s", pause, fault)
            self._next_in(max(pause, pauses.every))
        else:
            self._failures = 0
            _tell(done)

    def _watch(self) -> None:
        """Begin a round as soon as the server tells of new mail (IDLE, RFC 2177)."""
        pauses = self._doors.pauses
        while not self._stop.is_set():
            try:
                with self._doors.watcher() as watcher:
                    self._watch_with(watcher)
            except NeedsStaff:
                self._stop.wait(pauses.longest)
            except MailbotError as fault:
                log.info("cannot watch the mailbox: %s", fault)
                self._stop.wait(pauses.every)

    def _watch_with(self, watcher: Watcher) -> None:
        while not self._stop.is_set():
            if watcher.wait(self._doors.pauses.every, self._stop):
                self._news.set()
                self._next_in(0)
