"""Excel's .xlsx and .xlsm (ECMA-376), cell by cell as its sheets tell them.

Read by its XML, not by calamine: that one gives no number formats and no hidden rows
or columns, and a 5 KB file with one cell at XFD1048576 makes it abort the process. Here
such a cell is one entry of a dictionary.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.package import (
    Package,
    attribute,
    child,
    children,
    local,
    whole,
)
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.sheets.number_format import BUILT_IN, shown
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_RANGE: Final = re.compile(_REFERENCE.pattern + ":" + _REFERENCE.pattern)
_ON: Final = frozenset(("1", "true", "on"))
_MAX_SHEETS: Final = 100


def read_xlsx(content: bytes) -> Content:
    """Return the visible sheets' texts and grids; Refusal where it cannot be read."""
    package = Package(content)
    relations = _relations(package, "")
    book = next(
        (target for kind, target in relations.values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    workbook = package.xml(book)
    if local(workbook) != "workbook":
        raise Refusal(Problem.CORRUPT)
    parts = _relations(package, book)
    reader = _Reader(
        _strings(package, parts), _formats(package, parts), _since_1904(workbook)
    )
    grids = []
    for one in _visible_sheets(workbook)[:_MAX_SHEETS]:
        kind, part = parts.get(attribute(one, "id"), ("", ""))
        if kind == "worksheet" and part in package:
            grids.append(sheet_grid(reader.sheet(package.xml(part))))
    return told(grids)


def _visible_sheets(workbook: etree._Element) -> list[etree._Element]:
    sheets = child(workbook, "sheets")
    if sheets is None:
        return []
    return [
        one
        for one in children(sheets, "sheet")
        if attribute(one, "state", "visible") == "visible"
    ]


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations: id -> (kind, name of the part)."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", name + ".rels")
    if place not in package:
        return {}
    return {
        attribute(one, "Id"): (
            attribute(one, "Type").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attribute(one, "Target"))),
        )
        for one in children(package.xml(place), "Relationship")
    }


def _part(
    package: Package, parts: dict[str, tuple[str, str]], kind: str
) -> etree._Element | None:
    """Return the root of the workbook's one part of a kind, None without one."""
    for here, name in parts.values():
        if here == kind and name in package:
            return package.xml(name)
    return None


def _strings(package: Package, parts: dict[str, tuple[str, str]]) -> list[str]:
    table = _part(package, parts, "sharedStrings")
    return [] if table is None else [_rich(one) for one in children(table, "si")]


def _rich(element: etree._Element) -> str:
    """Return the text of an si or is: its t, or the t of its runs (no phonetics)."""
    texts: list[str] = []
    for one in element:
        run = child(one, "t") if local(one) == "r" else one
        if run is not None and local(run) == "t":
            texts.append(run.text or "")
    return _X_CODE.sub(lambda match: chr(int(match[1], 16)), "".join(texts))


# characters that XML cannot hold are written _xHHHH_ (22.9.2.19)
_X_CODE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _formats(package: Package, parts: dict[str, tuple[str, str]]) -> list[str]:
    """Return the format code of each cell style, in the styles' order."""
    styles = _part(package, parts, "styles")
    if styles is None:
        return []
    own = child(styles, "numFmts")
    codes = dict(BUILT_IN)
    for one in () if own is None else children(own, "numFmt"):
        codes[whole(attribute(one, "numFmtId"))] = attribute(one, "formatCode")
    cells = child(styles, "cellXfs")
    return [
        codes.get(whole(attribute(one, "numFmtId")), "General")
        for one in (() if cells is None else children(cells, "xf"))
    ]


def _since_1904(workbook: etree._Element) -> bool:
    properties = child(workbook, "workbookPr")
    return properties is not None and attribute(properties, "date1904") in _ON


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the cells of every sheet refer to."""

    strings: list[str]
    formats: list[str]
    since_1904: bool

    def sheet(self, root: etree._Element) -> Sheet:
        """Return a worksheet's texts, merges and hidden rows and columns."""
        sheet = Sheet()
        for part in root:
            match local(part):
                case "cols":
                    sheet.hidden_columns += _hidden_columns(part)
                case "sheetData":
                    self._rows(part, sheet)
                case "mergeCells":
                    sheet.merges += _merges(part)
                case _:
                    pass
        return sheet

    def _rows(self, data: etree._Element, sheet: Sheet) -> None:
        number = -1
        for row in children(data, "row"):
            number = whole(attribute(row, "r"), number + 2) - 1
            if _is_hidden(row, "ht"):
                sheet.hidden_rows.add(number)
                continue
            column = -1
            for cell in children(row, "c"):
                column = _column(attribute(cell, "r"), column + 1)
                sheet.put(number, column, self._text(cell))

    def _text(self, cell: etree._Element) -> str:
        kind = attribute(cell, "t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else _rich(inline)
        value = child(cell, "v")
        text = "" if value is None else value.text or ""
        if kind == "s":
            index = whole(text, -1)
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if text in _ON else "FALSE"
        return self._number(text, whole(attribute(cell, "s"))) if kind == "n" else text

    def _number(self, text: str, style: int) -> str:
        try:
            value = float(text)
        except ValueError:
            return text
        code = self.formats[style] if 0 <= style < len(self.formats) else "General"
        return shown(value, code, since_1904=self.since_1904)


def _is_hidden(one: etree._Element, size: str) -> bool:
    """Say whether a row or column is hidden, or so low or narrow that it is."""
    return attribute(one, "hidden") in _ON or attribute(one, size, "1") in {"0", "0.0"}


def _column(reference: str, default: int) -> int:
    match = _REFERENCE.match(reference)
    return default if match is None else _letters(match[1])


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _hidden_columns(columns: etree._Element) -> list[tuple[int, int]]:
    return [
        (whole(attribute(one, "min"), 1) - 1, whole(attribute(one, "max"), 1) - 1)
        for one in children(columns, "col")
        if _is_hidden(one, "width")
    ]


def _merges(part: etree._Element) -> Iterator[Merge]:
    for one in children(part, "mergeCell"):
        match = _RANGE.match(attribute(one, "ref"))
        if match:
            left, top, right, bottom = match.groups()
            yield Merge(int(top) - 1, int(bottom) - 1, _letters(left), _letters(right))
