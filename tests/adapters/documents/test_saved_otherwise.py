"""Documents saved in another program's forms under .doc, .xls and .csv."""

from __future__ import annotations

import csv
import io
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Kind, Problem, Table

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


def uof(kind: str, part: str, body: str) -> bytes:
    """Return a document in the national form, as LibreOffice 7.4 writes it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="urn:u"'
        f' xmlns:字="urn:z" xmlns:表="urn:b" uof:mimetype="vnd.uof.{kind}">'
        f"<uof:{part}><{'字' if kind == 'text' else '表'}:主体>{body}"
        f"</{'字' if kind == 'text' else '表'}:主体></uof:{part}></uof:UOF>"
    ).encode()


def uof_run(text: str, more: str = "") -> str:
    marked = "<字:换行符/>".join(
        f"<字:文本串>{one}</字:文本串>" for one in text.split("\n")
    )
    return f"<字:句><字:句属性>{more}</字:句属性>{marked}</字:句>"


def uof_cell(text: str, more: str = "") -> str:
    inside = f"<字:段落>{uof_run(text)}</字:段落>"
    return f"<字:单元格><字:单元格属性>{more}</字:单元格属性>{inside}</字:单元格>"


def uof_text(*rows: str) -> bytes:
    lines = "".join(f"<字:行>{row}</字:行>" for row in rows)
    return uof("text", "文字处理", f"<字:文字表>{lines}</字:文字表>")


def uof_sheet(rows: str, more: str = "") -> bytes:
    sheet = f"<表:工作表{more}><表:工作表内容>{rows}</表:工作表内容></表:工作表>"
    return uof("spreadsheet", "电子表格", sheet)


def uof_data(text: str, more: str = "") -> str:
    return f"<表:单元格 {more}><表:数据>{uof_run(text)}</表:数据></表:单元格>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(word_2003(word_rows()), id="word 2003"),
        pytest.param(flat_docx(), id="docx in one file"),
        pytest.param(excel_2003(excel_rows()), id="excel 2003"),
        pytest.param(
            uof_text(*("".join(map(uof_cell, row)) for row in ROWS)), id="uof text"
        ),
        pytest.param(
            uof_sheet(
                "".join(f"<表:行>{''.join(map(uof_data, row))}</表:行>" for row in ROWS)
            ),
            id="uof sheet",
        ),
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


def test_a_uof_table_keeps_its_merges_and_shows_no_struck_words() -> None:
    down, across = '<字:跨行 字:值="2"/>', '<字:跨列 字:值="2"/>'
    struck = (
        f'<字:修订开始 字:类型="delete"/>{uof_run("删去")}<字:修订结束/>'
        + uof_run("新增")
        + uof_run("隐藏", '<字:隐藏文字 字:值="true"/>')
    )
    changed = f"<字:单元格><字:段落>{struck}</字:段落></字:单元格>"
    content = uof_text(
        uof_cell("一", down) + changed + uof_cell("甲"),
        uof_cell("二", across),
        uof_cell("三") + uof_cell("四") + uof_cell("五"),
    )
    wanted = (("一", "新增", "甲"), ("一", "二", ""), ("三", "四", "五"))
    assert tables_of(content) == (Table(wanted),)


def test_a_uof_sheet_keeps_its_merges_and_drops_what_is_hidden() -> None:
    merged, below, third = '表:合并列数="2"', '表:合并行数="1"', '表:列号="3"'
    rows = (
        '<表:列 表:列号="2" 表:隐藏="true"/>'
        f"<表:行>{uof_data('报表', merged)}</表:行>"
        f'<表:行 表:隐藏="true">{uof_data("隐藏的行")}</表:行>'
        f'<表:行 表:行号="3">{uof_data("1", below)}{uof_data("隐")}'
        f"{uof_data('甲')}</表:行><表:行>{uof_data('乙', third)}</表:行>"
    )
    wanted = (("报表", ""), ("1", "甲"), ("1", "乙"))
    assert tables_of(uof_sheet(rows)) == (Table(wanted),)
    assert tables_of(uof_sheet(rows, ' 表:隐藏="true"')) == ()


def test_a_uof_slide_show_is_no_document_of_ours() -> None:
    content = uof("presentation", "演示文稿", "")
    assert kind_of(content) is Kind.OTHER
    broken = uof("text", "电子表格", "")
    assert read(kind_of(broken), broken) is Problem.CORRUPT
