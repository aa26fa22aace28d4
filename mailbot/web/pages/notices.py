"""通知: what is asked on this mailbox, by when and of whom; made live and closed."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.notice.notice import Notice, NoticeState
from mailbot.core.reminders.days import PeriodDays
from mailbot.core.words.words import NOTICE_STATE_WORDS
from mailbot.flows.notices import NoticeTurn, turn
from mailbot.ports.notices import NoticeFile, Notices
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

_ORDER = (NoticeState.LIVE, NoticeState.DRAFT, NoticeState.CLOSED)
_STYLES = {
    NoticeState.LIVE: "good",
    NoticeState.DRAFT: "half",
    NoticeState.CLOSED: "none",
}


@dataclass(frozen=True, slots=True)
class DatedNotice:
    """A notice as it is shown: its file, and the calendar of each of its duties."""

    file: NoticeFile
    duties: tuple[tuple[Notice, tuple[PeriodDays, ...]], ...]


def notices(visit: Visit) -> Reply:
    """List every notice with its calendar, the live ones first."""
    board = visit.console.notices()
    files = sorted(board.read, key=lambda file: _ORDER.index(file.state))
    facts = {
        "posted": tuple(_posted(board, file) for file in files),
        "faults": tuple(board.faults()),
        "words": NOTICE_STATE_WORDS,
        "styles": _STYLES,
    }
    return Shown("notices", facts)


def _posted(board: Notices, file: NoticeFile) -> DatedNotice:
    return DatedNotice(file, tuple((duty, board.days(duty)) for duty in file.duties))


def live(visit: Visit) -> Reply:
    """Make a notice live."""
    return _turned(visit, NoticeState.LIVE, "notice_live")


def close(visit: Visit) -> Reply:
    """Close a notice."""
    return _turned(visit, NoticeState.CLOSED, "notice_close")


def _turned(visit: Visit, state: NoticeState, done: str) -> Reply:
    to, board = NoticeTurn(visit.form.get("notice", ""), state), visit.console.notices()
    turn(visit.office, board, to, visit.by, visit.now)
    return Onward(f"/notices?done={done}")


OPENINGS = (
    Opening("/notices", notices),
    Opening("/notices/live", live, form=True, decides=True),
    Opening("/notices/close", close, form=True, decides=True),
)
