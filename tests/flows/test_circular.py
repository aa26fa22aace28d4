"""The circular tells who reported when, and only figures that staff confirmed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.notice.periods import from_id
from mailbot.core.summary.circular import Circular
from mailbot.flows.circular import draft_circular
from mailbot.flows.staff.deciding import exempt
from mailbot.flows.targets.ruling import confirm
from mailbot.flows.targets.table import targets_of
from tests.support.desk import Desk, letter
from tests.support.office import address_of, at
from tests.support.progress_forms import progress_form

PERIOD = from_id("2023Q2")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def report(desk: Desk, unit: str, when: str, told: dict[int, str]) -> None:
    desk.now = at(when)
    form = progress_form(desk.office.notice, unit, PERIOD.id, told)
    sender = address_of(desk.office.roster, unit)
    subject = f"{unit}2023年第二季度进展情况"
    raw = letter(
        sender, "请查收。", subject, desk.now, files={f"{unit}二季度报表.docx": form}
    )
    assert desk.receive(raw).filed == 1


def drafted(desk: Desk) -> Circular:
    return draft_circular(desk.office, PERIOD, at("2023-07-06 09:00"), "", draft=False)


def test_who_reported_and_who_did_not_is_told_by_name(desk: Desk) -> None:
    report(desk, "县民政局", "2023-06-28 09:00", {9: "建成“希望小屋”18处。"})
    exempt(desk.office, "县科协", PERIOD.id, "clerk", desk.now)
    words = "\n".join(p.text for p in drafted(desk).paragraphs)
    assert (
        "截至2023年7月6日，应报18家，部分报送1家，未报送17家，经同意免报1家。" in words
    )
    assert "（一）部分报送（1家）。县民政局（缺盖章PDF版）。" in words
    assert "本期报送时限为2023年6月30日24时" in words


def test_units_read_confirmed_figures_only(desk: Desk) -> None:
    report(
        desk,
        "县妇联",
        "2023-06-28 09:00",
        {6: "新建巾帼共富基地2处，提升巾帼共富微站63处。"},
    )
    with desk.office.desk(desk.now) as open_desk:
        lines = targets_of(open_desk, (PERIOD,))
    assert "累计" not in "".join(p.text for p in drafted(desk).paragraphs)
    (stations,) = [i for i in lines if i.target.text == "提升100处巾帼共富微站"]
    assert stations.basis is not None
    confirm(desk.office, [stations.basis.name], "clerk", desk.now + timedelta(hours=1))
    paper = drafted(desk)
    (item,) = [p for p in paper.paragraphs if p.text.startswith("（六）")]
    assert item.words == (
        "责任单位：县人力资源社会保障局、县商务局、县妇联。"
        "提升100处巾帼共富微站，累计63处，完成63%。其余4项目标的进度数正在核实。"
    )
    rows = {row[1]: row[3:] for row in paper.rows}
    assert rows["提升100处巾帼共富微站"] == ("100处", "63", "63%")
    assert rows["新建3处巾帼共富基地"] == ("3处", "核实中", "")


def test_it_is_a_draft_until_staff_number_it(desk: Desk) -> None:
    now = at("2023-07-06 09:00")
    assert drafted(desk).draft
    numbered = draft_circular(desk.office, PERIOD, now, "某办〔2023〕5号", draft=False)
    assert (numbered.number, numbered.draft) == ("某办〔2023〕5号", False)
    assert draft_circular(desk.office, PERIOD, now, "某办〔2023〕5号", draft=True).draft
    assert numbered.title == "关于2023年为全县妇女儿童办实事第二季度工作进展情况的通报"
