"""config/notice.toml → Notice; every fault told at once, with what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mailbot.core.notice.notice import (
    Copy,
    Item,
    Notice,
    Place,
    Target,
    TargetKind,
)
from mailbot.core.notice.periods import from_id
from mailbot.errors import BadSettings
from mailbot.fault_words import why

FREQUENCIES = ("quarter",)
_TARGET_PARTS = {"text", "measure", "value", "unit", "op"}
_TARGET_MORE = {"units", "kind"}
_ADDRESS = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


def load_notice(path: Path) -> Notice:
    """Read the notice; BadSettings names the file, the place and the remedy."""
    reader = _Reader(path.name, _toml(path))
    notice = reader.notice()
    if reader.faults:
        raise BadSettings(*reader.faults)
    return notice


def _toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        words = f"找不到 {path}：请先运行 mailbot init 建立工作文件夹"
        raise BadSettings(words) from fault
    except UnicodeDecodeError as fault:
        raise BadSettings(f"{path.name} 不是UTF-8编码，请另存为UTF-8") from fault
    except OSError as fault:
        words = f"{path.name} 读不出（{why(fault)}），请检查权限"
        raise BadSettings(words) from fault
    except tomllib.TOMLDecodeError as fault:
        words = f"{path.name} {_where(fault)}写法有误：请对照自带的样例改正"
        raise BadSettings(words) from fault


def _where(fault: tomllib.TOMLDecodeError) -> str:
    """Return where the file is wrong; tomllib tells it in an English sentence only."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}列" if found else "末尾"


class _Reader:
    """Takes values out of the parsed file and gathers what is wrong with them."""

    def __init__(self, file: str, data: Mapping[str, object]) -> None:
        self._file = file
        self._data = data
        self.faults: list[str] = []

    def notice(self) -> Notice:
        items = self._items()
        units = tuple(dict.fromkeys(u for item in items for u in item.units))
        first, last = self._periods()
        return Notice(
            id=self._text("notice", "id"),
            title=self._text("notice", "title"),
            issuer=self._text("notice", "issuer"),
            issued=self._day("notice", "issued"),
            office=self._text("notice", "office"),
            mailbox=self._mailbox(),
            telephone=self._text("notice", "telephone"),
            items=items,
            units=units,
            copies=self._copies(),
            frequency=self._frequency(),
            first_period=first,
            last_period=last,
            annex_title=self._text("annex", "title"),
            annex_columns=self._texts("annex", "columns"),
            place=self._place(),
            words=self._texts("notice", "words", default=()),
        )

    def _place(self) -> Place:
        return Place(
            county=self._text("place", "county"),
            city=self._text("place", "city", default=""),
            province=self._text("place", "province", default=""),
            towns=self._texts("place", "towns", default=()),
        )

    def _section(self, name: str) -> Mapping[str, object]:
        section = self._data.get(name, {})
        return section if isinstance(section, dict) else {}

    def _text(self, section: str, key: str, default: str | None = None) -> str:
        value = self._section(section).get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self._fault(f"[{section}] {key}", "请填写一段带引号的文字")
        return ""

    def _texts(
        self, section: str, key: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        value = self._section(section).get(key, default)
        if _all_texts(value):
            return tuple(value)  # type: ignore[arg-type]  # just checked
        self._fault(f"[{section}] {key}", '请写成 ["…", "…"] 的样子')
        return ()

    def _day(self, section: str, key: str) -> date:
        value = self._section(section).get(key)
        if type(value) is date:
            return value
        self._fault(f"[{section}] {key}", "请写成 2023-04-21 的样子，不加引号")
        return date.min

    def _frequency(self) -> str:
        value = self._text("reporting", "frequency")
        if value and value not in FREQUENCIES:
            allowed = "、".join(FREQUENCIES)
            self._fault("[reporting] frequency", f"目前只支持：{allowed}")
        return value

    def _mailbox(self) -> str:
        mailbox = self._text("notice", "mailbox").lower()
        if mailbox and not _ADDRESS.fullmatch(mailbox):
            self._fault("[notice] mailbox", f"{mailbox} 不是邮箱地址")
        return mailbox

    def _periods(self) -> tuple[str, str]:
        first, last = self._period("first_period"), self._period("last_period")
        if first and last and from_id(first) > from_id(last):
            self._fault("[reporting] last_period", "不能早于 first_period")
        return first, last

    def _period(self, key: str) -> str:
        value = self._text("reporting", key)
        try:
            return from_id(value).id if value else ""
        except ValueError as fault:
            self._fault(f"[reporting] {key}", str(fault))
            return ""

    def _copies(self) -> tuple[Copy, ...]:
        words = self._texts("reporting", "copies")
        known = {copy.value: copy for copy in Copy}
        for word in words:
            if word not in known:
                self._fault(
                    "[reporting] copies", f"不认识 {word}，可写：{'、'.join(known)}"
                )
        if not words:
            self._fault("[reporting] copies", "至少要求一种报送形式")
        return tuple(known[word] for word in words if word in known)

    def _items(self) -> tuple[Item, ...]:
        rows = self._data.get("items")
        if not isinstance(rows, list) or not rows:
            self._fault("[[items]]", "至少填写一项实事")
            return ()
        items = tuple(self._item(n, row) for n, row in enumerate(rows, start=1))
        numbers = [item.no for item in items]
        for no in sorted({no for no in numbers if numbers.count(no) > 1}):
            self._fault("[[items]] no", f"序号{no}重复，请改正")
        return items

    def _item(self, position: int, found: object) -> Item:
        where = f"第{position}个 [[items]]"
        row: Mapping[str, object] = found if isinstance(found, dict) else {}
        no, name, units = row.get("no"), row.get("name"), row.get("units")
        if type(no) is not int:
            self._fault(f"{where} no", "请填写数字序号")
        if not isinstance(name, str) or not name:
            self._fault(f"{where} name", "请填写实事名称")
        if not _all_texts(units) or not units:
            self._fault(f"{where} units", "请列出责任单位")
        owing = tuple(units) if _all_texts(units) else ()  # type: ignore[arg-type]
        return Item(
            no=no if isinstance(no, int) else position,
            name=str(name or ""),
            units=owing,
            targets=self._targets(where, row.get("targets", []), owing),
        )

    def _targets(
        self, where: str, rows: object, owing: tuple[str, ...]
    ) -> tuple[Target, ...]:
        if isinstance(rows, list) and all(_is_target(row) for row in rows):
            return tuple(self._target(where, row, owing) for row in rows)
        self._fault(f"{where} targets", "每项须有 text、measure、value（数）、unit、op")
        return ()

    def _target(
        self, where: str, row: Mapping[str, object], owing: tuple[str, ...]
    ) -> Target:
        """Return a target; all units of its item owe it unless it names its own."""
        own, kind = row.get("units", owing), row.get("kind")
        if not _all_texts(own) or not set(own) <= set(owing):  # type: ignore[call-overload]
            self._fault(f"{where} targets units", "请写本项责任单位中的单位")
            own = owing
        kinds = [one.value for one in TargetKind]
        if kind is not None and kind not in kinds:
            words = f"不认识 {kind}，可写：{'、'.join(kinds)}"
            self._fault(f"{where} targets kind", words)
            kind = None
        told = {key: row[key] for key in _TARGET_PARTS}
        return Target(
            **told,  # type: ignore[arg-type]  # _is_target has looked
            units=tuple(own),  # type: ignore[arg-type]
            kind=TargetKind(kind) if kind else None,
        )

    def _fault(self, where: str, remedy: str) -> None:
        self.faults.append(f"{self._file}：{where} 有误。{remedy}")


def _is_target(row: object) -> bool:
    """Tell whether a row has a target's five parts, and no other than it may have."""
    if not isinstance(row, dict) or set(row) - _TARGET_MORE != _TARGET_PARTS:
        return False
    texts = (row[key] for key in _TARGET_PARTS - {"value"})
    return type(row["value"]) in {int, float} and _all_texts(tuple(texts))


def _all_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)
