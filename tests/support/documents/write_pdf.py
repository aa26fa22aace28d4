"""Writes a Paper as PDF through reportlab; its built-in CID font needs no file."""

from __future__ import annotations

import io
from html import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from tests.support.documents.drawing import Paper, Plan, Spot, visible

_FONT = "STSong-Light"
_WIDTHS = (0.08, 0.16, 0.18, 0.42, 0.16)


def write_pdf(paper: Paper) -> bytes:
    """Return the paper as a PDF with ruled tables; headings repeat over pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=10, leading=13)
    style.wordWrap = "CJK"
    size = landscape(A4) if paper.landscape else A4
    into = io.BytesIO()
    document = SimpleDocTemplate(into, pagesize=size, leftMargin=50, rightMargin=50)
    story: list[object] = [Paragraph(escape(line), style) for line in paper.before]
    for plan in paper.plans:
        story += [Spacer(1, 8), _table(plan, style, size[0] - 100), Spacer(1, 8)]
    story += [Paragraph(escape(line), style) for line in paper.after]
    document.build(story)
    return into.getvalue()


def _table(plan: Plan, style: ParagraphStyle, width: float) -> Table:
    grid: list[list[object]] = [[""] * plan.columns for _ in range(plan.rows)]
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    for spot in plan.spots:
        lines = visible(spot).split("\n")
        grid[spot.row][spot.column] = [Paragraph(escape(line), style) for line in lines]
        if spot.rows * spot.columns > 1:
            commands.append(("SPAN", *_corners(spot)))
    shares = (
        _WIDTHS if plan.columns == len(_WIDTHS) else (1 / plan.columns,) * plan.columns
    )
    table = Table(grid, colWidths=[width * share for share in shares], repeatRows=1)
    table.setStyle(TableStyle(commands))
    return table


def _corners(spot: Spot) -> tuple[tuple[int, int], tuple[int, int]]:
    last = spot.column + spot.columns - 1, spot.row + spot.rows - 1
    return (spot.column, spot.row), last
