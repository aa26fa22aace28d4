"""A known unit's letter about something else: no report of ours."""

from __future__ import annotations

import io

import docx

from tests.support import real_mails as mails
from tests.support.house import at

OTHER_FILE = "农村低保对象动态管理统计表.docx"


def other_business(
    unit: str, sender: str, to: str = "yyxfl@zb.shandong.cn"
) -> mails.Letter:
    """Return a letter with a table of another office's statistics."""
    paper = docx.Document()
    paper.add_paragraph("农村低保对象动态管理统计表")
    table = paper.add_table(rows=3, cols=3)
    for row, words in zip(
        table.rows,
        (("乡镇", "新增户数", "退出户数"), ("甲镇", "12", "3"), ("乙镇", "8", "5")),
        strict=True,
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    paper.save(out)
    return mails.Letter(
        sender_name=unit,
        sender=sender,
        to=to,
        subject="农村低保对象动态管理统计表",
        body="现将第二季度统计表报上。",
        sent_at=at("2023-06-28 09:00"),
        files=(mails.Enclosed(OTHER_FILE, out.getvalue()),),
        message_id="<other@unit.example>",
    )
