"""A new working folder from what mailbot was shipped with."""

from __future__ import annotations

from pathlib import Path

from mailbot.adapters.folder import copy_letter, default_folder, lay_out
from mailbot.settings import Settings


def begin_in(folder: Path) -> tuple[Path, ...]:
    """Lay out a working folder; return what was laid there, in the order to read.

    BadSettings, and nothing touched, where one stands already or cannot be made.
    """
    return lay_out(folder, default_folder("config"), default_folder("templates"))


def letter_to_edit(settings: Settings, name: str) -> tuple[Path, ...]:
    """Lay a shipped letter into the working folder; BadSettings if there is none so."""
    return copy_letter(name, settings.templates, default_folder("templates"))
