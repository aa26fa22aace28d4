"""Books of Excel 2 to 95 (BIFF 2 to 5), by xlrd: with formats and what is hidden."""

from __future__ import annotations

import io
import struct
from typing import Any, Final

from mailbot.adapters.documents.bounds import MAX_CELLS, MAX_XML_BYTES, Refusal
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.sheets.number_format import shown
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Problem

_MAX_SHEETS: Final = 100
# What a book says that tells no code page: Chinese writers forget it, or keep the
# Western one of the library they write with.
_UNTOLD: Final = frozenset((None, 1252, 0, 32769))
_CHINESE: Final = "gb18030"
_NUMBER, _DATE, _BOOLEAN, _ERROR = 2, 3, 4, 5  # xlrd's XL_CELL_*
# Whatever xlrd lets through on broken tables, beside its own XLRDError.
_BROKEN: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    ArithmeticError, OSError, EOFError, NotImplementedError, struct.error,
)  # fmt: skip
_TRUTH: Final = ("FALSE", "TRUE")


def read_old_xls(content: bytes) -> Content:
    """Return the visible sheets' texts and grids.

    Raises Refusal: ENCRYPTED, or UNSUPPORTED for what xlrd cannot read, for that
    says nothing against the file: other programs may open it.
    """
    import xlrd  # type: ignore[import-untyped] # noqa: PLC0415 - for this rare kind only

    if len(content) > MAX_XML_BYTES:
        raise Refusal(Problem.TOO_LARGE)
    try:
        book = _book(xlrd, content)
        grids = [sheet_grid(_sheet(book, one)) for one in _visible(book)]
    except (*_BROKEN, xlrd.XLRDError) as error:
        locked = "encrypted" in str(error).lower()
        problem = Problem.ENCRYPTED if locked else Problem.UNSUPPORTED
        raise Refusal(problem) from error
    return told(grids)


def _book(xlrd: Any, content: bytes) -> Any:
    """Open a book, in Chinese where it tells no code page and its words allow it."""
    quiet = io.StringIO()
    known = {"file_contents": content, "formatting_info": True, "logfile": quiet}
    book = xlrd.open_workbook(**known)
    if book.codepage not in _UNTOLD:
        return book
    try:
        return xlrd.open_workbook(**known, encoding_override=_CHINESE)
    except UnicodeDecodeError:
        return book


def _visible(book: Any) -> list[Any]:
    return [one for one in book.sheets() if not one.visibility][:_MAX_SHEETS]


def _sheet(book: Any, one: Any) -> Sheet:
    if one.nrows * one.ncols > 50 * MAX_CELLS:
        raise Refusal(Problem.TOO_LARGE)
    sheet = Sheet(one.name)
    sheet.hidden_rows = {at for at, info in one.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [
        (at, at) for at, info in one.colinfo_map.items() if info.hidden
    ]
    sheet.merges = [
        Merge(top, below - 1, left, beyond - 1)
        for top, below, left, beyond in one.merged_cells
    ]
    for row in range(one.nrows):
        for column, cell in enumerate(one.row(row)):
            sheet.put(row, column, _text(book, cell))
    return sheet


def _text(book: Any, cell: Any) -> str:
    """Return a cell as it is shown."""
    if cell.ctype in {_NUMBER, _DATE}:
        return shown(cell.value, _format(book, cell), since_1904=book.datemode == 1)
    if cell.ctype == _BOOLEAN:
        return _TRUTH[bool(cell.value)]
    if cell.ctype == _ERROR:
        return "#N/A"
    return str(cell.value)


def _format(book: Any, cell: Any) -> str:
    """Return a cell's number format; "General" where the book's tables have a gap."""
    try:
        style = book.xf_list[cell.xf_index]
        return str(book.format_map[style.format_key].format_str)
    except (IndexError, KeyError, TypeError):
        return "General"
