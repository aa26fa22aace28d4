"""The commands of the IT person: init, doctor."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from json import dumps

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json
from mailbot.core.words.checkup import CheckState
from mailbot.settings import Need
from mailbot.wiring import open_app
from mailbot.wiring.beginning import begin_in
from mailbot.wiring.doctor.examining import examine_all
from mailbot.wiring.support import support_facts

_WRONG = 2


def init(options: Namespace) -> int:
    """Lay out a working folder: config, templates, .env.example, state."""
    laid = begin_in(options.folder, options.place)
    plain.say(f"已建立工作文件夹 {options.folder}：")
    for path in laid:
        plain.say(f"  {path.name}")
    if options.place:
        plain.say("自带的通知只作样例：用 mailbot notice read 识读本县的通知。")
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


def support_bundle(options: Namespace) -> int:
    """Write what helps those who help: numbers and versions, no word of any mail."""
    checks = tuple(examine_all())
    with open_app(Need.NOTHING) as app:
        facts = support_facts(app, checks)
    text = dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    options.file.write_text(text + "\n", encoding="utf-8")
    plain.say(
        f"已生成 {options.file}：只有版本、数量和状态，可打开查看后发给技术支持；"
    )
    plain.say(
        "只有版本、数量和状态，不含密码、姓名、地址、主题、文件名和任何来信内容。"
    )
    return 0
