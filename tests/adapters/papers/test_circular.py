"""The circular as Word opens it: the standard's page, and nothing forged."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mailbot.adapters.papers.circular_pages import circular_docx, transfer_docx
from mailbot.core.summary.circular import Circular, Level, PaperParagraph

PAPER = Circular(
    title="关于某事第二季度工作进展情况的通报",
    number="",
    draft=True,
    year=2023,
    addressee="各责任单位：",
    paragraphs=(
        PaperParagraph(Level.HEADING, "一、报送情况"),
        PaperParagraph(Level.SUBHEADING, "（一）按时报齐（1家）。", "县民政局。"),
        PaperParagraph(Level.TEXT, words="请抓紧。"),
    ),
    table_title="某事目标进度一览表",
    rows=(("1", "学校7所", "县教育和体育局", "7所", "5", "71.4%"),),
    office="县妇儿工委办公室",
)


@pytest.fixture
def paper() -> Any:
    return docx.Document(io.BytesIO(circular_docx(PAPER)))


def fonts(paper: Any, text: str) -> list[str]:
    """Return the Chinese fonts of the runs of the paragraph that begins so."""
    (found,) = [p for p in paper.paragraphs if p.text.startswith(text)]
    runs = [run._element.rPr.rFonts for run in found.runs if run.text]
    return [run.get(qn("w:eastAsia")) for run in runs]


def test_the_body_is_156_by_225_mm_with_22_lines_of_28_letters(paper: Any) -> None:
    (section,) = paper.sections
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    assert (round(wide / Mm(1)), round(high / Mm(1))) == (156, 225)
    top, left = (side / Mm(1) for side in (section.top_margin, section.left_margin))
    assert (round(top), round(left)) == (37, 28)
    text = next(p for p in paper.paragraphs if p.text == "请抓紧。")
    pitch = text.paragraph_format.line_spacing
    assert 22 * pitch <= high < 23 * pitch
    (run,) = [r for r in text.runs if r.text]
    tighter = int(run._element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    letter = run.font.size + Pt(1) * tighter / 20
    assert 28 * letter <= wide < 29 * letter
    assert run.font.size == Pt(16)


def test_headings_have_the_fonts_of_their_level(paper: Any) -> None:
    assert fonts(paper, "一、报送情况") == ["黑体"]
    assert fonts(paper, "（一）按时报齐") == ["楷体_GB2312", "仿宋_GB2312"]
    assert fonts(paper, "请抓紧") == ["仿宋_GB2312"]
    assert fonts(paper, "关于某事") == ["方正小标宋简体"]


def test_number_and_signature_are_blank_until_staff_give_them(paper: Any) -> None:
    texts = [p.text for p in paper.paragraphs]
    assert "　　　　〔2023〕　　号" in texts
    assert "（征求意见稿）" in texts
    assert not any(p.text.strip() == PAPER.office for p in paper.paragraphs)
    assert not paper.inline_shapes
    numbered = replace(PAPER, number="某办〔2023〕5号", draft=False)
    texts = [
        p.text for p in docx.Document(io.BytesIO(circular_docx(numbered))).paragraphs
    ]
    assert "某办〔2023〕5号" in texts
    assert "（征求意见稿）" not in texts


def test_pages_are_numbered_at_the_outer_edge(paper: Any) -> None:
    (section,) = paper.sections
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert odd.text == even.text == "—  —"
    assert paper.settings.odd_and_even_pages_header_footer


def test_the_targets_and_the_imprint_stand_behind(paper: Any) -> None:
    targets, imprint = paper.tables
    assert [c.text for c in targets.rows[1].cells] == list(PAPER.rows[0])
    said = [cell.text for row in imprint.rows for cell in row.cells]
    assert said[0].startswith("抄送：")
    assert said[2:] == [PAPER.office, "2023年　　月　　日印发"]


def test_the_transfer_list_has_a_line_a_file() -> None:
    row = ("1", "县民政局", "报表", "2023-06-28", "", "", "x")
    found = docx.Document(io.BytesIO(transfer_docx("归档移交目录", "某办", (row,))))
    (table,) = found.tables
    assert [cell.text for cell in table.rows[1].cells] == list(row)
