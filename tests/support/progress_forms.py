"""Forms of units that say what a test wants them to say, item by item."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx

from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import from_id


def progress_form(
    notice: Notice, unit: str, period: str, told: Mapping[int, str]
) -> bytes:
    """Return the annex as a unit fills it in for a period: the text of each item."""
    paper = docx.Document()
    paper.add_paragraph(notice.annex_title)
    paper.add_paragraph(f"填报单位：{unit}（盖章）  报告期：{from_id(period).chinese}")
    table = paper.add_table(rows=1, cols=len(notice.annex_columns))
    for cell, heading in zip(table.rows[0].cells, notice.annex_columns, strict=True):
        cell.text = heading
    for item in notice.items_of(unit):
        words = told.get(item.no, "已制定实施方案，各项工作有序推进。")
        row = (str(item.no), item.name, unit, words, "2023年12月")
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
