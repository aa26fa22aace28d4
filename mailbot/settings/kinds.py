"""The types of settings: how each is read, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailbot.settings.values import Secret

_MOST = 1_000_000
_HOURS = 24
_HIGHEST_PORT = 65535
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*")  # also in Chinese (IDN)
_ADDRESS = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A type of setting.

    `read` takes what was written (of a variable: a text) and returns the value;
    ValueError where it is none of this kind. `remedy` says what to write instead;
    `empty` stands for a variable that is not set.
    """

    remedy: str
    read: Callable[[Any], Any]
    empty: object = ""


def _of(
    remedy: str, fits: Callable[[Any], bool], make: Callable[[Any], Any]
) -> ValueKind:
    def read(value: object) -> object:
        if not fits(value):
            raise ValueError
        return make(value)

    return ValueKind(remedy, read)


def whole(make: Callable[[int], object] = int, *, least: int = 0) -> ValueKind:
    """Return the kind of whole numbers from `least` on."""
    remedy = f"请填写{least}到{_MOST}之间的整数"
    return _of(remedy, lambda v: type(v) is int and least <= v <= _MOST, make)


def number(make: Callable[[float], object] = float, *, least: int = 0) -> ValueKind:
    """Return the kind of numbers from `least` on."""
    remedy = f"请填写{least}到{_MOST}之间的数"
    return _of(remedy, lambda v: type(v) in {int, float} and least <= v <= _MOST, make)


def word(words: type[StrEnum], *unsaid: StrEnum) -> ValueKind:
    """Return the kind of one word of a closed list; `unsaid` ones are not offered."""
    offered = "、".join(w for w in words if w not in unsaid)
    return ValueKind(f"可写：{offered}", words)


def _all(kind: type, value: object) -> bool:
    return isinstance(value, list) and all(type(v) is kind for v in value)


def _are_counts(value: Any) -> bool:
    return _all(int, value) and all(0 <= v <= _MOST for v in value)


def _are_hours(value: Any) -> bool:
    if not _all(int, value) or len(value) != len(("opens", "closes")):
        return False
    return bool(0 <= value[0] < value[1] <= _HOURS)


def _time(value: object) -> time:
    return value if isinstance(value, time) else time.fromisoformat(str(value))


def _listed(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split("[,;，；]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT:
        return int(text)
    raise ValueError


def _address(text: str) -> str:
    if _ADDRESS.fullmatch(address := text.strip().lower()):
        return address
    raise ValueError


def _addresses(text: str) -> tuple[str, ...]:
    if found := _listed(text):
        return tuple(dict.fromkeys(map(_address, found)))
    raise ValueError


def _host(text: str) -> str:
    """Read a server's name or IP address, full-width letters as the plain ones."""
    name = unicodedata.normalize("NFKC", text).strip().rstrip(".")
    if _HOST.fullmatch(name) or name.count(":") > 1:  # the latter: IPv6
        return name
    raise ValueError


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError) as fault:
        raise ValueError from fault


# Of config/mailbot.toml:
COUNTS: Final = _of("请写成 [10, 3] 的样子", _are_counts, tuple)
HOURS: Final = _of("请写成 [9, 17] 的样子", _are_hours, tuple)
SWITCH: Final = _of("请填写 true 或 false", lambda v: isinstance(v, bool), bool)
QUOTED: Final = _of("请填写一段带引号的文字", lambda v: isinstance(v, str), str)
QUOTED_LIST: Final = _of('请写成 ["INBOX"] 的样子', lambda v: _all(str, v), tuple)
TIME: Final = ValueKind('请写成 "08:30" 的样子', _time)
# Of the environment, where everything is a text:
HOST: Final = ValueKind("请只写服务器名，如 imap.qq.com，端口另外填写", _host)
TEXT: Final = ValueKind("", str.strip)
LIST: Final = ValueKind("", _listed, ())
PORT: Final = ValueKind("请填写端口号，如993", _port, 0)
ADDRESS: Final = ValueKind("不是邮箱地址，请改正", _address)
ADDRESSES: Final = ValueKind("不是邮箱地址，请改正", _addresses, ())
FILE: Final = _of("找不到证书文件，请检查路径", lambda v: Path(v).is_file(), str)
ZONE: Final = ValueKind("请写成 Asia/Shanghai 的样子", _zone)
SECRET: Final = ValueKind("", Secret, Secret(""))  # NAME_FILE may hold it
