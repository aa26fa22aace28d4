"""What somebody types for a unit or a period means what it would mean in a mail."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.core.orders.facts import View
from mailbot.core.orders.meant import period_meant, unit_meant
from tests.core.orders.test_orders import NOTICE, ROSTER

VIEW = View(NOTICE, ROSTER, date(2023, 12, 20))


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("县科协", "县科协"),
        ("科协", "县科协"),
        ("沂源县科学技术协会", "县科协"),
        ("教体局", "县教育和体育局"),
        ("人社局", "县人力资源社会保障局"),
        ("妇联", "县妇联"),
    ],
)
def test_a_unit_is_known_by_any_of_its_names(typed: str, unit: str) -> None:
    assert unit_meant(typed, VIEW) == unit


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("县科学技术协", "是否指：县科协"),
        ("县民政和社会局", "是否指：县民政局"),
        ("税务局", "不是通知的责任单位，请写通知中的名称"),
        ("科协和残联", "不是通知的责任单位"),
        ("", "不是通知的责任单位"),
    ],
)
def test_what_is_no_unit_is_told_with_those_that_may_be_meant(
    typed: str, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        unit_meant(typed, VIEW)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2023Q2", "2023Q2"),
        ("四季度", "2023Q4"),
        ("第三季度", "2023Q3"),
        ("2023年第二季度", "2023Q2"),
        ("上季度", "2023Q3"),
    ],
)
def test_a_period_is_known_by_its_words(typed: str, period: str) -> None:
    assert period_meant(typed, VIEW).id == period


@pytest.mark.parametrize("typed", ["2023Q9", "县科协", "四季度县科协", "明天", ""])
def test_what_is_no_period_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match="不是有效的季度"):
        period_meant(typed, VIEW)
