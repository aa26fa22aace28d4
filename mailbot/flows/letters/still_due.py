"""The last look before a letter leaves: whether it is still true and may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import LetterKind, QueuedLetter, ReminderKey
from mailbot.core.reminders.case import Skipped, Why
from mailbot.core.reminders.reminders import due
from mailbot.flows.facts import HELD, why_stale
from mailbot.flows.letters.cases import case_of, rules_of, view_of
from mailbot.flows.office import Desk, Office

_TO_STAFF = {LetterKind.SUMMARY, LetterKind.ALERT, LetterKind.ANSWER}
_SHORTLY = timedelta(minutes=5)
OUTDATED = "情况已有变化，本信不再发出"


@dataclass(frozen=True, slots=True)
class Go:
    """The letter may leave."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: ask again at `until`."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Drop:
    """The letter is no longer true and must never leave."""

    reason: str


StillDue = Go | Wait | Drop


def still_due(office: Office, letter: QueuedLetter, now: datetime) -> StillDue:
    """Decide whether a claimed letter may leave now.

    Receipts are always true; they wait only while staff hold all letters back. A
    reminder is decided anew on a mailbox read minutes ago: unless the same letter
    would be written again, it does not leave.
    """
    with office.desk(now) as desk:
        work = desk.work
        if letter.letter.kind not in _TO_STAFF and work.decisions.mark(HELD):
            return Wait(now + _SHORTLY, "工作人员已暂停发信")
        key = letter.letter.reminder
        if letter.letter.kind is not LetterKind.REMINDER or key is None:
            return Go()
        stale = why_stale(work, now)
        if stale:
            return Wait(now + _SHORTLY, stale)
        return _reminder_still_due(desk, letter, key)


def _reminder_still_due(desk: Desk, letter: QueuedLetter, key: ReminderKey) -> StillDue:
    view = view_of(desk.work, from_id(key.period))
    case = case_of(desk, view, key.unit, without=letter.id)
    again = due(case, desk.office.local(desk.now), rules_of(desk.office))
    if isinstance(again, Skipped):
        if again.why is Why.OUT_OF_HOURS:
            return Wait(desk.now + _SHORTLY, again.reason)
        return Drop(again.reason)
    same = (again.key, again.to, again.reason) == (
        key,
        letter.letter.to,
        letter.letter.reason,
    )
    return Go() if same else Drop(OUTDATED)
