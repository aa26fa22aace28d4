"""The annex as a Word document: blank for one unit, or consolidated for the office.

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
from mailbot.core.letters.letters import Enclosure
from mailbot.core.notice.notice import Copy, Notice
from mailbot.core.notice.periods import Period
from mailbot.core.summary.rollup import Rollup, RollupRow

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

TITLE = "方正小标宋简体"
TEXT = "仿宋_GB2312"
HEAD = "黑体"
LINE = "楷体_GB2312"
# Word takes the alternative where the font is not installed (ECMA-376 17.8.3.1).
ALTERNATIVES = {TITLE: "宋体", TEXT: "仿宋", HEAD: "SimHei", LINE: "楷体"}

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE = (Mm(297), Mm(210))
MARGIN = Mm(20)
WIDTHS = (Mm(14), Mm(46), Mm(42), Mm(123), Mm(32))  # 257 mm between the margins
BLANK_ROOM = 105  # mm that the blank rows share on their page
BLANK_ROW = (24, 90)  # mm: lowest and highest
SECOND_WORD = 0.53  # of the line: clear of the longest unit's name at 14 pt
LETTERS_A_LINE = 28  # of the progress column
LINES_KEPT_TOGETHER = 8
LINES_A_PAGE = 22  # below the repeated heading
COPY_WORDS = {Copy.ELECTRONIC: "电子版", Copy.STAMPED_PDF: "加盖单位公章的PDF版"}
DATE_LINE = "填报时间：      年   月   日"
LEFT_COLUMNS = {1, 2, 3}
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


class AnnexForms:
    """The notice's annex as the enclosure of letters."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return the blank annex for one unit, named by unit and period."""
        name = f"{unit}{period.chinese}报表（空白）.docx"
        return Enclosure(name, DOCX, blank_annex(self._notice, unit, period))


def blank_annex(notice: Notice, unit: str, period: Period) -> bytes:
    """Return a .docx of the annex to be filled in: only this unit's own items."""
    document = _document(notice.annex_title, notice.issuer)
    _heading_line(
        document, (f"填报单位（盖章）：{unit}", f"报告期：{period.chinese}", DATE_LINE)
    )
    table = _table(document, notice.annex_columns)
    items = notice.items_of(unit)
    lowest, highest = BLANK_ROW
    height = min(highest, max(lowest, BLANK_ROOM // max(1, len(items))))
    for item in items:
        row = _new_row(table)
        row.height = Mm(height)
        _forbid_break(row)
        cells = (str(item.no), item.name, "、".join(item.units), "", "")
        for place, cell in enumerate(cells):
            _write(row.cells[place], (cell,), place)
    _paragraph(document, "填报人：\t联系电话：\t负责人签字：", LINE, 12, tabs=True)
    _paragraph(document, f"注：{_request(notice)}", LINE, 12)
    return _saved(document)


def _request(notice: Notice) -> str:
    """Return the sentence that says what to send where."""
    copies = "和".join(COPY_WORDS[copy] for copy in notice.copies)
    return (
        f"请将{copies}报{notice.office}"
        f"（联系电话：{notice.telephone}，邮箱：{notice.mailbox}）。"
    )


def consolidated_docx(rollup: Rollup) -> bytes:
    """Return a .docx of the consolidated table: a line a unit under each item."""
    document = _document(rollup.title, rollup.office)
    silent = f"未报送单位{len(rollup.silent)}个" if rollup.silent else "各单位均已报送"
    _heading_line(
        document, (f"汇总单位：{rollup.office}", f"报告期：{rollup.period}", silent)
    )
    table = _table(document, rollup.columns)
    for row in rollup.rows:
        _add_item(table, row)
    if rollup.silent:
        _paragraph(document, f"未报送单位：{'、'.join(rollup.silent)}。", LINE, 12)
    for note, units in rollup.notes:
        _paragraph(document, f"{note}的单位：{'、'.join(units)}。", LINE, 12)
    return _saved(document)


def _add_item(table: Table, item: RollupRow) -> None:
    """Add an item's lines; its number and name are one cell beside all of them."""
    together = sum(max(1, _lines(c.lines)) for c in item.contributions) <= LINES_A_PAGE
    for place, given in enumerate(item.contributions):
        row = _new_row(table)
        if place == 0:
            _write(row.cells[0], (str(item.no),), 0)
            _write(row.cells[1], (item.name,), 1)
        _write(row.cells[2], (given.unit,), 2)
        _write(row.cells[3], given.lines, 3)
        _write(row.cells[4], tuple(given.due.splitlines()), 4)
        if _lines(given.lines) <= LINES_KEPT_TOGETHER:
            _forbid_break(row)
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


def _document(title: str, author: str) -> DocxDocument:
    """Return an empty A4 landscape document with its title."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    about = document.core_properties
    about.title, about.author, about.comments = xml_text(title), xml_text(author), ""
    _name_fonts(document)
    _page_number(section.footer.paragraphs[0])
    heading = _paragraph(document, title, TITLE, 22)
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


def _new_row(table: Table) -> _Row:
    """Add a row to the table."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx forgot it
    return row


def _heading_line(document: DocxDocument, words: tuple[str, str, str]) -> None:
    """Add the line above the table: left, middle and right."""
    _paragraph(document, "\t".join(words), LINE, 14, tabs=True)


def _paragraph(
    document: DocxDocument, text: str, font: str, size: int, *, tabs: bool = False
) -> Paragraph:
    """Add a paragraph; `tabs` sets a stop in the middle and one at the right."""
    paragraph = document.add_paragraph()
    _plain(paragraph)
    if tabs:
        width = Mm(int(PAGE[0].mm - 2 * MARGIN.mm))
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(int(width.mm * SECOND_WORD)), WD_TAB_ALIGNMENT.LEFT)
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.paragraph_format.space_before = Pt(4)
        paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, font, size)
    return paragraph


def _table(document: DocxDocument, columns: Sequence[str]) -> Table:
    """Add the ruled table with its heading, which every page repeats."""
    table: Table = document.add_table(rows=1, cols=len(WIDTHS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _pad_cells(table)
    for width, column in zip(WIDTHS, table.columns, strict=True):
        column.width = width
    row = table.rows[0]
    _forbid_break(row)
    _switch(row, "w:tblHeader")
    for place, words in enumerate(columns[: len(WIDTHS)]):
        cell = row.cells[place]
        _write(cell, (words,), place, font=HEAD)
        cell.paragraphs[0].alignment = CENTRE
    return table


def _write(
    cell: _Cell, paragraphs: Sequence[str], place: int, *, font: str = TEXT
) -> None:
    """Write a cell of the column `place`: centred, but names and progress left."""
    cell.width = WIDTHS[place]
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


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    """Add words in a font: Chinese in `font`, figures and letters in Times."""
    run = paragraph.add_run(xml_text(text))
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx has no name for the East Asian font
    fonts.set(qn("w:eastAsia"), font)


def _forbid_break(row: _Row) -> None:
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


def _name_fonts(document: DocxDocument) -> None:
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


def _saved(document: DocxDocument) -> bytes:
    """Return the document's bytes."""
    document.save(buffer := BytesIO())
    return buffer.getvalue()
