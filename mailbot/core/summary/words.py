"""From the ledger's values to what a summary says: pure, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import from_id
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.flags import FlagKind, flag_word
from mailbot.core.record.progress import CopyProgress, Standing, UnitProgress
from mailbot.core.record.records import (
    CopyState,
    CopyVersion,
    LetterState,
    QueuedLetter,
    ReviewItem,
)
from mailbot.core.reminders.case import Reminding, Skipped, Why
from mailbot.core.summary.summary import (
    Cell,
    Change,
    Counts,
    MatrixRow,
    Note,
    Other,
    Outlook,
    ReminderLine,
    Task,
    Version,
    Way,
)
from mailbot.core.targets.table import TargetLine
from mailbot.core.targets.words import TARGET_STATE_WORDS, remarks
from mailbot.core.words.words import (
    COPY_WORDS,
    STANDING_SIGNS,
    STANDING_WORDS,
    chinese_day,
    listed,
)

Local = Callable[[datetime], datetime]

_STYLES = {
    Standing.COMPLETE: "good",
    Standing.FILED: "good",
    Standing.PARTIAL: "half",
    Standing.PENDING: "wait",
    Standing.MISSING: "lack",
    Standing.REJECTED: "lack",
    Standing.EXEMPT: "none",
    Standing.NOT_ASKED: "none",
}
_VERSION_WORDS = {
    CopyState.FILED: "已归档",
    CopyState.PENDING: "待核实",
    CopyState.REJECTED: "已退回",
    CopyState.VOID: "已作废",
}
_FATES = {
    LetterState.WAITING: "待发",
    LetterState.HELD: "待放行",
    LetterState.CLAIMED: "发送中",
    LetterState.SENT: "已发",
    LetterState.FAILED: "未发出",
    LetterState.UNKNOWN: "是否送达不明",
    LetterState.CANCELLED: "已取消",
}
# What a unit can mend, in words fit for the letter that tells it.
_FAULTS = {
    FlagKind.BLANK_TEMPLATE,
    FlagKind.STALE,
    FlagKind.PDF_WITHOUT_SEAL,
    FlagKind.PHOTO_INSTEAD_OF_PDF,
    FlagKind.COPIES_DIFFER,
    FlagKind.SAME_AS_OTHER_UNIT,
    FlagKind.ARCHIVE_ENCRYPTED,
    FlagKind.UNSUPPORTED,
    FlagKind.EMPTY_DOCUMENT,
    FlagKind.TITLE_ONLY,
    FlagKind.COVERING_LETTER_ONLY,
    FlagKind.OTHER_TABLE,
}
# Of these the reason says all; no letter is to come whatever the ladder's next step.
_ASKED = {CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF}
_NOBODY_WRITES = {
    Why.EXEMPT,
    Why.PAUSED,
    Why.CLOSED,
    Why.NO_ADDRESS,
    Why.GATE,
}


def counted(lines: Sequence[UnitProgress], waiting: int) -> Counts:
    """Count units: one that waits for staff counts by what is filed already."""
    asked = [line for line in lines if line.state is not Standing.EXEMPT]
    done = sum(line.state is Standing.COMPLETE for line in asked)
    partly = sum(
        any(p.state is Standing.FILED for _, p in line.copies)
        for line in asked
        if line.state is not Standing.COMPLETE
    )
    missing = len(asked) - done - partly
    return Counts(len(asked), done, partly, missing, waiting)


def sentence(at: datetime, period: str, counts: Counts) -> str:
    """Say in one sentence how things stand."""
    return (
        f"截至{at.month}月{at.day}日{at.hour}时{at.minute:02}分，{period}"
        f"应报{counts.asked}家，已报{counts.done}家，部分{counts.partly}家，"
        f"未报{counts.missing}家，待核实{counts.waiting}件。"
    )


def matrix_row(line: UnitProgress, today: date, local: Local) -> MatrixRow:
    """Show where one unit stands; days late run on while something is missing."""
    due_day = local(line.due).date()
    ended = local(line.received_at).date() if line.received_at else today
    complete = line.state is Standing.COMPLETE
    last = ended if complete else today
    late = line.late or not complete
    exempt = line.state is Standing.EXEMPT
    days = (last - due_day).days + 1 if late and not exempt else 0
    return MatrixRow(
        unit=line.unit,
        state=_cell(line.state),
        electronic=_copy_cell(line.copy(Copy.ELECTRONIC)),
        stamped=_copy_cell(line.copy(Copy.STAMPED_PDF)),
        items_missing=line.items_missing,
        received_at=local(line.received_at) if line.received_at else None,
        late_days=max(0, days),
    )


def _cell(state: Standing, note: str = "") -> Cell:
    return Cell(STANDING_SIGNS[state], STANDING_WORDS[state], _STYLES[state], note)


def _copy_cell(copy: CopyProgress) -> Cell:
    note = f"第{copy.version}版" if copy.version > 1 else ""
    return _cell(copy.state, note)


def outlook(decision: Reminding | Skipped, today: date) -> Outlook | None:
    """Say who is written to next and why, or why nobody is; None if all is in."""
    if isinstance(decision, Reminding):
        words = f"{decision.stage.words}；{decision.reason.partition('；')[0]}"
        return Outlook(decision.unit, _day(today), words)
    if decision.why is Why.COMPLETE:
        return None
    if decision.why in _NOBODY_WRITES or decision.next is None:
        reason = decision.reason
        if decision.why is Why.DONE:
            reason = f"各次提醒均已发出（{reason}），请电话联系"
        return Outlook(decision.unit, "", reason)
    coming = f"{decision.next.words}"
    if decision.why in {Why.NOT_YET, Why.DONE, Why.QUEUED}:
        return Outlook(decision.unit, _day(decision.next.day), coming)
    return Outlook(
        decision.unit, _day(decision.next.day), f"{coming}；{decision.reason}"
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def task(item: ReviewItem, code: str, mailbox: str, local: Local) -> Task:
    """Say what waits and how to settle it: by answering with a code if there is one."""
    proposal = item.proposal
    period = from_id(proposal.period).chinese if proposal.period else ""
    units, copy = listed(proposal.units), CopyKind(proposal.copy)
    parts = (units or "单位不明", period or "季度不明", COPY_WORDS[copy])
    asked = COPY_WORDS[copy] if copy in _ASKED else "某类别"
    instead = " ".join((units or "某单位", period or "某季度", asked))
    what = item.attachment or item.subject or "来信"
    fault = next((flag_word(flag) for flag in item.flags if flag in _FAULTS), "")
    offered = ways(item.id, code, mailbox, instead, fault)
    return Task(
        id=item.id,
        what=what,
        proposal=" ".join(parts),
        reasons=item.reasons,
        since=local(item.received_at),
        # Without a unit or a quarter there is nothing that could be confirmed.
        ways=offered if units and period else offered[1:],
        sender=item.sender,
    )


def ways(
    item: str, code: str, mailbox: str, instead: str = "", fault: str = ""
) -> tuple[Way, ...]:
    """Return the ways to settle a thing, the likeliest first.

    `instead` is what a correction begins with: the proposal itself, to be altered.
    What is not known stands there as 某单位, which orders nothing while it is left so.
    `fault` is what a refusal gives as the reason.
    """
    if not code:
        return (
            Way("确认", f"mailbot review confirm {item}"),
            Way("退回", f"mailbot review reject {item} --reason 理由"),
            Way("忽略", f"mailbot review ignore {item}"),
        )
    answers = (
        ("确认", f"{code} 确认"),
        ("改为", f"{code} 是 {instead or '某单位 某季度 某类别'}"),
        ("退回", f"{code} 退回 {fault or '理由'}"),
        ("忽略", f"{code} 忽略"),
    )
    return tuple(Way(name, words, mailto(mailbox, words)) for name, words in answers)


def newcomer(
    new: NewAddress,
    code: str,
    mailbox: str,
    known: Sequence[str],
    local: Local,
) -> Task:
    """Say from which address a unit wrote for the first time, and how to answer.

    The whole address stands there, its host, and how it named itself; `known` are
    the unit's addresses before.
    """
    named = f"自称“{new.name}”" if new.name.strip() else "未写发件人名称"
    before = f"该单位已有邮箱：{'、'.join(known)}" if known else "该单位尚无邮箱"
    return Task(
        id=new.id,
        what=new.address,
        proposal=f"认可为{new.unit}的报送邮箱",
        reasons=(f"邮箱所在主机 {new.host}", named, before),
        since=local(new.received_at),
        ways=address_ways(new, code, mailbox),
    )


def address_ways(new: NewAddress, code: str, mailbox: str) -> tuple[Way, ...]:
    """Return the two answers to a new address."""
    if not code:
        typed = f"mailbot unit adopt {new.address} --unit {new.unit}"
        return Way("认可", typed), Way("不是", f"{typed} --refuse")
    answers = (("认可", f"{code} 认可"), ("不是", f"{code} 不是"))
    return tuple(Way(name, words, mailto(mailbox, words)) for name, words in answers)


def mail_ways(code: str, mailbox: str) -> tuple[Way, ...]:
    """Return what an answer to a mail to staff may order with the mail's own code."""
    answers = (
        ("延期", f"{code} 延期 单位 日期"),
        ("免报", f"{code} 免报 单位"),
        ("暂停催报", f"{code} 暂停催报"),
        ("放行信件", f"{code} 放行"),
        ("再发汇总", f"{code} 汇总"),
        ("核对进度数", f"{code} F编号 确认"),
        ("更正进度数", f"{code} F编号 更正 数量"),
    )
    return tuple(Way(name, words, mailto(mailbox, words)) for name, words in answers)


def mailto(address: str, words: str) -> str:
    """Return a link that opens a mail with `words` filled in (RFC 6068)."""
    subject, body = quote(f"回复 {words.partition(' ')[0]}"), quote(words)
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={body}"


def change(version: CopyVersion, local: Local) -> Change:
    """Say what one new version changed."""
    copy = COPY_WORDS[CopyKind(version.copy)]
    again = f"（第{version.version}版）" if version.version > 1 else ""
    verb = {
        CopyState.FILED: "已报来",
        CopyState.REJECTED: "被退回",
        CopyState.PENDING: "待核实",
        CopyState.VOID: "作废",
    }[version.state]
    reason = f"：{version.reason}" if version.reason else ""
    words = f"{copy}{verb}{again}{reason}"
    return Change(local(version.received_at), version.unit, words)


def version_line(version: CopyVersion, local: Local) -> Version:
    """Show one version for the sheet of details."""
    remarks = [version.reason] if version.reason else []
    if version.items_missing:
        remarks.append(f"缺第{listed(tuple(map(str, version.items_missing)))}项")
    if FlagKind.ROWS_UNPLACED in version.flags:
        remarks.append("有待归项")
    return Version(
        unit=version.unit,
        period=from_id(version.period).chinese,
        copy=COPY_WORDS[CopyKind(version.copy)],
        version=version.version,
        state=_VERSION_WORDS[version.state],
        received_at=local(version.received_at),
        sender=version.sender,
        remarks="；".join(remarks),
        path=version.path,
    )


def other_line(item: ReviewItem, code: str, mailbox: str, local: Local) -> Other:
    """Show one file that was left alone as other business, and how to file it."""
    units, day = listed(item.proposal.units), local(item.received_at)
    words = f"{code} 是报表" if code else f"mailbot review confirm {item.id} --anyway"
    way = Way("是报表", words, mailto(mailbox, words) if code else "")
    return Other(item.id, units, day, item.attachment, way)


def reminder_line(queued: QueuedLetter, local: Local) -> ReminderLine:
    """Show one reminder with its fate."""
    letter = queued.letter
    fate = _FATES[queued.state]
    told = {LetterState.FAILED, LetterState.CANCELLED, LetterState.UNKNOWN}
    if queued.state in told and queued.last_error:
        fate = f"{fate}（{queued.last_error}）"
    return ReminderLine(
        at=local(queued.sent_at or letter.created_at),
        unit=letter.unit,
        period=from_id(letter.period).chinese if letter.period else "",
        to=letter.to,
        reason=letter.reason,
        fate=fate,
        stage=letter.reminder.stage if letter.reminder else "",
    )


def figure_notes(lines: Iterable[TargetLine]) -> tuple[Note, ...]:
    """Return the targets whose figures staff should look at, contradictions first."""
    asked = [line for line in lines if line.clashes or line.asks or line.changed]
    asked.sort(key=lambda line: not line.clashes)
    return tuple(
        Note(
            f"第{line.item.no}项 {line.target.text}"
            f"（{TARGET_STATE_WORDS[line.state]}）",
            remarks(line),
        )
        for line in asked
    )


def between_words(opens: Iterable[date]) -> str:
    """Say that no reports are in hand, and when the next reminders begin."""
    first = min(opens, default=None)
    if first is None:
        return "本通知要求的各季度报送均已结束。"
    return f"现处两次报送之间，下一次报送提醒自{chinese_day(first)}开始。"
