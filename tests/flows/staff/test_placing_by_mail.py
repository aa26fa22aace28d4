"""Staff place a row that fits no item by one line of a mail, and take it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.core.form.placing import Placement, placements
from tests.support.desk import Desk

UNIT = "县总工会"
SAID = Placement(UNIT, "创建书香机关", 5)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _said(desk: Desk) -> tuple[Placement, ...]:
    with desk.office.desk(desk.now) as work:
        return placements(work.work.decisions.all())


def test_the_code_of_a_thing_says_whose_row_it_is(desk: Desk) -> None:
    code = desk.code(desk.doubtful(unit=UNIT))
    told = desk.answer(f"{code} 创建书香机关 归第5项")
    assert f"{UNIT}“创建书香机关”已归入第5项" in told
    assert _said(desk) == (SAID,)
    assert desk.waiting() != []
    assert "已撤销：归项" in desk.answer(f"{code} 撤销")
    assert _said(desk) == ()


def test_under_the_code_of_a_mail_the_line_names_the_unit(desk: Desk) -> None:
    code = desk.mail_code()
    desk.answer(f"{code} {UNIT} “创建书香机关” 归入第五项。")
    (said,) = _said(desk)
    assert (said.unit, said.item_no) == (UNIT, 5)
    assert said.names("创建书香机关")
    told = desk.answer(f"{desk.mail_code()} 创建书香机关 归第5项")
    assert "请写明是哪个单位的待归项" in told


def test_a_row_is_not_placed_under_an_item_of_others(desk: Desk) -> None:
    told = desk.answer(f"{desk.mail_code()} {UNIT} 创建书香机关 归第1项")
    assert "第1项不由县总工会负责" in told
    assert _said(desk) == ()
