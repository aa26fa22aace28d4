"""The pipeline: every new mail waiting → saved → read → judged → filed → recorded.

Each arrow is durable before the next begins, and each may be walked again: a mail
saved twice is one row, a file filed twice is one file, and verdict and answer are
recorded together or not at all. The server's mailbox is only read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError
from mailbot.flows.filing import filed_mail, let_go
from mailbot.flows.freshness import note_read
from mailbot.flows.judging import judge_waiting
from mailbot.flows.keeping import tidy
from mailbot.flows.ordering import as_order
from mailbot.flows.recording import record_mail
from mailbot.flows.round import Round
from mailbot.flows.seen import LedgerCursor
from mailbot.flows.unjudged import end_refused, give_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mailbot.core.clues import Verdict
    from mailbot.core.records import WaitingMail
    from mailbot.flows.office import Office
    from mailbot.ports import Inbox

__all__ = ["Round", "collect", "collect_files", "judge_all", "settle", "take_in"]

Progress = Callable[[int], None]

log = logging.getLogger(__name__)

_AT_ONCE = 200


def _silently(_done: int) -> None:
    """Tell nobody how far the work is."""


def collect(
    office: Office, inbox: Inbox, now: datetime, progress: Progress = _silently
) -> Round:
    """Take in all that is new, then judge all that waits; return what was done.

    TryLater and NeedsStaff come through when the server fails; waiting mails are
    judged all the same.
    """
    done = collect_files(office, inbox, now, progress)
    note_read(office, now)
    return done


def collect_files(
    office: Office, inbox: Inbox, now: datetime, progress: Progress = _silently
) -> Round:
    """Do the same with mails from elsewhere: the mailbox itself was not read."""
    done = Round()
    started = perf_counter()
    tidy(office, now)
    try:
        take_in(office, inbox, done)
    finally:
        judge_all(office, now, done, progress)
    done.seconds["total"] = perf_counter() - started
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


def judge_all(
    office: Office, now: datetime, done: Round, progress: Callable[[int], None]
) -> None:
    """Judge every mail that waits, oldest first; one bad mail never stops the rest."""
    done.failed += end_refused(office, now)
    for judged, mail in enumerate(_waiting(office), start=1):
        _guarded(office, mail, now, done)
        progress(judged)


def _waiting(office: Office) -> Iterator[WaitingMail]:
    some = _some_waiting(office)
    while some:
        yield from some
        some = _some_waiting(office)


def _some_waiting(office: Office) -> tuple[WaitingMail, ...]:
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
        give_up(office, mail, type(fault).__name__, now)


def settle(office: Office, mail: WaitingMail, now: datetime, done: Round) -> Verdict:
    """Walk one mail from read to recorded; return the verdict on it."""
    started = perf_counter()
    with office.archive.workroom() as room:
        examined = office.examiner.mail(office.archive.path(mail.saved.stored), room)
        read = perf_counter()
        ordered = as_order(office, mail, examined)
        judged = ordered or judge_waiting(office, mail, examined, room)
        filed = filed_mail(office, mail, judged, room)
        known = perf_counter()
        record_mail(office, examined.message, filed, now)
        let_go(office, filed)
    done.seconds["examine"] += read - started
    done.seconds["judge"] += known - read
    done.seconds["record"] += perf_counter() - known
    return judged.verdict
