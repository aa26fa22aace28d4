"""A new working folder from what mailbot was shipped with."""

from __future__ import annotations

from pathlib import Path

from mailbot.adapters.folder import copy_letter, default_folder, lay_out
from mailbot.adapters.notice_file import at_home_in
from mailbot.settings import Settings
from mailbot.wiring.config_files import FOLDER, ONLY

EXAMPLE = "example.toml"
_ROSTER = "roster.csv"


def begin_in(folder: Path, place: str = "") -> tuple[Path, ...]:
    """Lay out a working folder; return what was laid there, in the order to read.

    With `place` it begins clean for another county: the shipped notice is but an
    example beside (a draft asks nobody), and the roster has no rows. BadSettings, and
    nothing touched, where one stands already or cannot be made.
    """
    laid = lay_out(folder, default_folder("config"), default_folder("templates"))
    if place:
        _begin_clean(folder / "config", place)
    return laid


def _begin_clean(config: Path, place: str) -> None:
    shipped = (config / ONLY).read_text(encoding="utf-8")
    (config / FOLDER).mkdir()
    example = config / FOLDER / EXAMPLE
    example.write_text(at_home_in(shipped, place), encoding="utf-8")
    (config / ONLY).unlink()
    heading = (config / _ROSTER).read_text(encoding="utf-8-sig").splitlines()[0]
    (config / _ROSTER).write_text(f"{heading}\n", encoding="utf-8-sig")


def letter_to_edit(settings: Settings, name: str) -> tuple[Path, ...]:
    """Lay a shipped letter into the working folder; BadSettings if there is none so."""
    return copy_letter(name, settings.templates, default_folder("templates"))
