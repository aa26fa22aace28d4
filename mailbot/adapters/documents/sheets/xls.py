"""Excel's .xls and WPS' .et: the records of BIFF8 ([MS-XLS]).

Values alone are not what a clerk saw: the number formats, hidden rows and hidden
columns stand in records that libraries do not hand out. Books of Excel 2 to 95, as
old report generators still write them, are xlrd's (see `old_xls`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.ole import MAGIC, Ole
from mailbot.adapters.documents.sheets.biff import Records, shared_strings, text_at
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.sheets.number_format import BUILT_IN, shown
from mailbot.adapters.documents.sheets.old_xls import read_old_xls
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Problem

_BIFF8: Final = 0x0600
_BOF, _END, _ENCRYPTED, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_STRINGS, _DATES, _FORMAT, _STYLE = 0x00FC, 0x0022, 0x041E, 0x00E0
_SHORTEST: Final = 8  # bytes of a first record, BOF
_IS_BOOLEAN, _IS_ERROR = 1, 2
_ZERO_HEIGHT: Final = 0x20
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_MAX_SHEETS: Final = 100
_ANY_BOF: Final = frozenset((0x0009, 0x0209, 0x0409, 0x0809))  # of BIFF 2, 3, 4, 5–8


def read_xls(content: bytes) -> Content:
    """Return the visible sheets' texts and grids; Refusal where it cannot be read."""
    stream = _stream(content)
    try:
        if len(stream) < _SHORTEST:
            raise Refusal(Problem.CORRUPT)
        if struct.unpack_from("<HHH", stream)[::2] != (_BOF, _BIFF8):
            if struct.unpack_from("<H", stream)[0] not in _ANY_BOF:
                raise Refusal(Problem.CORRUPT)
            return read_old_xls(content)
        book = _book(stream)
        grids = [
            sheet_grid(_SheetReader(book).read(Records(stream, offset)))
            for offset in book.visible[:_MAX_SHEETS]
        ]
    except (struct.error, IndexError, OverflowError) as error:
        raise Refusal(Problem.CORRUPT) from error
    return told(grids)


def _stream(content: bytes) -> bytes:
    """Return the workbook's records; report generators put no OLE file around them."""
    if not content.startswith(MAGIC):
        return content
    with Ole(content) as ole:
        return ole.stream("Workbook") or ole.stream("Book")


@dataclass(slots=True)
class _Book:
    """What the globals say: where sheets begin, strings, formats by cell style."""

    visible: list[int] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    since_1904: bool = False

    def shown(self, value: float, style: int) -> str:
        """Return a number as its cell shows it."""
        number = self.styles[style] if style < len(self.styles) else 0
        code = self.formats.get(number, "General")
        return shown(value, code, since_1904=self.since_1904)


def _book(stream: bytes) -> _Book:
    book = _Book()
    records = Records(stream, 0)
    for kind, data in records:
        if kind == _END:
            break
        if kind == _ENCRYPTED:
            raise Refusal(Problem.ENCRYPTED)
        if kind == _STRINGS:
            book.strings = shared_strings([data, *records.continued()])
        else:
            _note(book, kind, data)
    return book


def _note(book: _Book, kind: int, data: bytes) -> None:
    """Keep what one record of the globals says about sheets and styles."""
    if kind == _SHEET:
        offset, state, sort = struct.unpack_from("<IBB", data)
        if state & 3 == 0 and sort == 0:  # neither hidden nor a chart
            book.visible.append(offset)
    elif kind == _DATES:
        book.since_1904 = data[:1] == b"\1"
    elif kind == _FORMAT:
        book.formats[struct.unpack_from("<H", data)[0]] = text_at(data, 2)
    elif kind == _STYLE:
        book.styles.append(struct.unpack_from("<H", data, 2)[0])


class _SheetReader:
    """Takes a sheet's records one by one; each kind has its method."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._sheet = Sheet()
        self._waiting = (0, 0)  # the formula whose text the next record holds

    def read(self, records: Records) -> Sheet:
        """Return the sheet whose records begin here, up to its own end."""
        depth = 0  # charts inside a sheet are books of their own
        for kind, data in records:
            depth += (kind == _BOF) - (kind == _END)
            if depth == 0:
                break
            act = _ACTS.get(kind)
            if act is not None and depth == 1:
                act(self, data)
        return self._sheet

    def row(self, data: bytes) -> None:
        """ROW: only whether it is hidden."""
        row, flags = struct.unpack_from("<H", data)[0], data[12]
        if flags & _ZERO_HEIGHT:
            self._sheet.hidden_rows.add(row)

    def columns(self, data: bytes) -> None:
        """COLINFO: only whether they are hidden."""
        first, last, width, _, flags = struct.unpack_from("<5H", data)
        if flags & 1 or width == 0:
            self._sheet.hidden_columns.append((first, last))

    def merges(self, data: bytes) -> None:
        """MERGEDCELLS."""
        (count,) = struct.unpack_from("<H", data)
        for at in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * at)
            self._sheet.merges.append(Merge(top, bottom, left, right))

    def shared(self, data: bytes) -> None:
        """LABELSST: a text by its number."""
        row, column, _, index = struct.unpack_from("<HHHI", data)
        self._sheet.put(row, column, self._book.strings[index])

    def label(self, data: bytes) -> None:
        """LABEL or RSTRING: a text that stands here."""
        row, column = struct.unpack_from("<HH", data)
        self._sheet.put(row, column, text_at(data, 6))

    def number(self, data: bytes) -> None:
        """Take NUMBER: a double."""
        row, column, style, value = struct.unpack_from("<HHHd", data)
        self._sheet.put(row, column, self._book.shown(value, style))

    def packed(self, data: bytes) -> None:
        """RK: a number in 30 bits."""
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        self._sheet.put(row, column, self._book.shown(_unpacked(packed), style))

    def packed_row(self, data: bytes) -> None:
        """MULRK: neighbours in 30 bits each."""
        row, column = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 2, 6):
            style, packed = struct.unpack_from("<HI", data, at)
            self._sheet.put(row, column, self._book.shown(_unpacked(packed), style))
            column += 1

    def truth(self, data: bytes) -> None:
        """BOOLERR: true, false or an error."""
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
        self._sheet.put(
            row, column, _ERRORS.get(value, "") if is_error else _word(value)
        )

    def formula(self, data: bytes) -> None:
        """Take FORMULA: its last result; a text follows in the next record."""
        row, column, style = struct.unpack_from("<HHH", data)
        result = data[6:14]
        self._waiting = (row, column)
        if result[6:] != b"\xff\xff":
            (value,) = struct.unpack("<d", result)
            self._sheet.put(row, column, self._book.shown(value, style))
        elif result[0] == _IS_BOOLEAN:
            self._sheet.put(row, column, _word(result[2]))
        elif result[0] == _IS_ERROR:
            self._sheet.put(row, column, _ERRORS.get(result[2], ""))

    def result(self, data: bytes) -> None:
        """Take STRING: the text a formula gave."""
        self._sheet.put(*self._waiting, text_at(data, 0))


def _word(value: int) -> str:
    return "TRUE" if value else "FALSE"


def _unpacked(packed: int) -> float:
    """Return the number in an RkNumber: 30 bits of a double or an integer, ÷ 100."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return value / 100 if packed & 1 else value


_ACTS: Final[dict[int, Callable[[_SheetReader, bytes], None]]] = {
    0x0208: _SheetReader.row, 0x007D: _SheetReader.columns,
    0x00E5: _SheetReader.merges, 0x00FD: _SheetReader.shared,
    0x0204: _SheetReader.label, 0x00D6: _SheetReader.label,
    0x0203: _SheetReader.number, 0x027E: _SheetReader.packed,
    0x00BD: _SheetReader.packed_row, 0x0205: _SheetReader.truth,
    0x0006: _SheetReader.formula, 0x0207: _SheetReader.result,
}  # fmt: skip
