"""Writes the annex forms of forms_2.jsonl: python -m tests.cases_own.make_forms_2 OUT.

A second set in other programs' hands (HANDS): WPS' own XML, flat ODF and HTML written
by hand and saved by LibreOffice, an online table's export, ReportLab's tables, texts.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.cases_own import make_forms, papers
from tests.cases_own.make_mails import steady

HERE = Path(__file__).resolve().parent
Form = dict[str, Any]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = "".join(
    f' xmlns:{n}="{ODF}{n}:1.0"' for n in ("office", "text", "table", "style")
)


def grid(form: Form) -> list[list[str]]:
    """The head and the rows as drawn."""
    return [form["head"], *form["rows"]]


def above(form: Form) -> list[str]:
    """The lines over the table."""
    return [papers.TITLE, f"填报单位：{papers.FULL[form['unit']]}（盖章）"]


def tied(form: Form) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """How many rows a merged cell is high, and the places it covers."""
    high, covered = {}, set()
    for column, first, last in form.get("tie", []):
        high[first, column] = last - first + 1
        covered |= {(y, column) for y in range(first + 1, last + 1)}
    return high, covered


def python(form: Form) -> bytes:
    """python-docx, cells with paragraphs, merged where `tie` says."""
    shape = "tied" if form.get("tie") else "paragraphs"
    return make_forms.word({**form, "shape": shape})


def nested(form: Form) -> bytes:
    """python-docx with a little table in a cell."""
    return make_forms.word({**form, "shape": "nested"})


def autolist(form: Form) -> bytes:
    """The progress cell's lines are a list that the program itself numbers."""
    document = docx.Document()
    for line in above(form):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(form["head"]), style="Table Grid")
    for number, row in enumerate(grid(form)):
        for x, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            if x != 3 or not number:
                cell.text = words
                continue
            first, *more = words.split("\n")
            cell.paragraphs[0].style = document.styles[form["list"]]
            cell.paragraphs[0].add_run(first)
            for line in more:
                cell.add_paragraph(line, style=form["list"])
    return saved(document)


def two_tables(form: Form) -> bytes:
    """A table of its own, with its head, for every row."""
    document = docx.Document()
    for line in above(form):
        document.add_paragraph(line)
    for row in form["rows"]:
        table = document.add_table(rows=0, cols=len(row), style="Table Grid")
        for words in (form["head"], row):
            for cell, word in zip(table.add_row().cells, words, strict=True):
                cell.text = word
        document.add_paragraph("")
    return saved(document)


def prose(form: Form) -> bytes:
    """No table at all: a paragraph for each row."""
    document = docx.Document()
    for line in [*above(form), *(row[0] for row in form["rows"])]:
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    """The document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def wps(form: Form) -> bytes:
    """WordprocessingML as WPS writes it: vMerge without value, runs cut apart."""
    high, covered = tied(form)
    body = "".join(f"<w:p><w:r><w:t>{x}</w:t></w:r></w:p>" for x in above(form))
    for y, row in enumerate(grid(form)):
        body += "" if y else "<w:tbl><w:tblPr/><w:tblGrid/>"
        body += "<w:tr>"
        for x, words in enumerate(row):
            mark = '<w:vMerge w:val="restart"/>' if (y, x) in high else ""
            mark = "<w:vMerge/>" if (y, x) in covered else mark
            half = len(words) // 2
            runs = f"<w:r><w:t>{words[:half]}</w:t></w:r><w:r><w:rPr><w:rFonts"
            runs += f' w:hint="eastAsia"/></w:rPr><w:t>{words[half:]}</w:t></w:r>'
            body += f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{mark}</w:tcPr>'
            body += f"<w:p>{runs}</w:p></w:tc>"
        body += "</w:tr>"
    body += "</w:tbl><w:p/><w:sectPr/>"
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/'
            'package/2006/content-types"><Default Extension="xml" ContentType='
            '"application/xml"/><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            '"/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": relation("word/document.xml"),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body>"
            "</w:document>",
        }
    )


def relation(target: str, kind: str = "officeDocument", more: str = "") -> str:
    """A part of relations that names the main part."""
    space = "http://schemas.openxmlformats.org/"
    return (
        f'<Relationships xmlns="{space}package/2006/relationships"><Relationship '
        f'Id="rId1" Type="{space}officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"/>{more}</Relationships>'
    )


def packed(parts: dict[str, str]) -> bytes:
    """A zip of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return steady(out.getvalue())


def tencent(form: Form) -> bytes:
    """A workbook as online tables export it: inline strings, no styles."""
    rows = [[line] for line in above(form)] + grid(form)
    data = ""
    for y, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + x)}{y}" t="inlineStr"><is><t>{html.escape(w)}</t></is>'
            "</c>"
            for x, w in enumerate(row)
        )
        data += f'<row r="{y}">{cells}</row>'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/'
            'package/2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
            "<Override "
            f'PartName="/xl/sheet.xml" ContentType="{kind}worksheet+xml"/></Types>',
            "_rels/.rels": relation("xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relation("sheet.xml", "worksheet"),
            "xl/workbook.xml": f'<workbook {main} xmlns:r="http://schemas.openxmlformats'
            '.org/officeDocument/2006/relationships"><sheets><sheet name="工作表1" '
            'sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/sheet.xml": f"<worksheet {main}><sheetData>{data}</sheetData>"
            "</worksheet>",
        }
    )


def two_sheets(form: Form) -> bytes:
    """A sheet for every row, and a sheet 字典 with a head like the form's."""
    book = openpyxl.Workbook()
    for number, row in enumerate(form["rows"], 1):
        page: Any = book.create_sheet(f"任务{number}")
        for line in [*([x] for x in above(form)), form["head"], row]:
            page.append(line)
    dictionary: Any = book.create_sheet("字典")
    dictionary.append(["序号", "实事名称"])
    for number, item in papers.ITEMS.items():
        dictionary.append([number, item["name"]])
    del book["Sheet"]
    return saved(book)


def _cells(form: Form, cell: Callable[[str, int], str]) -> str:
    high, covered = tied(form)
    out = ""
    for y, row in enumerate(grid(form)):
        places = [(x, w) for x, w in enumerate(row) if (y, x) not in covered]
        cells = "".join(cell(w, high.get((y, x), 1)) for x, w in places)
        out += f"<tr>{cells}</tr>"
    return out


def web(form: Form) -> bytes:
    """HTML by hand, borders, rowspan."""

    def cell(words: str, high: int) -> str:
        inner = "<br>".join(html.escape(w) for w in words.split("\n"))
        return f'<td rowspan="{high}">{inner}</td>'

    lines = "".join(f"<p>{x}</p>" for x in above(form))
    page = f'<html><head><meta charset="utf-8"></head><body>{lines}'
    page += f'<table border="1" cellspacing="0">{_cells(form, cell)}</table>'
    return f"{page}</body></html>".encode()


def google(form: Form) -> bytes:
    """HTML as an online document exports it: classes, spans, paragraphs in cells."""

    def cell(words: str, high: int) -> str:
        half = len(words) // 2
        spans = "".join(
            f'<span class="c1">{w}</span>' for w in (words[:half], words[half:])
        )
        return f'<td class="c4" rowspan="{high}"><p class="c2">{spans}</p></td>'

    lines = "".join(f'<p class="c0"><span>{x}</span></p>' for x in above(form))
    head = '<style type="text/css">.c1{font-weight:400}</style><meta charset="utf-8">'
    table = f'<table class="c5"><tbody>{_cells(form, cell)}</tbody></table>'
    return f"<html><head>{head}</head><body>{lines}{table}</body></html>".encode()


def _flat(form: Form, kind: str, before: str) -> bytes:
    high, covered = tied(form)
    out = ""
    for y, row in enumerate(grid(form)):
        out += "<table:table-row>"
        for x, words in enumerate(row):
            if (y, x) in covered:
                out += "<table:covered-table-cell/>"
                continue
            inner = "".join(
                f"<text:p>{html.escape(w)}</text:p>" for w in words.split("\n")
            )
            span = f' table:number-rows-spanned="{high.get((y, x), 1)}"'
            out += f'<table:table-cell office:value-type="string"{span}>{inner}'
            out += "</table:table-cell>"
        out += "</table:table-row>"
    columns = f'<table:table-column table:number-columns-repeated="{len(row)}"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{SPACES} '
        f'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.'
        f'{kind}"><office:body><office:{kind}>{before if kind == "text" else ""}'
        f'<table:table table:name="表">{columns}{"" if kind == "text" else before}{out}'
        f"</table:table></office:{kind}></office:body></office:document>"
    ).encode()


def flat(form: Form) -> bytes:
    """A flat OpenDocument text by hand."""
    return _flat(form, "text", "".join(f"<text:p>{x}</text:p>" for x in above(form)))


def fods(form: Form) -> bytes:
    """A flat OpenDocument sheet by hand."""
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}'
    row += "</text:p></table:table-cell></table:table-row>"
    return _flat(form, "spreadsheet", "".join(row.format(x) for x in above(form)))


def platypus(form: Form) -> bytes:
    """ReportLab's own table; rows split over pages where `split` says."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    size = 26 if form.get("tall") else 11
    style = ParagraphStyle(
        "cell", fontName="STSong-Light", fontSize=size, leading=size + 4, wordWrap="CJK"
    )
    rows = [[Paragraph(w.replace("\n", "<br/>"), style) for w in r] for r in grid(form)]
    looks: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for column, first, last in form.get("tie", []):
        looks.append(("SPAN", (column, first), (column, last)))
        for y in range(first + 1, last + 1):
            rows[y][column] = ""
    table = Table(
        rows,
        colWidths=[50, 130, 130, 340, 90],
        style=looks,
        repeatRows=1 if form.get("head_again") else 0,
        splitInRow=1 if form.get("split") else 0,
    )
    out = io.BytesIO()
    page = SimpleDocTemplate(out, pagesize=landscape(A4), invariant=1)
    page.build([Paragraph(x, style) for x in above(form)] + [table])
    return out.getvalue()


def csv(form: Form) -> bytes:
    """Commas, in the encoding of a Chinese Excel."""
    rows = [[x] for x in above(form)] + grid(form)
    return "\r\n".join(",".join(r) for r in rows).encode("gb18030")


def tabs(form: Form) -> bytes:
    """A text whose columns are parted by tabs."""
    lines = above(form) + ["\t".join(r) for r in grid(form)]
    return "\r\n".join(lines).encode("gb18030")


def pipes(form: Form) -> bytes:
    """A text whose columns are parted by strokes."""
    lines = above(form) + ["| " + " | ".join(r) + " |" for r in grid(form)]
    return "\n".join(lines).encode()


def labels(form: Form) -> bytes:
    """A text with a block of labelled lines for every row."""
    lines = above(form)
    for row in form["rows"]:
        lines += [f"{h}：{w}" for h, w in zip(form["head"], row, strict=True)] + [""]
    return "\n".join(lines).encode()


HANDS: dict[str, tuple[Callable[[Form], bytes], str]] = {
    "python": (python, "docx"),
    "nested": (nested, "docx"),
    "autolist": (autolist, "docx"),
    "two_tables": (two_tables, "docx"),
    "prose": (prose, "docx"),
    "wps": (wps, "docx"),
    "tencent": (tencent, "xlsx"),
    "sheet": (make_forms.sheet, "xlsx"),
    "two_sheets": (two_sheets, "xlsx"),
    "html": (web, "html"),
    "google": (google, "html"),
    "flat": (flat, "fodt"),
    "fods": (fods, "fods"),
    "platypus": (platypus, "pdf"),
    "csv": (csv, "csv"),
    "tabs": (tabs, "txt"),
    "pipes": (pipes, "txt"),
    "labels": (labels, "txt"),
}
FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "odt": "odt:writer8",
    "doc": "doc:MS Word 97",
}
FILTERS |= {"rtf": "rtf:Rich Text Format", "pdf": "pdf:writer_web_pdf_Export"}


def forms() -> list[Form]:
    """All lines of forms_2.jsonl."""
    text = (HERE / "forms_2.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def main() -> None:
    """Writes every form as ID.kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for form in forms():
        draw, base = HANDS[form["hand"]]
        path = asked.out / f"{form['id']}.{base}"
        path.write_bytes(draw(form))
        if form["kind"] != base:
            kind: str = form["kind"]
            wanted = FILTERS.get(kind, kind) if base == "html" else kind
            if not make_forms.convert(path, wanted):
                path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
