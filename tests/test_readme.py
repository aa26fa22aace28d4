"""What both READMEs promise is what the program does: options, defaults, ports."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from pathlib import Path

import pytest

from mailbot.cli.arguments import build_parser
from mailbot.settings import Need, Security, load_settings
from tests.support.house import ROOT

README = ("README.md", "README.zh-CN.md")
COMMANDS: dict[str, argparse.ArgumentParser] = dict(
    next(a for a in build_parser()._actions if a.metavar == "命令").choices or {}
)
OF_ALL = {"--help", "--verbose"}


def rows_of(name: str, start: str) -> list[list[str]]:
    """Return the cells of every table row whose first cell matches."""
    text = (ROOT / name).read_text(encoding="utf-8")
    rows = [re.split(r"(?<!\\)\|", x)[1:-1] for x in text.splitlines() if x[:1] == "|"]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if re.match(start, row[0])]


@pytest.mark.parametrize("name", README)
def test_each_commands_options_are_the_ones_it_takes(name: str) -> None:
    told = {
        row[0].strip("`").split()[1]: set(re.findall(r"--[a-z-]+", " ".join(row)))
        for row in rows_of(name, r"`mailbot \w")
    }
    taken = {
        command: {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        - OF_ALL
        for command, parser in COMMANDS.items()
    }
    assert told == taken


def shipped_defaults() -> dict[str, object]:
    text = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    return {
        key: value
        for section in tomllib.loads(text).values()
        for key, value in section.items()
    }


@pytest.mark.parametrize("name", README)
def test_each_settings_default_is_the_one_that_holds(name: str) -> None:
    """The shipped file says the defaults of the code; that is a test of settings."""
    told = {}
    for key, default, *_ in rows_of(name, r"(`\[\w+\]` )?`\w+`$"):
        setting = key.split("`")[-2]
        if setting in shipped_defaults():
            told[setting] = default.strip("`").strip('"')
    real = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in shipped_defaults().items()
    }
    assert told == real


@pytest.mark.parametrize("name", README)
@pytest.mark.parametrize("kind", ["IMAP", "SMTP"])
def test_each_port_is_the_one_tried(name: str, kind: str, tmp_path: Path) -> None:
    (row,) = rows_of(name, rf"`MAILBOT_{kind}_HOST`")
    told = set(re.findall(r"\d+", row[1]))
    ports = set()
    for security in Security:
        environ = {
            f"MAILBOT_{kind}_HOST": "localhost",
            f"MAILBOT_{kind}_SECURITY": security.value,
        }
        found = load_settings(Need.NOTHING, environ, tmp_path)
        server = found.imap if kind == "IMAP" else found.smtp
        ports.add(str(server.port))
    assert told == ports
