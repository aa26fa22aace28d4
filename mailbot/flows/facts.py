"""Facts the ledger keeps of the bot itself: what was read, held, released, restored."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.flows.office import Office
from mailbot.ports import Work

READ_AT = "mailbox_read_at"  # when the mailbox was last read to its end
RECONCILED_AT = "mailbox_reconciled_at"  # when all UIDs were last compared
HELD = "letters_held"  # staff hold all letters back
RELEASED = "first_round_released"  # staff let the first live reminders go
RESTORED_AT = "restored_at"  # mails received until then are not answered
FRESH = timedelta(minutes=10)  # no reminder rests on an older picture of the mailbox


def note_read(office: Office, now: datetime) -> None:
    """Remember that all that lay in the mailbox at `now` has been taken in."""
    with office.ledger.begin() as work:
        work.decisions.keep(READ_AT, now.isoformat(), now)
        work.commit()


def last_read(work: Work) -> datetime | None:
    """Return when the mailbox was last read, None if it never was."""
    noted = work.decisions.fact(READ_AT)
    return datetime.fromisoformat(noted) if noted else None


def why_stale(work: Work, now: datetime) -> str:
    """Return why the ledger may not know of a report that is there, "" if it does.

    A clock that was set back makes the last reading lie ahead: as stale as one long
    past.
    """
    read_at = last_read(work)
    if read_at is None or abs(now - read_at) > FRESH:
        return "近10分钟内未能读取邮箱，暂不催报"
    if work.mails.waiting(1):
        return "尚有来信未处理完，暂不催报"
    return ""


def may_be_answered_already(work: Work, received_at: datetime) -> bool:
    """Tell whether a mail came before the restore, when another ledger was kept."""
    restored = work.decisions.fact(RESTORED_AT)
    return bool(restored) and received_at <= datetime.fromisoformat(restored)
