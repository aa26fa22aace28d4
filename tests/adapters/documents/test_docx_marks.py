"""Marks of Word's .docx that decide what is read."""

from __future__ import annotations

import pytest

from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.write_docx import docx_of, package

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def text_of(body: str) -> str:
    found = read(Kind.DOCX, docx_of(body))
    assert isinstance(found, Content)
    return found.text


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r>"
    "<w:t>沂</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PROMPT = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    f"{run('单击此处')}</w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("甲", "<w:vanish/>") + run("乙"), "乙"),
        (run("甲", '<w:vanish w:val="0"/>'), "甲"),
        (f"<w:del>{run('甲')}</w:del>{run('乙')}", "乙"),
        (f"<w:ins>{run('甲')}</w:ins>", "甲"),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink>", "甲"),
        (f'<w:fldSimple w:instr="DATE">{run("甲")}</w:fldSimple>', "甲"),
        (
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>",
            "甲\n乙\t丙",
        ),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>", "1-2"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        (
            RUBY,
            "沂",
        ),
        (
            PROMPT,
            "",
        ),
    ],
)
def test_what_a_run_shows_is_read(inside: str, text: str) -> None:
    assert text_of(f"<w:p>{inside}</w:p>") == text


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_only_the_result_is_read() -> None:
    inner = mark("begin") + run("不见") + mark("separate") + run("也不") + mark("end")
    field = mark("begin") + inner + mark("separate") + run("结果") + mark("end")
    assert text_of(f"<w:p>{field}{run('后')}</w:p>") == "结果后"
    assert text_of(f"<w:p>{mark('end')}{mark('separate')}{run('后')}</w:p>") == "后"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前')}</w:p>"
    assert text_of(joined + f"<w:p>{run('后')}</w:p>") == "前后"
    assert text_of(joined) == "前"


def test_an_old_text_box_and_a_box_of_the_line_are_read_after_it() -> None:
    box = (
        f"<v:textbox><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></v:textbox>"
    )
    assert (
        text_of(f"<w:p><w:r><w:pict>{box}</w:pict></w:r>{run('行')}</w:p>") == "行\n框"
    )
    assert text_of(f"<w:p><w:pict>{box}</w:pict>{run('行')}</w:p>") == "行\n框"


def test_the_fallback_is_read_where_the_choice_says_nothing() -> None:
    both = (
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
        f"<mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(f"<w:p>{both}</w:p>") == "旧"
    assert text_of("<w:p><mc:AlternateContent/></w:p>") == ""


def rows_of(table: str) -> tuple[tuple[str, ...], ...]:
    found = read(Kind.DOCX, docx_of(f"<w:tbl>{table}</w:tbl>"))
    assert isinstance(found, Content)
    return found.tables[0].rows if found.tables else ()


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_rows_and_cells_in_content_controls_are_read() -> None:
    first = f"<w:sdt><w:sdtContent>{cell('1')}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{first}{cell('2')}</w:tr>"
    assert rows_of(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>") == (
        ("1", "2"),
    )


def test_deleted_and_hidden_rows_and_deleted_cells_are_not_read() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}</w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('隐')}</w:tr>"
    kept = f"<w:tr>{cell('删', '<w:cellDel/>')}{cell('留')}</w:tr>"
    assert rows_of(gone + hidden + kept) == (("留",),)


def test_the_old_sideways_merge_and_empty_columns_before_a_row_are_kept() -> None:
    merged = cell("a", '<w:hMerge w:val="restart"/>') + cell("b", "<w:hMerge/>")
    shifted = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("c")}'
    assert rows_of(f"<w:tr>{merged}</w:tr><w:tr>{shifted}</w:tr>") == (
        ("a", ""),
        ("", "c"),
    )


def test_a_merge_without_a_beginning_is_a_cell_of_its_own() -> None:
    row = f"<w:tr>{cell('x', '<w:vMerge/>')}</w:tr>"
    assert rows_of(row) == (("x",),)
    assert rows_of("<w:tr/>") == ()


def full(**parts: str) -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kinds}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    link = (
        '<Relationship Id="x" Type="a/header" Target="http://x" TargetMode="External"/>'
    )
    everything = {f"word/{name}.xml": text for name, text in parts.items()}
    body = (
        '<w:p><w:pPr><w:pStyle w:val="hid"/></w:pPr><w:r><w:t>段</w:t></w:r></w:p>'
        '<w:p><w:r><w:rPr><w:rStyle w:val="hid"/></w:rPr><w:t>串</w:t></w:r>'
        "<w:r><w:t>正文</w:t></w:r></w:p>"
    )
    everything["word/document.xml"] = (
        f'<w:document xmlns:w="{STRICT}"><w:body>{body}</w:body></w:document>'
    )
    everything["word/_rels/document.xml.rels"] = (
        f"<Relationships>{listed}{link}</Relationships>"
    )
    return package(everything)


def test_headers_footers_and_notes_come_after_the_body_and_hidden_styles_hide() -> None:
    def one(text: str) -> str:
        return f'<w:x xmlns:w="{STRICT}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:x>'

    note = (
        f'<w:x xmlns:w="{STRICT}"><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p>'
        "</w:footnote></w:x>"
    )
    styles = (
        f'<w:styles xmlns:w="{STRICT}"><w:style w:styleId="hid"><w:rPr><w:vanish/>'
        "</w:rPr></w:style></w:styles>"
    )
    content = full(header=one("页眉"), footnotes=note, styles=styles)
    found = read(Kind.DOCX, content)
    assert isinstance(found, Content)
    assert found.text == "正文\n页眉\n脚注"


def test_styles_that_hide_nothing_are_not_even_parsed() -> None:
    found = read(Kind.DOCX, full(styles="<broken"))
    assert isinstance(found, Content)
    assert found.text == "段\n串正文"


def test_a_document_without_a_body_is_corrupt() -> None:
    assert read(Kind.DOCX, package({"word/document.xml": "<a/>"})) is Problem.CORRUPT
    assert read(Kind.DOCX, package({"other": "<a/>"})) is Problem.CORRUPT
