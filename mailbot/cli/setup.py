"""The commands of the IT person: init, doctor."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json
from mailbot.core.words.checkup import CheckState
from mailbot.wiring.beginning import begin_in
from mailbot.wiring.doctor import examine_all

_WRONG = 2


def init(options: Namespace) -> int:
    """Lay out a working folder: config, templates, .env.example, state."""
    laid = begin_in(options.folder)
    plain.say(f"已建立工作文件夹 {options.folder}：")
    for path in laid:
        plain.say(f"  {path.name}")
    plain.say("接下来：复制 .env.example 为 .env 并填写，再运行 mailbot doctor 检查。")
    return 0


def doctor(options: Namespace) -> int:
    """Look at everything mailbot stands on; exit 2 if something is in the way."""
    worst = 0
    for check in examine_all():
        worst = max(worst, _WRONG if check.state is CheckState.ERROR else 0)
        if options.json:
            print_json(asdict(check))
        else:
            plain.show_check(check)
    return worst
