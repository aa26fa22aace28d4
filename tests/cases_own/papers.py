"""Draws the office papers that units mail: annex forms and other documents.

A spec is one attachment of mails.jsonl; README.md tells its keys.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

HERE = Path(__file__).resolve().parent
NOTICE = tomllib.loads(
    (HERE.parent.parent / "config/notice.toml").read_text(encoding="utf-8")
)
PROGRESS: dict[str, str] = json.loads(
    (HERE / "progress.json").read_text(encoding="utf-8")
)
TITLE = NOTICE["annex"]["title"]
HEAD: list[str] = NOTICE["annex"]["columns"]
ITEMS: dict[int, dict[str, Any]] = {i["no"]: i for i in NOTICE["items"]}
SPEED = {"第一季度": 0.5, "第二季度": 1.0, "第三季度": 1.45, "第四季度": 1.9}
MONTH = {"第一季度": "3", "第二季度": "6", "第三季度": "9", "第四季度": "12"}
Spec = dict[str, Any]


def full_names() -> dict[str, str]:
    """Each unit's full name, as its paper and its seal have it."""
    out = {}
    text = (HERE.parent.parent / "config/roster.csv").read_text(encoding="utf-8-sig")
    for line in text.splitlines()[2:]:
        unit, full = line.split(",")[:2]
        out[unit] = full
    return out


FULL = full_names()


def units_of(spec: Spec) -> list[str]:
    """The units whose report the spec is; empty for any other paper."""
    unit = spec.get("unit")
    return [unit] if isinstance(unit, str) else list(unit or [])


def progress(unit: str, no: int, quarter: str) -> str:
    """What the unit did for the item by the end of the quarter."""
    text = PROGRESS.get(f"{unit}:{no}", "按照实施方案有序推进。")
    grown = re.sub(
        r"<(\d+)>", lambda m: str(max(1, int(int(m[1]) * SPEED[quarter]))), text
    )
    return grown.replace("{m}", MONTH[quarter])


def rows_of(spec: Spec) -> list[list[str]]:
    """The body of the annex table: the units' own items, or all ten."""
    units, quarter = units_of(spec), spec.get("q") or spec.get("as") or "第二季度"
    own = [n for n, i in ITEMS.items() if set(units) & set(i["units"])]
    wanted = spec.get("items", own)
    rows = []
    for no, item in ITEMS.items():
        filled = no in wanted and not spec.get("blank")
        if not filled and not (spec.get("ten") or spec.get("blank")):
            continue
        words = spec.get("progress") or "".join(
            progress(u, no, quarter)
            for u in units
            if u in item["units"] or len(units) == 1
        )
        rows.append(
            [
                str(no),
                item["name"],
                "、".join(item["units"]),
                words if filled else "",
                "2023年12月" if filled else "",
            ]
        )
    return rows


def head_of(spec: Spec) -> list[str]:
    """The lines over the table."""
    lines = ["附件", TITLE] if spec.get("annex") else [TITLE]
    if spec.get("heading"):
        lines = [spec["heading"]]
    if spec.get("q"):
        lines.append(f"（2023年{spec['q']}）")
    named = spec.get("rep", "、".join(FULL[u] for u in units_of(spec)))
    if named:
        lines.append(f"填报单位：{named}（盖章）    填报人：王某")
    return lines


def story_of(spec: Spec) -> tuple[list[str], list[list[str]], list[str]]:
    """Lines above, table and lines below, whatever paper the spec is."""
    if spec.get("paper"):
        paper = spec["paper"]
        above = [*paper.get("title", []), *paper.get("paras", [])]
        return above, paper.get("table", []), paper.get("tail", [])
    if spec.get("table"):
        return spec.get("lines", []), spec["table"], []
    if spec.get("empty"):
        return [], [], []
    return head_of(spec), [HEAD, *rows_of(spec)], []


def word(spec: Spec) -> bytes:
    """A .docx."""
    document = docx.Document()
    document.core_properties.author = "办公室"
    above, table, below = story_of(spec)
    for line in above:
        paragraph = document.add_paragraph(line)
        if line == TITLE or line in spec.get("paper", {}).get("title", []):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]), style="Table Grid")
        for row in table:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(words)
    for line in below:
        document.add_paragraph(line)
    return _saved(document)


def picture_word(picture: bytes) -> bytes:
    """A .docx that holds nothing but the picture of a page."""
    document = docx.Document()
    document.add_picture(io.BytesIO(picture), width=Cm(15))
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(spec: Spec) -> bytes:
    """An .xlsx."""
    book = openpyxl.Workbook()
    page: Any = book.active
    above, table, below = story_of(spec)
    width = max([len(r) for r in table] or [1])
    for line in above:
        page.append([line])
        if width > 1:
            page.merge_cells(
                start_row=page.max_row,
                end_row=page.max_row,
                start_column=1,
                end_column=width,
            )
    for row in table:
        page.append(row)
    for line in below:
        page.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_pdf(spec: Spec, seal: bytes | None) -> bytes:
    """A PDF with a text layer, as 另存为PDF makes it; the seal is laid over it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out, size = io.BytesIO(), landscape(A4)
    page = canvas.Canvas(out, pagesize=size, invariant=1)
    above, table, below = story_of(spec)
    y = size[1] - 50.0
    for number, line in enumerate(above):
        y = _line(page, line, y, 16 if number == 0 else 11)
    widths = [40, 130, 150, 330, 80] if table and len(table[0]) == 5 else None
    for row in table:
        y = _row(page, row, y, widths)
    for line in below:
        y = _line(page, line, y, 11)
    if seal:
        page.drawImage(ImageReader(io.BytesIO(seal)), 560, 40, 119, 119, mask="auto")
    page.save()
    return out.getvalue()


def _line(page: Any, line: str, y: float, size: int) -> float:
    page.setFont("STSong-Light", size)
    for piece in simpleSplit(line, "STSong-Light", size, 740) or [""]:
        page.drawString(50, y, piece)
        y -= size + 8
    return y


def _row(page: Any, row: list[Any], y: float, widths: list[int] | None) -> float:
    widths = widths or [730 // len(row)] * len(row)
    pieces = [
        simpleSplit(str(c), "STSong-Light", 10, w - 8)
        for c, w in zip(row, widths, strict=True)
    ]
    high = 14 * max(1, *(len(p) for p in pieces)) + 6
    page.setFont("STSong-Light", 10)
    x = 50.0
    for lines, width in zip(pieces, widths, strict=True):
        page.rect(x, y - high, width, high)
        for number, piece in enumerate(lines):
            page.drawString(x + 4, y - 14 * (number + 1), piece)
        x += width
    return y - high
