"""The consolidated table as a Word document, with all that a leader asks about it.

Beneath the table of items stand the rows that fit no item (待归项), who and what is
lacking, and which file each unit's words were read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docx.shared import Mm

from mailbot.adapters.papers.word_parts import (
    HEAD,
    LINE,
    add_paragraph,
    forbid_break,
    heading_line,
    new_document,
    new_row,
    ruled_table,
    saved,
    write_cell,
)
from mailbot.core.summary.rollup import Rollup, RollupRow, Unplaced

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.shared import Length
    from docx.table import Table, _Row

LETTERS_A_LINE = 28  # of the progress column
KEPT_WHOLE = 5  # lines of a row that are not parted between pages
KEPT_TOGETHER = 8  # lines of an item that stay on one page: a third of it
UNPLACED_COLUMNS = ("序号", "单位", "原表所写事项", "原文", "完成时限", "来源")
UNPLACED_WIDTHS = (Mm(14), Mm(38), Mm(42), Mm(93), Mm(28), Mm(42))
SOURCE_COLUMNS = ("序号", "单位", "来源（文件及版本）")
SOURCE_WIDTHS = (Mm(14), Mm(70), Mm(173))


def consolidated_docx(rollup: Rollup) -> bytes:
    """Return a .docx of the consolidated table: a line a unit under each item."""
    document = new_document(rollup.title, rollup.office)
    silent = f"未报送单位{len(rollup.silent)}个" if rollup.silent else "各单位均已报送"
    heading_line(
        document, (f"汇总单位：{rollup.office}", f"报告期：{rollup.period}", silent)
    )
    add_paragraph(document, f"报送情况：{rollup.standing}", LINE, 12)
    table = ruled_table(document, rollup.columns)
    for row in rollup.rows:
        _add_item(table, row)
    if rollup.unplaced:
        _heading(
            document, f"待归项（{len(rollup.unplaced)}行，照原文，未归入以上各项）"
        )
        rows = (_unplaced(one) for one in rollup.unplaced)
        _add_list(document, UNPLACED_COLUMNS, UNPLACED_WIDTHS, rows)
    _add_lacking(document, rollup)
    if rollup.sources:
        _heading(document, "附二  资料来源")
        sources = (((unit,), (source,)) for unit, source in rollup.sources)
        _add_list(document, SOURCE_COLUMNS, SOURCE_WIDTHS, sources)
    return saved(document)


def _heading(document: DocxDocument, words: str) -> None:
    """Add a heading that stays on the page of what follows it."""
    form = add_paragraph(document, words, HEAD, 14).paragraph_format
    form.space_before, form.space_after = Mm(5), Mm(2)
    form.keep_with_next = True


def _add_lacking(document: DocxDocument, rollup: Rollup) -> None:
    """Add the list of who and what is lacking; nothing where all is in."""
    said = [("未报送", rollup.silent), *rollup.notes, ("内容未能识别", rollup.unread)]
    lines = [f"{what}（{len(who)}家）：{'、'.join(who)}。" for what, who in said if who]
    for unit, numbers in rollup.lacking:
        items = "、".join(map(str, numbers))
        lines.append(f"缺项：{unit}第{items}项。")
    if lines:
        _heading(document, "附一  缺报、缺项情况")
    for line in lines:
        add_paragraph(document, line, LINE, 12)


def _unplaced(one: Unplaced) -> tuple[Sequence[str], ...]:
    """Return the cells of a row that fits no item, after its number."""
    due = tuple(one.due.splitlines())
    return ((one.unit,), (one.item,), one.paragraphs, due, (one.source,))


def _add_list(
    document: DocxDocument,
    columns: Sequence[str],
    widths: tuple[Length, ...],
    rows: Iterable[Sequence[Sequence[str]]],
) -> None:
    """Add a table whose rows are counted."""
    table = ruled_table(document, columns, widths)
    for number, cells in enumerate(rows, start=1):
        row = new_row(table)
        for place, words in enumerate(((str(number),), *cells)):
            write_cell(row.cells[place], words, place, width=widths[place])
        if max(_lines(words) for words in cells) <= KEPT_WHOLE:
            forbid_break(row)


def _add_item(table: Table, item: RollupRow) -> None:
    """Add an item's lines; its number and name are one cell beside all of them."""
    together = sum(max(1, _lines(c.lines)) for c in item.contributions) <= KEPT_TOGETHER
    for place, given in enumerate(item.contributions):
        row = new_row(table)
        if place == 0:
            write_cell(row.cells[0], (str(item.no),), 0)
            write_cell(row.cells[1], (item.name,), 1)
        write_cell(row.cells[2], (given.unit,), 2)
        write_cell(row.cells[3], given.lines, 3)
        write_cell(row.cells[4], tuple(given.due.splitlines()), 4)
        if _lines(given.lines) <= KEPT_WHOLE:
            forbid_break(row)
        if together and place + 1 < len(item.contributions):
            _keep_with_next(row)
    _merge_down(table, len(item.contributions))


def _keep_with_next(row: _Row) -> None:
    """Keep a row on the page of the next one: the item's name stands there once."""
    for paragraph in (one for cell in row.cells for one in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _lines(paragraphs: Sequence[str]) -> int:
    """Return about how many printed lines a contribution takes."""
    return sum(1 + len(words) // LETTERS_A_LINE for words in paragraphs)


def _merge_down(table: Table, lines: int) -> None:
    """Make the first two cells of the table's last `lines` rows one cell each."""
    if lines < 2:  # noqa: PLR2004 - one line is nothing to merge
        return
    for depth, row in enumerate(list(table.rows)[-lines:]):
        for place in (0, 1):
            # Cell.merge would copy the lower cells' empty paragraphs into the first.
            cell = row.cells[place]._tc  # noqa: SLF001 - python-docx's way to the XML
            cell.vMerge = "continue" if depth else "restart"
