"""What staff do with letters that wait: hold them all, release them, cancel one."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.record.records import LetterState, QueuedLetter
from mailbot.core.reminders.case import CANCELLED_BY_STAFF
from mailbot.errors import NeedsStaff
from mailbot.flows.facts import HELD, RELEASED
from mailbot.flows.office import Office
from mailbot.ports import Work


def listed(office: Office, states: frozenset[LetterState]) -> tuple[QueuedLetter, ...]:
    """Return the letters in these states, oldest first."""
    with office.ledger.begin() as work:
        return work.outbox.every(states)


def holds(office: Office, letter: int) -> bool:
    """Tell whether the letter with that number is this notice's."""
    return any(queued.id == letter for queued in listed(office, frozenset()))


def hold(office: Office, by: str, now: datetime) -> None:
    """Hold back every letter until they are released."""
    with office.desk(now, by) as desk:
        desk.work.decisions.keep_mark(HELD, "yes", now)
        desk.log("outbox_hold")
        desk.work.commit()


def release(office: Office, letter: int | None, by: str, now: datetime) -> int:
    """Let letters go: one, or all, and with them the first round of reminders.

    Return how many were held. NeedsStaff if no held letter has that number.
    """
    with office.desk(now, by) as desk:
        work = desk.work
        held = work.outbox.every(frozenset({LetterState.HELD}))
        if letter is not None and letter not in {queued.id for queued in held}:
            raise NeedsStaff(f"没有编号为 {letter} 的暂存信件")
        if letter is None:
            released = release_all(work, now)
        else:
            released = (letter,)
            work.outbox.settle(letter, LetterState.WAITING, "", now)
        desk.log("release", letter=str(letter or ""))
        work.commit()
    return len(released)


def release_all(work: Work, now: datetime) -> tuple[int, ...]:
    """Let all held letters go, in a transaction that is open; return their numbers."""
    work.decisions.keep_mark(HELD, "", now)
    work.decisions.keep_mark(RELEASED, now.isoformat(), now)
    held = work.outbox.every(frozenset({LetterState.HELD}))
    for queued in held:
        work.outbox.settle(queued.id, LetterState.WAITING, "", now)
    return tuple(queued.id for queued in held)


def cancel(office: Office, letter: int | None, by: str, now: datetime) -> None:
    """Cancel a letter that has not left; NeedsStaff if there is none such."""
    open_states = frozenset({LetterState.WAITING, LetterState.HELD})
    with office.desk(now, by) as desk:
        work = desk.work
        waiting = {queued.id for queued in work.outbox.every(open_states)}
        if letter not in waiting:
            raise NeedsStaff(f"没有编号为 {letter} 的待发信件，可能已经发出")
        work.outbox.settle(
            int(letter or 0), LetterState.CANCELLED, CANCELLED_BY_STAFF, now
        )
        desk.log("outbox_cancel", letter=str(letter))
        work.commit()
