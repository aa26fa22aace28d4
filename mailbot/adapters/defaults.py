"""The configuration and templates that travel with mailbot."""

from __future__ import annotations

from pathlib import Path

import mailbot


def default_folder(name: str) -> Path:
    """Return the folder `config` or `templates` that mailbot was shipped with.

    A wheel carries them inside the package; a checkout has them at its top.
    """
    package = Path(mailbot.__file__).parent
    inside = package / "defaults" / name
    return inside if inside.is_dir() else package.parent / name
