"""After a backup was laid out: what it cannot know must not be done twice.

Between backup and restore letters may have left of which the restored ledger knows
nothing, and mails may have been answered that it has yet to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.record.records import LetterState, Origin, SavedMail, WaitingMail
from mailbot.flows.facts import RECONCILED_AT, RELEASED, RESTORED_AT
from mailbot.flows.office import Desk, Office

_ALL = 1 << 31
HELD_WORDS = "从备份恢复，可能已经发出；核对后用 mailbot outbox release 放行"


@dataclass(frozen=True, slots=True)
class Anew:
    """What a restored folder begins with.

    `held` letters wait for staff's word; the mails in `again` are fetched again.
    """

    held: int
    again: tuple[SavedMail, ...]


def begin_anew(office: Office, now: datetime) -> Anew:
    """Keep everything back that may have been done already.

    Mails received until `now` are filed unanswered, letters that waited in the
    backup wait for staff's word, and so does the next round of reminders. A mail
    that was judged while the backup was written may be missing in it: it is
    forgotten, and the full comparison that comes next finds it on the server.
    """
    waiting = frozenset({LetterState.WAITING, LetterState.CLAIMED})
    with office.desk(now, "operator") as desk:
        work = desk.work
        letters = work.outbox.every(waiting)
        for queued in letters:
            work.outbox.settle(queued.id, LetterState.HELD, HELD_WORDS, now)
        work.decisions.keep(RESTORED_AT, now.isoformat(), now)
        again = _without_bytes(desk)
        work.mails.unsee([mail.id for mail in again])
        work.decisions.keep_mark(RELEASED, "", now)
        work.decisions.keep(RECONCILED_AT, "", now)
        desk.log("restore", held=str(len(letters)))
        work.commit()
    return Anew(len(letters), tuple(mail.saved for mail in again))


def _without_bytes(desk: Desk) -> tuple[WaitingMail, ...]:
    """Return the mails of the mailbox that wait to be judged and are not there."""
    return tuple(
        mail
        for mail in desk.work.mails.waiting(_ALL)
        if mail.saved.origin is Origin.MAILBOX
        and desk.office.archive.digest(mail.saved.stored) != mail.saved.sha256
    )
