"""Working folders: what mailbot is shipped with, and a new one laid out from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import mailbot
from mailbot.errors import BadSettings
from mailbot.fault_words import why

_OWNER_ONLY = 0o700
# Beside the letters in `templates/` lie the texts of a new folder; staff need no copy.
_TEXTS = "folder"
_SETTINGS, _MANUAL = ".env.example", "使用说明.txt"


def default_folder(name: str) -> Path:
    """Return the folder `config` or `templates` that mailbot was shipped with.

    A wheel carries them inside the package; a checkout has them at its top.
    """
    package = Path(mailbot.__file__).parent
    inside = package / "defaults" / name
    return inside if inside.is_dir() else package.parent / name


def lay_out(folder: Path, config: Path, templates: Path) -> tuple[Path, ...]:
    """Make a working folder; return what was laid there, in the order to read.

    `config` and `templates` are the folders that mailbot was shipped with.
    BadSettings, and nothing touched, where one stands already or cannot be made.
    """
    present = [
        name for name in ("config", "templates", "state") if (folder / name).exists()
    ]
    if present:
        raise BadSettings(
            f"{folder} 已是工作文件夹（已有 {'、'.join(present)}），没有改动任何文件。"
            "如需重新开始，请另选一个空文件夹"
        )
    try:
        return _laid(folder, config, templates)
    except OSError as fault:
        raise BadSettings(
            f"无法在 {folder} 建立工作文件夹（{why(fault)}），请换一个可写的位置"
        ) from fault


def _laid(folder: Path, config: Path, templates: Path) -> tuple[Path, ...]:
    shutil.copytree(config, folder / "config")
    # Letters are not copied: those shipped serve, and our improvements reach everybody.
    (folder / "templates" / "letters").mkdir(parents=True)
    (folder / "state").mkdir()
    # mkdir's mode is cut by the umask, and the state holds other people's letters
    (folder / "state").chmod(_OWNER_ONLY)
    shutil.copyfile(templates / _TEXTS / "env.txt", folder / _SETTINGS)
    shutil.copyfile(templates / _TEXTS / "manual.txt", folder / _MANUAL)
    names = (_MANUAL, _SETTINGS, "config", "templates", "state")
    return tuple(folder / name for name in names)


def copy_letter(name: str, own: Path, shipped: Path) -> tuple[Path, ...]:
    """Lay the shipped letter `name` into a folder's own templates, to be edited there.

    Return the files, those that lay there already untouched among them. BadSettings if
    there is no such letter.
    """
    parts = sorted((shipped / "letters").glob(f"{name}.*.j2"))
    if not parts or not name.replace("_", "").isalpha():
        every = sorted({p.name.split(".")[0] for p in _subjects(shipped)})
        raise BadSettings(f"没有名为 {name} 的信件，可写：{'、'.join(every)}")
    (own / "letters").mkdir(parents=True, exist_ok=True)
    for part in parts:
        if not (own / "letters" / part.name).exists():
            shutil.copyfile(part, own / "letters" / part.name)
    return tuple(own / "letters" / part.name for part in parts)


def _subjects(shipped: Path) -> Iterator[Path]:
    return (shipped / "letters").glob("*.subject.j2")
