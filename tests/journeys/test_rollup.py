"""Three units send three formats; one consolidated table comes out, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from mailbot.adapters.notice_file import load_notice
from tests.support import real_mails as mails
from tests.support.documents.drawing import Paper
from tests.support.documents.shapes import plan_of
from tests.support.documents.write_docx import write_docx
from tests.support.documents.write_rtf import write_rtf
from tests.support.documents.write_xlsx import write_xlsx
from tests.support.dovecot import Mailbox
from tests.support.house import ROOT, at
from tests.support.outpost import ARRIVED, Outpost
from tests.support.smtp_server import smtp_server

NOTICE = load_notice(ROOT / "config" / "notice.toml")
SENDERS = {
    "县民政局": ("docx", write_docx),
    "县科协": ("xlsx", write_xlsx),
    "县公安局": ("rtf", write_rtf),
}
GIVEN = {
    (unit, item.no): (f"{unit}开展第{item.no}项活动12场，惠及98.5%。", "12月底前")
    for unit in SENDERS
    for item in NOTICE.items_of(unit)
}


@pytest.fixture
def outpost(mailbox: Mailbox, tmp_path: Path) -> Iterator[Outpost]:
    with smtp_server() as smtp:
        yield Outpost(tmp_path, mailbox, smtp)


def report(unit: str) -> bytes:
    ending, write = SENDERS[unit]
    rows = [
        (str(item.no), item.name, "、".join(item.units), *GIVEN[unit, item.no])
        for item in NOTICE.items_of(unit)
    ]
    lines = (NOTICE.annex_title, f"填报单位：{unit}")
    paper = Paper("plain", lines, (plan_of([NOTICE.annex_columns, *rows]),), ())
    letter = mails.Letter(
        sender_name=unit,
        sender="clerk@county.example",
        to=NOTICE.mailbox,
        subject=f"{unit}2023年第二季度报表",
        body="请查收",
        sent_at=at("2023-06-28 09:00"),
        files=(mails.Enclosed(f"{unit}二季度报表.{ending}", write(paper)),),
        message_id=f"<{ending}@county.example>",
    )
    return mails.build(letter)


@pytest.mark.slow
def test_three_formats_in_one_table_out(outpost: Outpost, tmp_path: Path) -> None:
    for unit in SENDERS:
        outpost.mailbox.deliver(report(unit), internaldate=ARRIVED)
    assert outpost.poll().returncode == 0
    out = tmp_path / "out"
    assert outpost.run("rollup", "2023Q2", "--out", str(out)).returncode == 0
    wanted = {
        (item.no, unit): GIVEN.get((unit, item.no), ("（未报送）", ""))
        for item in NOTICE.items
        for unit in item.units
    }
    (book,), (paper,) = out.glob("*.xlsx"), out.glob("*.docx")
    sheet = load_workbook(book).worksheets[0]
    cells = [
        [str(v or "") for v in row] for row in sheet.iter_rows(4, values_only=True)
    ]
    for above, row in pairwise(cells):  # a merged cell has its words once
        row[0] = row[0] or above[0]
    assert {(int(r[0]), r[2]): (r[3], r[4]) for r in cells} == wanted
    rows = [[c.text for c in row.cells] for row in Document(str(paper)).tables[0].rows]
    assert {(int(r[0]), r[2]): (r[3], r[4]) for r in rows[1:]} == wanted
