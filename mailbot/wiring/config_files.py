"""What a working folder says: its settings, and the files in config/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailbot import faultpoints
from mailbot.adapters.calendar import ChineseCalendar, load_calendar
from mailbot.adapters.folder import default_folder
from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.roster import find_roster, load_roster
from mailbot.core.names.own_names import agree, with_own_names, without_names_of
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.units import Roster
from mailbot.errors import BadSettings
from mailbot.settings import (
    Need,
    Settings,
    load_settings,
    no_folder,
    working_folder,
)


@dataclass(frozen=True, slots=True)
class ConfigFiles:
    """What the files in config/ say, beside how the bot behaves."""

    notice: Notice
    roster: Roster
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


def _files(config: Path) -> ConfigFiles:
    notice = load_notice(config / "notice.toml")
    calendar = load_calendar(config / "workdays.csv")
    return ConfigFiles(notice, _roster(config, notice), calendar)


def _roster(config: Path, notice: Notice) -> Roster:
    """Read the roster; the shipped one lends its names in its own place only."""
    shipped = default_folder("config")
    known_notice = load_notice(shipped / "notice.toml")
    known = load_roster(shipped / "roster.csv", known_notice.units, None)
    at_home = agree(notice.place, known_notice.place)
    lent = known if at_home else None
    roster = load_roster(find_roster(config), notice.units, lent)
    if not at_home:
        away = known_notice.place
        roster = without_names_of(roster, known, away, notice.place)
    return with_own_names(roster, notice.place)
