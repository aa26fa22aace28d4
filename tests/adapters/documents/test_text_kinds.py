"""RTF, OpenDocument, HTML and plain text: marks that decide what is read."""

from __future__ import annotations

import pytest

from mailbot.adapters.documents.reading import read
from mailbot.adapters.documents.word.rtf_state import codec_of
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.write_docx import package


def content_of(kind: Kind, content: bytes) -> Content:
    found = read(kind, content)
    assert isinstance(found, Content)
    return found


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (rb"a\line b\tab c\~d\_e\{\}", "a\nb\tc d-e{}"),
        (rb"\u27778\'d2\u28304?", "沂源"),
        (rb"\uc2\u27778ab\uc0\u28304", "沂源"),
        (rb"\u-10187?\u-8398?", "\U0001d732"),
        (rb"{\f0 \'d2\'ca}{\f1 \'e9}", "沂é"),
        (rb"{\v no}{\v\v0 yes}{\deleted no}{\*\unknown no}{\info no}", "yes"),
        (rb"a{\deleted\par}b\par c", "ab\nc"),
        (rb"{\field{\*\fldinst PAGE}{\fldrslt 7}}", "7"),
        (rb"{\v x\plain y}", "y"),
        (rb"a\bin3 }}}b", "ab"),
        (b"a\\\nb", "a\nb"),
        (
            rb"body{\header head\par}{\*\shpinst{\sp{\sn x}}{\shptxt box}}{\footnote n",
            "body\nhead\nbox\nn",
        ),
        (rb"\u2?{\sect}x\sect y", "x\ny"),
    ],
)
def test_what_rtf_shows_is_read(inside: bytes, text: str) -> None:
    fonts = rb"{\fonttbl{\f0\fcharset134 x;}{\f1\fcharset0 y;}}"
    head = rb"{\rtf1\ansi\ansicpg936\deff0" + fonts
    assert content_of(Kind.RTF, head + inside + b"}").text == text


def test_rtf_tables_in_tables_are_tables_of_their_own() -> None:
    inner = (
        rb"\pard\intbl\itap2 x\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}"
        rb"{\nonesttables\par}\pard\intbl\itap1 after\cell"
    )
    row = rb"\trowd\trleft0\cellx1000\clmgf\cellx2000\clmrg\cellx3000 "
    cells = rb"\pard\intbl a\cell b\cell\row}"
    found = content_of(Kind.RTF, rb"{\rtf1" + row + inner + cells)
    assert [table.rows for table in found.tables] == [
        (("x\nafter", "a\nb", ""),), (("x",),)
    ]  # fmt: skip


def test_silent_rtf_words_inside_ignored_groups_move_nothing() -> None:
    ignored = rb"{\*\x \par\cell\row\nestcell\nestrow{\header h}}"
    assert content_of(Kind.RTF, rb"{\rtf1 a" + ignored + rb"b}").text == "ab"


@pytest.mark.parametrize(
    ("page", "codec"), [(936, "gb18030"), (1252, "cp1252"), (4711, "gb18030")]
)
def test_code_pages_have_their_codecs(page: int, codec: str) -> None:
    assert codec_of(page) == codec


ODF = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:style="s"'


def odf(body: str, kind: str = "text", styles: str = "") -> bytes:
    root = f"<office:document-content {ODF}><office:automatic-styles>{styles}"
    root += f"</office:automatic-styles><office:body><office:{kind}>{body}"
    root += f"</office:{kind}></office:body></office:document-content>"
    return package({"content.xml": root, "styles.xml": f"<office:x {ODF}/>"})


HIDDEN = (
    '<style:style style:name="H"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="T">'
    '<style:table-properties table:display="false"/></style:style>'
)
BLANKS = '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>'
ITEM = "<text:list><text:list-item><text:p>项</text:p></text:list-item></text:list>"
NOTE = (
    "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>注</text:p></text:note-body></text:note>b</text:p>"
)
BOX = (
    "<text:p>行<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box>"
    "</draw:frame></text:p>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (BLANKS, "a   b\tc\nd"),
        ('<text:p><text:span text:style-name="H">隐</text:span>见</text:p>', "见"),
        ('<text:p text:style-name="H">隐</text:p><text:h>见</text:h>', "见"),
        ("<text:p><text:hidden-paragraph/>隐</text:p><text:p>见</text:p>", "见"),
        ('<text:section text:display="none"><text:p>隐</text:p></text:section>', ""),
        ("<text:tracked-changes><text:p>删</text:p></text:tracked-changes>", ""),
        (ITEM, "项"), (NOTE, "ab\n注"), (BOX, "行\n框"),
    ],
)  # fmt: skip
def test_what_an_odt_shows_is_read(body: str, text: str) -> None:
    assert content_of(Kind.ODT, odf(body, styles=HIDDEN)).text == text


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def test_odt_tables_keep_spans_and_drop_hidden_rows() -> None:
    table = (
        "<table:table><table:table-header-rows>"
        + row(cell("a", 'table:number-columns-spanned="2"'), COVERED, cell("b"))
        + "</table:table-header-rows>"
        + row(cell("c", 'table:number-rows-spanned="2"'), cell("d"), cell("e"))
        + row(cell("x"), cell("x"), cell("x"), more='table:visibility="collapse"')
        + row(COVERED, cell("f", 'table:number-columns-repeated="2"'))
        + "</table:table>"
    )
    assert content_of(Kind.ODT, odf(table)).tables[0].rows == (
        ("a", "", "b"), ("c", "d", "e"), ("c", "f", "f"),
    )  # fmt: skip


TWICE = 'table:number-rows-repeated="2"'


def test_ods_repeats_cost_nothing_and_hidden_parts_stay_out() -> None:
    sheet = (
        '<table:table table:name="一"><table:table-columns><table:table-column/>'
        '<table:table-column table:visibility="collapse"/></table:table-columns>'
        + row(cell("a"), cell("隐"), cell("b"))
        + row(cell("隐"), more='table:visibility="filter"')
        + row(cell("c", 'table:number-rows-spanned="2"'))
        + row(cell("d", 'table:number-columns-repeated="3"'), more=TWICE)
        + row("<table:table-cell/>", more='table:number-rows-repeated="1048000"')
        + "</table:table>"
        + '<table:table table:style-name="T">' + row(cell("隐")) + "</table:table>"
    )  # fmt: skip
    found = content_of(Kind.ODS, odf(sheet, "spreadsheet", HIDDEN))
    assert [table.rows for table in found.tables] == [
        (("a", "b"), ("c", ""), ("c", "d"), ("d", "d"))
    ]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.ODS, row(cell("x"), more='table:number-rows-repeated="999999"')),
        (Kind.ODT, row(cell("x"), more='table:number-rows-repeated="999999"')),
        (Kind.ODT, row(cell("x", 'table:number-columns-repeated="999999"'))),
    ],
)
def test_repeats_that_would_fill_memory_are_too_large(kind: Kind, body: str) -> None:
    name = "text" if kind is Kind.ODT else "spreadsheet"
    content = odf(f"<table:table>{body}</table:table>", name)
    assert read(kind, content) is Problem.TOO_LARGE
    assert read(Kind.ODS, odf("", "text")) is Problem.CORRUPT


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a<br>b</p><div>c</div>d", "a\nb\nc\nd"),
        ("<p>a <b>b</b>\n c</p><!-- x --><?php x ?>", "a b c"),
        ('<p style="display: none">隐</p><p hidden>隐</p>见<script>x</script>', "见"),
        ("<style>td.h, .k{display:none} p{color:red}</style><p class=k>隐</p>见", "见"),
        ("<p>旧<del>删</del></p>", "旧"),
    ],
)
def test_what_a_page_shows_is_read(page: str, text: str) -> None:
    assert content_of(Kind.HTML, page.encode()).text == text


def test_html_cells_find_their_places_among_spans() -> None:
    page = (
        "<table><caption>题</caption><thead>"
        "<tr><th rowspan=2>a<th colspan=2>b</thead>"
        "<tr><td>c<td rowspan=9>d<tr hidden><td>隐"
        "<tr><td colspan=x>e<td hidden>f</table>"
    )
    assert content_of(Kind.HTML, page.encode()).tables[0].rows == (
        ("a", "b", ""), ("a", "c", "d"), ("e", "", "d"),
    )  # fmt: skip


def test_a_page_of_absurd_spans_is_too_large_and_an_empty_one_corrupt() -> None:
    wide = "<table><tr>" + "<td colspan=1000>" * 3 + "</table>"
    assert read(Kind.HTML, wide.encode()) is Problem.TOO_LARGE
    assert read(Kind.HTML, b"<" * 2_000_000) is Problem.TOO_LARGE
    assert read(Kind.HTML, b"   ") is Problem.CORRUPT


@pytest.mark.parametrize(
    "content",
    [
        "沂源县妇联".encode(),
        b"\xef\xbb\xbf" + "沂源县妇联".encode(),
        "沂源县妇联".encode("gbk"),
        "沂源县妇联".encode("utf-16"),
        b"\xfe\xff" + "沂源县妇联".encode("utf-16-be"),
    ],
)
def test_plain_text_is_read_in_any_encoding(content: bytes) -> None:
    assert content_of(Kind.TXT, content).text == "沂源县妇联"


def test_a_declared_or_plain_encoding_is_tried_before_giving_up() -> None:
    big5 = b'<meta charset="big5">' + "婦聯".encode("big5")
    assert content_of(Kind.HTML, big5).text == "婦聯"
    assert content_of(Kind.TXT, "report".encode("utf-16-le")).text == "report"
    assert content_of(Kind.TXT, "report".encode("utf-16-be")).text == "report"
    assert content_of(Kind.TXT, b"a\r\nb\xff").text.startswith("a\nb")
    assert content_of(Kind.TXT, b"charset=nonsense \xff\xff").text
    assert read(Kind.TXT, b"x" * 6_000_000) is Problem.TOO_LARGE
