"""config/notice.toml and config/notices/*.toml → Notice; every fault told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mailbot.adapters.notice_file.duty_rows import AskedDuty, read_duties
from mailbot.adapters.notice_file.toml_file import TomlFile, TomlTable, are_texts
from mailbot.core.notice.notice import (
    Item,
    Notice,
    NoticeState,
    Place,
    Target,
    TargetKind,
)
from mailbot.errors import BadSettings

NOTICE: Final = TomlTable("notice")
ANNEX: Final = TomlTable("annex")
PLACE: Final = TomlTable("place")
_ADDRESS: Final = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")
_TARGET_PARTS: Final = {"text", "measure", "value", "unit", "op"}
_TARGET_MORE: Final = {"kind", "units"}
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "notice": frozenset(
        [
            "id",
            "title",
            "issuer",
            "issued",
            "office",
            "mailbox",
            "telephone",
            "words",
            "state",
        ]
    ),
    "reporting": frozenset(["frequency", "first_period", "last_period", "copies"]),
    "duties": frozenset(
        [
            "id",
            "name",
            "units",
            "copies",
            "cycle",
            "covers",
            "due",
            "day_off",
            "exceptions",
            "first",
            "last",
        ]
    ),
    "annex": frozenset({"title", "columns"}),
    "place": frozenset({"county", "city", "province", "towns"}),
    "items": frozenset({"no", "name", "units", "lead", "classes", "targets", "text"}),
}


def load_notice(path: Path) -> Notice:
    """Read a notice for its first duty; BadSettings tells every fault with its line."""
    return load_duties(path)[0]


def is_draft(path: Path) -> bool:
    """Tell whether a file calls its notice a draft; BadSettings if it is no TOML."""
    return TomlFile.read(path).section(NOTICE).get("state") == NoticeState.DRAFT


def load_duties(path: Path, everybody: tuple[str, ...] = ()) -> tuple[Notice, ...]:
    """Read a notice, once for each of its duties.

    `everybody` are the units of the roster, for what is asked of all.
    """
    file = TomlFile.read(path)
    notices = _NoticeReader(file).notices(everybody)
    file.only(_KNOWN)
    if file.faults:
        raise BadSettings(*file.faults)
    return notices


class _NoticeReader:
    """Takes a notice out of its file; what is wrong is noted there."""

    def __init__(self, file: TomlFile) -> None:
        self._file = file
        self._is_draft = file.section(NOTICE).get("state") == NoticeState.DRAFT

    def notices(self, everybody: tuple[str, ...]) -> tuple[Notice, ...]:
        file, items, place = self._file, self._items(), self._place()
        title = file.text(NOTICE, "title")
        annex = file.text(ANNEX, "title") if "annex" in file.data else ""
        asked = read_duties(file, annex or title)
        states = [state.value for state in NoticeState]
        shared = {
            "id": file.text(NOTICE, "id"),
            "title": title,
            "issuer": file.text(NOTICE, "issuer"),
            "issued": file.day(NOTICE, "issued"),
            "office": file.text(NOTICE, "office"),
            "mailbox": self._mailbox(),
            "telephone": file.text(NOTICE, "telephone", default=""),
            "items": items,
            "annex_title": annex,
            "annex_columns": file.texts(ANNEX, "columns") if annex else (),
            "place": place,
            "words": file.texts(NOTICE, "words", default=()),
            "state": NoticeState(file.word(NOTICE, "state", states, "live")),
        }
        first = asked[0].duty.id
        return tuple(
            Notice(
                **shared,  # type: ignore[arg-type]  # named above, one by one
                duty=one.duty,
                units=self._units(nth, one, items, place, everybody),
                is_first_duty=one.duty.id == first,
            )
            for nth, one in enumerate(asked)
        )

    def _units(
        self,
        nth: int,
        asked: AskedDuty,
        items: tuple[Item, ...],
        place: Place,
        everybody: tuple[str, ...],
    ) -> tuple[str, ...]:
        """Return of whom a duty is asked, each once."""
        if not isinstance(asked.units, str):
            found = asked.units
        else:
            found = {
                "items": tuple(u for item in items for u in item.units),
                "leading": tuple(u for item in items for u in item.lead),
                "towns": place.towns,
                "all": everybody or tuple(u for item in items for u in item.units),
            }[asked.units]
        if not found and not self._is_draft:
            row = TomlTable("duties", nth, is_row=True)
            words = f"“{asked.units}”没有任何单位，请列出单位，或补全 items、towns"
            self._file.fault(row, "units", words)
        return tuple(dict.fromkeys(found))

    def _place(self) -> Place:
        file = self._file
        return Place(
            county=file.text(PLACE, "county"),
            city=file.text(PLACE, "city", default=""),
            province=file.text(PLACE, "province", default=""),
            towns=file.texts(PLACE, "towns", default=()),
        )

    def _mailbox(self) -> str:
        mailbox = self._file.text(NOTICE, "mailbox", default="").lower()
        if mailbox and not _ADDRESS.fullmatch(mailbox):
            self._file.fault(NOTICE, "mailbox", f"{mailbox} 不是邮箱地址")
        return mailbox

    def _items(self) -> tuple[Item, ...]:
        file, rows = self._file, self._file.rows("items")
        if not rows:
            if "duties" not in file.data or "items" in file.data:
                file.fault(TomlTable("items", is_row=True), "", "至少填写一项实事")
            return ()
        items = tuple(self._item(row) for row in rows)
        numbers = [item.no for item in items]
        for row, item in zip(rows, items, strict=True):
            if numbers.index(item.no) < row.nth:
                file.fault(row, "no", f"序号{item.no}重复，请改正")
        return items

    def _item(self, row: TomlTable) -> Item:
        file, found = self._file, self._file.section(row)
        no, name, units = found.get("no"), found.get("name"), found.get("units")
        if type(no) is not int:
            file.fault(row, "no", "请填写数字序号")
        if not isinstance(name, str) or not name:
            file.fault(row, "name", "请填写实事名称")
        lead = file.texts(row, "lead", default=())
        if not are_texts(units) or not (units or lead or self._is_draft):
            file.fault(row, "units", "请列出责任单位")
            units = ()
        self._expanded(row, lead, tuple(units))  # type: ignore[arg-type]  # checked
        owing = tuple(dict.fromkeys((*lead, *units)))  # type: ignore[misc]
        return Item(
            no=no if isinstance(no, int) else row.nth + 1,
            name=str(name or ""),
            units=owing,
            targets=self._targets(row, found.get("targets", []), owing),
            lead=lead,
            text=file.text(row, "text", default=""),
        )

    def _expanded(
        self, row: TomlTable, lead: tuple[str, ...], units: tuple[str, ...]
    ) -> None:
        """Note units named in two classes, and classes nobody has spelled out."""
        every = (*lead, *units)
        for unit in dict.fromkeys(u for u in every if every.count(u) > 1):
            file, words = self._file, f"{unit} 写了两次，请只留一处"
            file.fault(row, "units", words)
        classes = self._file.texts(row, "classes", default=())
        if classes and not self._is_draft:
            words = f"请把“{'、'.join(classes)}”展开为具体单位写入 units，再删去本项"
            self._file.fault(row, "classes", words)

    def _targets(
        self, row: TomlTable, rows: object, owing: tuple[str, ...]
    ) -> tuple[Target, ...]:
        if isinstance(rows, list) and all(_is_target(one) for one in rows):
            return tuple(self._target(row, one, owing) for one in rows)
        words = "每项须有 text、measure、value（数）、unit、op，可有 kind、units"
        self._file.fault(row, "targets", words)
        return ()

    def _target(
        self, row: TomlTable, found: Mapping[str, object], owing: tuple[str, ...]
    ) -> Target:
        """Return a target; all units of its item owe it unless it names its own."""
        own, kind = found.get("units", owing), found.get("kind")
        if not are_texts(own) or not set(own) <= set(owing):  # type: ignore[call-overload]
            self._file.fault(row, "targets units", "请写本项责任单位中的单位")
            own = owing
        kinds = [one.value for one in TargetKind]
        if kind is not None and kind not in kinds:
            words = f"不认识 {kind}，可写：{'、'.join(kinds)}"
            self._file.fault(row, "targets kind", words)
            kind = None
        told = {key: found[key] for key in _TARGET_PARTS}
        return Target(
            **told,  # type: ignore[arg-type]  # _is_target has looked
            units=tuple(own),  # type: ignore[arg-type]
            kind=TargetKind(kind) if kind else None,
        )


def _is_target(row: object) -> bool:
    """Tell whether a row has a target's five parts, and no other than it may have."""
    if not isinstance(row, dict) or set(row) - _TARGET_MORE != _TARGET_PARTS:
        return False
    texts = (row[key] for key in _TARGET_PARTS - {"value"})
    return type(row["value"]) in {int, float} and are_texts(tuple(texts))
