"""Writes a Paper as .docx by hand, with the marks that Word and WPS use."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.support.documents.drawing import Ink, Paper, Paragraph, Plan, Run, Spot

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WHO = 'w:id="7" w:author="a" w:date="2023-06-01T08:00:00Z"'
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types
 xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default
 Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


def package(parts: dict[str, str]) -> bytes:
    """Return a zip of text parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return into.getvalue()


def docx_of(body: str) -> bytes:
    """Return a .docx whose w:body holds this XML."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"'
        f' xmlns:mc="{_MC}" xmlns:wps="{_WPS}" xmlns:wp="{_WP}" xmlns:a="{_A}"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        f' mc:Ignorable="wps"><w:body>{body}</w:body></w:document>'
    )
    return package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
        }
    )


def write_docx(paper: Paper) -> bytes:
    """Return the paper as a .docx."""
    parts = [_paragraph((Run(line),)) for line in paper.before]
    if paper.box:
        parts.append(_box(paper.box))
    for plan in paper.plans:
        parts += [_table(plan), _paragraph(())]
    parts += [_paragraph((Run(line),)) for line in paper.after]
    width, height = (16838, 11906) if paper.landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if paper.landscape else ""
    parts.append(
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="1000"'
        ' w:right="1000" w:bottom="1000" w:left="1000" w:header="500" w:footer="500"'
        ' w:gutter="0"/></w:sectPr>'
    )
    return docx_of("".join(parts))


def _run(run: Run) -> str:
    tag = "delText" if run.ink is Ink.DELETED else "t"
    hidden = "<w:rPr><w:vanish/></w:rPr>" if run.ink is Ink.HIDDEN else ""
    text = (
        f'<w:r>{hidden}<w:{tag} xml:space="preserve">{escape(run.text)}</w:{tag}></w:r>'
    )
    if run.ink is Ink.DELETED:
        return f"<w:del {_WHO}>{text}</w:del>"
    return f"<w:ins {_WHO}>{text}</w:ins>" if run.ink is Ink.INSERTED else text


def _paragraph(runs: Paragraph) -> str:
    return f"<w:p>{''.join(map(_run, runs))}</w:p>"


def _box(text: str) -> str:
    """Return a text box as Word writes it: once for new programs, once for old ones."""
    content = f"<w:txbxContent>{_paragraph((Run(text),))}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        "<wp:inline>"
        '<wp:extent cx="2000000" cy="400000"/><wp:docPr id="1" name="b"/><a:graphic>'
        f'<a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="400000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></wps:spPr><wps:txbx>'
        f"{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )


def _table(plan: Plan, width: int = 9800) -> str:
    each = width // plan.columns
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{each}"/>' * plan.columns
    rows = "".join(_row(plan, number, each) for number in range(plan.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}'
        f"</w:tblGrid>{rows}</w:tbl>"
    )


def _row(plan: Plan, number: int, each: int) -> str:
    deleted = f"<w:trPr><w:del {_WHO}/></w:trPr>" if number in plan.deleted else ""
    here = [spot for spot in plan.spots if spot.row <= number < spot.row + spot.rows]
    cells = "".join(
        _cell(spot, number, each, gone=number in plan.deleted)
        for spot in sorted(here, key=lambda spot: spot.column)
    )
    return f"<w:tr>{deleted}{cells}</w:tr>"


def _cell(spot: Spot, number: int, each: int, *, gone: bool) -> str:
    span = f'<w:gridSpan w:val="{spot.columns}"/>' if spot.columns > 1 else ""
    first = number == spot.row
    start = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    merge = start if spot.rows > 1 else ""
    width = f'<w:tcW w:w="{each * spot.columns}" w:type="dxa"/>'
    properties = f"<w:tcPr>{width}{span}{merge}</w:tcPr>"
    paragraphs = spot.paragraphs if first else ((),)
    if gone:
        paragraphs = tuple(
            tuple(Run(run.text, Ink.DELETED) for run in one) for one in paragraphs
        )
    content = "".join(map(_paragraph, paragraphs))
    if spot.control:
        inside = f"<w:sdtContent>{content}</w:sdtContent>"
        content = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr>{inside}</w:sdt>"
    if spot.inner is not None and first:
        content += _table(spot.inner, each * spot.columns - 200) + "<w:p/>"
    return f"<w:tc>{properties}{content}</w:tc>"
