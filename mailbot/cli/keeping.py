"""The commands that keep what was taken in: backup, restore, move, verify, purge."""

from __future__ import annotations

from argparse import Namespace

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json
from mailbot.flows.upkeep import keeping
from mailbot.settings import Need
from mailbot.wiring import moving, open_app

_NEWS = 1
OPERATOR = "operator"


def backup(options: Namespace) -> int:
    """Write the state folder as one file."""
    with open_app(Need.NOTHING) as app:
        count = app.backup(options.file)
    plain.say(f"已备份{count}个文件到 {options.file}")
    return 0


def restore(options: Namespace) -> int:
    """Lay a backup out as the state folder; say what will be fetched again."""
    with open_app(Need.NOTHING) as app, app.lock("restore"):
        count, anew = moving.restore(app, options.file)
        plain.say(f"已恢复{count}个文件到 {app.settings.state}")
        plain.say("此前收到的来信取回后只归档，不再自动回执。")
        if anew.held:
            words = f"备份中有{anew.held}封信未发出，已暂存"
            plain.say(f"{words}，核对后用 outbox release 放行")
        for mail in anew.again:
            when = f"{app.office.local(mail.received_at):%Y-%m-%d %H:%M}"
            words = f"文件夹{mail.place.folder}：{when}的来信未及备份"
            plain.say(f"{words}，下次收信时重新取回")
        with app.office.ledger.begin() as work:
            newest = work.files.newest()
        for folder, moment in newest:
            when = f"{app.office.local(moment):%Y-%m-%d %H:%M}"
            plain.say(f"文件夹{folder}：{when}之后的来信，下次收信时重新取回")
    return 0


def move_ledger(options: Namespace) -> int:
    """Take the ledger from its SQLite file to another database."""
    with (
        open_app(Need.NOTHING) as app,
        app.lock("move-ledger"),
        plain.progress("正在搬迁台账") as tick,
    ):
        count, old = moving.move_ledger(app, options.url, tick)
    plain.say(f"已搬迁并逐行核对{count}行；原台账改名为 {old}")
    plain.say("请在 .env 中写入 MAILBOT_DATABASE_URL，再启动服务。")
    return 0


def verify(options: Namespace) -> int:
    """Hold every file against its SHA-256, every row against its file."""
    with open_app(Need.NOTHING) as app, plain.progress("正在核对") as tick:
        app.ledger.check()
        findings = keeping.verify(app.office, tick)
        notice = app.office.notice.id
    for finding in findings:
        if options.json:
            row = {"notice": notice, "path": finding.path, "fault": finding.fault}
            print_json(row)
        else:
            plain.say(f"{finding.path}：{keeping.FAULT_WORDS[finding.fault]}")
    if not findings and not options.json:
        plain.say("全部文件与台账一致。")
    return _NEWS if findings else 0


def purge(options: Namespace) -> int:
    """Delete for good what was received before a day."""
    with open_app(Need.NOTHING) as app, app.lock("purge"):
        before = options.before
        if before.tzinfo is None:
            before = before.replace(tzinfo=app.office.zone)
        count = keeping.purge(app.office, before, OPERATOR, app.clock.now())
    plain.say(f"已删除{before:%Y-%m-%d}之前收到的{count}个文件；台账保留报送记录")
    return 0
