"""config/roster.csv or roster.xlsx → Roster, as Excel in a county office saves it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile

from mailbot.core.notice.units import Roster, Unit
from mailbot.errors import BadSettings

_HEADINGS = {
    "unit": ("unit", "单位", "责任单位"),
    "full_name": ("full_name", "full", "全称"),
    "aliases": ("aliases", "别名", "简称"),
    "weak_aliases": ("weak_aliases", "不能单独认定的简称", "弱简称"),
    "seals": ("seals", "seal", "印章文字", "印章"),
    "addresses": ("addresses", "address", "邮箱", "邮箱地址"),
    "contact": ("contact", "联系人"),
    "telephone": ("telephone", "phone", "电话", "联系电话"),
    "leader_address": ("leader_address", "leader", "分管领导邮箱"),
    "self_reporting": ("self_reporting", "是否收件邮箱所在单位"),
}
_COLUMN = {word: key for key, words in _HEADINGS.items() for word in words}
_SEPARATORS = re.compile(r"[;；,，、|\s]+")
_ADDRESS = re.compile(r"[^@\s<>\"(),;:]+@[^@\s<>\"(),;:]+\.[^@\s<>\"(),;:.]+")
_YES = {"是", "yes", "y", "true", "1", "√"}
_NO = {"", "否", "不是", "no", "n", "false", "0", "×"}
_COMMENT = "#"
# What openpyxl raises for a file that is no workbook, or a damaged one.
_NO_WORKBOOK = (
    *(BadZipFile, zlib.error, EOFError, LookupError, OSError, SyntaxError),
    *(ValueError, TypeError, AttributeError, ArithmeticError, NotImplementedError),
)

_MOST_ROWS, _MOST_COLUMNS = 10_000, 100

Line = tuple[int, "Mapping[str, str]"]


def units_in(path: Path) -> tuple[str, ...]:
    """Return the units that the roster lists, in its order."""
    table = list(_rows(path))
    lines = _filled(table, _columns(path, table))
    return tuple(dict.fromkeys(cells["unit"] for _, cells in lines))


def load_roster(
    path: Path,
    units: Sequence[str],
    known: Roster | None,
    elsewhere: Collection[str] = (),
) -> Roster:
    """Read the roster of the units that the notice names.

    `elsewhere` are units that only other notices of the office name.

    Columns other than `unit` may be missing: names the file does not give are
    taken from `known` (the roster that travels with mailbot) where it has the
    unit. Rows beginning with # are for people. BadSettings names file, row and
    column of every fault.
    """
    table = list(_rows(path))
    columns = _columns(path, table)
    filled = _filled(table, columns)
    faults = tuple(_faults(path.name, filled, (*units, *elsewhere)))
    if faults:
        raise BadSettings(*faults)
    found: dict[str, Unit] = {}
    for _, cells in filled:
        unit = _unit(cells)
        found[unit.name] = _merged(found.get(unit.name), unit)
    return Roster(
        tuple(_completed(name, found, columns, known) for name in units),
        warnings=(
            *_ignored_columns(path.name, table[0][1]),
            *_warnings(path.name, filled),
            *_absent(path.name, units, found, known),
        ),
    )


def _filled(
    table: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int]
) -> list[Line]:
    """Return the rows that are a unit's, with their numbers."""
    lines = [
        (number, {key: _cell(row, at) for key, at in columns.items()})
        for number, row in table[1:]
    ]
    return [(n, cells) for n, cells in lines if _is_unit_row(cells)]


def find_roster(folder: Path) -> Path:
    """Return roster.xlsx or roster.csv in `folder`; BadSettings unless exactly one."""
    present = [folder / n for n in ("roster.csv", "roster.xlsx")]
    present = [path for path in present if path.exists()]
    if len(present) == 1:
        return present[0]
    if present:
        raise BadSettings(f"{folder} 中同时有 roster.csv 和 roster.xlsx，请只留一个")
    raise BadSettings(f"{folder} 中没有 roster.csv：请先运行 mailbot init")


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    if path.suffix.lower() == ".xlsx":
        yield from enumerate(_sheet(path), start=1)
        return
    try:
        yield from enumerate(csv.reader(io.StringIO(_text(path), newline="")), start=1)
    except csv.Error as fault:
        words = f"{path.name} 不是有效的CSV，请在Excel中另存为“CSV UTF-8”"
        raise BadSettings(words) from fault


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # Excel's two ways in Chinese
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSettings(f"{path.name} 的编码无法识别，请在Excel中另存为“CSV UTF-8”")


def _sheet(path: Path) -> Iterator[Sequence[str]]:
    # loaded here, for most rosters are CSV and every command reads the roster
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        # one cell in a sheet's last row makes a million empty ones before it
        sheet = book.worksheets[0].iter_rows(
            max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True
        )
        rows = list(sheet)
        book.close()
    except (*_NO_WORKBOOK, InvalidFileException) as fault:
        raise BadSettings(f"{path.name} 不是有效的Excel文件（.xlsx）") from fault
    if len(rows) > _MOST_ROWS:
        raise BadSettings(f"{path.name} 超过{_MOST_ROWS}行，请删去多余的行")
    for row in rows:
        yield ["" if cell is None else str(cell) for cell in row]


def _columns(path: Path, table: list[tuple[int, Sequence[str]]]) -> Mapping[str, int]:
    heading = table[0][1] if table else ()
    columns = {
        _COLUMN[word.strip().lower()]: at
        for at, word in enumerate(heading)
        if word.strip().lower() in _COLUMN
    }
    if "unit" not in columns:
        raise BadSettings(f"{path.name} 第1行没有“unit”（单位）一列，请恢复表头")
    return columns


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _is_unit_row(cells: Mapping[str, str]) -> bool:
    return bool(cells["unit"]) and not cells["unit"].startswith(_COMMENT)


def _faults(file: str, lines: Sequence[Line], units: Sequence[str]) -> Iterator[str]:
    for number, cells in lines:
        where = f"{file} 第{number}行"
        if cells["unit"] not in units:
            yield f"{where}：“{cells['unit']}”不是通知的责任单位，请按通知改写或删去"
        for address in _addresses(cells):
            if not _ADDRESS.fullmatch(address):
                yield f"{where}“邮箱”：{address} 不是邮箱地址，请改正"
        if cells.get("self_reporting", "").lower() not in _YES | _NO:
            yield f"{where}“是否收件邮箱所在单位”：请填“是”或留空"
        leader = cells.get("leader_address", "")
        if leader and not _ADDRESS.fullmatch(leader):
            yield f"{where}“分管领导邮箱”：{leader} 不是邮箱地址，请改正"


def _ignored_columns(file: str, heading: Sequence[str]) -> Iterator[str]:
    for word in heading:
        if word.strip() and word.strip().lower() not in _COLUMN:
            names = "、".join(words[-1] for words in _HEADINGS.values())
            yield f"{file} 第1行：不认识“{word.strip()}”一列，未采用；可用的列有{names}"


def _absent(
    file: str, units: Sequence[str], found: Mapping[str, Unit], known: Roster | None
) -> Iterator[str]:
    listed = {*found, *(unit.name for unit in (known.units if known else ()))}
    for name in units:
        if name not in listed:
            yield f"{file} 没有“{name}”一行：只能按名称认定其来信，请补上简称和邮箱"


def _warnings(file: str, lines: Sequence[Line]) -> Iterator[str]:
    seen: dict[str, int] = {}
    owner: dict[str, str] = {}
    for number, cells in lines:
        unit, where = cells["unit"], f"{file} 第{number}行"
        if unit in seen:
            yield f"{where}：“{unit}”与第{seen[unit]}行重复，已合并，请改为一行"
        seen.setdefault(unit, number)
        for address in _addresses(cells):
            first = owner.setdefault(address, unit)
            if first != unit:
                yield f"{where}：{address} 同时属于{first}和{unit}，来信将按内容认定"
    if not owner:
        yield f"{file} 没有填写任何邮箱：将在工作人员确认来信后逐步学习"


def _addresses(cells: Mapping[str, str]) -> tuple[str, ...]:
    cell = unicodedata.normalize("NFKC", cells.get("addresses", ""))  # ａ＠x．cn
    return tuple(a.lower() for a in _list(cell))


def _merged(first: Unit | None, second: Unit) -> Unit:
    if first is None:
        return second
    return replace(
        first,
        aliases=(*first.aliases, *second.aliases),
        weak_aliases=(*first.weak_aliases, *second.weak_aliases),
        seals=(*first.seals, *second.seals),
        addresses=tuple(dict.fromkeys((*first.addresses, *second.addresses))),
        contact=first.contact or second.contact,
        telephone=first.telephone or second.telephone,
        leader_address=first.leader_address or second.leader_address,
        self_reporting=first.self_reporting or second.self_reporting,
    )


def _unit(cells: Mapping[str, str]) -> Unit:
    return Unit(
        name=cells["unit"],
        full_name=cells.get("full_name", ""),
        aliases=_list(cells.get("aliases", "")),
        weak_aliases=_list(cells.get("weak_aliases", "")),
        seals=_list(cells.get("seals", "")),
        addresses=_addresses(cells),
        contact=cells.get("contact", ""),
        telephone=cells.get("telephone", ""),
        leader_address=cells.get("leader_address", "").lower(),
        self_reporting=cells.get("self_reporting", "").lower() in _YES,
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _SEPARATORS.split(cell) if part))


def _completed(
    name: str,
    found: Mapping[str, Unit],
    columns: Iterable[str],
    known: Roster | None,
) -> Unit:
    unit = found.get(name, Unit(name))
    pattern = next((u for u in known.units if u.name == name), None) if known else None
    if pattern is None:
        return unit
    absent = set(_HEADINGS) - set(columns) if name in found else set(_HEADINGS)
    borrowed = absent - {"unit", "addresses", "leader_address"}
    return replace(unit, **{key: getattr(pattern, key) for key in borrowed})
