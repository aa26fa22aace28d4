"""`mailbot web`: the console, and who may come in."""

from __future__ import annotations

import logging
from argparse import Namespace
from types import ModuleType
from typing import TYPE_CHECKING

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json
from mailbot.cli.people import OPERATOR
from mailbot.core.entry.entry import PERMISSION_WORDS, Permission
from mailbot.errors import BadSettings, MailbotError
from mailbot.settings import Need
from mailbot.wiring import App, open_app

if TYPE_CHECKING:  # the extra `web` may be missing, and it loads slowly
    from mailbot.core.record.records import NewLetter
    from mailbot.flows.console.entering import Gatehouse
    from mailbot.web.console import Console


def loaded() -> ModuleType:
    """Return what serves the console; BadSettings where the extra is missing."""
    try:
        from mailbot.wiring import serving
    except ImportError as fault:
        words = f"工作台需要 {fault.name}，请在程序文件夹运行 pip install '.[web]'"
        raise BadSettings(words) from fault
    return serving


def web(options: Namespace) -> int:
    """Serve the console, or say who may come in."""
    serving = loaded()
    if options.what == "user":
        with open_app(Need.STAFF) as app:
            return _user(app, serving.gatehouse(app), options)
    with open_app(Need.STAFF | Need.WEB) as app:
        logging.getLogger("mailbot").setLevel(logging.INFO)
        where = serving.address(app.settings.web)

        def ready(_console: Console) -> None:
            plain.say_whole(f"工作台已开：{where}（按 Ctrl-C 结束）")

        serving.serve(app, ready)
    return 0


def _user(app: App, gate: Gatehouse, options: Namespace) -> int:
    now, who = app.clock.now(), options.address or ""
    match options.action:
        case "add":
            if not who:
                raise BadSettings("请写明工作人员的邮箱地址")
            letter = gate.set_role(who, Permission(options.role), OPERATOR, now)
            _tell(app, letter)
        case "end-sessions":
            gate.end_sessions(who, OPERATOR, now)
        case _:  # list
            pass
    for keeper, stays in gate.people(now):
        row = {
            "address": keeper.address,
            "role": keeper.role,
            "password": bool(keeper.password),
            "sessions": stays,
        }
        if options.json:
            print_json(row)
        else:
            has = "已设密码" if keeper.password else "未设密码"
            role = PERMISSION_WORDS[keeper.role]
            plain.say_whole(f"{keeper.address}  {role}  {has}  登录中{stays}处")
    return 0


def _tell(app: App, letter: NewLetter) -> None:
    """Tell somebody of a new role; a server that is away undoes nothing."""
    from mailbot.wiring.serving import post

    try:
        post(app, letter)
    except MailbotError as fault:
        plain.say_whole(f"权限已设定，但未能发信告知：{fault}")
