"""`mailbot demo`: play a quarter, show how it ended, and stay if asked."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from mailbot.cli import plain
from mailbot.cli.console import loaded
from mailbot.core.notice.periods import from_id
from mailbot.core.record.records import LetterKind, LetterState, QueuedLetter
from mailbot.core.words.words import STANDING_WORDS
from mailbot.errors import BadSettings
from mailbot.flows.office import Office

if TYPE_CHECKING:  # the extra `demo` may be missing, and it loads slowly
    from mailbot.demo.performance import OpenTheatre
    from mailbot.demo.play import DayPlayed, Play, Played

_STEPS = 4
_AFTERWARDS = "2023-07-12T17:00"  # the hour after the last day
_KINDS = {
    LetterKind.RECEIPT: "回执",
    LetterKind.REMINDER: "提醒和催报",
    LetterKind.NOTICE: "通知",
    LetterKind.SUMMARY: "汇总",
    LetterKind.ALERT: "告警",
    LetterKind.ANSWER: "答复",
}


def demo(options: Namespace) -> int:
    """Play the scripted quarter on embedded servers and show the result."""
    try:
        from mailbot.demo import performance
    except ImportError as fault:
        # Never "mailbot[demo]": the registry's package of that name is another's.
        words = f"演示需要 {fault.name}，请在程序文件夹运行 pip install '.[demo]'"
        raise BadSettings(words) from fault
    folder = (options.keep or Path(tempfile.mkdtemp(prefix="mailbot-demo-"))).absolute()
    _step(1, f"启动演示用的收信、发信服务器，在 {folder} 建立工作文件夹")
    with performance.staged(folder, guest_rules=options.web) as stage:
        _step(2, "演示2023年第二季度：19家单位，6月15日至7月12日，约半分钟")
        _show_days(stage.play)
        _step(3, "写出全部信件和汇总")
        stage.keep()
        _step(4, "结果")
        _show_end(stage.play.end(), stage.app.office, folder)
        if options.stay or options.web:
            _stay(stage, with_console=options.web)
    return 0


def _stay(stage: OpenTheatre, *, with_console: bool) -> None:
    """Keep the servers up until Ctrl-C; the clock goes on, so that links grow old."""
    with ExitStack() as stack:
        if with_console:
            settings = stage.app.settings
            place = replace(settings.web, port=0)
            app = replace(stage.app, settings=replace(settings, web=place))
            made, where = stack.enter_context(loaded().beside(app))
            link = made.gate.invite(stage.app.office.staff[0], stage.clock.now())
            plain.say_whole(f"\n工作台已开：{where}")
            plain.say_whole("  用这个链接进入（10分钟内，只能用一次）：")
            plain.say_whole(f"  {where}enter/link/{link}")
        plain.say_whole(stage.invitation())
        stage.stay(plain.say_whole)


def _step(number: int, words: str) -> None:
    plain.say_whole(f"第{number}步（共{_STEPS}步）：{words}")


def _show_days(play: Play) -> None:
    """Tell of each day; on a terminal a bar below shows how many are played."""
    screen = plain.console()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal,
    )
    with bar:
        task = bar.add_task("演示天数", total=play.length)
        for day in play.days():
            screen.print(_words_of(day))
            bar.advance(task)


def _words_of(day: DayPlayed) -> str:
    words = f"{day.day.month:>2}月{day.day.day:>2}日  来信{day.arrived}封"
    parts = (
        (day.filed, f"归档{day.filed}"),
        (day.review, f"待核实{day.review}"),
        (day.unrelated, f"无关{day.unrelated}"),
        (day.sent, f"发出{day.sent}封"),
    )
    return "，".join((words, *(text for count, text in parts if count)))


def _show_end(end: Played, office: Office, folder: Path) -> None:
    period = from_id(end.lines[0].period)
    plain.show_status(end.lines, period, office)
    _show_letters(end.letters, office)
    late = [line.unit for line in end.lines if line.late]
    plain.say(
        f"迟报{len(late)}家：{'、'.join(late)}。"
        "重复、更正、转发、压缩包、陌生地址的来信都已归到各单位名下；"
        "退信的地址已停用，群众来信等无关邮件没有答复，也没有出现在任何信件中。"
    )
    open_lines = [x for x in end.lines if x.state in {"partial", "missing", "pending"}]
    for line in open_lines:
        unit = office.roster[line.unit]
        plain.say(
            f"  尚未报齐：{line.unit}（{STANDING_WORDS[line.state]}），"
            f"可致电{unit.contact} {unit.telephone}"
        )
    plain.say_whole(f"全部结果在 {folder}：")
    plain.say("  letters/ 发出的每封信    summary/ 汇总（html、txt、xlsx）")
    plain.say("  state/archive/ 按季度和单位归档的文件和原始来信")
    plain.say("可继续查看：")
    plain.say_whole(f"  {_again(folder)}")


def _again(folder: Path) -> str:
    """Return what to type, in any folder, to see the matrix again.

    `make demo` leaves no `mailbot` on the PATH: the program is named as it was found.
    """
    words = [*_program(), "status", "--at", _AFTERWARDS]
    if os.name == "nt":
        return f'set "MAILBOT_HOME={folder}" && {subprocess.list2cmdline(words)}'
    return f"MAILBOT_HOME={shlex.quote(str(folder))} {shlex.join(words)}"


def _program() -> tuple[str, ...]:
    """Return how to call this program: by its name where that is the very same."""
    here = Path(sys.argv[0])
    if here.stem != "mailbot" or not here.is_file():
        return (sys.executable, "-m", "mailbot")
    found = shutil.which("mailbot")
    if found and Path(found).absolute().samefile(here):
        return ("mailbot",)
    return (str(here.absolute()),)


def _show_letters(letters: Sequence[QueuedLetter], office: Office) -> None:
    """Show who got which letters on which days."""
    sent = [q for q in letters if q.state is LetterState.SENT]
    by_receiver: dict[str, dict[LetterKind, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for queued in sent:
        when = f"{office.local(queued.sent_at or queued.letter.not_before):%m-%d}"
        by_receiver[queued.letter.to][queued.letter.kind].append(when)
    table = plain.table_of(f"发出的信件（{len(sent)}封）")
    for heading in ("收件人", "提醒和催报", "回执", "汇总等"):
        table.add_column(heading, overflow="fold")
    for receiver, kinds in by_receiver.items():
        others = Counter(
            _KINDS[kind]
            for kind, days in kinds.items()
            if kind not in {LetterKind.REMINDER, LetterKind.RECEIPT}
            for _ in days
        )
        table.add_row(
            _name_of(receiver, office),
            " ".join(kinds[LetterKind.REMINDER]),
            " ".join(kinds[LetterKind.RECEIPT]),
            "，".join(f"{kind}{count}封" for kind, count in others.items()),
        )
    plain.console().print(table)


def _name_of(address: str, office: Office) -> str:
    units = "、".join(unit.name for unit in office.roster.by_address(address))
    if units:
        return units
    return f"工作人员 {address}" if address in office.staff else address
