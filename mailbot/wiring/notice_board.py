"""The notices of a working folder: listed, looked at, made live, closed, renewed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.adapters.calendar import ChineseCalendar, load_calendar
from mailbot.adapters.clock import SystemClock
from mailbot.adapters.notice_file import load_duties, next_years, with_state
from mailbot.core.notice.notice import Notice, NoticeState
from mailbot.core.notice.policy import Policy
from mailbot.core.record.filing import safe_part
from mailbot.core.reminders.days import PeriodDays, days_of
from mailbot.errors import BadSettings, NeedsStaff
from mailbot.ports.notices import NoticeFile
from mailbot.settings import Need, load_settings, no_folder, working_folder
from mailbot.wiring.config_files import (
    FOLDER,
    ONLY,
    notice_paths,
    read_everybody,
    same_number,
)

_TITLE_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Posted:
    """One file of the folder: the notice it holds, or what is wrong with it."""

    path: Path
    file: NoticeFile | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """All notices of a working folder, faulty ones too, and the office's rules."""

    config: Path
    policy: Policy
    calendar: ChineseCalendar
    zone: ZoneInfo
    address: str
    posted: tuple[Posted, ...]

    @property
    def read(self) -> tuple[NoticeFile, ...]:
        """The notices that could be read."""
        return tuple(one.file for one in self.posted if one.file is not None)

    def find(self, called: str) -> NoticeFile:
        """Return the notice with that number, a part of it, or that file's name."""
        names = {f.path.stem: f for f in self.read}
        found = [f for f in self.read if called in f.notice.id]
        exact = [f for f in found if f.notice.id == called]
        if called in names and not exact:
            return names[called]
        if len(exact or found) == 1:
            return (exact or found)[0]
        known = "、".join(f.notice.id for f in self.read)
        words = f"“{called}”不止一份" if found else f"没有通知“{called}”"
        raise BadSettings(f"{words}，请写全文号：{known}")

    def faults(self) -> Iterator[str]:
        """Yield what is wrong in any file, and between two of them."""
        for one in self.posted:
            yield from one.faults
        yield from same_number(self.read)

    def doubts(self) -> Iterator[str]:
        """Yield what staff should look at before a notice goes live."""
        for file in self.read:
            mailbox, notice = file.notice.mailbox, file.notice
            if mailbox and self.address and mailbox != self.address:
                words = f"通知写的收件邮箱是 {mailbox}，不是本邮箱 {self.address}"
                yield f"{file.path.name}：{words}"
            if not notice.annex_columns:
                yield f"{file.path.name}：没有附件表格，来件只按标题和正文认定"
            for duty in file.duties:
                if self.days(duty)[-1].due < notice.issued:
                    words = "各期都在发文日期之前，请核对 first、last 和 issued"
                    yield f"{file.path.name}：{words}"

    def days(self, notice: Notice) -> tuple[PeriodDays, ...]:
        """Return every due day and every letter's day of a notice's duty."""
        return tuple(days_of(notice, self.policy, self.calendar, self.zone))

    def set_state(self, file: NoticeFile, state: NoticeState) -> None:
        """Write a notice's new state; BadSettings if the file would be at fault."""
        text = file.path.read_text(encoding="utf-8-sig")
        changed = with_state(text, state.value)
        self._check(changed, file.path.name)
        if state is NoticeState.LIVE and (faults := tuple(same_number(self.read))):
            raise BadSettings(*faults)
        _replace(file.path, changed)

    def renew(self, file: NoticeFile, today: date) -> Path:
        """Write the draft of the notice that follows; an existing file stays."""
        text = next_years(file.path.read_text(encoding="utf-8-sig"), today)
        name = file.path.stem if file.path.name != ONLY else safe_part(file.notice.id)
        later = _TITLE_YEAR.sub(lambda y: str(int(y[0]) + 1), name)
        stem = later if later != name else f"{name}-下一份"
        path = self.config / FOLDER / f"{stem}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as draft:
                draft.write(text)
        except FileExistsError as fault:
            raise NeedsStaff(f"{path} 已存在，请先处理或改名") from fault
        return path

    def _check(self, text: str, name: str) -> None:
        with tempfile.TemporaryDirectory() as room:
            copy = Path(room) / name
            copy.write_text(text, encoding="utf-8")
            load_duties(copy, read_everybody(self.config))


def open_board(home: Path | None = None) -> tuple[NoticeBoard, datetime]:
    """Read a folder's notices; return them and the present moment.

    A notice at fault is among them with its faults; BadSettings only where the folder
    or its other settings are at fault.
    """
    folder = working_folder(None, home)
    if not (folder / "config").is_dir():
        raise BadSettings(no_folder(folder, None))
    settings = load_settings(Need.NOTHING, None, home)
    everybody = read_everybody(settings.config)
    board = NoticeBoard(
        config=settings.config,
        policy=settings.policy,
        calendar=load_calendar(settings.config / "workdays.csv"),
        zone=settings.timezone,
        address=settings.address,
        posted=tuple(_posted(p, everybody) for p in notice_paths(settings.config)),
    )
    return board, SystemClock(settings.timezone).now()


def _posted(path: Path, everybody: tuple[str, ...]) -> Posted:
    try:
        return Posted(path, NoticeFile(path, load_duties(path, everybody)))
    except BadSettings as fault:
        return Posted(path, None, fault.faults)


def _replace(path: Path, text: str) -> None:
    """Put the new text in the file's place, whole or not at all."""
    beside = path.with_suffix(".toml.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
