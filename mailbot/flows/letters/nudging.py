"""A reminder that staff ask for, beside the ladder: 催 县科协."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mailbot.core.letters.letters import Letter
from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.progress import Standing
from mailbot.core.record.records import LetterKind
from mailbot.core.reminders.case import Tone, UnitCase
from mailbot.core.reminders.reminders import missing_copies
from mailbot.core.words.words import COPY_WORDS, chinese_deadline
from mailbot.flows.letters.answering import letterhead
from mailbot.flows.letters.cases import case_of, view_of
from mailbot.flows.office import Desk

_KEEP_TRYING = timedelta(days=1)


def nudge(desk: Desk, units: Sequence[str], period: Period) -> str:
    """Write to each unit that still owes now; return in words who was written to.

    It is a letter of its own, no rung of the ladder: that goes on as it would.
    """
    view = view_of(desk.work, period)
    return "；".join(_nudged(desk, case_of(desk, view, unit)) for unit in units)


def _nudged(desk: Desk, case: UnitCase) -> str:
    unit, period = case.unit.name, case.period.chinese
    if case.progress.state in {Standing.COMPLETE, Standing.EXEMPT}:
        return f"{unit} {period}已报齐或免报，未再提醒"
    if not case.addresses:
        return f"{unit}没有可用的邮箱地址，请电话联系"
    desk.work.outbox.add(desk.office.scribe.write(_letter(desk, case), desk.now))
    return f"已提醒{unit}（{case.addresses[0]}）报送{period}材料"


def _letter(desk: Desk, case: UnitCase) -> Letter:
    office, period = desk.office, case.period
    local = office.local(desk.now)
    tone = Tone.AFTER if case.deadline.is_past(local) else Tone.BEFORE
    too_late = office.too_late(period, case.deadline.due)
    return Letter(
        kind=LetterKind.NOTICE,
        template=tone,
        to=case.addresses[0],
        facts=letterhead(office, desk.now)
        | {
            "tone": tone,
            "unit": case.unit.name,
            "period": period.chinese,
            "deadline": chinese_deadline(too_late),
            "stage": "工作人员提醒",
            "missing": missing_copies(case.progress),
            "asked": tuple(COPY_WORDS[CopyKind(c)] for c in office.notice.copies),
            "items": tuple(
                f"{i.no}．{i.name}" for i in office.notice.items_of(case.unit.name)
            ),
        },
        not_before=desk.now,
        expires_at=desk.now + _KEEP_TRYING,
        unit=case.unit.name,
        period=period.id,
        reason="工作人员提醒",
        enclosures=(office.annex.blank(case.unit.name, period),),
    )
