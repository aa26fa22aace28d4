"""Documents in the national form UOF (GB/T 20916-2007) as one XML file: .uot, .uos.

Yozo, WPS for government and LibreOffice write it; its elements bear Chinese names.
Counts of merged rows and columns are those that LibreOffice reads and writes
(uof2odf_*.xsl): 跨列, 跨行 of a text table are the cells covered, 合并列数 and 合并行数
of a sheet one less. Version 2.0 is a zip of other parts, and not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import (
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_ROWS,
    MAX_SHEET_COLUMNS,
    MAX_XML_BYTES,
    Refusal,
)
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
from mailbot.adapters.documents.story import Block, Cell, Grid, told
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_TRUE: Final = frozenset(("true", "1"))
_MARKS: Final = {"换行符": "\n", "制表符": "\t", "空格符": " "}


def read_uot(content: bytes) -> Content:
    """Return what a UOF text says, tables and all; raises Refusal."""
    body = _body(content, "文字处理")
    return told(_blocks(body, 0))


def read_uos(content: bytes) -> Content:
    """Return what a UOF spreadsheet shows, a table a sheet; raises Refusal."""
    sheets = children(_body(content, "电子表格"), "工作表")
    return told([sheet_grid(_sheet(one)) for one in sheets if not _hidden(one)])


def _body(content: bytes, part: str) -> etree._Element:
    if len(content) > MAX_XML_BYTES:
        raise Refusal(Problem.TOO_LARGE)
    body = child(parse_xml(content), part, "主体")
    if body is None:
        raise Refusal(Problem.CORRUPT)
    return body


def _hidden(element: etree._Element) -> bool:
    return attribute(element, "隐藏") in _TRUE


def _blocks(parent: etree._Element, depth: int) -> Iterator[Block]:
    """Yield paragraphs and tables in reading order."""
    if depth > MAX_DEPTH:
        raise Refusal(Problem.TOO_LARGE)
    for element in parent:
        match local(element):
            case "段落":
                yield _words(element)
            case "文字表":
                yield _table(element, depth)
            case "节" | "逻辑章节":
                yield from _blocks(element, depth + 1)
            case _:
                pass


def _words(paragraph: etree._Element) -> str:
    """Return the words of a paragraph or a cell, without deleted and hidden ones."""
    deleted = False
    words: list[str] = []
    for one in paragraph:
        match local(one):
            case "修订开始":
                deleted = attribute(one, "类型") == "delete"
            case "修订结束":
                deleted = False
            case "句" if not deleted and not _unseen(one):
                words += (_seen(piece) for piece in one)
            case _:
                pass
    return "".join(words)


def _unseen(run: etree._Element) -> bool:
    hidden = child(run, "句属性", "隐藏文字")
    return hidden is not None and attribute(hidden, "值") in _TRUE


def _seen(piece: etree._Element) -> str:
    name = local(piece)
    if name == "文本串":
        return piece.text or ""
    return _MARKS.get(name, "") * min(max(whole(attribute(piece, "个数"), 1), 1), 80)


def _table(table: etree._Element, depth: int) -> Grid:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(children(table, "行")):
        column = 0
        for cell in children(row, "单元格"):
            while (number, column) in taken:
                column += 1
            down, across = (
                _span(cell, "跨行", MAX_ROWS),
                _span(cell, "跨列", MAX_COLUMNS),
            )
            below = product(range(number + 1, number + down), range(across))
            taken.update((row_below, column + right) for row_below, right in below)
            inside = tuple(_blocks(cell, depth + 1))
            cells.append(Cell(number, column, inside, down, across))
            column += across
    return Grid(tuple(cells))


def _span(cell: etree._Element, name: str, most: int) -> int:
    said = child(cell, "单元格属性", name)
    return 1 if said is None else min(max(whole(attribute(said, "值"), 1), 1), most)


def _sheet(worksheet: etree._Element) -> Sheet:
    """Return one sheet with what is hidden in it."""
    sheet = Sheet(attribute(worksheet, "名称"))
    content = child(worksheet, "工作表内容")
    if content is None:
        return sheet
    place = 0
    for column in descendants(content, "列"):
        place = whole(attribute(column, "列号"), place + 1)
        last = place + max(whole(attribute(column, "跨度"), 1), 1) - 1
        if _hidden(column):
            sheet.hidden_columns.append((place - 1, last - 1))
        place = last
    number = 0
    for row in descendants(content, "行"):
        number = whole(attribute(row, "行号"), number + 1)
        if _hidden(row):
            sheet.hidden_rows.add(number - 1)
        _cells(row, number - 1, sheet)
        number += max(whole(attribute(row, "跨度"), 1), 1) - 1
    return sheet


def _cells(row: etree._Element, number: int, sheet: Sheet) -> None:
    """Put one row's cells into the sheet."""
    place = 0
    for cell in children(row, "单元格"):
        place = whole(attribute(cell, "列号"), place + 1)
        across = whole(attribute(cell, "合并列数"))
        down = whole(attribute(cell, "合并行数"))
        if not 0 < place <= MAX_SHEET_COLUMNS or number < 0:
            raise Refusal(Problem.CORRUPT)
        data = child(cell, "数据")
        if data is not None:
            sheet.put(number, place - 1, _words(data))
        if across > 0 or down > 0:
            left = place - 1
            area = Merge(number, number + max(down, 0), left, left + max(across, 0))
            sheet.merges.append(area)
