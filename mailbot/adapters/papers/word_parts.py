"""What the office's Word documents are put together from: page, fonts, ruled tables.

Laid out as county offices write (GB/T 9704-2012): A4, title in 小标宋 22 pt, text in
仿宋. Machines without those fonts fall back on the names given beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mailbot.adapters.papers.printing import xml_text

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.shared import Length
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

TITLE = "方正小标宋简体"
TEXT = "仿宋_GB2312"
HEAD = "黑体"
LINE = "楷体_GB2312"
# Word takes the alternative where the font is not installed (ECMA-376 17.8.3.1).
ALTERNATIVES = {TITLE: "宋体", TEXT: "仿宋", HEAD: "SimHei", LINE: "楷体"}

PAGE = (Mm(297), Mm(210))
MARGIN = Mm(20)
WIDTHS = (Mm(14), Mm(46), Mm(42), Mm(123), Mm(32))  # 257 mm between the margins
SECOND_WORD = 0.53  # of the line: clear of the longest unit's name at 14 pt
LEFT_COLUMNS = {1, 2, 3}
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


def new_document(title: str, author: str) -> DocxDocument:
    """Return an empty A4 landscape document with its title."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    about = document.core_properties
    about.title, about.author, about.comments = xml_text(title), xml_text(author), ""
    name_fonts(document)
    _page_number(section.footer.paragraphs[0])
    heading = add_paragraph(document, title, TITLE, 22)
    heading.alignment = CENTRE
    heading.paragraph_format.space_after = Pt(8)
    return document


def _pad_cells(table: Table) -> None:
    """Keep the words clear of the rules: 0.8 mm above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no cell margins
    # The schema wants tblCellMar before tblLook, which the template always has.
    properties.insert(len(properties) - 1, margins)


def new_row(table: Table) -> _Row:
    """Add a row to the table."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx forgot it
    return row


def heading_line(document: DocxDocument, words: tuple[str, str, str]) -> None:
    """Add the line above the table: left, middle and right."""
    add_paragraph(document, "\t".join(words), LINE, 14, tabs=True)


def add_paragraph(
    document: DocxDocument, text: str, font: str, size: int, *, tabs: bool = False
) -> Paragraph:
    """Add a paragraph; `tabs` sets a stop in the middle and one at the right."""
    added = document.add_paragraph()
    _plain(added)
    if tabs:
        width = Mm(int(PAGE[0].mm - 2 * MARGIN.mm))
        stops = added.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(int(width.mm * SECOND_WORD)), WD_TAB_ALIGNMENT.LEFT)
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        added.paragraph_format.space_before = Pt(4)
        added.paragraph_format.space_after = Pt(4)
    _run(added, text, font, size)
    return added


def ruled_table(
    document: DocxDocument,
    columns: Sequence[str],
    widths: tuple[Length, ...] = WIDTHS,
) -> Table:
    """Add a ruled table with its heading, which every page repeats."""
    table: Table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _pad_cells(table)
    for width, column in zip(widths, table.columns, strict=True):
        column.width = width
    row = table.rows[0]
    forbid_break(row)
    _switch(row, "w:tblHeader")
    for place, words in enumerate(columns[: len(widths)]):
        cell = row.cells[place]
        write_cell(cell, (words,), place, font=HEAD, width=widths[place])
        cell.paragraphs[0].alignment = CENTRE
    return table


def write_cell(
    cell: _Cell,
    paragraphs: Sequence[str],
    place: int,
    *,
    font: str = TEXT,
    width: Length | None = None,
) -> None:
    """Write a cell of the column `place`: centred, but names and progress left."""
    cell.width = width or WIDTHS[place]
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, words in enumerate(paragraphs or ("",)):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _plain(paragraph)
        paragraph.alignment = LEFT if place in LEFT_COLUMNS else CENTRE
        _run(paragraph, words, font, 12)


def _plain(paragraph: Paragraph) -> None:
    """Take the template's spacing from a paragraph."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.15
    # A page with a grid of lines (GB/T 9704) would part the lines of a table, too.
    loose = OxmlElement("w:snapToGrid")
    loose.set(qn("w:val"), "0")
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no name for it
    next(one for one in properties if one.tag == qn("w:spacing")).addprevious(loose)


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    """Add words in a font: Chinese in `font`, figures and letters in Times."""
    run = paragraph.add_run(xml_text(text))
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx has no name for the East Asian font
    fonts.set(qn("w:eastAsia"), font)


def forbid_break(row: _Row) -> None:
    """Keep a row on one page."""
    _switch(row, "w:cantSplit")


def _switch(row: _Row, name: str) -> None:
    """Switch on a property of a row."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no name for it


def _page_number(paragraph: Paragraph) -> None:
    """Write the page's number in the middle of the footer, as — 1 —."""
    paragraph.alignment = CENTRE
    _run(paragraph, "— ", TEXT, 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
    _run(paragraph, " —", TEXT, 14)


def name_fonts(document: DocxDocument) -> None:
    """Tell Word what to take where a font is not installed."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part = relation.target_part
            entries = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
                for name, other in ALTERNATIVES.items()
            )
            end = b"</w:fonts>"
            part._blob = part.blob.replace(end, entries.encode() + end)  # noqa: SLF001 - an opaque part has no other door


def saved(document: DocxDocument) -> bytes:
    """Return the document's bytes."""
    document.save(buffer := BytesIO())
    return buffer.getvalue()
