"""Notices: read from their documents; made live and closed at staff's word."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.core.notice.notice import NoticeState
from mailbot.core.reading_notice.proposal import NoCampaign, NoticeProposal
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.record.documents import Document, Problem
from mailbot.core.words.words import NOTICE_STATE_WORDS
from mailbot.errors import NeedsStaff
from mailbot.fault_words import why
from mailbot.flows.office import Desk, Office
from mailbot.ports.notices import NoticeDocuments, NoticeFile, Notices

_EVENTS = {NoticeState.LIVE: "notice_live", NoticeState.CLOSED: "notice_close"}


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """One file as understood; `problem` (and `why`, in Chinese) if it was not read."""

    name: str
    proposal: NoticeProposal
    problem: Problem | None = None
    why: str = ""
    scanned: bool = False


def read_files(
    documents: NoticeDocuments, paths: Sequence[Path]
) -> Iterator[ReadNotice]:
    """Read each path; an archive gives its members; a fault is that file's own."""
    for path in paths:
        try:
            with tempfile.TemporaryDirectory() as room:
                found = documents.documents(path, Path(room))
        except OSError as fault:
            nothing = NoticeProposal(refused=NoCampaign.UNREADABLE)
            yield ReadNotice(path.name, nothing, Problem.CORRUPT, why(fault))
            continue
        yield from (_read(document) for document in found)


def _read(document: Document) -> ReadNotice:
    if document.problem not in {None, Problem.UNSAFE}:
        nothing = NoticeProposal(refused=NoCampaign.UNREADABLE)
        return ReadNotice(document.name, nothing, document.problem)
    proposal = read_notice(document.content)
    scanned = not document.content.text_layer
    return ReadNotice(document.name, proposal, document.problem, scanned=scanned)


@dataclass(frozen=True, slots=True)
class NoticeTurn:
    """What a notice shall become, live or closed; `notice` is its full number."""

    notice: str
    state: NoticeState


def turn(
    office: Office, board: Notices, to: NoticeTurn, by: str, now: datetime
) -> None:
    """Make a notice live, or close it; the service keeps to it from its next start.

    NeedsStaff where there is no such notice, it is so already, its file cannot be
    written, or it is the last live one: without any the service would not start.
    """
    file = next((one for one in board.read if one.notice.id == to.notice), None)
    if file is None:
        raise NeedsStaff("没有这份通知，或者它的文件有错误；没有改动")
    if file.state is to.state:
        words = NOTICE_STATE_WORDS[to.state]
        raise NeedsStaff(f"{to.notice} {words}（可能由他人办理），没有改动")
    live = [one for one in board.read if one.state is NoticeState.LIVE]
    if to.state is NoticeState.CLOSED and live == [file]:
        words = "是唯一生效的通知，结束后程序无法启动，请先使另一份生效；没有改动"
        raise NeedsStaff(f"{to.notice} {words}")
    with office.desk(now, by) as desk:
        _write(desk, board, file, to.state)


def _write(desk: Desk, board: Notices, file: NoticeFile, state: NoticeState) -> None:
    """Note it and write the file; what cannot be written is not noted either."""
    desk.log(_EVENTS[state], notice=file.notice.id)
    try:
        board.set_state(file, state)
    except OSError as fault:
        words = f"config 文件夹不能写入（{why(fault)}），没有改动"
        raise NeedsStaff(f"{words}；请信息员运行 mailbot notice") from fault
    desk.work.commit()
