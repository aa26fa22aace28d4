"""Documents saved in another program's forms under .doc, .xls and .csv."""

from __future__ import annotations

import csv
import io
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Problem, Table

ROWS = (
    ("序号", "实事名称", "进展情况"),
    ("1", "托育服务", "新建托位30个。\n培训12人次。"),
    ("2", "健康服务", "讲座5场，惠及“一老一小”600人"),
)


def tables_of(content: bytes) -> tuple[Table, ...]:
    found = read(kind_of(content), content)
    assert isinstance(found, Content)
    return found.tables


def word_2003(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="x"?>'
        '<w:wordDocument xmlns:w="urn:w" xmlns:aml="urn:aml" xmlns:wx="urn:wx">'
        f"<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def word_rows() -> str:
    def cell(text: str) -> str:
        lines = text.split("\n")
        inside = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in lines)
        return f"<w:tc>{inside}</w:tc>"

    rows = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in ROWS)
    return f"<w:tbl>{rows}</w:tbl>"


def web_page(charset: str) -> str:
    cells = [
        "".join(f"<td>{one.replace(chr(10), '<br>')}</td>" for one in row)
        for row in ROWS
    ]
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{head}</head><body><table>{rows}</table></body></html>"


def web_archive(charset: str) -> bytes:
    archive = MIMEMultipart("related", type="text/html")
    archive["From"] = "<Saved by WPS>"
    archive["Subject"] = "a"
    archive.attach(MIMEText("<html><frameset></frameset></html>", "html", "utf-8"))
    archive.attach(MIMEText(web_page(charset), "html", charset))
    return archive.as_bytes()


def separated(delimiter: str, charset: str) -> bytes:
    into = io.StringIO()
    csv.writer(into, delimiter=delimiter).writerows(ROWS)
    return into.getvalue().encode(charset)


def flat_docx() -> bytes:
    body = word_rows().replace('xmlns:w="urn:w"', "")
    return (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="urn:pkg"><pkg:part'
        ' pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="urn:w">'
        f"<w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part>"
        '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>AA=='
        "</pkg:binaryData></pkg:part></pkg:package>"
    ).encode()


def excel_2003(rows: str, more: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:s" xmlns:ss="urn:s">'
        f'<Worksheet ss:Name="a">{more}<Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def data(text: str, more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="String">{text}</Data></Cell>'


def excel_rows() -> str:
    cells = ["".join(map(data, row)).replace("\n", "&#10;") for row in ROWS]
    return "".join(f"<Row>{row}</Row>" for row in cells)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(word_2003(word_rows()), id="word 2003"),
        pytest.param(flat_docx(), id="docx in one file"),
        pytest.param(excel_2003(excel_rows()), id="excel 2003"),
        pytest.param(web_archive("utf-8"), id="web archive"),
        pytest.param(web_archive("gb18030"), id="web archive in gb18030"),
        pytest.param(separated(",", "utf-8-sig"), id="commas"),
        pytest.param(separated(",", "gb18030"), id="commas in gb18030"),
        pytest.param(separated(";", "gb18030"), id="semicolons"),
        pytest.param(separated("\t", "utf-16"), id="tabs in utf-16"),
    ],
)
def test_rows_and_paragraphs_are_read_as_from_the_form_itself(content: bytes) -> None:
    assert tables_of(content) == (Table(ROWS),)


def test_word_2003_shows_insertions_and_merges_but_no_deletions() -> None:
    inserted = (
        '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>新增</w:t>'
        "</w:r></aml:content></aml:annotation>"
    )
    deleted = (
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删去'
        "</w:delText></w:r></aml:content></aml:annotation>"
    )
    top = (
        '<w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr>'
        "<w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc>"
    )
    low = "<w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc>"
    change = f"<w:tc><w:p>{inserted}{deleted}</w:p></w:tc>"
    plain = "<w:tc><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc>"
    rows = f"<w:tbl><w:tr>{top}{change}</w:tr><w:tr>{low}{plain}</w:tr></w:tbl>"
    assert tables_of(word_2003(rows)) == (Table((("一", "新增"), ("一", "二"))),)


def test_excel_2003_keeps_merges_and_drops_what_is_hidden() -> None:
    merged, below = 'ss:MergeAcross="2"', 'ss:MergeDown="1"'
    third = 'ss:Index="3"'
    rows = (
        '<Column/><Column ss:Hidden="1"/><Column/>'
        f"<Row>{data('报表', merged)}</Row>"
        f'<Row ss:Hidden="1">{data("隐藏的行")}</Row>'
        f'<Row ss:Index="3">{data("1", below)}{data("隐")}{data("a")}</Row>'
        f"<Row>{data('2023-06-30T00:00:00.000', third)}</Row>"
    )
    wanted = (("报表", ""), ("1", "a"), ("1", "2023-06-30"))
    assert tables_of(excel_2003(rows)) == (Table(wanted),)


def test_a_hidden_sheet_of_excel_2003_says_nothing() -> None:
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    assert tables_of(excel_2003(excel_rows(), hidden)) == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (word_2003("<w:p>")[:-20], Problem.CORRUPT),
        (b"<?xml version='1.0'?><a><Workbook/></a>", Problem.UNSUPPORTED),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", Problem.CORRUPT),
    ],
)
def test_what_only_looks_like_one_is_refused(content: bytes, problem: Problem) -> None:
    assert read(kind_of(content), content) is problem


@pytest.mark.parametrize(
    "text",
    [
        "今日，有雨；\n明日, 晴, 风, 小\n后日",
        "a, b\nc, d, e\nf",
        "a,b,c",
        "1,2,3\n" * 90_000,
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert tables_of(text.encode()) == ()
