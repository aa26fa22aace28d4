"""The circular as a Word document, laid out as official papers are."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm

from mailbot.adapters.papers.official import (
    CENTRE,
    RIGHT,
    imprint,
    line,
    official_document,
    title_lines,
)
from mailbot.adapters.papers.word_parts import (
    HEAD,
    LINE,
    TEXT,
    TITLE,
    forbid_break,
    new_document,
    new_row,
    ruled_table,
    saved,
    write_cell,
)
from mailbot.core.summary.circular import TABLE_HEADINGS, Circular, Level
from mailbot.core.summary.manifest import TRANSFER_HEADINGS

DRAFT = "（征求意见稿）"
BLANK_NUMBER = "　　　　〔{}〕　　号"  # staff give it
_WIDTHS = (Mm(13), Mm(48), Mm(40), Mm(20), Mm(17), Mm(18))
_TRANSFER_WIDTHS = (Mm(13), Mm(38), Mm(73), Mm(28), Mm(15), Mm(32), Mm(58))
_SMALL = 14


def circular_docx(paper: Circular) -> bytes:
    """Return the circular: number and signature blank, no red head, no seal."""
    document = official_document(paper.title, paper.office)
    number = paper.number or BLANK_NUMBER.format(paper.year)
    line(document, (number, TEXT), align=CENTRE)
    title_lines(document, paper.title)
    if paper.draft:
        line(document, (DRAFT, LINE), align=CENTRE)
    line(document, indent=0)
    line(document, (paper.addressee, TEXT), indent=0)
    for paragraph in paper.paragraphs:
        font = HEAD if paragraph.level is Level.HEADING else LINE
        line(document, (paragraph.lead, font), (paragraph.words, TEXT))
    above = [document.paragraphs[-1], line(document, indent=0)]
    above.append(line(document, (f"附件：{paper.table_title}", TEXT)))
    # who signs writes the name over the day; it never stands on a page of its own
    above += [line(document, indent=0) for _ in range(2)]
    for one in above:
        one.paragraph_format.keep_with_next = True
    signed = f"{paper.year}年　　月　　日　　　　"
    line(document, (signed, TEXT), align=RIGHT)
    _add_table(document, paper)
    imprint(document, "", paper.office, paper.year)
    return saved(document)


def _add_table(document: DocxDocument, paper: Circular) -> None:
    """Add the attachment: a page of its own, the targets row by row."""
    first = line(document, ("附件", HEAD), indent=0)
    first.paragraph_format.page_break_before = True
    line(document, (paper.table_title, TITLE), size=18, align=CENTRE)
    table = ruled_table(document, TABLE_HEADINGS, _WIDTHS)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cells in paper.rows:
        row = new_row(table)
        forbid_break(row)
        for place, words in enumerate(cells):
            write_cell(row.cells[place], (words,), place, width=_WIDTHS[place])


def transfer_docx(title: str, office: str, rows: Sequence[tuple[str, ...]]) -> bytes:
    """Return the transfer list for the archive, to be signed by both sides."""
    document = new_document(title, office)
    table = ruled_table(document, TRANSFER_HEADINGS, _TRANSFER_WIDTHS)
    for cells in rows:
        row = new_row(table)
        forbid_break(row)
        for place, words in enumerate(cells):
            write_cell(row.cells[place], (words,), place, width=_TRANSFER_WIDTHS[place])
    last = "移交单位：{}　　移交人：　　　　接收人：　　　　　　　　年　　月　　日"
    line(document, (last.format(office), TEXT), size=_SMALL, indent=0)
    return saved(document)
