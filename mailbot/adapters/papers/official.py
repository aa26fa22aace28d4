"""A page as GB/T 9704-2012 lays out official papers: grid, fonts, numbers, imprint.

5.2.1: A4, 37 mm above and 28 mm left of a body of 156 × 225 mm. 5.2.3: 22 lines of 28
characters in 3号 (16 pt) 仿宋. 7.5: the number of the page in 4号 宋体, 7 mm below, at
its outer edge. 7.4: the imprint (版记) between rules at the foot of the last page.
"""

from __future__ import annotations

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph

from mailbot.adapters.papers.printing import xml_text
from mailbot.adapters.papers.word_parts import TEXT, TITLE, name_fonts

BODY_SIZE, SMALL_SIZE, TITLE_SIZE = 16, 14, 22  # 3号, 4号, 2号
LINE_PITCH = Pt(28.95)  # 225 mm in 22 lines
TITLE_PITCH = Pt(36)
BODY_WIDTH, BODY_HEIGHT = Mm(156), Mm(225)
_TOP, _LEFT = Mm(37), Mm(28)
_PAGE = (Mm(210), Mm(297))
_GRID = {"type": "lines", "linePitch": "579"}
# 28 letters of 16 pt are wider than 156 mm. A grid of letters (linesAndChars) would
# mend it in Word, but LibreOffice spreads it; so each letter gives up a quarter point.
_TIGHTER = "-5"  # twentieths of a point
_IMPRINT_ROW = Mm(8.5)
_NUMBER_FONT = "宋体"
_THICK, _THIN = "8", "6"  # eighths of a point: 0.35 mm and 0.25 mm
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def official_document(title: str, author: str) -> DocxDocument:
    """Return an empty document with the standard's page and fonts."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = xml_text(title), xml_text(author), ""
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.top_margin, section.left_margin = _TOP, _LEFT
    section.bottom_margin = Length(_PAGE[1] - _TOP - BODY_HEIGHT)
    section.right_margin = Length(_PAGE[0] - _LEFT - BODY_WIDTH)
    section.footer_distance = Length(section.bottom_margin - Mm(7) - Pt(SMALL_SIZE))
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx knows no grid
        section._sectPr.remove(grid)  # noqa: SLF001
    grid = OxmlElement("w:docGrid")
    for name, value in _GRID.items():
        grid.set(qn(f"w:{name}"), value)
    section._sectPr.append(grid)  # noqa: SLF001
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)  # the grid counts in the style's size
    name_fonts(document)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    return document


def line(
    document: DocxDocument,
    *runs: tuple[str, str],
    size: int = BODY_SIZE,
    indent: int = 2,
    align: WD_ALIGN_PARAGRAPH | None = None,
    pitch: Length = LINE_PITCH,
) -> DocxParagraph:
    """Add a paragraph of (words, font) runs, its first line in by `indent` letters."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.widow_control = False  # the grid has 22 lines on every page
    if align is not None:
        paragraph.alignment = align
    else:
        form.first_line_indent = Pt(indent * size)
    for words, font in runs:
        _run(paragraph, words, font, size)
    return paragraph


def title_lines(document: DocxDocument, title: str) -> None:
    """Add the title: 2号 小标宋, centred, two empty lines above."""
    for _ in range(2):
        line(document, indent=0)
    line(document, (title, TITLE), size=TITLE_SIZE, align=CENTRE, pitch=TITLE_PITCH)


def imprint(document: DocxDocument, copied: str, office: str, year: int) -> None:
    """Add the imprint: 抄送, who printed it, when, between rules.

    Word puts it at the foot of the last page; LibreOffice 7.4 leaves a placed table as
    wide as the body where the text ends.
    """
    _hair(document)  # or it grows to a table above
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for row in table.rows:
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, _IMPRINT_ROW
    wide = table.rows[0].cells[0].merge(table.rows[0].cells[1])
    _imprint_words(wide.paragraphs[0], f"抄送：{copied}")
    left, right = table.rows[1].cells
    _imprint_words(left.paragraphs[0], office)
    _imprint_words(right.paragraphs[0], f"{year}年　　月　　日印发", RIGHT)
    for cell in (wide, left, right):
        cell.width = BODY_WIDTH if cell is wide else Length(BODY_WIDTH // 2)
    _rules(table)
    _at_foot(table)
    _hair(document)  # a placed table stands beside a paragraph behind it


def _hair(document: DocxDocument) -> None:
    """Add a paragraph that takes no room."""
    line(document, size=1, indent=0, pitch=Pt(1))


def _imprint_words(
    paragraph: DocxParagraph, words: str, align: WD_ALIGN_PARAGRAPH | None = None
) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.left_indent = form.right_indent = Pt(SMALL_SIZE)
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, words, TEXT, SMALL_SIZE)


def _rules(table: Table) -> None:
    """Rule the imprint: thick above and below, thin between, none at the sides."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN)):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    # The schema wants tblBorders before tblLayout and tblLook.
    table._tbl.tblPr.insert(len(table._tbl.tblPr) - 2, borders)  # noqa: SLF001 - python-docx has no borders


def _at_foot(table: Table) -> None:
    """Let the table stand at the foot of the body, wherever the text ends."""
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("leftFromText", "0"),
        ("rightFromText", "0"),
        ("vertAnchor", "margin"),
        ("horzAnchor", "margin"),
        ("tblpX", "1"),  # 0 would be none
        ("tblpY", str(int(Length(BODY_HEIGHT - 2 * _IMPRINT_ROW).twips))),
    ):
        place.set(qn(f"w:{name}"), value)
    # The schema wants tblpPr first where no style is named.
    table._tbl.tblPr.insert(0, place)  # noqa: SLF001 - python-docx places no tables


def _page_number(footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
    """Write — 1 — at the outer edge, one letter in."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(SMALL_SIZE)
    _run(paragraph, "— ", _NUMBER_FONT, SMALL_SIZE)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
    _run(paragraph, " —", _NUMBER_FONT, SMALL_SIZE)


def _run(paragraph: DocxParagraph, words: str, font: str, size: int) -> None:
    run = paragraph.add_run(xml_text(words))
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for the East Asian font
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size == BODY_SIZE:
        tighter = OxmlElement("w:spacing")
        tighter.set(qn("w:val"), _TIGHTER)
        # The schema wants spacing before the size.
        next(one for one in properties if one.tag == qn("w:sz")).addprevious(tighter)
