"""Office documents saved as one XML file under .doc, .docx or .xls, as WPS offers to.

Word 2003's XML and the flat form of a .docx hold what a package's parts hold and are
read as one; Excel 2003's XML has rows and cells of its own.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_XML_BYTES, Refusal
from mailbot.adapters.documents.package import (
    attribute,
    child,
    children,
    descendants,
    local,
    parse_xml,
    whole,
)
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.story import told
from mailbot.adapters.documents.word.docx import read_docx
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_MIDNIGHT: Final = "T00:00:00.000"


def read_flat(content: bytes) -> Content:
    """Return what an office document in one XML file says; Refusal for other XML."""
    if len(content) > MAX_XML_BYTES:
        raise Refusal(Problem.TOO_LARGE)
    root = parse_xml(content)
    match local(root):
        case "wordDocument":
            return read_docx(_package({"word/document.xml": content}))
        case "package":
            return read_docx(_package(_parts(root)))
        case "Workbook":
            sheets = [_sheet(one) for one in children(root, "Worksheet")]
            return told([sheet_grid(one) for one in sheets if one is not None])
        case _:
            raise Refusal(Problem.UNSUPPORTED)


def _parts(package: etree._Element) -> dict[str, bytes]:
    """Return the XML parts of a flat package by name; pictures say nothing."""
    from lxml import etree  # noqa: PLC0415

    return {
        attribute(part, "name").lstrip("/"): etree.tostring(data[0])
        for part in children(package, "part")
        if (data := child(part, "xmlData")) is not None and len(data)
    }


def _package(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return into.getvalue()


def _sheet(worksheet: etree._Element) -> Sheet | None:
    """Return one sheet with what is hidden in it; None for a hidden sheet."""
    visible = child(worksheet, "WorksheetOptions", "Visible")
    if visible is not None and (visible.text or "").startswith("SheetHidden"):
        return None
    sheet = Sheet(attribute(worksheet, "Name"))
    table = child(worksheet, "Table")
    if table is None:
        return sheet
    place = 0
    for column in children(table, "Column"):
        place = _index(column, place)
        last = place + whole(attribute(column, "Span"))
        if attribute(column, "Hidden") == "1":
            sheet.hidden_columns.append((place - 1, last - 1))
        place = last
    number = 0
    for row in children(table, "Row"):
        number = _index(row, number)
        if attribute(row, "Hidden") == "1":
            sheet.hidden_rows.add(number - 1)
        _row(row, number - 1, sheet)
        number += whole(attribute(row, "Span"))
    return sheet


def _index(element: etree._Element, before: int) -> int:
    """Return where a row, column or cell stands, from 1: behind `before`, or said."""
    return max(whole(attribute(element, "Index"), before + 1), 1)


def _row(row: etree._Element, number: int, sheet: Sheet) -> None:
    """Put one row's cells into the sheet."""
    place = 0
    for cell in children(row, "Cell"):
        place = _index(cell, place)
        across = whole(attribute(cell, "MergeAcross"))
        down = whole(attribute(cell, "MergeDown"))
        data = next(descendants(cell, "Data"), None)
        if data is not None:
            text = "".join(str(piece) for piece in data.itertext())
            sheet.put(number, place - 1, text.removesuffix(_MIDNIGHT))
        if across or down:
            left = place - 1
            sheet.merges.append(Merge(number, number + down, left, left + across))
        place += across
