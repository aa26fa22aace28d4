"""The annex table's rows, stitched together from however many tables hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailbot.core.form.by_period import Said
from mailbot.core.form.columns import (
    Columns,
    find_header,
    header_at,
    speaks_of_columns,
)
from mailbot.core.form.guess import guess_columns
from mailbot.core.form.stitch import FormLine, continues, heir, merged
from mailbot.core.form.words import (
    UnitWords,
    likeness,
    plain,
    squeeze,
    words_of_notice,
)
from mailbot.core.notice.notice import Notice
from mailbot.core.record.documents import Table

MOST_TABLES = 200
MOST_ROWS = 5_000
MOST_CELLS = 64
COMPLETE = 4
SHORTEST_TITLE_LINE = 6
LIKE_THE_TITLE = 80.0

_AROUND = re.compile(
    r"^\W*(续表|附件|附表|第\s*\d+\s*页|共\s*\d+\s*页|单位:|注\s*\d*:|备注:|说明:"
    r"|(填[报表写]|报送|上报|制表|审[核批签]|联系|负责|分管|主要|单位|部门|经办)"
    r"[^:\d]{0,10}(:|$))"
)
_FLOAT = re.compile(r"(?<=\d)\.0+$")  # a sheet stores the number 1 as 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one table and of those that continue it.

    `complete` tells whether its heading has at least four of the five columns:
    such a table is an annex even if no row bears the name of an item. `reports`
    tells whether it has a column for the progress, or anything written in one.
    """

    lines: tuple[FormLine, ...]
    complete: bool
    tables: int = 1
    reports: bool = True


@dataclass(frozen=True, slots=True)
class FormRows:
    """What the tables of a document hold: rows by table, and the words around them."""

    blocks: tuple[Block, ...] = ()
    around: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The state of reading table after table; local to `read_grid`."""

    notice: Notice
    units: UnitWords
    paged: bool
    columns: Columns | None = None
    width: int = 0
    blocks: list[Block] = field(default_factory=list)
    lines: list[FormLine] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    tables: int = 0
    page_break: bool = False

    def close(self) -> None:
        """End the block in hand."""
        if self.columns and self.tables:
            complete = _is_complete(self.columns)
            written = any(line.progress or line.due for line in self.lines)
            reports = written or bool(self.columns.progress)
            lines = tuple(self.lines)
            self.blocks.append(Block(lines, complete, self.tables, reports))
        self.lines, self.tables = [], 0


def read_grid(
    tables: Sequence[Table], notice: Notice, *, paged: bool = False
) -> FormRows:
    """Return the annex rows of all tables, in order, continuations stitched.

    A table with a heading is read by it; one without continues the table before it
    if it is as wide, else it is read by what its columns hold; all others are not
    the annex. At most 5,000 rows of 200 tables are looked at. In a `paged` document
    (PDF, OFD) any row may have been torn by a page, elsewhere only a table's first.
    """
    reading = _Reading(notice, words_of_notice(notice), paged)
    left = MOST_ROWS
    taken: set[int] = set()  # tables whose cells hold the words of those within them
    for place, table in enumerate(tables[:MOST_TABLES]):
        rows = [trimmed(row) for row in table.rows[:left]]
        left -= len(rows)
        if table.within in taken or _read_table(reading, _fitting(reading, rows)):
            taken.add(place)
    reading.close()
    return FormRows(tuple(reading.blocks), tuple(reading.around))


def _is_complete(columns: Columns) -> bool:
    """Tell whether a heading has at least four of the annex's five columns."""
    single = sum(p >= 0 for p in (columns.no, columns.item, columns.due))
    return single + bool(columns.units) + bool(columns.progress) >= COMPLETE


def trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row's cells without blanks around and empty paragraphs inside."""
    return tuple(clean(cell) for cell in row[:MOST_CELLS])


def clean(cell: str) -> str:
    """Return a cell's paragraphs, each without blanks around, empty ones left out."""
    if not cell:
        return ""
    return "\n".join(p for p in (line.strip() for line in cell.splitlines()) if p)


def without_empty_columns(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows, equally wide, without columns that hold nothing at all."""
    width = max((len(row) for row in rows), default=0)
    even = [row + ("",) * (width - len(row)) for row in rows]
    kept = [place for place in range(width) if any(row[place] for row in even)]
    return [tuple(row[place] for place in kept) for row in even if any(row)]


def _read_table(reading: _Reading, rows: list[tuple[str, ...]]) -> bool:
    """Take one table's rows in, if it is the annex or continues it; say whether."""
    width = max((len(row) for row in rows), default=0)
    header = find_header(rows, reading.notice)
    if header is not None:
        if header.columns != reading.columns:
            reading.close()
        reading.around.extend(_texts(rows[: header.start]))
        reading.columns, rows = header.columns, rows[header.end :]
    elif not _goes_on(reading, rows):
        columns = guess_columns(rows, reading.notice)
        if columns is None:
            return False
        if columns != reading.columns:
            reading.close()
        reading.columns = columns
        while rows and speaks_of_columns(rows[0], reading.notice):
            rows = rows[1:]  # a heading, in words that tell no annex
    reading.width, reading.page_break = width, bool(reading.lines)
    reading.tables += 1
    _read_rows(reading, rows)
    return True


def _goes_on(reading: _Reading, rows: list[tuple[str, ...]]) -> bool:
    """Tell whether a table without a heading continues the annex before it."""
    alike = bool(rows) and reading.columns is not None and len(rows[0]) == reading.width
    return alike and not speaks_of_columns(rows[0], reading.notice)


def _fitting(reading: _Reading, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows without their empty columns, unless they need them to go on.

    What a page break leaves of a row fills one column of five.
    """
    narrow = without_empty_columns(rows)
    width = max((len(row) for row in rows), default=0)
    even = [row + ("",) * (width - len(row)) for row in rows if any(row)]
    rest = find_header(narrow, reading.notice) is None and _goes_on(reading, even)
    return even if rest and not any(row[:1] != ("",) for row in even) else narrow


def _read_rows(reading: _Reading, rows: list[tuple[str, ...]]) -> None:
    """Take rows in one by one; a heading repeated on a new page is passed over."""
    place = 0
    while place < len(rows):
        again = header_at(rows, place, reading.notice)
        if again is not None:
            reading.columns, place = again.columns, again.end
            reading.page_break = True
            continue
        _read_row(reading, rows[place])
        place += 1


def _read_row(reading: _Reading, row: tuple[str, ...]) -> None:
    """Take one row in: a line of its own, more of the last one, or words around."""
    line = _line(row, reading.columns or Columns())
    if _is_around(row, line, reading.notice):
        reading.around.extend(_texts([row]))
        return
    if line == FormLine():
        return
    last = reading.lines[-1] if reading.lines else None
    if last is None:
        reading.lines.append(line)
    elif continues(last, line, reading.notice, reading.units):
        reading.lines[-1] = merged(last, line, torn=reading.page_break or reading.paged)
    else:
        reading.lines.append(heir(last, line))
    reading.page_break = False


def _line(row: tuple[str, ...], columns: Columns) -> FormLine:
    """Return a row's five cells; progress one under another, units in one list."""

    def cell(place: int) -> str:
        return row[place] if 0 <= place < len(row) else ""

    progress = [cell(p) for p in columns.progress]
    return FormLine(
        no=_FLOAT.sub("", cell(columns.no)),
        item=cell(columns.item),
        units=_listed(cell(p) for p in columns.units),
        progress="\n".join(dict.fromkeys(p for p in progress if p)),
        due=cell(columns.due),
        said=_said(row, columns) if any(row) else (),
    )


def _said(row: tuple[str, ...], columns: Columns) -> Said:
    """Return what a row says of each period that has its column."""
    return tuple(
        (one.period, "\n".join(row[p] for p in one.places if p < len(row) and row[p]))
        for one in columns.periods
    )


def _listed(cells: Iterable[str]) -> str:
    """Return cells of units as one list, none that another holds already."""
    found: list[str] = []
    for cell in cells:
        if cell and not any(cell in other for other in found):
            found = [other for other in found if other not in cell] + [cell]
    return "、".join(found)


def stands_around(line: str) -> bool:
    """Tell whether a line is a note, signature or page mark beside a table."""
    return _AROUND.match(plain(line)) is not None


def _is_around(row: tuple[str, ...], line: FormLine, notice: Notice) -> bool:
    """Tell whether a row is a title, note or signature inside the table's grid."""
    words = [cell for cell in dict.fromkeys(row) if cell]
    if not words:
        return False
    first = plain(words[0])
    beside = line.progress in ("", words[0]) or stands_around(line.progress)
    if _AROUND.match(first) and beside:
        return True
    return len(words) == 1 and _is_title(words[0], notice)


def _is_title(cell: str, notice: Notice) -> bool:
    """Tell whether a cell is the annex's title or one of its two lines."""
    title, word = squeeze(notice.annex_title), squeeze(cell)
    part = len(word) >= SHORTEST_TITLE_LINE and word in title
    return part or likeness(word, title) >= LIKE_THE_TITLE


def _texts(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return rows as lines of text, cells parted by tabs."""
    found = []
    for row in rows:
        cells = [cell for cell in dict.fromkeys(row) if cell]
        if cells:
            found.extend("\t".join(cells).splitlines())
    return found
