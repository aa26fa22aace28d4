"""A page as GB/T 9704-2012 lays out official papers: grid, fonts, numbers, imprint.

5.2.1: A4, 37 mm above and 28 mm left of a body of 156 × 225 mm. 5.2.3: 22 lines of 28
characters in 3号 (16 pt) 仿宋. 7.5: the number of the page in 4号 宋体, 7 mm below, at
its outer edge. 7.4: the imprint (版记) between rules at the foot of the last page.
"""

from __future__ import annotations

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Length, Mm, Pt
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
    """Add the imprint at the foot of the last page: 抄送, who printed it, when."""
    day = f"{year}年　　月　　日印发"
    for words in (f"　抄送：{copied}", f"　{office}\t{day}"):
        paragraph = line(document, (words, TEXT), size=SMALL_SIZE, indent=0)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Length(BODY_WIDTH - Pt(SMALL_SIZE)), WD_TAB_ALIGNMENT.RIGHT)
        _at_foot(paragraph)
    line(document, size=1, indent=0, pitch=Pt(1))  # a frame stands beside a paragraph


def _at_foot(paragraph: DocxParagraph) -> None:
    """Put a paragraph into the frame at the foot of the body, between rules.

    Thick above and below, thin between; paragraphs of one frame share it.
    """
    frame = OxmlElement("w:framePr")
    height = Length(2 * LINE_PITCH + Mm(2))
    for name, value in (
        ("w", str(int(BODY_WIDTH.twips))),
        ("h", str(int(height.twips))),
        ("hRule", "exact"),
        ("wrap", "around"),
        ("vAnchor", "margin"),
        ("hAnchor", "margin"),
        ("x", "1"),  # 0 would be none
        ("y", str(int(Length(BODY_HEIGHT - height).twips))),
    ):
        frame.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", _THICK), ("bottom", _THICK), ("between", _THIN)):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx knows no frames
    # The schema wants framePr before widowControl, and pBdr behind it.
    before = properties.find(qn("w:widowControl"))
    before.addprevious(frame)
    before.addnext(borders)


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
        properties.find(qn("w:sz")).addprevious(tighter)
