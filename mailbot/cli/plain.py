"""The plain output for people: Chinese, aligned, coloured on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import Clue, CopyKind
from mailbot.core.record.documents import SealReport
from mailbot.core.record.progress import CopyProgress, Standing, UnitProgress
from mailbot.core.record.records import LetterState, QueuedLetter, ReviewItem
from mailbot.core.summary.vitals import Vitals
from mailbot.core.words.checkup import Check, CheckState
from mailbot.core.words.reasons import clue_in_words
from mailbot.core.words.seal_words import seal_in_words
from mailbot.core.words.words import (
    COPY_WORDS,
    OUTCOME_WORDS,
    PROBLEM_WORDS,
    STANDING_WORDS,
    chinese_deadline,
    listed,
)
from mailbot.flows.examine import Explained
from mailbot.flows.intake.collect import Round
from mailbot.flows.office import Office

# Each state has its sign as well as its colour: it reads in black and white too.
_SIGNS = {
    Standing.COMPLETE: ("●", "green"),
    Standing.FILED: ("●", "green"),
    Standing.PARTIAL: ("◐", "yellow"),
    Standing.PENDING: ("？", "cyan"),
    Standing.MISSING: ("○", "red"),
    Standing.REJECTED: ("×", "red"),
    Standing.EXEMPT: ("—", "dim"),
    Standing.NOT_ASKED: ("—", "dim"),
}
_NAME_CELLS = 8
_ID_CELLS = 6
LETTER_WORDS = {
    LetterState.WAITING: "待发",
    LetterState.HELD: "暂存",
    LetterState.CLAIMED: "发送中",
    LetterState.SENT: "已发",
    LetterState.FAILED: "失败",
    LetterState.UNKNOWN: "是否送达不明",
    LetterState.CANCELLED: "已取消",
}


class _Paper(Console):
    """A console that leaves to `main` what a reader's going away means."""

    def on_broken_pipe(self) -> None:
        """Do not end the process with 1, which here means news for staff."""
        raise BrokenPipeError


def console() -> Console:
    """Return the console people read; wide enough not to break lines in a pipe."""
    on_terminal = sys.stdout.isatty()
    return _Paper(width=None if on_terminal else 120, highlight=False, markup=False)


def table_of(title: str = "") -> Table:
    """Return an empty table: no rules between columns, to fit 80 cells."""
    right_only = (0, 1, 0, 0)
    return Table(
        title=title or None, box=SIMPLE_HEAD, pad_edge=False, padding=right_only
    )


@contextmanager
def progress(words: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far a longer work is; yields a function to tell it."""
    error = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
        console=error,
        transient=True,
        disable=not error.is_terminal,
    )
    with bar:
        task = bar.add_task(words, total=None)
        yield lambda done: bar.update(task, completed=done)


def sign(state: Standing) -> Text:
    """Return a state as sign and word in its colour."""
    mark, colour = _SIGNS[state]
    return Text(f"{mark} {STANDING_WORDS[state]}", style=colour)


def show_round(done: Round) -> None:
    """Say what one round did."""
    later = f"，稍后重读{done.put_back}" if done.put_back else ""
    words = (
        f"新来信{done.new}封：归档{done.filed}，待核实{done.review}，"
        f"不计入{done.ignored}，无关{done.unrelated}，失败{done.failed}{later}；"
        f"发出{done.sent}封；用时{done.seconds['total']:.1f}秒。"
    )
    console().print(words)


def show_health(reasons: Sequence[str], vitals: Vitals | None) -> None:
    """Say in a line each what keeps the bot from its work, or that nothing does."""
    for words in reasons:
        say(f"异常：{words}")
    if vitals and not reasons:
        say(f"运行正常（{vitals.holder}）")


def show_status(lines: Sequence[UnitProgress], period: Period, office: Office) -> None:
    """Show the matrix of units and copies, and its sum in one sentence."""
    due = chinese_deadline(office.due(period))
    title = f"{period.chinese}报送情况（{due}截止）"
    table = table_of(title)
    for heading in ("单位", "情况", "电子版", "盖章PDF", "缺项", "收到时间", "迟报"):
        # of all columns only the names of units may fold
        table.add_column(heading, no_wrap=heading != "单位", overflow="fold")
    for line in lines:
        table.add_row(
            line.unit,
            sign(line.state),
            _copy(line.copy(Copy.ELECTRONIC)),
            _copy(line.copy(Copy.STAMPED_PDF)),
            "、".join(str(no) for no in line.items_missing),
            _day(office, line),
            "迟报" if line.late else "",
        )
    out = console()
    out.print(table)
    out.print(sentence(lines))


def sentence(lines: Sequence[UnitProgress]) -> str:
    """Sum the matrix up as the summary does."""
    counts = {state: sum(line.state is state for line in lines) for state in Standing}
    asked = len(lines) - counts[Standing.EXEMPT]
    return (
        f"应报{asked}家，已报齐{counts[Standing.COMPLETE]}家，"
        f"部分{counts[Standing.PARTIAL]}家，待核实{counts[Standing.PENDING]}家，"
        f"退回{counts[Standing.REJECTED]}家，未报{counts[Standing.MISSING]}家。"
    )


def _copy(copy: CopyProgress) -> Text:
    text = sign(copy.state)
    if copy.version > 1 and copy.state is Standing.FILED:
        mark, colour = _SIGNS[copy.state]
        return Text(f"{mark} 第{copy.version}版", style=colour)
    return text


def _day(office: Office, line: UnitProgress) -> str:
    if line.received_at is None:
        return ""
    return f"{office.local(line.received_at):%m-%d %H:%M}"


def show_reviews(items: Sequence[ReviewItem], office: Office) -> None:
    """Show what waits for staff, each with the way to settle it."""
    out = console()
    if not items:
        out.print("没有待核实件。")
        return
    out.print(f"待核实{len(items)}件：")
    for item in items:
        out.print(_review(item, office))
    out.print("确认：mailbot review confirm 编号")
    out.print("退回：mailbot review reject 编号 --reason 理由")


def _review(item: ReviewItem, office: Office) -> Table:
    """Lay one thing out: its id beside what it is, the proposal, and the reasons."""
    proposal = item.proposal
    copy = COPY_WORDS[CopyKind(proposal.copy)]
    words = (*proposal.units, proposal.period or "季度不明", copy)
    when = f"{office.local(item.received_at):%Y-%m-%d %H:%M}"
    lines = Table.grid(padding=(0, 2))
    lines.add_column(width=_ID_CELLS, style="bold")
    lines.add_column(overflow="fold")
    lines.add_row(item.id, f"{item.attachment or '整封来信'}（{when}来信）")
    lines.add_row("", f"建议：{' '.join(words)}")
    for reason in item.reasons:
        lines.add_row("", f"· {reason}")
    return lines


def show_letters(letters: Sequence[QueuedLetter], office: Office) -> None:
    """Show the letters of the outbox with their fate."""
    table = table_of(f"信件{len(letters)}封")
    for heading in ("编号", "状态", "收件人", "主题", "缘由", "时间"):
        table.add_column(heading, overflow="fold")
    for queued in letters:
        letter = queued.letter
        when = queued.sent_at or letter.not_before
        table.add_row(
            str(queued.id),
            LETTER_WORDS[queued.state],
            letter.to,
            letter.subject,
            queued.last_error or letter.reason,
            f"{office.local(when):%m-%d %H:%M}",
        )
    console().print(table)


def say(words: str) -> None:
    """Say one sentence."""
    console().print(words)


def say_whole(words: str) -> None:
    """Say a line that will be copied: it is never broken, however narrow the screen."""
    console().print(words, soft_wrap=True)


_CHECKS = {
    CheckState.OK: ("正常", "green"),
    CheckState.WARN: ("注意", "yellow"),
    CheckState.ERROR: ("错误", "red"),
}


def show_check(check: Check) -> None:
    """Show one finding of the doctor, and below it how to mend it."""
    word, colour = _CHECKS[check.state]
    line = Table.grid(padding=(0, 2))
    line.add_column(width=cell_len(word), style=colour)
    line.add_column(width=_NAME_CELLS, style="bold")
    line.add_column(overflow="fold")  # long words stay in their column
    line.add_row(word, check.check, check.says)
    if check.remedy:
        line.add_row("", "", f"→ {check.remedy}")
    console().print(line)


def show_explained(explained: Explained) -> None:
    """Say how a mail or file was understood, and why."""
    out = console()
    problem = PROBLEM_WORDS[explained.problem] if explained.problem else ""
    out.print(f"{explained.path}：{explained.why or problem}")
    verdict = explained.verdict
    if verdict is None:
        return
    if explained.is_mail:
        who = listed(verdict.units) or "单位不明"
        when = verdict.period or "季度不明"
        out.print(f"  结论：{OUTCOME_WORDS[verdict.outcome]}  {who}  {when}")
        _show_reasons(verdict.reasons)
    for document, file in zip(explained.documents, verdict.files, strict=True):
        out.print(f"  附件 {document.name}：{OUTCOME_WORDS[file.outcome]}")
        if document.seal is not None:
            out.print(f"    印章：{_seal(document.seal)}")
        _show_reasons(file.reasons)


def _seal(report: SealReport) -> str:
    """Say what was seen of a seal, and on which page."""
    page = f"（第{report.page}页）" if report.page else ""
    return f"{seal_in_words(report)}{page}"


def _show_reasons(reasons: Sequence[Clue]) -> None:
    for reason in reasons:
        console().print(f"    {clue_in_words(reason)}")


def complain(words: str) -> None:
    """Say on stderr what did not work."""
    Console(stderr=True, highlight=False, markup=False).print(words)
