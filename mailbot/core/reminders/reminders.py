"""Who is due a reminder now, and who is not, each with the reason.

A pure decision on one unit and one period: the flows ask it in the morning, and
again just before each letter leaves. The same facts give the same answer, so a
letter whose reason has changed since it was written is known to be out of date.
"""

from __future__ import annotations

from datetime import date, datetime

from mailbot.core.notice.policy import ReminderPolicy
from mailbot.core.notice.workdays import workdays_between
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.progress import Standing, UnitProgress
from mailbot.core.record.records import LetterState, ReminderKey
from mailbot.core.reminders.case import (
    Missing,
    PastReminder,
    Reminding,
    Skipped,
    Tone,
    UnitCase,
    Why,
)
from mailbot.core.reminders.ladder import (
    LadderRules,
    Stage,
    ladder,
    stage_due,
    stage_next,
)
from mailbot.core.words.words import COPY_WORDS, chinese_day, listed

# A stage that cannot be delivered is a matter for the telephone, not for ever.
MOST_ATTEMPTS = 5
_ON_ITS_WAY = {LetterState.WAITING, LetterState.HELD, LetterState.CLAIMED}
_GONE = {LetterState.SENT, LetterState.UNKNOWN}


def due(case: UnitCase, now: datetime, rules: LadderRules) -> Reminding | Skipped:
    """Decide about one unit at `now`, a moment on the office's own clock."""
    today = now.date()
    stages = ladder(case.deadline, rules.policy, rules.calendar)
    coming = stage_next(stages, today)

    def skipped(why: Why, reason: str) -> Skipped:
        return Skipped(case.unit.name, case.period, why, reason, coming)

    at_rest = _at_rest(case)
    if at_rest:
        return Skipped(case.unit.name, case.period, *at_rest)
    stage = stage_due(stages, case.deadline, now)
    if stage is None or today >= case.closes:
        return skipped(*_no_stage(case, stages, today))
    hindered = (
        _unreachable(case)
        or _written(case, stage)
        or _in_review(case, today, rules)
        or _undelivered(case, stage, today)
        or _closed_doors(now, rules)
    )
    if hindered:
        return skipped(*hindered)
    return _reminding(case, stages, stage, rules.policy)


Hindrance = tuple[Why, str] | None


def _at_rest(case: UnitCase) -> Hindrance:
    """Say why the unit is left in peace whatever the day."""
    if case.progress.state is Standing.COMPLETE:
        return Why.COMPLETE, "已报齐"
    if case.progress.state is Standing.EXEMPT:
        return Why.EXEMPT, "经同意免报"
    if case.paused:
        return Why.PAUSED, "工作人员已暂停催报"
    return None


def _no_stage(
    case: UnitCase, stages: tuple[Stage, ...], today: date
) -> tuple[Why, str]:
    """Say why no stage is due: the ladder is over, useless, or not so far yet."""
    if today >= case.closes:
        return Why.CLOSED, "催报期已过，请电话联系"
    begun = bool(stages) and stages[0].day <= today
    unreachable = _unreachable(case) if begun else None
    if unreachable:
        return unreachable
    coming = stage_next(stages, today)
    if coming is None:
        return Why.NOT_YET, "各次提醒均已过"
    return Why.NOT_YET, f"未到提醒时间，下次为{_on(coming)}"


def _on(stage: Stage) -> str:
    return f"{stage.day.month}月{stage.day.day}日（{stage.words}）"


def _written(case: UnitCase, stage: Stage) -> Hindrance:
    """Say if the stage's letter was written and went, goes, or was taken back."""
    for letter in _of_stage(case, stage):
        if letter.returned:
            continue
        if letter.state in _ON_ITS_WAY:
            held = letter.state is LetterState.HELD
            words = "提醒已拟好，待工作人员放行" if held else "提醒已拟好，等待发出"
            return Why.QUEUED, words
        if letter.state in _GONE:
            doubt = "，是否送达不明" if letter.state is LetterState.UNKNOWN else ""
            return (
                Why.DONE,
                f"已于{chinese_day(letter.day)}提醒（{stage.words}）{doubt}",
            )
        if letter.by_staff:
            return Why.DONE, f"{stage.words}的提醒已由工作人员取消"
    return None


def _of_stage(case: UnitCase, stage: Stage) -> tuple[PastReminder, ...]:
    return tuple(
        p
        for p in case.past
        if p.key.stage == stage.id and p.key.due == case.deadline.due
    )


def _in_review(case: UnitCase, today: date, rules: LadderRules) -> Hindrance:
    """Leave a unit alone while staff have had too little time for what it sent."""
    if not case.in_review:
        return None
    grace = rules.policy.review_grace_workdays
    since = min(case.in_review)
    if workdays_between(since, today, rules.calendar) > grace:
        return None
    number = len(case.in_review)
    return Why.IN_REVIEW, f"有{number}件来件待核实，{grace}个工作日内暂不催"


def _undelivered(case: UnitCase, stage: Stage, today: date) -> Hindrance:
    """Say if the server refused this stage's letter too often, or today already."""
    tried = [p for p in _of_stage(case, stage) if p.tried]
    if len(tried) >= MOST_ATTEMPTS:
        return Why.UNDELIVERED, f"本次提醒已{len(tried)}次未能送达，请电话联系"
    if any(p.to == case.addresses[0] and p.day == today for p in tried):
        return Why.UNDELIVERED, "今日未能发出，下一个工作日再发"
    return None


def _unreachable(case: UnitCase) -> Hindrance:
    """Say if the unit has no address to write to."""
    if case.addresses:
        return None
    if case.unit.self_reporting:
        return Why.NO_ADDRESS, "收件邮箱即该单位邮箱，请工作人员自行登记报送"
    return Why.NO_ADDRESS, "没有可用的邮箱地址，请电话联系"


def _closed_doors(now: datetime, rules: LadderRules) -> Hindrance:
    """Say if this is not an hour at which a county office writes letters."""
    opens, closes = rules.policy.hours
    working = rules.calendar.is_workday(now.date()) and opens <= now.hour < closes
    if working:
        return None
    return Why.OUT_OF_HOURS, f"不在发信时段（工作日{opens}时至{closes}时），届时发出"


def _reminding(
    case: UnitCase, stages: tuple[Stage, ...], stage: Stage, policy: ReminderPolicy
) -> Reminding:
    unit = case.unit
    attempt = 1 + len(_of_stage(case, stage))
    last = policy.copy_leader and stage == stages[-1] and bool(unit.leader_address)
    due_day = case.deadline.due
    return Reminding(
        unit=unit.name,
        period=case.period,
        stage=stage,
        key=ReminderKey(unit.name, case.period.id, due_day, stage.id, attempt),
        to=case.addresses[0],
        tone=_tone(case, stage),
        missing=missing_copies(case.progress),
        reason=_reason(case, stages, stage),
        cc=(unit.leader_address,) if last else (),
    )


def _tone(case: UnitCase, stage: Stage) -> Tone:
    if case.progress.state is Standing.PENDING:
        return Tone.REVIEW
    return Tone.AFTER if stage.after else Tone.BEFORE


def missing_copies(progress: UnitProgress) -> tuple[Missing, ...]:
    """Return what the unit still owes, a refused copy with the reason."""
    return tuple(
        Missing(COPY_WORDS[CopyKind(copy)], progress.copy(copy).reason)
        for copy in progress.missing
    )


def _reason(case: UnitCase, stages: tuple[Stage, ...], stage: Stage) -> str:
    """Say what is missing, which stage this is, and which ones never went."""
    parts = [f"缺{listed(tuple(m.copy for m in missing_copies(case.progress)))}"]
    refused = [m for m in missing_copies(case.progress) if m.reason]
    parts += [f"{m.copy}已退回（{m.reason}）" for m in refused]
    if not case.progress.missing:
        parts = []
    if case.in_review:
        parts.append(f"有{len(case.in_review)}件来件待核实")
    parts.append(stage.words)
    omitted = _omitted(case, stages, stage)
    if omitted:
        parts.append(f"此前未发：{listed(omitted)}的提醒")
    return "；".join(parts)


def _omitted(
    case: UnitCase, stages: tuple[Stage, ...], stage: Stage
) -> tuple[str, ...]:
    """Return the stages passed over without a letter: an outage, a doubt, a rest."""
    written = {p.key.stage for p in case.past if p.key.due == case.deadline.due}
    return tuple(s.words for s in stages if s.day < stage.day and s.id not in written)
