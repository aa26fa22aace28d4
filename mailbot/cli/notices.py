"""The commands about notices: what is asked on this mailbox, and since when."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from mailbot.cli import plain
from mailbot.cli.jsonl import Row, moment, print_json
from mailbot.core.notice.notice import Notice, NoticeState
from mailbot.core.reading_notice.draft import draft_of
from mailbot.core.reading_notice.rows import full_row
from mailbot.core.reading_notice.words import in_words
from mailbot.core.record.clues import CopyKind
from mailbot.core.reminders.days import PeriodDays
from mailbot.core.words.words import (
    COPY_WORDS,
    NOTICE_STATE_WORDS,
    PROBLEM_WORDS,
    chinese_day,
    chinese_deadline,
    listed,
)
from mailbot.errors import BadSettings, NeedsStaff
from mailbot.flows.notices import ReadNotice, read_files
from mailbot.ports.notices import NoticeFile
from mailbot.settings import working_folder
from mailbot.wiring.notice_board import NoticeBoard, open_board
from mailbot.wiring.notice_documents import ConfinedDocuments

_NEWS: Final = 1
_WRONG: Final = 2


def notice(options: Namespace) -> int:
    """List the notices, read documents, or do to one notice what is asked."""
    if options.action == "read":
        return _read(options)
    board, now = open_board()
    today = now.astimezone(board.zone).date()
    if options.action in {"list", "check"}:
        return _ALL[options.action](board, options)
    if len(options.what) != 1:
        raise BadSettings(f"请写明一份通知，如 mailbot notice {options.action} 13号")
    return _ONE[options.action](board, board.find(options.what[0]), options, today)


def _list(board: NoticeBoard, options: Namespace) -> int:
    for file in board.read:
        for duty in file.duties:
            _say(_row(file, duty), f"{_line(file, duty)}", options)
    for fault in board.faults():
        plain.complain(fault)
    return _WRONG if any(board.faults()) else 0


def _check(board: NoticeBoard, options: Namespace) -> int:
    """Tell every fault of every file at once, and what to look at."""
    faults, doubts = list(board.faults()), list(board.doubts())
    for words in faults:
        _say({"fault": words}, words, options)
    for words in doubts:
        _say({"doubt": words}, f"请核对：{words}", options)
    if not faults and not options.json:
        plain.say(f"{len(board.read)}份通知均可读取，没有错误")
    return _WRONG if faults else 0


def _show(board: NoticeBoard, file: NoticeFile, options: Namespace, today: date) -> int:
    del board, today
    for duty in file.duties:
        _say(_row(file, duty), "\n".join(_details(file, duty)), options)
    return 0


def _calendar(
    board: NoticeBoard, file: NoticeFile, options: Namespace, today: date
) -> int:
    del today
    for duty in file.duties:
        if not options.json:
            plain.say(f"【{duty.id} {duty.duty.name}】")
        for one in board.days(duty):
            words = f"  {one.period.chinese}：{chinese_deadline(one.too_late)}截止"
            lines = [f"    {chinese_day(s.day)} {s.words}" for s in one.stages]
            _say(_days_row(board, duty, one), "\n".join((words, *lines)), options)
    return 0


def _live(board: NoticeBoard, file: NoticeFile, options: Namespace, today: date) -> int:
    """Show the calendar that will be kept, then make the notice live."""
    _calendar(board, file, options, today)
    board.set_state(file, NoticeState.LIVE)
    words = "首轮催报仍须放行（mailbot outbox release）；服务重新启动后开始执行"
    plain.complain(f"{file.notice.id} 已生效。{words}")
    return 0


def _close(
    board: NoticeBoard, file: NoticeFile, options: Namespace, today: date
) -> int:
    del options, today
    board.set_state(file, NoticeState.CLOSED)
    plain.complain(f"{file.notice.id} 已结束：不再催报，来件不再按它认定，材料仍可查看")
    return 0


def _renew(
    board: NoticeBoard, file: NoticeFile, options: Namespace, today: date
) -> int:
    """Write the draft of the notice that follows; close this one if it is over."""
    del options
    path = board.renew(file, today)
    plain.complain(f"已生成草稿 {path}：请填写文号、核对日期，再运行 notice live")
    over = all(board.days(duty)[-1].due < today for duty in file.duties)
    others = [f for f in board.read if f.state is NoticeState.LIVE and f != file]
    if over and others and file.state is NoticeState.LIVE:
        board.set_state(file, NoticeState.CLOSED)
        plain.complain(f"{file.notice.id} 各期均已截止，已结束")
    return 0


_ALL: Final[Mapping[str, Callable[[NoticeBoard, Namespace], int]]] = {
    "list": _list,
    "check": _check,
}
_ONE: Final[Mapping[str, Callable[[NoticeBoard, NoticeFile, Namespace, date], int]]] = {
    "show": _show,
    "calendar": _calendar,
    "live": _live,
    "close": _close,
    "renew": _renew,
}


def _say(row: Row, words: str, options: Namespace) -> None:
    if options.json:
        print_json(row)
    else:
        plain.say(words)


def _row(file: NoticeFile, duty: Notice) -> Row:
    schedule = duty.schedule
    return {
        "notice": duty.id,
        "duty": duty.duty.id,
        "state": file.state,
        "file": file.path.name,
        "title": duty.title,
        "name": duty.duty.name,
        "cycle": schedule.cycle.id,
        "first": schedule.first.id,
        "last": schedule.last.id,
        "copies": list(duty.copies),
        "units": list(duty.units),
    }


def _days_row(board: NoticeBoard, duty: Notice, one: PeriodDays) -> Row:
    return {
        "notice": duty.id,
        "duty": duty.duty.id,
        "period": one.period.id,
        "due": moment(one.too_late, board.zone),
        "letters": [{"stage": s.id, "day": s.day.isoformat()} for s in one.stages],
    }


def _line(file: NoticeFile, duty: Notice) -> str:
    first, last = duty.schedule.first, duty.schedule.last
    when = first.chinese if first == last else f"{first.chinese}至{last.chinese}"
    what = f"{duty.duty.name}，{when}，{len(duty.units)}家单位"
    return f"{NOTICE_STATE_WORDS[file.state]} {duty.id} {what}（{file.path.name}）"


def _details(file: NoticeFile, duty: Notice) -> Iterator[str]:
    yield _line(file, duty)
    yield f"  标题：{duty.title}（{duty.issuer}，{chinese_day(duty.issued)}）"
    yield f"  形式：{listed(tuple(COPY_WORDS[CopyKind(c)] for c in duty.copies))}"
    yield f"  单位：{listed(duty.units)}"
    for item in duty.items:
        yield f"  {item.no}．{item.name}（{listed(item.units)}）"


def _read(options: Namespace) -> int:
    """Read each document; status 1 where one could not be opened."""
    faults = 0
    if not options.what:
        raise BadSettings("请写明通知原文的文件")
    with closing(ConfinedDocuments()) as documents:
        for read in read_files(documents, [Path(name) for name in options.what]):
            faults += read.problem is not None
            _tell(read, as_json=options.json)
            if options.draft and not read.problem:
                plain.complain(f"已生成草稿 {_write(read, options.draft)}")
    return _NEWS if faults else 0


def _tell(read: ReadNotice, *, as_json: bool) -> None:
    if as_json:
        row = full_row(read.name, read.proposal)
        row["scanned"] = read.scanned
        row["problem"] = read.problem
        print_json(row)
        return
    for line in _lines(read):
        plain.say(line)


def _lines(read: ReadNotice) -> Iterator[str]:
    yield f"【{read.name}】"
    if read.problem:
        yield f"  {read.why or PROBLEM_WORDS[read.problem]}"
        return
    if read.scanned:
        yield "  本件为扫描件，文字由识别得来，请逐项核对原件"
    yield from (f"  {line}" for line in in_words(read.proposal))


def _write(read: ReadNotice, name: str) -> Path:
    """Write the draft into config/notices; an existing file is never replaced."""
    folder = working_folder(None, None) / "config" / "notices"
    path = folder / f"{Path(name).name.removesuffix('.toml')}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(draft_of(read.proposal, read.name))
    except FileExistsError as fault:
        raise NeedsStaff(f"{path} 已存在，请另起名称") from fault
    return path
