"""Writes a Paper as an HTML page, as mail programs and WPS save one."""

from __future__ import annotations

from html import escape

from tests.support.documents.drawing import Ink, Paper, Paragraph, Plan, Run, Spot

_STYLES = {Ink.DELETED: "display:none", Ink.HIDDEN: "mso-hide:all"}


def write_html(paper: Paper, charset: str = "gb2312") -> bytes:
    """Return the paper as HTML in an encoding, declared by its older name."""
    before = "".join(f"<p>{escape(line)}</p>" for line in (*paper.before, paper.box))
    tables = "<br>".join(_table(plan) for plan in paper.plans)
    after = "".join(f"<div>{escape(line)}</div>" for line in paper.after)
    page = (
        f'<html><head><meta charset="{charset}"><style>.x{{display:none}}</style>'
        f"</head><body>{before}{tables}{after}</body></html>"
    )
    return page.encode("gb18030" if charset == "gb2312" else charset)


def _table(plan: Plan) -> str:
    rows = []
    for number in range(plan.rows):
        hidden = ' class="x"' if number in plan.deleted else ""
        cells = "".join(_cell(spot) for spot in plan.spots if spot.row == number)
        rows.append(f"<tr{hidden}>{cells}</tr>")
    return f"<table border=1>{''.join(rows)}</table>"


def _cell(spot: Spot) -> str:
    content = "".join(f"<p>{_runs(paragraph)}</p>" for paragraph in spot.paragraphs)
    inner = _table(spot.inner) if spot.inner is not None else ""
    return f"<td rowspan={spot.rows} colspan={spot.columns}>\n  {content}{inner}</td>"


def _runs(paragraph: Paragraph) -> str:
    return "".join(_run(run) for run in paragraph)


def _run(run: Run) -> str:
    style = _STYLES.get(run.ink)
    return (
        f'<span style="{style}">{escape(run.text)}</span>'
        if style
        else escape(run.text)
    )
