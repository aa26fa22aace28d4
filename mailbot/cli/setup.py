"""The commands of the IT person: demo, init, doctor."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mailbot.cli import plain
from mailbot.errors import BadSettings

if TYPE_CHECKING:
    from argparse import Namespace


def init(options: Namespace) -> int:
    """Lay out a working folder: config, templates, .env.example, state."""
    from mailbot.adapters.defaults import default_folder

    folder = options.folder
    if (folder / "config").exists():
        raise BadSettings(f"{folder} 已是工作文件夹，没有改动任何文件")
    shutil.copytree(default_folder("config"), folder / "config")
    shutil.copytree(default_folder("templates"), folder / "templates")
    (folder / "state").mkdir(mode=0o700, parents=True)
    plain.say(f"已建立工作文件夹 {folder}")
    return 0


def demo(options: Namespace) -> int:
    raise NotImplementedError


doctor = demo
