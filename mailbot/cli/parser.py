"""How commands are told to argparse: in Chinese, with the options that many share."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeAlias

from mailbot.settings.names import nearest

Run = Callable[[argparse.Namespace], int]
Common = Callable[[argparse.ArgumentParser], None]

_TITLES = {"positional arguments": "参数", "options": "选项"}
# argparse knows no Chinese; these are all the sentences it can say to an operator.
_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (
        r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)",
        r"\1：\2 不可用，可写：\3",
    ),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"argument (\S+): expected at least one argument", r"\1 后面至少写一项"),
    (r"argument (\S+): invalid int value: (.*)", r"\1：\2 不是整数"),
    (r"argument (\S+): (.*)", r"\1：\2"),
    (r"one of the arguments (.*) is required", r"须写明其中一项：\1"),
)

_CHOICE = r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)"


class _Chinese(argparse.HelpFormatter):
    """Help as argparse lays it out, with Chinese headings."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Begin the usage line in Chinese; a prefix of "" asks for none."""
        begin = "用法：" if prefix is None else prefix
        super().add_usage(usage, actions, groups, begin)

    def start_section(self, heading: str | None) -> None:
        """Name a section in Chinese."""
        super().start_section(_TITLES.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", _Chinese)
        options["add_help"] = False
        super().__init__(**options)  # type: ignore[arg-type]  # argparse's own
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the words typed; exit status 2."""
        message = _meant(message) or message
        for english, chinese in _ERRORS:
            message = re.sub(f"^{english}$", chinese, message)
        self.exit(2, f"{self.format_usage()}{self.prog}：{message}\n")


def _meant(message: str) -> str:
    """Name the choice that was probably meant; "" where none is alike."""
    said = re.match(_CHOICE, message)
    near = said and nearest(said[2], re.findall(r"[\w-]+", said[3]))
    return f"{said[1]}：不认识 {said[2]}，是否想写 {near}？" if near and said else ""


# the type of what add_subparsers() returns has no public name
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001


def command(
    commands: Commands, name: str, run: Run, words: str, *common: Common
) -> argparse.ArgumentParser:
    """Add a command with its words and the options named."""
    made = commands.add_parser(name, help=words, description=words)
    made.set_defaults(run=run)
    verbose(made, default=argparse.SUPPRESS)  # unsaid, it leaves `mailbot -v` alone
    for option in common:
        option(made)
    return made


def verbose(parser: argparse.ArgumentParser, *, default: object) -> None:
    """Let a command write its log."""
    parser.add_argument(
        "-v", "--verbose", action="store_true", default=default, help="输出详细日志"
    )


def as_json(parser: argparse.ArgumentParser) -> None:
    """Let a command print JSON."""
    parser.add_argument("--json", action="store_true", help="每行输出一个JSON对象")


def at_moment(parser: argparse.ArgumentParser) -> None:
    """Let a command take another moment for the present one."""
    parser.add_argument(
        "--at", type=moment, metavar="时刻", help="以此时刻为准，如 2023-06-30T09:00"
    )


def one_period(parser: argparse.ArgumentParser) -> None:
    """Ask for a period."""
    parser.add_argument(
        "period", metavar="报送期", help="如 2023Q2、四季度、2023-04、上半年"
    )


def some_paths(parser: argparse.ArgumentParser) -> None:
    """Ask for files."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件")


def out_folder(parser: argparse.ArgumentParser) -> None:
    """Ask for a folder to write into."""
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹")


def moment(text: str) -> datetime:
    """Read a moment that was typed."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        words = f"{text} 不是有效的时刻，请写成 2023-06-30T09:00 的样子"
        raise argparse.ArgumentTypeError(words) from fault


def one_day(text: str) -> datetime:
    """Read a day that was typed."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        words = f"{text} 不是有效的日期，请写成 2023-07-01 的样子"
        raise argparse.ArgumentTypeError(words) from fault
