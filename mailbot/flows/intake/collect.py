"""The pipeline: every new mail waiting → saved → read → judged → filed → recorded.

Each arrow is durable before the next begins, and each may be walked again: a mail
saved twice is one row, a file filed twice is one file, and verdict and answer are
recorded together or not at all. The server's mailbox is only read.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from mailbot.core.record.clues import Verdict
from mailbot.core.record.records import WaitingMail
from mailbot.errors import FolderMissing
from mailbot.flows.facts import note_read
from mailbot.flows.intake.contending import judge_waiting
from mailbot.flows.intake.filing import filed_mail, let_go
from mailbot.flows.intake.overlap import Reader, ahead, readings
from mailbot.flows.intake.recording import record_mail
from mailbot.flows.intake.round import NOBODY, Onlooker, Round
from mailbot.flows.intake.seen import LedgerCursor, note_seen
from mailbot.flows.intake.unjudged import (
    MailGuard,
    OutOfPatience,
    end_refused,
    must_be_read,
)
from mailbot.flows.office import Office
from mailbot.flows.staff.ordering import as_order
from mailbot.flows.upkeep.keeping import tidy
from mailbot.ports import Inbox

__all__ = ["Round", "collect", "collect_files", "judge_all", "settle", "take_in"]


_AT_ONCE = 200


def collect(
    office: Office, inbox: Inbox, now: datetime, watch: Onlooker = NOBODY
) -> Round:
    """Take in all that is new, then judge all that waits; return what was done.

    TryLater and NeedsStaff come through when the server fails; waiting mails are
    judged all the same.
    """
    done = collect_files(office, inbox, now, watch)
    if not done.lacking:  # what lies in a missing folder may be the very report
        note_read(office, now)
    return done


def collect_files(
    office: Office, inbox: Inbox, now: datetime, watch: Onlooker = NOBODY
) -> Round:
    """Do the same with mails from elsewhere: the mailbox itself was not read."""
    done = Round()
    with done.timed("total"):
        tidy(office, now)
        try:
            take_in(office, inbox, done)
        except FolderMissing as fault:
            done.lacking = str(fault)
        finally:
            judge_all(office, now, done, watch)
    return done


def take_in(office: Office, inbox: Inbox, done: Round) -> None:
    """Fetch what is new; make each batch durable, then record it as seen.

    The next batch is on its way meanwhile.
    """
    coming = ahead(inbox.new_mails(LedgerCursor(office.ledger)))
    for batch in done.awaited("fetch", coming):
        with done.timed("save"):
            saved = office.archive.save(batch)
            done.new += note_seen(office, saved)
        done.bytes += sum(mail.size for mail in saved)


def judge_all(office: Office, now: datetime, done: Round, watch: Onlooker) -> None:
    """Judge every mail that waits, oldest first; one bad mail never stops the rest.

    The next mails are read meanwhile.
    """
    done.failed += end_refused(office, now)
    guard = MailGuard(office, now, done)
    with suppress(OutOfPatience):
        while not watch.stopping() and (waiting := _ready(office, now)):
            _judge_some(guard, waiting, watch)


def _judge_some(
    guard: MailGuard, waiting: Sequence[WaitingMail], watch: Onlooker
) -> None:
    for reader in readings(guard.office, waiting):
        with guard.over(reader.mail):
            verdict = settle(guard.office, reader, guard.now, guard.done)
            guard.done.count(verdict)
        guard.judged += 1
        watch.progress(guard.judged)
        if watch.stopping():
            return


def _ready(office: Office, now: datetime) -> tuple[WaitingMail, ...]:
    with office.ledger.begin() as work:
        return work.mails.ready(_AT_ONCE, now)


def settle(office: Office, reader: Reader, now: datetime, done: Round) -> Verdict:
    """Walk one mail from read to recorded; return the verdict on it."""
    with done.timed("examine"):
        reading = reader.result()
    with reading:
        must_be_read(reading.examined)
        with done.timed("judge"):
            judged = as_order(office, reader.mail, reading.examined) or judge_waiting(
                office, reader.mail, reading, reading.room
            )
        with done.timed("record"):
            with office.archive.together() as files:
                filed = filed_mail(office, reader.mail, judged, reading.room)
                files.begin()  # the disk works while the verdict is written
                record_mail(office, judged, filed, now, files)
            let_go(office, filed)
    return judged.verdict
