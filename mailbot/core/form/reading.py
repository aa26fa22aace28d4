"""The annex as a unit sent it back: its rows, each with the notice's item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.core.form.by_period import Said, asked_period, latest_filled
from mailbot.core.form.heading import AnnexHeading, heading_lines, read_heading
from mailbot.core.form.items import ItemFinder, Match
from mailbot.core.form.labelled import read_labelled
from mailbot.core.form.lines import FormRows, read_grid
from mailbot.core.form.plain import read_numbered, read_paragraphs, tables_in_text
from mailbot.core.form.stitch import FormLine
from mailbot.core.form.words import UnitWords, words_of_notice
from mailbot.core.notice.notice import Notice
from mailbot.core.record.documents import Content

MOST_TEXT = 500_000
FEWEST_TOLD = 2  # numbered paragraphs of the notice's matter that make a report


class RowSource(StrEnum):
    """What a row was read from."""

    CELLS = "cells"
    TEXT = "text"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the annex as written, and the notice's item it is about.

    Paragraphs inside a cell are parted by newlines. `item_no` is None for a row
    that is about none of the notice's items; `reason` says in the office's words
    why the row was given its item, or none. `source` says what it was read from:
    cells of a table, or lines of text.
    """

    no: str
    item: str
    units: str
    progress: str
    due: str
    item_no: int | None
    reason: str
    said: Said = ()  # the progress by period, where each has its column
    source: RowSource = RowSource.CELLS
    also: tuple[int, ...] = ()  # further items of which it tells in the same cell


@dataclass(frozen=True, slots=True)
class Form:
    """The annex read from one document.

    Rows stand in the document's order; a row that a page break or one line a
    measure divided is one row again, rows for several units stay apart. `tables`
    counts the tables it was stitched from, 0 where it was read from paragraphs.
    """

    rows: tuple[FormRow, ...]
    heading: AnnexHeading
    tables: int = 0

    def rows_of(self, item_no: int) -> tuple[FormRow, ...]:
        """Return the rows about one of the notice's items."""
        return tuple(row for row in self.rows if row.item_no == item_no)

    def of_period(self, period_id: str | None) -> Form:
        """Return the form with the progress that its column for a period says.

        Without a period the last one that says anything stands for it, as does
        everything in a form that does not part the periods.
        """
        every = [row.said for row in self.rows]
        if not any(every):
            return self
        asked = asked_period(every, period_id) if period_id else latest_filled(every)
        rows = tuple(
            replace(row, progress=dict(row.said).get(asked, "") if asked else "")
            if row.said
            else row
            for row in self.rows
        )
        return replace(self, rows=rows)

    def other_period(self, period_id: str) -> str:
        """Return in Chinese the last period filled, where that asked for is not.

        "" where the period's own column says something, where nothing is filled,
        and for a form that does not part the periods.
        """
        every = [row.said for row in self.rows]
        asked, last = asked_period(every, period_id), latest_filled(every)
        told = any(dict(said).get(asked, "").strip() for said in every if asked)
        return "" if told or last is None else last.chinese


def read_form(
    content: Content, notice: Notice, unit_words: UnitWords | None = None
) -> Form | None:
    """Find the notice's annex in a document, None where there is none.

    Tables come first: such as hold labels and values (实事名称 | …, beneath it
    责任单位 | …), then those with a heading; without an annex among them, lines of
    text parted by tabs; at last paragraphs under the items' names. Never raises,
    whatever the document holds. `unit_words` knows the units' other names (from
    the roster).
    """
    text = content.text[:MOST_TEXT]
    above = heading_lines(content, notice)
    rows = _Rows(ItemFinder(notice, unit_words or words_of_notice(notice)))
    # a printed table that could not be taken apart reads as text in wrong order
    loose = "" if content.columns_unclear else text
    for source, tables in (
        (RowSource.CELLS, content.tables),
        (RowSource.TEXT, tables_in_text(loose)),
    ):
        labelled = read_labelled(tables, notice)
        if labelled:
            found = rows.of_lines(labelled, source)
            return _form(found, above, notice, len(tables))
        grid = read_grid(tables, notice, paged=content.pages is not None)
        if grid.blocks:
            found, count = rows.of_blocks(grid, source)
            return _form(found, (*above, *grid.around), notice, count)
    lines, around = read_paragraphs(loose, notice)
    if not lines:
        found = rows.of_lines(read_numbered(loose), RowSource.TEXT)
        told = sum(row.item_no is not None and bool(row.progress) for row in found)
        ours = told >= FEWEST_TOLD and 2 * told >= len(found)
        return _form(found, above, notice, 0) if ours else None
    return _form(rows.of_lines(lines, RowSource.TEXT), around, notice, 0)


def _form(
    rows: tuple[FormRow, ...], around: tuple[str, ...], notice: Notice, tables: int
) -> Form:
    """Return the form with what the lines around its table say."""
    heading = read_heading(tuple(dict.fromkeys(around)), notice)
    return Form(rows, heading, tables).of_period(None)


class _Rows:
    """Turns lines of the table into rows that know their item."""

    def __init__(self, find: ItemFinder) -> None:
        self._find = find

    def of_blocks(
        self, grid: FormRows, source: RowSource
    ) -> tuple[tuple[FormRow, ...], int]:
        """Return the rows of the tables that are the annex, and those tables' count.

        A table with few columns and no item is the annex only where nothing else
        is: units add tables of figures and of contacts under like headings. Nor is
        a mere list of the items beside it, which a workbook keeps for its menus.
        """
        read = [(block, self.of_lines(block.lines, source)) for block in grid.blocks]
        sure = [
            (block, rows)
            for block, rows in read
            if block.complete or any(row.item_no for row in rows)
        ]
        reporting = [one for one in sure if one[0].reports]
        kept = reporting or sure or read
        rows = tuple(row for _, found in kept for row in found)
        return rows, sum(block.tables for block, _ in kept)

    def of_lines(
        self, lines: tuple[FormLine, ...], source: RowSource
    ) -> tuple[FormRow, ...]:
        """Return lines as rows, each with its item and why.

        Where the words of one row give the lie to its number, the unit counted for
        itself: then no number proves anything beside a name.
        """
        found = [self._find(line) for line in lines]
        if any(match.own_count for match in found):
            found = [self._find(line, numbers=False) for line in lines]
        pairs = zip(lines, found, strict=True)
        return tuple(_row(line, match, source) for line, match in pairs)


def _row(line: FormLine, match: Match, source: RowSource) -> FormRow:
    """Return one line as a row."""
    return FormRow(
        no=line.no,
        item=line.item,
        units=line.units,
        progress=line.progress,
        due=line.due,
        item_no=match.item_no or None,
        reason=match.reason,
        said=line.said,
        source=source,
        also=match.also,
    )
