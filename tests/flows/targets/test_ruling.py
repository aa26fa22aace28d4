"""Figures are kept when a form is filed; staff tick them by mail or by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.notice.periods import from_id
from mailbot.core.targets.table import TargetLine, TargetState
from mailbot.core.targets.words import gist, target_row
from mailbot.errors import NeedsStaff
from mailbot.flows.targets.ruling import confirm
from mailbot.flows.targets.table import targets_of
from tests.support.desk import Desk, letter
from tests.support.office import STAFF, address_of
from tests.support.progress_forms import progress_form

UNIT, PERIOD, SAFETY = "县公安局", "2023Q2", "主题安全教育活动30场"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def report(desk: Desk, words: str, unit: str = UNIT, item: int = 10) -> None:
    """Let a unit's form arrive that says this of the tenth item."""
    form = progress_form(desk.office.notice, unit, PERIOD, {item: words})
    desk.now += timedelta(minutes=1)
    sender = address_of(desk.office.roster, unit)
    subject = f"{unit}2023年第二季度进展情况"
    name = f"{unit}二季度报表.docx"
    done = desk.receive(
        letter(sender, "请查收。", subject, desk.now, files={name: form})
    )
    assert done.filed == 1


def line(desk: Desk, target: str = SAFETY) -> TargetLine:
    with desk.office.desk(desk.now) as open_desk:
        lines = targets_of(open_desk, (from_id(PERIOD),))
    (found,) = [one for one in lines if one.target.text == target]
    return found


def test_a_filed_form_fills_the_ledger_with_its_source(desk: Desk) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动12场。")
    found = line(desk)
    assert (found.so_far, found.percent, found.state) == (
        12,
        40.0,
        TargetState.UNDER_WAY,
    )
    row = target_row(found, desk.office.local)
    assert row.source == (
        "县公安局 20230703-0901_县公安局二季度报表.docx（电子版第1版）第2行"
        "“截至6月底，累计开展主题安全教育活动12场。”"
    )


def test_staff_tick_by_mail_and_units_are_told_nothing(desk: Desk) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动12场左右。")
    (asked,) = line(desk).asks
    said = desk.answer(f"{desk.mail_code()} {asked.name} 确认")
    assert f"{asked.name} 已核定：县公安局 {SAFETY} 12场" in said
    found = line(desk)
    assert (found.so_far, found.asks) == (12, ())
    assert target_row(found, desk.office.local).settled == (
        f"{STAFF[0]} 2023-07-03 09:01 核定"
    )
    assert desk.notices() == []


def test_staff_put_a_figure_right_and_take_it_back(desk: Desk) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动12场左右。")
    (asked,) = line(desk).asks
    code = desk.mail_code()
    desk.answer(f"{code} {asked.name} 更正 15场")
    assert line(desk).so_far == 15
    assert f"已撤销：进度数核定（{asked.name}）" in desk.answer(f"{code} 撤销")
    assert line(desk).so_far is None


def test_a_new_version_keeps_what_staff_said_and_asks_where_it_changed(
    desk: Desk,
) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动12场左右。")
    name = line(desk).asks[0].name
    confirm(desk.office, [name], "operator", desk.now)
    report(desk, "截至6月底，共开展主题安全教育活动约12场。")
    assert (line(desk).so_far, line(desk).asks, line(desk).changed) == (12, (), False)
    report(desk, "截至6月底，累计开展主题安全教育活动18场。")
    found = line(desk)
    assert (found.so_far, found.changed) == (12, True)
    assert [one.told.value for one in found.asks] == [18]
    confirm(desk.office, [found.asks[0].name], "operator", desk.now)
    assert (line(desk).so_far, line(desk).changed) == (18, False)


def test_a_figure_of_a_file_that_was_replaced_is_not_settled(desk: Desk) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动12场左右。")
    name = line(desk).asks[0].name
    report(desk, "截至6月底，累计开展主题安全教育活动13场左右。")
    with pytest.raises(NeedsStaff, match="没有这个编号的进度数，或所在文件已有新版"):
        confirm(desk.office, [name], "operator", desk.now)
    assert "没有这个编号" in desk.answer(f"{desk.mail_code()} {name} 确认")


def test_one_line_says_how_the_targets_stand(desk: Desk) -> None:
    report(desk, "截至6月底，累计开展主题安全教育活动32场。", "县检察院")
    report(desk, "截至6月底，累计开展主题安全教育活动30场。")
    with desk.office.desk(desk.now) as open_desk:
        lines = targets_of(open_desk, (from_id(PERIOD),))
    assert gist(lines) == "37项目标：达标0，推进中0，未报36，矛盾1"
