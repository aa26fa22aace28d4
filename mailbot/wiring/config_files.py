"""What a working folder says: its settings, and the files in config/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailbot import faultpoints
from mailbot.adapters.calendar import ChineseCalendar, load_calendar
from mailbot.adapters.folder import default_folder
from mailbot.adapters.notice_file import is_draft, load_duties, load_notice
from mailbot.adapters.roster import find_roster, load_roster, units_in
from mailbot.core.names.own_names import agree, with_own_names, without_names_of
from mailbot.core.notice.notice import Notice, NoticeState
from mailbot.core.notice.units import Roster
from mailbot.errors import BadSettings
from mailbot.ports.notices import NoticeFile
from mailbot.settings import (
    Need,
    Settings,
    load_settings,
    no_folder,
    working_folder,
)

ONLY = "notice.toml"
FOLDER = "notices"


@dataclass(frozen=True, slots=True)
class Campaign:
    """What one duty asks, and the units that owe it."""

    notice: Notice
    roster: Roster


@dataclass(frozen=True, slots=True)
class ConfigFiles:
    """What the files in config/ say, beside how the bot behaves.

    `campaigns` are the duties of live notices, `closed` those of closed ones.
    """

    campaigns: tuple[Campaign, ...]
    closed: tuple[Campaign, ...]
    calendar: ChineseCalendar


def read_folder(
    need: Need, environ: Mapping[str, str] | None, home: Path | None
) -> tuple[Settings, ConfigFiles]:
    """Read settings and files; BadSettings tells the faults of all of them at once."""
    folder = working_folder(environ, home)
    if not (folder / "config").is_dir():
        raise BadSettings(no_folder(folder, environ))
    try:
        settings = load_settings(need, environ, home)
        faultpoints.arm(settings.fault)
    except BadSettings as fault:
        files = _faults_of_files(folder / "config")
        raise BadSettings(*fault.faults, *files) from fault
    return settings, _files(settings.config)


def _faults_of_files(config: Path) -> tuple[str, ...]:
    try:
        _files(config)
    except BadSettings as fault:
        return fault.faults
    return ()


def read_notices(config: Path) -> tuple[NoticeFile, ...]:
    """Read every notice of the folder; BadSettings tells the faults of all files.

    Two files with one number are a fault: the ledger could not tell them apart. A
    draft that is not whole yet is left out.
    """
    everybody = read_everybody(config)
    read: list[NoticeFile] = []
    faults: list[str] = []
    for path in notice_paths(config):
        try:
            read.append(NoticeFile(path, load_duties(path, everybody)))
        except BadSettings as fault:
            if not _is_draft(path):  # that one is nobody's business yet
                faults.extend(fault.faults)
    faults.extend(same_number(read))
    if faults:
        raise BadSettings(*faults)
    return tuple(read)


def _is_draft(path: Path) -> bool:
    try:
        return is_draft(path)
    except BadSettings:
        return False


def notice_paths(config: Path) -> tuple[Path, ...]:
    """Return the notices' files: notice.toml first, then notices/ by name."""
    several = sorted((config / FOLDER).glob("*.toml"))
    only = config / ONLY
    return (only, *several) if only.exists() or not several else tuple(several)


def same_number(read: Sequence[NoticeFile]) -> list[str]:
    """Return a fault for each two files with one number."""
    names: dict[str, str] = {}
    faults = []
    for one in read:
        first = names.setdefault(one.notice.id, one.path.name)
        if first != one.path.name:
            words = f"与 {first} 同是 {one.notice.id}，请改正文号或删去一份"
            faults.append(f"{one.path.name}：[notice] id 有误。{words}")
    return faults


def read_everybody(config: Path) -> tuple[str, ...]:
    """Return the units of the roster; what is wrong with it is told later."""
    try:
        return units_in(find_roster(config))
    except (BadSettings, OSError):
        return ()


def _files(config: Path) -> ConfigFiles:
    notices = read_notices(config)
    calendar = load_calendar(config / "workdays.csv")
    known = frozenset(u for one in notices for duty in one.duties for u in duty.units)
    live = [d for n in notices if n.state is NoticeState.LIVE for d in n.duties]
    closed = [d for n in notices if n.state is NoticeState.CLOSED for d in n.duties]
    if not live:
        words = "没有生效的通知：草稿核对后运行 mailbot notice live 编号，使其生效"
        raise BadSettings(words)
    return ConfigFiles(
        tuple(Campaign(notice, _roster(config, notice, known)) for notice in live),
        tuple(Campaign(notice, _roster(config, notice, known)) for notice in closed),
        calendar,
    )


def _roster(config: Path, notice: Notice, elsewhere: frozenset[str]) -> Roster:
    """Read the roster; the shipped one lends its names in its own place only."""
    shipped = default_folder("config")
    known_notice = load_notice(shipped / ONLY)
    known = load_roster(shipped / "roster.csv", known_notice.units, None)
    at_home = agree(notice.place, known_notice.place)
    lent = known if at_home else None
    roster = load_roster(find_roster(config), notice.units, lent, elsewhere)
    if not at_home:
        away = known_notice.place
        roster = without_names_of(roster, known, away, notice.place)
    return with_own_names(roster, notice.place)
