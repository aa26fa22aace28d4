"""A new working folder from what mailbot was shipped with."""

from __future__ import annotations

from pathlib import Path

from mailbot.adapters.folder import default_folder, lay_out


def begin_in(folder: Path) -> tuple[Path, ...]:
    """Lay out a working folder; return what was laid there, in the order to read.

    BadSettings, and nothing touched, where one stands already or cannot be made.
    """
    return lay_out(folder, default_folder("config"), default_folder("templates"))
