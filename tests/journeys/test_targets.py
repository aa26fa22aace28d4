"""Two quarters of three units: from their mails to the ledger and the circular."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from openpyxl import load_workbook

from mailbot.adapters.papers.circular_pages import circular_docx
from mailbot.core.notice.periods import from_id
from mailbot.flows.circular import draft_circular
from mailbot.flows.letters.summarize import summary
from mailbot.flows.targets.table import targets_of
from tests.support.desk import Desk, letter
from tests.support.office import STAFF, address_of, at
from tests.support.progress_forms import progress_form

Q2, Q3 = "2023Q2", "2023Q3"
WOMEN, POLICE, CIVIL = "县妇联", "县公安局", "县民政局"
TOLD = (
    (Q2, "2023-06-28 09:00", WOMEN, 6, "提升巾帼共富微站41处，新建巾帼共富基地1处。"),
    (Q2, "2023-06-29 09:00", POLICE, 10, "本季度开展主题安全教育活动12场左右。"),
    (Q2, "2023-06-30 09:00", CIVIL, 9, "截至6月底，累计建成“希望小屋”18处。"),
    (Q3, "2023-09-26 09:00", WOMEN, 6, "提升巾帼共富微站72处，新建巾帼共富基地3处。"),
    (Q3, "2023-09-27 09:00", POLICE, 10, "本季度开展主题安全教育活动9场。"),
    (Q3, "2023-09-28 09:00", CIVIL, 9, "截至9月底，累计建成“希望小屋”15处。"),
)
STATIONS, BASES = "提升100处巾帼共富微站", "新建3处巾帼共富基地"
SAFETY, HUTS = "主题安全教育活动30场", "“希望小屋”不少于30处"


def report(
    desk: Desk, period: str, moment: str, unit: str, item: int, words: str
) -> None:
    desk.now = at(moment)
    form = progress_form(desk.office.notice, unit, period, {item: words})
    quarter = from_id(period).chinese
    sender = address_of(desk.office.roster, unit)
    name = f"{unit}{quarter}报表.docx"
    raw = letter(
        sender, "请查收。", f"{unit}{quarter}进展", desk.now, files={name: form}
    )
    assert desk.receive(raw).filed == 1


def cells(desk: Desk) -> dict[str, tuple[object, ...]]:
    """Return of each target its cells: this period, so far, rate, state."""
    found = summary(desk.office, desk.now)
    book = load_workbook(io.BytesIO(desk.office.workbooks.summary(found)))
    rows = list(book["台账"].values)
    assert found.targets_gist in str(rows[0][0])
    return {str(row[2]): tuple(row[5:9]) for row in rows[2:]}


def test_what_units_wrote_stands_in_every_cell(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for told in TOLD:
        report(desk, *told)
    with desk.office.desk(desk.now) as open_desk:
        second = targets_of(open_desk, (from_id(Q2),))
    (asked,) = [one for line in second for one in line.asks]
    desk.answer(f"{desk.mail_code()} {asked.name} 确认")
    sheet = cells(desk)
    assert len(sheet) == 37
    assert {name: row for name, row in sheet.items() if row[3] != "未报"} == {
        STATIONS: (31, 72, 72, "推进中"),
        BASES: (2, 3, 100, "达标"),
        SAFETY: (9, 21, 70, "推进中"),
        HUTS: (None, 15, 50, "矛盾"),
    }
    with desk.office.desk(desk.now) as open_desk:
        third = targets_of(open_desk, (from_id(Q3),))
    names = [
        line.basis.name for line in third if line.basis and line.target.text != HUTS
    ]
    desk.answer(f"{desk.mail_code()} {'、'.join(names)} 确认", sender=STAFF[0])
    paper = draft_circular(desk.office, from_id(Q3), desk.now, "", draft=False)
    document = docx.Document(io.BytesIO(circular_docx(paper)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    known = {row[1]: row[3:] for row in rows[1:] if row[4] != "核实中"}
    assert known == {
        STATIONS: ["100处", "72", "72%"],
        BASES: ["3处", "3", "100%"],
        SAFETY: ["30场", "21", "70%"],
    }
    assert "希望小屋”不少于30处，累计" not in "".join(
        p.text for p in document.paragraphs
    )
    assert desk.notices() == []
