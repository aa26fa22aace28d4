"""The pipeline: every new mail waiting → saved → read → judged → filed → recorded.

Each arrow is durable before the next begins, and each may be walked again: a mail
saved twice is one row, a file filed twice is one file, and verdict and answer are
recorded together or not at all. The server's mailbox is only read.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from mailbot.core.clues import Outcome
from mailbot.core.mail import Nature
from mailbot.core.records import MailState
from mailbot.errors import MailbotError
from mailbot.flows.filing import filed_mail
from mailbot.flows.freshness import note_read
from mailbot.flows.judging import judge_waiting
from mailbot.flows.recording import record_mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.core.clues import Verdict
    from mailbot.core.records import WaitingMail
    from mailbot.flows.office import Office
    from mailbot.ports import Inbox, Ledger

log = logging.getLogger(__name__)

_AT_ONCE = 200


@dataclass(slots=True)
class Round:
    """What one round did; seconds by stage. The contract's words for `poll`."""

    new: int = 0
    filed: int = 0
    review: int = 0
    ignored: int = 0
    unrelated: int = 0
    failed: int = 0
    bytes: int = 0
    sent: int = 0
    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(
            ("fetch", "save", "examine", "judge", "record", "total"), 0.0
        )
    )

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


def collect(
    office: Office,
    inbox: Inbox,
    now: datetime,
    progress: Callable[[int], None] = lambda _done: None,
) -> Round:
    """Take in all that is new, then judge all that waits; return what was done.

    TryLater and NeedsStaff come through when the server fails; what was saved
    before stays saved, and waiting mails are judged all the same.
    """
    done = Round()
    try:
        take_in(office, inbox, done)
        note_read(office, now)
    finally:
        judge_all(office, now, done, progress)
    return done


def take_in(office: Office, inbox: Inbox, done: Round) -> None:
    """Fetch what is new; make each batch durable, then record it as seen."""
    started = perf_counter()
    for batch in inbox.new_mails(LedgerCursor(office.ledger)):
        fetched = perf_counter()
        saved = office.archive.save(batch)
        with office.ledger.begin() as work:
            done.new += work.mails.save(saved)
            work.commit()
        done.bytes += sum(mail.size for mail in saved)
        done.seconds["fetch"] += fetched - started
        started = perf_counter()
        done.seconds["save"] += started - fetched
    done.seconds["fetch"] += perf_counter() - started


class LedgerCursor:
    """Answers the inbox from the ledger, never holding it while the server talks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        with self._ledger.begin() as work:
            return work.mails.newest_uid(account, folder, uidvalidity)

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there."""
        with self._ledger.begin() as work:
            return work.mails.known_uids(account, folder, uidvalidity)


def judge_all(
    office: Office, now: datetime, done: Round, progress: Callable[[int], None]
) -> None:
    """Judge every mail that waits, oldest first; one bad mail never stops the rest."""
    judged = 0
    while waiting := _waiting(office):
        for mail in waiting:
            _guarded(office, mail, now, done)
            judged += 1
            progress(judged)


def _waiting(office: Office) -> tuple[WaitingMail, ...]:
    with office.ledger.begin() as work:
        return work.mails.waiting(_AT_ONCE)


def _guarded(office: Office, mail: WaitingMail, now: datetime, done: Round) -> None:
    """Judge one mail; whatever it breaks, it ends in the ledger with the reason."""
    try:
        done.count(settle(office, mail, now, done))
    except MailbotError:
        raise  # the disk, the database: not this mail's fault
    except Exception as fault:
        log.exception("mail %d could not be judged", mail.id)
        done.failed += 1
        with office.ledger.begin() as work:
            work.mails.close(mail.id, MailState.FAILED, type(fault).__name__, now)
            work.commit()


def settle(office: Office, mail: WaitingMail, now: datetime, done: Round) -> Verdict:
    """Walk one mail from read to recorded; return the verdict on it."""
    with office.archive.workroom() as room:
        started = perf_counter()
        examined = office.examiner.mail(office.archive.path(mail.saved.stored), room)
        read = perf_counter()
        judged = judge_waiting(office, mail, examined)
        filed = filed_mail(office, mail, judged, room)
        known = perf_counter()
        record_mail(office, examined.message, filed, now)
    done.seconds["examine"] += read - started
    done.seconds["judge"] += known - read
    done.seconds["record"] += perf_counter() - known
    return judged.verdict
