"""Which flow runs when: one round at a time, and the only place that waits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from mailbot.core.record.records import LetterState
from mailbot.errors import (
    FolderMissing,
    LedgerBusy,
    LedgerChanged,
    MailbotError,
    NeedsStaff,
    TryLater,
)
from mailbot.fault_words import in_log
from mailbot.flows.handing_out import hand_out
from mailbot.flows.intake.collect import Round, collect
from mailbot.flows.intake.reconciling import is_due, note_reconciled
from mailbot.flows.intake.round import NOBODY, Onlooker
from mailbot.flows.letters.alerting import (
    reading_failed,
    reading_refused,
    reading_works,
    sending_failed,
    sending_works,
    tell_past_the_ledger,
)
from mailbot.flows.letters.deliver import Attempt, deliver_next, recover
from mailbot.flows.letters.remind import remind
from mailbot.flows.letters.sending_summary import summarize
from mailbot.flows.office import Office
from mailbot.flows.upkeep.resting import Pauses, Rest
from mailbot.ports import Clock, Inbox, Postman, Supervisor, Watcher

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)

_ROUND = "round"
_GRACE_SECONDS = 3600
# One mail or letter in hand for so long, or one fetching: children and servers are
# given up much sooner, and 20,000 mails come over a thin line in five hours. Then it
# is the service itself that is stuck.
_STUCK_SECONDS = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Doors:
    """How a round reaches the world: each opened anew, so that no fault lasts.

    `inbox` brings what lies above the last known UID, `whole_inbox` whatever the
    ledger lacks. `pace` is the seconds between two letters; `supervisor` hears that
    the service lives. `keys` changes with the settings by which the servers are
    reached: a mended password is tried at once.
    """

    inbox: Callable[[], AbstractContextManager[Inbox]]
    whole_inbox: Callable[[], AbstractContextManager[Inbox]]
    postman: Callable[[], AbstractContextManager[Postman]]
    watcher: Callable[[], AbstractContextManager[Watcher]]
    clock: Clock
    pace: float
    pauses: Pauses
    supervisor: Supervisor
    keys: Callable[[], object]


def one_round(office: Office, doors: Doors, stop: threading.Event) -> Round:
    """Walk the whole house once: read, remind, sum up, deliver.

    What each flow does depends on the clock and the ledger alone, so a round may
    come at any time, twice, or late. Receipts and alerts leave even when the
    mailbox cannot be read; reminders then stay where they are (`still_due`).
    """
    try:
        done = read(office, doors, Onlooker(stopping=stop.is_set))
    except MailbotError:
        send(office, doors, stop)
        raise
    done.sent = send(office, doors, stop)
    return done


def read(office: Office, doors: Doors, watch: Onlooker) -> Round:
    """Take in what is new, once an hour by comparing every UID; note how it went."""
    now = doors.clock.now()
    whole = is_due(office, now)
    try:
        with (doors.whole_inbox if whole else doors.inbox)() as inbox:
            done = collect(office, inbox, now, watch)
    except (LedgerBusy, LedgerChanged):  # nothing is wrong with the mailbox
        raise
    except NeedsStaff as fault:
        reading_refused(office, fault, now)
        raise
    except TryLater as fault:
        reading_failed(office, str(fault), now)
        raise
    if done.lacking:
        reading_refused(office, FolderMissing(done.lacking), now)
    else:
        reading_works(office, now)
    if whole:
        note_reconciled(office, now)
    return done


def send(
    office: Office,
    doors: Doors,
    stop: threading.Event,
    progress: Callable[[int], None] = NOBODY.progress,
) -> int:
    """Write what is due to be written, send what is due to leave; count the sent."""
    hand_out(office, doors.clock.now())
    for one in office.every:
        remind(one, doors.clock.now())
    summarize(office, doors.clock.now())
    return deliver_all(office, doors, stop, progress)


def deliver_all(
    office: Office,
    doors: Doors,
    stop: threading.Event,
    progress: Callable[[int], None] = NOBODY.progress,
) -> int:
    """Send what is due, `pace` seconds apart, until none is left; count the sent."""
    for one in office.every:
        recover(one, doors.clock.now())
    sent = 0
    with doors.postman() as postman:
        while attempt := _delivered(office, postman, doors.clock.now()):
            sent += attempt.state is LetterState.SENT
            progress(sent)
            if stop.wait(doors.pace if attempt.state is LetterState.SENT else 0):
                break
    return sent


def _delivered(office: Office, postman: Postman, now: datetime) -> Attempt | None:
    """Send one letter and note how the server does."""
    try:
        attempts = (deliver_next(one, postman, now) for one in office.every)
        attempt = next((made for made in attempts if made is not None), None)
    except (LedgerBusy, LedgerChanged):
        raise
    except MailbotError as fault:
        sending_failed(office, str(fault), now)
        raise
    if attempt and attempt.state is LetterState.SENT:
        sending_works(office, now)
    return attempt


def _tell(done: Round) -> None:
    """Log what a round did; one that found nothing to do is no news."""
    counts = {k: v for k, v in asdict(done).items() if v and k != "seconds"}
    level = logging.INFO if counts else logging.DEBUG
    words = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    log.log(level, "round done in %.1f s: %s", done.seconds["total"], words)


def _scheduler(zone: tzinfo) -> BackgroundScheduler:
    """Return a scheduler of one hand; loaded here, for a single round needs none."""
    from apscheduler.executors import pool  # noqa: PLC0415
    from apscheduler.schedulers import background  # noqa: PLC0415

    return background.BackgroundScheduler(
        timezone=zone,
        executors={"default": pool.ThreadPoolExecutor(1)},
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": _GRACE_SECONDS,
        },
    )


class Service:
    """The bot at work: a round every so often, and at once when mail arrives.

    One round at a time (a pool of one), missed ones made up by one (coalesce).
    """

    def __init__(self, office: Office, doors: Doors) -> None:
        self._office = office
        self._doors = doors
        self._stop = threading.Event()
        self._news = threading.Event()
        self._at_work, self._timing = threading.Lock(), threading.Lock()
        self._due = self._stirred = time.monotonic()
        self._reading, self._sending = Rest(doors.pauses), Rest(doors.pauses)
        self._keys = doors.keys()
        self._scheduler = _scheduler(office.zone)
        self._has_worked = False
        self._changed: LedgerChanged | None = None

    def run(self) -> None:
        """Work until `stop` is called; the mail or letter in hand is finished first.

        LedgerChanged ends it: staff are told by mail, past the ledger, if it worked
        before (one that never began would tell them at each start).
        """
        from apscheduler.triggers import interval  # noqa: PLC0415 - see _scheduler

        every = interval.IntervalTrigger(seconds=self._doors.pauses.every)
        log.info("begun: a round every %.0f s", self._doors.pauses.every)
        self._scheduler.add_job(self._rounds, every, id=_ROUND)
        self._scheduler.start()
        self._next_in(0)
        watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        watcher.start()
        self._doors.supervisor.ready()
        while not self._stop.wait(self._beat()):
            self._catch_up()
            self._notice_mending()
            self._show_life()
        self._doors.supervisor.stopping()
        # APScheduler waits for the round in hand with its jobs' lock held: a round that
        # put itself off then would wait for that lock, and both for ever
        with self._timing:
            pass
        self._scheduler.shutdown(wait=True)
        watcher.join(self._doors.pauses.every)
        if self._changed is not None:
            raise self._changed
        log.info("ended as asked")

    def stop(self) -> None:
        """Ask for the end, from any thread or a signal handler."""
        self._stop.set()

    def _next_in(self, seconds: float) -> None:
        self._due = time.monotonic() + seconds
        moment = datetime.now(self._office.zone) + timedelta(seconds=seconds)
        with self._timing:
            if not self._stop.is_set():  # else the next start will see to it
                self._scheduler.modify_job(_ROUND, next_run_time=moment)

    def _catch_up(self) -> None:
        """Begin a round that is overdue: a clock set back has put it off till later."""
        late = time.monotonic() - self._due
        if late > self._doors.pauses.every and not self._at_work.locked():
            log.warning("round overdue by %.0f s: was the clock set back?", late)
            self._next_in(0)

    def _notice_mending(self) -> None:
        """Begin a round at once when the servers' settings were changed."""
        keys, before = self._doors.keys(), self._keys
        if keys != before:
            log.info("the servers' settings were changed")
            self._keys = keys
            self._reading.end()
            self._sending.end()
            self._next_in(0)

    def _beat(self) -> float:
        """Return the seconds between two looks at ourselves."""
        every, patience = self._doors.pauses.every, self._doors.supervisor.patience
        return min(every, patience / 3) if patience else every

    def _show_life(self) -> None:
        """Tell the supervisor that we live, unless a round is stuck in one thing."""
        still = time.monotonic() - self._stirred
        if self._at_work.locked() and still > _STUCK_SECONDS:
            log.error("nothing has moved for %.0f s", still)
        else:
            self._doors.supervisor.alive()

    def _stir(self, _done: int = 0) -> None:
        self._stirred = time.monotonic()

    def _rounds(self) -> None:
        """Do a round, and another if news came meanwhile.

        A job that runs is not begun a second time: what the watcher saw during the
        round would wait for the next interval.
        """
        self._stir()
        with self._at_work:
            try:
                self._round()
                while self._news.is_set() and not self._stop.is_set():
                    self._round()
            except LedgerChanged as fault:
                self._end_with(fault)
                return
            self._due = max(self._due, time.monotonic() + self._doors.pauses.every)

    def _end_with(self, fault: LedgerChanged) -> None:
        """Work no more: whatever was done now would be done once more later."""
        log.error("stopped: %s", in_log(fault))
        self._changed = fault
        if self._has_worked:
            with self._doors.postman() as postman:
                tell_past_the_ledger(
                    self._office, postman, str(fault), self._doors.clock.now()
                )
        self.stop()

    def _round(self) -> None:
        """Read, then send; after a fault each server is left alone the longer.

        A sending server that refuses us holds up no reading, nor is it asked again
        at each new mail: hosts lock an account that tries a password again and again.
        """
        self._news.clear()
        if self._stop.is_set():
            return
        office, doors, stop = self._office, self._doors, self._stop
        watch = Onlooker(self._stir, stop.is_set)
        asked = office, doors, stop, self._stir
        done = self._reading.tried("reading", lambda: read(office, doors, watch))
        if done is None:
            self._next_in(self._reading.left())
        self._stir()
        sent = None
        if not self._sending.left():
            sent = self._sending.tried("sending", lambda: send(*asked))
        if done is not None:
            # a ledger that was held for a moment holds the letters up no longer
            if 0 < self._sending.left() < doors.pauses.every:
                self._next_in(self._sending.left())
            done.sent = sent or 0
            self._has_worked = True
            _tell(done)
        elif sent:
            log.info("nothing read, sent %d", sent)

    def _watch(self) -> None:
        """Begin a round as soon as the server tells of new mail (IDLE, RFC 2177)."""
        rest = Rest(self._doors.pauses)
        while not self._stop.wait(rest.left()):
            rest.tried("watching", lambda: self._watch_until_cut(rest))

    def _watch_until_cut(self, rest: Rest) -> None:
        with self._doors.watcher() as watcher:
            while not self._stop.is_set():
                if watcher.wait(self._doors.pauses.every, self._stop):
                    self._news.set()
                    self._next_in(0)
                rest.end()
