"""The commands of the IT person: init, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.adapters.folder import lay_out
from mailbot.cli import plain

if TYPE_CHECKING:
    from argparse import Namespace


def init(options: Namespace) -> int:
    """Lay out a working folder: config, templates, .env.example, state."""
    laid = lay_out(options.folder)
    plain.say(f"已建立工作文件夹 {options.folder}：")
    for path in laid:
        plain.say(f"  {path.name}")
    plain.say("接下来：复制 .env.example 为 .env 并填写，再运行 mailbot doctor 检查。")
    return 0


def doctor(options: Namespace) -> int:
    raise NotImplementedError
