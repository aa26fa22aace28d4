"""Facts the ledger keeps of the bot itself: what was read, held, released, restored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from mailbot.flows.office import Office
from mailbot.ports import Work

READ_AT = "mailbox_read_at"  # when the mailbox was last read to its end
RECONCILED_AT = "mailbox_reconciled_at"  # when all UIDs were last compared
HELD = "letters_held"  # a mark: staff hold a notice's letters back
RELEASED = "first_round_released"  # a mark: staff let its first reminders go
RESTORED_AT = "restored_at"  # mails received until then are not answered
TOO_OLD = "mails_too_old"  # by folder: [UIDVALIDITY, highest UID, how many]
WANTED = "papers_wanted"  # what staff asked for by mail and is not yet handed out
FRESH = timedelta(minutes=10)  # no reminder rests on an older picture of the mailbox


def note_read(office: Office, now: datetime) -> None:
    """Remember that all that lay in the mailbox at `now` has been taken in."""
    with office.ledger.begin() as work:
        work.decisions.keep(READ_AT, now.isoformat(), now)
        work.commit()


def note_too_old(
    work: Work, folder: str, uidvalidity: int, uids: Iterable[int], now: datetime
) -> None:
    """Count mails that were not taken in for their age; the same UID counts once.

    A folder that the server numbers anew is counted anew.
    """
    known = json.loads(work.decisions.fact(TOO_OLD) or "{}")
    epoch, highest, count = known.get(folder, (uidvalidity, 0, 0))
    if epoch != uidvalidity:
        highest = count = 0
    new = [uid for uid in uids if uid > highest]
    if new:
        known[folder] = (uidvalidity, max(new), count + len(new))
        work.decisions.keep(TOO_OLD, json.dumps(known, ensure_ascii=False), now)


def too_old(work: Work) -> int:
    """Return how many mails of the mailbox were not taken in for their age."""
    known = json.loads(work.decisions.fact(TOO_OLD) or "{}")
    return sum(count for _, _, count in known.values())


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


def restored_at(work: Work) -> datetime | None:
    """Return when a backup was last laid out, None if none ever was."""
    noted = work.decisions.fact(RESTORED_AT)
    return datetime.fromisoformat(noted) if noted else None


Wanted = tuple[str, str, str]  # whom to answer, the mail that asked, what was asked


def ask_for(work: Work, wanted: Wanted, now: datetime) -> None:
    """Note papers that staff are to get by a letter of its own."""
    kept = json.dumps([*wanted_papers(work), wanted], ensure_ascii=False)
    work.decisions.keep(WANTED, kept, now)


def wanted_papers(work: Work) -> tuple[Wanted, ...]:
    """Return the papers that staff wait for, oldest first."""
    noted = json.loads(work.decisions.fact(WANTED) or "[]")
    return tuple((to, message_id, line) for to, message_id, line in noted)


def handed_out(work: Work, wanted: Wanted, now: datetime) -> None:
    """Note that these papers are on their way, or cannot be had."""
    left = [one for one in wanted_papers(work) if one != wanted]
    work.decisions.keep(WANTED, json.dumps(left, ensure_ascii=False), now)
