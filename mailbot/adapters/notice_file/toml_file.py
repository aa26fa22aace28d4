"""A TOML file that people write: values taken out, every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from mailbot.errors import BadSettings
from mailbot.fault_words import why

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z_]+)\s*\]\]?")
_KEY = re.compile(r"\s*\"?([A-Za-z_]+)\"?\s*=")
_ROWS = "[["


@dataclass(frozen=True, slots=True)
class TomlTable:
    """A table of the file: its name, and which of several rows it is (from 0)."""

    name: str
    nth: int = 0
    is_row: bool = False

    @property
    def words(self) -> str:
        """How people find it: [notice], 第2个 [[items]]."""
        return (
            f"第{self.nth + 1}个 [[{self.name}]]" if self.is_row else f"[{self.name}]"
        )


@dataclass(slots=True)
class TomlFile:
    """The parsed file, and what was found wrong with it."""

    name: str
    data: Mapping[str, object]
    lines: Mapping[tuple[TomlTable, str], int]
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read a file; BadSettings names it, the place and the remedy."""
        text = _text(path)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            words = f"{path.name} {_where(fault)}写法有误：请对照自带的样例改正"
            raise BadSettings(words) from fault
        return cls(path.name, data, _lines(text))

    def fault(self, table: TomlTable, key: str, remedy: str) -> None:
        """Note what is wrong at a key of a table, with its line if it has one."""
        stated = key.split(" ", 1)[0]  # of "targets kind" the line of targets
        line = self.lines.get((table, stated)) or self.lines.get((table, ""))
        at = f" 第{line}行" if line else ""
        self.faults.append(
            f"{self.name}{at}：{table.words} {key} 有误。{remedy}".replace("  ", " ")
        )

    def section(self, table: TomlTable) -> Mapping[str, object]:
        """Return a table's values, empty if it is none."""
        found = self.data.get(table.name, {})
        if table.is_row:
            found = found[table.nth] if isinstance(found, list) else {}
        return found if isinstance(found, dict) else {}

    def rows(self, name: str) -> tuple[TomlTable, ...]:
        """Return the tables of an array [[name]], none if it is no array."""
        found = self.data.get(name)
        count = len(found) if isinstance(found, list) else 0
        return tuple(TomlTable(name, nth, is_row=True) for nth in range(count))

    def text(self, table: TomlTable, key: str, default: str | None = None) -> str:
        """Return a text that is not empty, unless it has a default."""
        value = self.section(table).get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.fault(table, key, "请填写一段带引号的文字")
        return ""

    def texts(
        self, table: TomlTable, key: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.section(table).get(key, default)
        if are_texts(value):
            return tuple(value)  # type: ignore[arg-type]  # just checked
        self.fault(table, key, '请写成 ["…", "…"] 的样子')
        return ()

    def day(self, table: TomlTable, key: str) -> date:
        """Return a date."""
        value = self.section(table).get(key)
        if is_day(value):
            return value  # type: ignore[return-value]  # just checked
        self.fault(table, key, "请写成 2023-04-21 的样子，不加引号")
        return date.min

    def word(
        self,
        table: TomlTable,
        key: str,
        words: Iterable[str],
        default: str | None = None,
    ) -> str:
        """Return one of the words that may stand there."""
        allowed = tuple(words)
        value = self.section(table).get(key, default)
        if isinstance(value, str) and (value in allowed or value == default):
            return value
        self.fault(table, key, f"不认识 {value}，可写：{'、'.join(allowed)}")
        return default or ""

    def only(self, known: Mapping[str, frozenset[str]]) -> None:
        """Note every table and key that nobody reads: a typo, mostly."""
        for name in self.data:
            if name not in known:
                meant = _meant(name, known)
                self.fault(TomlTable(name), "", f"没有这一部分{meant}，请改正或删去")
        for table in (
            *(TomlTable(n) for n in known),
            *(t for n in known for t in self.rows(n)),
        ):
            for key in self.section(table):
                if key not in known[table.name]:
                    meant = _meant(key, known[table.name])
                    self.fault(table, key, f"没有这一项{meant}，请改正或删去")


def are_texts(value: object) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)


def is_day(value: object) -> bool:
    """Tell whether a value is a day (and no moment)."""
    return isinstance(value, date) and not isinstance(value, datetime)


def _meant(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"（是否应为 {near[0]}）" if near else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        words = f"找不到 {path}：请先运行 mailbot init 建立工作文件夹"
        raise BadSettings(words) from fault
    except UnicodeDecodeError as fault:
        raise BadSettings(f"{path.name} 不是UTF-8编码，请另存为UTF-8") from fault
    except OSError as fault:
        words = f"{path.name} 读不出（{why(fault)}），请检查权限"
        raise BadSettings(words) from fault


def _where(fault: tomllib.TOMLDecodeError) -> str:
    """Return where the file is wrong; tomllib tells it in an English sentence only."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}列" if found else "末尾"


def _lines(text: str) -> dict[tuple[TomlTable, str], int]:
    """Return the line of each table ("" as its key) and key, as people count them."""
    found: dict[tuple[TomlTable, str], int] = {}
    counts: dict[str, int] = {}
    table = TomlTable("")
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name, is_row = header[2], header[1] == _ROWS
            table = TomlTable(name, counts.get(name, 0) if is_row else 0, is_row)
            counts[name] = counts.get(name, 0) + 1
            found[table, ""] = number
        elif key := _KEY.match(line):
            found.setdefault((table, key[1]), number)
    return found
