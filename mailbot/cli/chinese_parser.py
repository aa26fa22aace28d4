"""argparse in Chinese: its headings, and all it can say is wrong."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from mailbot.settings.names import nearest

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


class ChineseParser(argparse.ArgumentParser):
    """A parser that explains itself, and what was typed wrongly, in Chinese."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", _Chinese)
        options["add_help"] = False
        super().__init__(**options)  # type: ignore[arg-type]  # argparse's own
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """Let a command itself say what it does not know, beside its own usage."""
        known, rest = super().parse_known_args(args, namespace)
        if rest and self._subparsers is None:
            near = nearest(rest[0].partition("=")[0], list(self._option_string_actions))
            hint = f"，是否想写 {near}？" if near else ""
            self.error(f"unrecognized arguments: {' '.join(rest)}{hint}")
        return known, rest

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
