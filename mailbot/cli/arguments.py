"""Every command with its options, in Chinese; the order is the order of a day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeAlias

from mailbot import DISTRIBUTION
from mailbot.cli import (
    console,
    keeping,
    mailbox,
    notices,
    people,
    playing,
    reminding,
    reports,
    retrying,
    setup,
    targets,
)
from mailbot.cli.chinese_parser import ChineseParser
from mailbot.core.record.records import LetterState

Run = Callable[[argparse.Namespace], int]
Common = Callable[[argparse.ArgumentParser], None]


def _version() -> str:
    """Return the installed version; a bare checkout that nobody installed has none."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "（未安装，从源码运行）"


# the type of what add_subparsers() returns has no public name
Commands: TypeAlias = "argparse._SubParsersAction[ChineseParser]"  # noqa: SLF001


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ChineseParser(prog="mailbot", description="收集各单位按通知邮寄的报表")
    _verbose(parser, default=False)
    parser.add_argument(
        "--version",
        action="version",
        version=f"mailbot {_version()}",
        help="显示版本",
    )
    # `mailbot` alone is somebody who looks for the way in: the help is the answer
    parser.set_defaults(run=lambda _: _help(parser))
    commands = parser.add_subparsers(
        title="命令", metavar="命令", parser_class=ChineseParser
    )
    for add in (_setup, _mailbox, _web, _show, _notices, _reports, _people, _keeping):
        add(commands)
    return parser


def _help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def _command(
    commands: Commands, name: str, run: Run, words: str, *common: Common
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=words, description=words)
    made.set_defaults(run=run)
    _verbose(made, default=argparse.SUPPRESS)  # unsaid, it leaves `mailbot -v` alone
    for option in common:
        option(made)
    return made


def _verbose(parser: argparse.ArgumentParser, *, default: object) -> None:
    parser.add_argument(
        "-v", "--verbose", action="store_true", default=default, help="输出详细日志"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="每行输出一个JSON对象")


def _whose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--notice",
        default="",
        metavar="文号",
        help="几份通知同时生效时，只看或只办这一份，如 13号",
    )


def _at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at", type=_moment, metavar="时刻", help="以此时刻为准，如 2023-06-30T09:00"
    )


def _period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "period", metavar="报送期", help="如 2023Q2、四季度、2023-04、上半年"
    )


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件")


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        words = f"{text} 不是有效的时刻，请写成 2023-06-30T09:00 的样子"
        raise argparse.ArgumentTypeError(words) from fault


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        words = f"{text} 不是有效的日期，请写成 2023-07-01 的样子"
        raise argparse.ArgumentTypeError(words) from fault


def _setup(commands: Commands) -> None:
    demo = _command(commands, "demo", playing.demo, "在本机演示一个季度，不需任何设置")
    demo.add_argument("--keep", type=Path, metavar="文件夹", help="结果存到此处")
    demo.add_argument("--stay", action="store_true", help="演示后保留邮件服务器")
    demo.add_argument(
        "--web", action="store_true", help="演示后打开工作台，待核实件留给您处理"
    )
    init = _command(commands, "init", setup.init, "建立工作文件夹")
    init.add_argument("folder", type=Path, metavar="文件夹")
    init.add_argument(
        "--place", default="", metavar="县名", help="其他县的办公室从空白名册开始"
    )
    _command(commands, "doctor", setup.doctor, "检查设置、服务器和数据库", _json)
    bundle = _command(
        commands,
        "support-bundle",
        setup.support_bundle,
        "生成给技术支持的情况单，不含任何来信内容",
    )
    bundle.add_argument("file", type=Path, metavar="文件.json")


def _mailbox(commands: Commands) -> None:
    run = _command(commands, "run", mailbox.run, "持续运行：收信、回执、催报、汇总")
    run.add_argument("--web", action="store_true", help="同时开工作台")
    run.add_argument(
        "--log",
        choices=("lines", "json"),
        default="lines",
        metavar="格式",
        help="日志格式：lines（默认，每条一行文字）、json（每行一个JSON对象）",
    )
    poll = _command(
        commands, "poll", mailbox.poll, "收一次信并发出到期信件", _at, _json
    )
    poll.add_argument("--no-send", action="store_true", help="只收信，不发信")
    _command(
        commands,
        "import",
        mailbox.take_files,
        "导入已有邮件，不发回执",
        _paths,
        _json,
    )
    again = _command(
        commands, "retry", retrying.retry, "列出或重新读取未能读取的来信和文件", _json
    )
    again.add_argument("id", nargs="?", metavar="编号", help="如 R12 或 R12.2")
    again.add_argument("--failed", action="store_true", help="全部重新读取")
    _outbox(commands)


def _outbox(commands: Commands) -> None:
    outbox = _command(commands, "outbox", mailbox.outbox, "查看和处理待发信件", _json)
    _whose(outbox)
    outbox.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "hold", "release", "cancel"),
        metavar="动作",
        help="list（默认）、hold 暂停、release 放行、cancel 取消",
    )
    outbox.add_argument("id", nargs="?", type=int, metavar="编号", help="信件编号")
    outbox.add_argument(
        "--state",
        action="append",
        choices=tuple(map(str, LetterState)),
        metavar="状态",
        help=f"只列此状态，可写多次：{'、'.join(LetterState)}",
    )


def _web(commands: Commands) -> None:
    web = _command(commands, "web", console.web, "工作台：在浏览器中查看和办理", _json)
    web.add_argument(
        "what", nargs="?", choices=("user",), metavar="user", help="查看和设定登录的人"
    )
    web.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "add", "end-sessions"),
        metavar="动作",
        help="list（默认）、add 设定权限、end-sessions 结束登录",
    )
    web.add_argument("address", nargs="?", metavar="地址", help="工作人员的邮箱地址")
    web.add_argument(
        "--role",
        default="office",
        choices=("office", "look"),
        metavar="权限",
        help="office 办公室（默认）、look 查看",
    )


def _show(commands: Commands) -> None:
    examine = _command(
        commands, "examine", reports.examine, "解释来信或文件，不改动任何东西", _paths
    )
    _at(examine)
    _json(examine)
    examine.add_argument("--ledger", action="store_true", help="参照台账中的历史")
    examine.add_argument("--text", action="store_true", help="同时输出全文")
    examine.add_argument(
        "--figures", action="store_true", help="同时读出各项目标的进度数（配合 --json）"
    )
    examine.add_argument(
        "--annotate", type=Path, metavar="文件夹", help="把印章位置画成图片存到此处"
    )
    status = _command(commands, "status", reports.status, "各单位报送情况", _at, _json)
    _whose(status)
    status.add_argument(
        "--period", metavar="报送期", help="如 2023Q2、四季度，默认为当前一期"
    )
    status.add_argument(
        "--healthy", action="store_true", help="服务是否正常：退出码0正常，1异常"
    )


def _notices(commands: Commands) -> None:
    notice = _command(
        commands, "notice", notices.notice, "各份通知：查看、识读、生效", _json
    )
    notice.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "read", "show", "calendar", "check", "live", "close", "renew"),
        metavar="动作",
        help="list（默认）列出、read 识读原文、show 查看、calendar 全部日期、"
        "check 检查、live 生效、close 结束、renew 起草下一份",
    )
    notice.add_argument(
        "what", nargs="*", metavar="文号", help="如 13号；read 为通知原文的文件"
    )
    notice.add_argument(
        "--draft", metavar="名称", help="另写草稿 config/notices/名称.toml"
    )


def _reports(commands: Commands) -> None:
    remind = _command(commands, "remind", reminding.remind, "催报", _at, _json)
    _whose(remind)
    remind.add_argument("--dry-run", action="store_true", help="只列出，不发出")
    summary = _command(commands, "summary", reports.summary, "每周汇总", _at)
    _whose(summary)
    summary.add_argument("--out", type=Path, metavar="文件夹", help="存到此处")
    summary.add_argument("--send", action="store_true", help="发给工作人员")
    rollup = _command(commands, "rollup", reports.rollup, "生成汇总报表", _period)
    _out(rollup)
    _whose(rollup)
    export = _command(commands, "export", reports.export, "导出一期的文件", _period)
    _whose(export)
    export.add_argument("--out", type=Path, required=True, metavar="文件.zip")
    export.add_argument(
        "--bag", action="store_true", help="按BagIt（RFC 8493）打包，供移交档案"
    )
    words = "工作台账：各项目标的进度数"
    targets.figure_options(
        _command(commands, "figures", targets.figures, words, _at, _json, _whose)
    )
    common = (_period, _out, _at, _whose)
    targets.circular_options(
        _command(commands, "circular", reports.circular, "起草通报", *common)
    )
    letters = _command(commands, "letters", reports.letters, "预览或修改信件")
    letters.add_argument(
        "action",
        choices=("preview", "edit"),
        metavar="动作",
        help="preview 预览全部信件、edit 取出一种信件以便修改",
    )
    letters.add_argument("name", nargs="?", metavar="信件", help="如 receipt")
    letters.add_argument("--out", type=Path, metavar="文件夹", help="预览存到此处")


def _people(commands: Commands) -> None:
    review = _command(commands, "review", people.review, "处理待核实件", _json)
    review.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "confirm", "reject", "ignore"),
        metavar="动作",
        help="list（默认）、confirm 确认、reject 退回、ignore 忽略",
    )
    review.add_argument("id", nargs="?", metavar="编号", help="如 R12 或 R12.2")
    _as_what(review)
    review.add_argument("--ignored", action="store_true", help="列出未计入的其他来件")
    review.add_argument("--reason", metavar="理由", help="退回的理由，单位会看到")
    review.add_argument(
        "--anyway", action="store_true", help="虽有疑问仍予采用（记入日志）"
    )
    review.add_argument(
        "--learn",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="是否记住发件地址属于该单位",
    )
    _whose(review)
    _units(commands)
    register = _command(
        commands, "register", people.register, "手工登记一份文件", _paths, _at, _json
    )
    _as_what(register)
    _whose(register)


def _units(commands: Commands) -> None:
    unit = _command(commands, "unit", people.unit, "单位的延期、免报和地址", _json)
    _whose(unit)
    unit.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "extend", "exempt", "suspend", "resume", "adopt", "place"),
        metavar="动作",
        help="list（默认）、extend 延期、exempt 免报、suspend/resume 停用或恢复地址、"
        "adopt 认可新地址（不写地址则列出）、place 把待归项归入某项",
    )
    unit.add_argument("who", nargs="?", metavar="单位或地址")
    unit.add_argument("day", nargs="?", metavar="日期", help="延期到，如 2023-07-10")
    unit.add_argument("--row", default="", metavar="名称", help="待归项的名称")
    unit.add_argument("--item", type=int, metavar="项", help="归入第几项")
    unit.add_argument("--period", metavar="报送期", help="只对此期有效")
    unit.add_argument("--unit", default="", metavar="单位", help="新地址属于哪个单位")
    unit.add_argument(
        "--anyway", action="store_true", help="本期已认可两个新地址，仍予认可"
    )
    how = unit.add_mutually_exclusive_group()
    how.add_argument("--refuse", action="store_true", help="新地址不是该单位的")
    how.add_argument(
        "--undo", action="store_true", help="撤销认可、否认（14天内）或归项"
    )


def _as_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", action="append", default=[], metavar="单位")
    parser.add_argument("--period", default="", metavar="报送期")
    parser.add_argument(
        "--copy", default="", metavar="类别", help="electronic | stamped_pdf"
    )


def _keeping(commands: Commands) -> None:
    backup = _command(commands, "backup", keeping.backup, "备份为一个文件")
    backup.add_argument("file", type=Path, metavar="文件")
    restore = _command(commands, "restore", keeping.restore, "从备份恢复")
    restore.add_argument("file", type=Path, metavar="文件")
    move = _command(
        commands, "move-ledger", keeping.move_ledger, "把台账搬到PostgreSQL"
    )
    move.add_argument(
        "url",
        metavar="网址",
        help="空的数据库，如 postgresql://mailbot@db.example/mailbot",
    )
    _command(commands, "verify", keeping.verify, "核对每个归档文件", _json)
    purge = _command(commands, "purge", keeping.purge, "删除某日之前的材料")
    purge.add_argument(
        "--before", type=_day, required=True, metavar="日期", help="如 2023-07-01"
    )
