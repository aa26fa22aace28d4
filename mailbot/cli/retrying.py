"""The command that lists what could not be read, and has it read again."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from mailbot.cli import plain
from mailbot.cli.jsonl import Row, moment, print_json
from mailbot.core.record.records import UnreadMail
from mailbot.errors import BadSettings
from mailbot.flows.intake.collect import judge_all
from mailbot.flows.intake.round import Onlooker, Round
from mailbot.flows.office import Office
from mailbot.flows.staff.retrying import retry as order
from mailbot.settings import Need
from mailbot.wiring import App, open_app

_LEFT = 1


def retry(options: Namespace) -> int:
    """List what could not be read, or read it again at once: one thing, or all."""
    if options.id and options.failed:
        raise BadSettings("编号与 --failed 只能写一个")
    with open_app(Need.NOTHING) as app:
        if options.id or options.failed:
            with app.lock("retry"):
                _read_again(app, options.id or "")
        with app.desk() as desk:
            left = desk.work.unread.every()
    if options.json:
        for one in left:
            print_json(_row(one, app.office))
    else:
        _show(left, app.office)
    return _LEFT if left and (options.id or options.failed) else 0


def _read_again(app: App, wanted: str) -> None:
    with app.desk() as desk:
        chosen = order(desk, wanted)
        desk.work.commit()
    done = Round()
    with plain.progress("正在重新读取") as tick:
        judge_all(app.office, app.clock.now(), done, Onlooker(tick))
    words = f"已重新读取{len(chosen)}项"
    plain.complain(f"{words}：{done.trouble}" if done.trouble else f"{words}。")


def _show(left: Sequence[UnreadMail], office: Office) -> None:
    if not left:
        plain.say("没有读取失败的来信或文件。")
        return
    plain.say(f"未能读取{len(left)}项：")
    for one in left:
        came = f"{office.local(one.received_at):%Y-%m-%d %H:%M}"
        words = f"{one.name or '整封来信'}：{one.fault}{_when(one, office)}"
        plain.say(f"  {one.id}  {came}  {words}")
    plain.say("重新读取：mailbot retry 编号，或 mailbot retry --failed")


def _when(one: UnreadMail, office: Office) -> str:
    if one.next_try_at is None:
        return ""
    again = f"{office.local(one.next_try_at):%H:%M}"
    return f"（已试{one.tries}次，{again}后自动再试）"


def _row(one: UnreadMail, office: Office) -> Row:
    return {
        "notice": office.notice.id,
        "id": one.id,
        "attachment": one.name or None,
        "received_at": moment(one.received_at, office.zone),
        "reason": one.fault,
        "tries": one.tries,
        "next_try_at": moment(one.next_try_at, office.zone),
    }
