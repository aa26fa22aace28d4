"""After a backup was laid out: what it cannot know must not be done twice.

Between backup and restore letters may have left of which the restored ledger knows
nothing, and mails may have been answered that it has yet to see.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mailbot.core.records import LetterState
from mailbot.flows.outbox import RELEASED

if TYPE_CHECKING:
    from mailbot.flows.office import Office
    from mailbot.ports import Work

RESTORED_AT = "restored_at"  # a fact: mails received until then are not answered
HELD_WORDS = "从备份恢复，可能已经发出；核对后用 mailbot outbox release 放行"


def begin_anew(office: Office, now: datetime) -> int:
    """Keep everything back that may have been done already; return how many letters.

    Mails received until `now` are filed unanswered, letters that waited in the
    backup wait for staff's word, and so does the next round of reminders.
    """
    waiting = frozenset({LetterState.WAITING, LetterState.CLAIMED})
    with office.ledger.begin() as work:
        letters = work.outbox.every(waiting)
        for queued in letters:
            work.outbox.settle(queued.id, LetterState.HELD, HELD_WORDS, now)
        work.decisions.keep(RESTORED_AT, now.isoformat(), now)
        work.decisions.keep(RELEASED, "", now)
        work.decisions.log("restore", "operator", now, held=str(len(letters)))
        work.commit()
    return len(letters)


def may_be_answered_already(work: Work, received_at: datetime) -> bool:
    """Tell whether a mail came before the restore, when another ledger was kept."""
    restored = work.decisions.fact(RESTORED_AT)
    return bool(restored) and received_at <= datetime.fromisoformat(restored)
